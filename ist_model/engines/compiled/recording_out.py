"""What a finished run leaves: the order and types of `Records`, the same as the narrated engine's."""

from __future__ import annotations

import numpy as np

from ist_model.engines import records
from ist_model.engines.compiled import ledger, run_records, sorting
from ist_model.engines.compiled.jit import Given, RunRecords, State, part
from ist_model.world.structs import NONE

_SIGN = np.uint64(1 << 63)


@part
def record(w: Given, s: State, k: RunRecords) -> None:
    """All that a run leaves, after what the runs before it left."""
    at = k.made
    k.run[at], k.oversize_matchings[at], k.clamped[at] = s.run, s.oversize_matchings, s.clamped
    _settle_deployments(w, s)
    _needs(s, k)
    _deployments(s, k)
    ledger.record(w, s, k)
    _inspections(w, s, k)
    _boards(w, s, k)
    _careers(s, k)
    _rise(s, k)
    _grid(w, s, k)
    for slot in range(w.slots_n):
        k.busy_ticks[at, slot] = s.slots[slot].busy_ticks
        k.in_post_ticks[at, slot] = s.slots[slot].in_post_ticks
    for number in range(s.waiting_ticks.size):
        k.waiting_ticks[at, number] = s.waiting_ticks[number]
        k.in_progress_ticks[at, number] = s.in_progress_ticks[number]


@part
def _settle_deployments(w: Given, s: State) -> None:
    """Days given by the horizon, and which deployments are for a need; not those beside the matching."""
    s.agreed_n = 0
    for need in range(s.needs_n):
        s.needs[need].delivered = 0
    for deployment in range(s.deployments_n):
        row = s.deployments[deployment]
        if row.need == NONE:
            continue
        s.agreed[s.agreed_n] = deployment
        s.agreed_n += 1
        if row.ended == 0:
            lasts = row.end - row.start
            elapsed = min(max(w.end - row.start, 0), lasts)
            row.delivered = row.on_site * elapsed // max(lasts, 1)
        s.needs[row.need].delivered += row.delivered


@part
def _needs(s: State, k: RunRecords) -> None:
    """By when they were raised, then by key."""
    for need in range(s.needs_n):
        s.keys[need, 0] = s.needs[need].raised
        s.keys[need, 1] = np.int64(s.needs[need].key ^ _SIGN)  # the order of words, not of signed numbers
    sorting.in_order(s, s.needs_n, 2)
    first = run_records.begin(k, run_records.NEEDS, s.needs_n)
    for place in range(s.needs_n):
        s.row_of[s.order[place]] = place
        row, to = s.needs[s.order[place]], k.needs[first + place]
        to.key, to.source, to.school, to.stream = row.key, row.source, row.school, row.stream
        to.area, to.specialism, to.priority, to.urgency = row.area, row.specialism, row.priority, row.urgency
        to.raised, to.deadline, to.asked_milli = row.raised, row.deadline, row.asked
        to.delivered_milli, to.first_start, to.closed = row.delivered, row.first_start, row.closed
        begun = row.status == records.OPEN and row.matched != 0
        to.status, to.not_bought = records.IN_PROGRESS if begun else row.status, row.not_bought


@part
def _deployments(s: State, k: RunRecords) -> None:
    """By first day, then by who comes, then by need."""
    for place in range(s.agreed_n):
        row = s.deployments[s.agreed[place]]
        s.keys[place, 0], s.keys[place, 1] = row.start, row.designation
        s.keys[place, 2], s.keys[place, 3] = row.supplier, s.row_of[row.need]
    sorting.in_order(s, s.agreed_n, 4)
    first = run_records.begin(k, run_records.DEPLOYMENTS, s.agreed_n)
    for place in range(s.agreed_n):
        row, to = s.deployments[s.agreed[s.order[place]]], k.deployments[first + place]
        to.need, to.designation, to.supplier = s.row_of[row.need], row.designation, row.supplier
        to.post, to.budget, to.giver, to.receiver = row.post, row.budget, row.giver, row.school
        to.matched, to.start, to.end, to.on_site_milli = row.matched, row.start, row.end, row.on_site
        to.delivered_milli, to.quality, to.cut = row.delivered, row.quality, row.cut


