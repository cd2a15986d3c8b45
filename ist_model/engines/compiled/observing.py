"""The state at each half-term start, written down last of all that happens then."""

from __future__ import annotations

import numpy as np

from ist_model.engines.compiled import events, tiers
from ist_model.engines.compiled.jit import Given, State, part
from ist_model.inputs.calendar import GRID_TICKS
from ist_model.world.structs import NONE

_NO_KEY = np.uint64(0)


@part
def observe(w: Given, s: State) -> None:
    """Look now, and again at the next half-term."""
    look(w, s, s.now)
    absent, tick = events.ABSENT, s.now + GRID_TICKS
    events.wait(s, tick, events.OBSERVATION, absent, absent, _NO_KEY, events.OBSERVE, 0, 0)


@part
def look(w: Given, s: State, tick: int) -> None:
    """Schools, seats and designations as they are."""
    at = s.grid_n
    if at >= s.grid_tick.size:
        s.overflow = 1
        return
    s.grid_tick[at] = tick
    _look_at_schools(w, s, at)
    for post in range(w.posts_n):
        seat = s.posts[post]
        s.grid_holder[at, post] = seat.holder
        s.grid_ready[at, post] = seat.ready_for_next
        s.grid_away_share[at, post] = seat.away_share
    for slot in range(w.slots_n):
        row = s.slots[slot]
        s.grid_active[at, slot] = row.is_active == 1
        s.grid_budget[at, slot] = s.posts[row.carrier].budget
    s.grid_n = at + 1


@part
def _look_at_schools(w: Given, s: State, at: int) -> None:
    for school in range(w.schools_n):
        row = s.schools[school]
        for area in range(w.areas_n):
            s.grid_strength[at, school, area] = s.x[school, area]
            s.grid_sustaining[at, school, area] = s.m[school, area]
        s.grid_tier[at, school] = tiers.tier_of(w, s, school) if row.in_trust != 0 else NONE
        s.grid_accountable[at, school] = row.accountable
        s.grid_under[at, school] = row.under
