"""What trustees read first: numbers equal the store, every claim has its interval, each page is one sheet."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from weasyprint import HTML

from ist_model.inputs.resolve import resolve
from ist_model.report.cases.case import PUPILS, Case, load_case
from ist_model.report.cases.options import Options, begun, chosen_among, grows, load_options
from ist_model.report.pack.contents import KINDS
from ist_model.report.pages import compare as compare_page
from ist_model.report.pages import decision as decision_page
from ist_model.report.pages import leaders as leaders_page
from ist_model.report.pages import trust as trust_page
from ist_model.report.parts.answers import joiners_in_pupils
from ist_model.report.parts.planned import leaders_by_term
from ist_model.report.words.difference import Difference
from ist_model.report.words.levels import at_no_effect, level
from ist_model.report.words.standing import standing_of
from ist_model.results.discretion import WITHHELD
from ist_model.results.short import BY_SPECIALISM, IN_ALL
from ist_model.results.summary import t_interval
from tests.report.small import ROOT

SHEETS = [kind.file for kind in KINDS if kind.part == "trustees"]


def page(small: Path, file: str) -> BeautifulSoup:
    return BeautifulSoup((small / "outputs/pack" / file).read_text(encoding="utf-8"), "html.parser")


@pytest.fixture(scope="module")
def case(small: Path) -> Case:
    return load_case(
        "baseline", "baseline", scenarios_dir=small / "scenarios", results_dir=small / "outputs/results"
    )


@pytest.fixture(scope="module")
def options(small: Path) -> Options:
    return load_options(
        [],
        ["baseline", "two-schools-join-2027", "lose-an-nle"],
        "baseline",
        scenarios_dir=small / "scenarios",
        results_dir=small / "outputs/results",
    )


def test_there_are_four_pages_for_trustees_the_decision_first() -> None:
    assert SHEETS == ["decision.html", "trust.html", "days.html", "leaders.html"]


@pytest.mark.slow
@pytest.mark.parametrize("file", SHEETS)
def test_a_page_for_trustees_is_one_sheet_in_print(small: Path, file: str) -> None:
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    assert len(HTML(small / "outputs/pack" / file).render().pages) == 1


def cells(table: BeautifulSoup) -> dict[str, list[str]]:
    """A table's rows by their heading."""
    rows = table.select("tbody tr")
    return {words(row.th): [words(cell) for cell in row.select("td")] for row in rows}


def words(element: Tag) -> str:
    """What it says, whatever spaces stand between."""
    return " ".join(element.get_text().split())


def test_numbers_of_the_decision_paper_are_those_of_the_store(small: Path, options: Options) -> None:
    shown = page(small, "decision.html")
    told = cells(shown.select_one("table"))
    joining = options.cases[0]
    heads = [th.get_text() for th in shown.select("thead th")]
    assert heads[2].startswith("1. Two schools join in September 2027")
    made = joining.result.measures[PUPILS] - options.baseline.result.measures[PUPILS]
    found = t_interval(made.to_numpy(float))
    difference = joining.difference(PUPILS)
    assert difference is not None
    assert (difference.mean, difference.low, difference.high) == pytest.approx(found[:3])
    pupils = told[decision_page.COUNTED]
    assert pupils == [
        f"{level(options.baseline, PUPILS)}, of {options.baseline.pupils:,.0f}",
        f"{difference.phrase()}: {joining.mean(PUPILS):,.0f}",
    ]
    mean = float(options.baseline.result.measures[PUPILS].mean())
    assert pupils[0].startswith(f"{mean:,.0f} pupils")
    days = [float(case.result.measures[IN_ALL].mean()) for case in options.every]
    shown_days = [int(re.match(r"\d+", text).group()) for text in told["Support asked for and never given"]]
    assert shown_days == [round(value) for value in days]


def test_where_nobody_joins_all_with_an_effect_are_options(small: Path) -> None:
    found = load_options(
        [],
        ["baseline", "lose-an-nle", "no-effect"],
        "baseline",
        scenarios_dir=small / "scenarios",
        results_dir=small / "outputs/results",
    )
    assert [case.resolved.scenario_id for case in found.cases] == ["lose-an-nle"]


