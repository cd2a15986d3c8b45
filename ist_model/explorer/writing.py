"""Levers written as a scenario: the same fields, and the same checks, as a file that a person writes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ist_model.experiments.new_leaders import new_leader
from ist_model.explorer.joining import joining
from ist_model.explorer.settings import (
    LEAD,
    LEADER,
    NO_LIMIT,
    ODDS_RATIO,
    SLE,
    Settings,
    holders,
    settings_of,
    term_starts,
)
from ist_model.inputs.models import Post
from ist_model.inputs.scenario_models import Resolved

Content = dict[str, Any]
EXPLORED = "explored"  # the id of a scenario that is not saved
QUESTION = "What if, seen in the explorer?"


class NonsenseError(Exception):
    """Levers that cannot go together; the text says which, and what to do."""


def content_of(
    settings: Settings,
    start: Resolved,
    *,
    name: str | None = None,
    question: str | None = None,
    author: str = "",
) -> Content:
    """What a scenario file says for these levers: only what differs from the start.

    Raises:
        NonsenseError: for levers that cannot go together and that no scenario file could say.
    """
    plain = settings_of(start)
    content: Content = {
        "name": f"Explored from: {start.name}"[:200] if name is None else name,
        "question": QUESTION if question is None else question,
        "author": author,
        "extends": start.scenario_id,
    }
    if settings.no_effect != plain.no_effect:
        content["no_effect"] = settings.no_effect
    if settings.seconded:
        content["secondments"] = (_secondment(settings, start),)
    changes = _changes(settings, plain, start)
    if changes:
        content["changes"] = changes
    return content


def says_nothing(content: Content) -> bool:
    """Whether a scenario changes nothing of what it extends."""
    return not {"no_effect", "secondments", "changes"} & set(content)


def _changes(settings: Settings, plain: Settings, start: Resolved) -> Content:
    schools: Content = {}
    posts: Content = {}
    if settings.strong or settings.sponsored:
        new_schools, new_posts = joining(settings, start)
        schools["add"] = tuple(new_schools)
        _add(posts, new_posts)
    for role, change, specialism in (
        (SLE, settings.sle_posts, settings.sle_specialism),
        (LEAD, settings.lead_posts, settings.lead_specialism),
    ):
        _holders(posts, start, role, change, specialism)
    if settings.heads:
        _lead_by(schools, posts, settings, start)
    parts: Content = {"schools": schools, "posts": posts, "assumptions": _assumptions(settings, plain)}
    if settings.bought_days != plain.bought_days:
        parts["suppliers"] = {
            "change": {start.trust.suppliers[0].id: {"days_per_year": settings.bought_days}}
        }
    policy = {name: getattr(settings, name) for name in ("order", "when")}
    parts["policy"] = {name: value for name, value in policy.items() if value != getattr(plain, name)}
    changes = {name: part for name, part in parts.items() if part}
    if settings.budget != plain.budget:
        if settings.budget == NO_LIMIT:
            raise NonsenseError(
                f"“{start.name}” has a budget for bought days, and a scenario cannot take it away: "
                "set it as high as you like instead"
            )
        changes["bought_budget_gbp_per_year"] = float(settings.budget)
    return changes


def _assumptions(settings: Settings, plain: Settings) -> Content:
    rows = {
        f"role.{SLE}.days_per_year": (settings.sle_days, plain.sle_days),
        f"role.{LEAD}.days_per_year": (settings.lead_days, plain.lead_days),
        f"role.{LEADER}.days_per_year": (settings.leader_days, plain.leader_days),
        ODDS_RATIO: (settings.odds_ratio, plain.odds_ratio),
    }
    return {key: now for key, (now, before) in rows.items() if now != before}


def _holders(posts: Content, start: Resolved, role: str, change: int, specialism: str) -> None:
    """Teachers with a role added, the largest schools first, or the role taken from so many holders."""
    if change > 0:
        homes = sorted(start.members(), key=lambda school: (-school.roll, school.id))
        if not homes:
            raise NonsenseError("there is no school for a leader to be at: let a school join first")
        taken = {post.id for post in start.trust.posts}
        ids = (f"X-{role.upper()[:4]}-{number}" for number in range(1, 1000))
        free = (each for each in ids if each not in taken)
        for number in range(change):
            home = homes[number % len(homes)].id
            post = new_leader(start, next(free), home, role, specialism, "always")
            _add(posts, [post.model_dump(exclude_defaults=True)])
    for post in holders(start, role)[: max(0, -change)]:
        edits = posts.setdefault("change", {})
        before = edits.get(post.id, {}).get("designations", _slots(post))
        edits[post.id] = {"designations": tuple(slot for slot in before if slot["role"] != role)}


def _slots(post: Post) -> tuple[Content, ...]:
    return tuple(slot.model_dump(exclude_defaults=True) for slot in post.designations)


def _lead_by(schools: Content, posts: Content, settings: Settings, start: Resolved) -> None:
    """Schools led by another kind of post, from a date on: the new posts open vacant (MODEL 7.2)."""
    kinds = {kind.id: kind for kind in start.framework.post_kinds}
    wanted, day = kinds[settings.heads], dt.date.fromisoformat(settings.heads_from)
    heads = {partnership.head_post for partnership in start.trust.partnerships}
    own = {school.id: school for school in start.members()}
    led = [
        post
        for post in start.trust.posts
        if kinds[post.kind].accountable
        and kinds[post.kind].under_partnership_head != wanted.under_partnership_head
        and post.id not in heads
        and post.school in own
        and post.ends is None
        and (post.starts is None or post.starts < day)
    ]
    if wanted.under_partnership_head:
        headed = {p.id for p in start.trust.partnerships if p.head_post is not None}
        led = [post for post in led if own[post.school].partnership in headed]
    if not led:
        raise NonsenseError(
            f"every school is led so already, or has no Partnership Head: “{wanted.label}” changes nothing"
        )
    for number, post in enumerate(led, start=1):
        posts.setdefault("change", {}).setdefault(post.id, {})["ends"] = day
        schools.setdefault("change", {})[post.school] = {"accountable_post": None}
        new = {"id": f"X-{wanted.id}-{number}", "kind": wanted.id, "school": post.school}
        _add(posts, [{**new, "starts": day, "opens_vacant": True}])


def _secondment(settings: Settings, start: Resolved) -> Content:
    if not settings.to:
        raise NonsenseError("a secondment needs a school to go to: choose one, or choose nobody")
    days = term_starts(start)
    begin = dt.date.fromisoformat(settings.second_from)
    place = days.index(begin) if begin in days else 0
    if place + settings.second_terms >= len(days):
        raise NonsenseError("the secondment would end after the period: start it earlier or make it shorter")
    return {
        "post": settings.seconded,
        "to_school": settings.to,
        "starts": begin,
        "ends": days[place + settings.second_terms],
        "share": settings.second_share,
        "backfill": settings.backfill,
    }


def _add(posts: Content, new: list[Content]) -> None:
    posts["add"] = (*posts.get("add", ()), *new)
