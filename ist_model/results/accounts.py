"""Schools' accounts by school year: income, staff, support, money moved to them, balance, reserves (MODEL 8).

Everything is in prices of the first school year and in whole pence; a school year that the period or a
joining cuts takes its part of the year's amounts. Vacancies change nothing here: whoever stands in is taken
to cost the same. What support costs and earns comes from `results.money`, the other side of the top slice and
of money moved stands in `results.centre`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from ist_model.inputs.calendar import YEAR_TICKS
from ist_model.results import money
from ist_model.results.facts import Facts, Floats, Ints
from ist_model.results.moved import to_schools_pence
from ist_model.science import icfp
from ist_model.world.structs import GROUP_TWIN


class Accounts(NamedTuple):
    """[E, S] by school year of the period and school; nought while a school is not in the trust; pence.

    In-year balance = income + money moved + support income
    - teaching - other staff - other - top slice - support cost.
    """

    ticks: Ints  # of the school year in the trust
    pupils: Floats
    classes: Ints
    teachers: Floats  # FTE
    income: Ints
    moved: Ints  # from the trust's centre (MODEL 5.5)
    teaching: Ints  # teachers and leaders
    leadership: Ints  # of it
    other_staff: Ints
    other: Ints
    top_slice: Ints
    support_cost: Ints
    support_income: Ints
    balance: Ints
    reserves: Ints  # at the end of the school year, or at the horizon


@lru_cache(maxsize=1)
def of_schools(facts: Facts) -> Accounts:
    """The accounts of all schools of a run."""
    world, edges = facts.world, facts.year_edges
    shape = (len(edges) - 1, len(world.schools))
    own = {name: np.zeros(shape, np.int64) for name in Accounts._fields if name not in ("pupils", "teachers")}
    pupils, teachers = np.zeros(shape), np.zeros(shape)
    for period in range(shape[0]):
        column = facts.rolls.column(int(edges[period]) // YEAR_TICKS)
        for school in np.flatnonzero(world.schools["group"] != GROUP_TWIN):
            joins = max(int(edges[period]), int(facts.in_trust_from[school]))
            ticks = max(0, int(edges[period + 1]) - joins)
            if ticks == 0:
                continue
            year = _year(facts, int(school), column)
            for name in ("income", "teaching", "leadership", "other_staff", "other", "top_slice"):
                own[name][period, school] = icfp.part_of_year_pence(getattr(year, name), ticks, YEAR_TICKS)
            own["ticks"][period, school], own["classes"][period, school] = ticks, year.classes
            pupils[period, school], teachers[period, school] = year.pupils, year.teachers
    lines = money.pence(facts)
    own["support_cost"] = np.sum([lines[line][:, :-1] for line in money.COSTS], axis=0)
    own["support_income"] = lines["income"][:, :-1]
    own["moved"] = to_schools_pence(facts)
    spent = sum(own[name] for name in ("teaching", "other_staff", "other", "top_slice", "support_cost"))
    own["balance"] = own["income"] + own["moved"] + own["support_income"] - spent
    in_trust = np.maximum.accumulate(own["ticks"] > 0, axis=0)
    own["reserves"] = np.where(in_trust, world.finance["reserves_pence"], 0) + np.cumsum(
        own["balance"], axis=0
    )
    return Accounts(pupils=pupils, teachers=teachers, **own)


class _Year(NamedTuple):
    """A whole school year of a school; pence."""

    pupils: float
    classes: int
    teachers: float
    income: int
    teaching: int
    leadership: int
    other_staff: int
    other: int
    top_slice: int


def _year(facts: Facts, school: int, column: int) -> _Year:
    values, start = facts.world.values, facts.world.finance[school]
    at_start, pupils = facts.world.schools["roll"][school], facts.rolls.pupils[school, column]
    classes = facts.rolls.classes[school, column]
    per_class, follows = values["finance.teachers_per_class"], values["finance.cost_follows_roll"]
    teachers = icfp.teachers(start["teachers_fte"], classes, start["classes"], per_class)
    income = icfp.income_pence(pupils, start["income_per_pupil_pence"], start["other_income_pence"])
    return _Year(
        pupils=float(pupils),
        classes=int(classes),
        teachers=teachers,
        income=income,
        teaching=icfp.teaching_cost_pence(
            start["teaching_pence"], start["teachers_fte"], teachers, start["leadership_pence"]
        ),
        leadership=int(start["leadership_pence"]),
        other_staff=icfp.following_cost_pence(start["other_staff_pence"], follows, pupils, at_start),
        other=icfp.following_cost_pence(start["other_cost_pence"], follows, pupils, at_start),
        top_slice=icfp.share_pence(income, values["money.top_slice_share"]),
    )
