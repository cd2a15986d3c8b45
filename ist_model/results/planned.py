"""Who is to lead each school by plan, before any run.

Facts of the scenario's files. Nothing here is a forecast about a post: whether its holder will be there is
left out on purpose (MODEL 11.4).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ist_model.inputs.calendar import TERM_TICKS
from ist_model.results.arrays import Ints
from ist_model.world.structs import GROUP_TWIN, NEVER, NONE, World

NOT_IN_TRUST = -2


class Leaders(NamedTuple):
    """Who is to lead each school, by term of the period."""

    tick: Ints  # [N] first tick of each term
    post: NDArray[np.int64]  # [N, S] post that leads by plan; NONE: nobody named; NOT_IN_TRUST
    over: NDArray[np.int64]  # [N, S] post of the Partnership Head over a head of school, or NONE


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
