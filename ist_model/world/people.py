"""Posts, the designations they carry, and bought-in suppliers as arrays (MODEL 3.2, 3.3, 6.5)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ist_model.inputs import calendar
from ist_model.inputs.models import Designation, Post, Supplier
from ist_model.inputs.posts import allowance_days, serving_roles
from ist_model.inputs.scenario_models import Resolved
from ist_model.world import ladder
from ist_model.world.keys import draw_key, in_key_order
from ist_model.world.structs import DESIGNATION, NEVER, NO_LIMIT, NONE, POST, SUPPLIER, Span

MILLI = 1000
TEST_YEARS = {2, 6}  # with national tests in May


class Slot(NamedTuple):
    """A designation and the post that carries it."""

    post: Post
    designation: Designation
    key: np.uint64
    name: str


class People(NamedTuple):
    """All that the world knows of leaders; P posts, D designations, B suppliers."""

    posts: list[Post]
    slots: list[Slot]
    suppliers: list[Supplier]
    post_structs: NDArray[np.void]
    slot_structs: NDArray[np.void]
    supplier_structs: NDArray[np.void]


def post_key(post: Post) -> np.uint64:
    """The key of a seat's luck."""
    return draw_key("post", post.draw_key or post.id)


def ordered_posts(resolved: Resolved) -> list[Post]:
    """Posts in key order."""
    return in_key_order(resolved.trust.posts, post_key)


def ordered_slots(posts: list[Post]) -> list[Slot]:
    """Designation slots in key order; a second slot of one role on a post gets an ordinal."""
    slots: list[Slot] = []
    for post in posts:
        seen: dict[str, int] = {}
        for designation in post.designations:
            ordinal = seen.get(designation.role, 0)
            seen[designation.role] = ordinal + 1
            seat = designation.draw_key or f"{post.draw_key or post.id}/{designation.role}/{ordinal}"
            slots.append(
                Slot(post, designation, draw_key("designation", seat), f"{post.id}/{designation.role}")
            )
    return in_key_order(slots, lambda slot: slot.key)


def build_people(
    resolved: Resolved,
    values: dict[str, float],
    span: Span,
    school_index: dict[str, int],
    joins: dict[str, int],
) -> People:
    """Posts, designations and suppliers; `joins` is the tick at which each school is in the trust."""
    posts = ordered_posts(resolved)
    slots = ordered_slots(posts)
    kinds = {kind.id: i for i, kind in enumerate(resolved.framework.post_kinds)}
    roles = {role.id: i for i, role in enumerate(resolved.framework.roles)}
    post_index = {post.id: i for i, post in enumerate(posts)}
    post_structs = np.zeros(len(posts), POST)
    for i, post in enumerate(posts):
        _fill_post(post_structs[i], post, resolved, values, span, kinds, school_index, joins)
    slot_structs = np.zeros(len(slots), DESIGNATION)
    serving = serving_roles(resolved.framework)
    with_post = {role.id for role in resolved.framework.roles if role.comes_with_post}
    for struct, slot in zip(slot_structs, slots, strict=True):
        role = slot.designation.role
        struct["key"] = slot.key
        struct["post"] = post_index[slot.post.id]
        struct["role"] = roles[role]
        struct["places"] = int(values[f"role.{role}.places"]) if role in serving else 0
        struct["pattern_milli"] = round(values[f"role.{role}.days_per_week"] * MILLI)
        develop = 0.0 if role in with_post else values[f"role.{role}.develop_weeks"]
        struct["develop_ticks"] = calendar.ticks(develop) if develop > 0 else 0
    suppliers, supplier_structs = _build_suppliers(resolved, values)
    return People(posts, slots, suppliers, post_structs, slot_structs, supplier_structs)


def _fill_post(
    struct: np.void,
    post: Post,
    resolved: Resolved,
    values: dict[str, float],
    span: Span,
    kinds: dict[str, int],
    school_index: dict[str, int],
    joins: dict[str, int],
) -> None:
    days = allowance_days(post, values, serving_roles(resolved.framework))
    long_ago = span.begin - calendar.YEAR_TICKS
    starts = long_ago if post.starts is None else calendar.half_term_on_or_after(post.starts)
    preparing = {role.id for role in resolved.framework.roles if role.prepares_boards}
    seeing = {role.id for role in resolved.framework.roles if role.sharpens_boards}
    opening = resolved.opening
    struct["key"] = post_key(post)
    struct["kind"] = kinds[post.kind]
    struct["home"] = school_index.get(post.school, NONE)
    starts = max(starts, joins.get(post.school, starts))
    struct["starts"] = starts if starts < span.end else NEVER  # no one is appointed at the horizon
    struct["ends"] = NEVER if post.ends is None else calendar.half_term_on_or_after(post.ends)
    struct["leave_per_year"] = values[f"post.{post.kind}.leave_per_year"]
    struct["refill_terms"] = int(values[f"post.{post.kind}.refill_terms"])
    struct["fail_chance"] = values[f"post.{post.kind}.fail_chance"]
    struct["ready_terms"] = ladder.terms_of(values[f"post.{post.kind}.ready_years"])
    struct["ready_share"] = values[f"post.{post.kind}.ready_share"]
    struct["opens_vacant"] = post.opens_vacant
    struct["allowance_milli"] = NO_LIMIT if days is None else round(days * MILLI)
    weekly = values[f"post.{post.kind}.most_days_per_week"]
    struct["week_milli"] = NO_LIMIT if days is None else round(weekly * MILLI)
    struct["test_year"] = not TEST_YEARS.isdisjoint(post.year_groups)
    struct["prepares_boards"] = any(d.role in preparing for d in post.designations)
    seen = [values[f"role.{d.role}.days_per_year"] for d in post.designations if d.role in seeing]
    sight = max(seen, default=0.0)
    struct["sight_milli"] = round(sight * MILLI)
    struct["accountable"] = next(k.accountable for k in resolved.framework.post_kinds if k.id == post.kind)
    struct["vacant_terms"] = opening.vacancies.get(post.id, 0) if opening else 0
    struct["used_milli"] = round(opening.days_used.get(post.id, 0.0) * MILLI) if opening else 0


def _build_suppliers(resolved: Resolved, values: dict[str, float]) -> tuple[list[Supplier], NDArray[np.void]]:
    suppliers = in_key_order(resolved.trust.suppliers, lambda s: draw_key("supplier", s.id))
    structs = np.zeros(len(suppliers) + len(resolved.trust.packages), SUPPLIER)
    # Visits of packages: their own pattern, and nothing that could be bought by the day.
    structs["pattern_milli"], structs["volume_milli"] = 1, NONE
    structs["people"] = len(resolved.trust.schools)
    for struct, supplier in zip(structs[: len(suppliers)], suppliers, strict=True):
        price, lead = supplier.price_gbp_per_day, supplier.lead_weeks
        struct["key"] = draw_key("supplier", supplier.id)
        struct["people"] = supplier.people
        struct["volume_milli"] = round(supplier.days_per_year * MILLI)
        struct["price_gbp_per_day"] = values["supplier.price_gbp_per_day"] if price is None else price
        struct["lead_ticks"] = calendar.ticks(values["supplier.lead_weeks"] if lead is None else lead)
        struct["pattern_milli"] = round(values["supplier.days_per_week"] * MILLI)
    return suppliers, structs
