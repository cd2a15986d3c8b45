"""How much support must do for a step to pay: its break-even effect (MODEL 4.7).

A step gains by the support it adds and loses by what giving it takes from the home school, so its gain rises
with what support does. The effect is the odds ratio of the register, and it breaks even where the gain is
nothing, or, if the trust says what one unit of the measure is worth, where the gain is worth its cost. It is
searched by halving over the register's range, with the same luck at every odds ratio, which keeps the gain
rising smoothly. The interval holds every odds ratio tried at which these runs leave open whether the step has
broken even: below it the step clearly falls short, above it clearly pays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TypeVar

from ist_model.experiments.best import Better
from ist_model.experiments.executor import Workers
from ist_model.experiments.next_best.steps import Step
from ist_model.experiments.outcomes import ODDS_RATIO
from ist_model.experiments.replicate import Progress
from ist_model.experiments.sampled import Floats
from ist_model.experiments.sweep import Evaluate, Point, of_model, sweep
from ist_model.inputs.scenario_models import Resolved
from ist_model.results.store import Draw
from ist_model.results.summary import Interval, t_interval

Name = TypeVar("Name")

LUCK = 3_100_000
PARTS = 16  # the register's range is searched to a sixteenth of its length
RUNS = 400
_MEAN, _LOW, _HIGH = range(3)  # of an interval


@dataclass(frozen=True)
class BreakEven:
    """Where a step breaks even, as odds ratios of the register's range.

    Attributes:
        step: the step.
        needed: gain a year that counts as even, in the unit of the measure.
        lowest: odds ratio of the range.
        at: where the average gain reaches it; None: nowhere in the range.
        low: the lowest at which the step does not clearly fall short; None: it does at all.
        high: the lowest from which on it clearly pays; None: it does at none.
        at_least: the gain at the lowest odds ratio of the range, with an interval of its own.
        at_most: the gain at the highest, likewise.
    """

    step: Step
    needed: float
    lowest: float
    at: float | None
    low: float | None
    high: float | None
    at_least: Interval
    at_most: Interval


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
    """Where each step breaks even, over the register's range of the odds ratio.

    Args:
        base: today's plan.
        steps: what could be done.
        measure: name of the measure.
        better: which side of it is better.
        root: where runs are stored; None: nowhere.
        worth_gbp: pounds that one unit of the measure a year is worth; None: a gain of nothing is even.
        runs: of each step at each odds ratio tried.
        workers: as `replicate`.
        progress: as `sweep`, once for each halving.
        evaluate: what makes numbers of a point.

    Raises:
        ConservationError, StoreError, WorkerError: as `sweep`.
    """
    row = next(row for row in base.assumptions.assumptions if row.key == ODDS_RATIO)
    scenario = {"": base} | {step.key: step.resolved for step in steps}
    made: dict[tuple[str, int], Floats] = {}

    def ratio(place: int) -> float:
        return row.low + (row.high - row.low) * place / PARTS

    def make(wanted: Iterable[tuple[str, int]]) -> None:
        """Run what is wanted and not there, and today's plan at the same odds ratios."""
        asked = {each for key, place in wanted for each in (("", place), (key, place))}
        missing = sorted(asked - made.keys())
        if missing:
            points = [
                Point(
                    scenario[key],
                    Draw(LUCK, scenario[key].assumptions.values() | {ODDS_RATIO: ratio(place)}),
                )
                for key, place in missing
            ]
            values = sweep(
                points, [measure], runs, root, workers=workers, progress=progress, evaluate=evaluate
            )
            made.update(zip(missing, values[:, :, 0], strict=True))

    def gain(key: str, place: int) -> Interval:
        """Gain a year; NaN where no effect of a day gives the odds ratio."""
        difference = made[key, place] - made["", place]
        return t_interval(difference if better == "higher" else -difference)

    needed = {s.key: 0.0 if worth_gbp is None else s.gbp_per_year / worth_gbp for s in steps}

    def paid(asked: Sequence[tuple[tuple[str, int], int]]) -> list[bool]:
        """Whether a gain, or an end of its interval, is more than needed at a place."""
        make([(key, place) for (key, _), place in asked])
        return [gain(key, place)[end] > needed[key] for (key, end), place in asked]

    names = list(product(needed, (_MEAN, _LOW, _HIGH)))
    first = first_places(paid, names, PARTS)

    def at(key: str, end: int) -> float | None:
        place = first[key, end]
        return None if place is None else ratio(place)

    return [
        BreakEven(
            step,
            needed[step.key],
            row.low,
            at(step.key, _MEAN),
            at(step.key, _HIGH),
            at(step.key, _LOW),
            gain(step.key, 0),
            gain(step.key, PARTS),
        )
        for step in steps
    ]


def first_places(
    holds: Callable[[Sequence[tuple[Name, int]]], list[bool]], names: Sequence[Name], most: int
) -> dict[Name, int | None]:
    """By name: the first place from 0 to `most` from which on something holds; None: it does at none.

    Found by halving for all names at once, so that it is asked seldom, and of few places.

    Args:
        holds: whether each holds at a place; once one holds it goes on to.
        names: whose places are looked for.
        most: the last place.
    """
    ends = [(name, place) for name in names for place in (0, most)]
    told = dict(zip(ends, holds(ends), strict=True))
    found: dict[Name, int | None] = {name: 0 if told[name, 0] else None for name in names}
    between = {name: (0, most) for name in names if told[name, most] and not told[name, 0]}
    while wide := [(name, sum(span) // 2) for name, span in between.items() if span[1] - span[0] > 1]:
        for (name, middle), held in zip(wide, holds(wide), strict=True):
            low, high = between[name]
            between[name] = (low, middle) if held else (middle, high)
    return found | {name: high for name, (_, high) in between.items()}
