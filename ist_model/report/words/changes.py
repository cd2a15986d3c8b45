"""What a scenario changes against its baseline, in words, from the two resolved scenarios."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from ist_model.inputs.assumptions import Assumption
from ist_model.inputs.models import POLICIES, Centre, Growth, MoneyMoved, Post, Secondment, Shock
from ist_model.inputs.scenario_models import Resolved
from ist_model.report.words.neutral import without_names
from ist_model.report.words.plain import and_list, figure, in_short, lowered, ranged, valued
from ist_model.results.discretion import LEAST_HOLDERS

Row = tuple[str, str, str]
_SKIPPED = {"scenario_id", "name", "question", "author", "extends", "framework", "trust", "assumptions"}
_QUIET_FIELDS = {
    "note",
    "draw_key",
    "label",
    "name",
    "basis",
    "start_basis",
    "indicators",
    "inspection_history",
}
_KINDS = ("schools", "posts", "streams", "suppliers", "packages", "networks", "partnerships")
_OF_TRUST = {
    "boards_externally_validated": "Progress Boards are validated from outside",
    "bought_budget_gbp_per_year": "Budget for bought days and packages, £ a year",
    "changed_hands": "The trust changes hands",
    "centre": "The trust's centre",
}


# What a page without names calls a post that its kind would tell, and the school's own that leads it.
_A_LEADER, _A_LEADERS_POST, _A_HEAD = "a leader", "A leader's post", "a school's head"
# Fields whose name or bare value would say little to a reader.
_TITLES = {"roll_change_per_year": "the roll changes by"}


def changes(
    before: Resolved, after: Resolved, schools: Mapping[str, str], *, named: bool = False
) -> list[Row]:
    """What differs, as (what, in the baseline, in this scenario).

    Args:
        before: The baseline.
        after: The scenario.
        schools: School id to the words a page may use.
        named: Whether posts go by their codes and schools; else a post by its kind alone, and one of fewer
            than five of its kind as a leader's: beside the scenario's result, what is told of a post
            would tell of its holder (MODEL 11.4, decision 6).
    """
    rows: list[Row] = []
    posts = {} if named else _kinds_of_posts(before, after)
    labels = _labels(after) | _labels(before) | dict(schools) | posts
    pool = after.growth.pool if after.growth else ()
    bring = _brought(before, after)
    brought = {post.id for posts in bring.values() for post in posts}
    for kind in _KINDS:
        old, new = (getattr(each.trust, kind) for each in (before, after))
        rows += _items(kind, old, [item for item in new if item.id not in brought], labels, pool, bring)
    rows += _assumptions(before, after)
    rows += _fields("Policy", before.policy, after.policy, labels)
    rows += _fields("", before, after, labels)
    for name, what in _OF_TRUST.items():
        was, now = (getattr(each.trust, name) for each in (before, after))
        if was != now:
            rows.append((what, _said(was, labels), _said(now, labels)))
    if named:
        return rows
    every = [*before.trust.schools, *after.trust.schools]
    told = Counter(
        (without_names(what, every), without_names(was, every), without_names(now, every))
        for what, was, now in rows
    )
    return [(f"{what} ({n} alike)" if n > 1 else what, was, now) for (what, was, now), n in told.items()]


def _kinds_of_posts(before: Resolved, after: Resolved) -> dict[str, str]:
    """Code of each post of the baseline's schools and its centre to what a page without names calls it."""
    few = _few_kinds(before)
    kinds = {kind.id: kind.label.lower() for kind in before.framework.post_kinds}
    joining = {school.id for school in after.trust.schools} - {school.id for school in before.trust.schools}
    posts = (*before.trust.posts, *after.trust.posts)
    own = [post for post in posts if post.school not in joining]
    told = {post.id: _with_article(kinds[post.kind]) for post in own}
    return told | {post.id: _A_LEADER for post in own if post.kind in few}


def _few_kinds(before: Resolved) -> set[str]:
    """Kinds of which the trust has so few posts that the kind tells whose post it is."""
    counts = Counter(post.kind for post in before.trust.posts)
    return {kind.id for kind in before.framework.post_kinds if counts[kind.id] < LEAST_HOLDERS}


