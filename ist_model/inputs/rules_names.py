"""Checks of names: every name means something, and no name means two things."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ist_model.inputs.context import Context
from ist_model.inputs.errors import Problem
from ist_model.inputs.models import POLICIES, Designation, Post, School
from ist_model.inputs.yaml_file import Keys

Reference = tuple[Keys, str, str]  # path, name, what it should name


def unknown_names(context: Context) -> Iterator[Problem]:
    """Every area, specialism, role, kind, tier, school, post and partnership that is named exists."""
    options: dict[str, Iterable[str]] = {
        "area": context.areas,
        "specialism": context.specialisms,
        "role": context.roles,
        "post kind": context.kinds,
        "tier": context.tiers,
        "school": context.schools,
        "post": context.posts,
        "partnership": context.partnerships,
        "policy": POLICIES,
        "grade map": [grade_map.id for grade_map in context.resolved.framework.grade_maps],
    }
    sources = (_in_framework, _in_schools, _in_posts, _in_demand, _in_opening, _in_scenario)
    for references in sources:
        for keys, name, what in references(context):
            yield from context.unknown(keys, name, what, list(options[what]))


def names_used_twice(context: Context) -> Iterator[Problem]:
    """Ids, register keys, school labels and URNs are used once."""
    framework, trust = context.resolved.framework, context.resolved.trust
    lists: list[tuple[Keys, str, Iterable[str]]] = [
        (("framework", "areas"), "id", [x.id for x in framework.areas]),
        (("framework", "specialisms"), "id", [x.id for x in framework.specialisms]),
        (("framework", "roles"), "id", [x.id for x in framework.roles]),
        (("framework", "post_kinds"), "id", [x.id for x in framework.post_kinds]),
        (("framework", "tiers"), "id", [x.id for x in framework.tiers]),
        (("framework", "intervention_ladder"), "id", [x.id for x in framework.intervention_ladder]),
        (("framework", "grade_maps"), "id", [x.id for x in framework.grade_maps]),
        (("framework", "indicators"), "id", [x.id for x in framework.indicators]),
        (("trust", "schools"), "id", [x.id for x in trust.schools]),
        (("trust", "posts"), "id", [x.id for x in trust.posts]),
        (("trust", "streams"), "id", [x.id for x in trust.streams]),
        (("trust", "suppliers"), "id", [x.id for x in trust.suppliers]),
        (("trust", "networks"), "id", [x.id for x in trust.networks]),
        (("trust", "packages"), "id", [x.id for x in trust.packages]),
        (("trust", "partnerships"), "id", [x.id for x in trust.partnerships]),
    ]
    for at, field, names in lists:
        seen: set[str] = set()
        for name in names:
            if name in seen:
                yield context.problem(
                    (*at, name, field), name, f"{at[-1]}: an id is used once", "give it another id"
                )
            seen.add(name)


def shared_by_two_schools(context: Context) -> Iterator[Problem]:
    """No two schools have one URN, or one label."""
    kinds = (
        ("urn", "URN", "correct the number: each school has its own"),
        ("label", "label", "give each school its own label"),
    )
    for field, shown, remedy in kinds:
        first: dict[object, str] = {}
        for school in context.resolved.trust.schools:
            value = getattr(school, field)
            if value is not None and first.setdefault(value, school.id) != school.id:
                keys: Keys = ("trust", "schools", school.id, field)
                rule = f"two schools have one {shown}: {first[value]} and {school.id}"
                yield context.problem(keys, value, rule, remedy)


def shared_draw_keys(context: Context) -> Iterator[Problem]:
    """No two schools, posts, streams or designations share their luck by accident (MODEL 12)."""
    trust = context.resolved.trust
    kinds: list[list[tuple[Keys, str]]] = [
        [(("trust", "schools", x.id), x.draw_key or str(x.urn or x.id)) for x in _told_apart(trust.schools)],
        [(("trust", "posts", x.id), x.draw_key or x.id) for x in trust.posts],
        [(("trust", "streams", x.id), x.draw_key or x.id) for x in trust.streams],
        [(keys, _slot_key(post, slot)) for keys, post, slot, _ in context.designations()],
    ]
    for entries in kinds:
        seen: set[str] = set()
        for keys, draw_key in entries:
            if draw_key in seen:
                rule = f"draw key {draw_key!r} is taken: two things would share their luck"
                remedy = "give it a `draw_key` of its own"
                if "designations" in keys:
                    remedy += ", or list the specialisms in one designation"
                yield context.problem((*keys, "draw_key"), draw_key, rule, remedy)
            seen.add(draw_key)


def _told_apart(schools: Iterable[School]) -> list[School]:
    """Schools but for those whose URN another has: that is a problem of its own."""
    by_urn: dict[object, School] = {}
    for school in schools:
        by_urn.setdefault(school.urn or school.id, school)
    return list(by_urn.values())


def _slot_key(post: Post, slot: Designation) -> str:
    return slot.draw_key or f"{post.draw_key or post.id}/{slot.role}"


def _in_framework(context: Context) -> Iterator[Reference]:
    framework = context.resolved.framework
    for kind, items in (("specialisms", framework.specialisms), ("roles", framework.roles)):
        for item in items:
            for position, area in enumerate(item.areas):
                yield ("framework", kind, item.id, "areas", position), area, "area"
    for indicator in framework.indicators:
        yield ("framework", "indicators", indicator.id, "area"), indicator.area, "area"
    for post_kind in framework.post_kinds:
        for position, lower in enumerate(post_kind.promoted_from):
            yield ("framework", "post_kinds", post_kind.id, "promoted_from", position), lower, "post kind"


def _in_schools(context: Context) -> Iterator[Reference]:
    for school in context.resolved.trust.schools:
        at: Keys = ("trust", "schools", school.id)
        if school.partnership is not None:
            yield (*at, "partnership"), school.partnership, "partnership"
        if school.accountable_post is not None:
            yield (*at, "accountable_post"), school.accountable_post, "post"
        for field in ("start_percentile", "start_basis"):
            for area in getattr(school, field):
                yield (*at, field, area), area, "area"
        for position, need in enumerate(school.onboarding):
            yield (*at, "onboarding", position, "area"), need.area, "area"
            yield (*at, "onboarding", position, "specialism"), need.specialism, "specialism"
    for partnership in context.resolved.trust.partnerships:
        if partnership.head_post is not None:
            yield ("trust", "partnerships", partnership.id, "head_post"), partnership.head_post, "post"


def _in_posts(context: Context) -> Iterator[Reference]:
    for post in context.resolved.trust.posts:
        at: Keys = ("trust", "posts", post.id)
        yield (*at, "kind"), post.kind, "post kind"
        if post.school != "none":
            yield (*at, "school"), post.school, "school"
        for position, slot in enumerate(post.designations):
            yield (*at, "designations", position, "role"), slot.role, "role"
            for number, specialism in enumerate(slot.specialisms):
                yield (*at, "designations", position, "specialisms", number), specialism, "specialism"


def _in_demand(context: Context) -> Iterator[Reference]:
    for stream in context.resolved.trust.streams:
        yield ("trust", "streams", stream.id, "area"), stream.area, "area"
        yield ("trust", "streams", stream.id, "specialism"), stream.specialism, "specialism"
    for supplier in context.resolved.trust.suppliers:
        for number, specialism in enumerate(supplier.specialisms):
            yield ("trust", "suppliers", supplier.id, "specialisms", number), specialism, "specialism"


def _in_opening(context: Context) -> Iterator[Reference]:
    opening = context.resolved.opening
    if opening is None:
        return
    for position, deployment in enumerate(opening.deployments):
        for field in ("post", "role", "school", "area", "specialism"):
            yield ("opening", "deployments", position, field), getattr(deployment, field), field
    for position, need in enumerate(opening.needs):
        for field in ("school", "area", "specialism"):
            yield ("opening", "needs", position, field), getattr(need, field), field
    for position, entry in enumerate(opening.tiers):
        for field in ("school", "tier"):
            yield ("opening", "tiers", position, field), getattr(entry, field), field
    for mapping in ("days_used", "vacancies"):
        for post in getattr(opening, mapping):
            yield ("opening", mapping, post), post, "post"


def _in_scenario(context: Context) -> Iterator[Reference]:
    resolved = context.resolved
    for position, override in enumerate(resolved.tier_overrides):
        yield ("tier_overrides", position, "school"), override.school, "school"
        yield ("tier_overrides", position, "tier"), override.tier, "tier"
    for position, name in enumerate(resolved.growth.pool if resolved.growth else ()):
        yield ("growth", "pool", position), name, "school"
    for position, shock in enumerate(resolved.shocks):
        yield ("shocks", position, "school"), shock.school, "school"
        for place, area in enumerate(shock.areas):
            yield ("shocks", position, "areas", place), area, "area"
    for position, moved in enumerate(resolved.money_moved):
        yield ("money_moved", position, "school"), moved.school, "school"
    for position, secondment in enumerate(resolved.secondments):
        yield ("secondments", position, "post"), secondment.post, "post"
        yield ("secondments", position, "to_school"), secondment.to_school, "school"
    yield ("policy", "order"), resolved.policy.order, "policy"
    yield ("policy", "grade_map"), resolved.policy.grade_map, "grade map"
