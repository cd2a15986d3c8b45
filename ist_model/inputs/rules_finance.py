"""Checks of roll forecasts and of schools' staff and money."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ist_model.inputs.calendar import half_term_on_or_after, school_year
from ist_model.inputs.context import Context
from ist_model.inputs.errors import Problem
from ist_model.inputs.finance import Figures, figures
from ist_model.inputs.models import School
from ist_model.inputs.rules_register import required_keys
from ist_model.inputs.yaml_file import Keys

DIVISORS = ("finance.class_size", "finance.pupils_per_teacher")


def roll_forecasts(context: Context) -> Iterator[Problem]:
    """A forecast runs forward from the first school year reported, and is written in one way only."""
    first = school_year(half_term_on_or_after(context.resolved.start))
    for school in context.resolved.trust.schools:
        at: Keys = ("trust", "schools", school.id, "roll_forecast")
        rows = school.roll_forecast
        if rows and school.roll_change_per_year is not None:
            rule = f"the roll of {school.id} is forecast by year, so no yearly change applies"
            keys: Keys = (*at[:-1], "roll_change_per_year")
            yield context.problem(
                keys, school.roll_change_per_year, rule, "keep the forecast or the change, not both"
            )
        for position, row in enumerate(rows):
            if row.school_year <= first:
                rule = (
                    f"a forecast is of a school year after the first reported ({first}), whose roll is `roll`"
                )
                remedy = "remove the row, or write its pupils as `roll`"
                yield context.problem((*at, position, "school_year"), row.school_year, rule, remedy)
        for position, (earlier, later) in enumerate(pairwise(rows), start=1):
            if later.school_year <= earlier.school_year:
                rule = f"school years run upwards, and {earlier.school_year} stands before this one"
                yield context.problem(
                    (*at, position, "school_year"),
                    later.school_year,
                    rule,
                    "put the rows in order, each once",
                )


def finances_add_up(context: Context) -> Iterator[Problem]:
    """A school's staff and money fit together, written and assumed figures alike (MODEL 8)."""
    required = set(required_keys(context.resolved.framework))
    if not required <= set(context.values) or any(context.values[key] <= 0 for key in DIVISORS):
        return  # told by the register's own rules
    for school in context.resolved.trust.schools:
        found = figures(school.roll, school.finance, school.reserves_gbp, context.values)
        yield from _staff(context, school, found)
        yield from _money(context, school, found)


def _staff(context: Context, school: School, found: Figures) -> Iterator[Problem]:
    at: Keys = ("trust", "schools", school.id, "finance")
    if found.classes > school.roll:
        rule = f"a class has at least one pupil, and {school.id} has {school.roll}"
        yield context.problem((*at, "classes"), found.classes, rule, "correct `classes` or `roll`")
    if found.teachers_fte < found.classes:
        kind = "written" if school.finance.teachers_fte is not None else "assumed"
        rule = f"{found.classes} classes need as many teachers, and {found.teachers_fte:g} are {kind}"
        if found.teachers_fte == 0 and found.teaching_cost_gbp > 0:
            rule = f"a teaching cost of {found.teaching_cost_gbp:.0f} pounds needs teachers, and {rule}"
        yield context.problem(
            (*at, "teachers_fte"), found.teachers_fte, rule, "correct `teachers_fte` or `classes`"
        )


def _money(context: Context, school: School, found: Figures) -> Iterator[Problem]:
    at: Keys = ("trust", "schools", school.id, "finance")
    if found.leadership_cost_gbp > found.teaching_cost_gbp:
        rule = (
            "leaders' cost is part of the teaching cost, "
            f"which is {found.teaching_cost_gbp:.0f} pounds for {school.id}"
        )
        remedy = "write the teaching cost of teachers and leaders together"
        yield context.problem((*at, "leadership_cost_gbp"), found.leadership_cost_gbp, rule, remedy)
    # In whole pence, as the accounts have it: less than half a penny a pupil is nothing.
    if round(found.income_per_pupil_gbp * 100) + round(found.other_income_gbp * 100) <= 0:
        rule = f"{school.id} has no income, so no share of it exists"
        yield context.problem(
            (*at, "income_per_pupil_gbp"), found.income_per_pupil_gbp, rule, "write its income per pupil"
        )
