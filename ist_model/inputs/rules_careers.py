"""Checks of the ladder, of who leads which school, and of secondments (MODEL 7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import combinations

from ist_model.inputs.calendar import (
    TERM_TICKS,
    WEEKS_PER_YEAR,
    date_of,
    half_term_on_or_after,
    starts_half_term,
    tick_of,
    ticks,
)
from ist_model.inputs.context import Context
from ist_model.inputs.errors import Problem
from ist_model.inputs.models import Post, School, Secondment
from ist_model.inputs.yaml_file import Keys

_LONG_AGO, _FAR_OFF = dt.date.min, dt.date.max


def ladder_without_cycle(context: Context) -> Iterator[Problem]:
    """Following `promoted_from` downwards never comes back to a kind of post."""
    told: set[str] = set()
    for kind in context.kinds.values():
        circle = {name for name in _all_below(context, kind.id) if kind.id in _all_below(context, name)}
        if circle and kind.id not in told:  # a circle is one fault, told where it is met first
            told |= circle
            keys: Keys = ("framework", "post_kinds", kind.id, "promoted_from")
            others = ", ".join(sorted(circle - {kind.id}))
            rule = f"the ladder has a cycle: {kind.id!r} is promoted from itself in the end"
            rule += f", by way of {others}" if others else ""
            remedy = "take out one step of the circle"
            yield context.problem(keys, ", ".join(kind.promoted_from), rule, remedy)


def _all_below(context: Context, name: str) -> set[str]:
    found: set[str] = set()
    ahead = [name]
    while ahead:
        kind = context.kinds.get(ahead.pop())
        for lower in kind.promoted_from if kind else ():
            if lower not in found:
                found.add(lower)
                ahead.append(lower)
    return found


def one_accountable_leader(context: Context) -> Iterator[Problem]:
    """A school with two headships at a time says which of them is accountable (MODEL 7.3)."""
    for school in context.schools.values():
        if school.accountable_post is not None:
            continue
        heads = [post for post in _headships(context) if post.school == school.id]
        for one, other in combinations(heads, 2):
            if _overlap(one.starts, one.ends, other.starts, other.ends):
                keys: Keys = ("trust", "schools", school.id, "accountable_post")
                rule = f"{school.id} has two accountable leaders at one time: {one.id!r} and {other.id!r}"
                remedy = "name one of them as accountable_post, or give the posts dates that do not overlap"
                yield context.problem(keys, "(absent)", rule, remedy)


def heads_of_school_are_led(context: Context) -> Iterator[Problem]:
    """A head of school works under the Partnership Head of the school's partnership (MODEL 7.3)."""
    for post in _headships(context):
        school = context.schools.get(post.school)
        if not context.kinds[post.kind].under_partnership_head or school is None:
            continue
        partnership = context.partnerships.get(school.partnership or "")
        if partnership is None or partnership.head_post is None:
            keys: Keys = ("trust", "posts", post.id, "kind")
            rule = (
                f"a {post.kind} is under a Partnership Head, and {school.id} is in no partnership with a head"
            )
            yield context.problem(
                keys, post.kind, rule, "give the school's partnership a head_post, or name another kind"
            )


def spans_hold(context: Context) -> Iterator[Problem]:
    """A Partnership Head leads no more schools besides the own, at any date, than the span allows."""
    span = context.values.get("careers.span_schools")
    for partnership in context.partnerships.values():
        head = context.posts.get(partnership.head_post or "")
        led = [post for post in _headships(context) if head and _is_led_by(context, post, head)]
        for date in sorted({post.starts or _LONG_AGO for post in led}):
            now = {p.school for p in led if (p.starts or _LONG_AGO) <= date < (p.ends or _FAR_OFF)}
            if span is not None and head is not None and len(now) > span:
                keys: Keys = ("trust", "partnerships", partnership.id, "head_post")
                rule = f"{head.id!r} would lead {len(now)} schools besides the own, and the span is {span:g}"
                remedy = "regroup the partnerships, or change the assumption careers.span_schools"
                yield context.problem(keys, head.id, rule, remedy)
                break


def _is_led_by(context: Context, post: Post, head: Post) -> bool:
    school = context.schools.get(post.school)
    partnership = context.partnerships.get(school.partnership or "") if school else None
    under = context.kinds[post.kind].under_partnership_head and post.school != head.school
    return under and partnership is not None and partnership.head_post == head.id


def secondments_possible(context: Context) -> Iterator[Problem]:
    """A secondment is one that its person, and both schools, can make."""
    for position, row in enumerate(context.resolved.secondments):
        at: Keys = ("secondments", position)
        post, school = context.posts.get(row.post), context.schools.get(row.to_school)
        yield from _whole_terms(context, at, row)
        yield from _in_the_run(context, at, row)
        if post is not None:
            yield from _there(context, at, row, post)
            yield from _home_joined_by_then(context, at, row, post)
        if school is not None:
            yield from _joined_before(context, at, row, school)


