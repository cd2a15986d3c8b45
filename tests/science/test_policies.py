"""Who comes first under each policy, and what a pair is expected to gain."""

import math

import numpy as np
import pytest

from ist_model.science import policies


def need(priority, raised, key=1, had=0):
    return policies.NeedView(priority, raised, 1000, had, np.uint64(key))


def supporter(mismatch=0, key=1, travel=0, gain=0):
    return policies.SupporterView(mismatch, travel, gain, np.uint64(key))


def test_triage_puts_priority_before_waiting_and_waiting_before_match():
    rank = policies.rank_triage
    assert rank(need(1, 9), supporter(900)) < rank(need(2, 1), supporter(0))
    assert rank(need(2, 1), supporter(900)) < rank(need(2, 9), supporter(0))
    assert rank(need(2, 1), supporter(0)) < rank(need(2, 1), supporter(900))


def test_first_come_ignores_priority():
    rank = policies.rank_first_come
    assert rank(need(9, 1), supporter(900)) < rank(need(0, 2), supporter(0))


def test_fair_share_puts_the_school_with_fewest_days_for_its_pupils_before_a_longer_wait():
    rank = policies.rank_fair_share
    assert rank(need(1, 9, had=500), supporter()) < rank(need(2, 1, had=0), supporter())
    assert rank(need(2, 9, had=10), supporter()) < rank(need(2, 1, had=11), supporter())
    assert policies.had_per_pupil(10_000, 200.0) == 50_000
    assert policies.had_per_pupil(10_000, 210.0) < policies.had_per_pupil(10_000, 105.0)


def test_local_first_puts_the_shorter_way_before_a_longer_wait_and_a_better_match():
    rank = policies.rank_local_first
    assert rank(need(1, 9), supporter(travel=900)) < rank(need(2, 1), supporter())
    assert rank(need(2, 9), supporter(900, travel=0)) < rank(need(2, 1), supporter(0, travel=1))


@pytest.mark.parametrize("policy", policies.POLICIES.values(), ids=policies.POLICIES)
def test_every_rank_is_total(policy):
    """Equal in all else, the need key and then the supporter key decide, up to the largest key."""
    largest = 2**64 - 1
    assert policy.rank(need(1, 1, 1), supporter(0, largest)) < policy.rank(
        need(1, 1, largest), supporter(0, 1)
    )
    assert policy.rank(need(1, 1, 1), supporter(0, 1)) < policy.rank(need(1, 1, 1), supporter(0, largest))


@pytest.mark.parametrize("policy", policies.POLICIES.values(), ids=policies.POLICIES)
def test_the_fields_said_to_depend_on_the_need_alone_do(policy):
    fields = policy.leading_fields_of_need
    ranks = {policy.rank(need(3, 5), supporter(m, k))[:fields] for m in (0, 500) for k in (1, 2)}
    assert len(ranks) == 1


def test_best_gain_puts_the_larger_gain_before_any_priority_or_wait():
    rank = policies.rank_best_gain
    assert rank(need(9, 9), supporter(gain=2)) < rank(need(0, 0), supporter(gain=1))
    assert rank(need(9, 1), supporter(gain=1)) < rank(need(0, 2), supporter(gain=1))


def test_the_risk_per_point_is_the_slope_of_the_chance_to_need_attention():
    """Against a difference quotient of the normal distribution function."""

    def chance(seen):
        return 0.5 * math.erfc((seen - 27.0) / (9.0 * math.sqrt(2.0)))

    for seen in (10.0, 27.0, 40.0):
        slope = (chance(seen - 1e-4) - chance(seen + 1e-4)) / 2e-4
        assert policies.risk_per_point(seen, 27.0, 9.0) == pytest.approx(slope, rel=1e-6)


def test_the_expected_gain_by_hand():
    """200 pupils, 3 % less risk a point, .5 points a day at full quality, half of them left to gain.

    1.5 leader days a day: 200 x .03 x .5 x .5 / 1.5 = 1.0 pupil-weeks; lost at home 100 x .02 x .05 = .1.
    """
    gain = policies.expected_gain_micro(200.0, 0.03, 50.0, 0.5, 1.0, 1.5, 100.0, 0.02, 0.05)
    assert gain == 900_000
    without_effect = policies.expected_gain_micro(200.0, 0.03, 50.0, 0.0, 1.0, 1.5, 100.0, 0.02, 0.05)
    assert without_effect == -100_000