def test_options_are_those_that_grow_unless_they_are_named(options: Options, small: Path) -> None:
    assert [case.resolved.scenario_id for case in options.cases] == ["two-schools-join-2027"]
    baseline, other = (resolve(name, small / "scenarios") for name in ("baseline", "lose-an-nle"))
    assert not grows(other, baseline)


def test_what_begins_with_the_period_is_no_option_unless_named() -> None:
    """Who joined when the period starts is settled; one that is to come is still to be decided."""
    baseline, merger, later = (
        resolve(name, ROOT / "scenarios") for name in ("baseline", "merger-2026", "two-schools-join-2027")
    )
    assert begun(merger, baseline)
    assert not begun(later, baseline)
    names = ["baseline", "merger-2026", "two-schools-join-2027"]
    _, chosen = chosen_among([], names, "baseline", ROOT / "scenarios", every=False)
    assert [each.scenario_id for each in chosen] == ["two-schools-join-2027"]
    _, named = chosen_among(["merger-2026"], names, "baseline", ROOT / "scenarios", every=False)
    assert [each.scenario_id for each in named] == ["merger-2026"]
    _, alone = chosen_among([], names[:2], "baseline", ROOT / "scenarios", every=False)
    assert [each.scenario_id for each in alone] == ["merger-2026"]


def test_the_first_line_says_that_the_trust_is_an_example_as_its_own_file_does(small: Path) -> None:
    trust = resolve("baseline", small / "scenarios").trust
    lead = page(small, "decision.html").select_one("p.lead").get_text().replace("\u00a0", " ")
    assert lead.startswith("Worked example: published strategy (undated, about 2019–21)")
    assert trust.about.partition(". ")[0] in lead
    assert standing_of(trust.model_copy(update={"title": "Riverside Trust"})) == ""


def test_joiners_pupils_stand_beside_those_of_existing_schools(small: Path, options: Options) -> None:
    told = cells(page(small, "decision.html").select_one("table"))[decision_page.JOINERS]
    assert told == ["–", joiners_in_pupils(options.cases[0]).text]


def test_the_choice_agrees_with_who_may_be_best(options: Options) -> None:
    assert options.choice is not None
    chosen = [bool(options.may_be_best(case)) for case in options.every]
    assert chosen == options.choice.best.table["in_set"].tolist()
    assert options.chance(options.baseline) is None
    assert options.chance(options.cases[0]) == options.choice.against[0].chance


def test_a_scenario_with_other_rolls_is_set_apart_with_the_reason(small: Path) -> None:
    found = load_options(
        ["falling-rolls"],
        [],
        "baseline",
        scenarios_dir=small / "scenarios",
        results_dir=small / "outputs/results",
        runs=2,
    )
    assert found.apart == {"falling-rolls": "its rolls differ from those of today’s plan"}
    assert found.choice is None
    text = BeautifulSoup(decision_page.heading(found, 0.7).markup, "html.parser").get_text(" ")
    assert "No option can be set against today’s plan" in text


def test_a_reversal_is_told_first(options: Options, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Options, "turned", property(lambda found: found.cases))
    monkeypatch.setattr(decision_page, "_decision", lambda found: "then this")
    monkeypatch.setattr(Case, "difference_at_no_effect", lambda *_: None)
    answer = BeautifulSoup(decision_page.heading(options, 0.7).markup, "html.parser").select_one("div.answer")
    assert [p.get_text() for p in answer.select("p")][:2] == [
        "If support has no effect, the conclusion reverses for option 1.",
        "Then this.",
    ]


