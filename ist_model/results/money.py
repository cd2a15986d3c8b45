"""What support costs and earns, by kind, school and school year (MODEL 8).

Costs are those that support adds: supply cover for leaders away from their home school, their travel,
backfill of those on secondment, days bought, packages, cover for those who prepare Progress Boards, external
chairs; less income from days given beyond the trust. Salaries are not counted. A deployment's cost
falls in the years in which its days are given, evenly from its first day to its last; a package's evenly over
the time that it is held. Amounts are whole pence by kind, school year and school, so that
they add up in every direction.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ist_model.inputs.calendar import GRID_TICKS, YEAR_TICKS
from ist_model.results.facts import GROUP_CODES, MILLI, Bools, Facts, Floats, Ints, ratio, spread
from ist_model.science import matching
from ist_model.world.structs import NO_LIMIT, NONE

LINES = ("cover", "travel", "backfill", "bought", "packages", "boards", "chair", "income")
COSTS = LINES[:-1]
PENCE = 100.0


class Entries(NamedTuple):
    """Amounts of one line, as equally long arrays."""

    period: Ints  # school year of the period, from 0
    school: Ints  # that bears or receives it; -1: the trust
    amount: Floats  # pounds, or class days for cover


class Given(NamedTuple):
    """Parts of deployments by school year, as equally long arrays."""

    rows: NDArray[np.void]  # DEPLOYMENT row of each part
    period: Ints
    days: Floats  # on site

    def of(self, chosen: Bools) -> Given:
        """The chosen parts."""
        return Given(self.rows[chosen], self.period[chosen], self.days[chosen])


def year_edges(facts: Facts) -> Ints:
    """Ticks that bound the school years of the period, the first and last cut to the period."""
    span = facts.world.span
    inner = np.arange(span.start // YEAR_TICKS + 1, -(-span.end // YEAR_TICKS)) * YEAR_TICKS
    return np.concatenate([[span.start], inner, [span.end]]).astype(np.int64)


@lru_cache(maxsize=1)
def pence(facts: Facts) -> dict[str, Ints]:
    """[years, S + 1] pence of each of `LINES`; the last column is what the trust itself bears or receives.

    Cover, travel and backfill fall on the leader's home school, bought days, packages and chairs on the
    school served, income on the home school of who gave the days; a package for the trust on the trust.
    """
    parts = given(facts)
    by_leader = parts.of(parts.rows["designation"] >= 0)
    cover = _priced(class_days_for_days(facts, by_leader), facts.world.values["money.cover_gbp_per_day"])
    backfill = _priced(class_days_for_secondments(facts), facts.world.values["money.cover_gbp_per_day"])
    boards = _priced(class_days_for_boards(facts), facts.world.values["money.cover_gbp_per_day"])
    lines = (
        cover,
        _travel(facts, by_leader),
        backfill,
        _bought(facts, parts),
        _packages(facts),
        boards,
        _chair(facts),
        _income(facts, parts),
    )
    return {
        line: np.rint(cells(facts, entries) * PENCE).astype(np.int64)
        for line, entries in zip(LINES, lines, strict=True)
    }


def cells(facts: Facts, entries: Entries) -> Floats:
    """[years, S + 1] sums of entries by school year and school; the last column is the trust's."""
    years, schools = len(year_edges(facts)) - 1, len(facts.world.schools)
    column = np.where(entries.school < 0, schools, entries.school)
    place = entries.period * (schools + 1) + column
    total = np.bincount(place, entries.amount, minlength=years * (schools + 1))
    return np.asarray(total, np.float64).reshape(years, schools + 1)


def by_year(facts: Facts) -> dict[str, Floats]:
    """Pounds by line and school year of the period: each of `LINES`, [years]."""
    return {line: amounts.sum(axis=1) / PENCE for line, amounts in pence(facts).items()}


def per_year(facts: Facts, *lines: str, group: str | None = None) -> float:
    """Pounds a school year of some lines on average over the period, of one group of schools or all.

    NaN for a group without schools.
    """
    total = np.sum([pence(facts)[line] for line in lines], axis=(0, 1))
    if group is None:
        return float(total.sum()) / PENCE / facts.years
    if not facts.schools_that_count(group).any():
        return np.nan
    of_group = facts.world.schools["group"] == GROUP_CODES[group]
    return float(total[:-1][of_group].sum()) / PENCE / facts.years


