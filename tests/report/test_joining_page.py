"""How fast, and when: plans in words, the line of the service, numbers as the store has them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from ist_model.inputs.resolve import resolve
from ist_model.report.cases import joining
from ist_model.report.cases.case import PUPILS
from ist_model.report.cases.joining import Joining, load_joining, pace_words
from ist_model.report.pages import joining as joining_page
from ist_model.report.parts.answers import ON_TIME
from ist_model.report.words.levels import level
from ist_model.results.summary import t_interval

ROOT = Path(__file__).resolve().parents[2]


def load(small: Path, tmp_path: Path, scenarios: list[str], **fields: object) -> Joining:
    given = {"each_september": [], "first_year": 0, "years_later": [0, 1], "least_share": 0.7, "runs": 2}
    return load_joining(
        scenarios,
        "baseline",
        scenarios_dir=small / "scenarios",
        results_dir=tmp_path,
        **(given | fields),
    )


@pytest.fixture(scope="module")
def both(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Joining:
    scenarios = ["growth-national-rate", "two-schools-join-2027"]
    return load(small, tmp_path_factory.mktemp("joining"), scenarios, each_september=[[1], [8]])


def test_plans_are_called_what_they_are() -> None:
    assert pace_words([1, 0, 1, 0], 2027) == "2 schools in all: in 2027 and 2029"
    assert pace_words([1, 1, 1], 2027) == "1 school a year from 2027 (3 in all)"
    assert pace_words([2, 2], 2027) == "2 schools a year from 2027 (4 in all)"
    assert pace_words([8], 2027) == "8 schools at once in 2027"


def test_the_usual_paces_fit_pool_and_period() -> None:
    baseline, growth = (resolve(name, ROOT / "scenarios") for name in ("baseline", "growth-national-rate"))
    assert joining._usual(baseline, growth, 2027) == [
        [1, 0, 1],
        [1, 1, 1, 1],
        [2, 2, 2, 2],
        [4, 4],
        [8],
    ]
    short = baseline.model_copy(update={"years": 1.5})
    assert joining._usual(short, growth, 2027) == [[1], [2], [4], [8]]
    assert joining._usual(baseline, None, 2027) == []


def test_each_plan_is_set_beside_nobody_joining(both: Joining) -> None:
    assert [plan.name for plan in both.paces] == ["1 school at once in 2027", "8 schools at once in 2027"]
    assert [plan.name for plan in both.dates] == ["September 2027"]  # a year later lies beyond the period
    for plan in (*both.paces, *both.dates):
        made = plan.case.result.measures[PUPILS] - both.nobody.result.measures[PUPILS]
        found = plan.case.difference(PUPILS)
        assert found is not None
        assert (found.mean, found.low, found.high) == pytest.approx(t_interval(made.to_numpy(float))[:3])


def test_the_page_says_what_the_store_has(both: Joining) -> None:
    block = joining_page.how_fast(both) + joining_page.when(both)
    tables = BeautifulSoup(block.markup, "html.parser").select("table")
    for table, plans in zip(tables, (both.paces, both.dates), strict=True):
        rows = {row.th.get_text(): row.td.get_text() for row in table.select("tbody tr")}
        shown = {joining_page._named(plan): level(plan.case, ON_TIME) for plan in plans}
        for name, plan in zip(shown, plans, strict=True):
            few = (plan.case.result.schools["group"] == "joiner").sum() <= joining_page.MOST_NAMED
            assert (name != plan.name) == few
        assert rows == shown | {"Nobody joins": level(both.nobody, ON_TIME)}


def test_the_answer_names_the_fastest_pace_that_keeps_the_line(both: Joining) -> None:
    def answer(least_share: float) -> str:
        made = Joining(both.nobody, both.paces, both.growth, (), None, least_share)
        return BeautifulSoup(joining_page.heading(made).markup, "html.parser").get_text(" ")

    assert (
        "The fastest pace shown that on average clearly keeps the line of 0% begun within half a term"
        in answer(0.0)
    )
    assert "8 schools at once in 2027; for the pupils of our existing schools it means" in answer(0.0)
    assert "no pace shown clearly keeps the line of 100%" in answer(1.0)


def test_the_page_tells_the_average_from_the_runs_that_reach_the_line(both: Joining) -> None:
    """Two runs: one begins all its needs in time and the other none, so half of them keep 40%, not all."""
    measures = both.nobody.result.measures.assign(**{ON_TIME: [1.0, 0.0]})
    nobody = replace(both.nobody, result=replace(both.nobody.result, measures=measures))
    made = Joining(nobody, (), both.growth, (), None, 0.4)
    told = BeautifulSoup(joining_page.heading(made).markup, "html.parser").get_text(" ")
    assert "That is the average: only about 10 in 20 runs (1 to 19 in 20) reach the line of 40%" in told


def test_without_schools_that_join_there_is_nothing_to_plan(small: Path, tmp_path: Path) -> None:
    made = load(small, tmp_path, ["lose-an-nle"])
    told = joining_page.heading(made) + joining_page.how_fast(made) + joining_page.when(made)
    text = BeautifulSoup(told.markup, "html.parser").get_text(" ")
    assert "there is nothing to plan" in text
    assert "no scenario of this pack names schools" in text.lower()
    assert made.paces == made.dates == ()
    shutil.rmtree(tmp_path)
