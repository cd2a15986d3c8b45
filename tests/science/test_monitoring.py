"""What a board sees, which tier follows and what it asks for, by hand-worked cases."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from ist_model.science import inspection, monitoring

SELF_IMPROVING, SUPPORTED, TARGETED, INTERVENTION = range(4)


def tier(seen, last=inspection.OUTCOME_GOOD, near=False, leader=True, leadership=0):
    levels = np.array(seen, float)
    has = ~np.isnan(levels)
    return monitoring.indicated_tier(levels, has, leadership, 40.0, 27.0, 5.0, last, near, leader)


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (tier([60, 60, 60]), SELF_IMPROVING),
        (tier([60, 44, 60]), SUPPORTED),
        (tier([60, 60, 60], near=True), SUPPORTED),
        (tier([60, 60, 60], leader=False), SUPPORTED),
        (tier([60, 39, 60]), TARGETED),
        (tier([60, 20, 60]), TARGETED),
        (tier([60, 60, 60], last=inspection.OUTCOME_ATTENTION), TARGETED),
        (tier([60, 20, 20]), INTERVENTION),
        (tier([20, 60, 60]), INTERVENTION),
        (tier([60, 60, 60], last=inspection.OUTCOME_URGENT), INTERVENTION),
        (tier([60, float("nan"), 60]), SELF_IMPROVING),
    ],
)
def test_evidence_points_to_a_tier(case, expected):
    assert case == expected


def test_small_schools_are_seen_less_clearly_by_the_share_that_is_chance():
    """Half the variance is chance: in a school a quarter as large it is 0.5 + 0.5 x 4 = 2.5 times that."""
    assert monitoring.size_factor(70.0, 280.0, 0.0) == 1.0
    assert monitoring.size_factor(280.0, 280.0, 0.5) == 1.0
    assert monitoring.size_factor(70.0, 280.0, 0.5) == pytest.approx(2.5**0.5, rel=1e-12)
    assert monitoring.size_factor(1120.0, 280.0, 1.0) == pytest.approx(0.5, rel=1e-12)


def test_a_step_up_needs_two_boards_in_a_row():
    first = monitoring.next_tier(TARGETED, 0, 0, SELF_IMPROVING, True, 4)
    assert first == (TARGETED, 1, 0)
    assert monitoring.next_tier(*first, SELF_IMPROVING, True, 4) == (SUPPORTED, 0, 0)
    assert monitoring.next_tier(*first, TARGETED, True, 4) == (TARGETED, 0, 0)


def test_a_step_down_comes_at_once():
    assert monitoring.next_tier(SELF_IMPROVING, 1, 0, INTERVENTION, True, 4) == (INTERVENTION, 0, 0)


def test_three_boards_without_progress_escalate_a_school_that_is_being_supported():
    state = (TARGETED, 0, 0)
    for _ in range(2):
        state = monitoring.next_tier(*state, TARGETED, False, 4)
        assert state[0] == TARGETED
    assert monitoring.next_tier(*state, TARGETED, False, 4) == (INTERVENTION, 0, 0)


def test_a_school_in_the_freer_tiers_is_not_escalated_for_standing_still():
    state = (SUPPORTED, 0, 0)
    for _ in range(6):
        state = monitoring.next_tier(*state, SUPPORTED, False, 4)
    assert state[0] == SUPPORTED


def test_progress_is_nothing_low_or_what_is_low_less_low():
    seen, has = np.array([30.0, 36.0, 60.0, np.nan]), np.array([True, True, True, False])
    assert monitoring.shortfall(seen, has, 40.0) == 14.0
    assert monitoring.progressed(14.0, float("nan"), 2.0)  # the first board
    assert monitoring.progressed(0.0, 0.0, 2.0)  # nothing is low
    assert monitoring.progressed(12.0, 14.0, 2.0)
    assert not monitoring.progressed(12.5, 14.0, 2.0)
    assert not monitoring.progressed(14.0, 0.0, 2.0)


def test_one_area_risen_above_the_threshold_is_progress_whatever_the_mean_of_the_rest():
    has = np.array([True, True])
    before, after = (monitoring.shortfall(np.array(seen), has, 37.0) for seen in ([20.0, 36.0], [20.0, 45.0]))
    assert after < before


def test_a_board_that_points_to_a_freer_tier_is_never_counted_as_standing_still():
    assert monitoring.next_tier(INTERVENTION, 0, 2, TARGETED, False, 4) == (INTERVENTION, 1, 0)


def test_an_external_chair_and_a_data_lead_sharpen_what_is_seen():
    assert monitoring.observation_sd(8.0, 1.0, 0.9, 1.0, 0.0, 6.0) == 8.0
    assert monitoring.observation_sd(8.0, 0.8, 0.9, 1.0, 0.0, 6.0) == pytest.approx(6.4)
    assert monitoring.observation_sd(8.0, 0.8, 0.9, 1.0, 6.0, 6.0) == pytest.approx(5.76)
    assert monitoring.observation_sd(8.0, 0.8, 0.9, 0.5, 12.0, 6.0) == pytest.approx(2.88)


def test_a_data_lead_shared_by_more_schools_sharpens_less():
    assert monitoring.observation_sd(8.0, 1.0, 0.81, 1.0, 3.0, 6.0) == pytest.approx(8.0 * 0.9)


def test_what_is_seen_is_the_truth_plus_an_error_of_the_stated_spread():
    seen = np.array([monitoring.observe(45.0, 8.0, 1, 2, pair, 5) for pair in range(20_000)])
    assert seen.mean() == pytest.approx(45.0, abs=4.5 * 8 / np.sqrt(20_000))
    assert seen.std() == pytest.approx(8.0, rel=0.03)


@given(st.floats(-20, 40))
def test_days_asked_stay_within_the_package_limits(seen):
    milli = monitoring.days_for_gap(seen, 40.0, 0.5, 3.0, 13.0)
    assert 3000 <= milli <= 13_000


def test_days_follow_the_gap():
    assert monitoring.days_for_gap(28.0, 40.0, 0.5, 3.0, 13.0) == 6000


def test_each_specialism_that_serves_an_area_is_as_likely():
    serves = np.array([True, False, True, True])
    picks = [monitoring.pick_specialism(serves, (i + 0.5) / 300) for i in range(300)]
    assert [picks.count(k) for k in range(4)] == [100, 0, 100, 100]
    assert monitoring.pick_specialism(np.array([False, False]), 0.5) == -1


CUTS = np.array([13.0, 27.0, 54.0, 78.0])


@pytest.mark.parametrize(("strength", "expected"), [(5, 0), (13, 1), (26.9, 1), (27, 2), (54, 3), (90, 4)])
def test_a_grade_is_how_many_cut_points_strength_reaches(strength, expected):
    assert inspection.grade(float(strength), CUTS) == expected


def test_the_class_of_an_inspection_follows_its_worst_area_and_safeguarding():
    assert inspection.outcome_class(0, 1, True) == inspection.OUTCOME_URGENT
    assert inspection.outcome_class(1, 1, True) == inspection.OUTCOME_ATTENTION
    assert inspection.outcome_class(2, 1, True) == inspection.OUTCOME_GOOD
    assert inspection.outcome_class(4, 1, False) == inspection.OUTCOME_URGENT


def test_intervals_lie_in_their_range_and_centre_on_its_mean():
    years = [
        inspection.years_to_next(3.66, 3.97, 4.49, 0.0, 1.0, 1, 2, school, 0) for school in range(10_000)
    ]
    assert min(years) >= 3.66
    assert max(years) <= 4.49
    assert np.mean(years) == pytest.approx((3.66 + 3.97 + 4.49) / 3, abs=0.01)


def test_safeguarding_fails_as_often_as_stated():
    failed = sum(not inspection.safeguarding_met(0.05, 1, 2, school, 0) for school in range(20_000))
    assert failed / 20_000 == pytest.approx(0.05, abs=0.007)


@pytest.mark.parametrize("known", [0.0, 3.8, 4.2])
def test_the_next_inspection_is_drawn_given_that_none_came_so_far(known):
    """Against scipy's triangular distribution, conditioned by rejection."""
    low, mode, high = 3.66, 3.97, 4.49
    theory = stats.triang.rvs(
        (mode - low) / (high - low), loc=low, scale=high - low, size=400_000, random_state=1
    )
    drawn = [inspection.years_to_next(low, mode, high, known, 1.0, 1, 2, s, 0) for s in range(4_000)]
    assert min(drawn) >= known
    assert stats.ks_2samp(drawn, theory[theory >= known]).pvalue > 1e-4


