"""Whom would we miss? Giving schools and roles withdrawn in turn, and the scenario run again (MODEL 9).

A removal is a change of the scenario, written as a scenario file would write it: the designations are gone
from the first day run, warm-up included, and the posts stay. Nothing is shown for fewer than five leaders
(MODEL 11.4): smaller giving schools are taken together by partnership, then all that are left.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from ist_model.experiments.compare import compare
from ist_model.inputs.models import Designation, Opening, OpeningNeed, Post
from ist_model.inputs.posts import serving_roles
from ist_model.inputs.resolve import extended
from ist_model.inputs.rules_demand import someone_serves
from ist_model.inputs.scenario_models import Changes, Edits, Resolved, Scenario
from ist_model.results.capacity import role_groups
from ist_model.results.discretion import LEAST_HOLDERS
from ist_model.results.result import ScenarioResult
from ist_model.world.build import build_world
from ist_model.world.schools import pool_of

# What a removal is judged by, in the order in which harm is ranked: pupils first (MODEL 11.2).
HARM = ("pupils_attention_existing", "within_standard_resolved_existing", "days_unmet_existing")
CENTRAL = "none"  # home of posts without a school
LONGEST_ID = 64

Run = Callable[[Resolved, int], ScenarioResult]


class Group(NamedTuple):
    """Designations that are withdrawn together."""

    kind: Literal["roles", "schools"]
    names: tuple[str, ...]  # ids of roles, or of home schools; `none` for posts without one
    holders: int  # posts that hold them


class Effect(NamedTuple):
    """A paired difference: without the group, less with it."""

    mean: float
    low: float
    high: float
    harm: float  # how much worse, in the measure's unit; 0 where it may be chance, or is better

    @property
    def tied(self) -> bool:
        """Whether it may be chance: the interval holds 0, or there is none."""
        return not (self.low > 0 or self.high < 0)


@dataclass(frozen=True)
class Removal:
    """What withdrawing one group does; `effects` in the order of `HARM`."""

    group: Group
    effects: tuple[Effect, ...]


@dataclass(frozen=True)
class WeakPoints:
    """Removals, the most harmful first; `too_few` counts leaders in groups too small to show."""

    resolved: Resolved
    base: ScenarioResult
    removals: tuple[Removal, ...]
    too_few: int


def weak_points(resolved: Resolved, run: Run, runs: int | None = None) -> WeakPoints:
    """Withdraw each giving school and each role in turn and compare, run by run, with the scenario itself.

    Args:
        resolved: the scenario.
        run: makes, or finds, the result of a scenario with a number of runs.
        runs: samples of chance; omit for the scenario's own number.
    """
    number = resolved.runs if runs is None else runs
    groups = [*role_parts(resolved), *giver_parts(resolved)]
    shown = _shown(groups)
    base = run(resolved, number)
    removals = [Removal(group, effects(base, run(without(resolved, group), number))) for group in shown]
    hidden = {post.id for group in groups if group not in shown for post in _holders(resolved, group)}
    return WeakPoints(resolved, base, tuple(sorted(removals, key=_rank)), len(hidden))


def withdrawn(resolved: Resolved) -> list[Resolved]:
    """The scenarios that `weak_points` runs besides the scenario itself."""
    groups = [*role_parts(resolved), *giver_parts(resolved)]
    return [without(resolved, group) for group in _shown(groups)]


def _shown(groups: Iterable[Group]) -> list[Group]:
    """Those of which it may be told what withdrawing them does (MODEL 11.4)."""
    return [group for group in groups if group.holders >= LEAST_HOLDERS]


def without(resolved: Resolved, group: Group) -> Resolved:
    """The scenario in which the group's designations are withdrawn and the posts stay.

    That nobody may be left to serve a stream of demand is what is asked, so it is no fault here. A deployment
    that runs on the first day becomes a need that waits.
    """
    kept = {post.id: _kept(resolved, post, group) for post in _holders(resolved, group)}
    name = f"without-{'-'.join(group.names)}"[:LONGEST_ID]
    written = Scenario(
        name=f"{resolved.name} ({name.replace('-', ' ')})"[:200],
        question="Whom would we miss?",
        extends=resolved.scenario_id,
        opening=opening_without(resolved, kept),
        changes=Changes(
            posts=Edits[Post](change={post: {"designations": slots} for post, slots in kept.items()})
        ),
    )
    return extended(resolved, name, written, leaving_out=(someone_serves,))


def role_parts(resolved: Resolved) -> list[Group]:
    """Roles of five holders or more one by one, the rest together."""
    roles = resolved.framework.roles
    parts = (tuple(roles[role].id for role in members) for _, members in role_groups(build_world(resolved)))
    pool = pool_of(resolved)
    return [
        Group("roles", names, sum(post.school not in pool for post in _with_roles(resolved, names)))
        for names in parts
    ]


def giver_parts(resolved: Resolved) -> list[Group]:
    """Home schools of five leaders or more one by one; others by partnership, then what is left together.

    Schools that may never join are left out, so that a group's leaders are there in every run.
    """
    serving = serving_roles(resolved.framework)
    at: dict[str, int] = {}
    for post in resolved.trust.posts:
        if any(slot.role in serving for slot in post.designations) and post.school not in pool_of(resolved):
            at[post.school] = at.get(post.school, 0) + 1
    large = [school for school in sorted(at) if at[school] >= LEAST_HOLDERS and school != CENTRAL]
    partnership = {school.id: school.partnership for school in resolved.trust.schools}
    smaller: dict[str | None, list[str]] = {}
    for school in sorted(at.keys() - set(large)):
        smaller.setdefault(partnership.get(school), []).append(school)
    together = [names for key, names in smaller.items() if key and _count(at, names) >= LEAST_HOLDERS]
    left = sorted(at.keys() - set(large) - {school for names in together for school in names})
    parts = [[school] for school in large] + together + ([left] if left else [])
    return [Group("schools", tuple(names), _count(at, names)) for names in parts]


def effects(base: ScenarioResult, other: ScenarioResult) -> tuple[Effect, ...]:
    """Paired differences of another result from the base, in the order of `HARM`."""
    table = compare(base, other)
    made = []
    for name in HARM:
        row = table.loc[name].to_dict()
        mean, low, high = (float(row[column]) for column in ("difference", "low", "high"))
        worse = mean if row["better"] == "lower" else -mean
        clear = low > 0 or high < 0
        made.append(Effect(mean, low, high, worse if clear and worse > 0 else 0.0))
    return tuple(made)


def _rank(removal: Removal) -> tuple[float, ...]:
    return tuple(-effect.harm for effect in removal.effects)


def _count(at: dict[str, int], names: Iterable[str]) -> int:
    return sum(at[name] for name in names)


def _with_roles(resolved: Resolved, roles: Collection[str]) -> list[Post]:
    return [post for post in resolved.trust.posts if any(slot.role in roles for slot in post.designations)]


def _holders(resolved: Resolved, group: Group) -> list[Post]:
    if group.kind == "roles":
        return _with_roles(resolved, group.names)
    serving = serving_roles(resolved.framework)
    return [post for post in _with_roles(resolved, serving) if post.school in group.names]


def _kept(resolved: Resolved, post: Post, group: Group) -> tuple[Designation, ...]:
    gone = set(group.names) if group.kind == "roles" else serving_roles(resolved.framework)
    return tuple(slot for slot in post.designations if slot.role not in gone)


def opening_without(resolved: Resolved, kept: dict[str, tuple[Designation, ...]]) -> Opening | None:
    """The opening state without the deployments of those withdrawn: their needs wait instead."""
    opening, serving = resolved.opening, serving_roles(resolved.framework)
    if opening is None:
        return None
    roles = {post: {slot.role for slot in slots} for post, slots in kept.items()}
    running, waiting = [], list(opening.needs)
    for item in opening.deployments:
        if item.role in roles.get(item.post, {item.role}):
            running.append(item)
        else:
            about = item.model_dump(include={"school", "area", "specialism"})
            waiting.append(OpeningNeed(**about, days=item.days_left, weeks_waited=0.0))
    idle = {post for post, left in roles.items() if not left & serving}
    used = {post: days for post, days in opening.days_used.items() if post not in idle}
    update = {"deployments": tuple(running), "needs": tuple(waiting), "days_used": used}
    return opening.model_copy(update=update)
