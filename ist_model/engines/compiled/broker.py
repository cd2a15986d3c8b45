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
    s.matching += 1
    s.least_asked = _least_asked(w, s)
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
def _least_asked(w: Given, s: State) -> int:
    """Milli-days below which a leader's days left serve nobody: no need asks less, nor is one cut to less."""
    least = w.shortest_milli
    for at in range(s.waiting_n):
        least = min(least, s.needs[s.waiting[at]].remaining)
    return int(least)


@part
def _takes_part(s: State, at: int, everyone: bool) -> bool:
    return everyone or bool(s.needs[s.waiting[at]].emergency != 0)


@part
def _are_tied(s: State, at: int, other: int) -> bool:
    one, two = s.needs[s.waiting[at]], s.needs[s.waiting[other]]
    return bool(one.first == two.first and one.second == two.second)


@part
def _match_tied(w: Given, s: State, first: int, until: int, everyone: bool) -> None:
    """Serve needs whose leading rank is equal: the best of all their pairs, again and again.

    Each agreement leaves less to agree and makes no pair rank higher. So the best pair that a need once had
    stays its best while it can still be made and ranks as it did, and only then is it looked for again.
    """
    for at in range(first, until):
        need = s.waiting[at]
        s.needs[need].pair_slot = NONE
        if _takes_part(s, at, everyone):
            pairing.find_best(w, s, need)
    while s.places_free > 0:
        need = _first_in_rank(s, first, until)
        if need == NONE:
            return
        slot = s.needs[need].pair_slot
        days = reserving.days_free(w, s, need, slot)
        if days > 0 and pairing.ranks_as_before(w, s, need):
            deployments.agree(w, s, need, slot, days, pairing.quality_of(w, s, need, slot))
        pairing.find_best(w, s, need)


@part
def _first_in_rank(s: State, first: int, until: int) -> int:
    """Of tied needs the one whose best pair has the smallest rank; NONE if none has a pair."""
    best = NONE
    for at in range(first, until):
        need = s.waiting[at]
        if s.needs[need].pair_slot != NONE and (best == NONE or pairing.ranks_before(s, need, best)):
            best = need
    return best


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
