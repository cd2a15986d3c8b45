"""Indicators by school, for the trust, and by school year, in their own units (MODEL 4.5).

What follows strength has the mean strength of the school year's half-terms in the trust, and chance by the
size of the cohort. Staff turnover and leadership stability are those of the run's own posts and are given for
the trust alone, from five posts on (MODEL 11.4); the in-year balance is that of the accounts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ist_model.engines.records import LEFT, RESIGNED
from ist_model.inputs.calendar import YEAR_TICKS, school_year
from ist_model.results import accounts
from ist_model.results.discretion import LEAST_HOLDERS
from ist_model.results.facts import Bools, Facts, Floats, Ints, ratio
from ist_model.science import indicators as science
from ist_model.world.figures import MEASURED
from ist_model.world.structs import GROUP_TWIN, NONE

PERCENT = 100.0
TRUST = NONE  # the row of the trust as a whole


class Figures(NamedTuple):
    """One indicator: [Y, S + 1] by school year of the period and school, the last column for `TRUST`."""

    figure: Floats  # in the indicator's unit; NaN where there is none, or it is not to be told
    expected: Floats  # without the chance of the year; for what is counted in the run, the figure
    there: Bools  # the school has a row, NaN or not


def frame(facts: Facts) -> Mapping[str, NDArray[Any]]:
    """All figures of a run, by indicator, school year and school; the trust (`TRUST`) comes last.

    `percentile` is the national one of the figure (0-1), `published` the latest published figure of the
    school, NaN if the trust file has none.
    """
    kinds, years = facts.world.indicators.kinds, _years(facts)
    found = [_figures(facts, index) for index in range(len(kinds))]
    shape = (len(kinds), len(years), len(facts.world.schools) + 1)
    there = np.array([each.there for each in found], np.bool_).reshape(shape)
    index, period, column = np.nonzero(there)
    figure = np.array([each.figure for each in found], np.float64).reshape(shape)[there]
    kind = kinds[index]
    none_for_trust = np.full((1, *facts.world.indicators.published.shape[1:]), np.nan)
    published = np.concatenate([facts.world.indicators.published, none_for_trust])[column, index]
    return {
        "indicator": index,
        "school": np.where(column < shape[2] - 1, column, TRUST),
        "school_year": np.array([school_year(year * YEAR_TICKS) for year in years], np.int64)[period],
        "figure": figure,
        "expected": np.array([each.expected for each in found], np.float64).reshape(shape)[there],
        "percentile": science.percentiles_of(figure, kind["mean"], kind["sd"], kind["lower"] == 1),
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


def _of_trust(facts: Facts, shares: dict[int, float]) -> Figures:
    """Shares of the trust alone by school year, in percent."""
    years = _years(facts)
    figure = np.full((len(years), len(facts.world.schools) + 1), np.nan)
    there = np.zeros(figure.shape, np.bool_)
    for year, share in shares.items():
        figure[years.index(year), -1], there[years.index(year), -1] = PERCENT * share, True
    return Figures(figure, figure, there)


# What follows strength -----------------------------------------------------------------------------------


def _from_strength(facts: Facts, index: int) -> Figures:
    """Each school's figures by year, then the trust's: theirs weighted by cohort, twins left out."""
    world, kind = facts.world, facts.world.indicators.kinds[index]
    year_group, held = int(kind["year_group"]), (kind["least"], kind["most"])
    typical = science.cohort_of(
        world.values["indicators.national_roll"], year_group, int(science.YEAR_GROUPS)
    )
    signal = science.signal_sd(kind["sd"], kind["pupil_sd"], typical)
    strength = facts.strength_by_year[:, :, kind["area"]]
    columns = [facts.rolls.column(year) for year in _years(facts)]
    cohort = science.cohorts_of(facts.rolls.pupils[:, columns].T, year_group, world.indicators.year_groups)
    expected = science.figures_of(strength, kind["mean"], signal, kind["lower"] == 1, *held)
    figure = science.year_figures(
        expected,
        cohort,
        kind["pupil_sd"],
        *held,
        seed=world.seed,
        run=facts.records.run,
        keys=world.indicators.key[:, index],
        first_year=_years(facts)[0],
    )
    there = ~np.isnan(strength) & world.indicators.counts[:, index]
    own = there & (world.schools["group"] != GROUP_TWIN)
    return Figures(
        np.column_stack([figure, _average(figure, cohort, own)]),
        np.column_stack([expected, _average(expected, cohort, own)]),
        np.column_stack([there, own.any(axis=1)]),
    )


def _average(values: Floats, weights: Floats, chosen: Bools) -> Floats:
    """[Y] weighted average over the chosen of each row; NaN where there are none."""
    rows = zip(values * weights, weights, chosen, strict=True)
    return np.array([ratio(top[here].sum(), bottom[here].sum()) for top, bottom, here in rows])


# What the run itself counts ------------------------------------------------------------------------------


def _balance(facts: Facts, index: int) -> Figures:
    """In-year balance as % of income, of each school and of all together."""
    own, counts = accounts.of_schools(facts), facts.world.indicators.counts[:, index]
    there = (own.ticks > 0) & (own.income > 0) & counts
    balance, income = (np.where(there, amount, 0) for amount in (own.balance, own.income))
    balance, income = (np.column_stack([part, part.sum(axis=1)]) for part in (balance, income))
    share = np.divide(balance, income, where=income > 0, out=np.full(income.shape, np.nan))
    return Figures(PERCENT * share, PERCENT * share, income > 0)


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
