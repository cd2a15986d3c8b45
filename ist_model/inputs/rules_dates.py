"""Checks of dates and periods."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator

from ist_model.inputs.calendar import (
    EPOCH,
    GRID_TICKS,
    WEEKS_PER_HALF_TERM,
    WEEKS_PER_YEAR,
    date_of,
    half_term_on_or_after,
    half_terms_around,
    starts_half_term,
    tick_of,
    ticks,
)
from ist_model.inputs.context import Context
from ist_model.inputs.errors import Problem
from ist_model.inputs.yaml_file import Keys

LAST_START_YEAR = 2199
HALF_TERMS_PER_YEAR = 6


def start_of_half_term(context: Context) -> Iterator[Problem]:
    """A scenario starts on the first day of a half-term (MODEL 2)."""
    start = context.resolved.start
    if not 2001 <= start.year <= LAST_START_YEAR:
        rule = f"a scenario starts between 2001 and {LAST_START_YEAR}"
        yield context.problem(("start",), start, rule, "correct the year")
    elif not starts_half_term(start):
        before, after = half_terms_around(start)
        rule = "a scenario starts on the first day of a half-term (1 Sep, 1 Nov, 1 Jan, 1 Mar, 1 May, 1 Jul)"
        yield context.problem(("start",), start, rule, f"the nearest are {before} and {after}")


def periods(context: Context) -> Iterator[Problem]:
    """The counted period lies inside the reported one."""
    resolved = context.resolved
    if resolved.count_needs_for_years > resolved.years:
        rule = f"needs are counted within the {resolved.years:g} years reported"
        value = resolved.count_needs_for_years
        yield context.problem(("count_needs_for_years",), value, rule, "shorten it, or lengthen `years`")


def whole_half_terms(context: Context) -> Iterator[Problem]:
    """Periods are whole half-terms, the steps in which the model keeps its books (MODEL 2)."""
    resolved = context.resolved
    periods_in_half_terms = {
        "years": (resolved.years, HALF_TERMS_PER_YEAR),
        "count_needs_for_years": (resolved.count_needs_for_years, HALF_TERMS_PER_YEAR),
        "warm_up_weeks": (resolved.warm_up_weeks, 1 / WEEKS_PER_HALF_TERM),
    }
    for name, (value, per_unit) in periods_in_half_terms.items():
        half_terms = value * per_unit
        if abs(half_terms - round(half_terms)) > 1e-6:
            low, high = math.floor(half_terms) / per_unit, math.ceil(half_terms) / per_unit
            remedy = (
                f"the nearest are {low:.10g} and {high:.10g}" if low > 0 else f"the nearest is {high:.10g}"
            )
            rule = "a period is a whole number of half-terms (6.5 school weeks, a sixth of a year)"
            yield context.problem((name,), value, rule, remedy)


def warm_up_within_the_calendar(context: Context) -> Iterator[Problem]:
    """A run begins on or after tick 0: draws are keyed to half-terms counted from there (MODEL 2, 12)."""
    resolved = context.resolved
    most = tick_of(resolved.start) / ticks(1.0)
    if 0 <= most < resolved.warm_up_weeks:
        rule = f"a run begins no earlier than {EPOCH}, so a start on {resolved.start} allows {most:g} weeks"
        yield context.problem(
            ("warm_up_weeks",), resolved.warm_up_weeks, rule, "start later, or warm up less"
        )


def joining(context: Context) -> Iterator[Problem]:
    """A school joins once the trust exists; one that joins later says how, and does so before the end."""
    resolved, founded = context.resolved, context.resolved.trust.founded
    end = _end(context)
    for school in resolved.trust.schools:
        if school.joined is None:
            continue
        keys: Keys = ("trust", "schools", school.id, "joined")
        if founded is not None and school.joined < founded:
            rule = f"a school cannot join before the trust exists (founded {founded})"
            yield context.problem(keys, school.joined, rule, "correct the date, or the trust's `founded`")
        if context.joins_on_a_date(school) and school.joining == "founder":
            rule = f"{school.id} joins on or after the first day ({resolved.start}), so it is no founder"
            remedy = "write `joining: converter`, `sponsored` or `merger`"
            yield context.problem((*keys[:-1], "joining"), school.joining, rule, remedy)
        joins = half_term_on_or_after(school.joined)
        if end is not None and joins >= tick_of(end):
            rule = f"{school.id} joins on {date_of(joins)}, after the scenario ends ({end})"
            yield context.problem(keys, school.joined, rule, "join earlier, or run more `years`")


def inspections_in_the_past(context: Context) -> Iterator[Problem]:
    """A known inspection lies before the scenario's first day."""
    start = context.resolved.start
    for school in context.resolved.trust.schools:
        date = school.last_inspection.date
        if date is not None and date > start:
            keys: Keys = ("trust", "schools", school.id, "last_inspection", "date")
            rule = f"a known inspection cannot lie after the first day ({start})"
            yield context.problem(keys, date, rule, "correct the date, or start later")


