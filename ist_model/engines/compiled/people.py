"""Seats in a compiled run: who is in post, which designations they carry, the days left (MODEL 3.3, 7)."""

from __future__ import annotations

import numpy as np

from ist_model.engines.compiled import deployments, events, recording, release_days, seats, waiting
from ist_model.engines.compiled.jit import Given, State, part
from ist_model.engines.records import (
    AWAY,
    BACK,
    BY_APPOINTMENT,
    DESIGNATION_LOST,
    DESIGNATION_MOVED,
    DESIGNATION_READY,
    FILLED,
    LEFT,
    NO_CAUSE,
    POST_ENDED,
    RESIGNED,
)
from ist_model.inputs.calendar import TERM_TICKS
from ist_model.science import careers
from ist_model.world.structs import NEVER, NONE

_NOT_READY = int(NEVER)
_NO_KEY = np.uint64(0)


# Coming and going ------------------------------------------------------------------------------------------


@part
def found_in_post(w: Given, s: State, post: int) -> None:
    """On the first day of a post its holder is there, with all designations, since some time."""
    struct = w.posts[post]
    tenure = careers.opening_tenure_terms(struct.leave_per_year, w.seed, s.run, struct.key)
    _come(w, s, post, post, tenure)
    slot = s.posts[post].first_slot
    while slot != NONE:
        s.slots[slot].ready_at = s.now
        _tell_slot(w, s, slot)
        slot = s.slots[slot].next
    waiting.supply_changed(w, s)


@part
def appoint(w: Given, s: State, post: int) -> None:
    """Somebody from outside comes; what comes with the post is there again."""
    _arrive(w, s, post, s.next_person, BY_APPOINTMENT)
    s.next_person += 1


@part
def resign(w: Given, s: State, post: int) -> None:
    """The holder leaves at a term's end."""
    _leave(w, s, post, RESIGNED)
    lose_designations(w, s, post, RESIGNED, False)


@part
def advertise(w: Given, s: State, post: int) -> None:
    """A vacancy from now on: a round of advertising begins."""
    s.posts[post].due = s.now + w.posts[post].refill_terms * TERM_TICKS


@part
def close(w: Given, s: State, post: int) -> None:
    """The post itself ends, and its own designations with it."""
    if seats.is_filled(s, post):
        _leave(w, s, post, POST_ENDED)
    slot = s.posts[post].first_slot
    while slot != NONE:
        following = s.slots[slot].next
        if w.designations[slot].post != post:
            _lose(w, s, slot, post, POST_ENDED, False)
        slot = following
    slot = s.posts[post].first_slot
    while slot != NONE:
        s.slots[slot].ready_at = _NOT_READY
        _tell_slot(w, s, slot)
        slot = s.slots[slot].next
    release_days.exchange_days(s, release_days.who_uses(w, s, post), post)  # its days end with it


@part
def move(w: Given, s: State, post: int, to: int, cause: int) -> None:
    """A holder changes seats, with what is developed if it may be kept there (MODEL 7.2)."""
    person, kind = s.posts[post].holder, w.posts[to].kind
    keeps = careers.keeps(w.posts[post].kind == kind, w.kinds[kind].keeps_designations != 0)
    _leave(w, s, post, cause)
    kept = False
    slot = s.posts[post].first_slot
    while keeps and slot != NONE:
        following = s.slots[slot].next
        if w.designations[slot].develop_ticks > 0 and s.slots[slot].ready_at <= s.now:
            _carry(w, s, slot, to)
            recording.career(s, DESIGNATION_MOVED, to, slot, person, cause)
            kept = True
        slot = following
    if kept:
        release_days.take_days_along(w, s, post, to)
    lose_designations(w, s, post, cause, False)
    _arrive(w, s, to, person, cause)


@part
def lose_designations(w: Given, s: State, post: int, cause: int, opening: bool) -> None:
    """What must be developed anew is lost, and its development begins (MODEL 3.3)."""
    slot = s.posts[post].first_slot
    while slot != NONE:
        following = s.slots[slot].next
        if w.designations[slot].develop_ticks > 0:
            _lose(w, s, slot, post, cause, opening)
        _tell_slot(w, s, slot)
        slot = following


