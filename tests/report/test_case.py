"""A scenario's page says what the results say: answers, key numbers and groups of schools."""

from __future__ import annotations

from pathlib import Path

import pytest

from ist_model.experiments.compare import compare
from ist_model.report.cases.case import PUPILS, Case, load_case
from ist_model.report.pages import background
from ist_model.report.pages import scenario as scenario_page
from ist_model.report.parts.answers import key_numbers, three_sentences
from tests.report.small import RUNS


def case_of(small: Path, scenario: str, **more: bool) -> Case:
    folders = {"scenarios_dir": small / "scenarios", "results_dir": small / "outputs" / "results"}
    return load_case(scenario, "baseline", **folders, **more)


@pytest.fixture(scope="module")
def growth(small: Path) -> Case:
    return case_of(small, "two-schools-join-2027")


@pytest.fixture(scope="module")
def baseline(small: Path) -> Case:
    return case_of(small, "baseline")


def test_a_difference_on_the_page_is_the_paired_difference(growth: Case) -> None:
    row = compare(growth.baseline, growth.result).loc[PUPILS]
    made = growth.difference(PUPILS)
    assert made is not None
    assert (made.mean, made.low, made.high) == (row["difference"], row["low"], row["high"])
    assert len(growth.result.measures) == RUNS


def test_no_difference_is_made_over_schools_that_are_not_the_same(growth: Case) -> None:
    assert growth.difference("days_delivered_trust") is None
    table = background.differences(growth).markup
    assert "not compared: it is taken over schools that are not the same" in table


def test_groups_of_schools_stand_apart_on_a_growth_page_only(growth: Case, baseline: Case) -> None:
    text = scenario_page.pupils(growth).markup
    for group in ("Existing schools", "Joiners, since joining", "The same joiners, had they not joined"):
        assert group in text
    assert "Joiners" not in scenario_page.pupils(baseline).markup


def test_the_first_key_number_is_the_effect_on_existing_schools_pupils(growth: Case) -> None:
    label, value, _ = key_numbers(growth)[0]
    made = growth.difference(PUPILS)
    assert made is not None
    assert label.startswith("Pupils of existing schools")
    assert value == made.change()
    assert three_sentences(growth)[0].count("existing schools") == 1


def test_the_baseline_is_told_by_itself(baseline: Case) -> None:
    assert baseline.alone
    assert baseline.difference(PUPILS) is None
    sentences = three_sentences(baseline)
    assert len(sentences) == 3
    assert f"of the {baseline.pupils:,.0f} in our schools" in sentences[0]
    assert not any("baseline" in sentence for sentence in sentences)
    assert "This is today’s plan" in background.changed(baseline).markup


def test_schools_go_by_label_unless_named(small: Path, growth: Case) -> None:
    named = case_of(small, "two-schools-join-2027", named=True)
    real = [school.name for school in growth.resolved.trust.schools if school.urn]
    assert real
    for name in real:
        assert name not in background.assumed(growth).markup
        assert name.replace("&", "&amp;") in background.assumed(named).markup


def test_scenarios_whose_runs_are_no_pairs_say_so(small: Path, growth: Case) -> None:
    other = growth.result.summary
    unlike = type(other)(**{**vars(other), "seed": other.seed + 1})
    result = type(growth.result)(**{**vars(growth.result), "summary": unlike})
    alien = Case(**{**fields(growth), "result": result})
    assert alien.differences is None
    assert "seed differs" in three_sentences(alien)[0]
    assert "today’s plan" not in scenario_page.days(alien).markup


def test_what_a_scenario_is_set_against_is_todays_plan_or_called_by_its_name(growth: Case) -> None:
    assert growth.resolved_baseline.extends is None
    assert (growth.against, growth.against_headed) == ("today’s plan", "Today’s plan")
    told = (scenario_page.pupils(growth) + background.differences(growth)).markup
    assert "Today’s plan" in told
    assert "aseline" not in told
    changed = growth.resolved_baseline.model_copy(update={"extends": "another", "name": "Two join"})
    other = Case(**{**fields(growth), "resolved_baseline": changed})
    told = (scenario_page.pupils(other) + background.differences(other)).markup
    assert "This scenario against “Two join”, run by run" in told
    assert "oday’s plan" not in told


def fields(case: Case) -> dict[str, object]:
    return {name: getattr(case, name) for name in Case.__dataclass_fields__}


def test_the_stamp_names_the_very_result(growth: Case) -> None:
    stamp = growth.stamp()
    assert stamp.scenario_hash == growth.result.identity
    assert stamp.runs == str(RUNS)
    assert stamp.model_version == growth.result.manifest["model_version"]
    assert growth.result.identity[:12] in stamp.html()
    assert growth.result.identity[:13] not in stamp.html()
