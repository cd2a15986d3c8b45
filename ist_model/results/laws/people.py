"""Laws of people: who can be where (MODEL 3.3, 6.2, 7.1)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ist_model.engines.records import DESIGNATION_LOST, DESIGNATION_READY, FILLED, LEFT, Records
from ist_model.results.laws.common import Bools, Ints, deployment_words, first, law, overlap, when
from ist_model.world.structs import World

LONG_AGO, FAR_OFF = np.iinfo(np.int64).min, np.iinfo(np.int64).max


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
    """Giver = home of the designation's post; -1 for a supplier."""
    rows = records.deployments
    if len(world.designations):
        home = world.posts["home"][world.designations["post"]][rows["designation"]]
    else:
        home = np.full(len(rows), -1)
    row = first(rows["giver"] != np.where(rows["designation"] >= 0, home, -1))
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


def _gaps(ticks: Ints, opens: Bools) -> tuple[Ints, Ints]:
    """From and to of the gaps that a sequence of openings and closings makes.

    A closing with no opening before it ends a gap from the beginning; an opening never closed lasts for ever.
    """
    start: list[int] = []
    stop: list[int] = []
    since: int | None = LONG_AGO if len(opens) and not opens[0] else None
    for tick, opening in zip(ticks.tolist(), opens.tolist(), strict=True):
        if opening and since is None:
            since = tick
        elif not opening and since is not None:
            start.append(since)
            stop.append(tick)
            since = None
    if since is not None:
        start.append(since)
        stop.append(FAR_OFF)
    return np.array(start, np.int64), np.array(stop, np.int64)


class Gaps:
    """Disjoint stretches [start, stop) of time, in order."""

    def __init__(self, start: Ints, stop: Ints) -> None:
        """Merge stretches that touch or overlap."""
        merged: list[list[int]] = []
        for low, high in sorted(zip(start.tolist(), stop.tolist(), strict=True)):
            if merged and low <= merged[-1][1]:
                merged[-1][1] = max(merged[-1][1], high)
            elif high > low:
                merged.append([low, high])
        self.start = np.array([low for low, _ in merged], np.int64)
        self.stop = np.array([high for _, high in merged], np.int64)

    def touch(self, start: Ints, stop: Ints) -> Bools:
        """[n] whether [start, stop) overlaps a stretch."""
        begun = np.searchsorted(self.start, stop, side="left")
        over = np.searchsorted(self.stop, start, side="right")
        return np.asarray((begun > over) & (stop > start))

    def ticks(self, low: int, high: int) -> int:
        """Ticks of [low, high) that lie in a stretch."""
        return int(overlap(self.start, self.stop, low, high).sum())


def vacancies(world: World, records: Records, post: int) -> Gaps:
    """Times a post had no holder, before it starts and after it ends included."""
    events = records.careers[
        (records.careers["post"] == post) & np.isin(records.careers["event"], (LEFT, FILLED))
    ]
    start, stop = _gaps(events["tick"], events["event"] == LEFT)
    if world.posts["vacant_terms"][post] > 0 and not len(events):
        start, stop = np.array([LONG_AGO]), np.array([FAR_OFF])
    return Gaps(
        np.append(start, [LONG_AGO, world.posts["ends"][post]]),
        np.append(stop, [world.posts["starts"][post], FAR_OFF]),
    )


def undeveloped(records: Records, slot: int) -> Gaps:
    """Times a designation was being developed anew."""
    careers = records.careers
    develops = np.isin(careers["event"], (DESIGNATION_LOST, DESIGNATION_READY))
    own = careers[(careers["designation"] == slot) & develops]
    return Gaps(*_gaps(own["tick"], own["event"] == DESIGNATION_LOST))


class Absences(NamedTuple):
    """When people could not be deployed."""

    vacant: list[Gaps]  # by post
    undeveloped: list[Gaps]  # by designation


_last: tuple[World, Records, Absences] | None = None


def absences(world: World, records: Records) -> Absences:
    """All absences of a run; three laws ask in a row, so those of the last run asked about are kept."""
    global _last
    last = _last
    if last is not None and last[0] is world and last[1] is records:
        return last[2]
    found = Absences(
        [vacancies(world, records, post) for post in range(len(world.posts))],
        [undeveloped(records, slot) for slot in range(len(world.designations))],
    )
    _last = (world, records, found)
    return found


@law("nobody is deployed while their post is vacant or their designation is being developed")
def deployed_in_post(world: World, records: Records) -> str | None:
    """No deployment overlaps a vacancy of its post, or the development of its designation."""
    rows = records.deployments
    for slot in np.unique(rows["designation"][rows["designation"] >= 0]).tolist():
        own = np.flatnonzero(rows["designation"] == slot)
        stop = np.minimum(rows["end"][own], world.span.end)
        post = int(world.designations["post"][slot])
        away = absences(world, records)
        for why, gaps in (("vacant", away.vacant[post]), ("in development", away.undeveloped[slot])):
            row = first(gaps.touch(rows["matched"][own], stop))
            if row is not None:
                name, since = world.names.posts[post], when(rows["matched"][own[row]])
                return f"{deployment_words(records, int(own[row]))}, agreed {since}: post {name} is {why}"
    return None


@law("time in post follows the events of careers")
def in_post_follows_careers(world: World, records: Records) -> str | None:
    """In-post place-ticks = places x ticks of the period less vacancies and developments."""
    low, high = world.span.start, world.span.end
    for slot in range(len(world.designations)):
        found = absences(world, records)
        gaps = (found.vacant[int(world.designations["post"][slot])], found.undeveloped[slot])
        away = Gaps(np.concatenate([gap.start for gap in gaps]), np.concatenate([gap.stop for gap in gaps]))
        due = int(world.designations["places"][slot]) * (high - low - away.ticks(low, high))
        if due != records.in_post_ticks[slot]:
            return (
                f"designation {slot}: {records.in_post_ticks[slot]} place-ticks in post, careers give {due}"
            )
    return None


@law("filled posts and usable designations on the grid follow the events of careers")
def grid_follows_careers(world: World, records: Records) -> str | None:
    """`filled` and `active` at each grid point against vacancies and developments."""
    grid = records.grid_tick
    for post in range(len(world.posts)):
        due = ~absences(world, records).vacant[post].touch(grid, grid + 1)
        row = first(due != records.filled[:, post])
        if row is not None:
            return (
                f"post {world.names.posts[post]} at {when(grid[row])}: filled is {records.filled[row, post]}"
            )
    for slot in range(len(world.designations)):
        developed = ~absences(world, records).undeveloped[slot].touch(grid, grid + 1)
        row = first(
            (developed & records.filled[:, world.designations["post"][slot]]) != records.active[:, slot]
        )
        if row is not None:
            return f"designation {slot} at {when(grid[row])}: active is {records.active[row, slot]}"
    return None


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
