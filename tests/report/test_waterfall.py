"""A split as readers see it: causes in words, steps that add up as shown, sentences that claim no more."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ist_model.experiments.causes import find_causes
from ist_model.experiments.why_different import Split, Step, WhyDifferent, needed_coalitions
from ist_model.inputs.resolve import resolve
from ist_model.report.words import waterfall
from tests.report.small import ROOT

WORDS = ("School G joins", "Posts", "Demand")


def answer(a: str, b: str) -> WhyDifferent:
    """The causes of two shipped scenarios, without runs."""
    one, other = (resolve(name, ROOT / "scenarios") for name in (a, b))
    return WhyDifferent(one, other, find_causes(one, other, needed_coalitions), (), {}, 1, 1, 1, 1)


def words_of(a: str, b: str, named: bool = False) -> list[str]:
    made = answer(a, b)
    return waterfall.cause_words(made, waterfall.school_words(made.a, made.b, named))


def split(
    start: float, *steps: tuple[float, float, float], unit: str = "pupils", better: str = "lower"
) -> Split:
    """A split with steps of (value, low, high)."""
    exact = [Fraction(str(value)) for value, _, _ in steps]
    first = Fraction(str(start))
    made = tuple(Step(i, exact[i], low, high) for i, (_, low, high) in enumerate(steps))
    whole = float(sum(exact))
    end = first + sum(exact)
    return Split("m", "Pupils", unit, better, 0, first, end, made, whole - 1, whole + 1, 10)


def test_schools_that_chance_may_bring_are_said_to_join_perhaps():
    together = " ".join(words_of("baseline", "growth-national-rate"))
    assert "8 invented schools may join, with 19 posts" in together


def test_causes_are_said_in_plain_words():
    assert words_of("baseline", "two-schools-join-2027") == [
        "School G (invented) joins, with 2 posts",
        "School H (invented) joins, with 3 posts",
    ]
    assert words_of("two-schools-join-2027", "baseline")[0] == "Without School G (invented), with 2 posts"
    assert words_of("baseline", "lose-an-nle") == ["Posts and who leads which school"]
    assert words_of("baseline", "no-effect") == ["Whether support has an effect"]


def test_what_becomes_of_a_post_is_told_by_its_kind_unless_named_and_in_full():
    made = answer("baseline", "lose-an-nle")
    for named, expected, other in ((False, "A school", "School E"), (True, "George White", "A school:")):
        told = str(waterfall.cause_changes(made, waterfall.school_words(made.a, made.b, named), named=named))
        assert expected in told
        assert other not in told  # without names, what becomes of a post leads to no school
        assert "ends" in told


def test_lines_are_rounded_so_that_they_add_up():
    made = waterfall.waterfall(split(54.4, (10.4, 5, 15), (8.4, 7, 9), (0.4, -1, 2)), WORDS, "A", "B")
    shown = [line.shown for line in (made.start, *made.steps, made.end)]
    assert shown == ["54 pupils", "+11", "+9", "about 0", "74 pupils"]
    assert made.start.units + sum(line.units for line in made.steps) == made.end.units


@given(
    st.fractions(min_value=-1000, max_value=1000, max_denominator=997),
    st.lists(st.fractions(min_value=-50, max_value=50, max_denominator=997), min_size=1, max_size=6),
    st.sampled_from([Fraction(1), Fraction(1, 10), Fraction(1000), Fraction(1, 20)]),
)
def test_what_is_shown_adds_up_and_is_never_a_whole_grain_wrong(start, steps, grain):
    end = start + sum(steps)
    first, shown, last = waterfall.rounded(start, steps, end, grain)
    assert first + sum(shown) == last
    assert abs(first * grain - start) <= grain / 2
    assert abs(last * grain - end) <= grain / 2
    assert all(abs(units * grain - step) < 2 * grain for units, step in zip(shown, steps, strict=True))


@pytest.mark.parametrize(
    ("unit", "start", "step", "shown"),
    [
        ("days", 20.2, 30.4, ("20 days", "+31", "51 days")),
        ("GBP a year", 33_149.9, 3_237.4, ("£33,000 a year", "+£3,000", "£36,000 a year")),
        ("share", 0.9523, -0.0594, ("95.2%", "−5.9 points", "89.3%")),
        ("chance", 0.31, 0.2, ("about 3 in 10", "+20 points", "about 5 in 10")),
        ("pupils", 5.0, -0.26, ("5 pupils", "about 0", "5 pupils")),
        ("pupils", 5.0, 0.01, ("5 pupils", "about 0", "5 pupils")),
    ],
)
def test_precision_is_that_of_the_model(unit, start, step, shown):
    made = waterfall.waterfall(split(start, (step, step, step), unit=unit), WORDS[:1], "A", "B")
    assert (made.start.shown, made.steps[0].shown, made.end.shown) == shown


def test_the_sentence_names_what_adds_most_and_what_works_the_other_way():
    made = waterfall.waterfall(split(50, (20, 10, 30), (-5, -8, -2), (3, -1, 7)), WORDS, "A", "B")
    assert made.summary == (
        "18 more pupils (17 to 19): most comes from this: School G joins; the other way: Posts."
    )


def test_a_sentence_claims_nothing_that_is_not_clear():
    tied = waterfall.waterfall(split(50, (0.5, -1, 2), (0.2, math.nan, math.nan)), WORDS[:2], "A", "B")
    assert tied.summary.startswith("No clear difference")
    assert tied.summary.endswith("no cause has a clear part in it.")
    assert not any(line.clear for line in tied.steps)
    against = waterfall.waterfall(split(50, (4, 3, 5), (-4, -5, -3)), WORDS[:2], "A", "B")
    assert "but these have clear parts: School G joins; Posts" in against.summary
