"""How often one scenario beats another: counts on paper, ties, and intervals that hold the truth."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from ist_model.experiments.chances import beats, beats_over_draws, wilson

NAN = np.nan


def test_runs_are_counted_and_a_tie_is_half_for_each():
    found = beats(np.array([-2.0, -1.0, 0.0, 3.0, -1.0, NAN]), "lower")
    assert (found.better, found.tied, found.worse, found.pairs) == (0.6, 0.2, 0.2, 5)
    assert found.interval.mean == pytest.approx(0.7)
    assert found.interval[1:3] == pytest.approx(wilson(3.5, 5)[1:3])
    mirrored = beats(np.array([-2.0, -1.0, 0.0, 3.0, -1.0, NAN]), "higher")
    assert mirrored.interval.mean == pytest.approx(0.3)


@pytest.mark.parametrize(("won", "count"), [(0, 7), (3, 10), (50, 50), (499, 1000)])
def test_whole_counts_have_the_interval_of_the_library(won: int, count: int):
    library = stats.binomtest(won, count).proportion_ci(0.95, method="wilson")
    assert wilson(won, count)[1:3] == pytest.approx((library.low, library.high), abs=1e-12)


def test_no_run_tells_nothing():
    found = beats(np.array([NAN, NAN]), "lower")
    assert np.isnan([found.better, found.interval.mean, found.interval.low]).all()
    over = beats_over_draws(np.full((2, 3), NAN), "lower")
    assert over.draws == 0
    assert np.isnan([over.clearly_better, over.not_clear, over.interval.mean]).all()


def test_scenarios_that_never_differ_are_at_one_half_and_not_clear():
    found = beats(np.zeros(8), "lower")
    assert (found.interval.mean, found.tied) == (0.5, 1.0)
    over = beats_over_draws(np.zeros((4, 5)), "lower")
    assert (over.interval.mean, over.clearly_better, over.not_clear, over.clearly_worse) == (0.5, 0, 1, 0)


def test_better_in_most_runs_and_worse_on_average_is_told_apart():
    differences = np.array([1.0] * 9 + [-100.0])
    assert beats(differences, "higher").interval.mean == 0.9
    assert differences.mean() < 0


def test_draws_are_counted_by_their_means_and_by_what_is_beyond_chance():
    differences = np.array(
        [[5.0, 5.1, 4.9], [0.1, 9.0, -8.0], [-5.0, -5.1, -4.9], [2.0, NAN, NAN], [NAN] * 3]
    )
    over = beats_over_draws(differences, "higher")
    assert over.draws == 4
    assert over.interval.mean == 0.75
    assert (over.clearly_better, over.not_clear, over.clearly_worse) == (0.25, 0.5, 0.25)
    assert beats_over_draws(differences, "lower").interval.mean == 0.25


def test_the_chance_over_draws_rests_on_draws_and_not_on_their_runs():
    """Draws in which everything is decided by the assumptions: a thousand runs each are still three draws."""
    differences = np.array([[1.0] * 1000, [1.0] * 1000, [-1.0] * 1000])
    found = beats(differences, "higher")
    assert found.interval.mean == pytest.approx(2 / 3)
    assert found.interval.values == 3
    assert (found.interval.low, found.interval.high) == (0.0, 1.0)
    assert found.pairs == 3000


@pytest.mark.parametrize("ties", [0.0, 0.4])
def test_the_interval_of_one_draw_holds_the_truth(ties: float):
    rng = np.random.default_rng(20261101)
    truth, held = 0.7 * (1 - ties) + ties / 2, []
    for _ in range(2000):
        signs = np.where(rng.random(60) < 0.7, 1.0, -1.0) * (rng.random(60) >= ties)
        interval = beats(signs, "higher").interval
        held.append(interval.low <= truth <= interval.high)
    assert np.mean(held) > 0.935


def test_the_interval_over_draws_holds_the_truth():
    """Assumptions move the chance from draw to draw; ten runs a draw, forty draws."""
    rng = np.random.default_rng(20261102)
    truth = float(stats.norm.cdf(0.5 / 2**0.5))  # mean 0.5, spread 1 between draws and 1 within
    held = []
    for _ in range(1500):
        differences = 0.5 + rng.normal(size=(40, 1)) + rng.normal(size=(40, 10))
        interval = beats(differences, "higher").interval
        held.append(interval.low <= truth <= interval.high)
    assert np.mean(held) > 0.93
