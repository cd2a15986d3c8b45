"""Needs that no board raises: from beyond, visits of packages, the opening state (MODEL 2, 5.4, 6.5)."""

from __future__ import annotations

import math

import numpy as np

from ist_model.engines.compiled import buying, deployments, drawing, events, pairing, recording, waiting
from ist_model.engines.compiled.jit import Given, State, part
from ist_model.engines.records import BOUGHT, SOURCE_OPENING, SOURCE_PACKAGE, SOURCE_STREAM
from ist_model.inputs.calendar import TERM_TICKS, TICKS_PER_WEEK, WEEKS_PER_TERM
from ist_model.science import draws, monitoring, requests
from ist_model.science.jit import Word
from ist_model.world.structs import NEVER, NONE

_MILLI = 1000
_NEVER = int(NEVER)
_NO_KEY = np.uint64(0)


@part
def _ticks(weeks: float) -> int:
    """As `inputs.calendar.ticks`."""
    return max(1, math.floor(weeks * TICKS_PER_WEEK + 0.5))


@part
def wait_for_arrival(w: Given, s: State, stream: int) -> None:
    """The next need of a stream, after its own gap."""
    row = w.streams[stream]
    gap = requests.gap_of(row.needs_per_week, drawing.gap(w, s, stream, s.stream_k[stream]))
    tick = s.now + _ticks(gap)
    events.wait(s, tick, events.ARRIVALS, w.slots_n, stream, _NO_KEY, events.STREAM, stream, 0)


@part
def arrive(w: Given, s: State, stream: int) -> None:
    """Need k of a stream; all its draws are keyed (stream, k)."""
    row, k = w.streams[stream], s.stream_k[stream]
    days = requests.work_days(
        row.work_kind, row.work_a, row.work_b, row.work_c, row.work_d, w.seed, s.run, row.key, k
    )
    patience = requests.patience_weeks(row.patience_kind, row.patience_mean_weeks, w.seed, s.run, row.key, k)
    key = waiting.need_key(row.key, SOURCE_STREAM, k)
    asked = max(1, int(days * _MILLI + 0.5))
    need = waiting.new_need(w, s, key, SOURCE_STREAM, NONE, row.area, row.specialism, asked)
    raised = s.needs[need]
    raised.stream, raised.priority, raised.may_buy = stream, row.priority, row.may_buy
    raised.deadline = _NEVER if patience < 0 else s.now + _ticks(patience)
    waiting.raise_need(w, s, need)
    s.stream_k[stream] = k + 1
    wait_for_arrival(w, s, stream)


@part
def first_visit(w: Given, s: State, row: int) -> None:
    """A package's visits begin with the first term that starts while it runs."""
    tick = -(-max(w.packages[row].starts, s.now) // TERM_TICKS) * TERM_TICKS
    _wait_for_visit(w, s, row, tick)


@part
def _wait_for_visit(w: Given, s: State, row: int, tick: int) -> None:
    package = w.packages[row]
    if package.school != NONE and package.visit_milli_per_term > 0 and tick < package.ends:
        second = w.streams_n + row
        events.wait(s, tick, events.ARRIVALS, w.slots_n, second, _NO_KEY, events.PACKAGE, row, 0)


@part
def visit(w: Given, s: State, row: int) -> None:
    """A term's visits support the area that the school's last board saw as weakest."""
    package = w.packages[row]
    school, milli = package.school, package.visit_milli_per_term
    area = monitoring.weakest_area(s.seen[school], w.has_area[school])
    own = waiting.need_key(w.pair_key[school, area], SOURCE_PACKAGE, package.key)
    u = draws.uniform(w.seed, s.run, draws.PACKAGE_SPECIALISM, own, s.now // TERM_TICKS)
    specialism = monitoring.pick_specialism(w.area_specialisms[area], u)
    if specialism != NONE:
        key = waiting.need_key(own, SOURCE_PACKAGE, s.now)
        need = waiting.school_need(w, s, key, SOURCE_PACKAGE, school, area, specialism, milli)
        raised = s.needs[need]
        raised.deadline, raised.closed, raised.status = s.now, s.now, BOUGHT
        raised.remaining, raised.urgency = raised.asked, raised.priority
        recording.waiting_changes(w, s, 1, s.now)
        recording.waiting_changes(w, s, -1, s.now)
        buying.bring_in(w, s, need, package.supplier, -(-milli // WEEKS_PER_TERM), s.now)
    _wait_for_visit(w, s, row, s.now + TERM_TICKS)


@part
def opening(w: Given, s: State) -> None:
    """Needs already waiting and deployments already running on the first day."""
    for at in range(w.opening_needs.size):
        row = w.opening_needs[at]
        index = np.uint64(row.specialism)
        need = _opening_need(w, s, row.school, row.area, row.specialism, row.milli, row.raised, index)
        s.needs[need].priority = row.priority
        waiting.raise_need(w, s, need)
    for at in range(w.opening_deployments.size):
        row = w.opening_deployments[at]
        slot = row.designation
        # Asked for before the run, so that its need counts in no wait.
        raised, index = w.begin - 1, w.designations[slot].key
        need = _opening_need(w, s, row.school, row.area, row.specialism, row.milli, raised, index)
        waiting.raise_need(w, s, need)
        deployments.resume(w, s, need, slot, pairing.quality_of(w, s, need, slot))


@part
def _opening_need(
    w: Given,
    s: State,
    school: int,
    area: int,
    specialism: int,
    milli: int,
    raised: int,
    index: Word,
) -> int:
    """As a board of today would raise it, with urgency and patience of the tier."""
    key = waiting.need_key(w.pair_key[school, area], SOURCE_OPENING, index)
    need = waiting.school_need(w, s, key, SOURCE_OPENING, school, area, specialism, milli)
    s.needs[need].raised = raised
    return need