def test_a_comparison_that_reverses_says_so_in_its_first_sentence(
    options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    fewer = Difference("Pupils", "pupils", "lower", -3, -4, -2)
    more = Difference("Pupils", "pupils", "lower", 2, 1, 3)
    monkeypatch.setattr(Case, "difference", lambda *_: fewer)
    monkeypatch.setattr(Case, "difference_at_no_effect", lambda *_: more)
    monkeypatch.setattr(Options, "may_be_best", lambda _, case: not case.alone)
    told = BeautifulSoup(compare_page.heading(options).markup, "html.parser").select(".answer p")
    assert told[0].get_text().startswith("For the pupils of our existing schools, ")
    assert "; this reverses if support has no effect: then “" in told[0].get_text()
    assert "means 2 more pupils (1 to 3) than today’s plan" in told[0].get_text()
    assert "of the clear differences 1 would turn round" in told[-1].get_text()


def test_what_no_effect_leaves_stands_where_the_result_is_met(small: Path, options: Options) -> None:
    without = options.cases[0].difference_at_no_effect(PUPILS)
    assert without is not None
    for file in ("decision.html", "joining.html"):
        told = [p.get_text() for p in page(small, file).select(".answer p")]
        assert sum("does not rule out that support has no effect" in text for text in told) == 1
    paper = " ".join(page(small, "decision.html").select_one(".answer").get_text(" ").split())
    assert without.phrase() in paper
    levels = cells(page(small, "decision.html").select_one("table"))[decision_page.NO_EFFECT]
    assert levels[0] == at_no_effect(options.baseline, PUPILS)


@pytest.mark.parametrize("file", ["decision.html", "trust.html", "scenarios/baseline.html", "money.html"])
def test_no_yearly_sum_stands_in_an_answer_without_its_interval(small: Path, file: str) -> None:
    told = " ".join(page(small, file).select_one(".answer").get_text(" ").split())
    assert re.search(r"(£[\d,]+|days?) a year", told)
    assert re.findall(r"£[\d,]+ a year(?! \()", told) == []


def test_the_trust_on_a_page_shows_every_school_and_the_file_s_own_figures(small: Path, case: Case) -> None:
    shown = page(small, "trust.html")
    told = cells(shown.select("table")[0])
    schools = {school.label: school for school in case.resolved.trust.schools}
    assert {name.replace("\u00a0", " ") for name in told} == set(schools)
    for name, row in told.items():
        assert row[0] == f"{schools[name.replace(chr(0xA0), ' ')].roll:,}"
    alt = shown.select_one("figure img")["alt"]
    for school in schools.values():
        assert f"inclusion {100 * school.start_percentile['inclusion']:.0f}" in alt
    net = cells(shown.select("table")[2])["Support in all, less income from beyond the trust"]
    assert net == [level(case, "net_gbp_per_year")]


def test_days_never_given_by_specialism_are_those_of_the_store(small: Path, case: Case) -> None:
    told = cells(page(small, "days.html").select("table")[0])
    names = zip(case.result.names["specialism_labels"], case.result.names["specialisms"], strict=True)
    for label, key in names:
        mean = float(case.result.measures[f"{BY_SPECIALISM}{key}"].mean())
        assert told[label][-1].startswith(f"{round(mean)} day")
        assert "(" in told[label][-1] or told[label][-1] == "0 days a year"  # the same in all runs


def test_the_plan_names_posts_and_no_leaving_of_any_of_them(small: Path, case: Case) -> None:
    shown = page(small, "leaders.html")
    told = cells(shown.select("table")[0])
    words = case.school_words()
    assert {words[school]: plan[0][0] for school, plan in leaders_by_term(case).items()} == {
        school.replace("\u00a0", " "): row[0].split(",")[0] for school, row in told.items()
    }
    text = shown.get_text(" ").lower()
    assert "leaves" not in text
    assert "resign" not in text


def test_cover_is_not_told_of_a_trust_with_few_posts(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    few = {name: dict(row) for name, row in case.summary.items()}
    few[leaders_page.READY]["withheld"] = WITHHELD
    monkeypatch.setitem(case.__dict__, "summary", few)
    text = BeautifulSoup(leaders_page.heading(case).markup, "html.parser").get_text(" ")
    assert WITHHELD in text
    assert "ready for a headship" not in text


def test_windows_are_told_for_every_school(case: Case) -> None:
    told = trust_page.inspection_windows(case)
    assert set(told) == {school.id for school in case.resolved.trust.schools}
    assert all(re.fullmatch(r"\w{3,4} 20\d\d to \w{3,4} 20\d\d", text) for text in told.values())


def test_the_comparison_states_ties_and_ranks_nothing(small: Path) -> None:
    shown = page(small, "compare.html")
    caption = shown.find("span", string=re.compile("ties are not ranked"))
    assert caption is not None
    often = shown.find("span", string=re.compile("How often each scenario")).find_parent("table")
    assert set(cells(often)) == {
        "Two schools join in September 2027",
        "One of two system leaders goes in 2027",
    }
    assert all("in 10" in row[1] or "in 20" in row[1] for row in cells(often).values())
