"""How many runs: until a paired difference is known as closely as asked, within a budget (MODEL 11.1).

Stopping as soon as the interval is narrow enough stops too often when the spread happens to look small, and
holds the truth less often than it says (Chow & Robbins 1965, Annals of Mathematical Statistics 36:457; Law
2015, Simulation Modeling and Analysis, section 9.4). Four things keep the loss small here:

- No look before 30 runs, and few looks: each asks for the runs that the spread so far calls for, at most as
  many again (Stein 1945, Annals of Mathematical Statistics 16:243; in stages: Hall 1981, Annals of Statistics
  9:1229).
- The longer arm of bounds that allow for skewness must be short enough (`skewed`).
- Skewed differences need 28 + 25 x skewness² runs before their interval can be trusted (Cochran's rule:
  Sugden, Smith & Jones 2000, Journal of the Royal Statistical Society B 62:787).
- What is reported is the mean and the width asked for, not the narrower one that happened to stop it.

Differences that are all equal have no spread, and may still hide a rare other one: they need 100 runs, which
leaves it a chance below 3 in 100 (the rule of three: Hanley & Lippman-Hand 1983, JAMA 249:1743).

The rule looks at the differences alone. A finished experiment is extended by the same rule with a larger
budget or a narrower width: it goes on from the runs that are there.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from ist_model.experiments.skewed import arms
from ist_model.results.summary import CONFIDENCE

Reason = Literal["precise", "budget", "more"]

SKEWED_LEAST, SKEWED_FACTOR = 28.0, 25.0
EQUAL_RUNS = 100
MOST_GROWTH = 2.0  # a first spread that came out too large asks for no more than as many runs again


@dataclass(frozen=True)
class Rule:
    """When runs are enough.

    Attributes:
        half_width: half the width of the interval asked for, in the measure's unit; relative: as a share of
            the true difference.
        relative: whether the half-width is a share.
        first: runs before the first look.
        step: runs come in multiples of this.
        budget: most runs.
        confidence: of the interval.

    Raises:
        ValueError: if a number is out of its range.
    """

    half_width: float
    relative: bool = False
    first: int = 30
    step: int = 10
    budget: int = 2000
    confidence: float = CONFIDENCE

    def __post_init__(self) -> None:
        if not (self.half_width > 0 and math.isfinite(self.half_width)):
            raise ValueError(f"the half-width asked for must be above 0, and is {self.half_width:g}")
        if self.step < 1 or not 3 <= self.first <= self.budget:
            raise ValueError(
                f"3 runs or more, then steps, then a budget: not {self.first}, {self.step}, {self.budget}"
            )
        if not 0 < self.confidence < 1:
            raise ValueError(f"the confidence lies between 0 and 1, and is {self.confidence:g}")

    def asked(self, mean: float) -> float:
        """Half-width asked for in the measure's unit, of a difference with this mean.

        Relative to the true difference, so a little less of the estimated one (Law 2015, section 9.4.1).
        """
        return self.half_width / (1 + self.half_width) * abs(mean) if self.relative else self.half_width

    def words(self, unit: str) -> str:
        """The rule in words."""
        return (
            f"at least {self.first:,} runs and at most {self.budget:,}, until the difference is known to "
            f"{self.width(unit)} ({100 * self.confidence:g} % confidence)"
        )

    def width(self, unit: str) -> str:
        """The half-width asked for in words."""
        share = f"± {100 * self.half_width:.3g} % of itself"
        return share if self.relative else _width(self.half_width, unit)


class Look(NamedTuple):
    """What the differences so far say, and whether they are enough. Widths in the measure's unit."""

    runs: int
    pairs: int  # runs in which both scenarios have the measure
    mean: float
    half_width: float  # reached: the longer arm
    low: float  # the interval to report: the width asked for when precise, else the one reached
    high: float
    more: int  # runs to make before the next look; 0: stop
    reason: Reason
    needed: int  # pairs that skewness, or equal values, call for before the interval can be trusted

    def words(self, rule: Rule, unit: str) -> str:
        """Why runs stopped, or how many more come, in words."""
        asked = f"{rule.width(unit)} was asked for ({100 * rule.confidence:g} % confidence)"
        known = f"the difference is known to {_width(self.half_width, unit)}, and {asked}"
        if self.reason == "more":
            return f"{self.more:,} more runs after {self.runs:,}: {known}"
        if self.reason == "precise":
            return f"stopped after {self.runs:,} runs: {known}"
        kind = "differences that are all equal" if self.half_width == 0 else "so uneven differences"
        doubt = f"; {kind} take {self.needed:,} runs to trust this"
        known += doubt if self.needed > self.pairs else ""
        return f"stopped after {self.runs:,} runs, the most allowed: {known}"


