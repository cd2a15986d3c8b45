"""Which option does least badly, and where one fails: a box known in advance, and none where none is."""

from __future__ import annotations

import numpy as np
import pytest

from ist_model.experiments.best import Better
from ist_model.experiments.discovery import discover
from ist_model.experiments.robust import fails, least_bad, robust, worst_draws
from ist_model.experiments.sampled import Sampled, again, sampled
from tests.experiments.test_sensitivity import unknowns


def given(values: list[list[float]], runs: int = 3, better: Better = "higher", noise: float = 0.0) -> Sampled:
    """Options over draws, the same in every run but for luck."""
    means = np.array(values)
    luck = noise * np.random.default_rng(4).normal(size=(len(means), runs, means.shape[1]))
    inputs = np.zeros((len(means), 1))
    names = tuple("ABC"[: means.shape[1]])
    return Sampled(names, better, ("x",), inputs, inputs, means[:, None, :] + luck)


# Savage (1951) in small: A is best on average, C never; B is never far behind.
PAYOFFS = [[10.0, 8.0, 0.0], [10.0, 8.0, 4.0], [0.0, 6.0, 5.0], [9.0, 7.0, 6.0]]


def told(
    values: list[list[float]], *, better: Better = "higher", line: float | None = None, noise: float = 0.0
):
    """Every draw looked at again, by the same payoffs without luck."""
    means = np.array(values)
    return robust(given(values, better=better, noise=noise), means[:, None, :].repeat(3, axis=1), line)


def test_largest_regret_and_the_least_of_them_by_hand():
    found = told(PAYOFFS)
    assert [(each.low, each.high) for each in found] == [(6.0, 6.0), (2.0, 2.0), (10.0, 10.0)]
    assert [each.average_most for each in found] == [1.5, 1.5, 5.0]
    assert [each.average_least for each in found] == [1.5, 1.5, 5.0]
    assert least_bad(found) == ("B",)
    assert least_bad(told((-np.array(PAYOFFS)).tolist(), better="lower")) == ("B",)
    assert worst_draws(given(PAYOFFS), 1) == [0, 2]


def test_options_that_are_alike_are_tied_and_their_worst_draw_is_none():
    """256 draws of four runs with luck of one between options that are equal in all of them.

    The largest mean of four is about 1.4 by luck alone; what is told of it holds nothing in 95 of 100.
    """
    rng = np.random.default_rng(1)
    held = 0
    for _ in range(100):
        values = rng.normal(size=(256, 4, 2)) / 2**0.5
        made = Sampled(("A", "B"), "higher", ("x",), np.zeros((256, 1)), np.zeros((256, 1)), values)
        places = worst_draws(made)
        found = robust(made, rng.normal(size=(len(places), 100, 2)) / 2**0.5)
        held += all(each.low == 0 for each in found) and least_bad(found) == ("A", "B")
        assert max(each.high for each in found) < 0.8
        assert all(each.average_least < 0.1 < each.average_most for each in found)
    assert held >= 90


def test_an_interval_of_the_worst_draw_holds_what_is_true_there():
    """B leads A by up to 3 and lies behind by up to 1, so B does least badly; luck is as large."""
    rng = np.random.default_rng(2)
    held = chosen = 0
    for _ in range(60):
        lead = rng.uniform(-1.0, 3.0, 256)
        values = rng.normal(size=(256, 4, 2)) * 0.7 + np.stack([np.zeros(256), lead], axis=1)[:, None, :]
        made = Sampled(("A", "B"), "higher", ("x",), np.zeros((256, 1)), np.zeros((256, 1)), values)
        places = worst_draws(made)
        truth = np.stack([np.zeros(len(places)), lead[places]], axis=1)
        found = robust(made, rng.normal(size=(len(places), 100, 2)) * 0.7 + truth[:, None, :])
        a, b = max(0.0, lead[places].max()), max(0.0, -lead[places].min())
        held += found[0].low <= a <= found[0].high and found[1].low <= b <= found[1].high
        chosen += least_bad(found) == ("B",)
    assert held >= 54
    assert chosen >= 54


def test_fresh_runs_are_those_after_the_ones_that_a_draw_has_had(tmp_path):
    options = [unknowns(2, 0.1, 0.9).model_copy(update={"name": name}) for name in "AB"]
    options[1] = options[1].model_copy(update={"runs": 7})
    made = sampled(options, "m", "higher", 32, 2, tmp_path, workers=1, evaluate=numbered)
    fresh = again(options, made, [3, 8], "m", tmp_path, runs=5, workers=1, evaluate=numbered)
    assert fresh.shape == (2, 5, 2)
    # Draws are numbered from 1, runs from 0, and two runs were there.
    assert fresh[:, :, 0].tolist() == [[1000 * draw + run for run in range(2, 7)] for draw in (4, 9)]
    assert np.array_equal(made.values[3, :, 0], [4000, 4001])


def numbered(point, runs, measures, after_run):
    """The draw's number in thousands, and the run's."""
    for _ in runs:
        after_run()
    return np.array([[1000.0 * point.draw.number + run] for run in runs])


def test_how_often_an_option_reaches_a_line_and_where_chance_leaves_it_open():
    found = told(PAYOFFS, line=6.5)
    assert [each.reaches.mean for each in found] == [0.75, 0.75, 0.0]
    assert found[0].reaches.low < 0.75 < found[0].reaches.high
    assert found[0].unclear == 0.0
    assert told(PAYOFFS, line=6.5, noise=3.0)[0].unclear > 0
    assert fails(given(PAYOFFS), 0, 6.5).tolist() == [False, False, True, False]
    less = told((-np.array(PAYOFFS)).tolist(), better="lower", line=-6.5)
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
