"""Secondments in a compiled run: a person at another school for whole terms (MODEL 7.3)."""

from __future__ import annotations

from ist_model.engines.compiled import claims, deployments, people, recording, seats, strengths, terms
from ist_model.engines.compiled.jit import Given, State, part
from ist_model.engines.records import BY_SECONDMENT, NO_CAUSE, RETURNED, SENT
from ist_model.inputs.calendar import TICKS_PER_WEEK, WEEKS_PER_YEAR
from ist_model.science import careers, giving, matching
from ist_model.world.structs import NONE

_FULL_TIME = 1.0


@part
def begin(w: Given, s: State) -> None:
    """Those that start now, unless the post is vacant or its holder away."""
    for row in range(w.secondments.size):
        struct = w.secondments[row]
        post = s.posts[struct.post]
        if struct.starts == s.now and post.holder != NONE and post.away == 0:
            _begin(w, s, row)


@part
def _begin(w: Given, s: State, row: int) -> None:
    struct, running = w.secondments[row], s.secondments[row]
    post = s.posts[struct.post]
    running.running, running.person, running.supporting = 1, post.holder, 0
    running.support = _support(w, s, row)
    _missed_at_home(w, s, running.support, True)
    post.away_share = struct.share
    recording.career(s, SENT, struct.post, row, post.holder, NO_CAUSE)
    if struct.share == _FULL_TIME:
        post.seconded_to = struct.school
        people.send_away(w, s, struct.post, matching.SECONDED)
    claims.start(w, s, claims.secondment(w, row), struct.post, struct.ends, 0.0, struct.share)


@part
def end(w: Given, s: State) -> None:
    """End those that are over or whose person left; who stays takes a seat there and leaves one vacant."""
    for row in range(w.secondments.size):
        struct, running = w.secondments[row], s.secondments[row]
        if running.running == 0:
            continue
        gone = s.posts[struct.post].holder != running.person
        if not gone and struct.ends != s.now:
            continue
        _stop(w, s, row)
        seat = NONE if gone or struct.stay == 0 else _vacancy(w, s, struct.post, struct.school)
        if seat != NONE:
            people.move(w, s, struct.post, seat, BY_SECONDMENT)
            people.advertise(w, s, struct.post)
            s.posts[seat].due, s.posts[seat].settled = NONE, 0


@part
def support(w: Given, s: State) -> None:
    """A school with a leader of its own gains; one without has the person as its leader instead."""
    for row in range(w.secondments.size):
        struct = w.secondments[row]
        if s.secondments[row].running != 0:
            _support_now(w, s, row, s.schools[struct.school].accountable != struct.post)


@part
def _stop(w: Given, s: State, row: int) -> None:
    running, post = s.secondments[row], w.secondments[row].post
    running.running = 0
    _support_now(w, s, row, False)
    _missed_at_home(w, s, running.support, False)
    s.posts[post].away_share, s.posts[post].seconded_to = 0.0, NONE
    recording.career(s, RETURNED, post, row, running.person, NO_CAUSE)
    claims.stop(w, s, claims.secondment(w, row))
    people.bring_back(w, s, post)


@part
def _support_now(w: Given, s: State, row: int, wanted: bool) -> None:
    running = s.secondments[row]
    if wanted != (running.supporting != 0) and s.deployments[running.support].area != NONE:
        strengths.help_school(w, s, running.support, wanted)
        running.supporting = 1 if wanted else 0


@part
def _missed_at_home(w: Given, s: State, presence: int, begins: bool) -> None:
    if s.deployments[presence].giver != NONE and w.leadership_area != NONE:
        strengths.miss(w, s, presence, w.leadership_area, begins)


@part
def _vacancy(w: Given, s: State, post: int, school: int) -> int:
    """The vacant seat of a school that fits the holder of a post best, the first of equals; or NONE."""
    kind, ready = w.posts[post].kind, s.posts[post].ready_for_next <= s.now
    best, found = careers.STAY_NOT, NONE
    for at in range(w.at_home_first[school], w.at_home_first[school + 1]):
        seat = w.at_home[at]
        struct = w.posts[seat]
        if not struct.starts <= s.now < struct.ends or seats.is_filled(s, seat):
            continue
        choice = careers.stay_choice(struct.kind == kind, w.ladder[struct.kind, kind], ready)
        if choice != careers.STAY_NOT and (found == NONE or choice < best):
            best, found = choice, seat
    return int(found)


@part
def _support(w: Given, s: State, row: int) -> int:
    """What the secondment adds to leadership, as support is added up (MODEL 4.1)."""
    struct = w.secondments[row]
    post, share, area = struct.post, struct.share, w.leadership_area
    if area != NONE and not w.has_area[struct.school, area]:
        area = NONE
    days = share * w.careers_secondment_support_days_per_week
    weeks = (struct.ends - struct.starts) / TICKS_PER_WEEK
    worth = terms.package_worth(w, 0.0, days * weeks)
    cover = w.giving_cover_quality if struct.backfill != 0 else 0.0
    cost = giving.cost_per_day(w.giving_cost_points_per_day, cover, True)
    presence = deployments.new_deployment(s, NONE)
    at_work = s.deployments[presence]
    at_work.key, at_work.school, at_work.area = w.posts[post].key, struct.school, area
    at_work.post, at_work.budget, at_work.giver = post, post, w.posts[post].home
    at_work.end, at_work.gain_per_week = struct.ends, days * w.effect_per_day * worth
    at_work.pattern = matching.milli_of(share * w.finance_school_days_per_year / WEEKS_PER_YEAR)
    at_work.home_cost = giving.per_week(at_work.pattern, cost, 1)
    return presence
