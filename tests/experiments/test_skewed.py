"""Bounds that allow for skewness: Student's where there is none, and how often each side holds the truth."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from ist_model.experiments.skewed import arms


def missed(values: np.ndarray, confidence: float) -> tuple[float, float]:
    """Shares of samples [runs x samples] with mean 0 whose bounds miss it: too high, too low."""
    found = arms(values, float(stats.t.ppf(confidence, len(values) - 1)))
    return float((found.mean - found.down > 0).mean()), float((found.mean + found.up < 0).mean())


def test_symmetric_values_have_students_arms():
    values = np.array([-3.0, -1.0, 0.0, 1.0, 3.0])
    found = arms(values, 2.5)
    half = 2.5 * values.std(ddof=1) / 5**0.5
    assert (found.down, found.up, found.skewness) == (pytest.approx(half), pytest.approx(half), 0.0)


def test_the_long_tail_gets_the_longer_arm_and_a_mirror_image_the_mirrored_one():
    values = np.array([0.0, 0.0, 1.0, 0.0, 9.0, 2.0])
    found, mirrored = arms(values, 2.0), arms(-values, 2.0)
    half = 2.0 * values.std(ddof=1) / 6**0.5
    assert found.up > half
    assert found.down == pytest.approx(half)
    assert (mirrored.down, mirrored.up) == pytest.approx((found.up, found.down))
    assert found.skewness == pytest.approx(stats.skew(values, bias=False))


def test_the_adjustment_is_willinks():
    """By hand: skewness 1.2 in 16 runs is a part of 0.05; (1 + 0.3 (-2 - 0.05))^(1/3) - 1 over 0.1."""
    values = np.random.default_rng(1).gamma(2.0, size=16)
    values += (values - values.mean()) ** 2 * 0.05
    found = arms(values, 2.0)
    part = found.skewness / 24
    willink = (np.cbrt(1 + 6 * part * (-2.0 - part)) - 1) / (2 * part)
    assert found.up == pytest.approx(-willink * values.std(ddof=1) / 4)


def test_equal_values_and_two_runs_are_no_trouble():
    assert arms(np.full(9, 0.1), 2.0)[:3] == (0.1, 0.0, 0.0)
    pair = arms(np.array([1.0, 2.0]), 2.0)
    assert (pair.down, pair.up, pair.skewness) == (pytest.approx(1.0), pytest.approx(1.0), 0.0)


def test_columns_are_taken_one_by_one():
    values = np.random.default_rng(2).exponential(size=(7, 3, 2))
    together = arms(values, 2.0)
    assert together.up.shape == (3, 2)
    assert together.up[1, 1] == arms(values[:, 1, 1], 2.0).up


@pytest.mark.parametrize("runs", [20, 100])
def test_normal_values_are_missed_as_rarely_as_they_should(runs: int):
    high, low = missed(np.random.default_rng(3).normal(size=(runs, 20_000)), 0.975)
    assert max(high, low) < 0.025 + 3 * (0.025 / 20_000) ** 0.5


def test_of_skewed_values_the_bounds_miss_less_often_than_students():
    """Exponential values, 50 runs: Student's upper bound fails in 5 %, the adjusted one in 3 %."""
    values = np.random.default_rng(4).exponential(size=(50, 20_000)) - 1
    _, low = missed(values, 0.975)
    students = (values.mean(0) + stats.t.ppf(0.975, 49) * stats.sem(values) < 0).mean()
    assert students > 0.045
    assert low < 0.034
