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
def can_take(w: Given, s: State, need: int, slot: int, quality: float) -> tuple[int, int]:
    """(FREE or why not, milli-days on site that can be reserved)."""
    row, home = s.needs[need], s.slots[slot].home
    post = s.slots[slot].carrier
    pattern = terms.pattern(w, s, slot, terms.first_day(w, s, home))
    on_site = matching.affordable(
        row.remaining,
        _given(w, s, slot, home),
        w.preparation_share,
        terms.travel_to(w, s, row.school, slot),
        w.shortest_milli,
    )
    full = row.school != NONE and visiting.is_full(
        w, s, row.school, terms.visits(w, s, row.school, slot, pattern)
    )
    reason = matching.why_not_free(
        quality,
        home != NONE and home == row.school,
        seats.in_post(s, slot),
        s.slots[slot].ready_at <= s.now,
        places_free(w, s, slot),
        matching.week_is_full(s.posts[post].week, pattern, w.posts[post].week_milli),
        full,
        on_site,
        home == NONE or tiers.may_release(w, s, home),
        home != NONE and tiers.inspection_near(w, s, home),
    )
    return reason, on_site


@part
def _given(w: Given, s: State, slot: int, home: int) -> int:
    """Release days left that the home school gives in its tier; all of them for a central post."""
    budget = s.posts[s.posts[s.slots[slot].carrier].budget]
    share = 1.0 if home == NONE else tiers.giving_share(w, s, home)
    return matching.given_milli(budget.left, budget.contracted, share)
