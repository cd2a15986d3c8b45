"""Checks of the opening state: it could be true on the first day (MODEL 2)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

from ist_model.inputs import calendar
from ist_model.inputs.context import Context
from ist_model.inputs.errors import Problem
from ist_model.inputs.models import OpeningDeployment, Post
from ist_model.inputs.yaml_file import Keys

MILLI = 1000


def opening_deployments(context: Context) -> Iterator[Problem]:
    """A running deployment is one its supporter can give."""
    opening = context.resolved.opening
    for position, deployment in enumerate(opening.deployments if opening else ()):
        at: Keys = ("opening", "deployments", position)
        post = context.posts.get(deployment.post)
        if post is None:
            continue
        yield from _can_give(context, at, deployment, post)
        if post.school == deployment.school:
            rule = f"nobody supports their own school, and {post.id!r} is at {post.school}"
            yield context.problem(
                (*at, "school"), deployment.school, rule, "name the school supported, or remove it"
            )
        if opening and opening.vacancies.get(post.id, 0) > 0:
            rule = f"post {post.id!r} is vacant on the first day"
            yield context.problem((*at, "post"), post.id, rule, "remove the deployment or the vacancy")


def opening_places(context: Context) -> Iterator[Problem]:
    """A supporter has no more deployments running than places."""
    opening = context.resolved.opening
    running = Counter((item.post, item.role) for item in (opening.deployments if opening else ()))
    for (post, role), count in running.items():
        places = context.values.get(f"role.{role}.places")
        if places is not None and count > places:
            rule = f"a {role} has {places:g} places at once, and {post!r} has {count} deployments"
            yield context.problem(("opening", "deployments"), f"{post}/{role}", rule, "remove some")


def opening_needs(context: Context) -> Iterator[Problem]:
    """A school has one open need an area (MODEL 5.3), waiting or being met, and only in areas that it has."""
    opening = context.resolved.opening
    seen: set[tuple[str, str]] = set()
    for kind in ("needs", "deployments"):
        for position, item in enumerate(getattr(opening, kind) if opening else ()):
            keys: Keys = ("opening", kind, position, "area")
            if (item.school, item.area) in seen:
                rule = f"{item.school} already has an open need in {item.area!r}: one an area"
                yield context.problem(keys, item.area, rule, "add the days to the first one")
            seen.add((item.school, item.area))
            yield from context.lacks_area(keys, item.school, item.area)


def opening_schools(context: Context) -> Iterator[Problem]:
    """Whoever is in the opening state is in the trust by then, and has one tier."""
    opening, start = context.resolved.opening, context.resolved.start
    if opening is None:
        return
    tiers: set[str] = set()
    for kind in ("deployments", "needs", "tiers"):
        for position, item in enumerate(getattr(opening, kind)):
            keys: Keys = ("opening", kind, position, "school")
            school = context.schools.get(item.school)
            if school is not None and context.joins_in_the_run(school):
                when = f"on {school.joined}" if school.joined else "if it is drawn to"
                rule = f"{school.id} joins {when}, on or after the first day ({start})"
                yield context.problem(keys, school.id, rule, "remove it from the opening state")
            if kind == "tiers" and item.school in tiers:
                yield context.problem(
                    keys, item.school, "a school has one tier", "remove one of the two lines"
                )
            if kind == "tiers":
                tiers.add(item.school)


def opening_days_used(context: Context) -> Iterator[Problem]:
    """Nobody has used, and promised to deployments still running, more release days than a year has."""
    opening = context.resolved.opening
    if opening is None:
        return
    promised: Counter[str] = Counter()
    for deployment in opening.deployments:
        promised[deployment.post] += _leader_milli(context, deployment)
    for name in sorted({*opening.days_used, *promised} & context.posts.keys()):
        used = opening.days_used.get(name, 0.0)
        contracted = _contracted_milli(context, context.posts[name])
        if contracted is not None and round(used * MILLI) + promised[name] > contracted:
            rule = f"post {name!r} has {contracted / MILLI:g} release days this school year"
            if promised[name] > 0:
                rule += (
                    f", and needs {promised[name] / MILLI:g} more for the deployments it has running "
                    "(days on site and their preparation)"
                )
            key = ("opening", "days_used", name) if name in opening.days_used else ("opening", "deployments")
            yield context.problem(key, used, rule, "correct the days used, the deployments or the allowance")


def _leader_milli(context: Context, deployment: OpeningDeployment) -> int:
    """Milli-days that a running deployment still takes: on site and preparation."""
    on_site = round(deployment.days_left * MILLI)
    preparation = context.values.get("support.preparation_factor", 1.0) - 1.0
    return on_site + math.floor(on_site * preparation + 0.5)


def _contracted_milli(context: Context, post: Post) -> int | None:
    """Release milli-days of a post in the first school year, as the run counts them; None: no limit."""
    days = context.allowance_days(post)
    if math.isinf(days):
        return None
    first = calendar.half_term_on_or_after(context.resolved.start)
    year = first // calendar.YEAR_TICKS
    starts = 0 if post.starts is None else calendar.half_term_on_or_after(post.starts)
    ends = (year + 1) * calendar.YEAR_TICKS
    if post.ends is not None:
        ends = min(ends, calendar.half_term_on_or_after(post.ends))
    return calendar.part_of_year(round(days * MILLI), year, starts, ends)


def _can_give(context: Context, at: Keys, deployment: OpeningDeployment, post: Post) -> Iterator[Problem]:
    slots = [slot for slot in post.designations if slot.role == deployment.role]
    if deployment.role in context.roles and not slots:
        held = ", ".join(slot.role for slot in post.designations) or "none"
        rule = f"post {post.id!r} does not hold the role {deployment.role!r} (it holds {held})"
        yield context.problem((*at, "role"), deployment.role, rule, "name a role that the post holds")
    known = deployment.area in context.areas and deployment.specialism in context.specialisms
    if (
        known
        and slots
        and not any(context.can_serve(slot, deployment.area, deployment.specialism) for slot in slots)
    ):
        rule = f"{post.id}/{deployment.role} does not serve {deployment.specialism!r} in {deployment.area!r}"
        yield context.problem((*at, "specialism"), deployment.specialism, rule, "name what is supported")
