"""Reserving, releasing and ranking, by hand-worked cases and bounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ist_model.inputs import calendar
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
        "week_full": False,
        "school_full": False,
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
        ({"week_full": True}, matching.WEEK_FULL),
        ({"school_full": True}, matching.SCHOOL_FULL),
        ({"home_may_release": False}, matching.HOME_TIER),
        ({"home_inspection_near": True}, matching.HOME_INSPECTION),
    ],
)
def test_each_reason_alone_keeps_a_supporter_away(change, expected):
    assert reason(**change) == expected


@pytest.mark.parametrize(
    ("quality", "asked", "used", "busy", "left", "reason"),
    [
        (1.0, 10, 0, 0, 500, matching.NOT_REFUSED),
        (1.0, 10, 0, 0, 499, matching.NO_BUDGET),
        (1.0, 10, 0, 0, -1, matching.NOT_REFUSED),
        (0.0, 10, 0, 0, 500, matching.NO_SUPPLIER),
        (1.0, 10, 91, 0, 500, matching.NO_VOLUME),
        (1.0, 10, 90, 1, 500, matching.NOT_REFUSED),
        (1.0, 10, 0, 2, 500, matching.NO_PEOPLE),
    ],
)
def test_a_supplier_gives_what_fits_while_volume_people_and_budget_last(
    quality, asked, used, busy, left, reason
):
    assert matching.why_not_bought(quality, asked, used, 100, busy, 2, 500, left) == reason


def test_a_tier_keeps_back_its_share_of_the_years_days():
    assert matching.given_milli(10_000, 10_000, 0.8) == 8000
    assert matching.given_milli(2500, 10_000, 0.8) == 500
    assert matching.given_milli(1500, 10_000, 0.8) == 0
    assert matching.given_milli(-1, -1, 0.5) == -1


def test_bought_days_cost_their_price_to_the_penny():
    assert matching.cost_pence(5000, 430.0) == 215_000
    assert matching.cost_pence(1, 430.0) == 43
    assert matching.cost_pence(3, 33.33) == 10  # 9.999 pence


def test_a_person_is_away_for_no_more_of_a_week_than_the_post_allows():
    assert not matching.week_is_full(250, 750, 1000)
    assert matching.week_is_full(251, 750, 1000)
    assert not matching.week_is_full(0, 1001, 1000)
    assert not matching.week_is_full(10**9, 750, -1)


def test_year_2_and_year_6_staff_give_half_the_week_to_what_begins_in_spring():
    spring = 26 * YEAR_TICKS + 13 * TICKS_PER_WEEK
    assert matching.pattern_at(750, spring, True, 0.5) == 375
    assert matching.pattern_at(750, spring, False, 0.5) == 750
    assert matching.pattern_at(750, spring - 1, True, 0.5) == 750
    assert matching.pattern_at(750, spring + 13 * TICKS_PER_WEEK, True, 0.5) == 750


def test_preparation_and_travel_go_in_step_with_the_days_given_and_end_whole():
    assert matching.in_step(400, 500, 1000) == 200
    assert matching.in_step(401, 999, 1000) == 400
    assert matching.in_step(401, 1000, 1000) == 401


def test_ranks_count_mismatch_and_travel_in_thousandths():
    assert [matching.mismatch_milli(q) for q in (1.0, 0.7, 0.0)] == [0, 300, 1000]
    assert matching.travel_milli(0.0625) == 62
    assert matching.milli_of(0.0015) == 2


@given(st.integers(0, 10**9), st.integers(-5, 60), st.integers(-(10**12), 10**12), st.integers(0, 10**10))
def test_a_part_of_a_year_is_the_same_plain_and_compiled(whole, year, first, ticks):
    part = calendar.part_of_year(whole, year, first, first + ticks)
    assert matching.part_of_year(whole, year, first, first + ticks) == part
    assert matching.package_pence(whole, first, first + ticks, year) == part
    assert 0 <= part <= whole
