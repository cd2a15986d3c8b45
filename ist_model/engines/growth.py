"""The world of one run: who joins and when, and how strong joiners really are (MODEL 10, 11.2).

A pure function of world and run. The engines, the laws and the measures all ask it, so each sees an ordinary
world in which every joining stands on a date. A school that a run does not draw exists in no part of it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ist_model.inputs.calendar import YEAR_TICKS
from ist_model.science import growth
from ist_model.world.structs import GROUP_EXISTING, GROUP_TWIN, NEVER, NO_LIMIT, NONE, World


class Drawn(NamedTuple):
    """What a run draws of joinings.

    Attributes:
        joins: [pool] tick at which each school of `world.growth.pool` joins; NEVER if it does not.
        wanted: schools that the table asked for beyond those that the pool had.
        years: school years in which joinings were drawn.
    """

    joins: NDArray[np.int64]
    wanted: int
    years: int


def draw(world: World, run: int) -> Drawn:
    """Draw each 1 September how many schools join a trust of that size, and take them from the pool."""
    pool, span = world.growth.pool, world.span
    dates = in_trust_from(world)
    places = [growth.place_in_order(world.seed, run, key) for key in world.schools["key"][pool]]
    order = np.argsort(np.array(places), kind="stable")
    joins = np.full(len(pool), NEVER)
    joined = wanted = years = 0
    first = -(-max(world.growth.starts, span.start) // YEAR_TICKS) * YEAR_TICKS
    for tick in range(first, min(world.growth.ends, span.end), YEAR_TICKS):
        size = int(np.searchsorted(dates, tick, side="left")) + joined
        row = world.growth.table[_row(world.growth.table, size)]
        u = growth.joining_number(world.seed, run, tick // YEAR_TICKS)
        none, one, two, more = row["chances"].tolist()
        number = growth.joiners(u, none, one, two, more, row["mean"])
        taken = order[joined : joined + number]
        joins[taken] = tick
        joined += len(taken)
        wanted += number - len(taken)
        years += 1
    return Drawn(joins, wanted, years)


def in_trust_from(world: World) -> NDArray[np.int64]:
    """Ticks from which the schools that are not of the pool are in the trust, in order.

    Those that were there before the first day reported are so from before the run, also where no warm-up
    runs: the table goes by the size just before 1 September, and the first day may be one.
    """
    schools, pool = world.schools, world.growth.pool
    written = (schools["group"] != GROUP_TWIN) & ~np.isin(np.arange(len(schools)), pool)
    ticks = np.where(schools["group"] == GROUP_EXISTING, world.span.begin - 1, schools["joins"])
    return np.sort(ticks[written])


def of_run(world: World, run: int) -> World:
    """The world with what a run draws filled in; the same world where nothing is drawn, or all is.

    Whoever makes a run does it once and passes the result on: engine, laws and measures take it as it is.

    Raises:
        ValueError: if it is the world of another run.
    """
    if world.drawn_for == run:
        return world
    if world.drawn_for != NONE:
        raise ValueError(f"run {world.drawn_for} has drawn its joinings here, so it is no world of run {run}")
    sd = world.values["joining.due_diligence_sd"]
    if sd > 0 and (world.schools["group"] != GROUP_EXISTING).any():
        world = replace(world, strength=_strength_found(world, run, sd), drawn_for=run)
    if len(world.growth.pool) == 0:
        return world
    schools, posts, packages = world.schools.copy(), world.posts.copy(), world.packages.copy()
    for school, tick in zip(world.growth.pool, draw(world, run).joins, strict=True):
        for column in ("joins", "exists", "joined"):
            schools[column][school] = tick
        schools["exists"][schools["twin_of"] == school] = tick
        posts["starts"][posts["home"] == school] = tick
        visits = packages["school"] == school
        packages["starts"][visits] = np.maximum(packages["starts"][visits], tick)
    running = packages["starts"] < packages["ends"]
    return replace(world, schools=schools, posts=posts, packages=packages[running], drawn_for=run)


def _row(table: NDArray[np.void], size: int) -> int:
    """Row for a size of trust."""
    upper = np.where(table["schools_to"] == NO_LIMIT, NEVER, table["schools_to"])
    return int(np.searchsorted(upper, size))


def _strength_found(world: World, run: int, sd: float) -> NDArray[np.float64]:
    """[S, A] strengths that are there: what was believed of a joiner, and of its twin, is out by chance."""
    found = world.believed.copy()
    for school in np.flatnonzero(world.schools["group"] != GROUP_EXISTING):
        for area in np.flatnonzero(world.has_area[school]):
            key = world.pair_key[school, area]
            found[school, area] = growth.strength_found(
                world.believed[school, area], sd, world.seed, run, key
            )
    return found
