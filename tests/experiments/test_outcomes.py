"""What an outcome costs: a quotient with Fieller's interval, and none where there is no outcome."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from ist_model.experiments.outcomes import ODDS_RATIO, at_odds_ratio, quotient
from ist_model.inputs.resolve import resolve
from ist_model.shipped import shipped_dir


def test_values_that_are_all_equal_have_an_interval_of_no_width() -> None:
    assert quotient(np.full(5, 12.0), np.full(5, 4.0)) == pytest.approx((3.0, 3.0, 3.0))


def test_a_denominator_that_may_be_nought_gives_nothing() -> None:
    top, near_nought = np.full(6, 10.0), np.array([1.0, -1.0, 2.0, -2.0, 1.0, -0.5])
    assert all(math.isnan(each) for each in quotient(top, near_nought))
    assert all(math.isnan(each) for each in quotient(top, np.full(6, -2.0)))
    assert all(math.isnan(each) for each in quotient(top[:1], top[:1]))


def test_the_interval_holds_the_true_quotient_as_often_as_it_says() -> None:
    rng = np.random.default_rng(20261101)
    held = 0
    for _ in range(1500):
        bottom = rng.normal(4.0, 3.0, 40)
        top = 20.0 + 2.0 * (bottom - 4.0) + rng.normal(0.0, 5.0, 40)
        _, low, high = quotient(top, bottom)
        held += low <= 5.0 <= high
    assert 0.93 <= held / 1500 <= 0.97


def test_another_effect_is_the_same_scenario_but_for_the_odds_ratio() -> None:
    resolved = resolve("baseline", Path(shipped_dir()) / "scenarios")
    other = at_odds_ratio(resolved, 1.6)
    changed = {
        row.key
        for row, before in zip(other.assumptions.assumptions, resolved.assumptions.assumptions, strict=True)
        if row.value != before.value
    }
    assert changed == {ODDS_RATIO}
    assert other.assumptions.values()[ODDS_RATIO] == 1.6
    assert (other.seed, other.trust) == (resolved.seed, resolved.trust)
