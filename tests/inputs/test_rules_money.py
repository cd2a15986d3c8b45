"""Money moved from the centre: what is refused, and what a scenario may say."""

from __future__ import annotations

import pytest

MOVED = "money_moved: [{%s, reason: a new reading scheme}]\n"
BASE = {
    "unknown school": (
        "school: OKA, date: 2027-01-01, gbp: 500",
        "money_moved[#1].school",
        "there is no school 'OKA'",
    ),
    "nothing": ("school: OAK, date: 2027-01-01, gbp: 0", "money_moved[#1].gbp", "at least 0.01"),
    "taken away": ("school: OAK, date: 2027-01-01, gbp: -5", "money_moved[#1].gbp", "at least 0.01"),
    "before the period": (
        "school: OAK, date: 2026-08-31, gbp: 500",
        "money_moved[#1].date",
        "from 2026-09-01 to before 2028-09-01",
    ),
    "after the period": (
        "school: OAK, date: 2028-09-01, gbp: 500",
        "money_moved[#1].date",
        "within the period",
    ),
    "misspelt": ("school: OAK, date: 2027-01-01, gpb: 500", "money_moved[#1].gpb", "has no field"),
}


@pytest.mark.parametrize(("fields", "key", "rule"), BASE.values(), ids=BASE.keys())
def test_money_that_cannot_be_moved_is_refused(folder, fields: str, key: str, rule: str) -> None:
    ((found, said, remedy),) = folder.refused(MOVED % fields)
    assert found == key
    assert rule in said
    assert remedy


@pytest.mark.parametrize(("date", "fits"), [("2026-12-31", False), ("2027-01-01", True)])
def test_a_school_that_has_not_joined_gets_nothing(folder, date: str, fits: bool) -> None:
    """ELM joins in the Christmas holidays, so from the first of January on."""
    text = MOVED % f"school: ELM, date: {date}, gbp: 500"
    text += "changes: {schools: {change: {ELM: {joined: 2026-12-20}}}}\n"
    if fits:
        folder.scenario("fits", text)
        assert folder.resolve("fits").money_moved[0].gbp == 500
        return
    ((found, said, _),) = folder.refused(text)
    assert found == "money_moved[#1].date"
    assert "in the trust from 2027-01-01" in said


# OAK has 210 pupils and ELM 300; a twentieth of GBP 1,000 a pupil is 25,500 a year, less 20,500 of services.
INCOME = "{finance: {income_per_pupil_gbp: 1000.0, teaching_cost_gbp: 100000.0}}"
CENTRE = (
    "changes:\n"
    "  centre: {reserves_gbp: 1000.0, services_gbp_per_year: %s}\n"
    "  assumptions: {money.top_slice_share: {value: 0.05, low: 0.05}}\n"
    f"  schools: {{change: {{OAK: {INCOME}, ELM: {INCOME}}}}}\n"
)


@pytest.mark.parametrize(
    ("date", "gbp", "services", "fits"),
    [
        ("2026-12-01", "6000", "20500.0", True),
        ("2026-12-01", "6000.01", "20500.0", False),
        ("2027-12-01", "11000", "20500.0", True),
        ("2027-12-01", "11000.01", "20500.0", False),
        ("2027-12-01", "1000", "null", True),
        ("2027-12-01", "1000.01", "null", False),
    ],
)
def test_the_centre_moves_no_more_than_it_has(folder, date, gbp, services, fits) -> None:
    text = MOVED % f"school: OAK, date: {date}, gbp: {gbp}" + CENTRE % services
    if fits:
        folder.scenario("fits", text)
        assert folder.resolve("fits").trust.centre.reserves_gbp == 1000
        return
    ((found, said, remedy),) = folder.refused(text)
    assert found == "money_moved[#1].gbp"
    assert f"{float(gbp):,.2f} are moved by then" in said
    assert "move less" in remedy


def test_without_known_reserves_nobody_can_tell(folder) -> None:
    folder.scenario("much", MOVED % "school: OAK, date: 2026-12-01, gbp: 9999999")
    assert folder.resolve("much").trust.centre.reserves_gbp is None


def test_money_moved_adds_to_that_of_the_scenario_extended(folder) -> None:
    folder.scenario("first", MOVED % "school: OAK, date: 2027-01-01, gbp: 500")
    folder.scenario("second", MOVED % "school: ELM, date: 2027-09-01, gbp: 600", base="first")
    assert [row.school for row in folder.resolve("second").money_moved] == ["OAK", "ELM"]
