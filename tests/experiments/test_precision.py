"""Runs chosen by rule: when it stops, what it says, and how often what it reports holds the truth."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from ist_model.experiments.precision import EQUAL_RUNS, Rule, look, run_until

LOG_SD = math.sqrt(math.log(2))  # of a lognormal with a coefficient of variation of 1
Source = Callable[[int, int], NDArray[np.float64]]


def runs_of(values: NDArray[np.float64]) -> Source:
    """Runs that have these differences."""
    return lambda first, count: values[first : first + count]


def source(kind: str, rng: np.random.Generator) -> Source:
    """Differences with mean 0 and spread 1 (rare: other than 0 in one run of ten, spread 0.44)."""
    makers: dict[str, Source] = {
        "normal": lambda _, n: rng.normal(size=n),
        "exponential": lambda _, n: rng.exponential(size=n) - 1,
        "lognormal": lambda _, n: np.exp(rng.normal(size=n) * LOG_SD - LOG_SD**2 / 2) - 1,
        "rare": lambda _, n: (rng.random(n) < 0.1) * rng.exponential(size=n) - 0.1,
    }
    return makers[kind]


def test_it_stops_when_the_interval_is_as_narrow_as_asked_and_not_before():
    values = np.random.default_rng(1).normal(5.0, 2.0, 4000)
    found, differences = run_until(Rule(0.3), runs_of(values))
    assert found.reason == "precise"
    assert (differences == values[: found.runs]).all()
    assert found.half_width <= 0.3
    assert (found.low, found.high) == pytest.approx((found.mean - 0.3, found.mean + 0.3))
    # 1.96² 2² / 0.3² = 171 runs are needed, and steps are of ten.
    assert 140 <= found.runs <= 260
    assert found.runs % 10 == 0
    assert look(values[: found.runs // 2], Rule(0.3)).more > 0


def test_the_budget_ends_it_and_the_interval_is_then_the_one_reached():
    values = np.random.default_rng(2).normal(0.0, 10.0, 500)
    found, _ = run_until(Rule(0.1, budget=200), runs_of(values))
    assert (found.runs, found.reason, found.more) == (200, "budget", 0)
    assert found.high - found.low > 0.2
    assert found.high - found.mean <= found.half_width


def test_no_look_before_the_first_runs_and_no_more_than_as_many_again():
    rule = Rule(0.001, first=40)
    assert look(np.empty(0), rule).more == 40
    assert look(np.zeros(15), rule).more == 25
    wild = np.random.default_rng(3).normal(size=40)
    assert look(wild, rule).more == 40
    assert look(np.concatenate([wild, wild]), rule).more == 80


def test_an_extended_experiment_goes_on_where_it_stopped_and_repeats_no_run():
    values = np.random.default_rng(4).normal(size=4000)
    asked: list[int] = []

    def make(first: int, count: int) -> NDArray[np.float64]:
        asked.extend(range(first, first + count))
        return values[first : first + count]

    early, so_far = run_until(Rule(0.2), make)
    late, differences = run_until(Rule(0.1), make, so_far)
    assert early.runs < late.runs
    assert asked == list(range(late.runs))
    assert (differences == values[: late.runs]).all()
    assert run_until(Rule(0.2), make, differences)[0].reason == "precise"
    assert len(asked) == late.runs


def test_equal_differences_are_believed_after_a_hundred_runs():
    found, _ = run_until(Rule(1.0), runs_of(np.zeros(1000)))
    assert (found.runs, found.reason) == (EQUAL_RUNS, "precise")
    assert (found.low, found.high) == (-1.0, 1.0)


def test_skewed_differences_need_more_runs_by_cochrans_rule():
    values = np.zeros(4000)
    values[::25] = 1.0  # skewness 4.7: 28 + 25 x 22
    found, _ = run_until(Rule(10.0), runs_of(values))
    assert 500 < found.needed <= found.runs
    stopped, _ = run_until(Rule(10.0, budget=100), runs_of(values))
    assert stopped.reason == "budget"
    assert "take" in stopped.words(Rule(10.0, budget=100), "days")
    assert f"{stopped.needed:,} runs to trust this" in stopped.words(Rule(10.0, budget=100), "days")


def test_runs_without_the_measure_are_made_up_for():
    values = np.random.default_rng(5).normal(size=6000)
    values[1::2] = np.nan
    found, _ = run_until(Rule(0.2), runs_of(values))
    whole, _ = run_until(Rule(0.2), runs_of(values[::2]))
    assert found.runs == 2 * found.pairs
    assert found.pairs == pytest.approx(whole.pairs, abs=30)
    nothing, _ = run_until(Rule(0.2, budget=300), runs_of(np.full(300, np.nan)))
    assert (nothing.runs, nothing.pairs, nothing.reason) == (300, 0, "budget")
    assert not np.isfinite([nothing.low, nothing.high]).any()


def test_a_share_is_of_the_true_difference():
    """Law's correction: within 10 % of the truth where within 0.1 / 1.1 of the estimate."""
    rule = Rule(0.1, relative=True)
    assert rule.asked(-22.0) == pytest.approx(2.0)
    found, _ = run_until(rule, runs_of(np.random.default_rng(6).normal(-8.0, 4.0, 4000)))
    assert found.half_width <= 0.1 / 1.1 * abs(found.mean)
    none, _ = run_until(Rule(0.1, relative=True, budget=400), runs_of(np.tile([1.0, -1.0], 200)))
    assert none.reason == "budget"


