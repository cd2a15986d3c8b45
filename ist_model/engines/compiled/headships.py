"""Who leads each school in a compiled run, or stands in (MODEL 7.3), as `narrated/headships.py`."""

from __future__ import annotations

from ist_model.engines.compiled import claims, heads_over, people, seats, strengths
from ist_model.engines.compiled.jit import Given, State, part
from ist_model.inputs.calendar import YEAR_TICKS
from ist_model.science import careers, matching
from ist_model.world.structs import GROUP_TWIN, NEVER, NONE

_NEVER = int(NEVER)


@part
def nearness(w: Given, vacancy: int, post: int) -> int:
    """How near a candidate works to a vacancy."""
    there, here = w.posts[vacancy].home, w.posts[post].home
    if there == NONE or here == NONE:
        return careers.nearness(there == here, False)
    same = w.schools[there].partnership == w.schools[here].partnership
    return careers.nearness(there == here, same and w.schools[there].partnership != NONE)


@part
def update(w: Given, s: State) -> None:
    """Find every school's leader anew; who stands in goes on until the post is filled."""
    if s.now % YEAR_TICKS == 0:
        claims.new_year(w, s)
    for school in range(w.schools_n):
        s.schools[school].accountable = _own_leader(w, s, school) if _is_led(w, s, school) else NONE
    _go_on_or_step_down(w, s)
    heads_over.count_led(w, s)
    heads_over.lead_heads_of_school(w, s)
    for school in range(w.schools_n):
        if _is_led(w, s, school):
            row = s.schools[school]
            missing = row.accountable == NONE or row.standing_in != NONE
            unled = missing and _is_missed(w, s, school)
            strengths.receive(w, s, school, w.support_receptiveness_unled if unled else 1.0)
    _stand_in(w, s)
    heads_over.lead_heads_of_school(w, s)  # who has just begun to stand in may be one who is led
    for school in range(w.schools_n):
        _claim_led(w, s, school)


@part
def _is_led(w: Given, s: State, school: int) -> bool:
    struct = w.schools[school]
    return bool(struct.group != GROUP_TWIN and struct.joins <= s.now)


@part
def _own_leader(w: Given, s: State, school: int) -> int:
    """The post named, if its holder is there; else the first headship of the school that is filled."""
    named = w.schools[school].accountable_post
    if named != NONE and heads_over.leads_there(s, named):
        return int(named)
    for at in range(w.heads_first[school], w.heads_first[school + 1]):
        if heads_over.leads_there(s, w.heads[at]):
            return int(w.heads[at])
    return NONE


@part
def _go_on_or_step_down(w: Given, s: State) -> None:
    for school in range(w.schools_n):
        row = s.schools[school]
        post = row.standing_in
        if post == NONE:
            continue
        covered = row.accountable != NONE or not _is_led(w, s, school)
        gone = s.posts[post].holder != row.standing_person
        if covered or gone or not _may_go_on(w, s, post, school):
            _step_down(w, s, school)
        else:
            row.accountable = post


@part
def _may_go_on(w: Given, s: State, post: int, school: int) -> bool:
    """Unless sent to another school, or needed to lead the own."""
    elsewhere = s.posts[post].seconded_to
    if elsewhere != NONE and elsewhere != school:
        return False
    return bool(w.is_partnership_head[post]) or not _is_accountable(w, s, post)


@part
def _is_accountable(w: Given, s: State, post: int) -> bool:
    leads = False
    for school in range(w.schools_n):
        leads = leads or s.schools[school].accountable == post
    return leads


# Standing in -----------------------------------------------------------------------------------------------


@part
def _is_missed(w: Given, s: State, school: int) -> bool:
    """Whether the school has a headship, vacant now, of a kind on the ladder."""
    named = w.schools[school].accountable_post
    if named != NONE and _is_on_ladder(w, s, named):
        return True
    for at in range(w.heads_first[school], w.heads_first[school + 1]):
        if _is_on_ladder(w, s, w.heads[at]):
            return True
    return False


