"""A difference is claimed only where its interval keeps away from zero; no effect may undo it."""

from __future__ import annotations

import dataclasses
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ist_model.report.words.difference import Difference, first_sentence, survives_no_effect


def difference(mean: float, low: float, high: float, **changes: object) -> Difference:
    fields: dict[str, object] = {"label": "Pupils", "unit": "pupils", "better": "lower", **changes}
    return Difference(mean=mean, low=low, high=high, **fields)


@pytest.mark.parametrize(
    ("made", "verdict", "said"),
    [
        (difference(-34, -48, -21), "better", "34 fewer pupils (21 to 48)"),
        (difference(34, 21, 48), "worse", "34 more pupils (21 to 48)"),
        (difference(3, -12, 18), "unclear", "no clear difference (12 fewer to 18 more)"),
        (difference(0, 0, 0), "same", "no difference"),
        (difference(5, 5, 5, better=""), "changed", "5 more pupils"),
        (difference(math.nan, math.nan, math.nan), "unclear", "not known"),
        (
            difference(-0.09, -0.12, -0.06, unit="share", better="higher"),
            "worse",
            "9 percentage points lower (6 to 12)",
        ),
        (
            difference(0.8, 0.2, 1.4, unit="school weeks", decimals=1),
            "worse",
            "0.8 school weeks longer (0.2 to 1.4)",
        ),
        (
            difference(-4_000, -9_000, 2_000, unit="GBP a year"),
            "unclear",
            "no clear difference (£9,000 less to £2,000 more a year)",
        ),
        (
            difference(9_000, 7_000, 12_000, unit="GBP a year"),
            "worse",
            "£9,000 more a year (£7,000 to £12,000)",
        ),
    ],
)
def test_a_difference_says_its_interval_or_that_it_is_not_clear(
    made: Difference, verdict: str, said: str
) -> None:
    assert made.verdict == verdict
    assert made.phrase() == said


@given(st.floats(-1e4, 1e4), st.floats(0, 1e4))
def test_an_interval_that_holds_zero_is_never_called_a_change(mean: float, half: float) -> None:
    made = difference(mean, mean - half, mean + half)
    if made.low <= 0 <= made.high:
        assert made.verdict in ("unclear", "same")
        assert made.phrase().startswith("no ")
    else:
        assert made.verdict in ("better", "worse")


CLEAR = difference(34, 21, 48)


@pytest.mark.parametrize(
    ("assumed", "without", "verdict", "words"),
    [
        (CLEAR, None, "", "This is worse for pupils: 34 more pupils of ours (21 to 48 more) are"),
        (CLEAR, difference(20, 10, 30), "stands", "whether or not support has an effect: 34 more"),
        (CLEAR, difference(16, 10, 30), "shrinks", "if it has no effect, less than half of that is left: 16"),
        (CLEAR, difference(2, -9, 13), "rests", "if it has no effect, there is no clear difference."),
        (CLEAR, difference(0, 0, 0), "rests", "if it has no effect, there is no difference."),
        (
            CLEAR,
            difference(-20, -30, -10),
            "reverses",
            "This conclusion reverses if support has no effect: as",
        ),
        (
            difference(3, -12, 18),
            difference(20, 10, 30),
            "",
            "there is no clear difference: 12 fewer to 18 more",
        ),
        (difference(0, 0, 0), difference(0, 0, 0), "", "there is no difference in how many are"),
        (difference(math.nan, math.nan, math.nan), None, "", "cannot be compared"),
    ],
)
def test_the_first_sentence_says_what_no_effect_would_leave(
    assumed: Difference, without: Difference | None, verdict: str, words: str
) -> None:
    said = first_sentence(assumed, without, who="ours", where="in need")
    assert survives_no_effect(assumed, without) == verdict
    assert words in said
    assert said.endswith(".")
    assert said.count(".") == 1


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (difference(1.7, 1.2, 2.2, unit="needs"), "2 more needs (1 to 2)"),
        (difference(-0.9, -1.1, -0.6, unit="needs"), "1 fewer need (± 0.5)"),
        (difference(1.7, 1.2, 2.2, unit="school weeks"), "1.7 school weeks longer (1.2 to 2.2)"),
        (difference(0.5, 0.46, 0.54, unit="school weeks"), "0.5 school weeks longer (± 0.1)"),
        (difference(0.006, 0.004, 0.008, unit="share"), "0.6 percentage points higher (0.4 to 0.8)"),
        (difference(0.012, 0.012, 0.012, unit="share"), "1.2 percentage points higher"),
        (difference(0.005, 0.0002, 0.01, unit="share"), "0.5 percentage points higher (under 0.1 to 1.0)"),
        (difference(0.4, 0.2, 0.6), "at most 1 more pupil (under 1 to 1)"),
        (difference(1.2, 0.4, 1.4), "1 more pupil (under 1 to 1)"),
        (difference(1.2, 0.4, 2.2), "1 more pupil (under 1 to 2)"),
        (difference(3.1, 2.8, 3.3), "3 more pupils (± 1)"),
        (difference(0.1, 0.06, 0.14, unit="school weeks"), "0.1 school weeks longer (± 0.05)"),
        (difference(-0.05, -0.07, -0.01, unit="chance"), "5 percentage points lower (under 5 to 5)"),
        (
            difference(-0.05, -0.06, -0.04, unit="chance", decimals=2),
            "5 percentage points lower (to the nearest 5)",
        ),
        (difference(-0.01, -0.02, -0.002, unit="chance"), "under 5 percentage points lower"),
        (difference(18.2, 12, 24, unit="days a year"), "18 more days a year (12 to 24)"),
        (
            difference(9_200, 8_800, 9_400, unit="GBP a year"),
            "£9,000 more a year (to the nearest £1,000)",
        ),
        (difference(0.41, 0.23, 0.57, unit="chance"), "40 percentage points higher (25 to 55)"),
        (
            difference(-0.04, -0.1, 0.02, unit="chance"),
            "no clear difference (10 points lower to under 5 points higher)",
        ),
    ],
)
def test_a_small_difference_is_not_rounded_to_nothing(made: Difference, said: str) -> None:
    assert made.phrase() == said


def test_with_other_rolls_the_first_sentence_takes_no_side() -> None:
    made = dataclasses.replace(difference(-8, -13, -2), better="")
    said = first_sentence(made, None, who="ours", where="in need")
    assert said.startswith(
        "Rolls differ, so this is neither better nor worse for pupils: 8 fewer pupils of ours"
    )
    assert said.count(".") == 1
