"""Regret: cases on paper, and a true regret that lies between what luck adds and what leaving out takes."""

from __future__ import annotations

import numpy as np
import pytest

from ist_model.experiments.regret import regret

NAMES = ("A", "B", "C")


def test_a_case_on_paper():
    """Two draws, two runs, no luck: A is 2 behind in one draw, B 4 in the other, C 1 and 3."""
    means = np.array([[8.0, 10.0, 9.0], [7.0, 3.0, 4.0]])
    found = regret(np.repeat(means[:, None, :], 2, axis=1), NAMES, "higher")
    assert found.table["mean"].tolist() == [1.0, 2.0, 2.0]
    assert found.table["mean_low"].tolist() == [1.0, 2.0, 2.0]
    assert found.table["p90"].tolist() == pytest.approx([1.8, 3.6, 2.8])
    assert found.table["largest"].tolist() == [2.0, 4.0, 3.0]
    assert found.table["best_in"].tolist() == [0.5, 0.5, 0.0]
    assert (found.draws, found.clear_draws) == (2, 2)
    lower = regret(np.repeat(means[:, None, :], 2, axis=1), NAMES, "lower").table
    assert lower["largest"].tolist() == [4.0, 2.0, 1.0]


def test_the_best_on_average_need_not_be_the_one_that_regrets_least_at_worst():
    means = np.array([[10.0, 9.0, 0.0], [10.0, 9.0, 0.0], [0.0, 9.0, 10.0]])
    table = regret(np.repeat(means[:, None, :], 2, axis=1), NAMES, "higher").table
    assert table["best_in"].idxmax() == "A"
    assert table["largest"].idxmin() == "B"


def test_ties_share_the_first_place():
    values = np.ones((4, 3, 2))
    found = regret(values, ("A", "B"), "higher")
    assert found.table["best_in"].tolist() == [0.5, 0.5]
    assert found.table["may_be_best_in"].tolist() == [1.0, 1.0]
    assert found.clear_draws == 0


def test_the_true_mean_regret_lies_between_the_two():
    """Close scenarios, few runs: luck makes a third of what regret seems to be."""
    rng = np.random.default_rng(20261101)
    true_means = rng.normal(0.0, 0.5, (400, 1, 3)) + np.array([0.0, 0.1, -0.2])
    true_regret = (true_means.max(axis=2, keepdims=True) - true_means).mean(axis=(0, 1))
    noisy = true_means + rng.normal(size=(400, 8, 1)) * 5 + rng.normal(0.0, 1.5, (400, 8, 3))
    table = regret(noisy, NAMES, "higher").table
    assert (table["mean_low"] < true_regret).all()
    assert (true_regret < table["mean"]).all()
    assert (table["mean"] - true_regret > 0.15).all()


def test_more_runs_bring_the_two_together():
    rng = np.random.default_rng(20261102)
    means = rng.normal(0.0, 0.5, (60, 1, 3))
    gaps = []
    for runs in (5, 500):
        table = regret(means + rng.normal(size=(60, runs, 3)), NAMES, "higher").table
        gaps.append(float((table["mean"] - table["mean_low"]).max()))
    assert gaps[1] < gaps[0] / 20


def test_the_side_that_is_better_only_mirrors():
    values = np.random.default_rng(5).normal(size=(6, 4, 3))
    assert regret(values, NAMES, "higher").table.equals(regret(-values, NAMES, "lower").table)


def test_values_that_lack_are_left_out_for_all_and_counted():
    values = np.random.default_rng(6).normal(size=(3, 4, 2))
    holed = values.copy()
    holed[0, 1, 0] = np.nan
    holed[2, :, 1] = np.nan
    found = regret(holed, ("A", "B"), "higher")
    kept = [np.delete(values[0], 1, axis=0), values[1]]
    behind = [rows.mean(axis=0).max() - rows.mean(axis=0) for rows in kept]
    assert found.draws == 2
    assert found.table["mean"].tolist() == pytest.approx(np.mean(behind, axis=0).tolist())


def test_a_draw_of_one_run_has_no_lower_estimate():
    table = regret(np.ones((2, 1, 2)) * [1.0, 2.0], ("A", "B"), "higher").table
    assert table["mean"].tolist() == [1.0, 0.0]
    assert table["mean_low"].isna().all()


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="one a name"):
        regret(np.ones((2, 2, 2)), NAMES, "higher")
    with pytest.raises(ValueError, match="no run"):
        regret(np.full((2, 2, 3), np.nan), NAMES, "higher")
