"""When seats had no holder who was there, and designations could not be used, from the events of careers.

Posts and designations of all runs are taken at once, on one line of time (`laws.line`). A seat is a post of a
run, a slot a designation of a run: run x posts + post, run x designations + designation.
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
)
from ist_model.results.arrays import Bools, Ints
from ist_model.results.laws.common import one_of, overlap
from ist_model.results.laws.line import FAR_OFF, LIFE, LONG_AGO, on_line
from ist_model.results.once import once
from ist_model.results.runs import Runs


class Gaps:
    """Disjoint stretches [start, stop) of time, by owner and in order."""

    def __init__(self, owner: Ints, start: Ints, stop: Ints) -> None:
        """Merge stretches of one owner that touch or overlap; empty ones are left out."""
        kept = stop > start
        low, high = on_line(owner[kept], start[kept]), on_line(owner[kept], stop[kept])
        order = np.argsort(low, kind="stable")
        low, high = low[order], np.maximum.accumulate(high[order])
        begins, ends = np.ones((2, len(low)), np.bool_)
        begins[1:] = ends[:-1] = low[1:] > high[:-1]
        self._low, self._high = low[begins], high[ends]
        self.owner = owner[kept][order][begins]
        self.start, self.stop = self._low - self.owner * LIFE, self._high - self.owner * LIFE

    def touch(self, owner: Ints, start: Ints, stop: Ints) -> Bools:
        """Whether [start, stop) overlaps a stretch of an owner; arguments broadcast."""
        begun = np.searchsorted(self._low, on_line(owner, stop), side="left")
        over = np.searchsorted(self._high, on_line(owner, start), side="right")
        return np.asarray((begun > over) & (stop > start))

    def ticks(self, low: int, high: int, owners: int) -> Ints:
        """[owners] ticks of [low, high) that lie in a stretch."""
        total = np.zeros(owners, np.int64)
        np.add.at(total, self.owner, overlap(self.start, self.stop, low, high))
        return total

    def within(self, spells: Carried) -> Gaps:
        """Of the gaps of seats, those of the slots that they carried meanwhile."""
        first = np.searchsorted(self.owner, spells.seat, side="left")
        number = np.searchsorted(self.owner, spells.seat, side="right") - first
        spell = np.repeat(np.arange(len(number)), number)
        gap = first[spell] + np.arange(len(spell)) - (np.cumsum(number) - number)[spell]
        return Gaps(
            spells.slot[spell],
            np.maximum(self.start[gap], spells.start[spell]),
            np.minimum(self.stop[gap], spells.stop[spell]),
        )

    def and_of(self, other: Gaps) -> Gaps:
        """The gaps of both."""
        return Gaps(*(np.append(getattr(self, name), getattr(other, name)) for name in _COLUMNS))


_COLUMNS = ("owner", "start", "stop")


class Carried(NamedTuple):
    """Stretches of time during which a seat carried a slot, by slot and time."""

    slot: Ints
    seat: Ints
    start: Ints
    stop: Ints

    def seat_of(self, slot: Ints, tick: Ints) -> Ints:
        """The seat that carries a slot at a tick; arguments broadcast."""
        begins = on_line(self.slot, self.start)
        return self.seat[np.searchsorted(begins, on_line(slot, tick), side="right") - 1]


class Absences(NamedTuple):
    """When people could not be deployed."""

    vacant: Gaps  # by seat
    undeveloped: Gaps  # by slot
    carried: Carried
    out: Gaps  # by slot: nobody there in the seat that carries it


@once
def absences(records: Runs) -> Absences:
    """All absences of runs; four laws ask in a row."""
    vacant = _vacancies(records)
    # Seconded full time, or standing in for a head.
    away = Gaps(*_between(records, "post", AWAY, BACK))
    # Being developed anew.
    undeveloped = Gaps(*_between(records, "designation", DESIGNATION_LOST, DESIGNATION_READY))
    carried = _carried(records)
    return Absences(vacant, undeveloped, carried, vacant.and_of(away).within(carried))


class _Events(NamedTuple):
    """Rows of CAREER of some kinds, by owner (a seat or slot) and time."""

    owner: Ints
    rows: NDArray[np.void]


def _events(records: Runs, by: str, *events: int) -> _Events:
    careers = records.careers
    owners = len(records.world.posts if by == "post" else records.world.designations)
    chosen = one_of(careers["event"], *events) & (careers[by] >= 0) & (careers[by] < owners)
    rows = careers[chosen]
    owner = records.run_of("careers")[chosen] * owners + rows[by]
    order = np.argsort(owner, kind="stable")
    return _Events(owner[order], rows[order])


def _first(*keys: NDArray[Any]) -> Bools:
    """[n] the row differs in a key from the one before."""
    found = np.ones(len(keys[0]), np.bool_)
    found[1:] = False
    for key in keys:
        found[1:] |= key[1:] != key[:-1]
    return found


def _between(records: Runs, by: str, opens: int, closes: int) -> tuple[Ints, Ints, Ints]:
    """Owner, from and to of the gaps that openings and closings make.

    A closing with no opening before it ends a gap from the beginning; an opening never closed lasts for ever.
    """
    owner, rows = _events(records, by, opens, closes)
    kept = _first(owner, rows["event"])  # what is open already is not opened again
    owner, tick, opening = owner[kept], rows["tick"][kept], rows["event"][kept] == opens
    since = np.where(_first(owner), LONG_AGO, np.roll(tick, 1))
    for_ever = opening & _first(owner[::-1])[::-1]
    return (
        np.append(owner[~opening], owner[for_ever]),
        np.append(since[~opening], tick[for_ever]),
        np.append(tick[~opening], np.full(for_ever.sum(), FAR_OFF)),
    )


def _vacancies(records: Runs) -> Gaps:
    """Times that posts had no holder, before they start and after they end included."""
    posts, starts = records.world.posts, records.post_starts.ravel()
    every, ends = np.arange(len(starts)), np.tile(posts["ends"], len(records))
    owner, start, stop = _between(records, "post", LEFT, FILLED)
    opens_vacant = np.tile((posts["vacant_terms"] > 0) | (posts["opens_vacant"] == 1), len(records))
    filled = np.bincount(owner, minlength=len(every)) > 0
    never = every[opens_vacant & ~filled]
    long_ago, far_off = np.full(len(every), LONG_AGO), np.full(len(every), FAR_OFF)
    return Gaps(
        np.concatenate([owner, never, every, every]),
        np.concatenate([start, long_ago[never], long_ago, ends]),
        np.concatenate([stop, far_off[never], starts, far_off]),
    )


def _carried(records: Runs) -> Carried:
    """The seats that carried slots: its own, until someone promoted keeps it, and again once lost."""
    posts, slots = len(records.world.posts), len(records.world.designations)
    own = np.tile(records.world.designations["post"].astype(np.int64), len(records))
    run = np.repeat(np.arange(len(records)), slots)
    moved, moves = _events(records, "designation", DESIGNATION_LOST, DESIGNATION_MOVED)
    to = np.where(moves["event"] == DESIGNATION_MOVED, moves["post"], own[moved])
    slot, seat = np.append(np.arange(len(own)), moved), np.append(own, to)
    seat += posts * np.append(run, moved // max(1, slots))
    tick = np.append(np.full(len(own), LONG_AGO), moves["tick"])
    order = np.argsort(slot, kind="stable")
    slot, seat, tick = slot[order], seat[order], tick[order]
    change = _first(slot, seat)
    slot, seat, tick = slot[change], seat[change], tick[change]
    last = _first(slot[::-1])[::-1]
    return Carried(slot, seat, tick, np.where(last, FAR_OFF, np.roll(tick, -1)))
