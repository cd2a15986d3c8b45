"""A shock is within the period, at a school and in areas that exist."""

from __future__ import annotations

import pytest
from hypothesis import given

from ist_model.inputs.context import Context
from ist_model.inputs.rules_dates import shocks_in_the_period
from ist_model.inputs.rules_networks import network_members
from ist_model.inputs.sources import Sources
from tests.generated import scenarios

SHOCK = "shocks: [{%s, points: 10, reason: imagined}]\n"


@pytest.mark.parametrize(
    ("fields", "key", "rule"),
    [
        ("school: OKA, date: 2027-01-01", "shocks[#1].school", "there is no school 'OKA'"),
        ("school: ELM, date: 2027-01-01, areas: [early_years]", "shocks[#1].areas[#1]", "ELM has no area"),
        ("school: OAK, date: 2027-01-01, areas: [teeching]", "shocks[#1].areas[#1]", "there is no area"),
        ("school: OAK, date: 2026-09-01", "shocks[#1].date", "within the period"),
        ("school: OAK, date: 2028-08-01", "shocks[#1].date", "within the period"),
        ("school: OAK, date: 2027-01-01, areas: [teaching, teaching]", "shocks[#1].areas[#2]", "once"),
        ("school: OAK, date: 2029-01-01", "shocks[#1].date", "within the period"),
    ],
)
def test_a_shock_that_cannot_happen_is_refused(folder, fields, key, rule) -> None:
    ((found, said, _),) = folder.refused(SHOCK % fields)
    assert found == key
    assert rule in said


def test_shocks_of_a_scenario_add_to_those_of_the_one_it_extends(folder) -> None:
    folder.scenario("first", SHOCK % "school: OAK, date: 2027-01-01")
    folder.scenario("second", SHOCK % "school: ELM, date: 2027-09-01", base="first")
    assert [shock.school for shock in folder.resolve("second").shocks] == ["OAK", "ELM"]


@pytest.mark.parametrize("date", ["2026-11-01", "2027-01-01"])
def test_a_shock_before_a_school_has_joined_is_refused(folder, date) -> None:
    joins = "changes: {schools: {change: {ELM: {joined: 2027-01-01}}}}\n"
    ((found, said, _),) = folder.refused(SHOCK % f"school: ELM, date: {date}" + joins)
    assert found == "shocks[#1].date"
    assert "comes after" in said


@given(scenario=scenarios())
def test_generated_scenarios_have_shocks_and_networks_that_could_be_written(scenario) -> None:
    context = Context(scenario, Sources(scenario.scenario_id))
    assert [*shocks_in_the_period(context), *network_members(context)] == []
