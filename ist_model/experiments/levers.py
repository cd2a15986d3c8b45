"""What a trust can change about its capacity, as levers with bounds, and plans made of them (MODEL 3, 6.5).

Levers follow from the trust's own files: posts of each role that is matched by specialism, by the specialism
named first; days a year of each role that does not come with a post; days that may be bought of each
supplier. A plan is a number for each lever, and a scenario like any other: what a file would say.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from ist_model.experiments.new_leaders import There, new_leader
from ist_model.experiments.removal import opening_without
from ist_model.inputs.models import Designation, Post, Role, Supplier
from ist_model.inputs.resolve import extended
from ist_model.inputs.scenario_models import AssumptionChange, Changes, Edits, Resolved, Scenario
from ist_model.world.schools import pool_of

Kind = Literal["posts", "days", "bought"]
Plan = tuple[int, ...]  # a number for each lever, in their order

POSTS_AROUND = 2  # posts fewer and more than today, by default
NICE_STEPS = (1, 5, 10, 20, 50, 100)
QUESTION = "Which mix of posts and days keeps the service standard at the least cost?"


class LeverError(ValueError):
    """A lever that a trust does not have, or bounds that hold no plan."""


class Lever(NamedTuple):
    """One number that a plan chooses."""

    name: str  # sle.maths, sle.days, bought.partner-sle
    label: str
    kind: Kind
    of: tuple[str, ...]  # role and specialism; role; supplier
    today: float
    choices: tuple[int, ...]  # in order


def levers_of(resolved: Resolved) -> tuple[Lever, ...]:
    """All levers of a trust, each with the bounds that it has where nobody names others.

    Posts: two fewer to two more than today, one at least where there is one today. Days a year: the
    register's range. Days bought: none to twice today's.

    Raises:
        LeverError: if the trust has nothing to choose.
    """
    found = [*_posts(resolved), *_days(resolved), *_bought(resolved)]
    if not found:
        raise LeverError(
            f"{resolved.name} has no posts by specialism, release days or suppliers to choose.\n"
            "  rule:   a search chooses among plans, so there must be something to change\n"
            "  remedy: name a scenario whose trust has designations or suppliers"
        )
    return tuple(found)


def with_posts(levers: Sequence[Lever], role: str, more: int) -> Plan:
    """Today's plan with so many posts of a role more or fewer, in turn, the commonest specialism first.

    Raises:
        LeverError: if there are not so many to take away.
    """
    numbers = {lever.name: round(lever.today) for lever in levers}
    common = sorted(
        (lever for lever in levers if lever.kind == "posts" and lever.of[0] == role and lever.today),
        key=lambda lever: (-lever.today, lever.name),
    )
    there = sum(numbers[lever.name] for lever in common)
    if not common or there + more < 0:
        raise LeverError(f"{more:+d} posts of {role} cannot be: there are {there} today")
    step = 1 if more > 0 else -1
    turn = 0
    while more:
        lever = common[turn % len(common)]
        turn += 1
        if numbers[lever.name] + step >= 0:
            numbers[lever.name] += step
            more -= step
    return tuple(numbers[lever.name] for lever in levers)


def plan_of(
    base: Resolved,
    levers: Sequence[Lever],
    plan: Plan,
    name: str = "plan",
    title: str = "",
    there: There = "always",
) -> tuple[Scenario, Resolved]:
    """A plan as a scenario file would say it, and the complete scenario.

    `there`: since when posts that it adds are (`new_leaders.new_leader`).

    Raises:
        InputError: if no file could say so, for instance because nobody would serve some demand.
    """
    kept, added = _changed_posts(base, levers, plan, there)
    days = {
        f"role.{lever.of[0]}.days_per_year": float(number)
        for lever, number in zip(levers, plan, strict=True)
        if lever.kind == "days" and number != lever.today
    }
    bought = {
        lever.of[0]: {"days_per_year": float(number)}
        for lever, number in zip(levers, plan, strict=True)
        if lever.kind == "bought" and number != lever.today
    }
    assumptions: dict[str, float | AssumptionChange] = dict(days)
    written = Scenario(
        name=title or f"{base.name} ({name})"[:200],
        question=QUESTION,
        extends=base.scenario_id,
        opening=opening_without(base, kept) if kept else None,
        changes=Changes(
            posts=Edits[Post](
                add=added, change={post: {"designations": left} for post, left in kept.items()}
            ),
            suppliers=Edits[Supplier](change=bought),
            assumptions=assumptions,
        ),
    )
    return written, extended(base, name, written)


def _changed_posts(
    base: Resolved, levers: Sequence[Lever], plan: Plan, there: There
) -> tuple[dict[str, tuple[Designation, ...]], tuple[Post, ...]]:
    """Posts that lose designations, with those they keep; and posts that are added."""
    gone: dict[str, set[str]] = {}
    added: list[Post] = []
    for lever, number in zip(levers, plan, strict=True):
        if lever.kind != "posts":
            continue
        role, specialism = lever.of
        today = holders(base, role, specialism)
        for post in today[number:]:
            gone.setdefault(post.id, set()).add(role)
        added += _new_posts(base, role, specialism, number - len(today), there)
    kept = {
        post.id: tuple(slot for slot in post.designations if slot.role not in gone[post.id])
        for post in base.trust.posts
        if post.id in gone
    }
    return kept, tuple(added)


def adds_posts(levers: Sequence[Lever], plan: Plan) -> bool:
    """Whether a plan has more posts of some role and specialism than there are today."""
    return any(
        lever.kind == "posts" and number > lever.today for lever, number in zip(levers, plan, strict=True)
    )


def holders(resolved: Resolved, role: str, specialism: str | None = None) -> list[Post]:
    """Posts of the trust as it is that hold a role, by id; of one specialism if it is named first there.

    Posts of schools that join later are none of them.
    """
    later = joiners(resolved)
    found = [
        post
        for post in resolved.trust.posts
        if post.school not in later and any(_is(slot, role, specialism) for slot in post.designations)
    ]
    return sorted(found, key=lambda post: post.id)


def joiners(resolved: Resolved) -> frozenset[str]:
    """Ids of the schools that are not in the trust on the first day."""
    later = {s.id for s in resolved.trust.schools if s.joined is not None and s.joined > resolved.start}
    return pool_of(resolved) | later


def _is(slot: Designation, role: str, specialism: str | None) -> bool:
    return slot.role == role and (specialism is None or slot.specialisms[:1] == (specialism,))


def _new_posts(base: Resolved, role: str, specialism: str, number: int, there: There) -> Iterator[Post]:
    """Posts of a specialism beyond today's: each at the next school, of the kind usual for the role."""
    if number <= 0:
        return
    like = _usual(base, role)
    homes = _homes(base) if like.school != "none" else ("none",)
    order = [item.id for item in base.framework.specialisms].index(specialism)
    for extra in range(number):
        yield new_leader(
            base,
            f"{role}-{specialism}-extra-{extra + 1}",
            homes[(order + extra) % len(homes)],
            role,
            specialism,
            there,
            kind=like.kind,
            days=like.allowance_days_per_year,
            note="Added by a search for capacity.",
        )


