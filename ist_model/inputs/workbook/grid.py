"""From an opened workbook to rows of known cells; all that does not fit the layout is named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ist_model.inputs.errors import Problem, nearest
from ist_model.inputs.workbook.cells import Cell
from ist_model.inputs.workbook.columns import Column, Sheet
from ist_model.inputs.workbook.layout import HEADER_ROW, LISTS, OWN, READ_ME
from ist_model.inputs.workbook.opened import MOST_COLUMNS, MOST_ROWS

_SEARCHED_ROWS = 6  # for the headers
_ROW_STEP, _SHEET_STEP = 1_000, 10_000_000  # of the reading order


@dataclass(frozen=True)
class Row:
    """A filled row: its cells by the path of their column, empty ones too."""

    number: int
    cells: dict[str, Cell]


@dataclass
class Grid:
    """All filled rows by sheet, and what does not fit."""

    file: str
    rows: dict[str, list[Row]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)  # sheets whose rows are not all known, for a fault

    def note(self, cell: Cell, rule: str, remedy: str, value: str | None = None) -> None:
        """Keep a problem with a cell."""
        shown = cell.text if value is None else value
        self.problems.append(
            Problem(self.file, cell.order, cell.header, shown or "(empty)", rule, remedy, cell.place)
        )


def read_grid(workbook: Workbook, file: str, sheets: Sequence[Sheet]) -> Grid:
    """The rows of all sheets of a layout."""
    grid = Grid(file)
    names = {sheet.name.casefold(): sheet for sheet in sheets}
    found: dict[str, Any] = {}
    strangers: list[str] = []
    for name in workbook.sheetnames:
        known = names.get(name.strip().casefold())
        if known is not None:
            found[known.name] = workbook[name]
        elif name.strip().casefold() not in (READ_ME.casefold(), LISTS.casefold()) and not _own(name):
            strangers.append(name)
    missing = [sheet for sheet in sheets if sheet.name not in found]
    _name_strangers(grid, strangers, [sheet.name for sheet in missing])
    if strangers:
        grid.unread |= {sheet.name for sheet in missing}
    for sheet in missing:
        if sheet.group == "first":
            grid.unread.add(sheet.name)
            rule = f"a workbook has the sheet {sheet.name!r}, and this one has not"
            remedy = "put it back: `ist init --sheet` makes a workbook with all sheets"
            grid.problems.append(Problem(file, 0, "", "", rule, remedy))
    for place, sheet in enumerate(sheets, start=1):
        if sheet.name in found:
            reader = _Reader(grid, sheet, found[sheet.name], place * _SHEET_STEP)
            grid.rows[sheet.name] = list(reader.rows())
    return grid


def _own(name: Any) -> bool:
    """Whether a sheet or column is the user's own, which nobody reads."""
    return str(name).strip().casefold().startswith(OWN)


def _name_strangers(grid: Grid, strangers: Sequence[str], missing: Sequence[str]) -> None:
    for name in strangers:
        near = nearest(name, missing)
        meant = f"rename it {near!r}" if near else "remove it"
        rule = "no sheet has this name: what stands in it would not be read"
        remedy = f"{meant}, or begin its name with `Notes` to keep it for yourself"
        grid.problems.append(Problem(grid.file, 0, "", f"sheet {name!r}", rule, remedy))


