"""Indicators by school, for the trust, and by school year, in their own units (MODEL 4.5).

What follows strength has the mean strength of the school year's half-terms in the trust, and chance by the
size of the cohort. Staff turnover and leadership stability are those of the run's own posts and are given for
the trust alone, from five posts on (MODEL 11.4); the in-year balance is that of the accounts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ist_model.engines.records import LEFT, RESIGNED
from ist_model.inputs.calendar import YEAR_TICKS, school_year
from ist_model.results import icfp, support_kinds
from ist_model.results.discretion import LEAST_HOLDERS
from ist_model.results.facts import Bools, Facts, Ints
from ist_model.science import indicators as science
from ist_model.world.figures import MEASURED
from ist_model.world.structs import GROUP_TWIN, NONE

PERCENT = 100.0
TRUST = NONE  # the row of the trust as a whole


class Figure(NamedTuple):
    """One figure of one school (`TRUST`: all schools together) in one school year."""

    indicator: int
    school: int
    school_year: int
    figure: float  # in the indicator's unit
    expected: float  # without the chance of the year; for what is counted in the run, the figure
    percentile: float  # national, of the figure, 0-1
    published: float  # latest published figure of the school, NaN if the trust file has none
    published_school_year: float


def frame(facts: Facts) -> Mapping[str, NDArray[Any]]:
    """All figures of a run."""
    rows = [row for index in range(len(facts.world.indicators.kinds)) for row in _figures(facts, index)]
    return {
        name: np.array([row[place] for row in rows], np.int64 if place < 3 else np.float64)
        for place, name in enumerate(Figure._fields)
    }


def _figures(facts: Facts, index: int) -> Iterator[Figure]:
    measured = MEASURED[int(facts.world.indicators.kinds[index]["measured"])]
    match measured:
        case "strength":
            yield from _from_strength(facts, index)
        case "in-year balance":
            yield from _balance(facts, index)
        case _:
            years = _whole_years(facts)
            turnover = measured == "staff turnover"
            for year in years if turnover else years[1:]:
                share = _turnover(facts, year) if turnover else _stability(facts, year)
                yield _row(facts, index, TRUST, year, PERCENT * share)


def _row(
    facts: Facts, index: int, school: int, year: int, figure: float, expected: float | None = None
) -> Figure:
    """A row; `year` counts from the calendar's epoch."""
    kind = facts.world.indicators.kinds[index]
    published = facts.world.indicators.published[school, index] if school != TRUST else (np.nan, np.nan)
    return Figure(
        indicator=index,
        school=school,
        school_year=school_year(year * YEAR_TICKS),
        figure=figure,
        expected=figure if expected is None else expected,
        percentile=_percentile(figure, kind),
        published=float(published[0]),
        published_school_year=float(published[1]),
    )


def _percentile(figure: float, kind: np.void) -> float:
    if np.isnan(figure):
        return np.nan
    return science.percentile_of(figure, kind["mean"], kind["sd"], bool(kind["lower"]))


# What follows strength -----------------------------------------------------------------------------------


def _from_strength(facts: Facts, index: int) -> Iterator[Figure]:
    """Each school's figures by year, then the trust's: theirs weighted by cohort, twins left out."""
    world, kind = facts.world, facts.world.indicators.kinds[index]
    points = facts.records.grid_tick[:-1]
    years = points // YEAR_TICKS
    for year in np.unique(years):
        found: list[tuple[float, float, float]] = []
        for school in np.flatnonzero(world.indicators.counts[:, index]):
            here = (years == year) & (points >= facts.in_trust_from[school])
            strength = facts.records.strength[:-1][here, school, kind["area"]]
            if not here.any() or np.isnan(strength).any():
                continue
            cohort, expected, figure = _school_year(
                facts, index, int(school), int(year), float(strength.mean())
            )
            yield _row(facts, index, int(school), int(year), figure, expected)
            if world.schools[school]["group"] != GROUP_TWIN:
                found.append((cohort, figure, expected))
        if found:
            weights, figures, means = np.array(found).T
            figure, expected = np.average(figures, weights=weights), np.average(means, weights=weights)
            yield _row(facts, index, TRUST, int(year), float(figure), float(expected))


def _school_year(
    facts: Facts, index: int, school: int, year: int, strength: float
) -> tuple[float, float, float]:
    """Cohort, expected figure and the year's figure of a school."""
    world, kind = facts.world, facts.world.indicators.kinds[index]
    year_group, lower, held = int(kind["year_group"]), bool(kind["lower"]), (kind["least"], kind["most"])
    typical = science.cohort_of(
        world.values["indicators.national_roll"], year_group, int(science.YEAR_GROUPS)
    )
    signal = science.signal_sd(kind["sd"], kind["pupil_sd"], typical)
    roll = facts.rolls.pupils[school, facts.rolls.column(year)]
    cohort = science.cohort_of(roll, year_group, int(world.indicators.year_groups[school]))
    expected = science.figure_of(strength, kind["mean"], signal, lower, *held)
    noise = science.noise_sd(kind["pupil_sd"], cohort)
    luck = (world.seed, facts.records.run, world.indicators.key[school, index], year)
    return cohort, expected, science.year_figure(expected, noise, *held, *luck)


# What the run itself counts ------------------------------------------------------------------------------


def _balance(facts: Facts, index: int) -> Iterator[Figure]:
    """In-year balance as % of income, of each school and of all together."""
    own, starts = icfp.accounts(facts), support_kinds.year_edges(facts)[:-1]
    counts = facts.world.indicators.counts[:, index]
    for period, start in enumerate(starts):
        year = int(start) // YEAR_TICKS
        there = (own.ticks[period] > 0) & (own.income[period] > 0) & counts
        for school in np.flatnonzero(there):
            share = own.balance[period, school] / own.income[period, school]
            yield _row(facts, index, int(school), year, PERCENT * float(share))
        if there.any():
            share = own.balance[period, there].sum() / own.income[period, there].sum()
            yield _row(facts, index, TRUST, year, PERCENT * float(share))


def _whole_years(facts: Facts) -> list[int]:
    """School years that lie wholly in the period, counted from the epoch."""
    first, last = -(-facts.world.span.start // YEAR_TICKS), facts.world.span.end // YEAR_TICKS
    return list(range(first, last))


def _points(facts: Facts, year: int) -> Ints:
    """Rows of the grid within a school year."""
    return np.flatnonzero(facts.records.grid_tick // YEAR_TICKS == year)


def _turnover(facts: Facts, year: int) -> float:
    """Holders who left the trust in a school year, per post held on average; NaN below five posts.

    Who leaves with the summer term is gone on the first day of the next school year, and counts there.
    """
    held = facts.records.filled[_points(facts, year)].sum(axis=1).mean()
    careers = facts.records.careers
    left = (careers["event"] == LEFT) & (careers["cause"] == RESIGNED)
    in_year = careers["tick"] // YEAR_TICKS == year
    return float((left & in_year).sum() / held) if held >= LEAST_HOLDERS else np.nan


def _stability(facts: Facts, year: int) -> float:
    """Share of headships whose holder on the first day is that of a year before; NaN below five of them.

    Headships vacant a year before, or that have ended since, are left out.
    """
    holder, posts = facts.records.holder, facts.world.posts
    before, now = holder[_points(facts, year - 1)[0]], holder[_points(facts, year)[0]]
    held: Bools = (posts["accountable"] == 1) & (posts["ends"] > year * YEAR_TICKS) & (before != NONE)
    return float((now == before)[held].mean()) if held.sum() >= LEAST_HOLDERS else np.nan
