"""How much a school takes in at once, and what later days of a package are worth."""

import pytest
from scipy.integrate import quad

from ist_model.science import absorption, giving


def test_a_larger_school_takes_more_at_once_in_proportion():
    assert absorption.size_factor(210.0, 420.0) == 1.0
    assert absorption.size_factor(630.0, 420.0) == 1.5
    assert absorption.most_supporters(2.0, 1.5) == 3
    assert absorption.most_supporters(0.4, 1.0) == 1
    assert absorption.most_milli_per_week(1.5, 1.5) == 2250
    assert absorption.on_site_milli_per_week(750, 0.4, 0.1) == 500  # of .75 leader days a week


def test_a_school_is_full_by_supporters_or_by_days_but_always_takes_one():
    assert not absorption.is_full(1, 750, 750, 2, 1500)
    assert absorption.is_full(2, 500, 750, 2, 1500)
    assert absorption.is_full(1, 751, 750, 2, 1500)
    assert not absorption.is_full(0, 0, 3000, 2, 1500)


@pytest.mark.parametrize(("before", "days", "kept"), [(0.0, 10.0, 0.97), (4.0, 6.0, 0.9), (2.0, 0.5, 0.99)])
def test_freshness_is_the_mean_of_what_days_are_worth(before, days, kept):
    mean = quad(lambda t: kept**t, before, before + days)[0] / days
    assert absorption.freshness(before, days, kept) == pytest.approx(mean, rel=1e-9)


def test_two_halves_of_a_package_are_worth_the_whole():
    whole = 10.0 * absorption.freshness(0.0, 10.0, 0.95)
    halves = 4.0 * absorption.freshness(0.0, 4.0, 0.95) + 6.0 * absorption.freshness(4.0, 6.0, 0.95)
    assert halves == pytest.approx(whole)
    assert absorption.freshness(3.0, 7.0, 1.0) == 1.0


@pytest.mark.parametrize(("kept", "share"), [(0.97, 0.962), (0.9, 0.871)])
def test_a_package_cut_half_way_is_worth_somewhat_less_than_the_whole(kept, share):
    """What was given keeps the mean worth of all ten days; the rest has that of later days (MODEL 4.2)."""
    whole = absorption.freshness(0.0, 10.0, kept)
    given, asked_again = 5.0 * whole, 5.0 * absorption.freshness(5.0, 5.0, kept)
    assert (given + asked_again) / (10.0 * whole) == pytest.approx(share, abs=5e-4)


def test_what_giving_costs_by_hand():
    """.1 points a day, seven tenths covered, three quarters of a day a week over three areas."""
    assert giving.cost_per_day(0.1, 0.7, True) == pytest.approx(0.03)
    assert giving.cost_per_day(0.1, 0.7, False) == 0.0
    assert giving.per_week(750, 0.03, 3) == pytest.approx(0.0075)
    assert giving.per_week(750, 0.03, 0) == 0.0