def _usual(base: Resolved, role: str) -> Post:
    """A post of the kind that holds the role most often; of equals the lower on the ladder."""
    posts = holders(base, role)
    kinds = [kind.id for kind in base.framework.post_kinds]
    often = [post.kind for post in posts]
    return max(posts, key=lambda post: (often.count(post.kind), kinds.index(post.kind)))


def _homes(base: Resolved) -> tuple[str, ...]:
    """Schools of the trust as it is, those with the fewest leaders first."""
    later = joiners(base)
    there = [school.id for school in base.trust.schools if school.id not in later]
    leaders = [post.school for post in base.trust.posts if post.designations]
    return tuple(sorted(there, key=lambda school: (leaders.count(school), school))) or ("none",)


def _posts(resolved: Resolved) -> Iterator[Lever]:
    for role in resolved.framework.roles:
        if role.matching != "by specialism" or not holders(resolved, role.id):
            continue
        for item in resolved.framework.specialisms:
            if not set(item.areas) & set(role.areas):
                continue
            today = len(holders(resolved, role.id, item.id))
            low = max(today - POSTS_AROUND, min(today, 1))
            yield Lever(
                f"{role.id}.{item.id}",
                f"{_short(role)} for {item.label}",
                "posts",
                (role.id, item.id),
                today,
                tuple(range(low, today + POSTS_AROUND + 1)),
            )


def _days(resolved: Resolved) -> Iterator[Lever]:
    rows = {row.key: row for row in resolved.assumptions.assumptions}
    for role in resolved.framework.roles:
        free = [p for p in holders(resolved, role.id) if p.allowance_days_per_year is None]
        row = rows.get(f"role.{role.id}.days_per_year")
        if not role.areas or role.comes_with_post or not free or row is None:
            continue
        yield Lever(
            f"{role.id}.days",
            f"Days a year of each {_short(role)}",
            "days",
            (role.id,),
            row.value,
            _grid(row.low, row.high, row.value),
        )


def _bought(resolved: Resolved) -> Iterator[Lever]:
    for supplier in resolved.trust.suppliers:
        yield Lever(
            f"bought.{supplier.id}",
            f"Days a year that may be bought: {supplier.label or supplier.id}",
            "bought",
            (supplier.id,),
            supplier.days_per_year,
            _grid(0, 2 * supplier.days_per_year, supplier.days_per_year),
        )


def _short(role: Role) -> str:
    return role.label.split(" (")[0]


def _grid(low: float, high: float, today: float) -> tuple[int, ...]:
    """Whole numbers in a range: today's, and from it in steps that people use to both ends."""
    first, last, middle = math.ceil(low), math.floor(high), round(today)
    step = max((step for step in NICE_STEPS if step <= (last - first) / 2), default=1)
    found = {*range(middle, last + 1, step), *range(middle, first - 1, -step), first, last}
    return tuple(sorted(number for number in found if first <= number <= last))
