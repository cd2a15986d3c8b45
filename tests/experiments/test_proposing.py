"""The search finds the cheapest plan of a made-up trust whose answer is known by trying every plan."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from ist_model.experiments import proposing
from ist_model.experiments.capacity import _selected  # the selection as the search makes it
from ist_model.experiments.levers import Lever
from ist_model.experiments.plan_bench import Bench
from ist_model.experiments.plan_costs import SetAside
from ist_model.experiments.selecting import Rule
from ist_model.experiments.target import standard
from tests.experiments.small import small

PRICES = (500.0, 300.0, 200.0, 110.0)
WORTH = (1.0, 0.7, 0.45, 0.2)
LEVERS = tuple(Lever(f"l{n}", f"lever {n}", "days", ("sle",), 0, tuple(range(7))) for n in range(4))
NEEDED = 6.0


class Made(Bench):
    """Plans whose share in time is a formula and a luck that all share."""

    def aside(self, plan):
        """A price for each step of a lever."""
        cost = sum(price * number for price, number in zip(PRICES, plan, strict=True))
        return SetAside(float(sum(plan)), 0, cost, cost)

    def sample(self, plans, luck, runs):
        """Shares in time by the formula."""
        common = np.random.default_rng(luck).normal(size=runs)
        given = np.array([sum(np.sqrt(n) * w for n, w in zip(plan, WORTH, strict=True)) for plan in plans])
        self.runs += len(plans) * runs
        share = 0.7 + 0.1 * (given[:, None] - NEEDED / 2 + common)
        return self.target.values(share), np.zeros_like(share)

    def resolved(self, plan):
        """Every plan is possible."""
        return self.base


def true_chance(plan):
    from scipy.stats import norm

    return norm.cdf(sum(np.sqrt(n) * w for n, w in zip(plan, WORTH, strict=True)) - NEEDED / 2)


@pytest.fixture(scope="module")
def bench():
    return Made(small(), LEVERS, standard(0.7, 0.9, "existing"), "budget", None)


def test_the_plan_selected_costs_little_more_than_the_cheapest_of_all_that_clearly_keep_the_standard(bench):
    told = []
    offered = proposing.propose(bench, 24_000, 1, lambda phase, seen: told.append((phase, seen)))
    every = list(itertools.product(*(lever.choices for lever in LEVERS)))
    best = min(bench.aside(plan).budget_gbp for plan in every if true_chance(plan) >= 0.93)
    plans = offered[:24]
    found = _selected(bench, plans, Rule(), lambda phase, seen: None)
    assert found.chosen is not None
    chosen = plans[found.chosen]
    assert true_chance(chosen) >= 0.87
    assert bench.aside(chosen).budget_gbp <= 1.05 * best
    assert bench.runs < len(every) * proposing.RUNS_WIDE  # fewer than trying all of them would take
    seen = [each.cost for _, each in told if each is not None]
    assert told[0][0] == "first look"
    assert min(seen) < seen[0]  # the first answer gets better


def test_few_plans_are_all_compared():
    few = tuple(lever._replace(choices=(1, 2)) for lever in LEVERS)
    bench = Made(small(), few, standard(0.7, 0.9, "existing"), "budget", None)
    assert sorted(proposing.propose(bench, 10_000, 1, lambda *_: None)) == proposing.every_plan(few)
    assert proposing.every_plan(LEVERS) == []


def test_no_plan_is_promised_where_none_comes_near():
    none = tuple(lever._replace(choices=(0, 1, 2, 3) if n < 3 else (0,)) for n, lever in enumerate(LEVERS))
    bench = Made(small(), none, standard(0.95, 0.9, "existing"), "budget", None)
    assert proposing.propose(bench, 4_000, 1, lambda *_: None) == []
