"""Careers in a compiled run: who leaves, is promoted, is appointed (MODEL 7), as `narrated/careers.py`."""

from __future__ import annotations

import numpy as np

from ist_model.engines.compiled import events, headships, people, release_days, seats, secondments
from ist_model.engines.compiled.jit import Given, State, part
from ist_model.engines.records import BY_PROMOTION, NO_CAUSE, RESIGNED
from ist_model.inputs.calendar import GRID_TICKS, TERM_TICKS, YEAR_TICKS
from ist_model.science import careers
from ist_model.world.structs import NONE

_NO_KEY = np.uint64(0)
_STAFF, _HEAD = range(2)
_CHANGED_HANDS, _JOINING, _DOWNGRADE = range(3)


@part
def half_term(w: Given, s: State) -> None:
    """Everything that happens to seats at a half-term; the first at once."""
    term_starts = s.now % TERM_TICKS == 0
    for post in range(w.posts_n):
        if w.posts[post].ends == s.now and _starts(w, post) < s.now:
            people.close(w, s, post)
            s.posts[post].due = NONE
    if term_starts and s.now > w.begin:
        _resignations(w, s)
    for post in range(w.posts_n):
        if _starts(w, post) == s.now and s.now < w.posts[post].ends:
            _begin(w, s, post)
    secondments.end(w, s)  # once it is known which seats begin vacant
    if term_starts:
        _fill_vacancies(w, s)
    if s.now % YEAR_TICKS == 0:
        release_days.settle_budgets(w, s)
    secondments.begin(w, s)
    headships.update(w, s)
    secondments.support(w, s)
    tick = (s.now // GRID_TICKS + 1) * GRID_TICKS
    events.wait(s, tick, events.CAREERS, NONE, events.ABSENT, _NO_KEY, events.DO_CAREERS, 0, 0)


@part
def _starts(w: Given, post: int) -> int:
    return int(max(w.posts[post].starts, w.begin))


@part
def _begin(w: Given, s: State, post: int) -> None:
    struct, row = w.posts[post], s.posts[post]
    if struct.vacant_terms > 0:
        people.lose_designations(w, s, post, RESIGNED, True)
        row.due, row.settled = careers.next_term(s.now, struct.vacant_terms), 1
    elif struct.opens_vacant != 0:
        people.lose_designations(w, s, post, NO_CAUSE, True)
        first = s.now if s.now % TERM_TICKS == 0 else careers.next_term(s.now, 1)
        row.due = first + struct.refill_terms * TERM_TICKS
    else:
        people.found_in_post(w, s, post)


@part
def _resignations(w: Given, s: State) -> None:
    """One uniform per (post, term), against the hazard of the moment (MODEL 7.1)."""
    term = s.now // TERM_TICKS - 1
    for post in range(w.posts_n):
        if not seats.is_filled(s, post):
            continue
        struct = w.posts[post]
        hazard = struct.leave_per_year * _factor(w, s, post)
        left = careers.leaves(hazard, w.seed, s.run, struct.key, term)
        if left or _is_removed(w, s, post):
            people.resign(w, s, post)
            people.advertise(w, s, post)
    for school in range(w.schools_n):
        s.schools[school].must_go = 0


@part
def _is_removed(w: Given, s: State, post: int) -> bool:
    """Whether the intervention ladder ends with this head."""
    return _heads_own(w, s, post) and bool(s.schools[w.posts[post].home].must_go != 0)


@part
def _heads_own(w: Given, s: State, post: int) -> bool:
    """Whether the holder of a headship leads the school of the post; not one who stands in."""
    school = w.posts[post].home
    if school == NONE or w.posts[post].accountable == 0:
        return False
    row = s.schools[school]
    return bool(row.accountable == post and row.standing_in == NONE)


@part
def _factor(w: Given, s: State, post: int) -> float:
    """By how much the hazard is raised: a change of hands, joining, a worse inspection."""
    school, factor = w.posts[post].home, 1.0
    who = _HEAD if w.posts[post].accountable != 0 else _STAFF
    years, until = w.careers_raised_for_years, s.now - 1
    if _heads_own(w, s, post):
        factor = s.schools[school].leave_factor
    factor *= careers.hazard_factor(w.changed_hands, until, years, w.hazard_factors[who, _CHANGED_HANDS])
    if school != NONE:
        joined, downgraded = w.schools[school].joined, s.schools[school].downgraded
        factor *= careers.hazard_factor(joined, until, years, w.hazard_factors[who, _JOINING])
        factor *= careers.hazard_factor(downgraded, until, years, w.hazard_factors[who, _DOWNGRADE])
    return factor


@part
def _fill_vacancies(w: Given, s: State) -> None:
    """From the top of the ladder down, so that a promotion's vacancy is filled in the same term."""
    for post in range(w.posts_n):
        s.posts[post].queued = 1 if s.posts[post].due != NONE else 0
    while True:
        post = _next_in_queue(w, s)
        if post == NONE:
            return
        row = s.posts[post]
        row.queued = 0
        candidate = NONE if row.settled != 0 else _candidate(w, s, post)
        if candidate != NONE:
            row.due = NONE
            people.move(w, s, candidate, post, BY_PROMOTION)
            people.advertise(w, s, candidate)
            s.posts[candidate].queued = 1
        elif row.due == s.now:
            _round_ends(w, s, post)


@part
def _next_in_queue(w: Given, s: State) -> int:
    """The vacancy highest on the ladder of those whose turn has not come, the first of equals."""
    best, highest = NONE, 0
    for post in range(w.posts_n):
        if s.posts[post].queued != 0:
            rung = w.kinds[w.posts[post].kind].rung
            if best == NONE or rung > highest:
                best, highest = post, rung
    return best


@part
def _round_ends(w: Given, s: State, post: int) -> None:
    """Appointed from outside, or advertised again."""
    struct, row = w.posts[post], s.posts[post]
    if row.settled == 0 and careers.round_fails(
        struct.fail_chance, w.seed, s.run, struct.key, s.now // TERM_TICKS
    ):
        row.due = s.now + careers.round_again_terms(struct.refill_terms) * TERM_TICKS
        return
    row.due, row.settled = NONE, 0
    people.appoint(w, s, post)


@part
def _candidate(w: Given, s: State, vacancy: int) -> int:
    """Of those ready for a vacancy the nearest, then by the ladder's order and draw key; NONE: nobody.

    Nobody goes elsewhere whom a vacancy of the own school will take in its turn.
    """
    best = _nearest_ready(w, s, vacancy, NONE)
    while best != NONE:
        here = headships.nearness(w, vacancy, best) == careers.HERE
        if here or not _is_wanted_at_home(w, s, best):
            return best
        best = _nearest_ready(w, s, vacancy, best)
    return NONE


@part
def _is_smaller(distance: int, place: int, post: int, nearest: int, lowest: int, best: int) -> bool:
    if distance != nearest:
        return bool(distance < nearest)
    if place != lowest:
        return bool(place < lowest)
    return bool(post < best)


@part
def _is_wanted_at_home(w: Given, s: State, post: int) -> bool:
    """Whether the holder is the first in line for another vacancy of the own school."""
    home = w.posts[post].home if w.posts[post].home != NONE else w.schools_n
    for at in range(w.at_home_first[home], w.at_home_first[home + 1]):
        vacancy = w.at_home[at]
        row = s.posts[vacancy]
        if row.due != NONE and row.settled == 0 and _nearest_ready(w, s, vacancy, NONE) == post:
            return True
    return False


@part
def _nearest_ready(w: Given, s: State, vacancy: int, after: int) -> int:
    """The first of all who are ready for a vacancy, or the next one `after` somebody who is."""
    nearest, lowest, best = 0, 0, NONE
    places = w.ladder[w.posts[vacancy].kind]
    least, rung = 0, 0
    if after != NONE:
        least, rung = headships.nearness(w, vacancy, after), places[w.posts[after].kind]
    for kind in range(places.size):
        place = places[kind]
        if place == NONE:
            continue
        for at in range(w.of_kind_first[kind], w.of_kind_first[kind + 1]):
            post = w.of_kind[at]
            if not _is_ready(s, post):
                continue
            distance = headships.nearness(w, vacancy, post)
            if after != NONE and not _is_smaller(least, rung, after, distance, place, post):
                continue
            if best == NONE or _is_smaller(distance, place, post, nearest, lowest, best):
                nearest, lowest, best = distance, place, post
    return int(best)


@part
def _is_ready(s: State, post: int) -> bool:
    """Ready, and neither seconded nor only just come."""
    row = s.posts[post]
    return bool(
        row.holder != NONE and row.ready_for_next <= s.now and row.came < s.now and row.away_share == 0.0
    )
