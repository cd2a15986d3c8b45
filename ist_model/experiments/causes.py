"""What leads from one scenario to another, as causes that can act one without the other.

A school that joins or goes is one cause with the posts that come with it. All else is one cause a kind:
posts, schools, streams, a field of the policy, a family of assumptions, and so on. Posts are never causes one
by one: that would say what one person's leaving does (MODEL 11.4).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from ist_model.inputs.between import (
    ASSUMPTIONS,
    POLICY,
    POSTS,
    SCENARIO,
    SCHOOLS,
    TRUST,
    Change,
    changed,
    mixed,
)
from ist_model.inputs.check import check
from ist_model.inputs.errors import Problem
from ist_model.inputs.scenario_models import Resolved

MOST_CAUSES = 8
_MOVING = "schools that join or go"

Coalition = frozenset[int]


@dataclass(frozen=True)
class Cause:
    """Changes that are put into effect together.

    Attributes:
        changes: what differs.
        schools: ids of the schools among them that only one of the scenarios has.
        because: why changes of several kinds are taken together; empty where they are of one kind.
    """

    changes: tuple[Change, ...]
    schools: tuple[str, ...] = ()
    because: tuple[str, ...] = ()


def find_causes(
    a: Resolved, b: Resolved, needed: Callable[[int], Collection[Coalition]]
) -> tuple[Cause, ...]:
    """The causes that lead from one scenario to another; none if they say the same.

    Every coalition that `needed` names, given the number of causes, passes the checks of a scenario: causes
    that cannot act without another are joined to it, with the rule that says so.
    """
    found = _by_kind(a, b)
    if len(found) > MOST_CAUSES:
        found = _coarser(found)
    while (failing := _impossible(a, b, found, needed(len(found)))) is not None:
        coalition, problem = failing
        together = _partners(a, b, found, coalition)
        first = min(together)
        joined = _joined([found[index] for index in sorted(together)], problem.rule)
        kept = [(index, cause) for index, cause in enumerate(found) if index not in together]
        found = [cause for _, cause in sorted([*kept, (first, joined)], key=lambda item: item[0])]
    return tuple(found)


def part_way(a: Resolved, b: Resolved, chosen: Iterable[Cause]) -> Resolved:
    """The first scenario with some causes in effect."""
    return mixed(a, b, {change for cause in chosen for change in cause.changes})


def _by_kind(a: Resolved, b: Resolved) -> list[Cause]:
    """Each school that joins or goes with its posts first, then the rest by kind."""
    old, new = ({school.id for school in each.trust.schools} for each in (a, b))
    moving = old ^ new
    homes = {post.id: post.school for each in (a, b) for post in each.trust.posts}
    groups: dict[tuple[str, str], list[Change]] = {}
    for part, key in changed(a, b):
        school = key if part == SCHOOLS else homes.get(key) if part == POSTS else None
        if school in moving:
            name = (_MOVING, str(school))
        elif part == SCHOOLS and _only_its_leader(a, b, key):
            name = (POSTS, "")
        elif part == ASSUMPTIONS:
            name = (part, key.split(".")[0])
        else:
            name = (part, key if part in (TRUST, POLICY, SCENARIO) else "")
        groups.setdefault(name, []).append((part, key))
    ordered = sorted(groups, key=lambda name: name[0] != _MOVING)
    return [Cause(tuple(groups[name]), (name[1],) if name[0] == _MOVING else ()) for name in ordered]


def _only_its_leader(a: Resolved, b: Resolved, school: str) -> bool:
    """Whether a school differs in nothing but the post that is accountable for it: a change of posts."""
    old, new = (next(s for s in each.trust.schools if s.id == school) for each in (a, b))
    return old.model_copy(update={"accountable_post": new.accountable_post}) == new


def _coarser(found: Sequence[Cause]) -> list[Cause]:
    """Fewer causes: all schools that join or go, all assumptions, and so on, each together."""
    groups: dict[str, list[Cause]] = {}
    for cause in found:
        groups.setdefault(_MOVING if cause.schools else cause.changes[0][0], []).append(cause)
    why = f"the scenarios differ in more than {MOST_CAUSES} ways, so like is taken with like"
    return [_joined(group, why) if len(group) > 1 else group[0] for group in groups.values()]


def _joined(together: Sequence[Cause], why: str) -> Cause:
    reasons = [reason for cause in together for reason in cause.because]
    return Cause(
        tuple(change for cause in together for change in cause.changes),
        tuple(school for cause in together for school in cause.schools),
        tuple(dict.fromkeys([*reasons, why])),
    )


def _problems(a: Resolved, b: Resolved, found: Sequence[Cause], chosen: Coalition) -> list[Problem]:
    return check(part_way(a, b, (found[index] for index in chosen)))


def _impossible(
    a: Resolved, b: Resolved, found: Sequence[Cause], needed: Collection[Coalition]
) -> tuple[Coalition, Problem] | None:
    """The smallest coalition that fails the checks, and the first problem it has."""
    for coalition in sorted(needed, key=lambda each: (len(each), sorted(each))):
        if 0 < len(coalition) < len(found) and (problems := _problems(a, b, found, coalition)):
            return coalition, problems[0]
    return None


def _partners(a: Resolved, b: Resolved, found: Sequence[Cause], coalition: Coalition) -> Coalition:
    """Two causes to join so that a coalition becomes possible, one of it and one it lacks; else all."""

    def possible(chosen: Coalition) -> bool:
        return not _problems(a, b, found, chosen)

    lacking = [index for index in range(len(found)) if index not in coalition]
    needy = next((index for index in sorted(coalition) if possible(coalition - {index})), None)
    helper = next((index for index in lacking if possible(coalition | {index})), None)
    if needy is None or helper is None:
        return frozenset(range(len(found)))
    return frozenset({needy, helper})
