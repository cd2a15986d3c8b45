"""What a plan of capacity has to keep: a standard in so many runs, or the mean of a measure (MODEL 11.3)."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np

from ist_model.experiments.chances import wilson
from ist_model.experiments.keeping import Floats, Limit
from ist_model.results.measures import MEASURES
from ist_model.results.summary import Interval

SHARE = "within_standard_resolved_"
Side = Literal["at least", "at most"]
MARGIN = 0.03  # of a chance: what is within it of the line is as good as on it
MARGIN_OF_MEAN = 0.05  # of the limit of a mean


class TargetError(ValueError):
    """A standard or limit that cannot be kept or broken."""


class Target(NamedTuple):
    """A limit on a measure of each run.

    Attributes:
        measure: name of the measure.
        side: which side of the bound is asked for.
        bound: of the measure, in its unit.
        limit: what the values of runs are tested against.
    """

    measure: str
    side: Side
    bound: float
    limit: Limit

    def values(self, measured: Floats) -> Floats:
        """What is tested: 1 where a run keeps the bound, else 0; or the measure itself, more being better.

        A run without the measure had no need to serve, so it keeps a standard.

        Raises:
            TargetError: if a mean is asked of runs that lack the measure, or no run has it.
        """
        if measured.size and np.isnan(measured).all():
            raise TargetError(
                f"{self.measure} exists in none of {measured.size} runs: nobody there asked for support.\n"
                "  rule:   a standard is kept, or not, by needs that are raised\n"
                "  remedy: name whose needs count by --schools, or another measure"
            )
        signed = measured if self.side == "at least" else -measured
        if self.limit.chance:
            bound = self.bound if self.side == "at least" else -self.bound
            return np.asarray(np.where(np.isnan(measured), 1.0, signed >= bound), np.float64)
        if np.isnan(measured).any():
            raise TargetError(
                f"{self.measure} does not exist in {int(np.isnan(measured).sum())} of {measured.size} runs.\n"
                "  rule:   the mean of a measure is asked of runs that all have it\n"
                "  remedy: name a measure that every run has, or ask for a share by --standard"
            )
        return signed

    def shown(self, value: float) -> float:
        """A mean of values as a reader knows it."""
        return value if self.limit.chance or self.side == "at least" else -value


def standard(share: float, confidence: float, group: str, margin: float | None = None) -> Target:
    """The service standard: at least this share of a group's needs begun in time, in so many of the runs.

    Args:
        share: of needs begun or given up, that begin within the service standard (0-1).
        confidence: share of runs in which it is kept (0-1).
        group: existing, trust or beyond.
        margin: around the confidence; omit for the usual one, less near 0 and 1.

    Raises:
        TargetError: if a number is not between 0 and 1.
    """
    for name, number in (("--standard", share), ("--confidence", confidence)):
        if not 0 < number < 1:
            raise TargetError(
                f"{name} is {number:g}: it must lie between 0 and 1, for instance 0.9 for nine in ten"
            )
    usual = min(MARGIN, confidence / 2, (1 - confidence) / 2)
    wide = usual if margin is None else margin
    if not 0 < wide < min(confidence, 1 - confidence):
        raise TargetError(
            f"a margin of {wide:g} around a confidence of {confidence:g} leaves 0 to 1: make it smaller"
        )
    return Target(SHARE + group, "at least", share, Limit(confidence, wide, chance=True))


def how_often(target: Target, measured: Floats) -> Interval:
    """The share of runs that keep a standard, with Wilson's interval.

    Args:
        target: a standard, as `standard` makes it.
        measured: [runs] its measure.

    Raises:
        TargetError: if no run has the measure.
    """
    kept = target.values(measured)
    return wilson(float(kept.sum()), kept.size)


def mean(measure: str, side: Side, bound: float, margin: float | None = None) -> Target:
    """A measure whose mean over runs is at least, or at most, a number.

    Raises:
        TargetError: if there is no such measure, or the number or margin is none.
    """
    from ist_model.inputs.errors import suggest

    if measure not in MEASURES:
        raise TargetError(f"no measure is called {measure!r}: {suggest(measure, MEASURES)}")
    wide = MARGIN_OF_MEAN * abs(bound) if margin is None else margin
    if not np.isfinite(bound) or not 0 < wide < np.inf:
        raise TargetError(
            f"a limit of {bound:g} with a margin of {wide:g} cannot be tested.\n"
            "  rule:   the limit is a number, the margin above 0 (a twentieth of the limit if not given)\n"
            "  remedy: give --margin, in the unit of the measure"
        )
    signed = bound if side == "at least" else -bound
    return Target(measure, side, bound, Limit(signed, wide, chance=False))
