"""What is planned or known before any run: who is to lead each school, and when it may be inspected next.

Facts of the scenario's files and rules of the register. Nothing here is a forecast about a post: whether its
holder will be there is left out on purpose (MODEL 11.4).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ist_model.inputs.calendar import TERM_TICKS, YEAR_TICKS
from ist_model.results.facts import Ints
from ist_model.science import inspection
from ist_model.world.structs import GROUP_JOINER, GROUP_TWIN, NEVER, NONE, World

INTERVALS = ("good", "attention", "urgent", "new_academy")
NOT_IN_TRUST = -2


class Leaders(NamedTuple):
    """Who is to lead each school, by term of the period."""

    tick: Ints  # [N] first tick of each term
    post: NDArray[np.int64]  # [N, S] post that leads by plan; NONE: nobody named; NOT_IN_TRUST
    over: NDArray[np.int64]  # [N, S] post of the Partnership Head over a head of school, or NONE


class Window(NamedTuple):
    """When a school may be inspected next, given that it was not before the first day reported."""

    earliest: float  # ticks
    expected: float  # what the trust plans for (MODEL 6.2)
    latest: float
    overdue: bool  # past the longest usual interval on the first day


def leaders(world: World) -> Leaders:
    """The accountable leader that the files name, school by school and term by term (MODEL 7.3).

    The post named for the school, else the first headship of the school that exists then, those that open
    vacant included: a plan says who leads, not whether somebody is found. Over a head of school stands the
    head of the school's partnership. Twins, and schools that chance may bring, are left out.
    """
    span = world.span
    ticks = np.arange(span.start, span.end, TERM_TICKS, dtype=np.int64)
    shape = (len(ticks), len(world.schools))
    post, over = np.full(shape, NOT_IN_TRUST, np.int64), np.full(shape, NONE, np.int64)
    for school in range(shape[1]):
        row = world.schools[school]
        if row["group"] == GROUP_TWIN or row["joins"] == NEVER:
            continue
        for term, tick in enumerate(ticks.tolist()):
            if tick >= row["joins"]:
                post[term, school] = _planned(world, school, tick)
                over[term, school] = _over(world, school, int(post[term, school]))
    return Leaders(ticks, post, over)


def _planned(world: World, school: int, tick: int) -> int:
    """The post that leads a school by plan at a tick, or NONE."""
    posts = world.posts
    named = int(world.schools["accountable_post"][school])
    heads = np.flatnonzero((posts["accountable"] == 1) & (posts["home"] == school)).tolist()
    there = (posts["starts"] <= tick) & (tick < posts["ends"])
    return next((int(p) for p in ([named] if named != NONE else []) + heads if there[p]), NONE)


def _over(world: World, school: int, post: int) -> int:
    """The Partnership Head over a head of school; NONE over anybody else."""
    partnership = int(world.schools["partnership"][school])
    if post < 0 or partnership == NONE or not world.kinds["under_head"][world.posts["kind"][post]]:
        return NONE
    return int(world.partnership_heads[partnership])


def windows(world: World) -> dict[int, Window]:
    """By school: when it may be inspected next (MODEL 4.6), by the register's intervals.

    A school that joins, and a new academy, has its clock start again at joining. Twins, and schools that
    chance may bring, are left out.
    """
    found: dict[int, Window] = {}
    for school, row in enumerate(world.schools):
        if row["group"] != GROUP_TWIN and row["joins"] != NEVER:
            found[school] = _window(world, school)
    return found


def _window(world: World, school: int) -> Window:
    row, values = world.schools[school], world.values
    joiner = row["group"] == GROUP_JOINER
    fresh = joiner or row["new_academy"] == 1
    kind = INTERVALS[inspection.OUTCOME_NEW_ACADEMY if fresh else int(row["last_outcome"])]
    low, mode, high = (values[f"inspection.{kind}_interval_{end}_years"] for end in ("low", "mode", "high"))
    late = values["inspection.overdue_within_years"]
    known_until = int(row["joins"]) if joiner else world.span.start
    clock_from = known_until if joiner else int(row["last_inspected"])
    if clock_from == NEVER:
        clock_from = known_until - 1000 * YEAR_TICKS  # nothing is known of it, so it is past any interval
    overdue = known_until - clock_from >= high * YEAR_TICKS
    expected = inspection.tick_expected(clock_from, mode, high, known_until, late)
    if overdue:
        return Window(known_until, expected, known_until + late * YEAR_TICKS, True)
    earliest = max(float(known_until), clock_from + low * YEAR_TICKS)
    return Window(earliest, max(expected, earliest), clock_from + high * YEAR_TICKS, False)
