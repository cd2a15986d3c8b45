"""Which posts a figure tells of, and from how many on it is given (MODEL 11.4, decision 6).

Whatever tells of leaving, of vacancies, of who could follow or of the loss of a post is given for five posts
or more together, and for fewer not at all. Posts of schools that chance may bring do not count, so that a
scenario has such a figure in every run or in none.
"""

from __future__ import annotations

import numpy as np

from ist_model.results.arrays import Bools, Ints
from ist_model.world.structs import NONE, World

LEAST_HOLDERS = 5
WITHHELD = "fewer than five posts stand behind it, so it would tell of single people"


def _marked(size: int, places: Ints) -> Bools:
    """[size] True at the places; `NONE` marks none."""
    found = np.zeros(size, np.bool_)
    found[places[places != NONE]] = True
    return found


def sure(world: World) -> Bools:
    """[P] the post is not one of a school that chance alone may bring."""
    at_home = _marked(len(world.schools) + 1, world.growth.pool)  # the last: no home
    return np.asarray(~at_home[world.posts["home"]])


def exist(world: World, tick: Ints) -> Bools:
    """[n, P] the post exists at a tick, filled or not."""
    at = np.asarray(tick)[:, None]
    return np.asarray((world.posts["starts"] <= at) & (at < world.posts["ends"]))


def enough(world: World, chosen: Bools) -> bool:
    """Whether five or more of these posts exist at some time of the period reported."""
    there = (world.posts["starts"] < world.span.end) & (world.posts["ends"] > world.span.start)
    return int((chosen & there & sure(world)).sum()) >= LEAST_HOLDERS


def enough_at(world: World, chosen: Bools, tick: Ints) -> Bools:
    """[n] whether five or more of these posts exist at a tick."""
    return np.asarray((exist(world, tick) & chosen & sure(world)).sum(axis=1) >= LEAST_HOLDERS)


def every_post(world: World) -> Bools:
    """[P] all posts."""
    return np.ones(len(world.posts), np.bool_)


def designated(world: World) -> Bools:
    """[P] posts whose holders carry a designation (SLE and others)."""
    return _marked(len(world.posts), world.designations["post"])


def headships(world: World) -> Bools:
    """[P] posts that lead a school: its heads, and whoever is named for it."""
    heads = (world.posts["accountable"] == 1) & (world.posts["home"] != NONE)
    return np.asarray(heads | _marked(len(world.posts), world.schools["accountable_post"]))


def next_to_headship(world: World) -> Bools:
    """[P] the post is of a kind from which headships are filled."""
    heads = world.kinds["accountable"] == 1
    below = (world.ladder[heads] != NONE).any(axis=0)
    return np.asarray(below[world.posts["kind"]])


def filled_from_within(world: World) -> Bools:
    """[P] the post is of a kind that the ladder fills from within."""
    return np.asarray((world.ladder != NONE).any(axis=1)[world.posts["kind"]])
