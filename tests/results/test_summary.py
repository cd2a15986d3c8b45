"""Averages over runs and their intervals."""

from __future__ import annotations

import numpy as np
import pytest

from ist_model.results.summary import chance_interval, summarise, t_interval
from tests.results.made import result


def test_an_interval_is_students():
    # Ten values with mean 5.5 and sample variance 55/6: t(0.975, 9) = 2.2621571628.
    interval = t_interval(np.arange(1.0, 11.0))
    half = 2.2621571628 * (55 / 6 / 10) ** 0.5
    assert interval == pytest.approx((5.5, 5.5 - half, 5.5 + half, 10))


def test_runs_without_the_measure_are_left_out_and_counted():
    assert t_interval(np.array([1.0, np.nan, 3.0])).values == 2
    assert t_interval(np.array([1.0, np.nan, 3.0])).mean == 2.0


def test_too_few_values_give_no_interval():
    alone, none = t_interval(np.array([4.0])), t_interval(np.array([np.nan]))
    assert (alone.mean, alone.values, none.values) == (4.0, 1, 0)
    assert np.isnan([alone.low, alone.high, none.mean, none.low]).all()


def test_equal_values_give_an_interval_of_no_width_exactly():
    assert t_interval(np.full(7, 0.1)) == (0.1, 0.1, 0.1, 7)


def test_intervals_cover_the_truth_as_often_as_they_say():
    rng = np.random.default_rng(20261101)
    held = [(i := t_interval(row)).low <= 0 <= i.high for row in rng.normal(size=(4000, 8))]
    assert np.mean(held) == pytest.approx(0.95, abs=0.011)  # three standard errors


def test_a_chance_has_wilsons_interval():
    # Wilson 1927 for 8 of 10 at z = 1.959964: (0.4901625, 0.9433178).
    interval = chance_interval(np.array([1.0] * 8 + [0.0] * 2))
    assert interval == pytest.approx((0.8, 0.4901625, 0.9433178, 10), abs=1e-6)
    assert chance_interval(np.ones(10)).low == pytest.approx(0.7224672, abs=1e-6)
    assert np.isnan(chance_interval(np.array([np.nan])).mean)


def test_a_summary_has_a_row_for_every_measure_with_its_words():
    made = result()
    table = summarise(made)
    assert list(table.index) == list(made.catalogue.index)
    row = table.loc["pupils_attention_existing"]
    values = made.measures["pupils_attention_existing"]
    assert row["mean"] == pytest.approx(values.mean())
    assert row["mean_low"] < row["mean"] < row["mean_high"]
    assert (row["unit"], row["better"], row["in_runs"], row["runs"]) == ("pupils", "lower", 3, 3)
    assert table.loc["none_attention_existing", "mean_low"] >= 0
