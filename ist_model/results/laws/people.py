"""Laws of people: who can be where (MODEL 3.3, 6.2, 7.1)."""

from __future__ import annotations

import numpy as np

from ist_model.results.arrays import Ints
from ist_model.results.laws.absences import absences
from ist_model.results.laws.common import deployment_words, first, law, overlap, when
from ist_model.results.laws.line import on_line
from ist_model.results.runs import Runs
from ist_model.world.structs import World


@law("nobody supports their own school")
def not_own_school(world: World, records: Runs) -> str | None:
    """Giver and receiver differ, unless the days go from and to beyond the trust."""
    rows = records.deployments
    row = first((rows["giver"] == rows["receiver"]) & (rows["receiver"] >= 0))
    if row is None:
        return None
    return (
        f"{deployment_words(records, row)}: giver and receiver are {world.names.schools[rows['giver'][row]]}"
    )


@law("the giver is the home school of the leader's post")
def giver_is_home(world: World, records: Runs) -> str | None:
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
def match_is_possible(world: World, records: Runs) -> str | None:
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
    # Two steps to a tick: at one tick, endings before beginnings.
    line = np.concatenate([2 * on_line(who, start) + 1, 2 * on_line(who, stop)])
    order = np.argsort(line)
    change = np.repeat([1, -1], len(who))[order]
    most = np.zeros(size, np.int64)
    np.maximum.at(most, np.concatenate([who, who])[order], np.cumsum(change))
    return most


@law("nobody is at more places than they have")
def places_hold(world: World, records: Runs) -> str | None:
    """Deployments of a designation from agreement to end never exceed its places; nor a supplier's people."""
    rows = records.deployments
    for field, structs, limit in (
        ("designation", world.designations, "places"),
        ("supplier", world.suppliers, "people"),
    ):
        chosen = rows[field] >= 0
        own, run = rows[chosen], records.run_of("deployments")[chosen]
        who, all_runs = run * len(structs) + own[field], len(records) * len(structs)
        most = _most_at_once(who, own["matched"], own["end"], all_runs).reshape(len(records), len(structs))
        wrong = np.argwhere(most > structs[limit])
        if len(wrong):
            at_once, row = most[tuple(wrong[0])], wrong[0][1]
            return f"{field} {row}: {at_once} deployments at once, {limit} {structs[limit][row]}"
    return None


@law("nobody is deployed while their post is vacant, they are away, or their designation is in development")
def deployed_in_post(world: World, records: Runs) -> str | None:
    """No deployment overlaps a gap of the seat that carries its designation, or its development."""
    found = absences(records)
    leaders = np.flatnonzero(records.deployments["designation"] >= 0)
    rows, run = records.deployments[leaders], records.run_of("deployments")[leaders]
    slot = run * len(world.designations) + rows["designation"]
    matched, stop = rows["matched"], np.minimum(rows["end"], world.span.end)
    for why, gaps in (("vacant or away", found.out), ("in development", found.undeveloped)):
        row = first(gaps.touch(slot, matched, stop))
        if row is not None:
            words = deployment_words(records, int(leaders[row]))
            return (
                f"{words}, agreed {when(matched[row])}: post {world.names.posts[rows['post'][row]]} is {why}"
            )
    seat = found.carried.seat_of(slot, matched) - run * len(world.posts)
    row = first(seat != rows["post"])
    if row is None:
        return None
    words = deployment_words(records, int(leaders[row]))
    return f"{words}: from seat {rows['post'][row]}, the designation is at {seat[row]}"


@law("time in post follows the events of careers")
def in_post_follows_careers(world: World, records: Runs) -> str | None:
    """In-post place-ticks = places x ticks of the period less vacancies and developments."""
    low, high, found = world.span.start, world.span.end, absences(records)
    gone = found.out.and_of(found.undeveloped).ticks(low, high, records.in_post_ticks.size)
    due = world.designations["places"] * (high - low - gone.reshape(records.in_post_ticks.shape))
    wrong = np.argwhere(due != records.in_post_ticks)
    if len(wrong) == 0:
        return None
    run, slot = wrong[0]
    said = records.in_post_ticks[run, slot]
    return f"designation {slot}: {said} place-ticks in post, careers give {due[run, slot]}"


def _owners(runs: int, size: int) -> Ints:
    """[runs, 1, size] numbers from 0."""
    return np.arange(runs * size).reshape(runs, 1, size)


@law("filled posts and usable designations on the grid follow the events of careers")
def grid_follows_careers(world: World, records: Runs) -> str | None:
    """`filled` and `active` at each grid point against vacancies and developments."""
    found, grid = absences(records), records.grid_tick[:, None]
    seats = _owners(len(records), len(world.posts))
    slots = _owners(len(records), len(world.designations))
    vacant = found.vacant.touch(seats, grid, grid + 1)
    wrong = np.argwhere((vacant == records.filled).swapaxes(1, 2))
    if len(wrong):
        run, post, point = wrong[0]
        at = f"post {world.names.posts[post]} at {when(grid[point, 0])}"
        return f"{at}: filled is {records.filled[run, point, post]}"
    missing = found.undeveloped.touch(slots, grid, grid + 1) | found.out.touch(slots, grid, grid + 1)
    wrong = np.argwhere((missing == records.active).swapaxes(1, 2))
    if len(wrong):
        run, slot, point = wrong[0]
        return f"designation {slot} at {when(grid[point, 0])}: active is {records.active[run, point, slot]}"
    return None


@law("nobody uses the release days of a seat that somebody else uses")
def one_budget_each(world: World, records: Runs) -> str | None:
    """At a grid point, seats that carry designations and seats whose days they use are paired one to one."""
    grid, budget = records.grid_tick[:, None], records.budget.astype(np.int64)
    seat = absences(records).carried.seat_of(_owners(len(records), budget.shape[2]), grid)
    seat = seat - len(world.posts) * np.arange(len(records))[:, None, None]
    seats, budgets, pairs = _different(seat), _different(budget), _different(seat << 32 | budget)
    wrong = np.argwhere((pairs != seats) | (pairs != budgets))
    if len(wrong) == 0:
        return None
    run, point = wrong[0]
    found = sorted(set(zip(seat[run, point].tolist(), budget[run, point].tolist(), strict=True)))
    at = when(records.grid_tick[point])
    return f"{at}: pairs of a seat and the seat whose days it uses: {found}"


def _different(values: Ints) -> Ints:
    """[...] in how many places a row, once sorted, has another number than in the place before."""
    return np.asarray((np.diff(np.sort(values, axis=-1), axis=-1) != 0).sum(axis=-1))


@law("a place is busy exactly while its leader is deployed")
def busy_is_deployed(world: World, records: Runs) -> str | None:
    """Busy place-ticks = deployments from agreement to end, within the period; never more than in post."""
    chosen = records.deployments["designation"] >= 0
    rows, run = records.deployments[chosen], records.run_of("deployments")[chosen]
    due = np.zeros(records.busy_ticks.shape, np.int64)
    ticks = overlap(rows["matched"], rows["end"], world.span.start, world.span.end)
    np.add.at(due, (run, rows["designation"]), ticks)
    wrong = np.argwhere((records.busy_ticks != due) | (records.busy_ticks > records.in_post_ticks))
    if len(wrong) == 0:
        return None
    run_, row = wrong[0]
    return (
        f"designation {row}: {records.busy_ticks[run_, row]} place-ticks in use, "
        f"its deployments {due[run_, row]}, in post {records.in_post_ticks[run_, row]}"
    )
