"""Each kind of support's cost by school year and school: what `results.money` adds up (MODEL 8)."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from ist_model.inputs.calendar import GRID_TICKS, TERM_TICKS, YEAR_TICKS
from ist_model.results.arrays import Bools, Floats, Ints
from ist_model.results.facts import MILLI, Facts
from ist_model.results.intervening import steps_taken
from ist_model.results.once import once
from ist_model.results.sums import spread
from ist_model.science import matching
from ist_model.world.structs import NO_LIMIT, NONE

PENCE = 100.0


class Entries(NamedTuple):
    """Amounts of one line, as equally long arrays."""

    run: Ints  # place, from 0
    period: Ints  # school year of the period, from 0
    school: Ints  # that bears or receives it; -1: the trust
    amount: Floats  # pounds, or class days for cover

    def of(self, chosen: Bools) -> Entries:
        """The chosen amounts."""
        return Entries(self.run[chosen], self.period[chosen], self.school[chosen], self.amount[chosen])


class Given(NamedTuple):
    """Parts of deployments by school year, as equally long arrays."""

    run: Ints
    row: Ints  # of the deployment
    period: Ints
    days: Floats  # on site

    def of(self, chosen: Bools) -> Given:
        """The chosen parts."""
        return Given(self.run[chosen], self.row[chosen], self.period[chosen], self.days[chosen])


@once
def given(facts: Facts) -> Given:
    """All days given on site in the period, by deployment and school year."""
    rows = facts.records.deployments
    stop = np.minimum(rows["end"], facts.world.span.end)
    row, period, milli = spread(facts.year_edges, rows["start"], stop, rows["delivered_milli"])
    return Given(facts.records.run_of("deployments")[row], row, period, milli / MILLI)


@once
def given_by_leaders(facts: Facts) -> Given:
    """Of these, the days that leaders gave."""
    parts = given(facts)
    return parts.of(facts.records.deployments["designation"][parts.row] >= 0)


def class_days_for_days(facts: Facts, parts: Given) -> Entries:
    """Class days to cover for days given by leaders, their preparation and travel."""
    rows = facts.records.deployments
    days = parts.days * _leader_days_per_day(facts)[parts.row] * _class_share(facts)[rows["post"][parts.row]]
    return Entries(parts.run, parts.period, rows["giver"][parts.row], days)


@once
def class_days_for_boards(facts: Facts) -> Entries:
    """Class days to cover for board preparation."""
    return _class_days(facts, board_days(facts))


def class_days_seconded(facts: Facts, *, paid: bool) -> Entries:
    """Class days of leaders on secondment by half-term; `paid`: of those whose home school pays backfill."""
    world, tick = facts.world, facts.records.grid_tick[:-1]
    run, half_term, post = np.nonzero(facts.records.away_share[:, :-1])
    share = facts.records.away_share[run, half_term, post]
    rows = world.secondments
    now = (rows["starts"] <= tick[half_term][:, None]) & (tick[half_term][:, None] < rows["ends"])
    held = (rows["post"] == post[:, None]) & now & ((rows["backfill"] == 1) | (not paid))
    days = (
        share
        * _class_share(facts)[post]
        * world.values["finance.school_days_per_year"]
        * GRID_TICKS
        / YEAR_TICKS
    )
    period = np.searchsorted(facts.year_edges, tick[half_term], side="right") - 1
    return Entries(run, period, world.posts["home"][post], np.where(held.any(axis=1), days, 0.0))


@once
def packages(facts: Facts) -> Entries:
    """Packages by school year, as the budget for buying counts them (MODEL 6.5)."""
    edges, rows = facts.year_edges, facts.records.packages
    period, row = (each.ravel() for each in np.indices((len(edges) - 1, len(rows))))
    starts = np.maximum(rows["starts"][row], edges[period])
    ends = np.minimum(rows["ends"][row], edges[period + 1])
    columns = (rows["price_pence_per_year"][row], starts, ends, edges[period] // YEAR_TICKS)
    each = zip(*(column.tolist() for column in columns), strict=True)
    price = cache(matching.package_pence)  # most runs have the same packages
    pence_in = [price(*one) for one in each]
    run = facts.records.run_of("packages")[row]
    return Entries(run, period, rows["school"][row], np.array(pence_in, np.float64) / PENCE)


@once
def board_days(facts: Facts) -> Entries:
    """Leader days of board preparation; in place of the school the row of the ledger."""
    tick, run = facts.records.boards["tick"], facts.records.run_of("boards")
    years = len(facts.year_edges) - 1
    inside, in_year = np.zeros((2, len(facts), years), np.int64)
    for period, (low, high) in enumerate(pairwise(facts.year_edges.tolist())):
        inside[:, period] = facts.records.summed(run[(tick >= low) & (tick < high)])
        in_year[:, period] = facts.records.summed(run[tick // YEAR_TICKS == low // YEAR_TICKS])
    return _ledger_days(facts, "boards_milli", inside, in_year, facts.records.summed(run))


@once
def class_days_for_meetings(facts: Facts) -> Entries:
    """Class days to cover for meetings of Best Practice Networks, which fall on term starts."""
    span, edges = facts.world.span, facts.year_edges
    starts = np.arange(-(-span.begin // TERM_TICKS), -(-span.end // TERM_TICKS)) * TERM_TICKS
    inside = ((starts >= edges[:-1, None]) & (starts < edges[1:, None])).sum(axis=1)
    in_year = (starts // YEAR_TICKS == edges[:-1, None] // YEAR_TICKS).sum(axis=1)
    shape = (len(facts), len(edges) - 1)
    held = (np.broadcast_to(inside, shape), np.broadcast_to(in_year, shape))
    days = _ledger_days(facts, "networks_milli", *held, np.full(len(facts), float(len(starts))))
    return _class_days(facts, days)


def _ledger_days(facts: Facts, column: str, inside: Ints, in_year: Ints, in_run: Floats) -> Entries:
    """Leader days that the ledger books for what happens at some ticks; in place of the school its row.

    A year cut by the period takes the share of its events in it. A post without a limit has one row for the
    whole run, and takes the share of the run's events.

    Args:
        facts: of R runs.
        column: of the ledger.
        inside: [R, E] events within each school year of the period.
        in_year: [R, E] events within the same school year, whole.
        in_run: [R] events within the whole run.
    """
    ledger, years = facts.records.ledger, facts.year_edges[:-1] // YEAR_TICKS
    rows = np.flatnonzero(ledger[column] > 0)
    rows = rows[np.argsort(ledger["year"][rows] == NONE, kind="stable")]  # posts without a limit come last
    year = ledger["year"][rows]
    period, place = np.nonzero((year == years[:, None]) | (year == NONE))
    run = facts.records.run_of("ledger")[rows[place]]
    held = np.where(year[place] == NONE, in_run[run], in_year[run, period])
    share = inside[run, period] / np.maximum(1, held)
    return Entries(run, period, rows[place], ledger[column][rows[place]] / MILLI * share)


def _class_days(facts: Facts, days: Entries) -> Entries:
    """Class days to cover for leader days by row of the ledger, at the home school of each post."""
    post = facts.records.ledger["post"][days.school]
    amount = days.amount * _class_share(facts)[post]
    return days._replace(school=facts.world.posts["home"][post], amount=amount)


def interventions(facts: Facts) -> Entries:
    """What each step of the intervention ladder costs the trust when it is taken (MODEL 5.5)."""
    steps = steps_taken(facts)
    period = np.searchsorted(facts.year_edges, steps.tick, side="right") - 1
    pounds = facts.world.steps["cost_pence"][steps.step] / PENCE
    return Entries(steps.run, period, np.full(len(period), NONE), pounds)


def priced(entries: Entries, gbp: float) -> Entries:
    """Class days at a price in pounds."""
    return entries._replace(amount=entries.amount * gbp)


def _class_share(facts: Facts) -> Floats:
    """[P] class days to cover per leader day away; 0 for a post without a home school (MODEL 3.3)."""
    world = facts.world
    share = np.array([world.values[f"post.{kind}.cover_share"] for kind in world.names.post_kinds])
    return np.where(world.posts["home"] >= 0, share[world.posts["kind"]], 0.0)


@once
def _leader_days_per_day(facts: Facts) -> Floats:
    """[deployments] leader days used per day on site, preparation and travel included; 1 for a supplier's.

    Days are reserved against the year in which they are agreed (MODEL 6.1); without a limit, against no year.
    """
    ledger, every = facts.records.ledger, facts.records.deployments
    by_leader = every["designation"] >= 0
    rows, run = every[by_leader], facts.records.run_of("deployments")[by_leader]
    post, year = rows["budget"].astype(np.int64), rows["matched"] // YEAR_TICKS
    year = np.where(facts.world.posts["allowance_milli"][post] == NO_LIMIT, NONE, year)
    on_site = ledger["delivered_milli"]
    used = on_site + ledger["preparation_milli"] + ledger["travel_milli"]
    factor = np.divide(used, on_site, where=on_site > 0, out=np.ones(len(ledger)))
    found = np.ones(len(every))
    found[by_leader] = np.append(factor, 1.0)[facts.records.ledger_row(run, post, year)]
    return found


def travel(facts: Facts, parts: Given) -> Entries:
    """A journey there and back for each day on site between schools whose places are known."""
    giver, receiver = (facts.records.deployments[name][parts.row] for name in ("giver", "receiver"))
    known = (giver >= 0) & (receiver >= 0)
    km = np.where(known, np.nan_to_num(facts.world.km)[giver, receiver] if known.any() else 0.0, 0.0)
    pounds = parts.days * 2.0 * km * facts.world.values["money.travel_gbp_per_km"]
    return Entries(parts.run, parts.period, giver, pounds)


def bought(facts: Facts, parts: Given) -> Entries:
    """Days bought at their supplier's price; visits of a package have none of their own."""
    rows = facts.records.deployments
    outside = parts.of(rows["supplier"][parts.row] >= 0)
    price = facts.world.suppliers["price_gbp_per_day"][rows["supplier"][outside.row]]
    return Entries(outside.run, outside.period, rows["receiver"][outside.row], outside.days * price)


def chairs(facts: Facts) -> Entries:
    """A fee for each board validated from outside."""
    world, edges = facts.world, facts.year_edges
    tick = facts.records.boards["tick"]
    inside = (tick >= edges[0]) & (tick < edges[-1])
    tick, school = tick[inside], facts.records.boards["school"][inside]
    fee = np.where(facts.validated(tick), world.values["money.external_chair_gbp_per_board"], 0.0)
    period = np.searchsorted(edges, tick, side="right") - 1
    return Entries(facts.records.run_of("boards")[inside], period, school, fee)


def income(facts: Facts, parts: Given) -> Entries:
    """Days given beyond the trust at their stream's price."""
    rows = facts.records.deployments
    stream = facts.records.needs["stream"][rows["need"][parts.row]]
    beyond = parts.of(stream >= 0)
    price = facts.world.streams["price_gbp_per_day"][stream[stream >= 0]]
    return Entries(beyond.run, beyond.period, rows["giver"][beyond.row], beyond.days * price)
