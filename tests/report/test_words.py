"""The words a trustee reads: precision and honesty as MODEL 11.5 and 4.7 ask."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ist_model.report.words import plain as words
from ist_model.report.words.terms import explained


@pytest.mark.parametrize(
    ("p", "said"),
    [
        (0.3, "about 3 in 10"),
        (0.31, "about 3 in 10"),
        (0.34, "about 7 in 20"),
        (0.26, "about 1 in 4"),
        (0.75, "about 3 in 4"),
        (0.5, "about 5 in 10"),
        (0.024, "less than 1 in 20"),
        (0.0, "less than 1 in 20"),
        (0.98, "more than 19 in 20"),
    ],
)
def test_a_chance_is_said_to_five_points(p: float, said: str) -> None:
    assert words.chance(p) == said


@given(st.floats(0, 1))
def test_a_said_chance_is_never_more_than_five_points_off(p: float) -> None:
    said = words.chance(p)
    if said.startswith("about"):
        _, top, _, bottom = said.split()
        assert abs(int(top) / int(bottom) - p) <= 0.025 + 1e-9
    else:
        assert p < 0.025 or p >= 0.975


def test_a_chance_outside_zero_to_one_is_refused() -> None:
    with pytest.raises(ValueError, match=r"got 1\.2"):
        words.chance(1.2)


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "said"),
    [
        (1204.4, "days", 0, "1,204 days"),
        (1.2, "days", 0, "1 day"),
        (47.6, "days a year", 0, "48 days a year"),
        (12_499, "GBP", 0, "£12,000"),
        (-1_500, "GBP a year", 0, "−£2,000 a year"),
        (300, "GBP", 0, "under £1,000"),
        (3.04, "school weeks", 1, "3.0 school weeks"),
        (0.617, "share", 3, "62%"),
        (0.617, "chance", 2, "about 6 in 10"),
        (812.3, "pupils", 0, "812 pupils"),
        (2.345, "needs", 2, "2.35 needs"),
        (math.nan, "days", 0, "not known"),
    ],
)
def test_an_amount_has_its_unit_and_precision(value: float, unit: str, decimals: int, said: str) -> None:
    assert words.amount(value, unit, decimals) == said


def test_below_expected_is_refused() -> None:
    with pytest.raises(ValueError, match="Key Stage 2"):
        words.refuse_unclear("Three schools are Below expected.")
    words.refuse_unclear("Three schools have an area needing attention.")


@pytest.mark.parametrize(
    ("number", "noun", "decimals", "said"),
    [
        (1, "weeks", None, "1 week"),
        (1.0, "school weeks", None, "1 school week"),
        (6.5, "school weeks", None, "6.5 school weeks"),
        (0, "schools", 0, "0 schools"),
        (1204.4, "days", 0, "1,204 days"),
        (0.96, "vacancies", 0, "1 vacancy"),
        (1.0, "needs", 1, "1.0 needs"),
        (-2.6, "pupils", 0, "−3 pupils"),
    ],
)
def test_one_of_a_kind_is_said_in_the_singular(
    number: float, noun: str, decimals: int | None, said: str
) -> None:
    assert words.counted(number, noun, decimals) == said


@pytest.mark.parametrize(
    ("value", "signed", "said"), [(-1204.5, False, "−1,204.5"), (0.26, True, "+0.3"), (-0.26, True, "−0.3")]
)
def test_a_minus_is_no_hyphen(value: float, signed: bool, said: str) -> None:
    assert words.figure(value, 1, signed=signed) == said


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (230, "GBP a day", "£230 a day"),
        (1, "days per point", "1 day per point"),
        (1.5, "days per point", "1.5 days per point"),
        (10, "days a year", "10 days a year"),
        (0.1, "per year", "0.1 a year"),
        (1.2, "odds ratio", "1.2 odds ratio"),
        (1, "supporters", "1 supporter"),
    ],
)
def test_a_value_of_the_register_is_said_with_its_unit(value: float, unit: str, said: str) -> None:
    assert words.valued(value, unit) == said


def test_a_label_inside_a_sentence_keeps_the_capitals_that_it_owns() -> None:
    assert words.lowered("English and phonics") == "English and phonics"
    assert words.lowered("Family support") == "family support"
    assert words.lowered("SEND") == "SEND"


def test_a_row_of_the_register_is_called_by_the_first_part_of_what_it_says() -> None:
    assert words.in_short("Days a leader has; a guess.") == "Days a leader has"
    cut = "Strength below which an area is taken to be: needs attention or worse"
    assert words.in_short(f"{cut}. Set at 7 % of areas nationally.") == cut


def test_a_range_and_a_week_of_the_year_are_said_as_such() -> None:
    assert words.ranged(-30, 2) == "−30 to 2"
    assert words.ranged(1, 1) == "fixed"
    assert words.valued(27, "school week") == "school week 27"
    assert words.valued(-13, "points") == "−13 points"


def test_only_terms_that_a_text_has_are_explained() -> None:
    assert explained("Hazard that a deputy leaves").startswith("Hazard: how often")
    assert explained("an odds ratio of 1.2").startswith("Odds ratio: ")
    assert explained("Days an SLE can give") == "SLE: specialist leader of education."
    assert explained("a sled") == ""