def net_per_year(facts: Facts) -> float:
    """Pounds a school year: costs less income."""
    return per_year(facts, *COSTS) - per_year(facts, "income")


def board_days_per_year(facts: Facts) -> float:
    """Leader days a school year that prepare Progress Boards."""
    return float(_board_days(facts).amount.sum()) / facts.years


def cost_per_day_received(facts: Facts) -> float:
    """Pounds of cover, travel, buying and schools' packages for each day on site that schools received.

    NaN if none did. Boards are not counted: they are held whether days are given or not.
    """
    parts = given(facts)
    inside = parts.of(parts.rows["receiver"] >= 0)
    leaders = inside.of(inside.rows["designation"] >= 0)
    pounds = class_days_for_days(facts, leaders).amount.sum() * facts.world.values["money.cover_gbp_per_day"]
    pounds += _travel(facts, leaders).amount.sum() + _bought(facts, inside).amount.sum()
    packages = _packages(facts)
    pounds += packages.amount[packages.school >= 0].sum()
    return ratio(float(pounds), float(inside.days.sum()))


def cost_per_pupil_year_without_attention(facts: Facts) -> float:
    """Pounds of support for each pupil-year in a school of the trust where no area needs attention.

    A level of cost and no more: it does not say that the support brought those pupil-years about. NaN if no
    school of the trust counts or none was without need.
    """
    member = facts.member("existing")[:-1] | facts.member("joiners")[:-1]
    pupils = (facts.roll[:-1] * (member & ~facts.attention[:-1])).sum(axis=1)
    return ratio(per_year(facts, *COSTS) * facts.years, float(pupils.sum()) * GRID_TICKS / YEAR_TICKS)


def given(facts: Facts) -> Given:
    """All days given on site in the period, by deployment and school year."""
    rows = facts.records.deployments
    stop = np.minimum(rows["end"], facts.world.span.end)
    row, period, milli = spread(year_edges(facts), rows["start"], stop, rows["delivered_milli"])
    return Given(rows[row], period, milli / MILLI)


def class_days_away(facts: Facts) -> Floats:
    """[years, S + 1] class days that a school's leaders were away: for support, on secondment, for boards."""
    parts = given(facts)
    by_leader = parts.of(parts.rows["designation"] >= 0)
    kinds = (
        class_days_for_days(facts, by_leader),
        _seconded(facts, paid=False),
        class_days_for_boards(facts),
    )
    return np.asarray(sum(cells(facts, entries) for entries in kinds))


