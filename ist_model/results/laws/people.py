"""Laws of people: who can be where (MODEL 3.3, 6.2, 7.1)."""

from __future__ import annotations

import numpy as np

from ist_model.engines.records import Records
from ist_model.results.laws.absences import absences
from ist_model.results.laws.common import Ints, deployment_words, first, law, overlap, when
from ist_model.world.structs import World


@law("nobody supports their own school")
def not_own_school(world: World, records: Records) -> str | None:
    """Giver and receiver differ, unless the days go from and to beyond the trust."""
    rows = records.deployments
    row = first((rows["giver"] == rows["receiver"]) & (rows["receiver"] >= 0))
    if row is None:
        return None
    return (
        f"{deployment_words(records, row)}: giver and receiver are {world.names.schools[rows['giver'][row]]}"
    )


@law("the giver is the home school of the leader's post")
def giver_is_home(world: World, records: Records) -> str | None:
    """Giver = home of the seat that carries the designation; -1 for a supplier."""
    rows = records.deployments
    home = np.append(world.posts["home"], -1)[rows["post"]]
    row = first((rows["giver"] != home) | ((rows["post"] >= 0) != (rows["designation"] >= 0)))
    return (
        None
        if row is None
        else f"{deployment_words(records, row)}: giver {rows['giver'][row]}, home {home[row]}"
    )


@law("a leader serves only what the leader knows")
def match_is_possible(world: World, records: Records) -> str | None:
    """Match quality is above 0, at most 1, and one that the world gives for that pair."""
    rows = records.deployments
    row = first(~((rows["quality"] > 0) & (rows["quality"] <= 1)))
    if row is not None:
        return f"{deployment_words(records, row)}: match quality {rows['quality'][row]:g}"
    by_leader = np.flatnonzero(rows["designation"] >= 0)
    needs = records.needs[rows["need"][by_leader]]
    known = world.quality[rows["designation"][by_leader], needs["specialism"], needs["area"]]
    row = first((known != rows["quality"][by_leader, None]).all(axis=1)) if len(by_leader) else None
    if row is None:
        return None
    found = int(by_leader[row])
    said = rows["quality"][found]
    return f"{deployment_words(records, found)}: match quality {said:g}, the world's are {known[row]}"


def _most_at_once(who: Ints, start: Ints, stop: Ints, size: int) -> Ints:
    """[size] largest number of [start, stop) running at once, by who."""
    order = np.lexsort(
        [
            np.repeat([1, -1], len(who)),
            np.concatenate([start, stop]),
            np.concatenate([who, who]),
        ]
    )  # at one tick, endings (-1) before beginnings
    change = np.repeat([1, -1], len(who))[order]
    most = np.zeros(size, np.int64)
    np.maximum.at(most, np.concatenate([who, who])[order], np.cumsum(change))
    return most


@law("nobody is at more places than they have")
def places_hold(world: World, records: Records) -> str | None:
    """Deployments of a designation from agreement to end never exceed its places; nor a supplier's people."""
    rows = records.deployments
    for field, structs, limit in (
        ("designation", world.designations, "places"),
        ("supplier", world.suppliers, "people"),
    ):
        own = rows[rows[field] >= 0]
        most = _most_at_once(own[field], own["matched"], own["end"], len(structs))
        row = first(most > structs[limit])
        if row is not None:
            return f"{field} {row}: {most[row]} deployments at once, {limit} {structs[limit][row]}"
    return None


