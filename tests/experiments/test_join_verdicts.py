"""What makes a plan safe: verdicts on runs whose answer is known."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from ist_model.experiments.join_test.judging import NothingToJudgeError, Terms, declined, outcome
from ist_model.experiments.join_test.plans import Plan

MARCH = dt.date(2026, 3, 1)


def result(pupils, within, used_up=0.0, own=0.0):
    runs = len(pupils)
    columns = {
        "pupils_attention_existing": pupils,
        "within_standard_resolved_existing": within,
        "reserves_used_up": np.full(runs, used_up),
        "reserves_gbp": np.full(runs, 100.0 + own),
        "reserves_gbp_existing": np.full(runs, 70.0),
        "centre_reserves_gbp": np.full(runs, 30.0),
    }
    return columns


TERMS = Terms(pupils=5, standard=0.7, confidence=0.8)
NOISE = np.tile([-1.0, 1.0], 50)
TODAY = result(100 + NOISE, np.full(100, 0.9))


@pytest.mark.parametrize(
    ("pupils", "within", "used_up", "verdict", "because"),
    [
        (102 + NOISE, 0.9, 0.0, "safe", ("safe", "safe", "safe")),
        (110 + NOISE, 0.9, 0.0, "not safe", ("not safe", "safe", "safe")),
        (105 + 9 * NOISE, 0.9, 0.0, "not sure", ("not sure", "safe", "safe")),
        (102 + NOISE, 0.6, 0.0, "not safe", ("safe", "not safe", "safe")),
        (102 + NOISE, 0.9, 1.0, "not safe", ("safe", "safe", "not safe")),
    ],
)
def test_a_plan_is_safe_only_if_pupils_service_and_money_are(pupils, within, used_up, verdict, because):
    plan = Plan("p", "a plan", MARCH)
    found = outcome(plan, TODAY, result(pupils, np.full(100, within), used_up), TERMS, 1)
    assert found.verdict == verdict
    assert (found.pupils_verdict, found.standard_verdict, found.money_verdict) == because


def holding(share):
    """Shares begun in time of which so many hundredths reach the standard of 0.7."""
    return np.repeat([0.9, 0.5], [share, 100 - share])


@pytest.mark.parametrize(
    ("share", "verdict"),
    [(60, "safe"), (59, "safe"), (30, "not safe"), (53, "not sure"), (70, "safe"), (100, "safe")],
)
def test_where_today_is_not_often_enough_a_plan_may_be_hardly_less_often(share, verdict):
    """Judged by how often the standard holds, which is what the table shows, not by the mean share."""
    today = result(100 + NOISE, holding(60))
    assert declined(today, TERMS).standard_verdict == "not safe"
    found = outcome(Plan("p", "a plan", MARCH), today, result(100 + NOISE, holding(share)), TERMS, 1)
    assert found.standard_verdict == verdict


def test_a_trust_whose_reserves_are_not_known_is_not_judged_by_them():
    today, plan = (result(100 + NOISE, np.full(100, 0.9), used_up=np.nan) for _ in range(2))
    found = outcome(Plan("p", "a plan", MARCH), today, plan, TERMS, 1)
    assert (found.money_verdict, found.verdict) == ("not judged", "safe")


def test_more_plans_looked_at_together_widen_each_interval():
    plan, other = Plan("p", "a plan", MARCH), result(102 + 3 * NOISE, np.full(100, 0.9))
    one, five = (outcome(plan, TODAY, other, TERMS, number).pupils for number in (1, 5))
    assert five.high - five.low > one.high - one.low


def test_the_school_s_own_reserves_are_those_that_are_not_ours():
    plan = Plan("p", "a plan", MARCH)
    others = result(100 + NOISE, np.full(100, 0.9), own=15.0)  # of a school that joins anyway
    found = outcome(plan, others, result(100 + NOISE, np.full(100, 0.9), own=-25.0), TERMS, 1)
    assert found.brings_gbp.mean == -40
    assert found.reserves_gbp.mean == 0


@pytest.mark.parametrize("terms", [(-1, 0.7, 0.8), (5, 0.0, 0.8), (5, 0.7, 1.0), (np.inf, 0.7, 0.8)])
def test_terms_that_are_none_are_refused(terms):
    with pytest.raises(NothingToJudgeError):
        Terms(*terms)
