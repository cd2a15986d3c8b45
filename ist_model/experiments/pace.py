"""How fast a trust grows, and when: the same schools joining at other dates or in other numbers (MODEL 10).

Every plan is a scenario as a file would write it, with the luck of the scenario it is made from, so plans are
compared with it run by run. Which schools join matters as much as how many: a plan takes them in the order in
which the scenario lists them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from ist_model.inputs.models import Post, School
from ist_model.inputs.resolve import extended
from ist_model.inputs.scenario_models import AssumptionChange, Changes, Edits, Resolved, Scenario

QUESTION = "How fast, and when, can schools join?"


class NoPlanError(ValueError):
    """A plan of joining that cannot be made of these scenarios."""


def steady(base: Resolved, growth: Resolved, each_september: Sequence[int], first: int) -> Resolved:
    """The base, joined by schools of a growth scenario's pool: so many each September from `first` on.

    Args:
        base: the scenario that all plans start from.
        growth: a scenario that extends it and names a pool; its other assumptions come along.
        each_september: schools that join in the first September, in the next one, and so on.
        first: year of the first September.

    Raises:
        NoPlanError: if there is no pool, or it has too few schools, or the numbers are not 0 or more.
        InputError: if the plan is not a scenario that a file could write.
    """
    pool = growth.growth.pool if growth.growth else ()
    asked = sum(each_september)
    if min(each_september, default=0) < 0 or asked > len(pool):
        raise NoPlanError(
            f"{list(each_september)} schools each September cannot be taken from a pool of {len(pool)}.\n"
            "  rule:   numbers of 0 or more, together no more than the pool of the scenario has\n"
            "  remedy: fewer schools, or a longer `growth: {pool: ...}`"
        )
    years = [first + place for place, number in enumerate(each_september) for _ in range(number)]
    dates = {name: dt.date(year, 9, 1) for name, year in zip(pool, years, strict=False)}
    schools = tuple(
        school.model_copy(update={"joined": dates[school.id]})
        for school in growth.trust.schools
        if school.id in dates
    )
    posts = tuple(
        post.model_copy(update={"starts": dates[post.school]})
        for post in growth.trust.posts
        if post.school in dates
    )
    name = "-".join(["pace", str(first), *(str(number) for number in each_september)])
    changes = Changes(
        schools=Edits[School](add=schools),
        posts=Edits[Post](add=posts),
        assumptions=_other_assumptions(base, growth),
    )
    written = Scenario(name=name, question=QUESTION, extends=base.scenario_id, changes=changes)
    return extended(base, name, written)


def shifted(base: Resolved, joining: Resolved, years: int) -> Resolved:
    """A scenario in which schools join, with each joining, and the posts they bring, so many years later.

    Args:
        base: the scenario that it is compared with; schools it lacks are those that join.
        joining: the scenario; it may not draw its joinings or change the trust's hands.
        years: school years later; negative: earlier.

    Raises:
        NoPlanError: if no school joins on a date, or the joining is part of a merger or drawn.
        InputError: if the plan is not a scenario that a file could write.
    """
    there = {school.id for school in base.trust.schools}
    joiners = [s for s in joining.trust.schools if s.id not in there and s.joined is not None]
    if not joiners or joining.growth is not None or joining.trust.changed_hands is not None:
        raise NoPlanError(
            f"{joining.scenario_id} has no joining that could be earlier or later.\n"
            "  rule:   its schools join on dates of their own, not drawn by chance, not in a merger\n"
            "  remedy: name a scenario like two-schools-join-2027"
        )
    if years == 0:
        return joining
    names = {school.id for school in joiners}
    changes = Changes(
        schools=Edits[School](change={s.id: {"joined": _later(s.joined, years)} for s in joiners}),
        posts=Edits[Post](
            change={
                post.id: {"starts": _later(post.starts, years)}
                for post in joining.trust.posts
                if post.school in names and post.starts is not None
            }
        ),
    )
    name = f"{joining.scenario_id}-{'later' if years > 0 else 'earlier'}-by-{abs(years)}"
    written = Scenario(name=name, question=QUESTION, extends=joining.scenario_id, changes=changes)
    return extended(joining, name, written)


def first_joining(base: Resolved, joining: Resolved) -> dt.date:
    """The date on which the first school joins that the base lacks.

    Raises:
        NoPlanError: if none joins on a date.
    """
    there = {school.id for school in base.trust.schools}
    dates = [s.joined for s in joining.trust.schools if s.id not in there and s.joined is not None]
    if not dates:
        raise NoPlanError(f"no school joins on a date in {joining.scenario_id}")
    return min(dates)


def _later(date: dt.date | None, years: int) -> dt.date | None:
    return None if date is None else date.replace(year=date.year + years)


def _other_assumptions(base: Resolved, growth: Resolved) -> dict[str, float | AssumptionChange]:
    """Rows of the register that the growth scenario sets otherwise than the base."""
    known = {row.key: row for row in base.assumptions.assumptions}
    found: dict[str, float | AssumptionChange] = {}
    for row in growth.assumptions.assumptions:
        if row != known.get(row.key):
            span = AssumptionChange(value=row.value, low=row.low, high=row.high)
            found[row.key] = row.value if row.distribution == "fixed" else span
    return found
