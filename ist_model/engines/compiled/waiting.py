"""Needs that wait, in the order of the policy, and the calls for a matching (MODEL 6.3, 6.4)."""

from __future__ import annotations

import numpy as np

from ist_model.engines.compiled import easing, events, queues, recording, tiers
from ist_model.engines.compiled.given import FAIR_SHARE, FIRST_COME, LOCAL_FIRST, TRIAGE
from ist_model.engines.compiled.jit import Given, State, part
from ist_model.engines.records import OPEN
from ist_model.science import draws, matching, policies
from ist_model.science.jit import Word
from ist_model.world.structs import NEVER, NO_LIMIT, NONE

_NEVER = int(NEVER)


@part
def had_per_pupil(w: Given, s: State, school: int) -> int:
    """Days per pupil so far; demand from beyond has no pupils and comes after the trust's own."""
    if school == NONE:
        return _NEVER
    return policies.had_per_pupil(s.schools[school].agreed_milli, w.schools[school].roll)


@part
def rank(w: Given, s: State, need: int, mismatch: int, travel: int, gain: int, key: Word) -> policies.Rank:
    """Rank of a pair under the world's policy: the smallest is taken first."""
    row = s.needs[need]
    had = had_per_pupil(w, s, row.school)
    seen = policies.NeedView(row.urgency, row.raised, row.asked, had, row.key)
    supporter = policies.SupporterView(mismatch, travel, gain, key)
    if w.policy == TRIAGE:
        return policies.rank_triage(seen, supporter)
    if w.policy == FIRST_COME:
        return policies.rank_first_come(seen, supporter)
    if w.policy == FAIR_SHARE:
        return policies.rank_fair_share(seen, supporter)
    if w.policy == LOCAL_FIRST:
        return policies.rank_local_first(seen, supporter)
    return policies.rank_best_gain(seen, supporter)


@part
def _place_in_order(w: Given, s: State, need: int) -> None:
    """The leading fields of its rank, which order the queue before keys."""
    ranks = rank(w, s, need, 0, 0, 0, np.uint64(0))
    row = s.needs[need]
    row.first = ranks[0] if w.leading > 0 else 0
    row.second = ranks[1] if w.leading > 1 else 0


@part
def new_need(
    w: Given,
    s: State,
    key: Word,
    source: int,
    school: int,
    area: int,
    specialism: int,
    asked: int,
) -> int:
    """A need raised now, with nothing decided yet; the row of its table."""
    at = s.needs_n
    if at >= s.needs.size - 1:  # the last row is for what no longer counts
        s.overflow = 1
        at = s.needs.size - 1
    else:
        s.needs_n = at + 1
    row = s.needs[at]
    row.key, row.source, row.school, row.stream = key, source, school, NONE
    row.area, row.specialism, row.asked, row.raised = area, specialism, asked, s.now
    row.priority, row.urgency, row.deadline, row.may_buy, row.emergency = 0, 0, _NEVER, 0, 0
    row.remaining, row.delivered, row.running, row.agreed, row.matched = 0, 0, 0, 0, 0
    row.first_start, row.closed, row.status, row.not_bought = NONE, NONE, OPEN, matching.NOT_REFUSED
    row.first, row.second, row.refused_at = 0, 0, 0
    return int(at)


@part
def school_need(
    w: Given, s: State, key: Word, source: int, school: int, area: int, specialism: int, asked: int
) -> int:
    """A school's need raised now, with the urgency and patience of the tier in force."""
    need = new_need(w, s, key, source, school, area, specialism, asked)
    row = s.needs[need]
    patience = w.tiers[tiers.tier_of(w, s, school)].patience_ticks
    row.priority = tiers.priority(w, s, school, area)
    row.deadline = _NEVER if patience == NO_LIMIT else s.now + patience
    row.may_buy = 1 if w.suppliers_n > 0 else 0
    row.emergency = 1 if tiers.is_emergency(w, s, school) else 0
    return need


@part
def raise_need(w: Given, s: State, need: int) -> None:
    """A need begins to wait."""
    row = s.needs[need]
    row.remaining, row.urgency = row.asked, row.priority
    _place_in_order(w, s, need)
    queues.put_in(s, need)
    recording.waiting_changes(w, s, 1, s.now)
    if row.school != NONE:
        s.open_need[row.school, row.area] = True
    if row.deadline != _NEVER:
        events.spawn(s, events.PATIENCE_ENDS, need, 0)
    if w.meetings == 0 or row.emergency != 0:
        call(w, s)


@part
def requeue(w: Given, s: State, need: int) -> None:
    """Days that were not given are asked for again, with the original key and wait."""
    queues.put_in(s, need)
    supply_changed(w, s)


@part
def more_urgent(w: Given, s: State, school: int) -> None:
    """A school went into a worse tier: its waiting needs take the higher priority (MODEL 5.2, 5.3)."""
    for at in range(s.waiting_n):
        need = s.waiting[at]
        row = s.needs[need]
        if row.school != school:
            continue
        if tiers.is_emergency(w, s, school):
            row.emergency = 1
        row.urgency = min(row.urgency, tiers.priority(w, s, school, row.area))
        _place_in_order(w, s, need)
    queues.sort(s)
    queues.find_urgent(s)
    supply_changed(w, s)


@part
def supply_changed(w: Given, s: State) -> None:
    """Someone became free or ready, and nothing is known any longer of who is not."""
    easing.everybody(s)
    call_if_it_matters(w, s)


@part
def call_if_it_matters(w: Given, s: State) -> None:
    """More supply matters at once where matching is continuous, or to an emergency."""
    if w.meetings == 0 or s.urgent_n > 0:
        call(w, s)


@part
def call(w: Given, s: State) -> None:
    """Ask for a matching at the current tick; asked twice, it still happens once."""
    if s.asked_at == s.now or (s.waiting_n == 0 and w.meetings == 0):
        return
    events.ask_for_matching(s)


@part
def need_key(entity: Word, source: int, index: Word) -> Word:
    """Key of a need: the same in every run."""
    return draws.derived_key(entity, source, index)