def _with_article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _brought(before: Resolved, after: Resolved) -> dict[str, list[Post]]:
    """The posts that each joining school has from its first day, by the school's id."""
    there = {school.id for school in before.trust.schools}
    joining = {school.id: school for school in after.trust.schools if school.id not in there}
    found: dict[str, list[Post]] = {}
    for post in after.trust.posts:
        school = joining.get(post.school)
        if school is not None and post.starts in (None, school.joined) and not post.opens_vacant:
            found.setdefault(school.id, []).append(post)
    return found


def _labels(resolved: Resolved) -> dict[str, str]:
    framework = resolved.framework
    kinds = (framework.areas, framework.specialisms, framework.roles, framework.post_kinds)
    return POLICIES | {item.id: item.label for kind in kinds for item in kind}


def _items(
    kind: str,
    before: Iterable[Any],
    after: Iterable[Any],
    labels: Mapping[str, str],
    pool: Collection[str],
    bring: Mapping[str, Sequence[Post]],
) -> list[Row]:
    old, new = {item.id: item for item in before}, {item.id: item for item in after}
    rows: list[Row] = []
    for key in [*old, *(k for k in new if k not in old)]:
        what = _what(kind, new.get(key) or old[key], labels)
        if key not in new:
            rows.append((what, "there", "removed"))
        elif key not in old:
            with_posts = _with_posts(bring.get(key, ()), labels)
            rows.append((what, "not there", _introduced(new[key], labels, pool) + with_posts))
        elif old[key] != new[key]:
            told = _fields(what, old[key], new[key], labels)
            hidden = key in labels if kind == "posts" else _led(old[key], labels) or _led(new[key], labels)
            rows += [_apart_from_where(what, row) for row in told] if hidden else told
    return rows


def _led(item: Any, labels: Mapping[str, str]) -> bool:
    """Whether a post leads it that goes by its kind, so that the school would tell whose post it is."""
    return any(getattr(item, name, None) in labels for name in ("accountable_post", "head_post"))


def _apart_from_where(what: str, row: Row) -> Row:
    """A row about a post without the school, partnership or kind that would tell which."""
    of, was, now = row
    match of.removeprefix(f"{what}: "):
        case "accountable post":
            was, now = (_A_HEAD if end == _A_LEADER else end for end in (was, now))
            return "A school: accountable post", was, now
        case "head post":
            return "A partnership: head post", was, now
        case "school":
            return of, "a school", "another"
        case "kind" if what == _A_LEADERS_POST:
            return of, "one kind", "another"
    return row


def _what(kind: str, item: Any, labels: Mapping[str, str]) -> str:
    if kind == "schools":
        return labels[item.id]
    if kind == "posts" and labels.get(item.id) == _A_LEADER:
        return _A_LEADERS_POST
    if kind == "posts" and item.id in labels:
        return f"A post: {labels[item.kind].lower()}"
    if kind == "posts":
        home = "" if item.school == "none" else f", {labels[item.school]}"
        return f"Post {item.id}: {labels[item.kind].lower()}{home}"
    named = item.label if kind in ("packages", "networks") and item.label else item.id
    return f"{kind.removesuffix('s').capitalize()} {named}"


def _with_posts(posts: Sequence[Post], labels: Mapping[str, str]) -> str:
    """The posts that a school brings, each with what its holder may do for others."""
    named = (
        f"{labels[post.kind].lower()} {post.id}"
        + (f" ({_said(post.designations, labels)})" if post.designations else "")
        for post in posts
    )
    return f", with {and_list(named)}" if posts else ""


def _introduced(item: Any, labels: Mapping[str, str], pool: Collection[str]) -> str:
    if item.id in pool:
        return f"may join ({item.joining}, {item.roll} pupils)"
    if (joined := getattr(item, "joined", None)) is not None:
        return f"joins on {_said(joined, labels)} ({item.joining}, {item.roll} pupils)"
    parts = ["comes if the school joins" if getattr(item, "school", None) in pool else "added"]
    if (starts := getattr(item, "starts", None)) is not None:
        parts.append(f"from {_said(starts, labels)}")
    if getattr(item, "opens_vacant", False):
        parts.append("as a vacancy")
    if designations := getattr(item, "designations", ()):
        parts.append(f"({_said(designations, labels)})")
    return " ".join(parts)


