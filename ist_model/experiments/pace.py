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


def steady(
    base: Resolved,
    growth: Resolved,
    each_september: Sequence[int],
    first: int,
    *,
    share_sponsored: float | None = None,
    again: bool = False,
) -> Resolved:
    """The base, joined by schools of a growth scenario's pool: so many each September from `first` on.

    Args:
        base: the scenario that all plans start from.
        growth: a scenario that extends it and names a pool; its other assumptions come along.
        each_september: schools that join in the first September, in the next one, and so on.
        first: year of the first September.
        share_sponsored: of the schools that join, spread evenly; omit to take them in the pool's order.
        again: whether schools beyond the pool are others like those of the pool, in its order again.

    Raises:
        NoPlanError: if there is no pool, or it has too few schools, or the numbers are not 0 or more.
        InputError: if the plan is not a scenario that a file could write.
    """
    pool = growth.growth.pool if growth.growth else ()
    asked = sum(each_september)
    if min(each_september, default=0) < 0 or (asked and not pool) or (asked > len(pool) and not again):
        raise NoPlanError(
            f"{list(each_september)} schools each September cannot be taken from a pool of {len(pool)}.\n"
            "  rule:   numbers of 0 or more, together no more than the pool of the scenario has\n"
            "  remedy: fewer schools, or a longer `growth: {pool: ...}`"
        )
    years = [first + place for place, number in enumerate(each_september) for _ in range(number)]
    schools: list[School] = []
    posts: list[Post] = []
    for (name, copy), year in zip(_joiners(growth, asked, share_sponsored), years, strict=True):
        brought = _brought(growth, name, copy, dt.date(year, 9, 1))
        schools.append(brought[0])
        posts += brought[1]
    name = "-".join(["pace", str(first), *(str(number) for number in each_september)])
    if share_sponsored is not None:
        name += f"-sponsored-{100 * share_sponsored:.0f}"
    changes = Changes(
        schools=Edits[School](add=tuple(schools)),
        posts=Edits[Post](add=tuple(posts)),
        assumptions=_other_assumptions(base, growth),
    )
    written = Scenario(name=name, question=QUESTION, extends=base.scenario_id, changes=changes)
    return extended(base, name, written)


def _joiners(growth: Resolved, number: int, share_sponsored: float | None) -> list[tuple[str, int]]:
    """Schools of the pool in the order in which they join, and how often each was taken before.

    Raises:
        NoPlanError: if a share asks for schools of a kind that the pool lacks.
    """
    pool = list(growth.growth.pool) if growth.growth else []
    joining = {school.id: school.joining for school in growth.trust.schools}
    if share_sponsored is None:
        return [(pool[place % len(pool)], place // len(pool)) for place in range(number)]
    kinds = {
        sponsored: [name for name in pool if (joining[name] == "sponsored") == sponsored]
        for sponsored in (True, False)
    }
    taken = {True: 0, False: 0}
    found = []
    for place in range(number):
        # Whole numbers of sponsored schools as the joinings go on: 0.25 is every fourth.
        kind = int((place + 1) * share_sponsored + 1e-9) > int(place * share_sponsored + 1e-9)
        names = kinds[kind]
        if not names:
            words = "sponsored" if kind else "not sponsored"
            raise NoPlanError(
                f"a share of {share_sponsored:g} sponsored needs schools that are {words}, and the pool of "
                f"{growth.scenario_id} has none.\n"
                "  rule:   schools that join are taken from the pool by how they join\n"
                "  remedy: another share, or add such a school to the pool"
            )
        found.append((names[taken[kind] % len(names)], taken[kind] // len(names)))
        taken[kind] += 1
    return found


def _brought(growth: Resolved, name: str, copy: int, date: dt.date) -> tuple[School, list[Post]]:
    """A school of the pool that joins on a date, with its posts; a copy has names and luck of its own."""
    (school,) = [each for each in growth.trust.schools if each.id == name]
    posts = [each for each in growth.trust.posts if each.school == name]
    if not copy:
        moved = [post.model_copy(update={"starts": date}) for post in posts]
        return school.model_copy(update={"joined": date}), moved
    end = f"-{copy + 1}"
    own = {"id": name + end, "draw_key": None, "urn": None, "label": f"School {name}{end}"[:24]}
    leader = None if school.accountable_post is None else school.accountable_post + end
    new = {"joined": date, "name": school.name + end, "accountable_post": leader}
    moved = [
        post.model_copy(
            update={
                "id": post.id + end,
                "draw_key": None,
                "school": name + end,
                "starts": date,
                "designations": tuple(s.model_copy(update={"draw_key": None}) for s in post.designations),
            }
        )
        for post in posts
    ]
    return school.model_copy(update=own | new), moved


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
