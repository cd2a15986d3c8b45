"""Workbooks that tests write, spoil and read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from ist_model.inputs.errors import InputError, Problem
from ist_model.inputs.framework import Framework
from ist_model.inputs.resolve import resolve
from ist_model.inputs.scenario_models import Resolved
from ist_model.inputs.validate import validate
from ist_model.inputs.workbook.columns import Sheet
from ist_model.inputs.workbook.layout import layout
from ist_model.inputs.workbook.write import write_workbook
from ist_model.inputs.yaml_file import read

ROOT = Path(__file__).resolve().parents[3]
SCENARIOS = ROOT / "scenarios"


class Book:
    """A workbook on disk: a small trust, all of whose needed cells are filled in."""

    def __init__(self, path: Path) -> None:
        self.path = path
        rows: dict[str, list[dict[str, Any]]] = {
            "Trust": [
                {"trust.title": "Small trust", "scenario.start": dt.date(2026, 9, 1), "scenario.runs": 4}
            ],
            "Schools": [
                {"id": "OAK", "roll": 210, "overall": "amber"},
                {"id": "ELM", "roll": 300, "overall": "green"},
            ],
            "People": [
                {"id": "HT-1", "kind": "headteacher", "school": "OAK"},
                {"id": "HT-2", "kind": "headteacher", "school": "ELM"},
                {
                    "id": "DH-1",
                    "kind": "deputy",
                    "school": "ELM",
                    "designations.0.role": "sle",
                    "designations.0.specialisms": "maths; curriculum",
                },
                {"id": "TIP", "kind": "central", "designations.0.role": "tip"},
            ],
        }
        write_workbook(path, sheets(), rows, [])

    def edit(self, change: Callable[[Workbook], object]) -> Book:
        """Open, change and save it."""
        opened = load_workbook(self.path)
        change(opened)
        opened.save(self.path)
        return self

    def put(self, sheet: str, cell: str, value: Any) -> Book:
        """Write one cell."""

        def write(opened: Workbook) -> None:
            opened[sheet][cell] = value

        return self.edit(write)

    def under(self, sheet: str, row: int, header: str, value: Any) -> Book:
        """Write the cell of a row under a header."""
        return self.put(sheet, self.at(sheet, row, header), value)

    def fill(self, sheet: str, row: int, values: dict[str, Any]) -> Book:
        """Write several cells of a row under their headers."""

        def write(opened: Workbook) -> None:
            heads = {cell.value: cell.column for cell in opened[sheet][2]}
            for header, value in values.items():
                opened[sheet].cell(row, heads[header]).value = value

        return self.edit(write)

    def at(self, sheet: str, row: int, header: str) -> str:
        """Name of the cell of a row under a header."""
        heads = load_workbook(self.path)[sheet][2]
        (found,) = [cell for cell in heads if cell.value == header]
        return f"{found.column_letter}{row}"

    def resolve(self) -> Resolved:
        """The scenario that it is."""
        return resolve(self.path, SCENARIOS)

    def problems(self) -> tuple[Problem, ...]:
        """The problems for which it is refused; fails if it is not."""
        with pytest.raises(InputError) as caught:
            self.resolve()
        return caught.value.problems

    def problem(self) -> Problem:
        """The one problem for which it is refused."""
        (found,) = self.problems()
        return found


def sheets() -> tuple[Sheet, ...]:
    """The layout with the shipped framework."""
    return layout(validate(Framework, read(SCENARIOS / "framework.yaml")))


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Book:
    """A workbook that is in order."""
    monkeypatch.chdir(tmp_path)
    return Book(Path("trust.xlsx"))
