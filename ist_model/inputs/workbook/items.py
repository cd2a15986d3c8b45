"""Rows of a workbook as nested values, each with its cell: the general part, the same for every sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ist_model.inputs.framework import Framework
from ist_model.inputs.workbook.cells import Cell, CellError, code_of, meaning
from ist_model.inputs.workbook.columns import AnyOf, Column, Never, Sheet
from ist_model.inputs.workbook.doubt import Doubts
from ist_model.inputs.workbook.grid import Grid, Row, empty
from ist_model.inputs.workbook.layout import UNKNOWN
from ist_model.inputs.workbook.meant import Options
from ist_model.inputs.yaml_file import Keys

# Columns whose unknown cells are told where strengths are worked out.
WORKED_OUT = ("overall", "how_sure")


@dataclass
class Item:
    """One row: its values nested, the cells they come from, and what was unknown in it."""

    row: Row
    data: dict[Any, Any] = field(default_factory=dict)
    unknown: dict[str, Cell] = field(default_factory=dict)  # by path
    faulty: set[str] = field(default_factory=set)

    def cell(self, path: str) -> Cell:
        """The cell of a column."""
        return self.row.cells[path]

    def get(self, path: str) -> Any:
        """The value at a path; None where there is none."""
        node: Any = self.data
        for key in keys_of(path):
            node = node.get(key) if isinstance(node, dict) else None
        return node

    def put(self, path: str, value: Any) -> None:
        """Set the value at a path."""
        keys = keys_of(path)
        node = self.data
        for key in keys[:-1]:
            node = node.setdefault(key, {})
        node[keys[-1]] = value

    def drop(self, path: str) -> Any:
        """Take a value away, and give it."""
        value = self.get(path)
        if value is not None:
            keys = keys_of(path)
            node = self.data
            for key in keys[:-1]:
                node = node[key]
            del node[keys[-1]]
        return value

    def untold(self, path: str) -> bool:
        """Whether a cell says nothing: empty, and neither unknown nor at fault."""
        return self.get(path) is None and path not in self.unknown and path not in self.faulty


def keys_of(path: str) -> Keys:
    """A dotted path as keys; list positions are numbers."""
    return tuple(int(part) if part.isdigit() else part for part in path.split("."))


@dataclass
class Reading:
    """A workbook while it is read.

    Attributes:
        grid: its rows, and the faults found so far.
        sheets: by name.
        framework: that choices come from.
        items: by sheet, in the order of rows.
        codes: that other sheets may name, by sheet.
    """

    grid: Grid
    sheets: Mapping[str, Sheet]
    framework: Framework
    items: dict[str, list[Item]] = field(default_factory=dict)
    codes: dict[str, list[str]] = field(default_factory=dict)

    def read_all(self) -> None:
        """Every row of every sheet; codes first, since other sheets name them."""
        for sheet in self.sheets.values():
            if sheet.shape == "items" and sheet.columns[0].path == "id":
                self.codes[sheet.name] = list(self._codes(sheet))
        for sheet in self.sheets.values():
            self.items[sheet.name] = [self._item(sheet, row) for row in self.grid.rows.get(sheet.name, ())]

    def options(self, column: Column) -> Options:
        """What a choice may be: the column's own, and the codes of the sheet it names."""
        return (*column.choices, *((code, code) for code in self.codes.get(column.of, ())))

    def _codes(self, sheet: Sheet) -> Iterator[str]:
        person = sheet.columns[0].kind == "person"
        for row in self.grid.rows.get(sheet.name, ()):
            cell = row.cells.get("id")
            if cell is None or empty(cell) or cell.formula or is_unknown(cell):
                continue
            try:
                code = code_of(cell, person)
            except CellError:
                self.grid.unread.add(sheet.name)  # told when its row is read; who names it is not at fault
                continue
            number = row.cells["count"].value if "count" in row.cells else None
            yield code
            if isinstance(number, int) and 1 < number <= 500:
                yield from (f"{code}-{place}" for place in range(1, number + 1))

    def _item(self, sheet: Sheet, row: Row) -> Item:
        item = Item(row)
        for column in sheet.columns:
            if column.path in row.cells:
                self._value(column, item)
        return item

    def _value(self, column: Column, item: Item) -> None:
        cell = item.cell(column.path)
        if empty(cell):
            if column.required:
                item.faulty.add(column.path)
                remedy = (
                    "fill it in" if isinstance(column.unknown, Never) else "fill it in, or write: unknown"
                )
                self.grid.note(cell, f"this cell is needed: {column.note}", remedy)
            return
        if is_unknown(cell):
            item.unknown[column.path] = cell
            return
        if column.of in self.grid.unread:
            item.faulty.add(column.path)
            return
        try:
            item.put(column.path, meaning(cell, column, self.options(column)))
        except CellError as error:
            item.faulty.add(column.path)
            self.grid.note(cell, error.rule, error.remedy)


def is_unknown(cell: Cell) -> bool:
    """Whether a cell says that its value is not known."""
    return isinstance(cell.value, str) and not cell.formula and cell.value.strip().casefold() in UNKNOWN


def stand_in(reading: Reading, sheet: Sheet, item: Item, of: str, base: str, doubts: Doubts) -> None:
    """Put into an item what stands in for its unknown cells.

    Args:
        reading: for the choices there are.
        sheet: of the item.
        item: with its codes and known values.
        of: what it is about, in words.
        base: where it will stand: `trust/schools/OAK`; empty where columns say it all.
        doubts: takes note of each.
    """
    listed = [path for path in item.unknown if _depends(sheet.column(path))]
    for path, cell in item.unknown.items():
        column = sheet.column(path)
        if path in listed[1:]:
            first = sheet.column(listed[0]).header
            rule = f"choices of one row depend on each other, and {first!r} of this row is unknown too"
            item.faulty.add(path)
            reading.grid.note(cell, rule, "choose one of the two")
            continue
        if path in WORKED_OUT or column.kind == "strength":
            continue
        target = _target(item, path, base)
        try:
            value = doubts.about(cell, column, of, item.data, target, reading.options(column))
        except CellError as error:
            item.faulty.add(path)
            reading.grid.note(cell, error.rule, error.remedy)
            continue
        if value is not None:
            item.put(path, value)
        elif column.required and not isinstance(column.unknown, AnyOf):
            item.faulty.add(path)
            reading.grid.note(cell, f"this cell is needed: {column.note}", "write a value")


def _depends(column: Column) -> bool:
    """Whether a column's unknown cell is one of a list that must fit the row's other choices."""
    return isinstance(column.unknown, AnyOf) and not column.unknown.weights and column.kind != "yes_no"


def _target(item: Item, path: str, base: str) -> str:
    """Where the value of an unknown cell goes."""
    if path == "vacant_terms":
        return f"opening/vacancies/{item.get('id')}"
    if base.startswith("opening/days_used/"):
        return base
    if path == "work.mode_days" and item.get("work.low_days") is None and item.get("work.high_days") is None:
        path = "work.mean_days"
    inner = path.replace(".", "/")
    return f"{base}/{inner}" if base else inner
