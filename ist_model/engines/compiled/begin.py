"""The first moment of a compiled run: memory as it was before anything, then all that starts, in order."""

from __future__ import annotations

import numpy as np

from ist_model.engines.compiled import boards, careers, demand, events, networks, release_days
from ist_model.engines.compiled.jit import Given, State, part
from ist_model.inputs.calendar import GRID_TICKS, TERM_TICKS
from ist_model.science import icfp, rolls
from ist_model.world.structs import NONE

_NO_KEY = np.uint64(0)


@part
def reset(w: Given, s: State, run: np.uint64) -> None:
    """Nothing has happened yet."""
    arena, template = s.arena, s.template
    for at in range(arena.size):
        arena[at] = template[at]
    s.run = run
    _draw_classes(w, s)


@part
def _draw_classes(w: Given, s: State) -> None:
    """Classes of each school and year, as `engines.rolls`."""
    for school in range(w.schools_n):
        pupils = rolls.rolls(
            w.roll_forecast[school],
            w.rolls_own_sd_per_year,
            w.rolls_common_sd_per_year,
            w.seed,
            s.run,
            w.schools[school].key,
            w.first_year,
        )
        for year in range(pupils.size):
            s.classes[school, year] = icfp.classes(
                pupils[year], w.schools[school].roll, w.classes_at_start[school]
            )


@part
def start(w: Given, s: State) -> None:
    """Set all going, in the order of the narrated engine."""
    for post in range(w.posts_n):
        release_days.start(w, s, post)
    release_days.wait_for_september(s)
    careers.half_term(w, s)
    networks.wait_for_term(s, -(-s.now // TERM_TICKS) * TERM_TICKS)
    for school in range(w.schools_n):
        boards.begin(w, s, school)
    absent = events.ABSENT
    grid = (s.now // GRID_TICKS + 1) * GRID_TICKS
    events.wait(s, grid, events.CREDIT, absent, absent, _NO_KEY, events.DO_CREDIT, 0, 0)
    for stream in range(w.streams_n):
        demand.wait_for_arrival(w, s, stream)
    for row in range(w.packages.size):
        demand.first_visit(w, s, row)
    meeting = -(-s.now // GRID_TICKS) * GRID_TICKS
    boards.wait_for_half_term(s, meeting)
    events.wait(s, meeting, events.ARRIVALS, NONE, absent, _NO_KEY, events.HALF_TERM, 0, 0)
    events.wait(s, w.begin, events.COMPLETIONS, absent, absent, _NO_KEY, events.OPEN, 0, 0)
    events.wait(s, w.start, events.OBSERVATION, absent, absent, _NO_KEY, events.OBSERVE, 0, 0)
