"""Pages without names hold no name of a school, whole or as people say it (MODEL 11.4)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ist_model.inputs.folder import scenario_files
from ist_model.inputs.resolve import resolve
from ist_model.inputs.scenario_models import Resolved
from ist_model.report.pack import contents
from ist_model.report.words.changes import changes
from ist_model.report.words.neutral import distinctive, neutral, unnamed
from tests.report.small import ROOT

SCENARIOS = ROOT / "scenarios"
TOP = sorted(path.stem for path in scenario_files(SCENARIOS) if path.parent == SCENARIOS)
QUESTION = (
    "What if one of George White's deputies goes to Drayton, "
    "or Lionwood Junior School shares one with Lionwood?"
)
_SHOWN = re.compile(r'<(style|script)\b.*?</\1>|src="data:[^"]*"', re.DOTALL)


@pytest.fixture(scope="module")
def baseline() -> Resolved:
    return resolve("baseline", SCENARIOS)


def words_of_names(*scenarios: Resolved) -> set[str]:
    """Every word that tells which school is meant, of all names."""
    names = {
        school.name for each in scenarios for school in each.trust.schools if school.name != school.label
    }
    told = {word for name in names for word in distinctive(name).split()}
    assert {"George", "White", "Drayton", "Lionwood"} <= told
    return told


def found_in(text: str, words: set[str]) -> list[str]:
    return re.findall(rf"\b(?:{'|'.join(map(re.escape, sorted(words)))})\b", text)


@pytest.mark.parametrize("name", TOP)
def test_no_shipped_scenario_says_a_school_s_name_in_its_own_words(baseline: Resolved, name: str) -> None:
    other = resolve(name, SCENARIOS)
    words = words_of_names(baseline, other)
    rows = changes(baseline, other, {school.id: school.label for school in other.trust.schools})
    said = [other.name, other.question, *(shock.reason for shock in other.shocks)]
    assert found_in(" ".join([*said, *(" ".join(row) for row in rows)]), words) == []


def test_no_page_of_an_unnamed_pack_says_a_school_s_name(small: Path, baseline: Resolved) -> None:
    words = words_of_names(baseline)
    pages = list((small / "outputs/pack").rglob("*.html"))
    assert pages
    for page in pages:
        assert found_in(_SHOWN.sub(" ", page.read_text(encoding="utf-8")), words) == [], page.name


def test_a_question_with_names_is_told_by_labels(baseline: Resolved) -> None:
    asked = baseline.model_copy(
        update={"question": QUESTION, "name": "Drayton Community Infant School closes"}
    )
    said = unnamed(asked)
    assert said.question == (
        "What if one of School E's deputies goes to School F, "
        "or School C shares one with School A or School C?"
    )
    assert said.name == "School F closes"
    assert neutral(QUESTION, asked, named=False) == said.question
    assert unnamed(baseline) == baseline


def test_titles_of_pages_are_told_by_labels_unless_the_pack_is_named(baseline: Resolved) -> None:
    asked = baseline.model_copy(update={"name": "Drayton closes", "scenario_id": "closes"})
    chosen = {"baseline": baseline, "closes": asked}

    def titles(named: bool) -> str:
        return " ".join(page.title for page in contents.pages(chosen, "baseline", named=named))

    assert found_in(titles(False), words_of_names(baseline)) == []
    assert "School F closes" in titles(False)
    assert "Drayton closes" in titles(True)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("George White Junior School", "George White"),
        ("The Norwich Primary Academy", "Norwich"),
        ("St Mary's CE (VA) Primary School", "St Mary's"),
        ("Primary School", ""),
        ("School G (invented)", ""),
    ],
)
def test_what_a_school_is_called_in_short(name: str, short: str) -> None:
    assert distinctive(name) == short
