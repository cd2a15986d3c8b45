"""Writing a workbook from the layout: sheets, headers with notes, drop-downs, and the rows that are known."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ist_model.inputs.errors import InputError, Problem
from ist_model.inputs.workbook.columns import Column, Never, Sheet
from ist_model.inputs.workbook.layout import HEADER_ROW, LISTS, READ_ME
from ist_model.inputs.workbook.names import SUFFIX
from ist_model.inputs.workbook.words import GROUPS, READ_ME_LINES, note
from ist_model.inputs.yaml_file import shown_path

Rows = Mapping[str, Sequence[Mapping[str, Any]]]  # sheet: rows of path: value

_NEEDED, _OPTIONAL = PatternFill("solid", fgColor="1F4E5F"), PatternFill("solid", fgColor="DCE9EC")
_TABS = {"first": "3A7D44", "now": "2F6690", "more": "9AA0A6"}
_GREY = Font(italic=True, color="7A7A7A")
_DATE = "yyyy-mm-dd"
_NOTE_CHARACTERS = 50  # of a note that go on one line
_WRAPPED = 30  # columns so wide break their text into lines
_YES_NO = ("yes", "no")
_COLOURS = ("red", "amber", "green")


def write_workbook(path: Path, sheets: Sequence[Sheet], rows: Rows, next_steps: Sequence[str]) -> Path:
    """Write a workbook; nothing is overwritten, and nothing half-written is left.

    Args:
        path: the new file, which ends in .xlsx.
        sheets: of the layout.
        rows: what is known already.
        next_steps: commands for the first sheet.

    Raises:
        InputError: if the name is unfit or taken.
    """
    if path.suffix.lower() != SUFFIX:
        rule = f"a workbook's name ends in {SUFFIX}"
        raise InputError([Problem(shown_path(path), 0, "", path.name, rule, f"call it {path.stem}{SUFFIX}")])
    if path.exists():
        rule = "it exists already, and nothing is overwritten"
        raise InputError([Problem(shown_path(path), 0, "", "", rule, "choose another name, or move it away")])
    book = Workbook()
    lists = _Lists(book.create_sheet(LISTS))
    for sheet in sheets:
        ws = book.create_sheet(sheet.name)
        ws.sheet_properties.tabColor = _TABS[sheet.group]
        _text(ws.cell(1, 1), sheet.about, Font(italic=True))
        if sheet.shape == "settings":
            _settings(ws, sheet, dict(rows.get(sheet.name, [{}])[0]), lists)
        else:
            _table(ws, sheet, rows.get(sheet.name, ()), lists)
    first = book.active
    assert isinstance(first, Worksheet)
    _read_me(first, sheets, next_steps)
    book.move_sheet(LISTS, len(sheets))
    book[LISTS].sheet_state = "hidden"
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, made = tempfile.mkstemp(dir=path.parent, prefix=".new-", suffix=SUFFIX)
    os.close(handle)
    try:
        book.save(made)
        os.replace(made, path)
    finally:
        Path(made).unlink(missing_ok=True)
    return path


def _settings(ws: Worksheet, sheet: Sheet, values: Mapping[str, Any], lists: _Lists) -> None:
    for place, (head, width) in enumerate((("What", 42), ("Value", 44), ("What it means", 90)), start=1):
        _head(ws.cell(HEADER_ROW, place), head, True)
        ws.column_dimensions[get_column_letter(place)].width = width
    for row, column in enumerate(sheet.columns, start=HEADER_ROW + 1):
        cell = ws.cell(row, 1)
        _text(cell, column.header, Font(bold=column.required))
        _commented(cell, column)
        _value(ws.cell(row, 2), column, values.get(column.path))
        empty = f" Empty: {column.default}." if column.default else ""
        _text(ws.cell(row, 3), column.note + empty, _GREY)
        _choose(ws, column, f"B{row}", lists)
    ws.freeze_panes = f"B{HEADER_ROW + 1}"
    _on_one_page(ws)


def _table(ws: Worksheet, sheet: Sheet, rows: Sequence[Mapping[str, Any]], lists: _Lists) -> None:
    last = HEADER_ROW + sheet.rows
    for place, column in enumerate(sheet.columns, start=1):
        letter = get_column_letter(place)
        cell = ws.cell(HEADER_ROW, place)
        _head(cell, column.header, column.required or column.path == "overall")
        _commented(cell, column)
        ws.column_dimensions[letter].width = column.width
        _choose(ws, column, f"{letter}{HEADER_ROW + 1}:{letter}{last}", lists)
        for row, values in enumerate(rows, start=HEADER_ROW + 1):
            _value(ws.cell(row, place), column, values.get(column.path))
    ws.row_dimensions[HEADER_ROW].height = 44
    ws.freeze_panes = f"B{HEADER_ROW + 1}"
    _on_one_page(ws)


def _read_me(ws: Worksheet, sheets: Sequence[Sheet], next_steps: Sequence[str]) -> None:
    ws.title = READ_ME
    ws.column_dimensions["A"].width, ws.column_dimensions["B"].width = 22, 112
    row = 1
    for head, text in READ_ME_LINES:
        _text(ws.cell(row, 1), head, Font(bold=not head.isdigit()))
        _text(ws.cell(row, 2), text)
        row += 1
    for step in next_steps:
        _text(ws.cell(row, 2), step, Font(name="Courier New"))
        row += 1
    _text(ws.cell(row + 1, 1), "The sheets", Font(bold=True))
    for place, sheet in enumerate(sheets, start=row + 2):
        _text(ws.cell(place, 1), sheet.name)
        ws.cell(place, 1).hyperlink = f"#'{sheet.name}'!A1"
        ws.cell(place, 1).font = Font(underline="single", color="1F4E5F")
        _text(ws.cell(place, 2), f"{sheet.about} ({GROUPS[sheet.group]})")
    ws.sheet_view.showGridLines = False
    _on_one_page(ws)


def _on_one_page(ws: Worksheet) -> None:
    """In print, all columns on one sheet of paper across."""
    ws.page_setup.orientation = "landscape"
    ws.page_setup.paperSize = ws.PAPERSIZE_A4
    ws.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    ws.page_setup.fitToHeight = 0


class _Lists:
    """The hidden sheet that drop-downs take their choices from, one column a list."""

    def __init__(self, ws: Worksheet) -> None:
        self.ws = ws
        self.known: dict[tuple[str, ...], str] = {}
        _text(ws.cell(1, 1), "Choices of the drop-downs; not read.")

    def formula(self, words: tuple[str, ...]) -> str:
        """Where a list stands, for a drop-down."""
        if words not in self.known:
            place = len(self.known) + 1
            for row, word in enumerate(words, start=2):
                _text(self.ws.cell(row, place), word)
            letter = get_column_letter(place)
            self.known[words] = f"={LISTS}!${letter}$2:${letter}${len(words) + 1}"
        return self.known[words]


def _choose(ws: Worksheet, column: Column, cells: str, lists: _Lists) -> None:
    """The drop-down of a column; it never stands in the way of what the reader takes."""
    words = tuple(label for _, label in column.choices)
    if column.kind == "yes_no":
        words = _YES_NO
    elif column.kind == "strength":
        words = _COLOURS
    if column.of:
        formula = f"='{column.of}'!$A${HEADER_ROW + 1}:$A$302"
    elif words:
        more = () if isinstance(column.unknown, Never) else ("unknown",)
        formula = lists.formula((*words, *more))
    else:
        return
    strict = column.kind in ("choice", "yes_no") and not column.of
    found = DataValidation("list", formula1=formula, allow_blank=True, showErrorMessage=strict)
    found.errorTitle, found.error = "Not on the list", "Choose from the list, or write: unknown"
    ws.add_data_validation(found)
    found.add(cells)


def _head(cell: Any, text: str, needed: bool) -> None:
    _text(cell, text, Font(bold=True, color="FFFFFF" if needed else "1F4E5F"))
    cell.fill = _NEEDED if needed else _OPTIONAL
    cell.alignment = Alignment(wrap_text=True, vertical="center")


def _commented(cell: Any, column: Column) -> None:
    text = note(column)
    lines = sum(1 + len(line) // _NOTE_CHARACTERS for line in text.split("\n"))
    cell.comment = Comment(text, "ist", width=360, height=20 + 15 * lines)


def _value(cell: Any, column: Column, value: Any) -> None:
    """A value as its column shows it: labels for choices, `;` between several."""
    if value is None:
        return
    labels = dict(column.choices)
    if isinstance(value, bool):
        value = _YES_NO[not value]
    elif isinstance(value, (tuple, list)):
        value = "; ".join(str(labels.get(each, each)) for each in value)
    elif isinstance(value, str):
        value = labels.get(value, value)
    if isinstance(value, str):
        _text(cell, value)
        cell.alignment = Alignment(wrap_text=column.width >= _WRAPPED, vertical="top")
    else:
        cell.value = value
    if column.kind == "date" and not isinstance(value, str):
        cell.number_format = _DATE


def _text(cell: Any, text: str, font: Font | None = None) -> None:
    """Text that stays text, whatever it begins with."""
    cell.value = text
    if isinstance(cell, Cell) and text.startswith("="):
        cell.data_type = "s"
        cell.quotePrefix = True
    if font is not None:
        cell.font = font