def test_an_overdue_school_is_inspected_evenly_within_the_time_allowed():
    drawn = np.array([inspection.years_to_next(3.66, 3.97, 4.49, 6.0, 1.0, 1, 2, s, 0) for s in range(4_000)])
    assert stats.kstest(drawn - 6.0, "uniform").pvalue > 1e-4
    assert inspection.years_expected(3.97, 4.49, 6.0, 1.0) == 6.5
    assert inspection.years_expected(3.97, 4.49, 3.0, 1.0) == 3.97


@given(st.floats(0, 8))
def test_the_share_inspected_by_a_time_is_the_triangular_distribution(years):
    low, mode, high = 3.66, 3.97, 4.49
    theory = stats.triang.cdf(years, (mode - low) / (high - low), loc=low, scale=high - low)
    assert inspection.share_inspected_by(years, low, mode, high) == pytest.approx(theory, abs=1e-12)


def test_before_its_first_board_a_school_has_the_tier_of_its_last_inspection():
    outcomes = (
        inspection.OUTCOME_GOOD,
        inspection.OUTCOME_ATTENTION,
        inspection.OUTCOME_URGENT,
        inspection.OUTCOME_NEW_ACADEMY,
    )
    assert [monitoring.first_tier(outcome, 4) for outcome in outcomes] == [1, 2, 3, 1]
    assert [monitoring.first_tier(outcome, 2) for outcome in outcomes] == [1, 1, 1, 1]


def test_in_the_last_tier_a_board_asks_sooner():
    assert [monitoring.asking_threshold(tier, 4, 40.0, 5.0) for tier in range(4)] == [40.0, 40.0, 40.0, 45.0]


def test_a_boards_preparation_takes_what_is_left_at_most():
    assert [monitoring.preparation_milli(500, left) for left in (-1, 0, 200, 900)] == [500, 0, 200, 500]
