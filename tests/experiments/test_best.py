"""The best or tied with the best: cases on paper, ties, and how often the truth is held under shared luck."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from ist_model.experiments.best import best

NAMES = ("A", "B", "C", "D", "E", "F")
REPEATS = 1500
# Above chance: one good experiment in a thousand falls below 95 % by more.
LEAST = 0.95 - 3.1 * (0.95 * 0.05 / REPEATS) ** 0.5


def shared_luck(rng: np.random.Generator, means: NDArray[np.float64], runs: int) -> NDArray[np.float64]:
    """Values of scenarios that share most of their luck, unequally: differences differ tenfold in spread."""
    luck = rng.normal(0.0, 10.0, (runs, 1))
    follows = np.array([1.0, 1.0, 0.95, 0.8, 1.1, 0.3])
    own = np.array([0.3, 0.5, 1.0, 3.0, 1.0, 6.0])
    return means + luck * follows + rng.normal(size=(runs, len(means))) * own


def test_a_case_on_paper():
    """Two scenarios, differences without skewness: one comparison, so Student's one-sided bound at 95 %."""
    values = np.array([[1.0, 4.0], [2.0, 6.0], [3.0, 5.0], [4.0, 9.0]])
    found = best(values, ("A", "B"), "higher")
    half = stats.t.ppf(0.95, 3) * np.std([3.0, 4.0, 2.0, 5.0], ddof=1) / 2
    assert found.names == ("B",)
    assert found.table.loc["A"].tolist() == pytest.approx([2.5, -3.5, -3.5 - half, 0.0, 0])
    assert found.table.loc["B"].tolist() == pytest.approx([6.0, 3.5, 0.0, 3.5 + half, 1])
    assert found.verdict == "B is the best"
    assert best(values, ("A", "B"), "lower").names == ("A",)


def test_more_scenarios_ask_for_more():
    rng = np.random.default_rng(1)
    values = shared_luck(rng, np.zeros(6), 12)
    wide = best(values, NAMES, "higher").table
    pair = best(values[:, :2], NAMES[:2], "higher").table
    assert wide.loc["A", "lead_low"] <= pair.loc["A", "lead_low"]


def test_ties_are_stated_in_the_order_given_and_not_ranked():
    values = np.array([[2.0, 1.0, 9.0], [1.0, 2.0, 9.5], [2.0, 2.0, 9.2], [1.5, 1.0, 9.1]])
    found = best(values, ("A", "B", "C"), "lower")
    assert found.names == ("A", "B")
    assert found.verdict == "no clear difference: the best may be any of A and B"
    assert best(values[:, [1, 0, 2]], ("B", "A", "C"), "lower").names == ("B", "A")


def test_a_scenario_that_is_equal_in_every_run_is_tied_and_one_that_is_always_behind_is_not():
    luck = np.random.default_rng(2).normal(size=(5, 1)) * 1e6
    found = best(luck + np.array([0.0, 0.0, -1.0]), ("A", "B", "C"), "higher")
    assert found.names == ("A", "B")
    assert found.table.loc["A", ["lead", "lead_low", "lead_high"]].tolist() == [0.0, 0.0, 0.0]
    assert found.table.loc["C", "lead"] == pytest.approx(-1.0, abs=1e-8)


def test_runs_without_the_measure_are_left_out_for_all():
    values = np.array([[1.0, 2.0], [np.nan, 0.0], [2.0, 3.5], [3.0, 4.2]])
    found = best(values, ("A", "B"), "higher")
    assert (found.runs, found.of) == (3, 4)
    assert found.table["mean"].tolist() == pytest.approx([2.0, (2.0 + 3.5 + 4.2) / 3])


@pytest.mark.parametrize("runs", [0, 1])
def test_too_few_runs_tell_nothing_apart(runs: int):
    found = best(np.ones((runs, 2)) * [1.0, 2.0], ("A", "B"), "higher")
    assert found.names == ("A", "B")
    assert found.table[["lead_low", "lead_high"]].isna().all(axis=None)


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="one a name"):
        best(np.ones((3, 2)), ("A", "B", "C"), "higher")
    with pytest.raises(ValueError, match="two at least"):
        best(np.ones((3, 1)), ("A",), "higher")


@pytest.mark.parametrize(
    ("means", "runs"),
    [
        (np.zeros(6), 5),  # all tied: every one is a best one, the hardest case
        (np.zeros(6), 20),
        (np.array([0.5, 0.3, 0.0, 0.0, 0.4, 0.0]), 5),
        (np.array([0.0, 0.0, 0.0, 0.0, 0.0, 4.0]), 20),  # the best has the least shared luck
    ],
    ids=["all equal, 5 runs", "all equal, 20 runs", "close", "one ahead"],
)
def test_the_set_and_the_intervals_hold_the_truth_as_often_as_they_say(means: NDArray[np.float64], runs: int):
    rng = np.random.default_rng(20261101 + runs)
    true_best = int(np.argmax(means))
    leads = np.array([means[i] - np.delete(means, i).max() for i in range(6)])
    in_set, held = 0, 0
    for _ in range(REPEATS):
        table = best(shared_luck(rng, means, runs), NAMES, "higher").table
        in_set += bool(table["in_set"].iat[true_best])
        held += bool(((table["lead_low"] <= leads) & (leads <= table["lead_high"])).all())
    assert in_set / REPEATS >= LEAST
    assert held / REPEATS >= LEAST


@pytest.mark.parametrize(("runs", "least"), [(20, 0.88), (200, 0.94)])
def test_skewed_luck_costs_little_of_it(runs: int, least: float):
    """Exponential own luck, spread twentyfold, on the side that flatters the wrong scenario."""
    rng = np.random.default_rng(20261101 + runs)
    spread = np.array([0.3, 0.5, 1.0, 3.0, 1.0, 6.0])
    kept = [
        bool(best((rng.exponential(size=(runs, 6)) - 1) * spread, NAMES, "lower").table["in_set"].iat[0])
        for _ in range(1500)
    ]
    assert np.mean(kept) > least


def test_a_clear_best_is_found_alone():
    rng = np.random.default_rng(3)
    means = np.array([0.0, 1.0, -2.0, -5.0, -3.0, -9.0])
    alone = [best(shared_luck(rng, means, 30), NAMES, "higher").names == ("B",) for _ in range(200)]
    assert np.mean(alone) > 0.9
