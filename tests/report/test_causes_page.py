"""A scenario's page: causes told apart where there are several, tiers of every school, late help."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from ist_model.report.cases.case import Case, load_case
from ist_model.report.pages import causes as causes_page
from ist_model.report.pages import scenario as scenario_page


def case_of(small: Path, scenario: str) -> Case:
    folders = {"scenarios_dir": small / "scenarios", "results_dir": small / "outputs" / "results"}
    return load_case(scenario, "baseline", **folders)


@pytest.fixture(scope="module")
def growth(small: Path) -> Case:
    return case_of(small, "two-schools-join-2027")


def test_two_causes_make_a_waterfall_whose_ends_are_the_two_scenarios(growth: Case, small: Path) -> None:
    block = causes_page.why(growth, small / "outputs" / "results", growth.result.runs)
    alts = [img["alt"] for img in BeautifulSoup(block.markup, "html.parser").find_all("img")]
    assert len(alts) == len(causes_page.SPLIT)
    assert all("School G (invented) joins" in alt and "School H (invented) joins" in alt for alt in alts)
    before, after = (f"{growth.mean(causes_page.PUPILS):,.0f} pupils", growth.baseline)
    first = f"{float(after.measures[causes_page.PUPILS].mean()):,.0f} pupils"
    assert f"Today’s plan: {first}" in alts[0]
    assert f"{growth.resolved.name}: {before}" in alts[0]


def test_one_cause_is_not_told_apart_and_neither_is_the_baseline(small: Path) -> None:
    results = small / "outputs" / "results"
    assert "acts as one" in causes_page.why(case_of(small, "lose-an-nle"), results, 2).markup
    assert "nothing to explain" in causes_page.why(case_of(small, "baseline"), results, 2).markup


def test_every_school_of_the_scenario_has_its_tiers_and_no_twin_has(growth: Case) -> None:
    alt = BeautifulSoup(scenario_page.tier_timelines(growth).markup, "html.parser").img["alt"]
    for school in growth.resolved.trust.schools:
        assert f"{school.label} begins" in alt
    assert "had it not joined" not in alt
    assert "School" not in scenario_page.tier_timelines(growth, public=True).markup


def test_late_help_is_shown_by_half_term(growth: Case) -> None:
    alt = BeautifulSoup(scenario_page.waiting_by_time(growth).markup, "html.parser").img["alt"]
    assert "Summer 1" in alt
