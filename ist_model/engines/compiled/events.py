"""What comes next in a compiled run: by tick, phase and key, as the narrated clock has it (MODEL 12).

A process of the narrated engine is here a kind of event that asks for the next of its kind. What such a
process does before its first wait happens right after the event that started it: that is what `spawn` is for.
"""

from __future__ import annotations

from ist_model.engines.compiled.jit import Row, State, part
from ist_model.science.jit import Word
from ist_model.world.structs import NONE

CREDIT, NOISE, NETWORKS, YEAR_RESET, CAREERS, JOINING, INSPECTIONS = range(7)
COMPLETIONS, BOARDS, ARRIVALS, MATCHING, WITHDRAWALS, OBSERVATION = range(7, 13)
_PHASES = 16
ABSENT = -4  # a part of a key that is not there: before every part that is
_SHIFT = 2**31


# Kinds of event; `a` and `b` say of what.
YEAR = 0  # post, where it begins within a school year
DO_CAREERS = 1
DEVELOPED = 2  # designation, tick due
LEARN = 3
MEET = 4
SCHOOL_BEGINS = 5  # school
DO_CREDIT = 6
DO_NOISE = 7
STREAM = 8  # stream
PACKAGE = 9  # row of packages
HALF_TERM = 10
OPEN = 11
OBSERVE = 12
DEPLOYMENT_BEGINS = 13  # deployment
DEPLOYMENT_ENDS = 14  # deployment
PATIENCE_ENDS = 15  # need
BOARDS_MEET = 17
INSPECTION = 18  # school
WINDOW_CLOSES = 19  # school
VISIT = 20  # school, ordinal
RISE_BEGINS = 21  # deployment
RISE_ENDS = 22  # deployment
YEARS = 24
WINDOW_ENDS = 25  # school
INSPECTIONS_BEGIN = 23  # school (spawned only)


@part
def wait(
    s: State, tick: int, phase: int, first: int, second: int, key: Word, what: int, a: int, b: int
) -> None:
    """Ask for an event at a tick, in a phase, among others of that phase in the order of its key."""
    if tick >= s.horizon:
        return  # nothing happens then
    event = _new_event(s)
    if event == NONE:
        return
    row = s.events[event]
    row.key, row.order, row.what, row.a, row.b = key, s.event_order, what, a, b
    s.event_order += 1
    when = tick * _PHASES + phase
    rank = (first - ABSENT) * _SHIFT + (second - ABSENT)
    at = s.queued_n
    s.queued_n = at + 1
    _sift_up(s, at, when, rank, event)


@part
def _new_event(s: State) -> int:
    """A free row, NONE if there is none."""
    event = s.event_free
    if event != NONE:
        s.event_free = s.events[event].next
        return int(event)
    event = s.events_n
    if event >= s.events.size:
        s.overflow = 1
        return NONE
    s.events_n = event + 1
    return int(event)


@part
def _sift_up(s: State, at: int, when: int, rank: int, event: int) -> None:
    """Put an event in its place on the way from `at` to the top."""
    queued = s.queued
    while at > 0:
        above = (at - 1) >> 1
        other = queued[above]
        if not _before(s, when, rank, event, other.when, other.rank, other.event):
            break
        _move(queued[at], other)
        at = above
    placed = queued[at]
    placed.when, placed.rank, placed.event = when, rank, event


@part
def _before(
    s: State, when: int, rank: int, event: int, other_when: int, other_rank: int, other_event: int
) -> bool:
    if when != other_when:
        return bool(when < other_when)
    if rank != other_rank:
        return bool(rank < other_rank)
    one, two = s.events[event], s.events[other_event]
    if one.key != two.key:
        return bool(one.key < two.key)
    return bool(one.order < two.order)


@part
def take(s: State) -> tuple[int, int, int]:
    """Remove the first event and go to its moment; (what, a, b)."""
    first = s.queued[0]
    s.now = first.when // _PHASES
    event = first.event
    row = s.events[event]
    what, a, b = row.what, row.a, row.b
    row.next = s.event_free
    s.event_free = event
    left = s.queued_n - 1
    s.queued_n = left
    if left > 0:
        _close_gap(s, left)
    return what, a, b


@part
def _close_gap(s: State, left: int) -> None:
    """Bring the first below the top up, level by level; the last event, at `left`, fills the gap below."""
    queued, at = s.queued, 0
    last = queued[left]
    when, rank, event = last.when, last.rank, last.event
    while 2 * at + 2 < left:
        below = 2 * at + 1
        one, two = queued[below], queued[below + 1]
        if one.when == two.when and one.rank == two.rank:
            below += int(_before(s, two.when, two.rank, two.event, one.when, one.rank, one.event))
        else:  # which of them is as good as chance: no branch hangs on it
            below += int((two.when < one.when) | ((two.when == one.when) & (two.rank < one.rank)))
        _move(queued[at], queued[below])
        at = below
    if 2 * at + 1 < left:
        _move(queued[at], queued[2 * at + 1])
        at = 2 * at + 1
    _sift_up(s, at, when, rank, event)


@part
def _move(to: Row, row: Row) -> None:
    to.when, to.rank, to.event = row.when, row.rank, row.event


@part
def next_tick(s: State) -> int:
    """Tick of the first event, the horizon if none comes before it."""
    return int(s.queued[0].when // _PHASES) if s.queued_n > 0 else int(s.horizon)


@part
def ask_for_matching(s: State) -> None:
    """Matching has a phase of its own and happens once in it: it needs no place among the events."""
    s.asked_at, s.match_asked = s.now, 1


@part
def matching_is_next(s: State) -> bool:
    """Whether a matching was asked for and no event of this tick comes before it."""
    if s.match_asked == 0:
        return False
    return bool(s.queued_n == 0 or s.queued[0].when > s.now * _PHASES + MATCHING)


@part
def spawn(s: State, what: int, a: int, b: int) -> None:
    """Something begins right after the present event, before any other."""
    at = s.spawned_n
    if at >= s.spawned.size:
        s.overflow = 1
        return
    begun = s.spawned[at]
    begun.what, begun.a, begun.b = what, a, b
    s.spawned_n = at + 1
