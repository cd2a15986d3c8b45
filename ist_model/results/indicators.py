"""Indicators by school, for the trust, and by school year, in their own units (MODEL 4.5).

What follows strength has the mean strength of the school year's half-terms in the trust, and chance by the
size of the cohort. Staff turnover and leadership stability are those of the run's own posts and are given for
the trust alone, from five posts on (MODEL 11.4); the in-year balance is that of the accounts.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ist_model.engines.records import LEFT, RESIGNED
from ist_model.inputs.calendar import YEAR_TICKS, school_year
from ist_model.results import accounts
from ist_model.results.arrays import Bools, Floats, Ints
from ist_model.results.discretion import LEAST_HOLDERS
from ist_model.results.facts import Facts
from ist_model.results.frame import RUN, Frame
from ist_model.results.sums import ratio
from ist_model.science import indicators as science
from ist_model.world.figures import MEASURED
from ist_model.world.structs import GROUP_TWIN, NONE

PERCENT = 100.0
TRUST = NONE  # the row of the trust as a whole


class Figures(NamedTuple):
    """One indicator: [R, Y, S + 1] by run, school year and school, the last column for `TRUST`."""

    figure: Floats  # in the indicator's unit; NaN where there is none, or it is not to be told
    expected: Floats  # without the chance of the year; for what is counted in the run, the figure
    there: Bools  # the school has a row, NaN or not


def frame(facts: Facts) -> Frame:
    """All figures, by indicator, school year and school; the trust (`TRUST`) comes last.

    `percentile` is the national one of the figure (0-1), `published` the latest published figure of the
    school, NaN if the trust file has none.
    """
    kinds, years, schools = facts.world.indicators.kinds, _years(facts), len(facts.world.schools)
    found = [_figures(facts, index) for index in range(len(kinds))]
    shape = (len(kinds), len(facts), len(years), schools + 1)

    def by_run(part: int) -> NDArray[Any]:
        return np.reshape([each[part] for each in found], shape).swapaxes(0, 1)

    figure, expected, there = by_run(0), by_run(1), by_run(2).astype(np.bool_)
    run, index, period, column = np.nonzero(there)
    kind = kinds[index]
    none_for_trust = np.full((1, *facts.world.indicators.published.shape[1:]), np.nan)
    published = np.concatenate([facts.world.indicators.published, none_for_trust])[column, index]
    return {
        RUN: run,
        "indicator": index,
        "school": np.where(column < schools, column, TRUST),
        "school_year": np.array([school_year(year * YEAR_TICKS) for year in years], np.int64)[period],
        "figure": figure[there],
        "expected": expected[there],
        "percentile": science.percentiles_of(figure[there], kind["mean"], kind["sd"], kind["lower"] == 1),
        "published": published[:, 0],
        "published_school_year": published[:, 1],
    }


def _years(facts: Facts) -> list[int]:
    """School years of the period, counted from the epoch."""
    return [int(tick) // YEAR_TICKS for tick in facts.year_edges[:-1]]


def _figures(facts: Facts, index: int) -> Figures:
    measured = MEASURED[int(facts.world.indicators.kinds[index]["measured"])]
    match measured:
        case "strength":
            return _from_strength(facts, index)
        case "in-year balance":
            return _balance(facts, index)
        case "staff turnover":
            return _of_trust(facts, {year: _turnover(facts, year) for year in _whole_years(facts)})
        case _:
            return _of_trust(facts, {year: _stability(facts, year) for year in _whole_years(facts)[1:]})


def _of_trust(facts: Facts, shares: dict[int, Floats]) -> Figures:
    """[R] shares of the trust alone by school year, in percent."""
    years = _years(facts)
    figure = np.full((len(facts), len(years), len(facts.world.schools) + 1), np.nan)
    there = np.zeros(figure.shape, np.bool_)
    for year, share in shares.items():
        figure[:, years.index(year), -1], there[:, years.index(year), -1] = PERCENT * share, True
    return Figures(figure, figure, there)


# What follows strength -----------------------------------------------------------------------------------


def _from_strength(facts: Facts, index: int) -> Figures:
    """Each school's figures by year, then the trust's: theirs weighted by cohort, twins left out."""
    world, kind, years = facts.world, facts.world.indicators.kinds[index], _years(facts)
    year_group, held = int(kind["year_group"]), (kind["least"], kind["most"])
    typical = science.cohort_of(
        world.values["indicators.national_roll"], year_group, int(science.YEAR_GROUPS)
    )
    signal = science.signal_sd(kind["sd"], kind["pupil_sd"], typical)
    strength = facts.strength_by_year[..., kind["area"]]
    shape, rows = strength.shape, (len(facts) * len(years), len(world.schools))
    rolls = facts.rolls.pupils[:, :, [facts.rolls.column(year) for year in years]].transpose(0, 2, 1)
    cohort = science.cohorts_of(rolls.reshape(rows), year_group, world.indicators.year_groups).reshape(shape)
    follows = (kind["mean"], signal, kind["lower"] == 1, *held)
    expected = science.figures_of(strength.reshape(rows), *follows).reshape(shape)
    figure = np.empty(shape)
    for place, run in enumerate(facts.records.number.tolist()):
        figure[place] = science.year_figures(
            expected[place],
            cohort[place],
            kind["pupil_sd"],
            *held,
            seed=world.seed,
            run=run,
            keys=world.indicators.key[:, index],
            first_year=years[0],
        )
    there = ~np.isnan(strength) & world.indicators.counts[:, index]
    own = there & (world.schools["group"] != GROUP_TWIN)
    return Figures(
        _with_trust(figure, _average(figure, cohort, own)),
        _with_trust(expected, _average(expected, cohort, own)),
        _with_trust(there, own.any(axis=2)),
    )


def _with_trust(of_schools: NDArray[Any], of_trust: NDArray[Any]) -> NDArray[Any]:
    """[R, Y, S + 1] from [R, Y, S] and [R, Y]."""
    return np.append(of_schools, of_trust[..., None], axis=2)


def _average(values: Floats, weights: Floats, chosen: Bools) -> Floats:
    """[R, Y] average over the chosen schools, weighted; NaN where there are none."""
    top, bottom = (np.where(chosen, each, 0.0).sum(axis=2) for each in (values * weights, weights))
    return ratio(top, bottom)


# What the run itself counts ------------------------------------------------------------------------------


def _balance(facts: Facts, index: int) -> Figures:
    """In-year balance as % of income, of each school and of all together."""
    own, counts = accounts.of_schools(facts), facts.world.indicators.counts[:, index]
    there = (own.ticks > 0) & (own.income > 0) & counts
    balance, income = (np.where(there, amount, 0) for amount in (own.balance, own.income))
    balance, income = (_with_trust(part, part.sum(axis=2)) for part in (balance, income))
    share = np.divide(balance, income, where=income > 0, out=np.full(income.shape, np.nan))
    return Figures(PERCENT * share, PERCENT * share, income > 0)


def _whole_years(facts: Facts) -> list[int]:
    """School years that lie wholly in the period, counted from the epoch."""
    first, last = -(-facts.world.span.start // YEAR_TICKS), facts.world.span.end // YEAR_TICKS
    return list(range(first, last))


def _points(facts: Facts, year: int) -> Ints:
    """Rows of the grid within a school year."""
    return np.flatnonzero(facts.records.grid_tick // YEAR_TICKS == year)


def _turnover(facts: Facts, year: int) -> Floats:
    """[R] holders who left the trust in a school year, per post held on average; NaN below five posts.

    Who leaves with the summer term is gone on the first day of the next school year, and counts there.
    """
    held = facts.records.filled[:, _points(facts, year)].sum(axis=2).mean(axis=1)
    careers = facts.records.careers
    left = (careers["event"] == LEFT) & (careers["cause"] == RESIGNED)
    in_year = careers["tick"] // YEAR_TICKS == year
    number = facts.records.summed(facts.records.run_of("careers")[left & in_year])
    return np.where(held >= LEAST_HOLDERS, ratio(number, held), np.nan)


def _stability(facts: Facts, year: int) -> Floats:
    """[R] share of headships whose holder on the first day is that of a year before; NaN below five of them.

    Headships vacant a year before, or that have ended since, are left out.
    """
    holder, posts = facts.records.holder, facts.world.posts
    before, now = holder[:, _points(facts, year - 1)[0]], holder[:, _points(facts, year)[0]]
    held = (posts["accountable"] == 1) & (posts["ends"] > year * YEAR_TICKS) & (before != NONE)
    number = held.sum(axis=1)
    same = ((now == before) & held).sum(axis=1)
    return np.where(number >= LEAST_HOLDERS, ratio(same, number), np.nan)
