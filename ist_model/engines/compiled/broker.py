"""The broker of a compiled run: needs and supporters matched by a policy, in a fixed order (MODEL 6)."""

from __future__ import annotations

from ist_model.engines.compiled import assigning, deployments, easing, pairing, queues, reserving
from ist_model.engines.compiled.jit import Given, State, Table, part
from ist_model.inputs.calendar import GRID_TICKS
from ist_model.science import matching
from ist_model.world.structs import NONE


@part
def match(w: Given, s: State) -> None:
    """Repeatedly take the smallest eligible pair under the policy: of all who wait, or of emergencies."""
    everyone = w.meetings == 0 or s.now % GRID_TICKS == 0
    queue = s.waiting if everyone else s.urgent
    count = s.waiting_n if everyone else s.urgent_n
    easing.begin_matching(w, s, _least_left(w, s, queue, count))
    _serve(w, s, queue, count)
    if everyone:
        s.waiting_n = _drop_served(s, queue, count)
        queues.find_urgent(s)
    else:
        for at in range(count):
            if not pairing.still_waits(s, queue[at]):
                s.waiting_n = queues.without(s.waiting, s.waiting_n, queue[at])
        s.urgent_n = _drop_served(s, queue, count)
    easing.end_matching(s)


@part
def _serve(w: Given, s: State, queue: Table, count: int) -> None:
    """Serve a queue, those together whose leading rank is equal."""
    at = _first_to_serve(w, s, queue, count)
    while at < count and s.places_free > 0:
        until = at + 1
        while until < count and _are_tied(s, queue[at], queue[until]):
            until += 1
        if w.assigns != 0:
            assigning.match_tied(w, s, queue, at, until)
        elif until == at + 1:
            _match_one(w, s, queue[at])
        else:
            _match_tied(w, s, queue, at, until)
        at = until


@part
def _first_to_serve(w: Given, s: State, queue: Table, count: int) -> int:
    """Place in the queue of the first need that may be served now; past its end if there is none."""
    at = 0
    while at < count and not pairing.may_be_served(w, s, queue[at]):
        at += 1
    return at


@part
def _least_left(w: Given, s: State, queue: Table, count: int) -> int:
    """Leader milli-days below which days left serve nobody: no need asks less, nor is one cut to less."""
    least = w.shortest_milli
    for at in range(count):
        least = min(least, s.needs[queue[at]].remaining)
    return matching.leader_milli(least, w.preparation_share, 0.0)


@part
def _are_tied(s: State, need: int, other: int) -> bool:
    one, two = s.needs[need], s.needs[other]
    return bool(one.first == two.first and one.second == two.second)


@part
def _match_one(w: Given, s: State, need: int) -> None:
    """Serve a need with which no other is tied, by its best pair, until nothing is left or nobody is free."""
    row = s.needs[need]
    pairing.find_best(w, s, need)
    while row.pair_slot != NONE:
        quality = pairing.quality_of(w, s, need, row.pair_slot)
        deployments.agree(w, s, need, row.pair_slot, row.pair_days, quality)
        row.refused_at = 0  # what is left may suit who could not give all of it
        pairing.find_best(w, s, need)


@part
def _match_tied(w: Given, s: State, queue: Table, first: int, until: int) -> None:
    """Serve needs whose leading rank is equal: the best of all their pairs, again and again.

    Each agreement leaves less to agree and makes no pair rank higher. So the best pair that a need once had
    stays its best while it can still be made and ranks as it did, and only then is it looked for again.
    """
    for at in range(first, until):
        pairing.find_best(w, s, queue[at])
    while s.places_free > 0:
        need = _first_in_rank(s, queue, first, until)
        if need == NONE:
            return
        slot = s.needs[need].pair_slot
        days = reserving.days_free(w, s, need, slot)
        if days > 0 and pairing.ranks_as_before(w, s, need):
            deployments.agree(w, s, need, slot, days, pairing.quality_of(w, s, need, slot))
            s.needs[need].refused_at = 0  # what is left may suit who could not give all of it
        pairing.find_best(w, s, need)


@part
def _first_in_rank(s: State, queue: Table, first: int, until: int) -> int:
    """Of tied needs the one whose best pair has the smallest rank; NONE if none has a pair."""
    best = NONE
    for at in range(first, until):
        need = queue[at]
        if s.needs[need].pair_slot != NONE and (best == NONE or pairing.ranks_before(s, need, best)):
            best = need
    return best


@part
def _drop_served(s: State, queue: Table, count: int) -> int:
    """Needs that wait no longer leave the queue, the others were refused; how many these are."""
    kept = 0
    for at in range(count):
        need = queue[at]
        if pairing.still_waits(s, need):
            s.needs[need].refused_at = s.matching
            queue[kept] = need
            kept += 1
    return kept
