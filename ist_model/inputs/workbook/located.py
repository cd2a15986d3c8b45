"""Values of a workbook as the loader sees them: every value knows its sheet and cell."""

from __future__ import annotations

from typing import Any

from ist_model.inputs.errors import Problem
from ist_model.inputs.workbook.cells import Cell
from ist_model.inputs.yaml_file import Keys, Located


class CellLocated(Located):
    """One of the two files that a workbook stands for, with the cell of each value."""

    def __init__(self, file: str, data: Any, cells: dict[Keys, Cell]) -> None:
        """Keep what was read; `cells` holds empty cells too, by where their value would stand."""
        super().__init__(file, data, {}, {})
        self._cells = cells

    def _cell(self, keys: Keys) -> Cell | None:
        """The cell of a value, or of the nearest value around it."""
        while keys and keys not in self._cells:
            keys = keys[:-1]
        return self._cells.get(keys)

    def line(self, keys: Keys) -> int:
        """Place in the order of reading."""
        cell = self._cell(keys)
        return cell.order if cell else 0

    def where(self, keys: Keys) -> str:
        """The place of a value in words: sheet and cell."""
        cell = self._cell(keys)
        return cell.place if cell else "the workbook"

    def text(self, keys: Keys) -> str:
        """A value as it stands in its cell; empty where there is none."""
        return self._cells[keys].text if keys in self._cells else ""

    def key(self, keys: Keys) -> str:
        """The header over a value."""
        cell = self._cell(keys)
        return cell.header if cell else super().key(keys)

    def problem(self, keys: Keys, rule: str, remedy: str, value: str | None = None) -> Problem:
        """A problem with a cell."""
        cell = self._cell(keys)
        shown = (self.text(keys) if value is None else value) or "(empty)"
        place = cell.place if cell else ""
        return Problem(self.file, self.line(keys), self.key(keys), shown, rule, remedy, place)
