"""Selecting the cheapest plan keeps the confidence that it promises, on samples whose means are known."""

from __future__ import annotations

import numpy as np
import pytest

from ist_model.experiments.keeping import Limit
from ist_model.experiments.selecting import Rule, select

PLANS, APART, REPEATS = 10, 0.25, 200
ALWAYS = Limit(0.0, 0.3, chance=False)


def slippage(seed, shared):
    """The least favourable case: every plan but one dearer by just what is to be told apart."""
    luck = np.random.default_rng(seed)
    best = int(luck.integers(PLANS))
    costs = np.full(PLANS, APART)
    costs[best] = 0.0

    def sample(chosen, runs):
        own, common = luck.standard_normal((PLANS, len(runs))), luck.standard_normal(len(runs))
        spent = costs[:, None] + np.sqrt(shared) * common + np.sqrt(1 - shared) * own
        return (2.0 + luck.standard_normal(spent.shape))[list(chosen)], spent[list(chosen)]

    found = select(PLANS, sample, ALWAYS, Rule(tell_apart=APART, budget=10**7))
    return found.chosen == best, found.runs


def test_the_best_of_the_slippage_configuration_is_selected_as_often_as_promised():
    runs = {}
    for shared in (0.0, 0.8):
        right, made = zip(*(slippage(seed, shared) for seed in range(REPEATS)), strict=True)
        assert sum(right) >= 184  # binomial, 200 of .95: fewer than 184 has a chance below .03
        runs[shared] = np.mean(made)
    assert runs[0.8] < 0.6 * runs[0.0]  # the same luck is what makes it short


def at_the_edges(seed):
    """Half the plans, the cheaper ones, fall short by just the margin; the others keep the limit by it."""
    luck = np.random.default_rng(seed)
    chances = np.repeat([0.87, 0.93], PLANS // 2)

    def sample(chosen, runs):
        common = luck.random(len(runs))
        mine = np.where(luck.random((PLANS, len(runs))) < 0.5, common, luck.random((PLANS, len(runs))))
        return (mine < chances[:, None]).astype(float)[list(chosen)], np.zeros((len(chosen), len(runs)))

    found = select(
        PLANS, sample, Limit(0.9, 0.03, chance=True), Rule(most_runs=10**6, budget=10**7), np.arange(10.0)
    )
    return found.chosen == PLANS // 2


def test_the_cheapest_plan_that_keeps_a_chance_is_selected_as_often_as_promised():
    assert sum(at_the_edges(seed) for seed in range(REPEATS)) >= 184


def fixed(values, costs=None):
    """A sample whose runs are all alike but for a ripple that gives a spread."""

    def sample(chosen, runs):
        ripple = np.where(np.arange(runs.start, runs.stop) % 2, 0.01, -0.01)
        measured = np.zeros(len(values)) if costs is None else np.array(costs)
        return (
            np.array(values)[list(chosen), None] + ripple,
            measured[list(chosen), None] + ripple,
        )

    return sample


def test_known_costs_decide_without_runs_and_equal_ones_stay_tied():
    found = select(3, fixed([1.0, 1.0, 1.0]), ALWAYS, Rule(), np.array([2.0, 1.0, 1.0]))
    assert found.left == (1, 2)
    assert found.chosen is None


def test_where_no_plan_keeps_the_limit_none_is_left():
    found = select(2, fixed([-1.0, -2.0], [0.0, 1.0]), ALWAYS, Rule())
    assert found.left == ()
    assert found.chosen is None


def test_a_budget_too_small_leaves_plans_tied_and_is_kept():
    luck = np.random.default_rng(1)

    def sample(chosen, runs):
        shape = (len(chosen), len(runs))
        return 5.0 + luck.standard_normal(shape), luck.standard_normal(shape)

    found = select(4, sample, ALWAYS, Rule(tell_apart=0.01, budget=1_000))
    assert len(found.left) > 1
    assert found.chosen is None
    assert found.runs <= 1_000


def test_a_plan_that_fails_drops_none_that_are_dearer():
    found = select(2, fixed([-1.0, 1.0], [0.0, 5.0]), ALWAYS, Rule())
    assert found.chosen == 1


def test_there_must_be_a_plan():
    with pytest.raises(ValueError, match="one plan or more"):
        select(0, fixed([]), ALWAYS, Rule())
