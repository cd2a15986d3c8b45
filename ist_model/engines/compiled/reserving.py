"""What a leader can be asked for now: places, days left, what home and school allow (MODEL 6.1, 6.2)."""

from __future__ import annotations

from ist_model.engines.compiled import seats, terms, tiers, visiting
from ist_model.engines.compiled.jit import Given, State, part
from ist_model.science import matching
from ist_model.world.structs import NONE


@part
def places_free(w: Given, s: State, slot: int) -> int:
    """Places of a designation on which nobody is promised yet."""
    return int(w.designations[slot].places - s.slots[slot].busy)


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
def days_free(w: Given, s: State, need: int, slot: int) -> int:
    """Milli-days on site that a leader whose match is good enough can reserve for a need; 0: not free.

    The reasons of `matching.why_not_free`, the quickest to see first.
    """
    leader, row = s.slots[slot], s.needs[need]
    if places_free(w, s, slot) <= 0:
        return 0
    if leader.seen_at != s.matching:
        _open(w, s, slot)
    if leader.open == 0:
        return 0
    if leader.home != NONE and leader.home == row.school:
        return 0
    post = s.posts[leader.carrier]
    budget = s.posts[post.budget]
    given = matching.given_milli(budget.left, budget.contracted, leader.share)
    if given == 0 or matching.week_is_full(post.week, leader.pattern, w.posts[leader.carrier].week_milli):
        return 0
    if row.school != NONE:
        visits = terms.visits(w, s, row.school, slot, leader.pattern)
        if visiting.is_full(w, s, row.school, visits):
            return 0
    travel = terms.travel_to(w, s, row.school, slot)
    return matching.affordable(row.remaining, given, w.preparation_share, travel, w.shortest_milli)
