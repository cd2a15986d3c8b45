"""Exported tables: text is text for a spreadsheet too, and every export goes this way."""

from __future__ import annotations

import csv
import io
import math
from pathlib import Path

import pytest

from ist_model.report.words.csv_text import csv_text


@pytest.mark.parametrize(
    "odd", ["=cmd|' /C calc'!A0", "+1+cmd()", "-2+3", "@SUM(A1)", "\t=1", "  =1", "\n=1"]
)
def test_a_formula_is_text(odd: str) -> None:
    _, (cell,) = csv.reader(io.StringIO(csv_text(["name"], [[odd]]), newline=""))
    assert cell == f"'{odd}"


@pytest.mark.parametrize("odd", ['He said "yes", twice', "<script>alert(1)</script>", "‏שלום 🙂", "x" * 200])
def test_other_text_is_as_it_was(odd: str) -> None:
    _, (cell,) = csv.reader(io.StringIO(csv_text(["name"], [[odd]]), newline=""))
    assert cell == odd


def test_numbers_stay_numbers_and_what_is_not_there_is_empty() -> None:
    assert csv_text(["a", "b", "c", "d"], [[-1.5, 0, math.nan, None]]) == "a,b,c,d\n-1.5,0,,\n"


def test_no_other_module_writes_a_csv_file(repository: Path) -> None:
    writers = [
        path.name
        for path in (repository / "ist_model").rglob("*.py")
        if any(word in path.read_text(encoding="utf-8") for word in ("csv.writer", "DictWriter", ".to_csv("))
    ]
    assert writers == ["csv_text.py"]
