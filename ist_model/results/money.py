"""What support costs and earns, per school year (MODEL 8 in its simplest form).

Costs are those that support adds: supply cover for leaders away from their home school, days bought, the
external chair of Progress Boards; less income from days given beyond the trust. Salaries are not counted.
A deployment's cost falls in the years in which its days are given, evenly from its first day to its last.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ist_model.inputs.calendar import YEAR_TICKS
from ist_model.results.facts import GROUP_CODES, MILLI, Facts, Floats, Ints, spread
from ist_model.world.structs import NO_LIMIT, NONE

LINES = ("cover", "bought", "chair", "income")
COSTS = LINES[:-1]


class Entries(NamedTuple):
    """Amounts of one line, as equally long arrays."""

    period: Ints  # school year of the period, from 0
    school: Ints  # that bears or receives it; -1: the trust
    pounds: Floats


def year_edges(facts: Facts) -> Ints:
    """Ticks that bound the school years of the period, the first and last cut to the period."""
    span = facts.world.span
    inner = np.arange(span.start // YEAR_TICKS + 1, -(-span.end // YEAR_TICKS)) * YEAR_TICKS
    return np.concatenate([[span.start], inner, [span.end]]).astype(np.int64)


@lru_cache(maxsize=1)
def entries(facts: Facts) -> dict[str, Entries]:
    """All amounts of a run by line. Cover falls on the leader's school, the rest on the school served."""
    edges = year_edges(facts)
    return {
        "cover": _joined(_cover_for_days(facts, edges), _cover_for_boards(facts, edges)),
        "bought": _bought(facts, edges),
        "chair": _chair(facts, edges),
        "income": _income(facts, edges),
    }


def by_year(facts: Facts) -> dict[str, Floats]:
    """Pounds by line and school year of the period: each of `LINES`, [years]."""
    years = len(year_edges(facts)) - 1
    return {
        line: np.asarray(np.bincount(amounts.period, amounts.pounds, minlength=years), np.float64)
        for line, amounts in entries(facts).items()
    }


def per_year(facts: Facts, *lines: str, group: str | None = None) -> float:
    """Pounds a school year of some lines on average over the period, of one group of schools or all.

    NaN for a group without schools.
    """
    if group is None:
        return sum(float(entries(facts)[line].pounds.sum()) for line in lines) / facts.years
    if not facts.schools_that_count(group).any():
        return np.nan
    codes = np.append(facts.world.schools["group"], -1)
    chosen = (entries(facts)[line] for line in lines)
    pounds = (amounts.pounds[codes[amounts.school] == GROUP_CODES[group]] for amounts in chosen)
    return sum(float(amount.sum()) for amount in pounds) / facts.years


def net_per_year(facts: Facts) -> float:
    """Pounds a school year: costs less income."""
    return per_year(facts, *COSTS) - per_year(facts, "income")


def _joined(one: Entries, other: Entries) -> Entries:
    return Entries(*(np.concatenate(pair) for pair in zip(one, other, strict=True)))


def _cover_price(facts: Facts) -> Floats:
    """[P] pounds of supply cover per leader day away; 0 for a post without a home school (MODEL 3.3)."""
    world = facts.world
    share = np.array([world.values[f"post.{kind}.cover_share"] for kind in world.names.post_kinds])
    price = share[world.posts["kind"]] * world.values["money.cover_gbp_per_day"]
    return np.where(world.posts["home"] >= 0, price, 0.0)


def _leader_days_per_day(facts: Facts, post: Ints, year: Ints) -> Floats:
    """[n] leader days used per day on site, preparation and travel included, for a post and school year.

    Days are reserved against the year in which they are agreed (MODEL 6.1); without a limit, against no year.
    """
    year = np.where(facts.world.posts["allowance_milli"][post] == NO_LIMIT, NONE, year)
    ledger = facts.records.ledger
    given = ledger["delivered_milli"]
    used = given + ledger["preparation_milli"] + ledger["travel_milli"]
    factor = np.divide(used, given, where=given > 0, out=np.ones(len(ledger)))
    width = 1 << 32
    row = np.searchsorted(ledger["post"].astype(np.int64) * width + ledger["year"], post * width + year)
    return np.asarray(factor[row])


def _cover_for_days(facts: Facts, edges: Ints) -> Entries:
    """Cover for days given, their preparation and travel."""
    rows = facts.records.deployments
    price = _cover_price(facts)
    given = rows[(rows["designation"] >= 0) & (rows["delivered_milli"] > 0)]
    post = given["post"].astype(np.int64)
    given, post = given[price[post] > 0], post[price[post] > 0]
    row, period, milli = _given(facts, edges, given)
    leader = _leader_days_per_day(facts, given["budget"].astype(np.int64), given["matched"] // YEAR_TICKS)
    return Entries(period, given["giver"][row], milli / MILLI * leader[row] * price[post][row])


def _cover_for_boards(facts: Facts, edges: Ints) -> Entries:
    """Cover for board preparation; a year cut by the period takes the share of its boards held in it."""
    ledger, tick = facts.records.ledger, facts.records.boards["tick"]
    home, pounds = facts.world.posts["home"][ledger["post"]], ledger["boards_milli"] / MILLI
    pounds = pounds * _cover_price(facts)[ledger["post"]]
    parts = []
    for period in range(len(edges) - 1):
        year = edges[period] // YEAR_TICKS
        held = int((tick // YEAR_TICKS == year).sum())
        inside = int(((tick >= edges[period]) & (tick < edges[period + 1])).sum())
        rows = np.flatnonzero((ledger["year"] == year) & (pounds > 0) & (held > 0))
        parts.append(Entries(np.full(len(rows), period), home[rows], pounds[rows] * (inside / max(1, held))))
    return Entries(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _bought(facts: Facts, edges: Ints) -> Entries:
    bought = facts.records.deployments[facts.records.deployments["supplier"] >= 0]
    row, period, milli = _given(facts, edges, bought)
    price = facts.world.suppliers["price_gbp_per_day"][bought["supplier"]]
    return Entries(period, bought["receiver"][row], milli / MILLI * price[row])


def _chair(facts: Facts, edges: Ints) -> Entries:
    world, boards = facts.world, facts.records.boards
    inside = boards[(boards["tick"] >= edges[0]) & (boards["tick"] < edges[-1])]
    fee = np.where(facts.validated(inside["tick"]), world.values["money.external_chair_gbp_per_board"], 0.0)
    period = np.searchsorted(edges, inside["tick"], side="right") - 1
    return Entries(period, inside["school"], fee)


def _income(facts: Facts, edges: Ints) -> Entries:
    deployments = facts.records.deployments
    stream = facts.records.needs["stream"][deployments["need"]]
    given, stream = deployments[stream >= 0], stream[stream >= 0]
    row, period, milli = _given(facts, edges, given)
    price = facts.world.streams["price_gbp_per_day"][stream]
    return Entries(period, given["receiver"][row], milli / MILLI * price[row])


def _given(facts: Facts, edges: Ints, rows: NDArray[np.void]) -> tuple[Ints, Ints, Floats]:
    """Row, school year and milli-days given of deployments."""
    stop = np.minimum(rows["end"], facts.world.span.end)
    return spread(edges, rows["start"], stop, rows["delivered_milli"])
