"""Best Practice Networks name areas and schools that exist, each once."""

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
