"""Best Practice Networks in a compiled run: who meets in a term, and what lasts of it (MODEL 4.3)."""

from __future__ import annotations

import numpy as np

from ist_model.engines.compiled import events, seats, strengths
from ist_model.engines.compiled.jit import Given, State, part
from ist_model.inputs.calendar import TERM_TICKS
from ist_model.science import networks
from ist_model.world.structs import NO_LIMIT, NONE

_FIRST = -2
_NO_KEY = np.uint64(0)


@part
def wait_for_term(s: State, tick: int) -> None:
    """The next term's start, at which the last term's meetings have taught."""
    absent = events.ABSENT
    events.wait(s, tick, events.NETWORKS, absent, absent, _NO_KEY, events.LEARN, 0, 0)


@part
def learn_then_meet(w: Given, s: State) -> None:
    """What was learnt in the last term; who meets in the next one is seen later on the same day."""
    learn(w, s)
    events.wait(s, s.now, events.ARRIVALS, _FIRST, events.ABSENT, _NO_KEY, events.MEET, 0, 0)


@part
def learn(w: Given, s: State) -> None:
    """All schools and networks at once, from levels before the update; of several networks the most."""
    for school in range(w.schools_n):
        for area in range(w.areas_n):
            s.has_risen[school, area] = False
    for network in range(w.network_areas.shape[0]):
        for area in range(w.areas_n):
            if w.network_areas[network, area]:
                _learn_in(w, s, network, area)
    for school in range(w.schools_n):
        for area in range(w.areas_n):
            if s.has_risen[school, area]:
                strengths.lift(s, school, area, s.risen[school, area])


@part
def _learn_in(w: Given, s: State, network: int, area: int) -> None:
    for school in range(w.schools_n):
        s.members[school] = s.met[network, school] and w.has_area[school, area]
        s.levels[school] = s.m[school, area]
    for school in range(w.schools_n):
        if not s.members[school]:
            continue
        above = networks.level_above(school, s.levels, w.pupils, s.members)
        level = networks.drawn_up(s.levels[school], above, w.network_gain)
        if not s.has_risen[school, area] or level > s.risen[school, area]:
            s.risen[school, area] = level
            s.has_risen[school, area] = True


@part
def meet(w: Given, s: State) -> None:
    """A member takes part if somebody of it has the days; else cover is short and it stays away."""
    for network in range(w.network_schools.shape[0]):
        milli = w.network_milli[network]
        for school in range(w.schools_n):
            here = w.network_schools[network, school] and s.schools[school].in_trust != 0
            s.met[network, school] = here and _pay(w, s, school, milli)
    wait_for_term(s, s.now + TERM_TICKS)


@part
def _pay(w: Given, s: State, school: int, milli: int) -> bool:
    """Take a meeting's days from whoever of the school has most left, the first of equals."""
    best, most = NONE, milli - 1
    for at in range(w.at_home_first[school], w.at_home_first[school + 1]):
        post = w.at_home[at]
        row = s.posts[post]
        if row.holder == NONE or row.away != 0:
            continue
        left = s.posts[row.budget].left
        if left == NO_LIMIT:
            best = post
            break
        if left > most:
            best, most = post, left
    if best == NONE:
        return False
    budget = s.posts[best].budget
    if s.posts[budget].left != NO_LIMIT:
        s.posts[budget].left -= milli
    s.networks_milli[budget, seats.year_of(w, s.now)] += milli
    return True