def from_before_to(context: Context) -> Iterator[Problem]:
    """What starts and ends does so in that order."""
    spans: list[tuple[Keys, dt.date | None, dt.date | None]] = [
        (("trust", "posts", post.id, "ends"), post.starts, post.ends) for post in context.resolved.trust.posts
    ]
    spans += [
        (("trust", "packages", package.id, "ends"), package.starts, package.ends)
        for package in context.resolved.trust.packages
    ]
    for position, override in enumerate(context.resolved.tier_overrides):
        spans.append((("tier_overrides", position, "ends"), override.starts, override.ends))
    for position, secondment in enumerate(context.resolved.secondments):
        spans.append((("secondments", position, "ends"), secondment.starts, secondment.ends))
    for keys, starts, ends in spans:
        if starts is not None and ends is not None and ends <= starts:
            rule = f"`ends` is the first day without it, so it lies after `starts` ({starts})"
            yield context.problem(keys, ends, rule, "correct one of the two dates")


def shocks_in_the_period(context: Context) -> Iterator[Problem]:
    """A shock falls after the first day and before the last, on areas that the school has."""
    start, end = context.resolved.start, _end(context)
    for position, shock in enumerate(context.resolved.shocks):
        school = context.schools.get(shock.school)
        if school is not None and school.joined is not None and shock.date <= school.joined:
            rule = f"{shock.school} joins on {school.joined} as strong as is written: a shock comes after"
            yield context.problem(("shocks", position, "date"), shock.date, rule, "correct the date")
        elif shock.date <= start or (end is not None and tick_of(shock.date) > tick_of(end) - GRID_TICKS):
            rule = f"a shock falls within the period, after {start} and before the last half-term to {end}"
            yield context.problem(("shocks", position, "date"), shock.date, rule, "correct the date")
        for place, area in enumerate(shock.areas):
            yield from context.lacks_area(("shocks", position, "areas", place), shock.school, area)
            if area in shock.areas[:place]:
                keys: Keys = ("shocks", position, "areas", place)
                yield context.problem(keys, area, "a shock names an area once", "remove one of the two")


def overrides_apart(context: Context) -> Iterator[Problem]:
    """A school is under one tier decision at a time (MODEL 5.2)."""
    overrides = context.resolved.tier_overrides
    for position, later in enumerate(overrides):
        for earlier in overrides[:position]:
            before = earlier.ends is not None and earlier.ends <= later.starts
            after = later.ends is not None and later.ends <= earlier.starts
            if later.school == earlier.school and not (before or after):
                rule = f"{later.school} is already under a tier decision from {earlier.starts}"
                remedy = "end that one first with `ends`, or remove one"
                yield context.problem(("tier_overrides", position, "starts"), later.starts, rule, remedy)


def _end(context: Context) -> dt.date | None:
    """First date after the scenario; None if that lies beyond the calendar."""
    resolved = context.resolved
    try:
        return date_of(tick_of(resolved.start) + ticks(resolved.years * WEEKS_PER_YEAR))
    except ValueError:
        return None
