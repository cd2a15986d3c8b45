"""Schools in a compiled run: joining, Progress Boards and tiers (MODEL 5, 10), as `narrated/schools.py`."""

from __future__ import annotations

import numpy as np

from ist_model.engines.compiled import (
    asking,
    drawing,
    events,
    interventions,
    seats,
    strengths,
    tiers,
    waiting,
)
from ist_model.engines.compiled.jit import Given, State, part
from ist_model.engines.records import SOURCE_ONBOARDING
from ist_model.inputs.calendar import GRID_TICKS, YEAR_TICKS
from ist_model.science import matching, monitoring
from ist_model.world.structs import GROUP_TWIN, NO_LIMIT, NONE

_MILLI = 1000.0
_HALF_TERMS_PER_YEAR = YEAR_TICKS // GRID_TICKS
_NO_KEY = np.uint64(0)


@part
def begin(w: Given, s: State, school: int) -> None:
    """A school comes into the model, now or on its date: its strengths, tier, and place in the trust."""
    struct, row = w.schools[school], s.schools[school]
    if struct.exists > s.now:
        absent = events.ABSENT
        events.wait(
            s, struct.exists, events.JOINING, school, absent, _NO_KEY, events.SCHOOL_BEGINS, school, 0
        )
        return
    row.last_outcome, row.last_inspected = struct.last_outcome, struct.last_inspected
    strengths.begin(w, s, school)
    events.spawn(s, events.INSPECTIONS_BEGIN, school, 0)
    if struct.group == GROUP_TWIN:
        return
    row.in_trust = 1
    s.in_trust_n += 1
    _first_tier(w, s, school)
    row.acted_on = tiers.tier_of(w, s, school)
    _onboard(w, s, school)
    row.boards_from = -(-s.now // GRID_TICKS) * GRID_TICKS
    waiting.supply_changed(w, s)


@part
def _first_tier(w: Given, s: State, school: int) -> None:
    row = s.schools[school]
    if w.opening_tier[school, 0] != NONE and s.now == w.begin:
        row.tier = w.opening_tier[school, 0]
        row.better_boards, row.stalled_boards = w.opening_tier[school, 1], w.opening_tier[school, 2]
        return
    row.tier = monitoring.first_tier(row.last_outcome, w.tiers_n)


@part
def _onboard(w: Given, s: State, school: int) -> None:
    for at in range(w.onboarding.size):
        row = w.onboarding[at]
        if row.school == school:
            asking.ask(w, s, school, row.area, row.milli, SOURCE_ONBOARDING, row.specialism)


@part
def wait_for_half_term(s: State, tick: int) -> None:
    """The next half-term at which boards may be held: all schools' turn comes then, in order."""
    absent = events.ABSENT
    events.wait(s, tick, events.BOARDS, absent, absent, _NO_KEY, events.BOARDS_MEET, 0, 0)


@part
def is_due(s: State, school: int) -> bool:
    """Whether a school is in the trust and its boards have begun."""
    row = s.schools[school]
    return bool(row.in_trust != 0 and row.boards_from <= s.now)


@part
def half_term(w: Given, s: State, school: int) -> None:
    """A Progress Board at each term or half-term, as the tier asks (MODEL 5.1, 5.2)."""
    boards_per_year = w.tiers[tiers.tier_of(w, s, school)].boards_per_year
    if (s.now // GRID_TICKS) % (_HALF_TERMS_PER_YEAR // boards_per_year) == 0:
        _hold(w, s, school)
    act_on_tier(w, s, school)


@part
def act_on_tier(w: Given, s: State, school: int) -> None:
    """A worse tier makes waiting needs more urgent, a better one may release leaders."""
    row, tier = s.schools[school], tiers.tier_of(w, s, school)
    if tier > row.acted_on:
        waiting.more_urgent(w, s, school)
    elif tier < row.acted_on:
        interventions.after_tier(w, s, school)
        waiting.supply_changed(w, s)
    row.acted_on = tier


@part
def _hold(w: Given, s: State, school: int) -> None:
    row, threshold = s.schools[school], w.monitoring_need_threshold
    _prepare(w, s)
    _see(w, s, school)
    has_area = w.has_area[school]
    indicated = monitoring.indicated_tier(
        s.seen_now,
        has_area,
        w.leadership_area,
        threshold,
        w.monitoring_urgent_threshold,
        w.monitoring_supported_margin,
        row.last_outcome,
        tiers.inspection_near(w, s, school),
        _is_led(w, s, school),
    )
    for area in range(w.areas_n):
        s.seen[school, area] = s.seen_now[area]
    short = monitoring.shortfall(s.seen_now, has_area, threshold)
    moved_on = monitoring.progressed(short, row.shortfall, w.monitoring_progress_points)
    row.shortfall = short
    before = tiers.tier_of(w, s, school)
    row.tier, row.better_boards, row.stalled_boards = monitoring.next_tier(
        row.tier, row.better_boards, row.stalled_boards, indicated, moved_on, w.tiers_n
    )
    raised = interventions.after_board(w, s, school, moved_on)
    raised += asking.ask_for_gaps(w, s, school)
    _record(w, s, school, before, raised)


@part
def _record(w: Given, s: State, school: int, before: int, raised: int) -> None:
    if s.boards_n >= s.boards.size:
        s.overflow = 1
        return
    board = s.boards[s.boards_n]
    board.school, board.tick, board.tier_before = school, s.now, before
    board.tier_after, board.step = tiers.tier_of(w, s, school), s.schools[school].step
    board.raised = raised
    for area in range(w.areas_n):
        s.observed[s.boards_n, area] = s.seen_now[area]
    s.boards_n += 1


@part
def _is_led(w: Given, s: State, school: int) -> bool:
    """Whether an accountable leader is in post who is not new: the one named, or any at the school."""
    named = w.schools[school].accountable_post
    if named != NONE:
        return _is_settled(w, s, named)
    first, last = w.heads_first[school], w.heads_first[school + 1]
    for at in range(first, last):
        if _is_settled(w, s, w.heads[at]):
            return True
    return bool(first == last)


@part
def _is_settled(w: Given, s: State, post: int) -> bool:
    row = s.posts[post]
    return (
        row.holder != NONE
        and row.away == 0
        and monitoring.is_settled(s.now, row.since, w.monitoring_new_leader_terms)
    )


@part
def _prepare(w: Given, s: State) -> None:
    """Preparation comes out of support days first; the board is held whatever is left (MODEL 5.1)."""
    wanted = matching.milli_of(w.monitoring_board_preparation_days)
    for at in range(w.board_makers.size):
        post = w.board_makers[at]
        row = s.posts[post]
        if row.holder == NONE:
            continue
        budget = s.posts[row.budget]
        spent = monitoring.preparation_milli(wanted, budget.left)
        if budget.left != NO_LIMIT:
            budget.left -= spent
        s.boards_milli[row.budget, seats.year_of(w, s.now)] += spent


@part
def _see(w: Given, s: State, school: int) -> None:
    sd, index = _spread(w, s, school), s.now // GRID_TICKS
    for area in range(w.areas_n):
        s.seen_now[area] = np.nan
        if w.has_area[school, area]:
            x = strengths.read(w, s, school, area)
            s.seen_now[area] = monitoring.observed(x, sd, drawing.board_error(w, s, school, area, index))


@part
def _spread(w: Given, s: State, school: int) -> float:
    """Spread of what a board of a school sees now (points; MODEL 5.1)."""
    milli = 0
    for at in range(w.sight_posts.size):
        post = w.sight_posts[at]
        if s.posts[post].holder != NONE:
            milli += w.posts[post].sight_milli
    size = monitoring.size_factor(
        w.schools[school].roll, w.indicators_national_roll, w.monitoring_chance_share
    )
    return size * monitoring.observation_sd(
        w.monitoring_observation_sd,
        w.monitoring_validation_factor if _is_validated(w, s) else 1.0,
        w.monitoring_data_lead_factor,
        w.monitoring_challenge_factor if _is_challenged(w, s, school) else 1.0,
        milli / _MILLI / s.in_trust_n,
        w.monitoring_data_lead_full_days,
    )


@part
def _is_validated(w: Given, s: State) -> bool:
    validated = False
    for row in range(w.validation.shape[0]):
        validated = validated or w.validation[row, 0] <= s.now < w.validation[row, 1]
    return validated


@part
def _is_challenged(w: Given, s: State, school: int) -> bool:
    challenged = False
    for at in range(w.packages.size):
        package = w.packages[at]
        mine = package.school == school
        challenged = challenged or (mine and package.starts <= s.now < package.ends)
    return challenged
