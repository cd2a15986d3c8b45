"""Variance components: cases on paper, known spreads found again, and intervals that hold the mean."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from ist_model.experiments.uncertainty import Luck, parts

ASSUMPTIONS, COMMON, OWN = 2.0, 1.5, 3.0  # spreads between draws, of runs that draws share, of what is left


def made(rng: np.random.Generator, draws: int, runs: int, luck: Luck) -> NDArray[np.float64]:
    """Differences with mean 1 and known spreads."""
    common = rng.normal(0.0, COMMON, (1 if luck == "shared" else draws, runs))
    return 1.0 + rng.normal(0.0, ASSUMPTIONS, (draws, 1)) + common + rng.normal(0.0, OWN, (draws, runs))


def test_a_one_way_table_on_paper():
    """Means 2, 4, 9; mean squares: between 2 (9 + 1 + 16) / 2 = 26, within (2 + 8 + 2) / 3 = 4."""
    found = parts(np.array([[1.0, 3.0], [2.0, 6.0], [8.0, 10.0]]), "own")
    assert found.interval.mean == 5.0
    assert found.chance_variance == 4.0
    assert found.assumptions_variance == pytest.approx((26 - 4) / 2)
    assert found.noise_variance == 2.0
    assert found.share_of_assumptions == pytest.approx(11 / 15)
    assert found.interval.high - 5.0 == pytest.approx(4.302652730 * (13 / 3) ** 0.5)


def test_a_two_way_table_on_paper():
    """What a run adds in every draw alike is no noise of the draws: 0, 10 and twice 3."""
    table = np.array([[0.0], [10.0]]) + np.array([-3.0, 3.0]) + np.array([[1.0, -1.0], [-1.0, 1.0]])
    found = parts(table, "shared")
    # Mean squares: draws 2 x 50 = 100, runs 2 x 18 = 36, left 4.
    assert found.assumptions_variance == pytest.approx((100 - 4) / 2)
    assert found.chance_variance == pytest.approx((36 - 4) / 2 + 4)
    assert found.noise_variance == pytest.approx(2.0)
    assert parts(table, "own").assumptions_variance == pytest.approx((100 - 20) / 2)


@pytest.mark.parametrize("luck", ["own", "shared"])
def test_known_spreads_are_found_without_bias(luck: Luck):
    rng = np.random.default_rng(20261101)
    found = [parts(made(rng, 30, 8, luck), luck) for _ in range(1500)]
    # Four standard errors of the mean of 1,500 estimates.
    assert np.mean([each.assumptions_variance for each in found]) == pytest.approx(ASSUMPTIONS**2, rel=0.035)
    assert np.mean([each.chance_variance for each in found]) == pytest.approx(COMMON**2 + OWN**2, rel=0.03)


def test_taking_shared_luck_for_own_would_understate_the_assumptions():
    rng = np.random.default_rng(20261102)
    tables = [made(rng, 30, 4, "shared") for _ in range(600)]
    own, shared = (
        np.mean([parts(each, luck).assumptions_variance for each in tables]) for luck in ("own", "shared")
    )
    assert own < ASSUMPTIONS**2 - COMMON**2 / 4 + 0.3
    assert shared == pytest.approx(ASSUMPTIONS**2, rel=0.07)


@pytest.mark.parametrize(("draws", "runs"), [(12, 5), (40, 3)])
@pytest.mark.parametrize("luck", ["own", "shared"])
def test_the_interval_of_the_mean_holds_it(luck: Luck, draws: int, runs: int):
    rng = np.random.default_rng(20261103)
    held = [
        (i := parts(made(rng, draws, runs, luck), luck).interval).low <= 1.0 <= i.high for _ in range(2000)
    ]
    assert np.mean(held) > (0.935 if luck == "own" else 0.92)  # few runs of shared luck cost a little


def test_draws_with_different_numbers_of_runs_are_found_without_bias():
    rng = np.random.default_rng(20261104)
    estimates = []
    for _ in range(1000):
        table = made(rng, 24, 12, "own")
        table[:12, 4:] = np.nan
        estimates.append(parts(table, "own").assumptions_variance)
    assert np.mean(estimates) == pytest.approx(ASSUMPTIONS**2, rel=0.06)


def test_no_difference_between_draws_is_held_at_zero_and_said():
    found = parts(np.array([[1.0, 5.0], [5.0, 1.0], [1.0, 5.0]]), "own")
    assert (found.assumptions_variance, found.assumptions_sd) == (0.0, 0.0)
    assert found.held_at_zero is True
    nothing = parts(np.ones((3, 4)), "own")
    assert nothing.interval[:3] == (1.0, 1.0, 1.0)
    assert np.isnan(nothing.share_of_assumptions)
    assert parts(np.ones((3, 4)), "shared").interval[:3] == (1.0, 1.0, 1.0)


def test_runs_and_draws_without_values_are_left_out():
    whole = np.array([[1.0, 3.0], [2.0, 6.0], [8.0, 10.0]])
    holed = np.vstack([np.hstack([whole, np.full((3, 1), np.nan)]), np.full((1, 3), np.nan)])
    for luck in ("own", "shared"):
        assert parts(holed, luck) == parts(whole, luck)


@pytest.mark.parametrize("luck", ["own", "shared"])
@pytest.mark.parametrize("shape", [(1, 5), (5, 1)])
def test_one_draw_or_one_run_tells_no_spread_apart(shape: tuple[int, int], luck: Luck):
    with pytest.raises(ValueError, match="two draws at least"):
        parts(np.random.default_rng(1).normal(size=shape), luck)
