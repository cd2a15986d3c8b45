"""The broker of a compiled run: needs and supporters matched by a policy, in a fixed order (MODEL 6)."""

from __future__ import annotations

from ist_model.engines.compiled import assigning, deployments, pairing, reserving, waiting
from ist_model.engines.compiled.jit import Given, State, part
from ist_model.inputs.calendar import GRID_TICKS
from ist_model.world.structs import NONE


@part
def match(w: Given, s: State) -> None:
    """Repeatedly take the smallest eligible pair under the policy."""
    everyone = w.meetings == 0 or s.now % GRID_TICKS == 0
    at = _first_to_serve(w, s, everyone)
    if at < s.waiting_n:
        reserving.open_slots(w, s)
    while at < s.waiting_n and s.places_free > 0:
        if not _takes_part(s, at, everyone):
            at += 1
            continue
        until = at + 1
        while until < s.waiting_n and (not _takes_part(s, until, everyone) or _are_tied(s, at, until)):
            until += 1
        if w.assigns != 0:
            assigning.match_tied(w, s, at, until, everyone)
        else:
            _match_tied(w, s, at, until, everyone)
        at = until
    _drop_served(s)


@part
def _first_to_serve(w: Given, s: State, everyone: bool) -> int:
    """Place in the queue of the first need that may be served now; past its end if there is none."""
    at = 0
    while at < s.waiting_n and not (
        _takes_part(s, at, everyone) and pairing.may_be_served(w, s, s.waiting[at])
    ):
        at += 1
    return at


@part
def _takes_part(s: State, at: int, everyone: bool) -> bool:
    return everyone or bool(s.needs[s.waiting[at]].emergency != 0)


@part
def _are_tied(s: State, at: int, other: int) -> bool:
    one, two = s.needs[s.waiting[at]], s.needs[s.waiting[other]]
    return bool(one.first == two.first and one.second == two.second)


@part
def _match_tied(w: Given, s: State, first: int, until: int, everyone: bool) -> None:
    """Serve needs whose leading rank is equal: the best of all their pairs, again and again."""
    while s.places_free > 0:
        need, slot, on_site, quality = _best_pair(w, s, first, until, everyone)
        if need == NONE:
            return
        deployments.agree(w, s, need, slot, on_site, quality)


@part
def _best_pair(w: Given, s: State, first: int, until: int, everyone: bool) -> tuple[int, int, int, float]:
    """(need, designation, milli-days on site, match quality) of the smallest rank; need NONE: no pair."""
    best_need, best_slot, best_days, best_quality = NONE, NONE, 0, 0.0
    best = pairing.no_rank()
    for at in range(first, until):
        need = s.waiting[at]
        if not (_takes_part(s, at, everyone) and pairing.may_be_served(w, s, need)):
            continue
        row = s.needs[need]
        phase = pairing.phase_of(w, row.school)
        start = w.candidates_first[row.specialism, row.area, phase]
        for candidate in range(start, w.candidates_last[row.specialism, row.area, phase]):
            slot = w.candidate_slot[candidate]
            days = reserving.days_free(w, s, need, slot)
            if days <= 0:
                continue
            quality = w.quality[slot, row.specialism, row.area, phase]
            rank = pairing.rank(w, s, need, slot, w.candidate_mismatch[candidate], quality)
            if best_need == NONE or rank < best:
                best, best_need, best_slot, best_days, best_quality = rank, need, slot, days, quality
    return best_need, best_slot, best_days, best_quality


@part
def _drop_served(s: State) -> None:
    """Needs that wait no longer leave the queue."""
    kept = 0
    for at in range(s.waiting_n):
        need = s.waiting[at]
        if pairing.still_waits(s, need):
            s.waiting[kept] = need
            kept += 1
    s.waiting_n = kept
    waiting.count_emergencies(s)
