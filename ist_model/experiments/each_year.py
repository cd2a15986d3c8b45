"""A standard in each school year by itself: what holds over all years together may break in one of them.

A year's needs are those raised in it; counted are all whose standard has passed by the horizon, so that the
last year is not flattered by those that happened to begin. A single year has few needs, so by chance alone it
misses a share more often than all years together do: read it beside the same year of another plan.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from ist_model.engines.compiled import Runner
from ist_model.experiments.batches import facts_of_runs
from ist_model.experiments.keeping import Floats, Verdict
from ist_model.experiments.sweep import Point
from ist_model.experiments.target import SHARE, Target
from ist_model.inputs.scenario_models import Resolved
from ist_model.results.asking import in_time_by_year, years_in_time
from ist_model.results.measures import catalogue, measure_facts, must_be_known
from ist_model.results.summary import CONFIDENCE, Interval, chance_interval
from ist_model.world.build import build_world

_WORST_FIRST: dict[Verdict, int] = {"fails": 0, "open": 1, "keeps": 2}


class Year(NamedTuple):
    """How often a school year by itself keeps a standard.

    Attributes:
        year: in whose September it begins.
        chance: share of runs; its interval holds together with those of the other years.
        verdict: whether that is on the line; wrong with the error allowed for all years together.
    """

    year: int
    chance: Interval
    verdict: Verdict


def columns_of(resolved: Resolved, target: Target) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Names for `with_years`: the target's measure, then one for each school year; and those years.

    Raises:
        UnknownMeasureError: if the scenario lacks the measure.
    """
    world = build_world(resolved)
    must_be_known([target.measure], catalogue(world))
    years = years_in_time(world)
    return (target.measure, *(f"{target.measure} of {year}" for year in years)), years


def with_years(point: Point, runs: range, measures: Sequence[str], after_run: Callable[[], None]) -> Floats:
    """[runs, 1 + years] a share of needs begun in time, over all years and in each (`sweep.Evaluate`).

    Args:
        point: what is evaluated.
        runs: of it.
        measures: as `columns_of` names them.
        after_run: called once for each run.

    Raises:
        ConservationError: if a run breaks a law.
    """
    measure = measures[0]
    parts = []
    for facts, _ in facts_of_runs(
        Runner(build_world(point.resolved, point.draw.values)), runs, point.draw.number, after_run
    ):
        whole = measure_facts(facts, [measure])[measure]
        parts.append(np.column_stack([whole, in_time_by_year(facts, measure.removeprefix(SHARE))]))
    return np.concatenate(parts)


def each_year(target: Target, years: Sequence[int], shares: Floats, error: float) -> tuple[Year, ...]:
    """What runs tell of each school year.

    Args:
        target: the standard, a chance.
        years: in whose Septembers they begin.
        shares: [runs, years] of a year's needs begun in time; NaN: there were none, so nothing was missed.
        error: allowed of any wrong verdict, over all years (Bonferroni).
    """
    found = []
    for year, column in zip(years, shares.T, strict=True):
        if np.isnan(column).all():
            continue
        kept = target.values(column)
        chance = chance_interval(kept, 1 - (1 - CONFIDENCE) / len(years))
        found.append(Year(year, chance, target.limit.verdict(kept, error / len(years))[0]))
    return tuple(found)


def worst(years: Sequence[Year]) -> Year | None:
    """The year that is furthest from the standard; None: no year has a need."""
    return min(years, key=lambda each: (_WORST_FIRST[each.verdict], each.chance.mean), default=None)
