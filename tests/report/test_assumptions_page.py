"""Which assumptions carry an answer, in words and on a page: ties, luck, what acts together, no effect."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from bs4 import BeautifulSoup

from ist_model.experiments.sensitivity.morris import Effect, Screening
from ist_model.experiments.sensitivity.question import Question
from ist_model.experiments.sensitivity.sobol import Bounds, Indices, Pair
from ist_model.experiments.sensitivity.tornado import Ends, Tornado
from ist_model.experiments.sensitivity.whole import NoEffect, Sensitivity
from ist_model.inputs.identity import identity
from ist_model.report.pages import assumptions as assumptions_page
from ist_model.report.words import carries
from ist_model.results.measures import MEASURES
from ist_model.results.summary import Interval
from tests.experiments.small import small

KEYS = ("support.odds_ratio", "strength.kappa_per_week")


def bounds(*values: float) -> Bounds:
    """Estimates five points wide either way."""
    found = np.array(values)
    return Bounds(found, found - 0.05, found + 0.05)


MADE = Indices(
    keys=KEYS,
    first=bounds(0.5, 0.3),
    total=bounds(0.7, 0.5),
    second=bounds(0.2),
    variance=bounds(10.0),
    chance_variance=30.0,
    tied=KEYS[:1],
    pairs=(Pair(KEYS, 0.2, 0.1, 0.3, -12.0, 3.0),),
    rows=64,
    missing=0,
    runs=4,
)
FOUND = Sensitivity(
    question=Question("pupils_attention_existing", small()),
    measure=MEASURES["pupils_attention_existing"],
    screening=Screening(tuple(Effect(key, 1.0, 2.0, 1.0, 1.0, 0.5) for key in (*KEYS, "x.y")), 16, 4, 0.0),
    indices=MADE,
    tornado=Tornado(
        Interval(60.0, 50.0, 70.0, 100),
        (
            Ends(KEYS[0], Interval(20.0, 10.0, 30.0, 100), Interval(-15.0, -20.0, -10.0, 100)),
            Ends(KEYS[1], Interval(1.0, -3.0, 5.0, 100), Interval(-2.0, -6.0, 2.0, 100)),
        ),
    ),
    no_effect=NoEffect(Interval(90.0, 80.0, 100.0, 100), Interval(30.0, 25.0, 35.0, 100)),
)


def said(found: Sensitivity) -> str:
    return " ".join(carries.sentences(found))


def test_the_answer_says_what_carries_it_what_is_luck_and_what_acts_together():
    text = said(FOUND)
    assert text.startswith("With every assumption at its central value the answer is 60 pupils (50 to 70).")
    assert "at the next inspection” carries most of what the assumptions leave open" in text
    assert "leave open: 70% of it (65% to 75%)" in text
    assert "these 2 assumptions make 25% and chance the rest" in text
    assert "Another 1 assumption" in text
    assert "by −12 pupils while the second is low, and by +3 pupils while it is high" in text
    assert text.endswith(
        "If support had no effect, the answer would be 90 pupils (80 to 100): "
        "30 more pupils (25 to 35) than as assumed."
    )


def test_ties_are_told_as_ties_and_effects_that_add_up_as_such():
    text = said(replace(FOUND, indices=replace(MADE, tied=KEYS, pairs=())))
    assert "” and “" in text
    assert "” may each carry most" in text
    assert "they are tied" in text
    assert "No two assumptions clearly act together" in text


def test_where_nothing_shows_no_share_is_told():
    unclear = replace(MADE, variance=Bounds(np.ones(1), -np.ones(1), np.ones(1)))
    assert "does not show above chance: no share is told" in said(replace(FOUND, indices=unclear))
    nothing = replace(FOUND, indices=None, tornado=replace(FOUND.tornado, ends=()))
    assert "No assumption changes it" in said(nothing)
    page = assumptions_page.shares(nothing) + assumptions_page.tornado(nothing)
    assert "no shares" in page.markup
    assert "nothing to draw" in page.markup


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (Interval(9.0, 5.0, 12.0, 100), "This conclusion reverses if support has no effect"),
        (Interval(0.0, -2.0, 2.0, 100), "the difference rests on support working as assumed"),
        (Interval(-9.0, -12.0, -5.0, 100), "the difference stands"),
        (Interval(-2.0, -3.0, -1.0, 100), "less than half of the difference is left"),
    ],
)
def test_a_difference_that_reverses_without_effect_is_said_first(left, words):
    made = replace(
        FOUND,
        question=replace(FOUND.question, against=small()),
        tornado=replace(FOUND.tornado, central=Interval(-10.0, -14.0, -6.0, 100)),
        no_effect=NoEffect(left, Interval(1.0, 0.5, 1.5, 100)),
    )
    sentences = carries.sentences(made)
    assert words in sentences[0 if "reverses" in words else -1]
    assert "the answer is 10 fewer pupils (6 to 14)" in " ".join(sentences)


def test_a_scenario_without_effect_says_so():
    assert said(replace(FOUND, no_effect=None)).endswith("nothing here rests on one.")


def test_the_page_has_a_chart_with_words_and_a_table_with_intervals():
    chart = assumptions_page.tornado(FOUND).markup
    assert (
        "the odds of a sufficient grade at the next inspection” moves the answer most: 20 more pupils ("
        in chart
    )
    assert "a hollow bar may be chance" in chart
    assert "alt=" in chart
    table = assumptions_page.shares(FOUND).markup
    for words in (
        "at the next inspection (support.odds_ratio)",
        "70% (65% to 75%)",
        "50% (45% to 55%)",
        "1 to 1.6 odds ratio",
        "15 fewer pupils (10 to 20)",
    ):
        assert words in table
    assert (
        "2 with the largest effects were varied together: 64 samples"
        in assumptions_page.made_from(FOUND).markup
    )


def test_an_assumption_is_called_by_the_first_part_of_what_the_register_says() -> None:
    meanings = {row.key: row.meaning for row in FOUND.question.scenario.assumptions.assumptions}
    for key in ("grade.report_card_2025.cut_2", "support.odds_ratio", "strength.persistence"):
        words = carries.meaning(FOUND, key)
        assert " ".join(meanings[key].split()).startswith(words)
        assert len(words.split()) > 3


def test_the_stamp_calls_scenarios_as_other_pages_do_and_its_hash_is_over_both():
    """By id, or by their number; what the answer is set against moves the hash."""
    question = FOUND.question
    other = question.scenario.model_copy(update={"no_effect": True, "scenario_id": "other"})
    both = replace(FOUND, question=replace(question, against=other))
    stamps = [
        BeautifulSoup(assumptions_page.made_from(each).markup, "html.parser").select(".stamp dd")
        for each in (FOUND, both)
    ]
    own = (question.scenario.scenario_id, identity(question.scenario)[:12])
    assert (stamps[0][1].get_text(), stamps[0][2].get_text()) == own
    assert stamps[1][1].get_text() == "2 scenarios"
    assert stamps[1][2].get_text() not in (own[1], identity(other)[:12])
