"""What a leader can be asked for now: places, days left, what home and school allow (MODEL 6.1, 6.2)."""

from __future__ import annotations

from ist_model.engines.compiled import seats, terms, tiers, visiting
from ist_model.engines.compiled.jit import Given, State, part
from ist_model.science import matching
from ist_model.world.structs import NONE


@part
def _open(w: Given, s: State, slot: int) -> None:
    """What holds of a leader at this matching, whatever is asked."""
    row = s.slots[slot]
    row.seen_at, row.open = s.matching, 0
    if not seats.is_active(s, slot):
        return
    if row.home == NONE:
        row.open, row.share = 1, 1.0
    elif tiers.may_release(w, s, row.home) and not tiers.inspection_near(w, s, row.home):
        row.open, row.share = 1, tiers.giving_share(w, s, row.home)
    if row.open != 0:
        row.pattern = terms.pattern(w, s, slot, terms.first_day(w, s, row.home))


@part
def is_shut(w: Given, s: State, slot: int) -> bool:
    """Whether a leader can be reserved for nobody at this matching, which only gets truer in its course.

    Once seen it is known until the leader becomes freer (`easing`).
    """
    if s.shut[slot] >= s.known_since:
        return True
    if _is_found_shut(w, s, slot):
        s.shut[slot] = s.matching
        return True
    return False


@part
def _is_found_shut(w: Given, s: State, slot: int) -> bool:
    """The reasons of `matching.why_not_free` that do not depend on the need, the quickest to see first."""
    leader = s.slots[slot]
    if leader.free <= 0:
        return True
    post = s.posts[leader.carrier]
    budget = s.posts[post.budget]
    if 0 <= budget.left < s.least_left:
        return True
    if leader.seen_at != s.matching:
        _open(w, s, slot)
    if leader.open == 0:
        return True
    if matching.week_is_full(post.week, leader.pattern, w.posts[leader.carrier].week_milli):
        return True
    return bool(0 <= _given(s, slot) < s.least_left)


@part
def _given(s: State, slot: int) -> int:
    """Milli-days that are left to a leader and that the home school gives."""
    leader = s.slots[slot]
    budget = s.posts[s.posts[leader.carrier].budget]
    return int(matching.given_milli(budget.left, budget.contracted, leader.share))


@part
def days_for(w: Given, s: State, need: int, slot: int) -> int:
    """Milli-days on site that a leader who is not shut can reserve for a need; 0: none."""
    leader, row = s.slots[slot], s.needs[need]
    if leader.home != NONE and leader.home == row.school:
        return 0
    if row.school != NONE:
        visits = terms.visits(w, s, row.school, slot, leader.pattern)
        if visiting.is_full(w, s, row.school, visits):
            return 0
    travel = terms.travel_to(w, s, row.school, slot)
    return matching.affordable(row.remaining, _given(s, slot), w.preparation_share, travel, w.shortest_milli)


@part
def days_free(w: Given, s: State, need: int, slot: int) -> int:
    """Milli-days on site that a leader whose match is good enough can reserve for a need; 0: not free."""
    return 0 if is_shut(w, s, slot) else days_for(w, s, need, slot)
