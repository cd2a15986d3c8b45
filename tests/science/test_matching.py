"""Reserving, releasing and ranking, by hand-worked cases and bounds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ist_model.inputs.calendar import TICKS_PER_WEEK, YEAR_TICKS
from ist_model.science import matching

MILLI = st.integers(1, 200_000)
SHARE = st.floats(0, 1)


@given(asked=MILLI, left=MILLI, preparation=SHARE, travel=SHARE)
def test_what_is_reserved_never_exceeds_what_is_left(asked, left, preparation, travel):
    on_site = matching.affordable(asked, left, preparation, travel, 500)
    assert 0 <= on_site <= asked
    assert matching.leader_milli(on_site, preparation, travel) <= left
    if 0 < on_site < asked:
        assert 500 <= on_site <= asked - 500
        fits_no_more = matching.leader_milli(on_site + 2, preparation, travel) > left
        assert fits_no_more or on_site == asked - 500


def test_a_deployment_is_cut_to_what_is_left_and_not_below_half_a_day():
    assert matching.affordable(6000, 7000, 0.4, 0.0, 500) == 5000
    assert matching.affordable(6000, 8400, 0.4, 0.0, 500) == 6000
    assert matching.affordable(6000, 8300, 0.4, 0.0, 500) == 5500  # half a day waits again, not a crumb
    assert matching.affordable(6000, 600, 0.4, 0.0, 500) == 0
    assert matching.affordable(300, 600, 0.4, 0.0, 500) == 300
    assert matching.affordable(6000, -1, 0.4, 0.0, 500) == 6000


def test_a_day_a_week_takes_as_many_weeks_as_days():
    assert matching.duration_ticks(6500, 1000) == int(6.5 * TICKS_PER_WEEK)
    assert matching.duration_ticks(1000, 500) == 2 * TICKS_PER_WEEK
    assert matching.duration_ticks(0, 1000) == 1


@given(milli=MILLI, total=st.integers(1, 2**40), elapsed=st.integers(0, 2**41))
def test_delivered_days_grow_with_time_up_to_what_was_agreed(milli, total, elapsed):
    done = matching.done_by(milli, elapsed, total)
    assert 0 <= done <= milli
    assert done == milli if elapsed >= total else done == milli * elapsed // total


def test_leaders_are_released_from_the_third_week_of_september():
    year = 26 * YEAR_TICKS
    opens = matching.release_opens(year, 2.0, False, 27.0, 1.0)
    assert opens == year + 2 * TICKS_PER_WEEK
    assert matching.release_opens(opens, 2.0, False, 27.0, 1.0) == opens


def test_key_stage_2_test_week_closes_only_schools_with_year_6():
    test_week = 26 * YEAR_TICKS + int(27.5 * TICKS_PER_WEEK)
    assert matching.release_opens(test_week, 2.0, False, 27.0, 1.0) == test_week
    assert matching.release_opens(test_week, 2.0, True, 27.0, 1.0) == 26 * YEAR_TICKS + 28 * TICKS_PER_WEEK


def reason(**changes):
    free = {
        "quality": 1.0,
        "own_school": False,
        "in_post": True,
        "developed": True,
        "places_free": 1,
        "affordable_milli": 1000,
        "home_may_release": True,
        "home_inspection_near": False,
    }
    return matching.why_not_free(*(free | changes).values())


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, matching.FREE),
        ({"quality": 0.0}, matching.NO_MATCH),
        ({"own_school": True}, matching.OWN_SCHOOL),
        ({"in_post": False}, matching.NOT_IN_POST),
        ({"developed": False}, matching.IN_DEVELOPMENT),
        ({"places_free": 0}, matching.BUSY),
        ({"affordable_milli": 0}, matching.NO_DAYS),
        ({"home_may_release": False}, matching.HOME_TIER),
        ({"home_inspection_near": True}, matching.HOME_INSPECTION),
    ],
)
def test_each_reason_alone_keeps_a_supporter_away(change, expected):
    assert reason(**change) == expected


def need(priority, raised, key=1, had=0):
    return matching.NeedView(priority, raised, 1000, had, np.uint64(key))


def supporter(mismatch=0, key=1, travel=0):
    return matching.SupporterView(mismatch, travel, np.uint64(key))


def test_triage_puts_priority_before_waiting_and_waiting_before_match():
    rank = matching.rank_triage
    assert rank(need(1, 9), supporter(900)) < rank(need(2, 1), supporter(0))
    assert rank(need(2, 1), supporter(900)) < rank(need(2, 9), supporter(0))
    assert rank(need(2, 1), supporter(0)) < rank(need(2, 1), supporter(900))


def test_first_come_ignores_priority():
    rank = matching.rank_first_come
    assert rank(need(9, 1), supporter(900)) < rank(need(0, 2), supporter(0))


def test_fair_share_puts_the_school_with_fewest_days_for_its_pupils_before_a_longer_wait():
    rank = matching.rank_fair_share
    assert rank(need(1, 9, had=500), supporter()) < rank(need(2, 1, had=0), supporter())
    assert rank(need(2, 9, had=10), supporter()) < rank(need(2, 1, had=11), supporter())
    assert matching.had_per_pupil(10_000, 200.0) == 50_000
    assert matching.had_per_pupil(10_000, 210.0) < matching.had_per_pupil(10_000, 105.0)


def test_local_first_puts_the_shorter_way_before_a_longer_wait_and_a_better_match():
    rank = matching.rank_local_first
    assert rank(need(1, 9), supporter(travel=900)) < rank(need(2, 1), supporter())
    assert rank(need(2, 9), supporter(900, travel=0)) < rank(need(2, 1), supporter(0, travel=1))


@pytest.mark.parametrize("policy", matching.POLICIES.values(), ids=matching.POLICIES)
def test_every_rank_is_total(policy):
    """Equal in all else, the need key and then the supporter key decide, up to the largest key."""
    largest = 2**64 - 1
    assert policy.rank(need(1, 1, 1), supporter(0, largest)) < policy.rank(
        need(1, 1, largest), supporter(0, 1)
    )
    assert policy.rank(need(1, 1, 1), supporter(0, 1)) < policy.rank(need(1, 1, 1), supporter(0, largest))


@pytest.mark.parametrize("policy", matching.POLICIES.values(), ids=matching.POLICIES)
def test_the_fields_said_to_depend_on_the_need_alone_do(policy):
    fields = policy.leading_fields_of_need
    ranks = {policy.rank(need(3, 5), supporter(m, k))[:fields] for m in (0, 500) for k in (1, 2)}
    assert len(ranks) == 1


@pytest.mark.parametrize(
    ("quality", "asked", "used", "busy", "can"),
    [
        (1.0, 10, 0, 0, True),
        (0.0, 10, 0, 0, False),
        (1.0, 10, 91, 0, False),
        (1.0, 10, 90, 1, True),
        (1.0, 10, 0, 2, False),
    ],
)
def test_a_supplier_gives_what_fits_while_volume_and_people_last(quality, asked, used, busy, can):
    assert matching.supplier_can_give(quality, asked, used, 100, busy, 2) == can


def test_preparation_and_travel_go_in_step_with_the_days_given_and_end_whole():
    assert matching.in_step(400, 500, 1000) == 200
    assert matching.in_step(401, 999, 1000) == 400
    assert matching.in_step(401, 1000, 1000) == 401


def test_ranks_count_mismatch_and_travel_in_thousandths():
    assert [matching.mismatch_milli(q) for q in (1.0, 0.7, 0.0)] == [0, 300, 1000]
    assert matching.travel_milli(0.0625) == 62
    assert matching.milli_of(0.0015) == 2
