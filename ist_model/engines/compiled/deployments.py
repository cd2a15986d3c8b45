"""Deployments in a compiled run: reserving days, going out, coming back, being cut short (MODEL 6.1, 6.2)."""

from __future__ import annotations

import numpy as np

from ist_model.engines.compiled import (
    easing,
    events,
    recording,
    strengths,
    terms,
    visiting,
    waiting,
)
from ist_model.engines.compiled.jit import Given, State, part
from ist_model.engines.records import BOUGHT, FINISHED, SOURCE_PACKAGE
from ist_model.inputs.calendar import YEAR_TICKS
from ist_model.science import giving, matching
from ist_model.world.structs import NEVER, NO_LIMIT, NONE

_NEVER = int(NEVER)


@part
def agree(w: Given, s: State, need: int, slot: int, on_site: int, quality: float) -> None:
    """Reserve days in full and start the deployment when the home school can release (MODEL 6.1)."""
    start = terms.first_day(w, s, s.slots[slot].home)
    travel = terms.travel_to(w, s, s.needs[need].school, slot)
    _start(w, s, need, slot, on_site, quality, start, travel)


@part
def resume(w: Given, s: State, need: int, slot: int, quality: float) -> None:
    """A deployment already running on the first day; its travel is part of the days used (MODEL 2)."""
    _start(w, s, need, slot, s.needs[need].asked, quality, s.now, 0.0)


@part
def _start(
    w: Given, s: State, need: int, slot: int, on_site: int, quality: float, start: int, travel_share: float
) -> None:
    who = s.slots[slot]
    deployment = new_deployment(s, need)
    row = s.deployments[deployment]
    row.preparation = matching.share_of(on_site, w.preparation_share)
    row.travel = matching.share_of(on_site, travel_share)
    total = on_site + row.preparation + row.travel
    pattern = terms.pattern(w, s, slot, start)
    row.designation, row.post, row.budget, row.giver = (
        slot,
        who.carrier,
        s.posts[who.carrier].budget,
        who.home,
    )
    row.start, row.end = start, start + matching.duration_ticks(total, pattern)
    row.on_site, row.quality, row.pattern = on_site, quality, pattern
    row.gain_per_week = terms.gain_per_week(w, s, need, on_site, total, pattern, quality)
    row.visits = terms.visits(w, s, s.needs[need].school, slot, pattern)
    areas = terms.areas_served_at_home(w, s, slot)
    row.home_cost = giving.per_week(pattern, terms.cost_per_day(w, s, slot), areas)
    row.home_learning = giving.per_week(pattern, w.learning_per_day, areas)
    budget = s.posts[row.budget]
    if budget.left != NO_LIMIT:
        budget.left -= total
    who.free -= 1
    s.places_free -= 1
    s.posts[row.post].week += pattern
    _append_running(s, slot, deployment)
    asked = s.needs[need]
    asked.remaining -= on_site
    count_agreed(s, deployment)
    if asked.matched == 0:
        asked.matched = 1
        recording.waiting_changes(w, s, -1, s.now)
    go(w, s, deployment)


@part
def new_deployment(s: State, need: int) -> int:
    """An empty row for a deployment for a need (NONE: nothing was asked)."""
    at = s.deployments_n
    if at >= s.deployments.size - 1:  # the last row is for what no longer counts
        s.overflow = 1
        at = s.deployments.size - 1
    else:
        s.deployments_n = at + 1
    row = s.deployments[at]
    row.need, row.designation, row.supplier, row.post, row.budget, row.giver = (
        need,
        NONE,
        NONE,
        NONE,
        NONE,
        NONE,
    )
    row.school, row.area, row.key = NONE, NONE, np.uint64(0)
    if need != NONE:
        asked = s.needs[need]
        row.school, row.area, row.key = asked.school, asked.area, asked.key
    row.matched, row.start, row.end, row.year = s.now, s.now, s.now, s.now // YEAR_TICKS
    row.on_site, row.preparation, row.travel, row.pattern, row.visits = 0, 0, 0, 0, 0
    row.quality, row.gain_per_week, row.home_cost, row.home_learning = 1.0, 0.0, 0.0, 0.0
    row.from_outside, row.delivered, row.begun, row.ended, row.cut, row.next = 0, 0, 0, 0, 0, NONE
    return int(at)


@part
def _append_running(s: State, slot: int, deployment: int) -> None:
    who = s.slots[slot]
    if who.first_running == NONE:
        who.first_running = deployment
    else:
        s.deployments[who.last_running].next = deployment
    who.last_running = deployment


@part
def _remove_running(s: State, slot: int, deployment: int) -> None:
    who = s.slots[slot]
    before, at = NONE, who.first_running
    while at != deployment and at != NONE:
        before, at = at, s.deployments[at].next
    if at == NONE:  # only after an overflow
        return
    after = s.deployments[deployment].next
    if before == NONE:
        who.first_running = after
    else:
        s.deployments[before].next = after
    if after == NONE:
        who.last_running = before


