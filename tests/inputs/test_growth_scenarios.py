"""The two shipped growth scenarios: the published table, and percentiles by the rule of the trust file."""

from __future__ import annotations

from statistics import NormalDist

import pytest

from ist_model.inputs.resolve import resolve
from tests.generated import SCENARIOS

NORMAL = NormalDist()
# Middle of the share of primaries that an outcome had at 31 July 2018, as in trust.yaml; none: the middle.
OUTCOME = {"requires improvement": 0.079, "good": 0.473, "outstanding": 0.908, "none": 0.5}
SIGNAL, ABSENCE = 0.837, 4.03
PUBLISHED = {
    (1, 2): (0.859, 0.097, 0.029, 0.015, 0.207),
    (3, 5): (0.752, 0.17, 0.036, 0.042, 0.385),
    (6, 8): (0.626, 0.22, 0.088, 0.066, 0.676),
    (9, 12): (0.605, 0.198, 0.062, 0.136, 0.852),
    (13, 20): (0.426, 0.319, 0.128, 0.128, 0.979),
    (21, None): (0.28, 0.4, 0.04, 0.28, 1.6),
}


def of_rule(z: float) -> float:
    return NORMAL.cdf(SIGNAL * z)


def test_the_table_is_the_published_one():
    growth = resolve("growth-national-rate", SCENARIOS).growth
    found = {(row.schools_from, row.schools_to): (*row.chances, row.mean) for row in growth.table}
    assert found == PUBLISHED
    evidence = (SCENARIOS.parent / "docs" / "evidence.md").read_text(encoding="utf-8")
    for row in PUBLISHED.values():
        cells = " | ".join(f"{number:.3f}".removeprefix("0") for number in (row[4], *row[:4]))
        assert f"| {cells} |" in evidence


@pytest.mark.parametrize("name", ["growth-national-rate", "merger-2026"])
def test_percentiles_follow_the_rule_of_the_trust_file(name):
    before = {school.id for school in resolve("baseline", SCENARIOS).trust.schools}
    joiners = [school for school in resolve(name, SCENARIOS).trust.schools if school.id not in before]
    assert len(joiners) == {"growth-national-rate": 8, "merger-2026": 5}[name]
    for school in joiners:
        expected = of_rule(NORMAL.inv_cdf(OUTCOME[school.last_inspection.outcome]))
        absence = next((float(i.value) for i in school.indicators if i.name == "Overall absence"), ABSENCE)
        for area, percentile in school.start_percentile.items():
            by_rule = of_rule(ABSENCE - absence) if area == "attendance_behaviour" else expected
            assert percentile == pytest.approx(by_rule, abs=6e-4), (school.id, area)


def test_the_merger_falls_on_the_first_day_and_says_so_in_one_event():
    merged = resolve("merger-2026", SCENARIOS)
    joined = [school for school in merged.trust.schools if school.joining == "merger"]
    assert {school.joined for school in joined} == {merged.start} == {merged.trust.changed_hands}
    assert {school.phase for school in joined} == {"infant", "junior", "primary"}
    assert all(school.label.startswith("Partner school ") for school in joined)
