"""Pages of schools, network, succession, money and evidence: what they say is what the store holds."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup

from ist_model.experiments.outcomes import cost_of_outcome
from ist_model.report.cases.view import View, find_school, load_view, load_views
from ist_model.report.pages import budget as budget_page
from ist_model.report.pages import evidence as evidence_page
from ist_model.report.pages import network as network_page
from ist_model.report.pages import school as school_page
from ist_model.report.pages import succession as succession_page
from ist_model.report.pages import value as value_page
from ist_model.report.pages.school import SchoolView
from ist_model.report.parts.exchange import who_to_whom
from ist_model.report.show import Block
from ist_model.report.words.levels import level, of_row
from ist_model.report.words.plain import money, percent
from ist_model.results.checks import LAWS
from ist_model.results.result import ScenarioResult
from tests.report.small import RUNS


@pytest.fixture(scope="module")
def folders(small: Path) -> dict[str, Path]:
    return {"scenarios_dir": small / "scenarios", "results_dir": small / "outputs" / "results"}


@pytest.fixture(scope="module")
def view(folders: dict[str, Path]) -> View:
    return load_view("baseline", **folders, no_effect=True)


@pytest.fixture(scope="module")
def page(folders: dict[str, Path]) -> SchoolView:
    return school_page.load("School F", "baseline", **folders)


def table(block: Block, caption: str) -> pd.DataFrame:
    """A table of a page as text, read back from its HTML."""
    soup = BeautifulSoup(block.markup, "html.parser")
    (found,) = [each for each in soup.find_all("table") if caption in each.caption.get_text()]
    head, *rows = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in found.find_all("tr")]
    return pd.DataFrame(rows, columns=head).set_index(head[0])


def text(block: Block) -> str:
    return BeautifulSoup(block.markup, "html.parser").get_text(" ")


def test_a_school_is_found_by_label_and_by_id_and_by_nothing_else(view: View) -> None:
    by_label, by_id = find_school(view, "School F"), find_school(view, "DR")
    assert by_label == by_id
    assert view.schools[by_label[0]] == "School F"
    with pytest.raises(ValueError, match=r"no school is called 'School Z'.*School A, School B"):
        find_school(view, "School Z")


def test_schools_that_share_a_label_are_told_apart(view: View) -> None:
    schools = tuple(s.model_copy(update={"label": "Ours"}) for s in view.resolved.trust.schools)
    trust = view.resolved.trust.model_copy(update={"schools": schools})
    alike = dataclasses.replace(view, resolved=view.resolved.model_copy(update={"trust": trust}))
    assert len({find_school(alike, school.id)[0] for school in schools}) == len(schools)


def test_the_days_on_a_school_s_page_are_those_stored(page: SchoolView) -> None:
    stored = page.view.result.series["support_by_school"]
    own = stored[stored["school"] == page.index]
    years = page.view.resolved.years
    asked = round(float(own["asked_days"].sum()) / years)
    got = round(float(own["given_days"].sum() + own["bought_days"].sum()) / years)
    said = text(school_page.heading(page))
    found = re.search(
        r"School F asks for (\d+) days \((\d+) to (\d+)\) of support a year on average and receives "
        r"(\d+) days \((\d+) to (\d+)\) of it; (\d+)% \((\d+)% to (\d+)%\) of its needs begin",
        said,
    )
    numbers = [int(each) for each in found.groups()]
    assert numbers[0::3][:2] == [asked, got]
    assert all(low <= mean <= high for mean, low, high in zip(*[iter(numbers)] * 3, strict=True))
    assert len(page.support) == len(page.view.half_terms())


def test_waits_on_a_school_s_page_are_those_stored(page: SchoolView) -> None:
    stored = page.view.result.series["needs_by_school"]
    own = stored[stored["school"] == page.index].set_index("area")
    shown = table(school_page.waits(page), "What the school asks for")
    labels = page.view.result.names["area_labels"]
    assert len(shown) == len(own) > 0
    for area, row in own.iterrows():
        share = float(row["share_within_resolved"])
        expected = percent(share) if share == share else "not known"
        assert shown.loc[labels[int(str(area))]].iloc[1].partition(" (")[0] == expected


def test_a_school_s_account_is_the_one_stored(page: SchoolView) -> None:
    frame = page.view.result.series["icfp"]
    own = frame[frame["school"] == page.index].sort_values("school_year")
    shown = table(budget_page.account(page), "Income and expenditure")
    for words, column in (("Income", "income_gbp_mean"), ("In-year balance", "balance_gbp_mean")):
        *means, span = shown.loc[words]
        assert means == [money(float(value)) for value in own[column]]
        ends = (money(float(own.iloc[-1][column.replace("mean", end)])) for end in ("p10", "p90"))
        assert span == " to ".join(ends)  # a mean alone would hide how far a school's money can be from it


def test_a_school_s_page_gives_no_chance_of_a_grade_and_no_name(page: SchoolView) -> None:
    blocks = [
        part(page)
        for part in (
            school_page.heading,
            school_page.today,
            school_page.tier_timeline,
            school_page.support,
            school_page.inspection,
            budget_page.roll_and_budget,
            budget_page.questions,
        )
    ]
    said = " ".join(text(block) for block in blocks)
    assert page.school.name not in said
    assert page.school.name not in "".join(block.markup for block in blocks)
    assert "no effect is possible" in said
    for word in ("will be graded", "exceptional", "needs attention"):
        assert word not in said


def test_the_network_s_table_is_who_to_whom(view: View) -> None:
    stored = who_to_whom(view.result, named=False)
    shown = table(network_page.who_gives(view), "Days of support a year by giver")
    assert list(shown.index) == list(stored.index)
    for column in stored.columns:
        heading = f"to {column}" if column != network_page.IN_ALL else network_page.IN_ALL
        for giver, value in stored[column].items():
            if value >= 0.5:
                assert shown.loc[giver, heading] == f"{float(value):,.0f}"


def test_whom_we_would_miss_is_shown_for_five_leaders_or_more(view: View) -> None:
    shown = table(network_page.missed(view, 2), "What withdrawing a group does")
    leaders = shown["Leaders"].str.partition(",")[0].astype(int)
    assert (leaders >= 5).all()
    assert "2 times with the same luck" in text(network_page.missed(view, 2))


def test_a_year_shows_the_schools_and_never_a_post(view: View) -> None:
    alt = BeautifulSoup(network_page.a_year(view, 0).markup, "html.parser").img["alt"]
    assert "School" in alt
    posts = [post.id for post in view.resolved.trust.posts]
    assert [post for post in posts if post in alt] == []


def test_gaps_are_levels_and_no_difference_is_taken_over_other_schools(folders: dict[str, Path]) -> None:
    views = load_views(["baseline", "two-schools-join-2027", "lose-an-nle", "baseline"], **folders)
    assert len(views) == 3
    shown = table(succession_page.gaps(views), "Vacancies and gaps")
    for view in views:
        told = level(view, "promotions").replace(" posts", "")  # the heading has the unit
        called = "Today’s plan" if view is views[0] else view.resolved.name
        assert shown.loc[called, succession_page.GAPS["promotions"]] == told
    last = shown.iloc[:, -1]
    assert last[views[1].resolved.name] == "not compared"
    assert last[views[2].resolved.name] != "not compared"


def test_costs_of_support_are_those_stored(view: View) -> None:
    alt = BeautifulSoup(value_page.costs(view).markup, "html.parser").img["alt"]
    mean = view.mean("cover_gbp_per_year")
    assert f"{value_page.KINDS['cover']} {money(mean)}" in alt


def test_an_outcome_has_a_cost_only_where_there_is_an_outcome(view: View) -> None:
    shown = table(value_page.outcome(view, 2), "Cost of support for each pupil-year")
    assert "no outcome" in shown.iloc[0, 1]
    assert view.without is not None
    found = cost_of_outcome(view.result, view.without)
    said = str(shown.iloc[1, 1])
    assert said.startswith("£") if found.gbp == found.gbp else "may be chance" in said


def test_the_centre_s_account_is_the_one_stored(view: View) -> None:
    shown = table(value_page.balances(view), "account of the trust’s centre")
    stored = view.result.series["centre"].sort_values("school_year")
    *told, spread = shown.loc["Top slice from schools"]
    assert told == [money(float(v)) for v in stored["top_slice_mean"]]
    assert spread.startswith(("±", "no spread"))


def test_the_evidence_page_counts_what_the_register_and_the_laws_hold(view: View) -> None:
    rows = view.resolved.assumptions.assumptions
    shown = table(evidence_page.grounds(view), "What the model’s numbers rest on")
    assert shown["Numbers"].astype(int).sum() == len(rows)
    soup = BeautifulSoup(evidence_page.register(view).markup, "html.parser")
    assert sum(len(each.find_all("tr")) - 1 for each in soup.find_all("table")) == len(rows)
    assert f"{len(LAWS)} laws" in text(evidence_page.verification())


def test_the_evidence_page_shows_every_known_answer() -> None:
    shown = table(evidence_page.verification(), "Numbers with a known answer")
    assert len(shown) == evidence_page.known_answers()["numbers_checked"]
    assert set(shown["Verdict"]) == {"agrees"}


def test_conclusions_are_drawn_again_without_an_effect(view: View, folders: dict[str, Path]) -> None:
    names = ["two-schools-join-2027", "baseline"]
    block = evidence_page.no_effect(view, names, "baseline", runs=0, **folders)
    shown = table(block, "against today’s plan")
    assert list(shown.index) == ["Two schools join in September 2027"]
    assert "odds ratio of 1.2" in text(block)


def small_result(view: View, change: dict[str, float]) -> ScenarioResult:
    measures = view.result.measures.assign(**change)
    return dataclasses.replace(view.result, measures=measures)


def test_scenarios_that_chart_shows_are_those_furthest_from_the_first(view: View) -> None:
    levels = [1.0, 1.1, 5.0, 0.2, 1.05, 3.0, 2.0]
    views = [
        dataclasses.replace(
            view,
            result=small_result(view, {"bench_ready_now": value}),
            resolved=view.resolved.model_copy(update={"name": f"S{place}"}),
        )
        for place, value in enumerate(levels)
    ]
    assert [each.resolved.name for each in succession_page.shown(views)] == ["S0", "S2", "S3", "S5", "S6"]
    assert "2 more scenarios are left out" in text(succession_page.bench(views))


def test_a_level_has_its_interval_at_its_own_precision() -> None:
    row = {
        "mean": 35.2,
        "mean_low": 31.0,
        "mean_high": 38.4,
        "unit": "school weeks",
        "decimals": 0,
        "withheld": "",
    }
    assert of_row(row) == "35 school weeks (31 to 38)"
    assert of_row({**row, "mean_low": 35.1, "mean_high": 35.3}) == "35 school weeks (± 1)"
    km = {**row, "mean": 4.84, "mean_low": 4.81, "mean_high": 4.84, "unit": "km", "decimals": 1}
    assert of_row(km) == "4.8 km (± 0.1)"
    chance = {**row, "mean": 0.8, "mean_low": 0.74, "mean_high": 0.86, "unit": "chance", "decimals": 2}
    assert of_row(chance) == "about 16 in 20 (14 to 18 in 20)"
    pounds = {**row, "mean": 18_900.0, "mean_low": 18_000.0, "mean_high": 20_000.0, "unit": "GBP a year"}
    assert of_row(pounds) == "£19,000 a year (£18,000 to £20,000)"
    assert of_row({**row, "mean": np.nan, "mean_low": np.nan, "mean_high": np.nan}) == "not known"
    assert of_row({**row, "withheld": "too few posts"}) == "not given"


def test_results_say_how_many_runs_stand_behind_a_page(view: View) -> None:
    assert f"run {RUNS} times" in text(view.made_from())
