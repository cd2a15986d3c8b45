"""Who became freer since the last matching, and how long what a matching found out holds (MODEL 6.2, 6.3).

A matching ends when nobody can be given to any of the needs that took part. What was found out then holds at
the next one, but for leaders who became freer meanwhile and for needs that ask otherwise, or whose school has
more room. So the next matching asks those alone. At a half-term all may be otherwise (careers, tiers, release
days, the term's pattern): then everybody is asked anew.
"""

from __future__ import annotations

from ist_model.engines.compiled.jit import Given, State, part
from ist_model.inputs.calendar import GRID_TICKS
from ist_model.world.structs import NONE


@part
def leaders_of_post(s: State, post: int) -> None:
    """The designations of a post may be free again."""
    slot = s.posts[post].first_slot
    while slot != NONE:
        row = s.slots[slot]
        s.shut[slot] = 0
        if row.eased_at != s.matching:
            row.eased_at = s.matching
            s.eased[s.eased_n] = slot
            s.eased_n += 1
        slot = row.next


@part
def leaders_of_school(w: Given, s: State, school: int) -> None:
    """The leaders of a school may be free again: its inspection is over, or no longer expected."""
    for at in range(w.at_home_first[school], w.at_home_first[school + 1]):
        leaders_of_post(s, w.at_home[at])


@part
def school(s: State, school: int) -> None:
    """A school can take in more support than at the last matching."""
    s.schools[school].eased_at = s.matching


@part
def everybody(s: State) -> None:
    """Nothing that was found out about who is free holds any longer."""
    s.matched_in = NONE


@part
def begin_matching(w: Given, s: State, least_left: int) -> None:
    """A matching begins; what earlier ones found out holds within a half-term.

    `least_left`: leader milli-days below which what somebody has left is of no use at this matching. If that
    is less than before, some who were of no use may be now.
    """
    s.matching += 1
    half_term = s.now // GRID_TICKS
    if w.refusals_last == 0 or half_term != s.matched_in or least_left < s.least_left:
        s.known_since, s.least_left = s.matching, least_left
    s.matched_in = half_term


@part
def end_matching(s: State) -> None:
    """Nobody has become freer since."""
    s.eased_n = 0


@part
def must_ask_everybody(s: State, need: int) -> bool:
    """Whether leaders who have not become freer since the need was last refused may serve it all the same."""
    row = s.needs[need]
    if row.refused_at < s.known_since:
        return True
    return bool(row.school != NONE and s.schools[row.school].eased_at >= row.refused_at)
