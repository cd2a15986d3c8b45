"""Which option does least badly, and where one fails: a box known in advance, and none where none is."""

from __future__ import annotations

import numpy as np
import pytest

from ist_model.experiments.best import Better
from ist_model.experiments.discovery import discover
from ist_model.experiments.robust import fails, least_bad, robust
from ist_model.experiments.sampled import Sampled


def given(values: list[list[float]], runs: int = 3, better: Better = "higher", noise: float = 0.0) -> Sampled:
    """Options over draws, the same in every run but for luck."""
    means = np.array(values)
    luck = noise * np.random.default_rng(4).normal(size=(len(means), runs, means.shape[1]))
    inputs = np.zeros((len(means), 1))
    names = tuple("ABC"[: means.shape[1]])
    return Sampled(names, better, ("x",), inputs, inputs, means[:, None, :] + luck)


# Savage (1951) in small: A is best on average, C never; B is never far behind.
PAYOFFS = [[10.0, 8.0, 0.0], [10.0, 8.0, 4.0], [0.0, 6.0, 5.0], [9.0, 7.0, 6.0]]


def test_largest_regret_and_the_least_of_them_by_hand():
    found = robust(given(PAYOFFS))
    assert [each.largest for each in found] == [6.0, 2.0, 10.0]
    assert [each.least_bad for each in found] == [0.0, 1.0, 0.0]
    assert least_bad(found) == ("B",)
    assert least_bad(robust(given((-np.array(PAYOFFS)).tolist(), better="lower"))) == ("B",)


def test_options_that_luck_does_not_tell_apart_are_tied():
    same = robust(given([[5.0, 5.0, 0.0]] * 20, runs=4, noise=2.0))
    assert least_bad(same) == ("A", "B")


def test_how_often_an_option_reaches_a_line_and_where_chance_leaves_it_open():
    found = robust(given(PAYOFFS), line=6.5)
    assert [each.reaches.mean for each in found] == [0.75, 0.75, 0.0]
    assert found[0].reaches.low < 0.75 < found[0].reaches.high
    assert found[0].unclear == 0.0
    assert robust(given(PAYOFFS, noise=3.0), line=6.5)[0].unclear > 0
    assert fails(given(PAYOFFS), 0, 6.5).tolist() == [False, False, True, False]
    less = robust(given((-np.array(PAYOFFS)).tolist(), better="lower"), line=-6.5)
    assert [each.reaches.mean for each in less] == [0.75, 0.75, 0.0]


def boxed(draws: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Failures gather where the fourth is above 0.7 and the eighth below 0.5; forty others do nothing."""
    inputs = rng.random((draws, 42))
    inside = (inputs[:, 3] > 0.7) & (inputs[:, 7] < 0.5)
    return inputs, rng.random(draws) < np.where(inside, 0.95, 0.04)


def test_a_box_known_in_advance_is_found_and_told_with_density_and_coverage():
    inputs, failing = boxed(400, np.random.default_rng(1))
    found = discover(inputs, failing)
    assert found is not None
    assert found.found
    assert {side.place for side in found.sides} == {3, 7}
    by_place = {side.place: side for side in found.sides}
    assert by_place[3].low == pytest.approx(0.7, abs=0.05)
    assert by_place[3].high == np.inf
    assert by_place[7].high == pytest.approx(0.5, abs=0.06)
    assert found.density > 0.85
    assert found.coverage > 0.7
    assert (found.inside, found.failures_inside) == (
        int(((inputs[:, 3] >= by_place[3].low) & (inputs[:, 7] <= by_place[7].high)).sum()),
        round(found.density * found.inside),
    )
    assert all(side.quasi_p < 0.05 for side in found.sides)
    assert all(side.again > 0.4 for side in found.sides)


def test_a_value_that_counts_things_can_be_a_side():
    rng = np.random.default_rng(3)
    inputs = np.column_stack([rng.integers(1, 5, 300), rng.random((300, 5))]).astype(np.float64)
    found = discover(inputs, rng.random(300) < np.where(inputs[:, 0] <= 2, 0.7, 0.1))
    assert found is not None
    assert [(side.place, side.low, side.high) for side in found.sides] == [(0, -np.inf, 2.0)]


def test_a_box_of_chance_is_not_told_as_a_finding():
    rng = np.random.default_rng(2)
    told = 0
    for _ in range(4):
        found = discover(rng.random((96, 40)), rng.random(96) < 0.3)
        told += found is not None and found.found
    assert told <= 1


def test_nothing_is_looked_for_among_too_few_failures():
    inputs = np.random.default_rng(0).random((100, 3))
    assert discover(inputs, np.arange(100) < 5) is None
    assert discover(inputs, np.arange(100) < 97) is None
