"""Schools grouped by distance, about as many to a group as one published trust had."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations
from statistics import mean
from typing import Any

from ist_model.inputs.new_trust.national import national
from ist_model.inputs.new_trust.places import Place, distance_km

_SIX = 6
_WITHOUT_HEAD = 2  # schools; so few have no head over heads


def number_for(count: int, of_six: float) -> int:
    """How many of something a trust of so many schools has, where one of six schools has `of_six`."""
    return math.floor(count * of_six / _SIX + 0.5)


def groups_of(places: Sequence[Place | None]) -> list[int]:
    """Group (from 0) of each school.

    The two groups nearest to each other, by average distance, are joined again and again, while the joint
    group has at most one school more than its share. A school alone then goes to the group nearest to it,
    one without a place to the smallest group.
    """
    known = [at for at, place in enumerate(places) if place is not None]
    wanted = max(1, number_for(len(places), national().leaders_of_six_schools.partnership_heads))
    groups = _joined([[at] for at in known], places, wanted, math.ceil(len(places) / wanted) + 1)
    for alone in [group for group in groups if len(group) == 1]:
        others = [group for group in groups if group is not alone]
        if others:
            near = min(others, key=lambda group: _apart(alone, group, places))
            near += alone
            groups.remove(alone)
    groups = groups or [[]]
    for at, place in enumerate(places):
        if place is None:
            min(groups, key=len).append(at)
    groups.sort(key=min)
    return [next(number for number, group in enumerate(groups) if at in group) for at in range(len(places))]


def lead(
    schools: Sequence[dict[str, Any]], groups: Sequence[int], names: Sequence[str]
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Partnerships as they will be written; says in each school which one it is in and who is accountable.

    The Partnership Head of each is at its largest school. A trust of one or two schools has none.

    Args:
        schools: with `id` and `roll`; `partnership` and `accountable_post` are added.
        groups: group (from 0) of each school.
        names: name of each group, shown in its label; may be empty.

    Returns:
        The partnerships, and the posts of their heads by school id.
    """
    partnerships, heads_of = [], {}
    for group in sorted(set(groups)):
        inside = [school for school, own in zip(schools, groups, strict=True) if own == group]
        code, post = f"partnership-{group + 1}", f"PH-{group + 1}"
        label = f"Partnership {group + 1}" + (f" ({names[group]})" if names[group] else "")
        if len(schools) > _WITHOUT_HEAD:
            heads_of[max(inside, key=lambda school: (school["roll"], school["id"]))["id"]] = post
        headed = {"head_post": post} if len(schools) > _WITHOUT_HEAD else {}
        partnerships.append({"id": code, "label": label, **headed})
        for school in inside:
            school["partnership"] = code
            school["accountable_post"] = heads_of.get(school["id"], f"HT-{school['id']}")
    return partnerships, heads_of


def _joined(
    groups: list[list[int]], places: Sequence[Place | None], wanted: int, largest: int
) -> list[list[int]]:
    while len(groups) > wanted:
        pairs = [(a, b) for a, b in combinations(groups, 2) if len(a) + len(b) <= largest]
        if not pairs:
            break
        a, b = min(pairs, key=lambda pair: _apart(pair[0], pair[1], places))
        groups = [group for group in groups if group is not a and group is not b] + [a + b]
    return groups


def _apart(one: list[int], other: list[int], places: Sequence[Place | None]) -> float:
    """Average distance (km) between the schools of two groups."""
    pairs = [(places[a], places[b]) for a in one for b in other]
    return mean(distance_km(a, b) for a, b in pairs if a is not None and b is not None)
