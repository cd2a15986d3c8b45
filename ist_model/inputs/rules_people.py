"""Checks of schools, posts and designations."""

from __future__ import annotations

from collections.abc import Iterator

from ist_model.inputs.candidate import Candidate
from ist_model.inputs.context import Context
from ist_model.inputs.errors import Problem
from ist_model.inputs.models import Area, School
from ist_model.inputs.yaml_file import Keys


def has_area(school: School | Candidate, area: Area) -> bool:
    """Whether an improvement area exists in a school (MODEL 3.1: early years by age)."""
    return area.only_if_ages_below is None or school.age_low < area.only_if_ages_below


def school_ages(context: Context) -> Iterator[Problem]:
    """A school's ages run upwards."""
    for school in context.resolved.trust.schools:
        if school.age_low >= school.age_high:
            keys: Keys = ("trust", "schools", school.id, "age_high")
            rule = f"age_high must be above age_low ({school.age_low})"
            yield context.problem(keys, school.age_high, rule, "correct one of the two ages")


def start_percentiles(context: Context) -> Iterator[Problem]:
    """A school starts with a percentile in each area that it has, and in no other."""
    for school in context.resolved.trust.schools:
        at: Keys = ("trust", "schools", school.id, "start_percentile")
        for area in context.areas.values():
            given = area.id in school.start_percentile
            if has_area(school, area) and not given:
                rule = f"{school.id} has the area {area.id!r}, which needs a starting percentile"
                yield context.problem(
                    (*at, area.id), "(absent)", rule, f"add `{area.id}: 0.5` or what is known"
                )
            if given and not has_area(school, area):
                rule = f"{school.id} has no {area.id!r}: its lowest age is {school.age_low}"
                value = school.start_percentile[area.id]
                yield context.problem((*at, area.id), value, rule, "remove the line, or correct age_low")


def accountable_posts(context: Context) -> Iterator[Problem]:
    """A school's accountable post is a head's, at that school or heading its partnership (MODEL 7.3)."""
    for school in context.resolved.trust.schools:
        post = context.posts.get(school.accountable_post or "")
        if post is None:
            continue
        keys: Keys = ("trust", "schools", school.id, "accountable_post")
        kind = context.kinds.get(post.kind)
        if kind is not None and not kind.accountable:
            fit = ", ".join(other.id for other in context.kinds.values() if other.accountable)
            rule = f"post {post.id!r} is of kind {post.kind!r}, which cannot be accountable for a school"
            yield context.problem(
                keys, post.id, rule, f"name a post of a kind that can: {fit or 'none is defined'}"
            )
        partnership = context.partnerships.get(school.partnership or "")
        heads_it = partnership is not None and partnership.head_post == post.id
        if post.school != school.id and not heads_it:
            where = "a central post" if post.school == "none" else f"a post at {post.school}"
            rule = f"post {post.id!r} is {where} and does not head the partnership of {school.id}"
            yield context.problem(keys, post.id, rule, "name a post at the school or its Partnership Head")


def year_groups(context: Context) -> Iterator[Problem]:
    """Who teaches a year group is at a school that has it: Year 6 is taught at ages 10 to 11."""
    for post in context.resolved.trust.posts:
        school = context.schools.get(post.school)
        for position, year in enumerate(post.year_groups):
            keys: Keys = ("trust", "posts", post.id, "year_groups", position)
            if school is None:
                rule = "nobody teaches a year group without a school"
                yield context.problem(keys, year, rule, "name the school, or remove the line")
            elif not school.age_low <= year + 4 < school.age_high:
                rule = f"{school.id} has ages {school.age_low} to {school.age_high}, so no Year {year}"
                yield context.problem(keys, year, rule, "correct the year group")


def designation_specialisms(context: Context) -> Iterator[Problem]:
    """A designation names specialisms if its role asks for them, and only such as serve its areas."""
    for keys, post, slot, role in context.designations():
        if role.matching == "by specialism" and role.areas and not slot.specialisms:
            rule = f"role {role.id!r} supports by specialism, but {post.id!r} names none"
            yield context.problem((*keys, "specialisms"), "(absent)", rule, "add `specialisms: [...]`")
        for position, name in enumerate(slot.specialisms):
            specialism = context.specialisms.get(name)
            if specialism is not None and not set(specialism.areas) & set(role.areas):
                areas = ", ".join(role.areas) or "none"
                rule = f"specialism {name!r} serves no area of role {role.id!r} ({areas})"
                roles = [
                    f"{other.label} ({other.id})"
                    for other in context.roles.values()
                    if other.matching == "by specialism" and set(specialism.areas) & set(other.areas)
                ]
                remedy = f"remove it: it serves {', '.join(specialism.areas)}"
                remedy += f"; or give a role that does: {', '.join(roles)}" if roles else ""
                yield context.problem((*keys, "specialisms", position), name, rule, remedy)


def designation_phases(context: Context) -> Iterator[Problem]:
    """A designation knows at least one phase."""
    for keys, _, slot, _ in context.designations():
        if not slot.phases:
            rule = "a designation knows at least one phase"
            yield context.problem(
                (*keys, "phases"), "[]", rule, "write infant, junior or both, or leave it out"
            )