def _assumptions(before: Resolved, after: Resolved) -> list[Row]:
    old = {row.key: row for row in before.assumptions.assumptions}
    rows: list[Row] = []
    for row in after.assumptions.assumptions:
        was = old.get(row.key)
        if was is not None and was != row:
            rows.append((f"Assumption: {in_short(row.meaning)}", _valued(was), _valued(row)))
    return rows


def _valued(row: Assumption) -> str:
    span = ranged(row.low, row.high)
    return f"{valued(row.value, row.unit)} ({span if span == 'fixed' else f'range {span}'})"


def _fields(what: str, before: BaseModel, after: BaseModel, labels: Mapping[str, str]) -> list[Row]:
    rows: list[Row] = []
    for name in type(after).model_fields:
        old, new = getattr(before, name), getattr(after, name)
        if old == new or name in _QUIET_FIELDS or (not what and name in (*_SKIPPED, "policy")):
            continue
        title, say = _TITLES.get(name, name.replace("_", " ")), _SAYS.get(name, _said)
        rows.append((f"{what}: {title}" if what else title.capitalize(), say(old, labels), say(new, labels)))
    return rows


def _forecast(value: Any, labels: Mapping[str, str]) -> str:
    """How a roll is taken to change: by so much a year, or by the forecast."""
    return "as forecast" if value is None else f"{figure(100 * value, signed=True)}% a year"


def _said(value: Any, labels: Mapping[str, str]) -> str:
    """A field's value in words."""
    match value:
        case None | () | "":
            return "none"
        case bool():
            return "yes" if value else "no"
        case dt.date():
            return f"{value.day} {value:%B %Y}"
        case str():
            return labels.get(value, value)
        case tuple():
            return "; ".join(_said(item, labels) for item in value)
        case dict():
            return ", ".join(f"{labels.get(k, k)} {_said(v, labels)}" for k, v in value.items())
        case Secondment():
            full = "full time" if value.share == 1 else f"{value.share:.0%} of the week"
            first, last = _said(value.starts, labels), _said(value.ends, labels)
            paid = "with backfill" if value.backfill else "without backfill"
            after = "stays if there is a vacancy" if value.then == "stay" else "returns"
            who = f"{labels.get(value.post, value.post)} to {labels.get(value.to_school, value.to_school)}"
            return f"{who}, {full}, {first} to {last}, {paid}; {after}"
        case MoneyMoved():
            to = labels.get(value.school, value.school)
            return f"£{value.gbp:,.2f} to {to} on {_said(value.date, labels)}: {value.reason}"
        case Shock():
            where = and_list(lowered(labels.get(area, area)) for area in value.areas) or "every area"
            return (
                f"{labels.get(value.school, value.school)} loses {value.points:g} points of strength in "
                f"{where} on {_said(value.date, labels)}, {value.lasting_share:.0%} of which does not come "
                f"back by itself: {value.reason}"
            )
        case Centre():
            services, reserves = (
                unknown if pounds is None else f"£{pounds:,.0f}"
                for pounds, unknown in (
                    (value.services_gbp_per_year, "as much as the top slice"),
                    (value.reserves_gbp, "not known"),
                )
            )
            return f"services {services} a year, reserves {reserves}"
        case Growth():
            until = f" until {_said(value.ends, labels)}" if value.ends else ""
            return (
                f"drawn each September from {_said(value.starts, labels)}{until}, by the size of the trust, "
                f"from a table of {len(value.table)} rows; {len(value.pool)} schools may join. {value.source}"
            )
        case BaseModel() if (role := getattr(value, "role", None)) is not None:
            served = ", ".join(lowered(labels.get(s, s)) for s in getattr(value, "specialisms", ()))
            return str(labels.get(role, role)) + (f": {served}" if served else "")
        case BaseModel():
            return _said({name: getattr(value, name) for name in type(value).model_fields}, labels)
    return f"{value:g}".replace("-", "−") if isinstance(value, float) else str(value)


_SAYS = {"roll_change_per_year": _forecast}