@part
def _is_on_ladder(w: Given, s: State, post: int) -> bool:
    struct = w.posts[post]
    return bool(w.kinds[struct.kind].rung > 0 and struct.starts <= s.now < struct.ends)


@part
def _is_missing(w: Given, s: State, school: int) -> bool:
    no_one = s.schools[school].accountable == NONE
    return bool(no_one and _is_led(w, s, school) and _is_missed(w, s, school))


@part
def _stand_in(w: Given, s: State) -> None:
    """All schools' first choices before any second one: nobody is lent whom the own school needs."""
    missing = 0
    for school in range(w.schools_n):
        missing += 1 if _is_missing(w, s, school) else 0
    if missing == 0:
        return
    for choice in range(careers.COVER_NONE):
        for school in range(w.schools_n):
            if _is_missing(w, s, school):
                _ask(w, s, school, choice)


@part
def _ask(w: Given, s: State, school: int, choice: int) -> None:
    """The nearest of those who are asked at this point in the order stands in."""
    best, nearest = NONE, 0
    for post in range(w.posts_n):
        if not seats.is_filled(s, post) or _choice(w, s, school, post) != choice:
            continue
        distance = _distance(w, school, post)
        if best == NONE or distance < nearest:
            best, nearest = post, distance
    if best != NONE:
        _step_up(w, s, school, best, choice)


@part
def _choice(w: Given, s: State, school: int, post: int) -> int:
    row, struct = s.posts[post], w.posts[post]
    here, seconded_here = struct.home == school, row.seconded_to == school
    if row.away != 0 and not seconded_here:
        return careers.COVER_NONE
    below, ready = w.next_to_head[struct.kind], row.ready_for_next <= s.now
    is_head = w.is_partnership_head[post]
    return careers.cover_choice(
        seconded_here,
        below and (here or ready) and row.away_share == 0.0,
        here,
        struct.accountable != 0 and not is_head and s.posts[post].leads > 0,
        is_head and heads_over.head_of(w, school) == post,
        is_head,
        s.posts[post].led,
        w.span_schools,
    )


@part
def _distance(w: Given, school: int, post: int) -> int:
    home = w.posts[post].home
    near = False
    if home != NONE:
        partnership = w.schools[home].partnership
        near = partnership != NONE and partnership == w.schools[school].partnership
    return careers.nearness(home == school, near)


@part
def _step_up(w: Given, s: State, school: int, post: int, choice: int) -> None:
    row = s.schools[school]
    row.standing_in, row.standing_person = post, s.posts[post].holder
    row.accountable = post
    heads_over.leads_one_more(w, s, post, school)
    if choice != careers.COVER_SECONDED:
        claims.start(w, s, claims.cover(school), post, _NEVER, w.careers_cover_days_per_year, 0.0)
    if choice == careers.COVER_SCHOOL or choice == careers.COVER_BENCH:
        people.send_away(w, s, post, matching.ACTING)


@part
def _step_down(w: Given, s: State, school: int) -> None:
    row = s.schools[school]
    post, person = row.standing_in, row.standing_person
    row.standing_in, row.standing_person = NONE, NONE
    if claims.is_held(s, claims.cover(school)):
        claims.stop(w, s, claims.cover(school))
    if s.posts[post].holder == person and s.posts[post].away == matching.ACTING:
        people.bring_back(w, s, post)


@part
def _claim_led(w: Given, s: State, school: int) -> None:
    head, claim = s.schools[school].under, claims.leading(w, school)
    wanted = head != NONE and w.posts[head].home != school
    held, row = claims.is_held(s, claim), s.claims[claim]
    if held and wanted and row.post == head and row.person == s.posts[head].holder:
        return
    if held:
        claims.stop(w, s, claim)
    if wanted:
        claims.start(w, s, claim, head, _NEVER, w.careers_led_school_days_per_year, 0.0)
