"""Decision 11 says how well indicators tell strength: its table is worked out again from the register."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

from ist_model.science import indicators
from ist_model.science.strength import SPREAD
from tests.generated import framework, register

DECISION = Path(__file__).resolve().parents[2].joinpath("docs", "decisions").glob("0011-*.md")
COHORTS = (15, 30, 60)


def signal_of(kind):
    values = register().values()
    typical = values["indicators.national_roll"] / (1 if kind.year_group is None else 7)
    return indicators.signal_sd(
        values[f"indicator.{kind.id}.national_sd"], values[f"indicator.{kind.id}.pupil_sd"], typical
    )


def least_error(area, pupils_a_year_group):
    """Error of strength from all figures of an area of a primary, weighted by inverse variance."""
    values, precision = register().values(), 0.0
    for kind in framework().indicators:
        if kind.area == area and kind.measured == "strength":
            cohort = pupils_a_year_group * (7 if kind.year_group is None else 1)
            chance = indicators.noise_sd(values[f"indicator.{kind.id}.pupil_sd"], cohort)
            error = SPREAD * chance / signal_of(kind)  # points of strength
            precision += 1 / error**2
    return 1 / math.sqrt(precision)


@pytest.fixture(scope="module")
def text():
    (page,) = DECISION
    return page.read_text(encoding="utf-8")


def test_the_table_of_the_decision_is_what_the_register_gives(text):
    table = dict(re.findall(r"^\| (\w+) \| ([\d. |]+) \|$", text, re.MULTILINE))
    areas = {kind.area for kind in framework().indicators if kind.measured == "strength"}
    assert set(table) == areas
    for area, cells in table.items():
        assert [float(cell) for cell in cells.split(" | ")] == [
            round(least_error(area, cohort), 1) for cohort in COHORTS
        ], area


def test_the_register_number_for_boards_lies_between_the_best_and_the_worst_known_area(text):
    areas = {kind.area for kind in framework().indicators if kind.measured == "strength"}
    at_30 = [least_error(area, 30) for area in areas]
    (row,) = [row for row in register().assumptions if row.key == "monitoring.observation_sd"]
    assert min(at_30) < row.value < max(at_30)
    assert f"is\n{sum(at_30) / len(at_30):.1f}, and 8 lies" in text
    assert [error for error in at_30 if not row.low <= error <= row.high] == [min(at_30)]


def test_the_share_of_signal_is_what_the_decision_says(text):
    shares = [
        (signal_of(kind) / register().values()[f"indicator.{kind.id}.national_sd"]) ** 2
        for kind in framework().indicators
        if kind.measured == "strength"
    ]
    said = re.search(r"register's rows give (\.\d+) to (\.\d+)", text)
    assert said is not None
    assert [float(share) for share in said.groups()] == [round(min(shares), 2), round(max(shares), 2)]