@part
def _lose(w: Given, s: State, slot: int, post: int, cause: int, opening: bool) -> None:
    row, struct = s.slots[slot], w.designations[slot]
    if row.ready_at <= s.now or opening:
        recording.career(s, DESIGNATION_LOST, post, slot, NONE, cause)
    _carry(w, s, slot, struct.post)
    row.ready_at = -(-(s.now + struct.develop_ticks) // TERM_TICKS) * TERM_TICKS
    events.spawn(s, events.DEVELOPED, slot, 0)
    _tell_slot(w, s, slot)


@part
def _carry(w: Given, s: State, slot: int, to: int) -> None:
    """A designation goes to a seat; those of a seat stand in order."""
    row = s.slots[slot]
    old = s.posts[row.carrier]
    if old.first_slot == slot:
        old.first_slot = row.next
    else:
        before = old.first_slot
        while s.slots[before].next != slot:
            before = s.slots[before].next
        s.slots[before].next = row.next
    row.carrier, row.home = to, w.posts[to].home
    new = s.posts[to]
    if new.first_slot == NONE or new.first_slot > slot:
        row.next = new.first_slot
        new.first_slot = slot
        return
    before = new.first_slot
    while s.slots[before].next != NONE and s.slots[before].next < slot:
        before = s.slots[before].next
    row.next = s.slots[before].next
    s.slots[before].next = slot


@part
def wait_for_development(w: Given, s: State, slot: int) -> None:
    """A designation is developed anew, unless it is lost again meanwhile."""
    due, first = s.slots[slot].ready_at, w.posts_n + slot
    events.wait(s, due, events.CAREERS, first, events.ABSENT, _NO_KEY, events.DEVELOPED, slot, due)


@part
def developed(w: Given, s: State, slot: int, due: int) -> None:
    """Developed anew after its holder left (MODEL 3.3)."""
    if s.slots[slot].ready_at == due:
        recording.career(s, DESIGNATION_READY, w.designations[slot].post, slot, NONE, NO_CAUSE)
        _tell_slot(w, s, slot)
        waiting.supply_changed(w, s)


@part
def _arrive(w: Given, s: State, post: int, person: int, cause: int) -> None:
    _come(w, s, post, person, 0)
    recording.career(s, FILLED, post, NONE, person, cause)
    slot = s.posts[post].first_slot
    while slot != NONE:
        if w.designations[slot].develop_ticks == 0:
            s.slots[slot].ready_at = s.now
        _tell_slot(w, s, slot)
        slot = s.slots[slot].next
    waiting.supply_changed(w, s)


@part
def _come(w: Given, s: State, post: int, person: int, tenure_terms: int) -> None:
    struct, row = w.posts[post], s.posts[post]
    row.holder, row.came, row.since = person, s.now, s.now - tenure_terms * TERM_TICKS
    row.ready_for_next = _NOT_READY
    if careers.will_be_ready(struct.ready_share, w.seed, s.run, struct.key, s.now // TERM_TICKS):
        row.ready_for_next = s.now + (struct.ready_terms - tenure_terms) * TERM_TICKS


@part
def _leave(w: Given, s: State, post: int, cause: int) -> None:
    deployments.cut_short(w, s, post)
    bring_back(w, s, post)
    row = s.posts[post]
    recording.career(s, LEFT, post, NONE, row.holder, cause)
    row.holder, row.ready_for_next = NONE, _NOT_READY


# Away ------------------------------------------------------------------------------------------------------


@part
def send_away(w: Given, s: State, post: int, code: int) -> None:
    """The holder cannot be deployed from now on: seconded full time, or standing in for a head."""
    deployments.cut_short(w, s, post)
    row = s.posts[post]
    row.away = code
    recording.career(s, AWAY, post, NONE, row.holder, NO_CAUSE)
    _tell_slots(w, s, post)


@part
def bring_back(w: Given, s: State, post: int) -> None:
    """The holder can be deployed again."""
    row = s.posts[post]
    if row.away == 0:
        return
    row.away = 0
    recording.career(s, BACK, post, NONE, row.holder, NO_CAUSE)
    _tell_slots(w, s, post)
    waiting.supply_changed(w, s)


@part
def _tell_slots(w: Given, s: State, post: int) -> None:
    slot = s.posts[post].first_slot
    while slot != NONE:
        _tell_slot(w, s, slot)
        slot = s.slots[slot].next


@part
def _tell_slot(w: Given, s: State, slot: int) -> None:
    recording.set_active(w, s, slot, seats.is_active(s, slot))
