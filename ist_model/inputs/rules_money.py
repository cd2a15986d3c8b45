"""Checks of money moved from the trust's centre to schools (MODEL 5.5, 8)."""

from __future__ import annotations

from collections.abc import Iterator

from ist_model.inputs.calendar import (
    WEEKS_PER_YEAR,
    YEAR_TICKS,
    date_of,
    half_term_on_or_after,
    part_of_year,
    school_year,
    tick_of,
    ticks,
)
from ist_model.inputs.context import Context
from ist_model.inputs.errors import Problem
from ist_model.inputs.finance import figures, forecast
from ist_model.inputs.models import School
from ist_model.inputs.rules_finance import DIVISORS
from ist_model.inputs.rules_register import required_keys


def money_moved_in_the_period(context: Context) -> Iterator[Problem]:
    """Money is moved on a day of the period reported: what came before is in the reserves."""
    first, end = _period(context)
    for position, moved in enumerate(context.resolved.money_moved):
        if not first <= tick_of(moved.date) < end:
            rule = f"money is moved within the period, from {context.resolved.start} to before {_day(end)}"
            remedy = "correct the date; what was moved before stands in the reserves"
            yield context.problem(("money_moved", position, "date"), moved.date, rule, remedy)


def money_moved_to_members(context: Context) -> Iterator[Problem]:
    """Money goes to a school that is in the trust on that day, and joins on a date that is known."""
    for position, moved in enumerate(context.resolved.money_moved):
        school = context.schools.get(moved.school)
        if school is None:
            continue  # told with the other names
        if school.id in context.pool:
            rule = f"whether and when {school.id} joins is drawn, so no money is moved there on a date"
            remedy = "name another school, or give it a date to join"
            yield context.problem(("money_moved", position, "school"), moved.school, rule, remedy)
        elif school.joined is not None and tick_of(moved.date) < half_term_on_or_after(school.joined):
            rule = f"{school.id} is in the trust from {_day(half_term_on_or_after(school.joined))} on"
            remedy = "move the money once it has joined"
            yield context.problem(("money_moved", position, "date"), moved.date, rule, remedy)


def centre_can_pay(context: Context) -> Iterator[Problem]:
    """What is moved does not exceed what the centre has, by the reserves, services and rolls written."""
    # Where central reserves are not written nobody can tell: results say what the balance becomes.
    centre, rows = context.resolved.trust.centre, context.resolved.money_moved
    required = set(required_keys(context.resolved.framework))
    if centre.reserves_gbp is None or not rows or not required <= set(context.values):
        return
    if any(context.values[key] <= 0 for key in DIVISORS):
        return  # told by the register's own rules
    begin, end = _period(context)
    has, gone = round(centre.reserves_gbp * 100), 0
    for year in range(begin // YEAR_TICKS, -(-end // YEAR_TICKS)):
        of_year = [p for p, row in enumerate(rows) if tick_of(row.date) // YEAR_TICKS == year]
        has += _surplus_pence(context, year, begin, end)
        gone += sum(round(rows[position].gbp * 100) for position in of_year)
        if of_year and gone > has:
            last = max(of_year, key=lambda position: (rows[position].date, position))
            rule = (
                f"the centre has {has / 100:,.2f} pounds by the end of the school year from "
                f"{_day(year * YEAR_TICKS)} (reserves, and the top slice less services), "
                f"and {gone / 100:,.2f} are moved by then"
            )
            remedy = "move less, or later, or correct the trust's `centre`"
            yield context.problem(("money_moved", last, "gbp"), rows[last].gbp, rule, remedy)
            return


def _surplus_pence(context: Context, year: int, begin: int, end: int) -> int:
    """Top slice of a school year by the rolls written, less central services; nought if not known."""
    services = context.resolved.trust.centre.services_gbp_per_year
    if services is None:
        return 0
    slices = sum(
        part_of_year(_top_slice_pence(context, school, year), year, max(begin, _joins(school, begin)), end)
        for school in context.resolved.trust.schools
        if school.id not in context.pool
    )
    return slices - part_of_year(round(services * 100), year, begin, end)


def _top_slice_pence(context: Context, school: School, year: int) -> int:
    found = figures(school.roll, school.finance, school.reserves_gbp, context.values)
    first = school_year(half_term_on_or_after(context.resolved.start))
    step = school_year(year * YEAR_TICKS) - first
    roll = forecast(school.roll, school.roll_forecast, school.roll_change_per_year, first, step + 1)[step]
    income = roll * found.income_per_pupil_gbp + found.other_income_gbp
    return round(income * context.values["money.top_slice_share"] * 100)


def _joins(school: School, begin: int) -> int:
    return begin if school.joined is None else half_term_on_or_after(school.joined)


def _period(context: Context) -> tuple[int, int]:
    first = half_term_on_or_after(context.resolved.start)
    return first, first + ticks(context.resolved.years * WEEKS_PER_YEAR)


def _day(tick: int) -> str:
    try:
        return str(date_of(tick))
    except ValueError:
        return "the end of the calendar"