@part
def count_agreed(s: State, deployment: int) -> None:
    """A deployment counts for its need and its school from now on."""
    row = s.deployments[deployment]
    need = s.needs[row.need]
    need.running += 1
    need.agreed += row.on_site
    visiting.count(s, deployment, 1)
    _count_for_school(s, row.need, row.on_site)


@part
def _count_for_school(s: State, need: int, milli: int) -> None:
    """Days given for a school's needs; not the visits of a package (decision 13)."""
    row = s.needs[need]
    if row.school != NONE and row.source != SOURCE_PACKAGE:
        s.schools[row.school].agreed_milli += milli


@part
def go(w: Given, s: State, deployment: int) -> None:
    """It is in progress from now on, and begins on its first day."""
    recording.in_progress_changes(w, s, 1, s.now)
    events.spawn(s, events.DEPLOYMENT_BEGINS, deployment, 0)


@part
def live(w: Given, s: State, deployment: int) -> None:
    """What follows an agreement: wait for the first day, or begin."""
    row = s.deployments[deployment]
    if row.start > s.now:
        events.wait(
            s,
            row.start,
            events.ARRIVALS,
            row.designation,
            row.supplier,
            row.key,
            events.DEPLOYMENT_BEGINS,
            deployment,
            0,
        )
    else:
        begin(w, s, deployment)


@part
def begin(w: Given, s: State, deployment: int) -> None:
    """The first day."""
    row = s.deployments[deployment]
    if row.ended != 0:
        return
    row.begun = 1
    need = s.needs[row.need]
    if need.first_start == NONE:
        need.first_start = s.now
    strengths.support(w, s, deployment, True)
    events.wait(
        s,
        row.end,
        events.COMPLETIONS,
        row.designation,
        row.supplier,
        row.key,
        events.DEPLOYMENT_ENDS,
        deployment,
        0,
    )


@part
def complete(w: Given, s: State, deployment: int) -> None:
    """All its days are given."""
    row = s.deployments[deployment]
    if row.ended == 0:
        row.delivered = row.on_site
        _end(w, s, deployment)
        waiting.call_if_it_matters(w, s)


@part
def _end(w: Given, s: State, deployment: int) -> None:
    row = s.deployments[deployment]
    row.ended = 1
    if row.begun != 0:
        strengths.support(w, s, deployment, False)
    visiting.count(s, deployment, -1)
    if row.school != NONE:
        easing.school(s, row.school)
    need = s.needs[row.need]
    if row.designation != NONE:
        s.slots[row.designation].free += 1
        s.places_free += 1
        s.posts[row.post].week -= row.pattern
        easing.leaders_of_post(s, row.post)
        _remove_running(s, row.designation, deployment)
    elif need.source != SOURCE_PACKAGE:  # visits of a package are nobody's place
        s.supplier_busy[row.supplier] -= 1
    recording.in_progress_changes(w, s, -1, s.now)
    recording.busy_until(w, s, deployment, s.now)
    need.delivered += row.delivered
    need.running -= 1
    if need.running == 0 and need.remaining == 0:
        _close_finished(s, row.need)


@part
def _close_finished(s: State, need: int) -> None:
    """All days are given: the need is finished, and its area may ask again."""
    row = s.needs[need]
    if row.school != NONE and row.source != SOURCE_PACKAGE:
        s.open_need[row.school, row.area] = False
    if row.status != BOUGHT:
        row.status, row.closed = FINISHED, s.now


@part
def cut_short(w: Given, s: State, post: int) -> None:
    """A leader leaves: deployments end, and days not given are asked for again (MODEL 6.1)."""
    slot = s.posts[post].first_slot
    while slot != NONE:
        deployment = s.slots[slot].first_running
        while deployment != NONE:
            following = s.deployments[deployment].next
            if s.deployments[deployment].end > s.now:  # else its last day was yesterday
                _cut(w, s, deployment)
            deployment = following
        slot = s.slots[slot].next


@part
def _cut(w: Given, s: State, deployment: int) -> None:
    row = s.deployments[deployment]
    elapsed = max(0, s.now - row.start)
    given = matching.done_by(row.on_site, elapsed, row.end - row.start)
    back = row.on_site - given
    row.cut, row.delivered, row.end = 1, given, max(s.now, row.start)
    if row.start > s.now:
        row.start = s.now
        row.end = s.now
    need = s.needs[row.need]
    need.remaining += back
    need.agreed -= back
    need.refused_at = 0
    _count_for_school(s, row.need, -back)
    need.deadline = _NEVER
    already_waiting = need.remaining > back
    _end(w, s, deployment)
    if back > 0 and not already_waiting:
        waiting.requeue(w, s, row.need)
