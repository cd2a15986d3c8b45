"""Checks of growth that is drawn: a table that can be drawn from, and schools that can join (MODEL 10)."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from itertools import pairwise

from ist_model.inputs.calendar import WEEKS_PER_YEAR, YEAR_TICKS, half_term_on_or_after, tick_of, ticks
from ist_model.inputs.context import Context
from ist_model.inputs.errors import Problem
from ist_model.inputs.models import GrowthRow, School
from ist_model.inputs.yaml_file import Keys

# A published table is rounded to three decimals.
SUM_TOLERANCE, MEAN_TOLERANCE = 0.002, 0.005


def growth_table(context: Context) -> Iterator[Problem]:
    """Each row is a distribution with its mean; rows run upwards by size without gap or overlap."""
    growth = context.resolved.growth
    rows = growth.table if growth else ()
    for position, row in enumerate(rows):
        yield from _row(context, ("growth", "table", position), row)
    for position, (before, after) in enumerate(pairwise(rows), start=1):
        expected = None if before.schools_to is None else before.schools_to + 1
        if after.schools_from != expected:
            rule = "the rows of a growth table follow one another by size, without gap or overlap"
            remedy = (
                "only the last row may leave out schools_to"
                if expected is None
                else f"the row before it ends at {before.schools_to}, so this one begins at {expected}"
            )
            yield context.problem(
                ("growth", "table", position, "schools_from"), after.schools_from, rule, remedy
            )


def _row(context: Context, at: Keys, row: GrowthRow) -> Iterator[Problem]:
    if row.schools_to is not None and row.schools_to < row.schools_from:
        rule = f"a row's sizes run upwards, and it begins at {row.schools_from}"
        yield context.problem((*at, "schools_to"), row.schools_to, rule, "correct one of the two")
    total = math.fsum(row.chances)
    if abs(total - 1.0) > SUM_TOLERANCE:
        rule = "the chances of a growth table's row sum to one"
        remedy = f"they sum to {total:g}: write the chance of 0, 1, 2, and 3 or more schools"
        yield context.problem((*at, "chances"), ", ".join(f"{c:g}" for c in row.chances), rule, remedy)
        return
    fewest = row.chances[1] + 2 * row.chances[2] + 3 * row.chances[3]
    if row.mean < fewest - MEAN_TOLERANCE:
        rule = f"with these chances {fewest:g} schools join on average at least"
        yield context.problem((*at, "mean"), row.mean, rule, "correct the mean or the chances")
    if row.chances[3] == 0 and row.mean > fewest + MEAN_TOLERANCE:
        rule = f"without a chance of 3 or more, {fewest:g} schools join on average"
        yield context.problem((*at, "mean"), row.mean, rule, "correct the mean or the chances")


def growth_covers_sizes(context: Context) -> Iterator[Problem]:
    """The table has a row for every size that the trust can have."""
    resolved = context.resolved
    if resolved.growth is None:
        return
    schools = [school for school in context.schools.values() if school.id not in context.pool]
    fewest = sum(not context.joins_in_the_run(school) for school in schools)
    most = len(context.schools)
    first, last = resolved.growth.table[0], resolved.growth.table[-1]
    lacking = None
    if last.schools_to is not None and last.schools_to < most:
        lacking = most
    if fewest < first.schools_from:
        lacking = fewest
    if lacking is not None:
        rule = f"the trust may have {fewest} to {most} schools, and no row is for {lacking}"
        sizes = f"{first.schools_from} to {'any' if last.schools_to is None else last.schools_to}"
        remedy = "add the published row for that size; the last row may leave out schools_to"
        yield context.problem(("growth", "table"), sizes, rule, remedy)


def growth_pool(context: Context) -> Iterator[Problem]:
    """A school of the pool is written in full, is not in the trust yet, and joins on no date of its own."""
    growth = context.resolved.growth
    for position, name in enumerate(growth.pool if growth else ()):
        at: Keys = ("growth", "pool", position)
        school = context.schools.get(name)
        if growth and name in growth.pool[:position]:
            yield context.problem(at, name, "a school stands in the pool once", "remove one of the two")
        elif school is not None:
            yield from _may_join(context, at, school)


def growth_leaves_nobody_out(context: Context) -> Iterator[Problem]:
    """A school that joined as no founder says when, or that chance decides: else it was always there."""
    for school in context.schools.values() if context.resolved.growth else ():
        if school.joined is None and school.joining != "founder" and school.id not in context.pool:
            rule = f"{school.id} is not in growth.pool and has no date, so it is there from the first day"
            keys: Keys = ("trust", "schools", school.id, "joining")
            remedy = "add it to growth.pool, or write when it `joined`, or remove the school"
            yield context.problem(keys, school.joining, rule, remedy)


def _may_join(context: Context, at: Keys, school: School) -> Iterator[Problem]:
    if school.joined is not None and not context.joins_on_a_date(school):
        rule = f"{school.id} is a school of the trust since {school.joined}: it cannot join again"
        yield context.problem(at, school.id, rule, "name a school that is not in the trust yet")
    elif school.joined is not None:
        rule = f"{school.id} joins on {school.joined}, so it cannot be drawn to join as well"
        yield context.problem(at, school.id, rule, "remove `joined` from the school, or the school from here")
    elif school.joining == "founder":
        rule = f"{school.id} is a school of the trust, for it joined as a founder: it cannot join again"
        remedy = "name a school that may join, with `joining: converter`, `sponsored` or `merger`"
        yield context.problem(at, school.id, rule, remedy)
    for position, secondment in enumerate(context.resolved.secondments):
        if secondment.to_school == school.id:
            rule = f"whether and when {school.id} joins is drawn, so nobody is seconded there on a date"
            keys: Keys = ("secondments", position, "to_school")
            yield context.problem(keys, school.id, rule, "name another school, or give it a date to join")


def growth_posts(context: Context) -> Iterator[Problem]:
    """The posts of a school in the pool come when it joins: they have no dates, and no past in the trust."""
    opening = context.resolved.opening
    for post in context.posts.values():
        if post.school not in context.pool:
            continue
        at: Keys = ("trust", "posts", post.id)
        for field in ("starts", "ends"):
            if (date := getattr(post, field)) is not None:
                rule = f"{post.id!r} comes when {post.school} joins, which is drawn: it has no date"
                yield context.problem((*at, field), date, rule, f"remove `{field}`")
        for position, secondment in enumerate(context.resolved.secondments):
            if secondment.post == post.id:
                rule = f"{post.id!r} comes when {post.school} joins, which is drawn"
                yield context.problem(("secondments", position, "post"), post.id, rule, "name another post")
        named = {*opening.days_used, *opening.vacancies} if opening else set()
        named |= {deployment.post for deployment in opening.deployments} if opening else set()
        if post.id in named:
            rule = f"{post.id!r} comes when {post.school} joins, after the first day"
            yield context.problem(("opening",), post.id, rule, "remove it from the opening state")


def growth_dates(context: Context) -> Iterator[Problem]:
    """Joinings are drawn each 1 September, and one lies within the period."""
    resolved = context.resolved
    growth = resolved.growth
    if growth is None:
        return
    if growth.starts < resolved.start:
        rule = f"schools are drawn to join from the first day reported ({resolved.start}) on"
        yield context.problem(("growth", "starts"), growth.starts, rule, "start later")
        return
    if growth.ends is not None and growth.ends <= growth.starts:
        rule = f"`ends` is the first day without drawing, so it lies after `starts` ({growth.starts})"
        yield context.problem(("growth", "ends"), growth.ends, rule, "correct one of the two dates")
        return
    horizon = tick_of(resolved.start) + ticks(resolved.years * WEEKS_PER_YEAR)
    until = horizon if growth.ends is None else min(horizon, _tick(growth.ends))
    first = -(-_tick(growth.starts) // YEAR_TICKS) * YEAR_TICKS
    if first >= until:
        rule = "schools are drawn to join on 1 September, and none lies in the period"
        yield context.problem(("growth", "starts"), growth.starts, rule, "start earlier, or run more `years`")


def _tick(date: dt.date) -> int:
    return half_term_on_or_after(date)
