"""The first moment of a compiled run: memory as it was before anything, then all that starts, in order."""

from __future__ import annotations

import numpy as np

from ist_model.engines.compiled import boards, careers, demand, events, networks, people, release_days
from ist_model.engines.compiled.jit import Given, State, part
from ist_model.inputs.calendar import GRID_TICKS, TERM_TICKS
from ist_model.science import icfp, rolls
from ist_model.world.structs import NEVER, NONE

_NO_KEY = np.uint64(0)
_NEVER = int(NEVER)


@part
def reset(w: Given, s: State, run: np.uint64) -> None:
    """Nothing has happened yet."""
    _reset_numbers(w, s, run)
    _reset_schools(w, s)
    _reset_seats(w, s)
    _reset_counts(s)
    _draw_classes(w, s)


@part
def _reset_numbers(w: Given, s: State, run: np.uint64) -> None:
    s.run, s.now, s.horizon, s.place, s.event_order, s.overflow = run, w.begin, w.end, 0, 0, 0
    s.events_n, s.spawned_first, s.spawned_n, s.waiting_n = 0, 0, 0, 0
    s.needs_n, s.deployments_n, s.nodes_n, s.node_free = 0, 0, 0, NONE
    s.boards_n, s.inspections_n, s.careers_n, s.rise_n = 0, 0, 0, 0
    s.grid_n, s.contracts_n, s.oversize_matchings, s.clamped = 0, 0, 0, 0
    s.asked_at, s.next_person, s.claims_begun = w.begin - 1, w.posts_n, 0
    s.waiting_now, s.waiting_since, s.in_progress_now, s.in_progress_since = 0, w.begin, 0, w.begin


@part
def _reset_schools(w: Given, s: State) -> None:
    for school in range(w.schools_n):
        row = s.schools[school]
        row.begun, row.in_trust, row.tier, row.acted_on = 0, 0, 0, 0
        row.better_boards, row.stalled_boards, row.step, row.step_stalled = 0, 0, NONE, 0
        row.rise_until, row.shortfall, row.last_outcome, row.last_inspected = 0, np.nan, 0, 0
        row.inspection_expected, row.ordinal, row.visits_left, row.worst_area = -np.inf, 0, 0, NONE
        row.receptiveness, row.supporters, row.week_milli, row.agreed_milli = 1.0, 0, 0, 0
        row.downgraded, row.leave_factor, row.must_go, row.placed_under = _NEVER, 1.0, 0, 0
        row.accountable, row.under, row.standing_in, row.standing_person = NONE, NONE, NONE, NONE
    s.x[:, :], s.m[:, :] = np.nan, np.nan
    s.added[:, :], s.gain[:, :], s.drain[:, :], s.at[:, :] = 0.0, 0.0, 0.0, 0
    s.seen[:, :] = w.believed
    s.open_need[:, :], s.met[:, :] = False, False
    s.running[:, :], s.away[:, :] = NONE, NONE


@part
def _reset_seats(w: Given, s: State) -> None:
    people.reset(w, s)
    for claim in s.claims:
        claim.order = NONE
    for secondment in s.secondments:
        secondment.running, secondment.supporting = 0, 0
    s.places_free = 0
    for slot in range(w.slots_n):
        s.places_free += w.designations[slot].places


@part
def _reset_counts(s: State) -> None:
    s.boards_milli[:, :], s.networks_milli[:, :], s.cover_milli[:, :] = 0, 0, 0
    s.bought_milli[:, :] = 0
    s.bought_pence[:], s.supplier_busy[:], s.stream_k[:] = 0, 0, 0
    s.waiting_ticks[:], s.in_progress_ticks[:] = 0, 0


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
        release_days.begin_year(w, s, post)
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
    events.wait(s, meeting, events.ARRIVALS, NONE, absent, _NO_KEY, events.HALF_TERM, 0, 0)
    events.wait(s, w.begin, events.COMPLETIONS, absent, absent, _NO_KEY, events.OPEN, 0, 0)
    events.wait(s, w.start, events.OBSERVATION, absent, absent, _NO_KEY, events.OBSERVE, 0, 0)
