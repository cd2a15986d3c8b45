"""Best Practice Networks name areas and schools that exist, each once, and two schools at least."""

from __future__ import annotations

import pytest

ADD = "changes: {networks: {add: [{id: n, label: N, days_per_term: 1, %s}]}}\n"


@pytest.mark.parametrize(
    ("fields", "key", "rule", "remedy"),
    [
        ("areas: [teeching]", "areas[#1]", "there is no area 'teeching'", "teaching"),
        ("areas: [teaching, teaching]", "areas[#2]", "each area once", "remove"),
        ("areas: [teaching], schools: [OAK, ELN]", "schools[#2]", "there is no school 'ELN'", "ELM"),
        ("areas: [teaching], schools: [OAK]", "schools", "two schools at least", "name another"),
        ("areas: [teaching], schools: [ELM]", "schools", "two schools at least", "name another"),
        ("areas: []", "areas", "", ""),
    ],
)
def test_a_network_that_makes_no_sense_is_refused(folder, fields, key, rule, remedy) -> None:
    ((found, said, mend),) = folder.refused(ADD % fields)
    assert found == f"changes.networks.add[n].{key}"
    assert rule in said
    assert remedy in mend


def test_a_network_of_all_schools_is_taken(folder) -> None:
    folder.scenario("fine", ADD % "areas: [teaching]")
    assert folder.resolve("fine").trust.networks[0].schools == ()


def test_one_school_named_twice_is_still_alone(folder) -> None:
    found = folder.refused(ADD % "areas: [teaching], schools: [OAK, OAK]")
    assert [key for key, _, _ in found] == [
        "changes.networks.add[n].schools",
        "changes.networks.add[n].schools[#2]",
    ]


@pytest.mark.parametrize(("removed", "left"), [("[ELM]", "has 1"), ("[OAK, ELM]", "has none")])
def test_all_schools_are_no_network_in_a_trust_of_one(folder, removed, left) -> None:
    """Said at the network, with the file and line where it stands."""
    body = f"changes:\n  schools: {{remove: {removed}}}\n  networks:\n    add:\n"
    folder.scenario("alone", f"{body}      - {{id: n, label: N, days_per_term: 1, areas: [teaching]}}\n")
    [problem] = [p for p in folder.problems("alone") if "networks" in p.key]
    assert (problem.file, problem.line) == ("scenarios/alone.yaml", folder.line("alone.yaml", "- {id: n"))
    assert (problem.key, problem.value) == ("changes.networks.add[n]", "n")
    assert f"two schools at least: nobody learns alone, and the trust {left}" in problem.rule
    assert problem.remedy == "remove the network, or add a school"


def test_a_network_with_a_school_that_joins_later_is_taken(folder) -> None:
    folder.edit("trusts/small/trust.yaml", "joined: 2018-09-01", "joined: 2027-09-01")
    folder.scenario("later", ADD % "areas: [teaching]")
    assert len(folder.resolve("later").trust.networks) == 1
