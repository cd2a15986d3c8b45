"""Packages and budgets: named members, the right kind, and a budget that pays for what is fixed."""

from __future__ import annotations

import pytest

SCHOOL = "{id: net, kind: school, price_gbp_per_year: 1000, visit_days_per_term: 1"
ADD = "changes: {packages: {add: [%s]}%s}\n"


@pytest.mark.parametrize(
    ("package", "key", "rule", "remedy"),
    [
        ("schools: [OKA]}", "schools[#1]", "there is no school 'OKA'", "OAK"),
        ("schools: [OAK, OAK]}", "schools[#2]", "a school is a member once", "remove"),
        ("starts: 2027-09-01, ends: 2027-01-01}", "ends", "after `starts`", "correct"),
    ],
)
def test_a_package_names_its_members_and_dates(folder, package, key, rule, remedy) -> None:
    ((found, said, mend),) = folder.refused(ADD % (f"{SCHOOL}, {package}", ""))
    assert found == f"changes.packages.add[net].{key}"
    assert rule in said
    assert remedy in mend


@pytest.mark.parametrize("field", ["visit_days_per_term: 1", "schools: [OAK]"])
def test_a_trusts_package_has_no_visits_or_members(folder, field) -> None:
    package = f"{{id: net, kind: trust, price_gbp_per_year: 1, {field}}}"
    ((found, said, _),) = folder.refused(ADD % (package, ", boards_externally_validated: false"))
    assert found == f"changes.packages.add[net].{field.split(':')[0]}"
    assert "serves the whole trust" in said


def test_a_trusts_package_that_buys_nothing_is_refused(folder) -> None:
    ((found, said, mend),) = folder.refused(ADD % ("{id: net, kind: trust, price_gbp_per_year: 1}", ""))
    assert found == "boards_externally_validated"
    assert "'net' buys nothing" in said
    assert "boards_externally_validated: false" in mend


@pytest.mark.parametrize("dates", ["starts: 2026-11-01", "ends: 2027-03-01"])
def test_a_package_runs_for_whole_terms(folder, dates) -> None:
    ((found, said, _),) = folder.refused(ADD % (f"{SCHOOL}, {dates}}}", ""))
    assert found == f"changes.packages.add[net].{dates.split(':')[0]}"
    assert "whole terms" in said


def test_a_budget_that_cannot_pay_for_a_fixed_package_is_refused(folder) -> None:
    """Two schools at 1,000 a year each."""
    ((found, said, mend),) = folder.refused(ADD % (SCHOOL + "}", ", bought_budget_gbp_per_year: 1999"))
    assert found == "changes.bought_budget_gbp_per_year"
    assert (
        "packages cost 2,000.00 pounds in the school year from 2025-09-01 (the warm-up), "
        "more than the budget of 1,999.00" in said
    )
    assert "raise the budget" in mend


@pytest.mark.parametrize(
    ("package", "budget"),
    [("}", 2000), (", schools: [OAK]}", 1000), (", starts: 2027-05-01, ends: 2027-09-01}", 667)],
)
def test_a_budget_that_just_pays_is_taken(folder, package, budget) -> None:
    folder.scenario("fine", ADD % (SCHOOL + package, f", bought_budget_gbp_per_year: {budget}"))
    assert folder.resolve("fine").trust.bought_budget_gbp_per_year == budget


def test_an_unknown_kind_of_package_is_refused(folder) -> None:
    ((found, said, _),) = folder.refused(ADD % ("{id: net, kind: schol, price_gbp_per_year: 1}", ""))
    assert found == "changes.packages.add[net].kind"
    assert "school" in said
