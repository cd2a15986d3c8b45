"""Roll forecasts and their error: the declared mean and spread, and draws that belong to school and year."""

from __future__ import annotations

import math

import numpy as np
import pytest

from ist_model.science import draws, rolls

SEED, KEY, FIRST = 20261101, 144144, 26


def sampled(forecast: list[float], own: float, common: float, runs: int, key: int = KEY) -> np.ndarray:
    """[runs, Y] rolls."""
    expected = np.array(forecast)
    return np.array([rolls.rolls(expected, own, common, SEED, run, key, FIRST) for run in range(runs)])


def test_without_error_the_roll_is_the_forecast_in_whole_pupils() -> None:
    assert sampled([210.0, 199.5, 189.53], 0.0, 0.0, 1).tolist() == [[210, 200, 190]]


def test_the_first_year_is_known() -> None:
    assert set(sampled([210.0, 210.0], 0.3, 0.1, 50)[:, 0]) == {210.0}


def test_mean_and_spread_are_the_declared_ones() -> None:
    """After three years: mean 1, sd of the logarithm sqrt(3 x (.05^2 + .02^2)) = .0933."""
    found = sampled([10_000.0] * 4, 0.05, 0.02, 8000)[:, 3] / 10_000
    spread = math.sqrt(3 * (0.05**2 + 0.02**2))
    assert spread == pytest.approx(0.0933, abs=5e-5)
    assert found.mean() == pytest.approx(1.0, abs=4 * spread / math.sqrt(8000))
    assert np.log(found).std() == pytest.approx(spread, rel=0.04)


def test_the_common_part_is_common_and_the_own_part_is_not() -> None:
    together = [sampled([10_000.0, 10_000.0], 0.0, 0.05, 200, key)[:, 1] for key in (1, 2)]
    apart = [sampled([10_000.0, 10_000.0], 0.05, 0.0, 2000, key)[:, 1] for key in (1, 2)]
    assert (together[0] == together[1]).all()
    assert abs(np.corrcoef(apart[0], apart[1])[0, 1]) < 4 / math.sqrt(2000)


def test_a_step_by_hand() -> None:
    own = draws.normal_quantile(draws.uniform(SEED, 3, draws.ROLL_OWN, KEY, FIRST + 1))
    common = draws.normal_quantile(draws.uniform(SEED, 3, draws.ROLL_COMMON, 0, FIRST + 1))
    by_hand = 0.05 * own + 0.02 * common - 0.5 * (0.0025 + 0.0004)
    assert rolls.log_step(0.05, 0.02, SEED, 3, KEY, FIRST + 1) == pytest.approx(by_hand, rel=1e-12)


def test_a_school_never_has_less_than_one_pupil() -> None:
    assert rolls.whole_roll(3.0, -9.0) == 1.0
    assert rolls.whole_roll(200.0, 0.0) == 200.0