@part
def _inspections(w: Given, s: State, k: RunRecords) -> None:
    """By tick, then by school."""
    for visit in range(s.inspections_n):
        s.keys[visit, 0], s.keys[visit, 1] = s.inspections[visit].tick, s.inspections[visit].school
    sorting.in_order(s, s.inspections_n, 2)
    first = run_records.begin(k, run_records.INSPECTIONS, s.inspections_n)
    for place in range(s.inspections_n):
        visit = s.order[place]
        row, to = s.inspections[visit], k.inspections[first + place]
        to.school, to.tick, to.ordinal, to.safe = row.school, row.tick, row.ordinal, row.safe
        to.worst = row.worst
        for area in range(w.areas_n):
            k.grades[first + place, area] = s.grades[visit, area]


@part
def _boards(w: Given, s: State, k: RunRecords) -> None:
    """By tick, then by school."""
    for board in range(s.boards_n):
        s.keys[board, 0], s.keys[board, 1] = s.boards[board].tick, s.boards[board].school
    sorting.in_order(s, s.boards_n, 2)
    first = run_records.begin(k, run_records.BOARDS, s.boards_n)
    for place in range(s.boards_n):
        board = s.order[place]
        row, to = s.boards[board], k.boards[first + place]
        to.school, to.tick, to.step, to.raised = row.school, row.tick, row.step, row.raised
        to.tier_before, to.tier_after = row.tier_before, row.tier_after
        for area in range(w.areas_n):
            k.observed[first + place, area] = s.observed[board, area]


@part
def _careers(s: State, k: RunRecords) -> None:
    """By tick, then by seat, then by what happened to it."""
    for place in range(s.careers_n):
        row = s.careers[place]
        s.keys[place, 0], s.keys[place, 1], s.keys[place, 2] = row.tick, row.post, row.event
        s.keys[place, 3], s.keys[place, 4], s.keys[place, 5] = row.designation, row.person, row.cause
    sorting.in_order(s, s.careers_n, 6)
    first = run_records.begin(k, run_records.CAREERS, s.careers_n)
    for place in range(s.careers_n):
        row, to = s.careers[s.order[place]], k.careers[first + place]
        to.tick, to.event, to.post, to.designation = row.tick, row.event, row.post, row.designation
        to.person, to.cause = row.person, row.cause


@part
def _rise(s: State, k: RunRecords) -> None:
    """By first day, then by school."""
    for place in range(s.rise_n):
        row = s.rise[place]
        s.keys[place, 0], s.keys[place, 1], s.keys[place, 2] = row.start, row.school, row.area
        s.keys[place, 3], s.keys[place, 4] = row.end, row.milli
    sorting.in_order(s, s.rise_n, 5)
    first = run_records.begin(k, run_records.RISES, s.rise_n)
    for place in range(s.rise_n):
        row, to = s.rise[s.order[place]], k.rise[first + place]
        to.school, to.area, to.start, to.end, to.milli = row.school, row.area, row.start, row.end, row.milli


@part
def _grid(w: Given, s: State, k: RunRecords) -> None:
    at = k.made
    for point in range(s.grid_n):
        k.grid_tick[at, point] = s.grid_tick[point]
        for school in range(w.schools_n):
            for area in range(w.areas_n):
                k.strength[at, point, school, area] = s.grid_strength[point, school, area]
                k.sustaining[at, point, school, area] = s.grid_sustaining[point, school, area]
            k.tier[at, point, school] = s.grid_tier[point, school]
            k.accountable[at, point, school] = s.grid_accountable[point, school]
            k.under[at, point, school] = s.grid_under[point, school]
        for post in range(w.posts_n):
            k.holder[at, point, post] = s.grid_holder[point, post]
            k.ready_for_next[at, point, post] = s.grid_ready[point, post]
            k.away_share[at, point, post] = s.grid_away_share[point, post]
        for slot in range(w.slots_n):
            k.active[at, point, slot] = s.grid_active[point, slot]
            k.budget[at, point, slot] = s.grid_budget[point, slot]
