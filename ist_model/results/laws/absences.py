"""When seats had no holder who was there, and designations could not be used, from the events of careers.

Posts and designations are taken all at once: the lives of all of them are laid end to end on one line of
time, a stretch of `LIFE` ticks for each, so that one search answers for all.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

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
from ist_model.results.laws.common import Bools, Ints, one_of, overlap
from ist_model.world.structs import World

LIFE = np.int64(2**40)
LONG_AGO, FAR_OFF = -LIFE // 4, LIFE // 4  # hundreds of centuries, in ticks


def _on_line(owner: Ints, tick: Ints) -> Ints:
    """Places on the one line of time."""
    return np.asarray(owner * LIFE + np.clip(tick, LONG_AGO, FAR_OFF))


class Gaps:
    """Disjoint stretches [start, stop) of time, by owner and in order."""

    def __init__(self, owner: Ints, start: Ints, stop: Ints) -> None:
        """Merge stretches of one owner that touch or overlap; empty ones are left out."""
        kept = stop > start
        low, high = _on_line(owner[kept], start[kept]), _on_line(owner[kept], stop[kept])
        order = np.argsort(low, kind="stable")
        low, high = low[order], np.maximum.accumulate(high[order])
        begins, ends = np.ones((2, len(low)), np.bool_)
        begins[1:] = ends[:-1] = low[1:] > high[:-1]
        self._low, self._high = low[begins], high[ends]
        self.owner = owner[kept][order][begins]
        self.start, self.stop = self._low - self.owner * LIFE, self._high - self.owner * LIFE

    def touch(self, owner: Ints, start: Ints, stop: Ints) -> Bools:
        """Whether [start, stop) overlaps a stretch of an owner; arguments broadcast."""
        begun = np.searchsorted(self._low, _on_line(owner, stop), side="left")
        over = np.searchsorted(self._high, _on_line(owner, start), side="right")
        return np.asarray((begun > over) & (stop > start))

    def ticks(self, low: int, high: int, owners: int) -> Ints:
        """[owners] ticks of [low, high) that lie in a stretch."""
        total = np.zeros(owners, np.int64)
        np.add.at(total, self.owner, overlap(self.start, self.stop, low, high))
        return total

    def within(self, spells: Carried) -> Gaps:
        """Of the gaps of posts, those of the designations that they carried meanwhile."""
        spell, gap = np.nonzero(spells.post[:, None] == self.owner)
        return Gaps(
            spells.designation[spell],
            np.maximum(self.start[gap], spells.start[spell]),
            np.minimum(self.stop[gap], spells.stop[spell]),
        )

    def and_of(self, other: Gaps) -> Gaps:
        """The gaps of both."""
        return Gaps(*(np.append(getattr(self, name), getattr(other, name)) for name in _COLUMNS))


_COLUMNS = ("owner", "start", "stop")


class Carried(NamedTuple):
    """Stretches of time during which a seat carried a designation, by designation and time."""

    designation: Ints
    post: Ints
    start: Ints
    stop: Ints

    def seat(self, designation: Ints, tick: Ints) -> Ints:
        """The seat that carries a designation at a tick; arguments broadcast."""
        begins = _on_line(self.designation, self.start)
        return self.post[np.searchsorted(begins, _on_line(designation, tick), side="right") - 1]


class Absences(NamedTuple):
    """When people could not be deployed."""

    vacant: Gaps  # by post
    away: Gaps  # by post
    undeveloped: Gaps  # by designation
    carried: Carried
    out: Gaps  # by designation: nobody there in the seat that carries it


_last: tuple[World, Records, Absences] | None = None


def absences(world: World, records: Records) -> Absences:
    """All absences of a run; four laws ask in a row, so those of the last run asked about are kept."""
    global _last
    last = _last
    if last is not None and last[0] is world and last[1] is records:
        return last[2]
    vacant = _vacancies(world, records)
    # Seconded full time, or standing in for a head.
    away = Gaps(*_between(records, "post", len(world.posts), AWAY, BACK))
    # Being developed anew.
    slots = len(world.designations)
    undeveloped = Gaps(*_between(records, "designation", slots, DESIGNATION_LOST, DESIGNATION_READY))
    carried = _carried(world, records)
    out = vacant.and_of(away).within(carried)
    found = Absences(vacant, away, undeveloped, carried, out)
    _last = (world, records, found)
    return found


def _events(records: Records, by: str, owners: int, *events: int) -> NDArray[np.void]:
    """Rows of CAREER of some kinds, by owner (a post or designation) and time."""
    careers = records.careers
    rows = careers[one_of(careers["event"], *events)]
    rows = rows[(rows[by] >= 0) & (rows[by] < owners)]
    return np.asarray(rows[np.argsort(rows[by], kind="stable")])


def _first(*keys: NDArray[Any]) -> Bools:
    """[n] the row differs in a key from the one before."""
    found = np.ones(len(keys[0]), np.bool_)
    found[1:] = False
    for key in keys:
        found[1:] |= key[1:] != key[:-1]
    return found


def _between(records: Records, by: str, owners: int, opens: int, closes: int) -> tuple[Ints, Ints, Ints]:
    """Owner, from and to of the gaps that openings and closings make.

    A closing with no opening before it ends a gap from the beginning; an opening never closed lasts for ever.
    """
    rows = _events(records, by, owners, opens, closes)
    rows = rows[_first(rows[by], rows["event"])]  # what is open already is not opened again
    owner, tick, opening = rows[by].astype(np.int64), rows["tick"], rows["event"] == opens
    since = np.where(_first(owner), LONG_AGO, np.roll(tick, 1))
    for_ever = opening & _first(owner[::-1])[::-1]
    return (
        np.append(owner[~opening], owner[for_ever]),
        np.append(since[~opening], tick[for_ever]),
        np.append(tick[~opening], np.full(for_ever.sum(), FAR_OFF)),
    )


def _vacancies(world: World, records: Records) -> Gaps:
    """Times that posts had no holder, before they start and after they end included."""
    posts, every = world.posts, np.arange(len(world.posts))
    owner, start, stop = _between(records, "post", len(posts), LEFT, FILLED)
    opens_vacant = (posts["vacant_terms"] > 0) | (posts["opens_vacant"] == 1)
    filled = np.bincount(owner, minlength=len(posts)) > 0
    never = every[opens_vacant & ~filled]
    long_ago, far_off = np.full(len(posts), LONG_AGO), np.full(len(posts), FAR_OFF)
    return Gaps(
        np.concatenate([owner, never, every, every]),
        np.concatenate([start, long_ago[never], long_ago, posts["ends"]]),
        np.concatenate([stop, far_off[never], posts["starts"], far_off]),
    )


def _carried(world: World, records: Records) -> Carried:
    """The seats that carried designations: its own, until someone promoted keeps it, and again once lost."""
    own = world.designations["post"].astype(np.int64)
    moves = _events(records, "designation", len(own), DESIGNATION_LOST, DESIGNATION_MOVED)
    slot = np.append(np.arange(len(own)), moves["designation"])
    moved_to = np.where(moves["event"] == DESIGNATION_MOVED, moves["post"], own[moves["designation"]])
    post, tick = np.append(own, moved_to), np.append(np.full(len(own), LONG_AGO), moves["tick"])
    order = np.argsort(slot, kind="stable")
    slot, post, tick = slot[order], post[order], tick[order]
    change = _first(slot, post)
    slot, post, tick = slot[change], post[change], tick[change]
    last = _first(slot[::-1])[::-1]
    return Carried(slot, post, tick, np.where(last, FAR_OFF, np.roll(tick, -1)))
