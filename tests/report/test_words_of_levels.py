"""Numbers with their intervals, how sure a difference is, short forms explained."""

from __future__ import annotations

import math

import pytest

from ist_model.experiments.chances import OverDraws, beats_over_draws
from ist_model.report.words.confidence import confidence
from ist_model.report.words.difference import Difference
from ist_model.report.words.levels import chances, with_interval
from ist_model.report.words.terms import explained
from ist_model.results.summary import Interval


@pytest.mark.parametrize(
    ("numbers", "unit", "said"),
    [
        ((16.4, 15.2, 17.3), "days a year", "16 days a year (15 to 17)"),
        ((0.2, -0.1, 0.4), "days a year", "under 1 day a year"),
        ((0.3, 0.1, 0.6), "days a year", "0 days a year (0 to 1)"),
        ((0.0, 0.0, 0.0), "days a year", "0 days a year"),
        ((1.2, 0.8, 1.4), "days a year", "1 day a year (± 0.5)"),
        ((2.2, 1.8, 2.4), "days a year", "2 days a year (± 1)"),
        ((200, 100, 400), "GBP a year", "under £1,000 a year"),
        ((0.001, 0.0, 0.003), "share", "under 1%"),
        ((0.998, 0.996, 0.999), "share", "over 99%"),
        ((19_000, 18_600, 19_300), "GBP a year", "£19,000 a year (± £1,000)"),
        ((28_000, 27_100, 28_900), "GBP a year", "£28,000 a year (£27,000 to £29,000)"),
        ((0.733, 0.724, 0.742), "share", "73% (72% to 74%)"),
        ((0.733, 0.733, 0.734), "share", "73% (± 1%)"),
        ((0.7, -0.4, 1.8), "share", "70% (0% to 100%)"),
        ((0.79, 0.75, 0.83), "chance", "about 16 in 20 (15 to 17 in 20)"),
        ((0.79, math.nan, math.nan), "chance", "about 8 in 10"),
        ((math.nan, math.nan, math.nan), "days", "not known"),
    ],
)
def test_a_number_is_said_with_its_interval(numbers: tuple[float, ...], unit: str, said: str) -> None:
    assert with_interval(*numbers, unit) == said


def test_an_interval_of_a_chance_is_rounded_outwards() -> None:
    assert chances(0.72, 0.88) == "14 to 18 in 20"
    assert chances(0.7, 0.9) == "14 to 18 in 20"
    assert chances(0.0, 0.04) == "0 to 1 in 20"
    assert chances(0.0, 0.0) == "less than 1 in 20"


def made(mean: float, half: float = 1.0) -> Difference:
    return Difference("Pupils", "pupils", "lower", mean, mean - half, mean + half)


def draws(better: float, clear: float = 1.0) -> OverDraws:
    """In such a share of ten draws fewer pupils are in such a school; `clear`: of them beyond chance."""
    ends = clear * better, 1.0 - clear, clear * (1 - better)
    return OverDraws(Interval(better, 0.0, 1.0, 10), *ends, 10)


@pytest.mark.parametrize(
    ("assumed", "without", "over", "word", "because"),
    [
        (made(-9), made(-8), draws(0.9), "high", "in most sets of assumptions"),
        (made(9), made(8), draws(0.1), "high", "in most sets of assumptions"),
        (made(9), made(8), draws(0.5), "low", "depends on what is assumed"),
        (made(9), made(2), draws(0.1), "low", "rests on support having an effect"),
        (made(9), made(8), draws(0.1, clear=0.3), "medium", "in few other sets"),
        (made(9), made(0.5), draws(0.1), "low", "rests on support having an effect"),
        (made(9), made(8), None, "medium", "assumptions were not varied"),
        (made(9), made(-8), draws(0.1), "low", "turns round if support has no effect"),
        (made(0.5), None, draws(0.9), "low", "chance leaves it open"),
        (made(0, 0), None, None, "high", "nothing changes"),
    ],
)
def test_how_sure_a_difference_is(
    assumed: Difference, without: Difference | None, over: OverDraws | None, word: str, because: str
) -> None:
    told = confidence(assumed, without, over)
    assert told.word == word
    assert because in told.because


def test_draws_are_counted_on_the_side_of_the_difference() -> None:
    import numpy as np

    worse = beats_over_draws(np.full((4, 3), 2.0) + np.arange(3), "lower")
    assert confidence(made(9), made(8), worse).agree == ("4 of 4 sets of assumptions agree, 4 clearly")
    assert confidence(made(-9), made(-8), worse).agree == ("0 of 4 sets of assumptions agree, none clearly")
    more = Difference("Share", "share", "higher", 0.2, 0.1, 0.3)
    assert confidence(more, None, draws(0.9), 20).agree == (
        "9 of 10 sets of assumptions agree, 9 clearly in 20 runs"
    )


def test_short_forms_are_explained_once_and_only_where_they_stand() -> None:
    assert explained("13 SLEs for SEND; SEND") == (
        "SLE: specialist leader of education; SEND: special educational needs and disabilities."
    )
    assert explained("Nothing short") == ""
