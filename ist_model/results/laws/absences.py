"""When seats had no holder who was there, and designations could not be used, from the events of careers."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ist_model.engines.records import (
    AWAY,
    BACK,
    DESIGNATION_LOST,
    DESIGNATION_MOVED,
    DESIGNATION_READY,
    FILLED,
    LEFT,
    Records,
)
from ist_model.results.laws.common import Bools, Ints, overlap
from ist_model.world.structs import World

LONG_AGO, FAR_OFF = np.iinfo(np.int64).min, np.iinfo(np.int64).max


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
    opens_vacant = world.posts["vacant_terms"][post] > 0 or world.posts["opens_vacant"][post]
    if opens_vacant and not len(events):
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


def away(records: Records, post: int) -> Gaps:
    """Times the holder of a post could not be deployed: seconded full time, or standing in for a head."""
    events = records.careers[
        (records.careers["post"] == post) & np.isin(records.careers["event"], (BACK, AWAY))
    ]
    return Gaps(*_gaps(events["tick"], events["event"] == AWAY))


class Carried(NamedTuple):
    """A stretch of time during which a seat carried a designation."""

    post: int
    start: int
    stop: int


def carriers(world: World, records: Records, slot: int) -> list[Carried]:
    """The seats that carried a designation: its own, until someone promoted keeps it, and again once lost."""
    own = int(world.designations["post"][slot])
    careers = records.careers
    moves = careers[
        (careers["designation"] == slot) & np.isin(careers["event"], (DESIGNATION_LOST, DESIGNATION_MOVED))
    ]
    found, post, since = [], own, int(LONG_AGO)
    for move in moves:
        to = int(move["post"]) if move["event"] == DESIGNATION_MOVED else own
        if to != post:
            found.append(Carried(post, since, int(move["tick"])))
            post, since = to, int(move["tick"])
    return [*found, Carried(post, since, int(FAR_OFF))]


class Absences(NamedTuple):
    """When people could not be deployed."""

    vacant: list[Gaps]  # by post
    away: list[Gaps]  # by post
    undeveloped: list[Gaps]  # by designation
    carried: list[list[Carried]]  # by designation
    out: list[Gaps]  # by designation: nobody there in the seat that carries it


_last: tuple[World, Records, Absences] | None = None


def absences(world: World, records: Records) -> Absences:
    """All absences of a run; three laws ask in a row, so those of the last run asked about are kept."""
    global _last
    last = _last
    if last is not None and last[0] is world and last[1] is records:
        return last[2]
    posts, slots = range(len(world.posts)), range(len(world.designations))
    vacant = [vacancies(world, records, post) for post in posts]
    gone = [away(records, post) for post in posts]
    carried = [carriers(world, records, slot) for slot in slots]
    found = Absences(
        vacant,
        gone,
        [undeveloped(records, slot) for slot in slots],
        carried,
        [_out(vacant, gone, carried[slot]) for slot in slots],
    )
    _last = (world, records, found)
    return found


def _out(vacant: list[Gaps], gone: list[Gaps], carried: list[Carried]) -> Gaps:
    start, stop = [], []
    for spell in carried:
        for gaps in (vacant[spell.post], gone[spell.post]):
            start.append(gaps.start.clip(spell.start, spell.stop))
            stop.append(gaps.stop.clip(spell.start, spell.stop))
    return Gaps(np.concatenate(start), np.concatenate(stop))
