"""The compiled engine's loop: the next event, what it starts, and so on to the horizon (MODEL 12)."""

from __future__ import annotations

import numba
import numpy as np

from ist_model.engines.compiled import (
    begin,
    boards,
    broker,
    buying,
    careers,
    demand,
    deployments,
    easing,
    events,
    inspections,
    networks,
    observing,
    people,
    recording,
    recording_out,
    release_days,
    rise,
    strengths,
    waiting,
)
from ist_model.engines.compiled.given import given_at
from ist_model.engines.compiled.jit import Given, State, part
from ist_model.engines.compiled.run_records import run_records_at
from ist_model.engines.compiled.state import state_at
from ist_model.inputs.calendar import GRID_TICKS, TERM_TICKS
from ist_model.science.jit import compile_folder
from ist_model.world.structs import NONE

_NO_KEY = np.uint64(0)


@part
def _finish(w: Given, s: State) -> None:
    """The horizon is a grid point too: strength is brought up to it and observed, and no more."""
    strengths.credit(w, s, w.end)
    strengths.shake(w, s, w.end)
    if w.end % TERM_TICKS == 0:
        networks.learn(w, s)
    observing.look(w, s, w.end)
    recording.close(w, s)


@part
def _begin_what_was_spawned(w: Given, s: State) -> None:
    """What events started begins before the next event, first started first; it may start more."""
    at = 0
    while at < s.spawned_n:
        begun = s.spawned[at]
        _first_segment(w, s, begun.what, begun.a, begun.b)
        at += 1
    s.spawned_n = 0


@part
def _first_segment(w: Given, s: State, what: int, a: int, b: int) -> None:
    """What a process does before it waits for the first time."""
    if what == events.DEPLOYMENT_BEGINS:
        deployments.live(w, s, a)
    elif what == events.PATIENCE_ENDS:
        row = s.needs[a]
        events.wait(s, row.deadline, events.WITHDRAWALS, 0, 0, row.key, events.PATIENCE_ENDS, a, 0)
    elif what == events.INSPECTIONS_BEGIN:
        inspections.begin(w, s, a)
    elif what == events.WINDOW_CLOSES:
        inspections.wait_for_window(w, s, a)
    elif what == events.VISIT:
        inspections.visit(w, s, a, b)
    elif what == events.RISE_BEGINS:
        rise.wait_for_start(s, a)
    elif what == events.DEVELOPED:
        people.wait_for_development(w, s, a)


@part
def _happen(w: Given, s: State, what: int, a: int, b: int) -> None:
    """One event: first the kinds of which a run has most."""
    if what == events.DEPLOYMENT_ENDS:
        deployments.complete(w, s, a)
    elif what == events.STREAM:
        demand.arrive(w, s, a)
    elif what == events.DEPLOYMENT_BEGINS:
        deployments.begin(w, s, a)
    elif what == events.PATIENCE_ENDS:
        buying.patience_ends(w, s, a)
    elif what == events.BOARDS_MEET:
        _boards_meet(w, s)
    else:
        _happen_seldom(w, s, what, a, b)


@part
def _boards_meet(w: Given, s: State) -> None:
    """School by school, and what a board starts begins before the next one is held."""
    for school in range(w.schools_n):
        if boards.is_due(s, school):
            boards.half_term(w, s, school)
            _begin_what_was_spawned(w, s)
    boards.wait_for_half_term(s, s.now + GRID_TICKS)


@part
def _years_begin(w: Given, s: State) -> None:
    """1 September: every post's release days anew; posts that begin at another time wait for their own."""
    for post in range(w.posts_n):
        if w.posts[post].starts <= s.now:
            release_days.begin_year(w, s, post)
    release_days.wait_for_september(s)


@part
def _happen_seldom(w: Given, s: State, what: int, a: int, b: int) -> None:
    absent = events.ABSENT
    if what == events.DO_CREDIT:
        strengths.credit(w, s, s.now)
        events.wait(s, s.now, events.NOISE, absent, absent, _NO_KEY, events.DO_NOISE, 0, 0)
    elif what == events.DO_NOISE:
        strengths.shake(w, s, s.now)
        tick = s.now + GRID_TICKS
        events.wait(s, tick, events.CREDIT, absent, absent, _NO_KEY, events.DO_CREDIT, 0, 0)
    elif what == events.HALF_TERM:
        waiting.call(w, s)
        tick = s.now + GRID_TICKS
        events.wait(s, tick, events.ARRIVALS, NONE, absent, _NO_KEY, events.HALF_TERM, 0, 0)
    elif what == events.DO_CAREERS:
        careers.half_term(w, s)
    elif what == events.YEARS:
        _years_begin(w, s)
    elif what == events.YEAR:
        release_days.begin_year(w, s, a)
    elif what == events.DEVELOPED:
        people.developed(w, s, a, b)
    elif what == events.LEARN:
        networks.learn_then_meet(w, s)
    elif what == events.MEET:
        networks.meet(w, s)
    elif what == events.OBSERVE:
        observing.observe(w, s)
    else:
        _happen_to_a_school(w, s, what, a, b)


@part
def _happen_to_a_school(w: Given, s: State, what: int, a: int, b: int) -> None:
    if what == events.SCHOOL_BEGINS:
        boards.begin(w, s, a)
    elif what == events.PACKAGE:
        demand.visit(w, s, a)
    elif what == events.OPEN:
        demand.opening(w, s)
    elif what == events.INSPECTION:
        inspections.inspect(w, s, a)
    elif what == events.WINDOW_CLOSES:
        inspections.window_closes(w, s, a)
    elif what == events.WINDOW_ENDS:
        easing.leaders_of_school(w, s, a)
    elif what == events.VISIT:
        inspections.visit(w, s, a, b)
    elif what == events.RISE_BEGINS:
        rise.begin(w, s, a)
    elif what == events.RISE_ENDS:
        strengths.help_school(w, s, a, False)


@part
def whole_run(given: int, state: int, run: np.uint64) -> bool:
    """One run, from the addresses of its blocks; False if a table was too small and nothing counts."""
    w, s = given_at(given), state_at(state)
    begin.reset(w, s, run)
    begin.start(w, s)
    _begin_what_was_spawned(w, s)
    while s.overflow == 0:
        if events.matching_is_next(s):
            s.match_asked = 0
            broker.match(w, s)
        elif events.next_tick(s) < w.end:
            what, a, b = events.take(s)
            _happen(w, s, what, a, b)
        else:
            break
        _begin_what_was_spawned(w, s)
    if s.overflow != 0:
        return False
    _finish(w, s)
    return bool(s.overflow == 0)


@part
def whole_runs(state: int, to: int) -> bool:
    """Runs, from the addresses of the blocks they are made in and left in.

    False if a table was too small; `made` of them are done then. It ends after so many runs as `until` says,
    and after a halt, which comes between two runs; called again it goes on with the next.
    """
    s, k = state_at(state), run_records_at(to)
    while k.made < k.until and k.halt[0] == 0:
        if not whole_run(k.givens[k.made], state, k.samples[k.made]):
            return False
        if k.recorded != 0:
            recording_out.record(given_at(k.givens[k.made]), s, k)
        k.made += 1
    return True


@numba.njit(nogil=True, error_model="numpy", cache=compile_folder() is not None)
def make_runs(state: int, to: int) -> bool:
    """`whole_runs` for Python, kept in the compile cache; see `ready`."""
    return whole_runs(state, to)
