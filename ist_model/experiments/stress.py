"""Stress tests: named shocks put on a scenario, ranked by harm, and how long recovery takes (MODEL 9, 11.4).

A shock is a change of the scenario as a file would write it, with the luck of the scenario itself. Those with
a date fall on one day; the others (a giver lost, a budget cut) hold from the first day run, and nothing
brings them back. Their sizes are imagined (grade D): what is tested is the trust.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ist_model.experiments import removal
from ist_model.experiments.compare import compare_attention
from ist_model.experiments.removal import LONGEST_ID, Effect, effects, without
from ist_model.inputs.calendar import tick_of
from ist_model.inputs.models import Package, Post, Shock
from ist_model.inputs.posts import serving_roles
from ist_model.inputs.resolve import extended
from ist_model.inputs.scenario_models import AssumptionChange, Changes, Edits, Resolved, Scenario
from ist_model.results.discretion import LEAST_HOLDERS
from ist_model.results.result import ScenarioResult
from ist_model.results.summary import CONFIDENCE

POINTS, LASTING = 25.0, 0.5  # of a fall: as in the shipped scenario strong-giver-falls
PANDEMIC_POINTS, PANDEMIC_LASTING = 10.0, 0.5
PANDEMIC_AREAS = ("attendance_behaviour", "achievement")
RECOVERED = 0.25  # of the worst: what is left where a trust counts as recovered
CUT = 0.25  # share of release days that a budget cut takes
Run = Callable[[Resolved, int], ScenarioResult]


class Stress(NamedTuple):
    """A shock that is put on a scenario.

    Attributes:
        key: short name.
        title: what happens, in words.
        resolved: the scenario with the shock.
        from_date: when it falls; None: from the first day run, for good.
    """

    key: str
    title: str
    resolved: Resolved
    from_date: dt.date | None


@dataclass(frozen=True)
class Recovery:
    """How pupils of existing schools fare after a shock with a date, by half-term.

    Attributes:
        worst: largest mean difference in pupils in a school needing attention at a half-term's end.
        half_terms: from the shock until the mean difference is, for good, a quarter of the worst or less; an
            estimate, which more runs make surer and not longer; None: not within the period.
        harmed: whether any half-term shows harm beyond chance.
    """

    worst: float
    half_terms: int | None
    harmed: bool


@dataclass(frozen=True)
class Stressed:
    """What a shock does; `effects` in the order of `removal.HARM`."""

    stress: Stress
    effects: tuple[Effect, ...]
    recovery: Recovery | None


@dataclass(frozen=True)
class StressTests:
    """Shocks by harm, the worst first, and those that could not be put on this trust."""

    resolved: Resolved
    runs: int
    stressed: tuple[Stressed, ...]
    left_out: tuple[str, ...]

    @property
    def worst(self) -> tuple[Stressed, ...]:
        """The most harmful to pupils, with all whose intervals reach that one's: they cannot be told apart.

        Empty where no shock clearly harms pupils.
        """
        harmful = [each for each in self.stressed if each.effects[0].harm]
        return tuple(each for each in harmful if each.effects[0].high >= harmful[0].effects[0].low)


def stress_tests(resolved: Resolved, run: Run, date: dt.date, runs: int | None = None) -> StressTests:
    """Put each named shock on a scenario and compare, run by run, with the scenario itself.

    Args:
        resolved: the scenario.
        run: makes, or finds, the result of a scenario with a number of runs.
        date: on which the shocks with a date fall: the first day of a term.
        runs: samples of chance; omit for the scenario's own number.

    Raises:
        InputError: if the date is none of the scenario's.
    """
    number = resolved.runs if runs is None else runs
    found, left_out = shocks_of(resolved, date)
    base = run(resolved, number)
    stressed = [_stressed(stress, base, run(stress.resolved, number)) for stress in found]
    return StressTests(resolved, number, tuple(sorted(stressed, key=_rank)), tuple(left_out))


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


def recovery(base: ScenarioResult, other: ScenarioResult, date: dt.date) -> Recovery:
    """How pupils fare after a shock, from the paired differences by half-term.

    Intervals of all half-terms hold together at 95 % (Bonferroni): one of many would leave nought by luck.
    """
    count = int((base.series["attention"]["tick"] > tick_of(date)).sum())
    rows = compare_attention(base, other, 1 - (1 - CONFIDENCE) / max(1, count))
    after = rows[rows["tick"] > tick_of(date)].reset_index(drop=True)
    if not (after["low"] > 0).any():
        return Recovery(0.0, 0, harmed=False)
    mean = after["difference"].to_numpy()
    still = (mean > RECOVERED * mean.max()).nonzero()[0]
    since = int(still[-1]) + 2  # the half-term after the last one that is above, counted from the shock
    return Recovery(float(mean.max()), since if since <= len(after) else None, harmed=True)


def _stressed(stress: Stress, base: ScenarioResult, other: ScenarioResult) -> Stressed:
    back = None if stress.from_date is None else recovery(base, other, stress.from_date)
    return Stressed(stress, effects(base, other), back)


def _rank(each: Stressed) -> tuple[float, ...]:
    return tuple(-effect.harm for effect in each.effects)


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
            yield Stress(what, title, without(resolved, group), None)


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
    return Stress("double-downgrade", title, written, date)


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
        f"a year of absence: every school {PANDEMIC_POINTS:.0f} points lower in attendance and achievement"
    )
    return Stress("pandemic", title, _written(resolved, "pandemic", title, shocks=falls), date)


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
    return Stress("budget-cut", title, _written(resolved, "budget-cut", title, changes=changes), None)


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
    return Stress("two-resign", title, _written(resolved, "two-resign", title, changes=changes), date)


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
