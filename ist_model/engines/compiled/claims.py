"""Release days that other duties take in a compiled run (MODEL 7.3), as `narrated/claims.py`."""

from __future__ import annotations

from ist_model.engines.compiled import release_days, seats
from ist_model.engines.compiled.jit import Given, State, part
from ist_model.inputs.calendar import YEAR_TICKS
from ist_model.science import careers
from ist_model.world.structs import NO_LIMIT, NONE


@part
def cover(school: int) -> int:
    """Row of the claim of who stands in at a school."""
    return school


@part
def leading(w: Given, school: int) -> int:
    """Row of the claim of the Partnership Head over a school."""
    return int(w.schools_n + school)


@part
def secondment(w: Given, row: int) -> int:
    """Row of the claim of a secondment."""
    return int(2 * w.schools_n + row)


@part
def is_held(s: State, claim: int) -> bool:
    """Whether a duty is under way."""
    return bool(s.claims[claim].order != NONE)


@part
def start(w: Given, s: State, claim: int, post: int, until: int, days_per_year: float, share: float) -> None:
    """A duty of the holder of a post begins: it takes days a year, or a share of those of the year."""
    row = s.claims[claim]
    row.order = s.claims_begun
    s.claims_begun += 1
    row.post, row.person, row.until = post, s.posts[post].holder, until
    row.days_per_year, row.share = days_per_year, share
    _take(w, s, claim)


@part
def stop(w: Given, s: State, claim: int) -> None:
    """A duty ends; days of this year still to come are free again."""
    row = s.claims[claim]
    row.order = NONE
    if row.since // YEAR_TICKS == s.now // YEAR_TICKS:
        _book(w, s, claim, -careers.still_to_come(row.milli, row.since, row.to, s.now))


@part
def new_year(w: Given, s: State) -> None:
    """On 1 September every duty takes its part of the new year's days, the longest held first."""
    done = NONE
    while True:
        claim = _next_in_order(s, done)
        if claim == NONE:
            return
        done = s.claims[claim].order
        if s.claims[claim].since < s.now:
            _take(w, s, claim)


@part
def _next_in_order(s: State, done: int) -> int:
    found = NONE
    for claim in range(s.claims.size):
        order = s.claims[claim].order
        if order > done and (found == NONE or order < s.claims[found].order):
            found = claim
    return found


@part
def _take(w: Given, s: State, claim: int) -> None:
    row = s.claims[claim]
    row.since, row.to = s.now, min(row.until, (s.now // YEAR_TICKS + 1) * YEAR_TICKS)
    row.budget, row.milli = s.posts[row.post].budget, 0
    left = s.posts[row.budget].left
    if left != NO_LIMIT:
        allowance = release_days.allowance_milli(w, s, row.budget, s.now // YEAR_TICKS)
        days = careers.claimed_days(row.days_per_year, row.share, allowance)
        row.milli = min(left, careers.part_of_year_milli(days, s.now, row.to))
        _book(w, s, claim, row.milli)


@part
def _book(w: Given, s: State, claim: int, milli: int) -> None:
    budget = s.claims[claim].budget
    if milli != 0:
        s.posts[budget].left -= milli
        s.cover_milli[budget, seats.year_of(w, s.now)] += milli
