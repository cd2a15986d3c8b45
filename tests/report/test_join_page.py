"""Should this school join: every number of the page is that of the test and of the map it shows."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from ist_model.experiments import growth_line
from ist_model.experiments.frontier import Map
from ist_model.experiments.join_test.turns import AS_IT_IS, NO_EFFECT, TRIED, Turn
from ist_model.inputs.candidate import NOTED, WEIGHED
from ist_model.report import charts
from ist_model.report.pages import join_test as join_page
from ist_model.report.pages.join_test import Joining
from ist_model.report.parts.answers import ON_TIME
from ist_model.report.words import growth as growth_words
from ist_model.report.words import join_test as join_words
from ist_model.report.words.levels import with_interval

GIVEN = {
    "candidate": "",
    "joiners": [0, 1],
    "posts": [0, 1],
    "shares": [0.0],
    "cell_runs": [3, 3],
    "runs": 3,
}


def load(small: Path, results: Path, scenarios: list[str], **fields: object) -> Joining:
    folder = small / "scenarios"
    given = GIVEN | fields
    return join_page.load(scenarios, "baseline", scenarios_dir=folder, results_dir=results, **given)


@pytest.fixture(scope="module")
def joining(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Joining:
    return load(small, tmp_path_factory.mktemp("results"), ["growth-national-rate"])


def tables(block: object) -> dict[str, list[list[str]]]:
    """Rows of each table by its caption."""
    soup = BeautifulSoup(block.markup, "html.parser")
    return {
        each.caption.get_text(): [
            [cell.get_text() for cell in row.find_all(["td", "th"])] for row in each.tbody.find_all("tr")
        ]
        for each in soup.find_all("table")
    }


def test_the_map_is_told_cell_by_cell(joining: Joining) -> None:
    made = tables(join_page.maps(joining))
    rows = made[f"{join_page.TOGETHER}, by SLE posts"]
    drawn = joining.safe.by_posts
    assert [row[0] for row in rows] == ["nobody joins", "1 school a year"]
    for row, cells in zip(rows, drawn.cells, strict=True):
        for text, cell in zip(row[1:], cells, strict=True):
            told, _, span = text.partition(" ")
            assert told == growth_words.marks(cell)
            assert span == f"({100 * cell.chance.low:.0f}–{100 * cell.chance.high:.0f})"
    by_itself = made[f"{join_page.BY_ITSELF}, by SLE posts"]
    assert by_itself[1][1:] == [growth_words.worst_year(cell) for cell in drawn.cells[1]]
    assert len(made) == 4
    text = BeautifulSoup(join_page.maps(joining).markup, "html.parser").get_text()
    assert f"At least {100 * growth_line.SHARE:.0f}% of the needs" in text
    assert f"in at least {100 * growth_line.CONFIDENCE:.0f}% of the runs" in text
    for said in growth_words.worst_years(joining.safe):
        assert said in text
    assert "last safe point" in join_page.heading(joining).markup or "no pace is safe" in (
        join_page.heading(joining).markup
    )


def test_every_plan_of_the_school_is_told_beside_declining(joining: Joining) -> None:
    (rows,) = tables(join_page.put_to_the_test(joining)).values()
    found = joining.test
    every = [found.decline, *found.outcomes, *([found.condition] if found.condition else [])]
    assert [tuple(row) for row in rows] == [join_words.cells(each) for each in every]
    assert rows[0][0] == "not at all"
    assert all(text for row in rows for text in row[:-1])
    for text in join_words.answers(found):
        assert text in BeautifulSoup(join_page.heading(joining).markup, "html.parser").get_text()


def test_what_stood_in_for_the_unknown_is_told(joining: Joining) -> None:
    made = tables(join_page.changes(joining))
    (rows,) = made.values()
    assert len(rows) == len(joining.test.stood_in)
    assert "RISE support" in join_page.changes(joining).markup


def test_fields_and_assumptions_have_no_raw_names() -> None:
    for name in (*WEIGHED, *NOTED, *TRIED, AS_IT_IS, NO_EFFECT):
        called = join_words.field(name)
        assert not set("_.`") & set(called), called


def test_where_nothing_can_be_asked_the_page_says_so(small: Path, tmp_path: Path) -> None:
    nothing = load(small, tmp_path, ["lose-an-nle"], runs=1)
    assert nothing.safe is None
    assert "names schools that might join" in join_page.maps(nothing).markup
    assert nothing.test is None
    assert "fewer than two runs" in join_page.put_to_the_test(nothing).markup
    assert "no school to test" in join_page.heading(nothing).markup


def test_what_no_effect_of_support_leaves_of_the_service_is_told(joining: Joining) -> None:
    """Waits are of the effect of support too: fewer needs are raised where it works (MODEL 4.7)."""
    today = joining.today
    assert today.result_no_effect is not None
    told = BeautifulSoup(join_page.maps(joining).markup, "html.parser").get_text()
    for result in (today.result, today.result_no_effect):
        share = result.measures[ON_TIME].mean()
        assert (
            f"{100 * share:.0f}%" in told.partition("If support had no effect")[2].partition("as assumed")[0]
        )
    found = joining.test
    (turn,) = (each for each in found.turns if each.what == NO_EFFECT)
    said = join_words.rests_on_support(found)
    assert said in BeautifulSoup(join_page.changes(joining).markup, "html.parser").get_text()
    assert with_interval(*turn.outcome.holds[:3], "chance") in said
    bare = dataclasses.replace(found, turns=tuple(each for each in found.turns if each is not turn))
    assert join_words.rests_on_support(bare) == ""


def test_marks_are_explained_only_where_they_are_seen(joining: Joining) -> None:
    seen = {c.verdict for m in (joining.safe.by_posts, joining.safe.by_share) for row in m.cells for c in row}
    careful = charts.frontier(joining.safe).words.careful
    assert ("ramed cells" in careful) == ("keeps" in seen)
    assert ("question mark" in careful) == ("open" in seen)


def test_the_stamp_is_of_all_that_the_page_rests_on(joining: Joining) -> None:
    stamp = join_page.stamp(joining)
    assert stamp.scenario == "2 scenarios and a candidate"
    assert stamp.runs == f"3 each; maps {joining.safe.runs:,} in all"
    assert stamp.html() in join_page.made_from(joining).markup
    school = joining.test.candidate
    otherwise = {
        "candidate": {
            "test": dataclasses.replace(joining.test, candidate=school.model_copy(update={"roll": 7}))
        },
        "growth": {
            "safe": dataclasses.replace(
                joining.safe, growth=joining.safe.growth.model_copy(update={"no_effect": True})
            )
        },
        "base": {"base": joining.base.model_copy(update={"no_effect": True})},
        "no candidate": {"test": None},
        "no map": {"safe": None},
    }
    made = {name: join_page.stamp(dataclasses.replace(joining, **each)) for name, each in otherwise.items()}
    assert len({stamp.scenario_hash, *(each.scenario_hash for each in made.values())}) == 6
    assert made["no candidate"].scenario == "2 scenarios"
    assert (made["no map"].scenario, made["no map"].runs) == ("baseline and a candidate", "3 each")
    fewer = dataclasses.replace(joining, test=dataclasses.replace(joining.test, runs=1))
    assert join_page.stamp(fewer).runs.startswith("1 or 3 each;")


def test_a_page_that_rests_on_one_scenario_is_stamped_as_any_other_page_of_it(joining: Joining) -> None:
    alone = join_page.stamp(dataclasses.replace(joining, safe=None, test=None))
    other = joining.today.stamp()
    assert (alone.scenario, alone.scenario_hash, alone.seed) == (
        other.scenario,
        other.scenario_hash,
        other.seed,
    )


def of_one_verdict(drawn: Map, verdict: str) -> Map:
    cells = tuple(tuple(cell._replace(verdict=verdict) for cell in row) for row in drawn.cells)
    return dataclasses.replace(drawn, cells=cells)


def test_every_cell_is_told_from_the_line_in_runs_and_a_share_in_per_cent(joining: Joining) -> None:
    safe = joining.safe
    told = {
        verdict: charts.frontier(
            dataclasses.replace(
                safe,
                by_posts=of_one_verdict(safe.by_posts, verdict),
                by_share=of_one_verdict(safe.by_share, verdict),
            )
        ).words.careful
        for verdict in ("keeps", "fails")
    }
    assert "Every cell is at most 5 runs in 100 above the line." in told["fails"]
    assert "Framed cells are on or above the line, or at most 5 runs in 100 below it." in told["keeps"]
    alt = charts.frontier(safe).words.alt
    assert "share of joiners sponsored 0%: " in alt
    assert f"SLE posts {safe.by_posts.columns[0]:g}: " in alt


def test_what_would_change_the_answer_tells_no_chance_of_one_head(joining: Joining) -> None:
    """MODEL 11.4: leaving is not told of one school's head; that the school's leadership matters is."""
    found = joining.test
    as_it_is = found.turns[0]
    other = "not safe" if as_it_is.outcome.verdict == "safe" else "safe"
    verdicts = dict.fromkeys(("pupils_verdict", "standard_verdict", "money_verdict"), other)
    turn = Turn("head_stays", "no", dataclasses.replace(as_it_is.outcome, **verdicts))
    moved = dataclasses.replace(joining, test=dataclasses.replace(found, turns=(as_it_is, turn)))
    text = BeautifulSoup(join_page.changes(moved).markup, "html.parser").get_text(" ")
    assert "leadership stays as it is, taken to be no" in text.lower()
    assert re.search(r"\bhead\b|as likely", text) is None
    (rows,) = tables(join_page.changes(joining)).values()
    (row,) = (row for row in rows if row[0] == join_words.field("head_stays"))
    assert row == ["leadership stays as it is", "no", "yes", "yes", "a guess, until the school says"]
