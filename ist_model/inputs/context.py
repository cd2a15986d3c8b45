"""A resolved scenario as the checks see it: its things by id, and where each value was written."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ist_model.inputs.calendar import half_term_on_or_after
from ist_model.inputs.errors import Problem, suggest
from ist_model.inputs.models import (
    Area,
    Designation,
    Partnership,
    Post,
    PostKind,
    Role,
    School,
    Specialism,
    Supplier,
    Tier,
)
from ist_model.inputs.posts import allowance_days, serving_roles
from ist_model.inputs.scenario_models import Resolved
from ist_model.inputs.sources import Sources
from ist_model.inputs.yaml_file import Keys


@dataclass(frozen=True)
class Context:
    """A scenario to check."""

    resolved: Resolved
    sources: Sources

    @cached_property
    def areas(self) -> dict[str, Area]:
        """Improvement areas by id."""
        return {area.id: area for area in self.resolved.framework.areas}

    @cached_property
    def specialisms(self) -> dict[str, Specialism]:
        """Specialisms by id."""
        return {specialism.id: specialism for specialism in self.resolved.framework.specialisms}

    @cached_property
    def roles(self) -> dict[str, Role]:
        """Roles by id."""
        return {role.id: role for role in self.resolved.framework.roles}

    @cached_property
    def kinds(self) -> dict[str, PostKind]:
        """Kinds of post by id."""
        return {kind.id: kind for kind in self.resolved.framework.post_kinds}

    @cached_property
    def tiers(self) -> dict[str, Tier]:
        """Tiers by id."""
        return {tier.id: tier for tier in self.resolved.framework.tiers}

    @cached_property
    def schools(self) -> dict[str, School]:
        """Schools by id."""
        return {school.id: school for school in self.resolved.trust.schools}

    @cached_property
    def pool(self) -> frozenset[str]:
        """Ids of the schools that may be drawn to join (MODEL 10)."""
        growth = self.resolved.growth
        return frozenset(growth.pool) if growth else frozenset()

    def joins_in_the_run(self, school: School) -> bool:
        """Whether a school joins on the first day reported or after it, if at all."""
        return self.joins_on_a_date(school) or school.id in self.pool

    def joins_on_a_date(self, school: School) -> bool:
        """Whether its date of joining is on the first day reported or after it.

        Joining is at the start of a half-term: a date in the holidays before the first day is that day.
        """
        first = half_term_on_or_after(self.resolved.start)
        return school.joined is not None and half_term_on_or_after(school.joined) >= first

    @cached_property
    def posts(self) -> dict[str, Post]:
        """Posts by id."""
        return {post.id: post for post in self.resolved.trust.posts}

    @cached_property
    def partnerships(self) -> dict[str, Partnership]:
        """Partnerships by id."""
        return {partnership.id: partnership for partnership in self.resolved.trust.partnerships}

    @cached_property
    def values(self) -> dict[str, float]:
        """Register values by key."""
        return self.resolved.assumptions.values()

    def allowance_days(self, post: Post) -> float:
        """Release days a year of a post; infinite without a limit."""
        days = allowance_days(post, self.values, serving_roles(self.resolved.framework))
        return math.inf if days is None else days

    def problem(self, keys: Keys, value: Any, rule: str, remedy: str) -> Problem:
        """A problem with the value at a path, placed where it was written."""
        return self.sources.problem(keys, value, rule, remedy)

    def unknown(self, keys: Keys, name: str, what: str, options: Collection[str]) -> Iterator[Problem]:
        """A problem if a name is none of the options, with the nearest one that is."""
        if name not in options:
            gone = self.sources.removed_at(f"{what}s", name)
            rule = f"there is no {what} {name!r}" + (f" ({gone})" if gone else "")
            yield self.problem(keys, name, rule, suggest(name, options))

    def lacks_area(self, keys: Keys, school: str, area: str) -> Iterator[Problem]:
        """A problem if a known school lacks a known area (early years, in a junior school)."""
        found = self.schools.get(school)
        if found is not None and area in self.areas and area not in found.start_percentile:
            yield self.problem(keys, area, f"{school} has no area {area!r}", "name another area")

    def designations(self) -> Iterator[tuple[Keys, Post, Designation, Role]]:
        """Every designation of a known role, with its path, post and role."""
        for post in self.resolved.trust.posts:
            for position, slot in enumerate(post.designations):
                if slot.role in self.roles:
                    keys = ("trust", "posts", post.id, "designations", position)
                    yield keys, post, slot, self.roles[slot.role]

    def can_serve(self, slot: Designation, area: str, specialism: str) -> bool:
        """Whether a designation is one for a need of this area and specialism."""
        role = self.roles.get(slot.role)
        if role is None or area not in role.areas:
            return False
        return role.matching == "any specialism" or specialism in slot.specialisms

    def suppliers_of(self, specialism: str) -> list[Supplier]:
        """Suppliers of a specialism."""
        return [supplier for supplier in self.resolved.trust.suppliers if specialism in supplier.specialisms]


Rule = Callable[[Context], Iterator[Problem]]