def look(differences: NDArray[np.float64], rule: Rule) -> Look:
    """Whether the runs so far are enough, and if not how many more to make.

    Args:
        differences: [runs], scenario less baseline in run order; NaN where one lacks the measure.
        rule: what is asked for.
    """
    runs = len(differences)
    kept = differences[~np.isnan(differences)]
    pairs = len(kept)
    if runs < rule.first or pairs < 3:
        wanted = rule.first if runs < rule.first else int(MOST_GROWTH * runs)
        more = max(0, min(wanted, rule.budget) - runs)
        mean = float(kept.mean()) if pairs else np.nan
        return Look(runs, pairs, mean, np.inf, -np.inf, np.inf, more, "more" if more else "budget", 3)
    found = arms(kept, float(stats.t.ppf(0.5 + rule.confidence / 2, pairs - 1)))
    mean, half, asked = float(found.mean), float(max(found.down, found.up)), rule.asked(float(found.mean))
    equal = bool((kept == kept[0]).all())
    needed = EQUAL_RUNS if equal else math.ceil(needed_for(found.skewness))
    if half <= asked and pairs >= needed:
        return Look(runs, pairs, mean, half, mean - asked, mean + asked, 0, "precise", needed)
    low, high = mean - float(found.down), mean + float(found.up)
    narrow = pairs * (half / asked) ** 2 if asked > 0 else np.inf
    more = _more(runs, pairs, max(narrow, needed), rule)
    return Look(runs, pairs, mean, half, low, high, more, "more" if more else "budget", needed)


def needed_for(skewness: NDArray[np.float64]) -> NDArray[np.float64]:
    """Runs before the interval of the mean of values so skewed can be trusted (Cochran's rule)."""
    return np.asarray(SKEWED_LEAST + SKEWED_FACTOR * skewness**2)


def _more(runs: int, pairs: int, wanted: float, rule: Rule) -> int:
    """Runs to make until so many pairs are there, as often as runs have been pairs so far."""
    grown = min(max(wanted, pairs + 1) / pairs, MOST_GROWTH) * runs
    return max(0, min(rule.budget, math.ceil(grown / rule.step) * rule.step) - runs)


def run_until(
    rule: Rule, make: Callable[[int, int], NDArray[np.float64]], so_far: NDArray[np.float64] | None = None
) -> tuple[Look, NDArray[np.float64]]:
    """Make runs until the rule is met or the budget spent.

    Args:
        rule: what is asked for.
        make: given the first run's number and how many, the paired differences of those runs, in order.
        so_far: differences of runs that are there already, numbered from 0.

    Returns:
        The last look, and all differences, [runs].

    Raises:
        ValueError: if `make` gives another number of differences than asked.
    """
    differences = np.empty(0) if so_far is None else so_far
    while True:
        found = look(differences, rule)
        if not found.more:
            return found, differences
        new = make(found.runs, found.more)
        if new.shape != (found.more,):
            raise ValueError(f"{found.more} differences were asked for, and {new.shape} came")
        differences = np.concatenate([differences, new])


def _width(half: float, unit: str) -> str:
    number = f"{half:,.0f}" if 100 <= half < math.inf else f"{half:.3g}"
    return f"± {number} {unit}".rstrip()