class _Reader:
    """One sheet of the file, read by its layout."""

    def __init__(self, grid: Grid, sheet: Sheet, ws: Any, order: int) -> None:
        self.grid, self.sheet, self.ws, self.order = grid, sheet, ws, order

    def rows(self) -> Iterator[Row]:
        """Filled rows; faults of the sheet itself are noted."""
        if not isinstance(self.ws, Worksheet):
            self._whole("this is a chart, not a table", "put the table back")
            return
        if self.ws.max_row > MOST_ROWS or self.ws.max_column > MOST_COLUMNS:
            reach = f"{get_column_letter(self.ws.max_column)}{self.ws.max_row}"
            rule = f"a sheet has at most {MOST_ROWS:,} rows and {MOST_COLUMNS} columns, used or formatted"
            self._whole(rule, "delete the rows and columns beyond what you filled in", f"used up to {reach}")
            return
        self._refuse_merged()
        if self.sheet.shape == "settings":
            yield from self._settings()
        else:
            yield from self._table()

    def _table(self) -> Iterator[Row]:
        heads = self._header_row()
        if heads == 0:
            rule = f"row {HEADER_ROW} holds the headers, the first of them {self.sheet.columns[0].header!r}"
            self._whole(rule, "put the row of headers back")
            return
        at = self._headed(heads)
        hidden = set(self._hidden_columns())
        for number in range(heads + 1, self.ws.max_row + 1):
            cells = {path: self._cell(number, column, head) for path, (column, head) in at.items()}
            filled = [cell for cell in cells.values() if not empty(cell)]
            self._refuse_unheaded(number, heads)
            if not filled:
                continue
            if self.ws.row_dimensions[number].hidden:
                rule = "the row is hidden and holds values"
                self.grid.note(filled[0], rule, "show the row, or delete it", f"row {number}")
                self.grid.unread.add(self.sheet.name)  # cells that name its code are not at fault too
                continue
            for cell in filled:
                if cell.ref.rstrip("0123456789") in hidden:
                    self.grid.note(cell, "the column is hidden and holds values", "show it, or empty it")
            yield Row(number, cells)

    def _settings(self) -> Iterator[Row]:
        """One line a value: its header in the first column, the value in the second."""
        known = {_form(column.header): column for column in self.sheet.columns}
        cells: dict[str, Cell] = {}
        for number in range(1, self.ws.max_row + 1):
            head, value = self.ws.cell(number, 1).value, self.ws.cell(number, 2).value
            if head is None or number <= 1 or (number == HEADER_ROW and value == "Value") or _own(head):
                continue
            column = known.get(_form(head))
            cell = self._cell(number, 2, str(head))
            if column is None:
                if not empty(cell):
                    near = nearest(str(head), [each.header for each in self.sheet.columns])
                    rule = f"no line of this sheet is called {str(head)!r}"
                    self.grid.note(cell, rule, f"did you mean {near!r}?" if near else "remove the line")
            elif column.path in cells:
                self.grid.note(cell, "the line stands twice", "keep one of the two")
            elif self.ws.row_dimensions[number].hidden and not empty(cell):
                self.grid.note(cell, "the line is hidden and holds a value", "show it, or empty it")
            else:
                cells[column.path] = cell
        for column in self.sheet.columns:
            if column.path not in cells:
                order = self.order + self.ws.max_row * _ROW_STEP
                cells[column.path] = Cell(self.sheet.name, "B", column.header, None, order)
        yield Row(0, cells)

    def _header_row(self) -> int:
        """Number of the row that holds the headers; 0 if none does."""
        wanted = {_form(column.header) for column in self.sheet.columns}
        for number in range(1, min(_SEARCHED_ROWS, self.ws.max_row) + 1):
            here = {_form(self.ws.cell(number, c).value) for c in range(1, self.ws.max_column + 1)}
            if len(here & wanted) * 2 > len(wanted) or (here & wanted and number == HEADER_ROW):
                return number
        return 0

    def _headed(self, heads: int) -> dict[str, tuple[int, str]]:
        """Column number and header by path; headers that are unknown, twice or missing are noted."""
        known = {_form(column.header): column for column in self.sheet.columns}
        at: dict[str, tuple[int, str]] = {}
        strangers: list[Cell] = []
        for number in range(1, self.ws.max_column + 1):
            head = self.ws.cell(heads, number).value
            if head is None or not str(head).strip():
                continue
            column = known.get(_form(head))
            cell = self._cell(heads, number, str(head))
            if column is None:
                strangers += [] if _own(head) else [cell]
            elif column.path in at:
                self.grid.note(cell, "two columns have this header", "keep one of the two")
            else:
                at[column.path] = (number, column.header)
        missing = [column for column in self.sheet.columns if column.path not in at]
        self._name_columns(strangers, missing, heads)
        return at

    def _name_columns(self, strangers: Sequence[Cell], missing: Sequence[Column], heads: int) -> None:
        for cell in strangers:
            near = nearest(cell.text, [column.header for column in missing])
            meant = f"rename it {near!r}" if near else "remove it"
            rule = "no column has this header: what stands below it would not be read"
            self.grid.note(cell, rule, f"{meant}, or begin it with `Notes` to keep it for yourself")
        if strangers:
            self.grid.unread.add(self.sheet.name)
        taken = {nearest(cell.text, [column.header for column in missing]) for cell in strangers}
        for column in missing:
            if column.required and column.header not in taken:
                self.grid.unread.add(self.sheet.name)
                cell = Cell(self.sheet.name, f"A{heads}", column.header, None, self.order + heads * _ROW_STEP)
                self.grid.note(
                    cell, "the column is missing, and it is needed", "put it back, with this header"
                )

    def _refuse_unheaded(self, row: int, heads: int) -> None:
        for number in range(1, self.ws.max_column + 1):
            if self.ws.cell(heads, number).value is None and self.ws.cell(row, number).value is not None:
                cell = self._cell(row, number, "(no header)")
                self.grid.note(cell, "the column has no header", "give it one, or empty the cell")

    def _hidden_columns(self) -> Iterator[str]:
        for found in self.ws.column_dimensions.values():
            if found.hidden:
                last = min(found.max or MOST_COLUMNS, MOST_COLUMNS)
                yield from (get_column_letter(number) for number in range(found.min or 1, last + 1))

    def _refuse_merged(self) -> None:
        for area in self.ws.merged_cells.ranges:
            if area.max_row >= HEADER_ROW:
                cell = self._cell(area.min_row, area.min_col, "")
                rule = "cells are merged: a value would stand for one of them only"
                self.grid.note(
                    cell, rule, "take the merge apart (Unmerge cells)", f"{area.coord} is one cell"
                )

    def _cell(self, row: int, column: int, header: str) -> Cell:
        found = self.ws.cell(row, column)
        order = self.order + row * _ROW_STEP + column
        return Cell(self.sheet.name, found.coordinate, header, found.value, order, found.data_type == "f")

    def _whole(self, rule: str, remedy: str, value: str = "") -> None:
        self.grid.unread.add(self.sheet.name)
        self.grid.problems.append(
            Problem(self.grid.file, self.order, "", value, rule, remedy, f"sheet {self.sheet.name!r}")
        )


def empty(cell: Cell) -> bool:
    """Whether nothing stands in a cell."""
    return cell.value is None or (isinstance(cell.value, str) and not cell.value.strip())


def _form(header: Any) -> str:
    """A header without what does not tell headers apart."""
    return " ".join(str("" if header is None else header).split()).casefold()
