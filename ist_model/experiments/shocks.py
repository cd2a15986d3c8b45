"""Named shocks as changes of a scenario, and in words what exactly each puts on it (MODEL 9, 11.4).

A shock is what a file would write, with the luck of the scenario itself. Those with a date fall on one day;
the others (a giver lost, a budget cut) hold from the first day run, and nothing brings them back. Their sizes
are imagined (grade D): what is tested is the trust.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from ist_model.experiments import removal
from ist_model.experiments.removal import LONGEST_ID, without
from ist_model.inputs.models import Package, Post, Shock
from ist_model.inputs.posts import serving_roles
from ist_model.inputs.resolve import extended
from ist_model.inputs.scenario_models import AssumptionChange, Changes, Edits, Resolved, Scenario
from ist_model.results.discretion import LEAST_HOLDERS

POINTS, LASTING = 25.0, 0.5  # of a fall: as in the shipped scenario strong-giver-falls
PANDEMIC_POINTS, PANDEMIC_LASTING = 10.0, 0.5
PANDEMIC_AREAS = ("attendance_behaviour", "achievement")
CUT = 0.25  # share of release days that a budget cut takes


class Stress(NamedTuple):
    """A shock that is put on a scenario.

    Attributes:
        key: short name.
        title: what happens, in words.
        modelled: what is put on the scenario, exactly, and what is not.
        resolved: the scenario with the shock.
        from_date: when it falls; None: from the first day run, for good.
    """

    key: str
    title: str
    modelled: str
    resolved: Resolved
    from_date: dt.date | None


def shocks_of(resolved: Resolved, date: dt.date) -> tuple[list[Stress], list[str]]:
    """The shocks that can be put on a scenario, and why others cannot."""
    found, left_out = list(_withdrawn(resolved)), []
    if len(resolved.members()) >= 2:
        found.append(_downgrades(resolved, date))
    else:
        left_out.append("two schools falling at once: the trust has fewer than two")
    found.append(_budget_cut(resolved))
    if _areas_of_absence(resolved):
        found.append(_pandemic(resolved, date))
    else:
        left_out.append("a year of absence: the framework has neither of its areas")
    pair = _who_resign(resolved)
    if pair:
        found.append(_resignations(resolved, date, pair))
    else:
        left_out.append(
            f"two resignations at once: no role of {LEAST_HOLDERS} posts or more to take them from"
        )
    return found, left_out


def _withdrawn(resolved: Resolved) -> Iterator[Stress]:
    """The giving school, and the role, with most leaders; groups of fewer than five are never shown apart."""
    for what, parts in (
        ("giver", removal.giver_parts(resolved)),
        ("role", removal.role_parts(resolved)),
    ):
        large = [group for group in parts if group.holders >= LEAST_HOLDERS]
        if large:
            group = max(large, key=lambda group: group.holders)
            names = " and ".join(_labels(resolved, group))
            title = (
                f"leaders of {names} give no more support"
                if what == "giver"
                else f"no {names} to give support"
            )
            modelled = (
                f"the {group.holders} leaders keep their posts and give nothing, from the first day run on; "
                "nobody is appointed in their place"
            )
            yield Stress(what, title, modelled, without(resolved, group), None)


def _labels(resolved: Resolved, group: removal.Group) -> list[str]:
    if group.kind == "roles":
        return [role.label for role in resolved.framework.roles if role.id in group.names]
    return [school.label for school in resolved.trust.schools if school.id in group.names]


def _downgrades(resolved: Resolved, date: dt.date) -> Stress:
    pair = sorted(resolved.members(), key=lambda school: (-school.roll, school.id))[:2]
    why = "stress test: two schools fall at once"
    falls = tuple(
        Shock(school=school.id, date=date, points=POINTS, lasting_share=LASTING, reason=why)
        for school in pair
    )
    title = f"{pair[0].label} and {pair[1].label}, the largest schools, fall by {POINTS:.0f} points"
    written = _written(resolved, "double-downgrade", title, shocks=falls)
    modelled = (
        f"{_on_one_day(POINTS, LASTING)}, in every area; nobody leaves on that day, but a head may after a "
        "worse inspection, as ever"
    )
    return Stress("double-downgrade", title, modelled, written, date)


def _pandemic(resolved: Resolved, date: dt.date) -> Stress:
    areas = _areas_of_absence(resolved)
    falls = tuple(
        Shock(
            school=school.id,
            date=date,
            points=PANDEMIC_POINTS,
            lasting_share=PANDEMIC_LASTING,
            areas=areas,
            reason="stress test: a year of absence",
        )
        for school in resolved.members()
    )
    title = (
        "a pandemic year of absence, as one fall: every school "
        f"{PANDEMIC_POINTS:.0f} points lower in attendance and achievement"
    )
    modelled = (
        f"{_on_one_day(PANDEMIC_POINTS, PANDEMIC_LASTING)}, in attendance and achievement alone: what a year "
        "of pupils' absence leaves behind, put on its first day; leaders are not away, visits and "
        "inspections go on, and costs stay"
    )
    return Stress("pandemic", title, modelled, _written(resolved, "pandemic", title, shocks=falls), date)


def _on_one_day(points: float, lasting: float) -> str:
    return (
        f"strength falls by {points:.0f} points of 100 on that one day; {100 * lasting:.0f} % of the fall "
        "stays unless support mends it, the rest wears off as strength drifts back"
    )


def _areas_of_absence(resolved: Resolved) -> tuple[str, ...]:
    return tuple(area.id for area in resolved.framework.areas if area.id in PANDEMIC_AREAS)


def _budget_cut(resolved: Resolved) -> Stress:
    values, roles = resolved.assumptions.values(), serving_roles(resolved.framework)
    keys = [f"role.{role}.days_per_year" for role in sorted(roles)]
    days: dict[str, float | AssumptionChange] = {
        key: (1 - CUT) * values[key] for key in keys if values.get(key, 0) > 0
    }
    packages = tuple(package.id for package in resolved.trust.packages)
    changes = Changes(
        assumptions=days,
        packages=Edits[Package](remove=packages),
        bought_budget_gbp_per_year=0.0,
    )
    title = f"a budget cut: nothing is bought, {100 * CUT:.0f} % fewer release days"
    modelled = (
        f"from the first day run on, for good: no days bought, no packages, days a year of "
        f"each role {100 * CUT:.0f} % "
        "lower; posts and their number stay"
    )
    return Stress(
        "budget-cut", title, modelled, _written(resolved, "budget-cut", title, changes=changes), None
    )


def _who_resign(resolved: Resolved) -> list[Post]:
    """Two leaders of the role with most holders, from different schools where there are two."""
    large = [group for group in removal.role_parts(resolved) if group.holders >= LEAST_HOLDERS]
    if not large:
        return []
    roles = set(max(large, key=lambda group: group.holders).names)
    leading = {school.accountable_post for school in resolved.trust.schools}
    members = {school.id for school in resolved.members()}
    posts = [
        post
        for post in sorted(resolved.trust.posts, key=lambda post: post.id)
        if any(slot.role in roles for slot in post.designations)
        and post.id not in leading
        and post.school in members
        and post.starts is None
        and post.ends is None
    ]
    others = [post for post in posts if post.school != posts[0].school] or posts[1:]
    return [posts[0], others[0]] if others else []


def _resignations(resolved: Resolved, date: dt.date, pair: list[Post]) -> Stress:
    """Their posts end, and posts alike open vacant on the same day; the model fills them."""
    successors = [
        post.model_copy(update={"id": f"{post.id}-next", "starts": date, "opens_vacant": True})
        for post in pair
    ]
    changes = Changes(
        posts=Edits[Post](change={post.id: {"ends": date} for post in pair}, add=tuple(successors))
    )
    title = "two leaders with the same role resign in one term"
    modelled = (
        "their posts end on that day, with what they were designated for; posts alike open vacant, are "
        "advertised, filled and developed as after any leaver"
    )
    return Stress(
        "two-resign", title, modelled, _written(resolved, "two-resign", title, changes=changes), date
    )


def _written(
    resolved: Resolved,
    key: str,
    title: str,
    *,
    changes: Changes | None = None,
    shocks: tuple[Shock, ...] = (),
) -> Resolved:
    written = Scenario(
        name=f"{resolved.name[:90]}: {title}"[:200],
        question="What could the trust bear?",
        extends=resolved.scenario_id,
        shocks=shocks,
        changes=changes or Changes(),
    )
    return extended(resolved, f"stress-{key}-{resolved.scenario_id}"[:LONGEST_ID], written)