def secondments_apart(context: Context) -> Iterator[Problem]:
    """A person is at one school at a time: secondments of a post do not overlap."""
    rows = list(enumerate(context.resolved.secondments))
    for (_, one), (position, other) in combinations(rows, 2):
        if one.post == other.post and _overlap(one.starts, one.ends, other.starts, other.ends):
            rule = (
                f"a person would be in two posts: {other.post!r} is at {one.to_school} until {one.ends}"
                f" and from {other.starts} at {other.to_school}"
            )
            remedy = "end one of them before the other starts"
            yield context.problem(("secondments", position, "starts"), other.starts, rule, remedy)


def _whole_terms(context: Context, at: Keys, row: Secondment) -> Iterator[Problem]:
    for field in ("starts", "ends"):
        date = getattr(row, field)
        if not (starts_half_term(date) and tick_of(date) % TERM_TICKS == 0):
            tick = half_term_on_or_after(date) // TERM_TICKS * TERM_TICKS
            near = f"{date_of(tick)} or {date_of(tick + TERM_TICKS)}"
            rule = "a secondment is for whole terms (1 Sep, 1 Jan, 1 May)"
            yield context.problem((*at, field), date, rule, f"write {near}")


def _in_the_run(context: Context, at: Keys, row: Secondment) -> Iterator[Problem]:
    """Secondments are begun in the run: none is under way when it begins, and none starts after the end."""
    resolved, starts = context.resolved, tick_of(row.starts)
    first = half_term_on_or_after(resolved.start)
    begin = first - (ticks(resolved.warm_up_weeks) if resolved.warm_up_weeks > 0 else 0)
    end = first + ticks(resolved.years * WEEKS_PER_YEAR)
    if starts < begin:
        term = date_of(-(-begin // TERM_TICKS) * TERM_TICKS)
        rule = f"the run begins on {date_of(begin)}, and nobody is on a secondment then, so this never starts"
        yield context.problem((*at, "starts"), row.starts, rule, f"start it on {term} or later")
    elif starts >= end:
        rule = f"the scenario ends on {date_of(end)}, so this secondment never starts"
        yield context.problem((*at, "starts"), row.starts, rule, "start it earlier, or run more `years`")


def _there(context: Context, at: Keys, row: Secondment, post: Post) -> Iterator[Problem]:
    """The post is there throughout, has a holder, and is not at the school itself."""
    if post.school == row.to_school:
        rule = f"{post.id!r} is at {post.school} already"
        yield context.problem((*at, "to_school"), row.to_school, rule, "name another school")
    if (post.starts or _LONG_AGO) > row.starts or (post.ends or _FAR_OFF) < row.ends:
        lasts = f"from {post.starts or 'the beginning'} to {post.ends or 'the horizon'}"
        rule = f"the post {post.id!r} is there {lasts}, not throughout the secondment"
        yield context.problem((*at, "post"), post.id, rule, "change the dates, or second another person")
    opening = context.resolved.opening
    vacant = opening.vacancies.get(post.id, 0) if opening else 0
    first = tick_of(context.resolved.start) // TERM_TICKS + vacant
    if vacant > 0 and tick_of(row.starts) < first * TERM_TICKS:
        rule = f"the post {post.id!r} is vacant when the secondment starts: {vacant} terms from the first day"
        yield context.problem((*at, "post"), post.id, rule, "start it later, or second another person")


def _home_joined_by_then(context: Context, at: Keys, row: Secondment, post: Post) -> Iterator[Problem]:
    home = context.schools.get(post.school)
    if home is None or home.joined is None or not context.joins_on_a_date(home):
        return
    if half_term_on_or_after(home.joined) > tick_of(row.starts):
        rule = f"{post.id!r} is at {home.id}, which joins the trust on {home.joined}, so this never starts"
        remedy = f"start it once {home.id} has joined, or second another person"
        yield context.problem((*at, "starts"), row.starts, rule, remedy)


def _joined_before(context: Context, at: Keys, row: Secondment, school: School) -> Iterator[Problem]:
    if school.joined is not None and school.joined >= row.starts:
        rule = f"{school.id} joins the trust on {school.joined}, so nobody is seconded there before"
        remedy = "start the secondment a term after the school has joined"
        yield context.problem((*at, "starts"), row.starts, rule, remedy)


def _headships(context: Context) -> list[Post]:
    return [
        p for p in context.posts.values() if p.kind in context.kinds and context.kinds[p.kind].accountable
    ]


def _overlap(a: dt.date | None, b: dt.date | None, c: dt.date | None, d: dt.date | None) -> bool:
    """Whether [a, b) and [c, d) have a day in common; None: without a bound."""
    return (a or _LONG_AGO) < (d or _FAR_OFF) and (c or _LONG_AGO) < (b or _FAR_OFF)
