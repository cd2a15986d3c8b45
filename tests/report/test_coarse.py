"""Pupils on a page for anyone: coarse in words and in pictures, the count always within its interval."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ist_model.report.charts import dumbbell, fan, forest, gap, tornado
from ist_model.report.words import coarse
from ist_model.report.words.coarse import PUPILS_STEP, count, for_anyone, is_for_anyone, together
from ist_model.report.words.difference import Difference
from ist_model.report.words.levels import with_interval
from ist_model.report.words.plain import amount, money
from tests.report.drawn import read_back

SIZES = st.floats(-2000, 2000)


@contextmanager
def read_by_anyone() -> Iterator[None]:
    """What is made meanwhile is for anyone to read."""
    before = is_for_anyone()
    for_anyone(True)
    try:
        yield
    finally:
        for_anyone(before)


@given(st.tuples(SIZES, SIZES, SIZES).map(sorted))
def test_a_count_lies_within_its_interval_however_it_is_rounded(ends: list[float]) -> None:
    low, mean, high = ends
    with read_by_anyone():
        made = together(mean, low, high, "pupils")
    assert made.low <= made.mean <= made.high
    assert made.low <= low + 1e-6
    assert made.high >= high - 1e-6
    assert all(each % PUPILS_STEP == 0 for each in made)
    assert made.low > low - PUPILS_STEP - 1e-6
    assert together(mean, low, high, "pupils") == (mean, low, high)


def pupils(mean: float, low: float, high: float) -> Difference:
    return Difference("Pupils", "pupils", "lower", mean, low, high)


def test_words_are_coarse_for_anyone_and_exact_for_trustees() -> None:
    said = {
        "57 pupils (53 to 61)": "60 pupils (50 to 70)",
        "4 pupils (2 to 6)": "fewer than 10 pupils",
        "8 pupils (4 to 12)": "fewer than 10 pupils (0 to 20)",
    }
    numbers = [(57.2, 53.4, 61.0), (4, 2, 6), (8, 4, 12)]
    assert [with_interval(*each, "pupils") for each in numbers] == list(said)
    with read_by_anyone():
        assert [with_interval(*each, "pupils") for each in numbers] == list(said.values())
        assert pupils(123, 117, 128).phrase() == "120 more pupils (110 to 130)"
        assert pupils(-6, -9, -2).phrase() == "under 10 fewer pupils (0 to 10)"
        assert pupils(12, 8, 15).phrase() == "10 more pupils (0 to 20)"
        assert pupils(-3, -7, 1).phrase() == "no clear difference (10 fewer to 10 more)"
        assert with_interval(26.6, 26.5, 26.7, "pupils", 1) == "26.6 pupils (26.5 to 26.7)"  # a class
        assert (count(277), count(3), count(0)) == ("280", "fewer than 10", "0")
        assert with_interval(85.1, 83.2, 86.4, "days a year") == "85 days a year (83 to 86)"
        written = "The 57 pupils of the baseline would be 21 (400 runs), 91 (79 to 104) over 96 draws."
        told = "The 60 pupils of the baseline would be 20 (400 runs), 90 (70 to 110) over 96 draws."
        assert coarse.told(written) == told
        assert amount(math.nan, "pupils") == "not known"
    assert pupils(123, 117, 128).phrase() == "123 more pupils (117 to 128)"


def charts() -> dict[str, object]:
    labels = [f"Autumn {1 + at % 2}, {2026 + at // 2}/27" for at in range(6)]
    lines = pd.DataFrame({"label": labels, "p_mean": [277.0, 61.3, 43, 125, 88.8, 9], "p_p10": 0.0})
    lines["p_p90"] = 250.0 + lines.index
    differences = pd.DataFrame({"label": labels, "difference": [-41.3, -7, 3, 14, 27, 33.0]})
    differences = differences.assign(
        low=differences["difference"] - 9.3, high=differences["difference"] + 8.1
    )
    made = pupils(-57.2, -61.4, -53.1)
    return {
        "fan": fan({"It": lines, "Today": lines}, {"It": 57.2, "Today": 57.2}, column="p", who="us"),
        "gap": gap(differences, against="today"),
        "forest": forest({"Pupils": [("A", made)]}, against="today"),
        "dumbbell": dumbbell(
            [("A", made, pupils(12.3, 8.8, 15.1))], title="Pupils", against="today", runs=400
        ),
        "tornado": tornado([("A", made, pupils(12.3, 8.8, 15.1))], "Pupils"),
    }


@pytest.mark.parametrize("name", ["fan", "gap", "forest", "dumbbell", "tornado"])
def test_outlines_of_charts_for_anyone_hold_no_exact_number_of_pupils(name: str) -> None:
    with read_by_anyone():
        made = charts()[name]
    for drawn in (made.wide, made.narrow):  # type: ignore[attr-defined]
        values = read_back(drawn)
        assert len(values) >= 3
        assert [value for value in values if off_step(value, PUPILS_STEP)] == []
    exact = read_back(charts()[name].wide)  # type: ignore[attr-defined]
    planted = {"fan": 277.0, "gap": -50.6, "forest": -61.4, "dumbbell": -61.4, "tornado": -61.4}[name]
    assert any(abs(value - planted) < 0.01 for value in exact)
    assert any(off_step(value, PUPILS_STEP) for value in exact)


def test_a_fan_for_anyone_has_no_range_of_single_runs() -> None:
    """Schools are in or out as a whole, so an end of the range is a roll or a sum of rolls."""
    assert "FillBetween" in charts()["fan"].wide  # type: ignore[attr-defined]
    with read_by_anyone():
        made = charts()["fan"]
    assert "FillBetween" not in made.wide  # type: ignore[attr-defined]
    assert "255" not in made.words.alt  # type: ignore[attr-defined]
    assert money(12345) == "£12,000"


def off_step(value: float, step: float) -> bool:
    """Whether a value read back lies off every multiple of a step."""
    return abs(value - step * round(value / step)) > 0.01
