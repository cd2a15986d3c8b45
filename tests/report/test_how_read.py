"""What a trust's file says of how its strengths were read stands beside results of that number alone."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from ist_model.experiments.sensitivity.question import Question
from ist_model.inputs.scenario_models import Resolved
from ist_model.report.cases.case import PUPILS, load_case
from ist_model.report.cases.options import load_options
from ist_model.report.cases.view import load_view
from ist_model.report.pages import assumptions, decision, evidence, trust
from ist_model.report.show import Block
from ist_model.report.words.standing import how_read
from tests.report.test_assumptions_page import FOUND

SAID = "rest on how old outcomes are read"


def noting(resolved: Resolved, pupils: float) -> Resolved:
    """The scenario of a trust whose file says so of so many pupils."""
    note = f"The {pupils:,.0f} pupils of today’s plan {SAID}. By a later reading they would be 9."
    return resolved.model_copy(update={"trust": resolved.trust.model_copy(update={"start_note": note})})


def folders(small: Path) -> dict[str, Path]:
    return {"scenarios_dir": small / "scenarios", "results_dir": small / "outputs/results"}


def on_the_trust(small: Path, more: float, patch: pytest.MonkeyPatch) -> Block:
    case = load_case("baseline", "baseline", **folders(small))
    return trust.facts(
        dataclasses.replace(case, resolved=noting(case.resolved, case.mean(PUPILS) + more)),
    )


def on_the_decision(small: Path, more: float, patch: pytest.MonkeyPatch) -> Block:
    options = load_options(["lose-an-nle"], [], "baseline", **folders(small))
    case = options.baseline
    noted = dataclasses.replace(case, resolved=noting(case.resolved, case.mean(PUPILS) + more))
    return decision.below(dataclasses.replace(options, baseline=noted))


def on_evidence(small: Path, more: float, patch: pytest.MonkeyPatch) -> Block:
    view = load_view("baseline", **folders(small))
    return evidence.not_known(
        dataclasses.replace(view, resolved=noting(view.resolved, view.mean(PUPILS) + more))
    )


def on_assumptions(small: Path, more: float, patch: pytest.MonkeyPatch) -> Block:
    """The note is of the runs of other pages, not of the few of this one; those stand in here."""
    case = load_case("baseline", "baseline", **folders(small))
    patch.setattr(assumptions, "stored_or_made", lambda resolved, root: case.result)
    asked = Question(PUPILS, noting(case.resolved, case.mean(PUPILS) + more), None, small / "outputs/results")
    return assumptions.made_from(dataclasses.replace(FOUND, question=asked))


@pytest.mark.parametrize("page", [on_the_trust, on_the_decision, on_evidence, on_assumptions])
@pytest.mark.parametrize(("more", "stands"), [(0, True), (1, False), (-1, False)])
def test_a_page_says_it_of_its_own_number_alone(
    page: Callable[[Path, float, pytest.MonkeyPatch], Block],
    more: float,
    stands: bool,
    small: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = BeautifulSoup(page(small, more, monkeypatch).markup, "html.parser").get_text(" ")
    assert (SAID in text) is stands


def test_the_number_is_that_of_the_first_sentence_and_a_note_without_one_is_of_any_result(
    small: Path,
) -> None:
    base = load_case("baseline", "baseline", **folders(small)).resolved.trust
    told = {
        "The 1,057 pupils of today’s plan are 57. They were 91 pupils.": (1056.6, 57.0, 91.0),
        "All schools start where they are expected. That is 91 pupils.": (91.0, 3.0, float("nan")),
        "": (57.0,),
    }
    found = [
        [bool(how_read(base.model_copy(update={"start_note": note}), pupils)) for pupils in each]
        for note, each in told.items()
    ]
    assert found == [[True, False, False], [True, True, True], [False]]
