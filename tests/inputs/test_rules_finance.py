"""Roll forecasts and money: what is refused, what may be left out, and what then stands in."""

from __future__ import annotations

import pytest

from ist_model.inputs.finance import Finance, RollForecast, assumed, figures, forecast

CHANGES = {
    "forecast before the start": (
        "roll_forecast: [{school_year: 2025, pupils: 200}]",
        "roll_forecast[#1].school_year",
        "after the first reported (2026)",
    ),
    "forecast of the first year": (
        "roll_forecast: [{school_year: 2026, pupils: 200}]",
        "roll_forecast[#1].school_year",
        "whose roll is `roll`",
    ),
    "forecast out of order": (
        "roll_forecast: [{school_year: 2029, pupils: 200}, {school_year: 2028, pupils: 190}]",
        "roll_forecast[#2].school_year",
        "2029 stands before this one",
    ),
    "a year twice": (
        "roll_forecast: [{school_year: 2028, pupils: 200}, {school_year: 2028, pupils: 190}]",
        "roll_forecast[#2].school_year",
        "2028 stands before this one",
    ),
    "forecast of no pupils": (
        "roll_forecast: [{school_year: 2028, pupils: 0}]",
        "roll_forecast[#1].pupils",
        "at least 1",
    ),
    "forecast and rate": (
        "roll_forecast: [{school_year: 2028, pupils: 200}], roll_change_per_year: -0.02",
        "roll_change_per_year",
        "no yearly change applies",
    ),
    "half the pupils a year": ("roll_change_per_year: -0.5", "roll_change_per_year", "-0.5"),
    "misspelt": ("finance: {teacher_fte: 3.0}", "finance.teacher_fte", "has no field"),
    "a cost without teachers": (
        "finance: {teachers_fte: 0.0, teaching_cost_gbp: 500000.0}",
        "finance.teachers_fte",
        "a teaching cost of 500000 pounds needs teachers",
    ),
    "more classes than teachers": (
        "finance: {teachers_fte: 9.5, classes: 10}",
        "finance.teachers_fte",
        "10 classes need as many teachers, and 9.5 are written",
    ),
    "more classes than pupils": (
        "roll: 20, finance: {teachers_fte: 21.0, classes: 21}",
        "finance.classes",
        "OAK has 20",
    ),
    "leaders dearer than all teachers": (
        "finance: {teaching_cost_gbp: 500000.0, leadership_cost_gbp: 500001.0}",
        "finance.leadership_cost_gbp",
        "which is 500000 pounds",
    ),
    "an income of less than half a penny": (
        "finance: {income_per_pupil_gbp: 0.001}",
        "finance.income_per_pupil_gbp",
        "no income",
    ),
    "a school's whole income": (
        "finance: {income_per_pupil_gbp: 1400000.0}",
        "finance.income_per_pupil_gbp",
        "at most 100,000",
    ),
    "no income": ("finance: {income_per_pupil_gbp: 0.0}", "finance.income_per_pupil_gbp", "no income"),
}


@pytest.mark.parametrize(("change", "key", "rule"), CHANGES.values(), ids=CHANGES.keys())
def test_what_cannot_be_true_is_refused(folder, change: str, key: str, rule: str) -> None:
    ((found, said, remedy),) = folder.refused(f"changes:\n  schools: {{change: {{OAK: {{{change}}}}}}}\n")
    assert key in found
    assert rule in said
    assert remedy


def test_a_deficit_is_allowed_and_kept(folder) -> None:
    folder.scenario("deficit", "changes:\n  schools: {change: {OAK: {reserves_gbp: -50000.0}}}\n")
    assert folder.resolve("deficit").trust.schools[0].reserves_gbp == -50_000


@pytest.mark.parametrize("key", ["finance.class_size", "finance.income_gbp_per_pupil"])
def test_what_a_school_is_divided_by_is_above_zero(folder, key: str) -> None:
    found = folder.refused(f"changes:\n  assumptions: {{{key}: {{value: 0, low: 0}}}}\n")
    assert any(f"{key} must be above 0" in rule for _, rule, _ in found)


def test_a_top_slice_is_a_share(folder) -> None:
    ((_, rule, _),) = folder.refused("changes:\n  assumptions: {money.top_slice_share: 6}\n")
    assert "is a share" in rule


VALUES = {
    "finance.class_size": 26.6,
    "finance.pupils_per_teacher": 20.5,
    "finance.teachers_per_class": 1.11,
    "finance.teacher_cost_gbp": 67_000.0,
    "finance.income_gbp_per_pupil": 7_000.0,
    "finance.leadership_share_of_income": 0.11,
    "finance.staff_share_of_income": 0.78,
    "finance.other_cost_share_of_income": 0.155,
    "finance.reserves_share_of_income": 0.05,
}


def test_what_is_left_out_is_worked_out_from_the_roll_by_hand() -> None:
    """205 pupils: 205 / 26.6 = 7.7, so 8 classes; 205 / 20.5 = 10 teachers; income GBP 1,435,000."""
    found = figures(205, Finance(), None, VALUES)
    assert (found.classes, found.teachers_fte) == (8, 10.0)
    assert found.teaching_cost_gbp == 670_000
    assert found.leadership_cost_gbp == pytest.approx(0.11 * 1_435_000)
    assert found.other_staff_cost_gbp == pytest.approx(0.78 * 1_435_000 - 670_000)
    assert found.other_cost_gbp == pytest.approx(0.155 * 1_435_000)
    assert found.reserves_gbp == pytest.approx(71_750)


def test_what_is_written_wins_and_is_not_called_assumed() -> None:
    written = Finance(teachers_fte=12.0, classes=9, income_per_pupil_gbp=6_500.0, other_income_gbp=40_000.0)
    found = figures(240, written, -1.0, VALUES)
    assert (found.teachers_fte, found.classes, found.reserves_gbp) == (12.0, 9, -1.0)
    assert found.teaching_cost_gbp == 804_000
    assert found.other_cost_gbp == pytest.approx(0.155 * 1_600_000)
    assert assumed(written, -1.0) == (
        "teaching_cost_gbp",
        "leadership_cost_gbp",
        "other_staff_cost_gbp",
        "other_cost_gbp",
    )
    assert len(assumed(Finance(), None)) == 8


def test_a_tiny_school_has_a_class_and_its_teacher() -> None:
    found = figures(6, Finance(), None, VALUES)
    assert (found.classes, found.teachers_fte) == (1, 1.11)


def test_a_forecast_runs_straight_between_its_rows_and_stays_after_the_last() -> None:
    rows = (RollForecast(school_year=2028, pupils=180), RollForecast(school_year=2029, pupils=150))
    assert forecast(200, rows, None, 2026, 6) == [200, 190, 180, 150, 150, 150]
    assert forecast(200, (), -0.1, 2026, 3) == pytest.approx([200, 180, 162])
    assert forecast(200, (), None, 2026, 3) == [200, 200, 200]