@law("nobody is deployed while their post is vacant, they are away, or their designation is in development")
def deployed_in_post(world: World, records: Records) -> str | None:
    """No deployment overlaps a gap of the seat that carries its designation, or its development."""
    found = absences(world, records)
    leaders = np.flatnonzero(records.deployments["designation"] >= 0)
    rows = records.deployments[leaders]
    slot, matched, stop = rows["designation"], rows["matched"], np.minimum(rows["end"], world.span.end)
    for why, gaps in (("vacant or away", found.out), ("in development", found.undeveloped)):
        row = first(gaps.touch(slot, matched, stop))
        if row is not None:
            words = deployment_words(records, int(leaders[row]))
            return (
                f"{words}, agreed {when(matched[row])}: post {world.names.posts[rows['post'][row]]} is {why}"
            )
    seat = found.carried.seat(slot, matched)
    row = first(seat != rows["post"])
    if row is None:
        return None
    words = deployment_words(records, int(leaders[row]))
    return f"{words}: from seat {rows['post'][row]}, the designation is at {seat[row]}"


@law("time in post follows the events of careers")
def in_post_follows_careers(world: World, records: Records) -> str | None:
    """In-post place-ticks = places x ticks of the period less vacancies and developments."""
    low, high, found = world.span.start, world.span.end, absences(world, records)
    gone = found.out.and_of(found.undeveloped).ticks(low, high, len(world.designations))
    due = world.designations["places"] * (high - low - gone)
    row = first(due != records.in_post_ticks)
    if row is None:
        return None
    return f"designation {row}: {records.in_post_ticks[row]} place-ticks in post, careers give {due[row]}"


@law("filled posts and usable designations on the grid follow the events of careers")
def grid_follows_careers(world: World, records: Records) -> str | None:
    """`filled` and `active` at each grid point against vacancies and developments."""
    found, grid = absences(world, records), records.grid_tick
    posts, slots = np.arange(len(world.posts))[:, None], np.arange(len(world.designations))[:, None]
    vacant = found.vacant.touch(posts, grid, grid + 1)
    wrong = np.argwhere(vacant == records.filled.T)
    if len(wrong):
        post, point = wrong[0]
        at = f"post {world.names.posts[post]} at {when(grid[point])}"
        return f"{at}: filled is {records.filled[point, post]}"
    missing = found.undeveloped.touch(slots, grid, grid + 1) | found.out.touch(slots, grid, grid + 1)
    wrong = np.argwhere(missing == records.active.T)
    if len(wrong):
        slot, point = wrong[0]
        return f"designation {slot} at {when(grid[point])}: active is {records.active[point, slot]}"
    return None


@law("nobody uses the release days of a seat that somebody else uses")
def one_budget_each(world: World, records: Records) -> str | None:
    """At a grid point, seats that carry designations and seats whose days they use are paired one to one."""
    grid, budget = records.grid_tick, records.budget.astype(np.int64)
    seat = absences(world, records).carried.seat(np.arange(budget.shape[1]), grid[:, None])
    seats, budgets, pairs = _different(seat), _different(budget), _different(seat << 32 | budget)
    point = first((pairs != seats) | (pairs != budgets))
    if point is None:
        return None
    found = sorted(set(zip(seat[point].tolist(), budget[point].tolist(), strict=True)))
    return f"{when(grid[point])}: pairs of a seat and the seat whose days it uses: {found}"


def _different(values: Ints) -> Ints:
    """[n] in how many places a row, once sorted, has another number than in the place before."""
    return np.asarray((np.diff(np.sort(values, axis=1), axis=1) != 0).sum(axis=1))


@law("a place is busy exactly while its leader is deployed")
def busy_is_deployed(world: World, records: Records) -> str | None:
    """Busy place-ticks = deployments from agreement to end, within the period; never more than in post."""
    rows = records.deployments[records.deployments["designation"] >= 0]
    ticks = overlap(rows["matched"], rows["end"], world.span.start, world.span.end)
    due = np.zeros(len(world.designations), np.int64)
    np.add.at(due, rows["designation"], ticks)
    row = first((records.busy_ticks != due) | (records.busy_ticks > records.in_post_ticks))
    if row is None:
        return None
    return (
        f"designation {row}: {records.busy_ticks[row]} place-ticks in use, its deployments {due[row]}, "
        f"in post {records.in_post_ticks[row]}"
    )