def test_the_rule_and_why_it_stopped_are_told_in_words():
    rule = Rule(2.0, budget=2000)
    assert rule.words("pupils") == (
        "at least 30 runs and at most 2,000, until the difference is known to ± 2 pupils (95 % confidence)"
    )
    pattern = np.tile([-10.0, 10.0], 1500)
    found, _ = run_until(rule, runs_of(pattern))
    assert found.words(rule, "pupils") == (
        f"stopped after {found.runs} runs: the difference is known to ± {found.half_width:.3g} pupils, "
        "and ± 2 pupils was asked for (95 % confidence)"
    )
    short = Rule(0.05, relative=True, budget=60)
    assert look(pattern[:30], short).words(short, "").startswith("30 more runs after 30: the difference is")
    assert "the most allowed" in look(pattern[:60], short).words(short, "")
    assert "± 5 % of itself was asked for" in look(pattern[:60], short).words(short, "")


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: Rule(0.0), "above 0"),
        (lambda: Rule(math.nan), "above 0"),
        (lambda: Rule(1.0, first=2), "3 runs or more"),
        (lambda: Rule(1.0, first=50, budget=40), "then a budget"),
        (lambda: Rule(1.0, confidence=1.0), "between 0 and 1"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(make: Callable[[], Rule], told: str):
    with pytest.raises(ValueError, match=told):
        make()


def test_runs_that_do_not_come_are_refused():
    with pytest.raises(ValueError, match="30 differences"):
        run_until(Rule(1.0), lambda first, count: np.zeros(count - 1))


@pytest.mark.parametrize("kind", ["normal", "exponential", "lognormal", "rare"])
@pytest.mark.parametrize("runs", [40, 150])
def test_what_is_reported_holds_the_truth_at_least_93_times_in_100(kind: str, runs: int):
    """The width asked for is what so many runs would reach were the spread known."""
    rng = np.random.default_rng(20261101 + runs)
    rule = Rule(1.96 * (0.19**0.5 if kind == "rare" else 1.0) / runs**0.5)
    draw = source(kind, rng)
    held = [(found := run_until(rule, draw)[0]).low <= 0 <= found.high for _ in range(600)]
    assert np.mean(held) >= 0.93


@pytest.mark.parametrize("kind", ["normal", "lognormal"])
def test_a_share_asked_for_is_kept_as_often(kind: str):
    rng = np.random.default_rng(20261102)
    draw = source(kind, rng)
    rule = Rule(0.2, relative=True)
    near = [abs(run_until(rule, lambda f, n: 1 + draw(f, n))[0].mean - 1) <= 0.2 for _ in range(600)]
    assert np.mean(near) >= 0.93


def test_stopping_at_once_would_not_hold_it():
    """The loss that the rule is for: naive stopping, run by run from ten on, lognormal differences."""
    rng = np.random.default_rng(20261103)
    asked, held = 1.96 / 80**0.5, []
    for _ in range(300):
        values = source("lognormal", rng)(0, 400)
        count = np.arange(1, 401)
        mean = values.cumsum() / count
        spread = np.sqrt(
            np.maximum((values**2).cumsum() / count - mean**2, 0) * count / np.maximum(count - 1, 1)
        )
        stops = int(np.flatnonzero((1.96 * spread / np.sqrt(count) <= asked) & (count >= 10))[0])
        held.append(abs(mean[stops]) <= asked)
    assert np.mean(held) < 0.9
