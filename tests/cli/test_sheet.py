"""`ist init --sheet` and what commands do with the workbook, as a user types them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from ist_model.cli.failures import RefusedError
from ist_model.cli.init import init
from ist_model.inputs.errors import InputError

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def ist(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ist_model.cli", *map(str, arguments)],
        cwd=cwd,
        env=os.environ | {"COLUMNS": "140"},
        capture_output=True,
        encoding="utf-8",
    )


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder with a workbook: no scenarios are near."""
    made = tmp_path_factory.mktemp("desk")
    done = ist("init", "--sheet", "trust.xlsx", cwd=made)
    assert done.returncode == 0, done.stderr
    assert "Its first sheet says what is needed" in done.stdout
    return made


def test_an_empty_workbook_says_what_it_still_needs(desk: Path) -> None:
    done = ist("check", "trust.xlsx", cwd=desk)
    assert done.returncode == 2
    assert "trust.xlsx, Trust!B3: Name of the trust" in done.stderr
    assert "sheet 'Schools'" in done.stderr
    assert "a trust has at least one school" in done.stderr


@pytest.mark.parametrize(
    ("target", "options", "said"),
    [
        ("trust.xlsx", {"sheet": True}, "nothing is overwritten"),
        ("trust.xls", {"sheet": True}, "ends in .xlsx"),
        ("folder", {"example": True}, "--example is for --sheet alone"),
        ("my.xlsx", {}, "ist init --sheet"),
        ("s.xlsx", {"sheet": True, "source": "sle-days-halved"}, "no place for changed assumptions"),
        ("s.xlsx", {"sheet": True, "source": "lose-an-nle", "example": True}, "give one of them"),
    ],
)
def test_nothing_is_overwritten_and_no_other_name_is_taken(
    desk: Path, target: str, options: dict[str, Any], said: str
) -> None:
    before = sorted(desk.iterdir())
    with pytest.raises((RefusedError, InputError), match=said):
        init(desk / target, **{"folder": SCENARIOS, **options})
    assert sorted(desk.iterdir()) == before


def test_a_workbook_as_a_person_fills_it_in_is_checked_and_run(desk: Path) -> None:
    opened = load_workbook(desk / "trust.xlsx")
    opened["Trust"]["B3"] = "Riverside"
    years = next(row for row in opened["Trust"].iter_rows(min_row=3) if row[0].value == "Years ahead")
    years[1].value = 1
    for row, school in enumerate((("OAK", 210, "red"), ("ELM", "unknown", "green")), start=3):
        for column, value in enumerate(school, start=1):
            opened["Schools"].cell(row, column).value = value
    for row, person in enumerate((("HT-1", "Headteacher", "OAK"), ("HT-2", "Headteacher", "ELM")), start=3):
        for column, value in enumerate(person, start=1):
            opened["People"].cell(row, column).value = value
    opened.save(desk / "filled.xlsx")
    checked = ist("check", "filled.xlsx", cwd=desk)
    assert checked.returncode == 0, checked.stderr
    assert "What we did not know" in checked.stdout
    assert "Schools!B4" in checked.stdout
    ran = ist("run", "filled.xlsx", "--runs", 3, "--workers", 1, cwd=desk)
    assert ran.returncode == 0, ran.stderr
    assert "Riverside: nothing changes: 3 runs" in ran.stdout
    assert "60 to 630" in ran.stdout
