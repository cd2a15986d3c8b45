"""What support costs and earns, per school year (MODEL 8 in its simplest form).

Costs are those that support adds: supply cover for leaders away from their home school, days bought, the
external chair of Progress Boards; less income from days given beyond the trust. Salaries are not counted.
A deployment's cost falls in the years in which its days are given, evenly from its first day to its last.
"""

from __future__ import annotations

import numpy as np

from ist_model.inputs.calendar import YEAR_TICKS
from ist_model.results.facts import MILLI, Facts, Floats, Ints, spread
from ist_model.world.structs import NO_LIMIT, NONE

LINES = ("cover", "bought", "chair", "income")


def year_edges(facts: Facts) -> Ints:
    """Ticks that bound the school years of the period, the first and last cut to the period."""
    span = facts.world.span
    inner = np.arange(span.start // YEAR_TICKS + 1, -(-span.end // YEAR_TICKS)) * YEAR_TICKS
    return np.concatenate([[span.start], inner, [span.end]]).astype(np.int64)


def by_year(facts: Facts) -> dict[str, Floats]:
    """Pounds by line and school year of the period: each of `LINES`, [years]."""
    edges = year_edges(facts)
    return {
        "cover": _cover(facts, edges),
        "bought": _bought(facts, edges),
        "chair": _chair(facts, edges),
        "income": _income(facts, edges),
    }


def per_year(facts: Facts, line: str) -> float:
    """Pounds a school year on average over the period; `net` is all costs less income."""
    pounds = by_year(facts)
    if line == "net":
        return float(sum(pounds[name].sum() for name in LINES[:-1]) - pounds["income"].sum()) / facts.years
    return float(pounds[line].sum()) / facts.years


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
    used = ledger["delivered_milli"] + ledger["preparation_milli"] + ledger["travel_milli"]
    factor = np.divide(
        used, ledger["delivered_milli"], where=ledger["delivered_milli"] > 0, out=np.ones(len(ledger))
    )
    width = 1 << 32
    row = np.searchsorted(ledger["post"].astype(np.int64) * width + ledger["year"], post * width + year)
    return np.asarray(factor[row])


def _cover(facts: Facts, edges: Ints) -> Floats:
    """Cover for days given, their preparation and travel, and for the preparation of boards."""
    world, records = facts.world, facts.records
    price = _cover_price(facts)
    given = records.deployments[
        (records.deployments["designation"] >= 0) & (records.deployments["delivered_milli"] > 0)
    ]
    post = world.designations["post"][given["designation"]].astype(np.int64)
    given, post = given[price[post] > 0], post[price[post] > 0]
    stop = np.minimum(given["end"], world.span.end)
    row, period, milli = spread(edges, given["start"], stop, given["delivered_milli"])
    leader = _leader_days_per_day(facts, post, given["matched"] // YEAR_TICKS)
    pounds = milli / MILLI * leader[row] * price[post][row]
    return _sum(period, pounds, edges) + _cover_for_boards(facts, edges, price)


def _cover_for_boards(facts: Facts, edges: Ints, price: Floats) -> Floats:
    """Cover for board preparation; a year cut by the period takes the share of its boards held in it."""
    records = facts.records
    tick = records.boards["tick"]
    per_year = np.zeros(len(edges) - 1)
    for period in range(len(edges) - 1):
        year = edges[period] // YEAR_TICKS
        rows = records.ledger[records.ledger["year"] == year]
        held = int((tick // YEAR_TICKS == year).sum())
        inside = int(((tick >= edges[period]) & (tick < edges[period + 1])).sum())
        if held:
            per_year[period] = float(rows["boards_milli"] / MILLI @ price[rows["post"]]) * inside / held
    return per_year


def _bought(facts: Facts, edges: Ints) -> Floats:
    bought = facts.records.deployments[facts.records.deployments["supplier"] >= 0]
    stop = np.minimum(bought["end"], facts.world.span.end)
    row, period, milli = spread(edges, bought["start"], stop, bought["delivered_milli"])
    price = facts.world.suppliers["price_gbp_per_day"][bought["supplier"]]
    return _sum(period, milli / MILLI * price[row], edges)


def _chair(facts: Facts, edges: Ints) -> Floats:
    fee = (
        facts.world.values["money.external_chair_gbp_per_board"] if facts.world.externally_validated else 0.0
    )
    tick = facts.records.boards["tick"]
    inside = tick[(tick >= edges[0]) & (tick < edges[-1])]
    period = np.searchsorted(edges, inside, side="right") - 1
    return np.asarray(np.bincount(period, minlength=len(edges) - 1) * fee, np.float64)


def _income(facts: Facts, edges: Ints) -> Floats:
    deployments = facts.records.deployments
    stream = facts.records.needs["stream"][deployments["need"]]
    given, stream = deployments[stream >= 0], stream[stream >= 0]
    stop = np.minimum(given["end"], facts.world.span.end)
    row, period, milli = spread(edges, given["start"], stop, given["delivered_milli"])
    price = facts.world.streams["price_gbp_per_day"][stream]
    return _sum(period, milli / MILLI * price[row], edges)


def _sum(period: Ints, pounds: Floats, edges: Ints) -> Floats:
    """[years] pounds added up by period."""
    return np.asarray(np.bincount(period, pounds, minlength=len(edges) - 1), np.float64)
