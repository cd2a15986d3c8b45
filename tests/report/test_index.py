"""The index: conclusions that no effect would undo say so first; names and faults are shown as text."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from ist_model.report.case import PUPILS, Case, Rows, load_case
from ist_model.report.index_page import Entry, index
from tests.report.small import SCENARIOS

WORSE, BETTER, SAME = (9.0, 5.0, 12.0), (-9.0, -12.0, -5.0), (0.0, 0.0, 0.0)


@pytest.fixture(scope="module")
def cases(small: Path) -> dict[str, Case]:
    folders = {"scenarios_dir": small / "scenarios", "results_dir": small / "outputs" / "results"}
    return {name: load_case(name, "baseline", **folders) for name in ("baseline", *SCENARIOS)}


def with_pupils(case: Case, assumed: tuple[float, ...], no_effect: tuple[float, ...]) -> Case:
    """The case as it would be with other differences in pupils."""
    made = Case(**{name: getattr(case, name) for name in Case.__dataclass_fields__})
    assert case.differences is not None
    vars(made)["_compared"] = (_with(case.differences, assumed), "")
    vars(made)["_no_effect"] = _with(case.differences, no_effect)
    return made


def _with(rows: Rows, ends: tuple[float, ...]) -> Rows:
    row = rows[PUPILS] | dict(zip(("difference", "low", "high"), ends, strict=True))
    return rows | {PUPILS: row}


def answer(cases: dict[str, Case], *pairs: tuple[tuple[float, ...], tuple[float, ...]]) -> list[str]:
    entries = [Entry("baseline", "Today", cases["baseline"])]
    for name, pair in zip(SCENARIOS, pairs, strict=True):
        entries.append(Entry(name, f"Scenario {name}", with_pupils(cases[name], *pair)))
    soup = BeautifulSoup(index(entries, "Today"), "html.parser")
    return [part.get_text() for part in soup.select("div.answer > p, div.answer li")]


def test_when_no_effect_leaves_nothing_the_first_sentence_says_so(cases: dict[str, Case]) -> None:
    said = answer(cases, (WORSE, SAME), (BETTER, SAME))
    assert said[0].startswith("Every difference for pupils rests on support having an effect")
    assert said[1].startswith("In the baseline")
    assert said[2:] == [
        "Clearly worse for their pupils",
        f"Scenario {SCENARIOS[0]}: 9 more pupils (5 to 12)",
        "Clearly better for their pupils",
        f"Scenario {SCENARIOS[1]}: 9 fewer pupils (5 to 12)",
    ]


def test_when_some_conclusions_fall_away_they_are_named(cases: dict[str, Case]) -> None:
    said = answer(cases, (WORSE, WORSE), (BETTER, SAME))
    assert (
        said[0]
        == f"The difference for pupils under “Scenario {SCENARIOS[1]}” rests on support having an effect."
    )


def test_when_a_conclusion_reverses_the_first_sentence_says_so(cases: dict[str, Case]) -> None:
    said = answer(cases, (WORSE, BETTER), (BETTER, SAME))
    assert said[0] == f"If support has no effect, the conclusion reverses for “Scenario {SCENARIOS[0]}”."


def test_when_conclusions_stand_the_baseline_comes_first(cases: dict[str, Case]) -> None:
    said = answer(cases, (WORSE, WORSE), ((1.0, -2.0, 4.0), SAME))
    assert said[0].startswith("In the baseline")
    assert said[-2:] == ["No clear difference for their pupils", f"Scenario {SCENARIOS[1]}"]


def test_names_and_faults_are_text_never_markup(cases: dict[str, Case]) -> None:
    entries = [
        Entry("baseline", "Today", cases["baseline"]),
        Entry(SCENARIOS[0], "<script>alert(1)</script> for $10", cases[SCENARIOS[0]]),
        Entry("broken", "A broken one", None, "<img src=x onerror=alert(1)>"),
    ]
    soup = BeautifulSoup(index(entries, "Today"), "html.parser")
    assert soup.find("script") is None
    assert "<script>alert(1)</script> for $10" in soup.select_one("table").get_text()
    assert "<img src=x onerror=alert(1)>" in soup.select_one("div.problem").get_text()


def test_an_index_of_nothing_but_faults_still_says_what_went_wrong() -> None:
    soup = BeautifulSoup(index([Entry("baseline", "Today", None, "out of memory")], "Today"), "html.parser")
    assert "No scenario could be run" in soup.get_text()
    assert "out of memory" in soup.select_one("div.problem").get_text()
    assert soup.find("table") is None
