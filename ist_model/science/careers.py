"""Careers (MODEL 7): who leaves, who is ready, who is promoted, who leads a school meanwhile.

All that happens to a seat at a term is drawn under (post, term), so that a change elsewhere changes no luck.
"""

from __future__ import annotations

import math

from ist_model.inputs.calendar import TERM_TICKS, YEAR_TICKS
from ist_model.science import draws
from ist_model.science.jit import Word, compiled

TERMS_PER_YEAR = 3.0
LONGEST_TENURE_TERMS = 120  # of a holder found in post on the first day, where nobody ever leaves
# Of who may stand in for a missing head, in order of choice (MODEL 7.2, 7.3).
COVER_SECONDED, COVER_SCHOOL, COVER_OWN_HEAD, COVER_OTHER_HEAD, COVER_BENCH, COVER_NONE = range(6)
STAY_NOT = -1
HERE, NEAR, FAR = range(3)  # the same school, the same partnership, elsewhere in the trust


@compiled("f8(f8)")
def leaving_chance(leave_per_year: float) -> float:
    """Chance that the holder leaves at a term's end, from the hazard per year: 1 - exp(-h/3)."""
    return 1.0 - math.exp(-leave_per_year / TERMS_PER_YEAR)


@compiled("f8(i8, i8, f8, f8)")
def hazard_factor(since: int, now: int, raised_for_years: float, factor: float) -> float:
    """The factor while less than so many years have passed since something happened, else 1.

    Ticks; `since` in the future means that it has not happened.
    """
    return factor if since <= now < since + raised_for_years * YEAR_TICKS else 1.0


@compiled("b1(f8, u8, u8, u8, u8)")
def leaves(leave_per_year: float, seed: Word, run: Word, post_key: Word, term: Word) -> bool:
    """Whether the holder of a post leaves at the end of a term: one uniform per (post, term)."""
    return draws.uniform(seed, run, draws.LEAVING, post_key, term) < leaving_chance(leave_per_year)


@compiled("i8(f8, u8, u8, u8)")
def opening_tenure_terms(leave_per_year: float, seed: Word, run: Word, post_key: Word) -> int:
    """Whole terms that the holder on the first day has been in post.

    The age of a renewal process in equilibrium with geometric tenures: P(at least n) = (1 - p)^n (Cox 1962,
    Renewal Theory, chapter 5). Where nobody leaves, the longest tenure counted.
    """
    u = draws.uniform(seed, run, draws.OPENING_TENURE, post_key, 0)
    if leave_per_year <= 0.0:
        return LONGEST_TENURE_TERMS
    return min(LONGEST_TENURE_TERMS, int(-math.log(u) * TERMS_PER_YEAR / leave_per_year))


@compiled("b1(f8, u8, u8, u8, u8)")
def will_be_ready(ready_share: float, seed: Word, run: Word, post_key: Word, term: Word) -> bool:
    """Whether who comes into a post in a term will be able and willing to take the next rung."""
    return draws.uniform(seed, run, draws.READINESS, post_key, term) < ready_share


@compiled("b1(f8, u8, u8, u8, u8)")
def round_fails(fail_chance: float, seed: Word, run: Word, post_key: Word, term: Word) -> bool:
    """Whether a round of advertising that ends with a term appoints nobody."""
    return draws.uniform(seed, run, draws.APPOINTMENT, post_key, term) < fail_chance


@compiled("i8(i8)")
def round_again_terms(refill_terms: int) -> int:
    """Terms that a further round takes: as the first, but at least one.

    With k terms a round and a chance f of failing, a vacancy lasts k / (1 - f) terms on average (k >= 1).
    """
    return max(1, refill_terms)


@compiled("b1(b1, b1)")
def keeps(same_kind: bool, kind_keeps: bool) -> bool:
    """Whether who changes seats keeps designations; between seats of one kind nothing else changes."""
    return same_kind or kind_keeps


@compiled("b1(i8, i8)")
def more_days(milli: int, than: int) -> bool:
    """Whether an allowance (milli-days a year; below 0: no limit) is larger than another."""
    return than >= 0 and (milli < 0 or milli > than)


@compiled("i8(b1, i8, b1)")
def stay_choice(same_kind: bool, place: int, ready: bool) -> int:
    """In which order vacancies are taken by who stays after a secondment; STAY_NOT: not at all.

    First a seat of the own kind; then, for who is ready, the next rung by its `place` on the ladder, -1 if it
    is not on it.
    """
    if same_kind:
        return 0
    return 1 + place if ready and place >= 0 else STAY_NOT


@compiled("f8(f8, f8, i8)")
def claimed_days(days_per_year: float, share: float, allowance_milli: int) -> float:
    """Days a year that a duty takes: a number of them, and a share of the year's allowance (milli-days)."""
    return days_per_year + max(0, allowance_milli) / 1000.0 * share


@compiled("i8(b1, b1)")
def nearness(same_school: bool, same_partnership: bool) -> int:
    """How near a candidate works to a vacancy."""
    if same_school:
        return HERE
    return NEAR if same_partnership else FAR


@compiled("i8(b1, b1, b1, b1, b1, b1, i8, i8)")
def cover_choice(
    seconded_here: bool,
    next_below: bool,
    same_school: bool,
    leads_elsewhere: bool,
    heads_partnership: bool,
    heads_another: bool,
    led: int,
    span: int,
) -> int:
    """In which order somebody is asked to stand in for a missing head; COVER_NONE: not at all.

    First who is seconded there full time, then the school's own holder of the rung below (a deputy), the
    Partnership Head, another Partnership Head, and last a leader of another school who is ready for the post:
    `next_below` says that a holder is on a rung below, and elsewhere ready. A Partnership Head leads at most
    `span` schools besides the own, anybody else one.
    """
    if heads_partnership or heads_another:
        if led >= span:
            return COVER_NONE
        return COVER_OWN_HEAD if heads_partnership else COVER_OTHER_HEAD
    if leads_elsewhere or led > 0:
        return COVER_NONE
    if seconded_here:
        return COVER_SECONDED
    if not next_below:
        return COVER_NONE
    return COVER_SCHOOL if same_school else COVER_BENCH


@compiled("i8(i8, i8)")
def next_term(tick: int, terms: int) -> int:
    """First tick of the term that lies so many whole terms after the one in which a tick falls."""
    return (tick // TERM_TICKS + terms) * TERM_TICKS


@compiled("i8(f8, i8, i8)")
def part_of_year_milli(days_per_year: float, since: int, until: int) -> int:
    """Milli-days of a yearly number of days that fall between two ticks, the nearest."""
    return math.floor(days_per_year * 1000.0 * (until - since) / YEAR_TICKS + 0.5)


@compiled("i8(i8, i8, i8, i8)")
def still_to_come(milli: int, since: int, until: int, now: int) -> int:
    """Of milli-days spread evenly over [since, until), those still to come, rounded down."""
    return milli * (until - max(since, now)) // (until - since) if now < until else 0
