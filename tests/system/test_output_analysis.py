"""The yardstick itself: intervals cover as often as they say, and wrong or vague numbers are refused."""

import numpy as np
import pytest
from scipy import stats

from tests.system.output_analysis import Check, Estimate, controlled, faults, plain

MACRO_REPLICATIONS, REPLICATIONS = 2000, 12


def test_plain_and_controlled_intervals_miss_as_often_as_their_level() -> None:
    luck = np.random.default_rng(20261101)
    missed = {"plain": 0, "controlled": 0}
    for _ in range(MACRO_REPLICATIONS):
        control = 3.0 + luck.standard_normal(REPLICATIONS)
        values = 7.0 + 2.0 * (control - 3.0) + 0.5 * luck.standard_normal(REPLICATIONS)
        for name, estimate in (("plain", plain(values)), ("controlled", controlled(values, control, 3.0))):
            missed[name] += abs(estimate.mean - 7.0) > estimate.half_width(0.05)
    for name, times in missed.items():
        assert 0.03 < times / MACRO_REPLICATIONS < 0.07, name


def test_a_control_narrows_the_interval_by_what_it_explains() -> None:
    luck = np.random.default_rng(1)
    control = 3.0 + luck.standard_normal(2000)
    values = 7.0 + 2.0 * (control - 3.0) + 0.5 * luck.standard_normal(2000)
    gain = plain(values).standard_error / controlled(values, control, 3.0).standard_error
    assert gain == pytest.approx(np.sqrt(2.0**2 + 0.5**2) / 0.5, rel=0.05)


def test_the_controlled_mean_is_the_intercept_of_the_textbook_regression() -> None:
    luck = np.random.default_rng(2)
    control, values = luck.random(9), luck.random(9)
    fit = stats.linregress(control - 0.4, values)
    estimate = controlled(values, control, 0.4)
    assert estimate.mean == pytest.approx(fit.intercept)
    assert estimate.standard_error == pytest.approx(fit.intercept_stderr)
    assert estimate.degrees == 7


def test_the_plain_interval_is_students() -> None:
    values = np.array([4.0, 5.0, 9.0])
    low, high = stats.ttest_1samp(values, 0.0).confidence_interval(0.99)
    assert plain(values).half_width(0.01) == pytest.approx((high - low) / 2)
    assert plain(values).mean == 6.0


def test_a_number_off_its_theory_is_refused() -> None:
    exact = Estimate(1.0, 0.001, 19)
    assert faults([Check("right", 1.0, exact, 0.05)], 50) == []
    [told] = faults([Check("wrong", 1.01, exact, 0.05)], 50)
    assert "differs from theory by 0.01, 10.0 standard errors" in told


def test_more_numbers_checked_widen_the_interval_of_each() -> None:
    doubtful = Check("doubtful", 1.0, Estimate(1.0035, 0.001, 19), 0.05)
    assert doubtful.fault(numbers_checked=1)
    assert not doubtful.fault(numbers_checked=50)


def test_a_number_known_too_vaguely_is_refused_unless_its_width_is_not_limited() -> None:
    vague = Estimate(1.0, 0.03, 19)
    assert "is known only to 8.6%, not to 5%" in Check("vague", 1.0, vague, 0.05).fault(50)
    assert not Check("vague", 1.0, vague, None).fault(50)


@pytest.mark.parametrize(
    "call",
    [
        lambda: plain(np.array([1.0])),
        lambda: controlled(np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.0, 3.0]), 2.0),
        lambda: controlled(np.arange(5.0), np.ones(5), 1.0),
    ],
    ids=["one replication", "three replications", "a constant control"],
)
def test_too_few_replications_are_refused(call) -> None:
    with pytest.raises(ValueError, match="replications"):
        call()
