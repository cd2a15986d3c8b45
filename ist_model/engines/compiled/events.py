"""What comes next in a compiled run: by tick, phase and key, as the narrated clock has it (MODEL 12).

A process of the narrated engine is here a kind of event that asks for the next of its kind. What such a
process does before its first wait happens right after the event that started it: that is what `spawn` is for.
"""

from __future__ import annotations

from ist_model.engines.compiled.jit import Row, State, part
from ist_model.science.jit import Word

CREDIT, NOISE, NETWORKS, YEAR_RESET, CAREERS, JOINING, INSPECTIONS = range(7)
COMPLETIONS, BOARDS, ARRIVALS, MATCHING, WITHDRAWALS, OBSERVATION = range(7, 13)
_PHASES = 16
ABSENT = -4  # a part of a key that is not there: before every part that is
_SHIFT = 2**31


# Kinds of event; `a` and `b` say of what.
YEAR = 0  # post
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
MATCH = 16
BOARD = 17  # school
INSPECTION = 18  # school
WINDOW_CLOSES = 19  # school
VISIT = 20  # school, ordinal
RISE_BEGINS = 21  # deployment
RISE_ENDS = 22  # deployment
INSPECTIONS_BEGIN = 23  # school (spawned only)
BOARDS_BEGIN = 24  # school (spawned only)


@part
def wait(
    s: State, tick: int, phase: int, first: int, second: int, key: Word, what: int, a: int, b: int
) -> None:
    """Ask for an event at a tick, in a phase, among others of that phase in the order of its key."""
    if tick >= s.horizon:
        return  # nothing happens then
    when = tick * _PHASES + phase
    rank = (first - ABSENT) * _SHIFT + (second - ABSENT)
    order = s.event_order
    s.event_order = order + 1
    at = s.events_n
    if at >= s.events.size:
        s.overflow = 1
        return
    s.events_n = at + 1
    events = s.events
    while at > 0:
        above = (at - 1) >> 1
        if not _before(when, rank, key, order, events[above]):
            break
        events[at] = events[above]
        at = above
    event = events[at]
    event.when, event.rank, event.key, event.order = when, rank, key, order
    event.what, event.a, event.b = what, a, b


@part
def _before(when: int, rank: int, key: Word, order: int, other: Row) -> bool:
    if when != other.when:
        return bool(when < other.when)
    if rank != other.rank:
        return bool(rank < other.rank)
    if key != other.key:
        return bool(key < other.key)
    return bool(order < other.order)


@part
def take(s: State) -> tuple[int, int, int]:
    """Remove the first event and go to its moment; (what, a, b)."""
    events = s.events
    first = events[0]
    what, a, b = first.what, first.a, first.b
    s.place = first.when
    s.now = first.when // _PHASES
    left = s.events_n - 1
    s.events_n = left
    if left > 0:
        _sift_down(s, left)
    return what, a, b


@part
def _sift_down(s: State, left: int) -> None:
    """Put the last event, which stands at `left`, where it belongs below the hole at the top."""
    events = s.events
    last = events[left]
    at = 0
    while True:
        below = 2 * at + 1
        if below >= left:
            break
        right = below + 1
        if right < left:
            other = events[right]
            if _before(other.when, other.rank, other.key, other.order, events[below]):
                below = right
        child = events[below]
        if not _before(child.when, child.rank, child.key, child.order, last):
            break
        events[at] = child
        at = below
    events[at] = last


@part
def next_tick(s: State) -> int:
    """Tick of the first event, the horizon if none comes before it."""
    return int(s.events[0].when // _PHASES) if s.events_n > 0 else int(s.horizon)


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
