"""Schools' accounts by school year: income, staff, support, money moved to them, balance, reserves (MODEL 8).

Everything is in prices of the first school year and in whole pence; a school year that the period or a
joining cuts takes its part of the year's amounts. Vacancies change nothing here: whoever stands in is taken
to cost the same. What support costs and earns comes from `results.money`, the other side of the top slice and
of money moved stands in `results.centre`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ist_model.inputs.calendar import YEAR_TICKS
from ist_model.results import money
from ist_model.results.arrays import Floats, Ints
from ist_model.results.facts import Facts
from ist_model.results.moved import to_schools_pence
from ist_model.results.once import once
from ist_model.science import icfp
from ist_model.science.jit import compiled
from ist_model.world.structs import GROUP_TWIN


class Accounts(NamedTuple):
    """[R, E, S] by school year of the period and school; nought while a school is not in the trust; pence.

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


_START = (
    *("classes", "income_per_pupil_pence", "other_income_pence", "teaching_pence", "leadership_pence"),
    *("other_staff_pence", "other_cost_pence"),
)
_AMOUNTS = ("income", "teaching", "leadership", "other_staff", "other", "top_slice")


@once
def of_schools(facts: Facts) -> Accounts:
    """The accounts of all schools."""
    world, edges, values = facts.world, facts.year_edges, facts.world.values
    since = np.maximum(edges[:-1, None], facts.in_trust_from[:, None])
    in_trust = np.maximum(0, edges[1:, None] - since)
    ticks = np.where(world.schools["group"] != GROUP_TWIN, in_trust, 0)
    there = ticks > 0
    columns = [facts.rolls.column(int(tick) // YEAR_TICKS) for tick in edges[:-1]]
    pupils, classes = (
        np.ascontiguousarray(np.where(there, each[:, :, columns].transpose(0, 2, 1), 0))
        for each in (facts.rolls.pupils, facts.rolls.classes)
    )
    teachers, amounts = _years(
        ticks,
        pupils,
        classes,
        np.ascontiguousarray(world.schools["roll"]),
        np.ascontiguousarray(world.finance["teachers_fte"]),
        np.array([world.finance[name] for name in _START]),
        values["finance.teachers_per_class"],
        values["finance.cost_follows_roll"],
        values["money.top_slice_share"],
    )
    own = dict(zip(_AMOUNTS, amounts, strict=True))
    lines = money.pence(facts)
    own["support_cost"] = np.sum([lines[line][..., :-1] for line in money.COSTS], axis=0)
    own["support_income"] = lines["income"][..., :-1]
    own["moved"] = to_schools_pence(facts)
    spent = sum(own[name] for name in ("teaching", "other_staff", "other", "top_slice", "support_cost"))
    own["balance"] = own["income"] + own["moved"] + own["support_income"] - spent
    brought = np.where(np.maximum.accumulate(there, axis=1), world.finance["reserves_pence"], 0)
    own["reserves"] = brought + np.cumsum(own["balance"], axis=1)
    return Accounts(ticks=ticks, pupils=pupils, classes=classes, teachers=teachers, **own)


@compiled(
    "Tuple((f8[:, :, ::1], i8[:, :, :, ::1]))"
    "(i8[:, :, ::1], f8[:, :, ::1], i8[:, :, ::1], f8[::1], f8[::1], i8[:, ::1], f8, f8, f8)"
)
def _years(
    ticks: Ints,
    pupils: Floats,
    classes: Ints,
    roll_at_start: Floats,
    teachers_at_start: Floats,
    start: Ints,
    per_class: float,
    follows: float,
    top_slice_share: float,
) -> tuple[Floats, NDArray[np.int64]]:
    """[R, E, S] FTE teachers, and [6, R, E, S] pence of `_AMOUNTS`; nought where no tick is in the trust.

    `start` holds `_START` of each school.
    """
    runs, years, schools = ticks.shape
    teachers, amounts = np.zeros(ticks.shape), np.zeros((6, runs, years, schools), np.int64)
    for run in range(runs):
        for year in range(years):
            for school in range(schools):
                here, now = ticks[run, year, school], pupils[run, year, school]
                if here == 0:
                    continue
                at_start, begun = roll_at_start[school], teachers_at_start[school]
                fte = icfp.teachers(begun, classes[run, year, school], start[0, school], per_class)
                income = icfp.income_pence(now, start[1, school], start[2, school])
                whole = (
                    income,
                    icfp.teaching_cost_pence(start[3, school], begun, fte, start[4, school]),
                    start[4, school],
                    icfp.following_cost_pence(start[5, school], follows, now, at_start),
                    icfp.following_cost_pence(start[6, school], follows, now, at_start),
                    icfp.share_pence(income, top_slice_share),
                )
                teachers[run, year, school] = fte
                for line in range(6):
                    part = icfp.part_of_year_pence(whole[line], here, YEAR_TICKS)
                    amounts[line, run, year, school] = part
    return teachers, amounts
