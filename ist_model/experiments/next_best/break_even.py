"""How much support must do for a step to pay, over the register's range of its effect (MODEL 4.7).

A step gains by the support it adds and loses by what giving it takes from the home school. Its gain need not
rise with what support does: where support does much, few schools are left to help. So every effect of a grid
over the register's range is tried, with the same luck at each, and each is told by its own interval: where
the step clearly pays, where it clearly falls short, and where these runs leave it open. To pay is to gain
anything, or, if the trust says what one unit of the measure is worth, to gain more than it costs. Intervals
of a step hold together over the grid (Bonferroni) and allow for skewness (`skewed`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ist_model.experiments.best import Better
from ist_model.experiments.executor import Workers
from ist_model.experiments.next_best.answer import gains_over_base
from ist_model.experiments.next_best.steps import Step
from ist_model.experiments.outcomes import ODDS_RATIO
from ist_model.experiments.replicate import Progress
from ist_model.experiments.sampled import Floats
from ist_model.experiments.skewed import together
from ist_model.experiments.sweep import Evaluate, Point, of_model, sweep
from ist_model.inputs.assumptions import Assumption
from ist_model.inputs.scenario_models import Resolved
from ist_model.results.store import Draw
from ist_model.results.summary import Interval

LUCK = 3_100_000
PARTS = 6  # of the register's range, each end of which is tried: steps of 0.1 from 1 to 1.6
RUNS = 400


@dataclass(frozen=True)
class BreakEven:
    """What a step gains over the register's range of the odds ratio.

    Attributes:
        step: the step.
        needed: gain a year that it takes to pay, in the unit of the measure.
        gains: gain a year by odds ratio, rising; NaN where there is no answer.
        runs: made at each.
    """

    step: Step
    needed: float
    gains: Mapping[float, Interval]
    runs: int

    @property
    def pays(self) -> tuple[float, ...]:
        """Odds ratios at which it clearly pays."""
        return tuple(ratio for ratio, gain in self.gains.items() if gain.low > self.needed)

    @property
    def short(self) -> tuple[float, ...]:
        """Odds ratios at which it clearly falls short."""
        return tuple(ratio for ratio, gain in self.gains.items() if gain.high < self.needed)

    @property
    def no_answer(self) -> tuple[float, ...]:
        """Odds ratios without an answer."""
        return tuple(ratio for ratio, gain in self.gains.items() if np.isnan(gain.low))

    @property
    def open(self) -> tuple[float, ...]:
        """Odds ratios at which these runs leave open whether it pays."""
        told = {*self.pays, *self.short, *self.no_answer}
        return tuple(ratio for ratio in self.gains if ratio not in told)

    @property
    def changes_nothing(self) -> bool:
        """Whether it changes nothing in any run, whatever support does."""
        return all(gain[:3] == (0.0, 0.0, 0.0) for gain in self.gains.values())

    @property
    def not_monotone(self) -> bool:
        """Whether its gain clearly falls somewhere as the effect rises."""
        least = -np.inf
        for gain in self.gains.values():
            if gain.high < least:
                return True
            least = max(least, gain.low)
        return False


def odds_ratio(base: Resolved) -> Assumption:
    """The register's row of the effect of support; low and high are one where a scenario fixes it."""
    return next(row for row in base.assumptions.assumptions if row.key == ODDS_RATIO)


def break_even(
    base: Resolved,
    steps: Sequence[Step],
    measure: str,
    better: Better,
    root: Path | None,
    *,
    worth_gbp: float | None = None,
    runs: int = RUNS,
    workers: Workers = None,
    progress: Progress | None = None,
    evaluate: Evaluate = of_model,
) -> list[BreakEven]:
    """What each step gains over the register's range of the odds ratio, and where that pays.

    Args:
        base: today's plan, whose odds ratio has a range (`odds_ratio`).
        steps: what could be done.
        measure: name of the measure.
        better: which side of it is better.
        root: where runs are stored; None: nowhere.
        worth_gbp: pounds that one unit of the measure a year is worth; None: any gain pays.
        runs: of each step at each odds ratio.
        workers: as `replicate`.
        progress: as `sweep`.
        evaluate: what makes numbers of a point.

    Raises:
        ValueError: if the odds ratio has no range.
        ConservationError, StoreError, WorkerError: as `sweep`.
    """
    row = odds_ratio(base)
    if not row.low < row.high:
        raise ValueError(f"{ODDS_RATIO} is fixed at {row.low:g}: there is nothing to look over")
    ratios = [row.low + (row.high - row.low) * part / PARTS for part in range(PARTS + 1)]
    scenarios = [base, *(step.resolved for step in steps)]
    points = [
        Point(each, Draw(LUCK, each.assumptions.values() | {ODDS_RATIO: ratio}))
        for each in scenarios
        for ratio in ratios
    ]
    found = sweep(points, [measure], runs, root, workers=workers, progress=progress, evaluate=evaluate)
    values = found[:, :, 0].reshape(len(scenarios), len(ratios), runs)
    gains = gains_over_base(values, better)
    return [
        BreakEven(
            step,
            0.0 if worth_gbp is None else step.gbp_per_year / worth_gbp,
            {round(ratio, 9): _over_grid(each) for ratio, each in zip(ratios, of_step, strict=True)},
            runs,
        )
        for step, of_step in zip(steps, gains, strict=True)
    ]


def _over_grid(gains: Floats) -> Interval:
    """Mean with an interval that holds with those of the whole grid; NaN with fewer than two values."""
    kept = gains[~np.isnan(gains)]
    if len(kept) < 2:
        return Interval(np.nan, np.nan, np.nan, len(kept))
    return together(kept, PARTS + 1)
