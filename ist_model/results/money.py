"""What support costs and earns, by kind, school and school year (MODEL 8).

Costs are those that support adds: supply cover for leaders away from their home school, their travel,
backfill of those on secondment, days bought, packages, cover for those who prepare Progress Boards or meet in
networks, external chairs, steps of the intervention ladder; less income from days given beyond the trust.
Salaries are not counted. A deployment's cost falls in the years in which its days are given, evenly from its
first day to its last; a package's evenly over the time that it is held. Amounts are whole pence by kind,
school year and school, so that they add up in every direction.
"""

from __future__ import annotations

import numpy as np

from ist_model.inputs.calendar import GRID_TICKS, YEAR_TICKS
from ist_model.results import support_kinds as kinds
from ist_model.results.arrays import Floats, Ints
from ist_model.results.facts import GROUP_CODES, Facts
from ist_model.results.once import once
from ist_model.results.sums import ratio
from ist_model.results.support_kinds import PENCE

LINES = (
    "cover",
    "travel",
    "backfill",
    "bought",
    "packages",
    "boards",
    "chair",
    "meetings",
    "steps",
    "income",
)
COSTS = LINES[:-1]


@once
def pence(facts: Facts) -> dict[str, Ints]:
    """[R, years, S + 1] pence of each of `LINES`; the last column is what the trust itself bears or receives.

    Cover, travel and backfill fall on the leader's home school, bought days, packages and chairs on the
    school served, income on the home school of who gave the days; a package for the trust on the trust.
    """
    parts, by_leader = kinds.given(facts), kinds.given_by_leaders(facts)
    gbp = facts.world.values["money.cover_gbp_per_day"]
    lines = (
        kinds.priced(kinds.class_days_for_days(facts, by_leader), gbp),
        kinds.travel(facts, by_leader),
        kinds.priced(kinds.class_days_seconded(facts, paid=True), gbp),
        kinds.bought(facts, parts),
        kinds.packages(facts),
        kinds.priced(kinds.class_days_for_boards(facts), gbp),
        kinds.chairs(facts),
        kinds.priced(kinds.class_days_for_meetings(facts), gbp),
        kinds.interventions(facts),
        kinds.income(facts, parts),
    )
    return {
        line: np.rint(cells(facts, rows) * PENCE).astype(np.int64)
        for line, rows in zip(LINES, lines, strict=True)
    }


def cells(facts: Facts, rows: kinds.Entries) -> Floats:
    """[R, years, S + 1] sums of entries by school year and school; the last column is the trust's."""
    shape = (len(facts), len(facts.year_edges) - 1, len(facts.world.schools) + 1)
    column = np.where(rows.school < 0, shape[2] - 1, rows.school)
    place = (rows.run * shape[1] + rows.period) * shape[2] + column
    total = np.bincount(place, rows.amount, minlength=int(np.prod(shape)))
    return np.asarray(total, np.float64).reshape(shape)


def by_year(facts: Facts) -> dict[str, Floats]:
    """Pounds by line and school year of the period: each of `LINES`, [R, years]."""
    return {line: amounts.sum(axis=2) / PENCE for line, amounts in pence(facts).items()}


def per_year(facts: Facts, *lines: str, group: str | None = None) -> Floats:
    """Pounds a school year of some lines on average over the period, of one group of schools or all.

    NaN for a group without schools.
    """
    total = np.sum([pence(facts)[line].sum(axis=1) for line in lines], axis=0)  # [R, S + 1]
    if group is None:
        return np.asarray(total.sum(axis=1) / PENCE / facts.years)
    of_group = facts.world.schools["group"] == GROUP_CODES[group]
    found = total[:, :-1][:, of_group].sum(axis=1) / PENCE / facts.years
    return np.where(facts.schools_that_count(group).any(axis=1), found, np.nan)


def net_per_year(facts: Facts) -> Floats:
    """Pounds a school year: costs less income."""
    return per_year(facts, *COSTS) - per_year(facts, "income")


def board_days_per_year(facts: Facts) -> Floats:
    """Leader days a school year that prepare Progress Boards."""
    return _total(facts, kinds.board_days(facts)) / facts.years


def _total(facts: Facts, rows: kinds.Entries) -> Floats:
    return facts.records.summed(rows.run, rows.amount)


def cost_per_day_received(facts: Facts) -> Floats:
    """Pounds of cover, travel, buying and schools' packages for each day on site that schools received.

    NaN if none did. Boards are not counted: they are held whether days are given or not.
    """
    parts, by_leader = kinds.given(facts), kinds.given_by_leaders(facts)
    receiver = facts.records.deployments["receiver"]
    inside, leaders = (each.of(receiver[each.row] >= 0) for each in (parts, by_leader))
    packages = kinds.packages(facts)
    pounds = _total(facts, kinds.class_days_for_days(facts, leaders))
    pounds *= facts.world.values["money.cover_gbp_per_day"]
    pounds += _total(facts, kinds.travel(facts, leaders)) + _total(facts, kinds.bought(facts, inside))
    pounds += _total(facts, packages.of(packages.school >= 0))
    return ratio(pounds, facts.records.summed(inside.run, inside.days))


def cost_per_pupil_year_without_attention(facts: Facts) -> Floats:
    """Pounds of support for each pupil-year in a school of the trust where no area needs attention.

    A level of cost and no more: it does not say that the support brought those pupil-years about. NaN if no
    school of the trust counts or none was without need.
    """
    member = facts.member("existing")[:, :-1] | facts.member("joiners")[:, :-1]
    pupils = (facts.roll[:, :-1] * (member & ~facts.attention[:, :-1])).sum(axis=2)
    return ratio(per_year(facts, *COSTS) * facts.years, pupils.sum(axis=1) * GRID_TICKS / YEAR_TICKS)


@once
def class_days_away(facts: Facts) -> Floats:
    """[R, years, S + 1] class days that schools' leaders were away: support, secondment, boards, meetings."""
    away = (
        kinds.class_days_for_days(facts, kinds.given_by_leaders(facts)),
        kinds.class_days_seconded(facts, paid=False),
        kinds.class_days_for_boards(facts),
        kinds.class_days_for_meetings(facts),
    )
    return np.asarray(sum(cells(facts, rows) for rows in away))