def class_days_for_days(facts: Facts, parts: Given) -> Entries:
    """Class days to cover for days given by leaders, their preparation and travel."""
    post = parts.rows["post"].astype(np.int64)
    budget = parts.rows["budget"].astype(np.int64)
    leader = _leader_days_per_day(facts, budget, parts.rows["matched"] // YEAR_TICKS)
    return Entries(parts.period, parts.rows["giver"], parts.days * leader * _class_share(facts)[post])


def class_days_for_boards(facts: Facts) -> Entries:
    """Class days to cover for board preparation."""
    days, ledger = _board_days(facts), facts.records.ledger
    share = _class_share(facts)[ledger["post"][days.school]]
    return Entries(days.period, facts.world.posts["home"][ledger["post"][days.school]], days.amount * share)


def class_days_for_secondments(facts: Facts) -> Entries:
    """Class days that the home school pays to fill while its leader is on secondment."""
    return _seconded(facts, paid=True)


def _seconded(facts: Facts, *, paid: bool) -> Entries:
    """Class days of leaders on secondment by half-term; `paid`: of those whose home school pays backfill."""
    world, tick = facts.world, facts.records.grid_tick[:-1]
    half_term, post = np.nonzero(facts.records.away_share[:-1])
    share = facts.records.away_share[half_term, post]
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
    period = np.searchsorted(year_edges(facts), tick[half_term], side="right") - 1
    return Entries(period, world.posts["home"][post], np.where(held.any(axis=1), days, 0.0))


def _packages(facts: Facts) -> Entries:
    """Packages by school year, as the budget for buying counts them (MODEL 6.5)."""
    edges, rows = year_edges(facts), facts.world.packages
    period, row = np.divmod(np.arange((len(edges) - 1) * len(rows)), max(1, len(rows)))
    pence_in = [
        matching.package_pence(
            rows["price_pence_per_year"][i],
            max(rows["starts"][i], edges[y]),
            min(rows["ends"][i], edges[y + 1]),
            edges[y] // YEAR_TICKS,
        )
        for y, i in zip(period, row, strict=True)
    ]
    return Entries(period, rows["school"][row], np.array(pence_in, np.float64) / PENCE)


def _board_days(facts: Facts) -> Entries:
    """Leader days of board preparation; in place of the school the row of the ledger.

    A year cut by the period takes the share of its boards held in it. A post without a limit has one row for
    the whole run, and takes the share of the run's boards.
    """
    ledger, tick, edges = facts.records.ledger, facts.records.boards["tick"], year_edges(facts)
    parts = []
    for period in range(len(edges) - 1):
        inside = int(((tick >= edges[period]) & (tick < edges[period + 1])).sum())
        in_year = int((tick // YEAR_TICKS == edges[period] // YEAR_TICKS).sum())
        for year, held in ((edges[period] // YEAR_TICKS, in_year), (NONE, len(tick))):
            rows = np.flatnonzero((ledger["year"] == year) & (ledger["boards_milli"] > 0))
            amount = ledger["boards_milli"][rows] / MILLI * (inside / max(1, held))
            parts.append(Entries(np.full(len(rows), period), rows, amount))
    return Entries(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _priced(entries: Entries, gbp: float) -> Entries:
    return entries._replace(amount=entries.amount * gbp)


def _class_share(facts: Facts) -> Floats:
    """[P] class days to cover per leader day away; 0 for a post without a home school (MODEL 3.3)."""
    world = facts.world
    share = np.array([world.values[f"post.{kind}.cover_share"] for kind in world.names.post_kinds])
    return np.where(world.posts["home"] >= 0, share[world.posts["kind"]], 0.0)


def _leader_days_per_day(facts: Facts, post: Ints, year: Ints) -> Floats:
    """[n] leader days used per day on site, preparation and travel included, for a post and school year.

    Days are reserved against the year in which they are agreed (MODEL 6.1); without a limit, against no year.
    """
    year = np.where(facts.world.posts["allowance_milli"][post] == NO_LIMIT, NONE, year)
    ledger = facts.records.ledger
    on_site = ledger["delivered_milli"]
    used = on_site + ledger["preparation_milli"] + ledger["travel_milli"]
    factor = np.divide(used, on_site, where=on_site > 0, out=np.ones(len(ledger)))
    width = 1 << 32
    row = np.searchsorted(ledger["post"].astype(np.int64) * width + ledger["year"], post * width + year)
    return np.asarray(factor[row])


def _travel(facts: Facts, parts: Given) -> Entries:
    """A journey there and back for each day on site between schools whose places are known."""
    giver, receiver = parts.rows["giver"], parts.rows["receiver"]
    known = (giver >= 0) & (receiver >= 0)
    km = np.where(known, np.nan_to_num(facts.world.km)[giver, receiver] if known.any() else 0.0, 0.0)
    pounds = parts.days * 2.0 * km * facts.world.values["money.travel_gbp_per_km"]
    return Entries(parts.period, giver, pounds)


def _bought(facts: Facts, parts: Given) -> Entries:
    bought = parts.of(parts.rows["supplier"] >= 0)
    price = facts.world.suppliers["price_gbp_per_day"][bought.rows["supplier"]]
    return Entries(bought.period, bought.rows["receiver"], bought.days * price)


def _chair(facts: Facts) -> Entries:
    world, boards, edges = facts.world, facts.records.boards, year_edges(facts)
    inside = boards[(boards["tick"] >= edges[0]) & (boards["tick"] < edges[-1])]
    fee = np.where(facts.validated(inside["tick"]), world.values["money.external_chair_gbp_per_board"], 0.0)
    period = np.searchsorted(edges, inside["tick"], side="right") - 1
    return Entries(period, inside["school"], fee)


def _income(facts: Facts, parts: Given) -> Entries:
    stream = facts.records.needs["stream"][parts.rows["need"]]
    beyond = parts.of(stream >= 0)
    price = facts.world.streams["price_gbp_per_day"][stream[stream >= 0]]
    return Entries(beyond.period, beyond.rows["giver"], beyond.days * price)
