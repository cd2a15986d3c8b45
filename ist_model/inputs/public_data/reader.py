"""Reads a published file: finds out which format it is, keeps the columns that are used, reports the rest."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pandas as pd

from ist_model.inputs.errors import InputError, Problem
from ist_model.inputs.public_data.intake import Intake, SetAside
from ist_model.inputs.public_data.layout import Column, Layout, is_personal, normal
from ist_model.inputs.public_data.text import Text, read_text, rows_of
from ist_model.inputs.public_data.values import ABSENT, text_of
from ist_model.inputs.yaml_file import shown_path

_TITLE_LINES = 10  # some files open with lines of title above the header
_LIKE = 0.3  # share of a format's columns that makes a file "most like" it
_LONGEST = 40
_NO_ROWS = "take the file as published, with its rows: this one has none, or none with a number"


@dataclass(frozen=True)
class Table:
    """A published file as read: one row a key, and what became of the rest."""

    layout: Layout
    frame: pd.DataFrame
    intake: Intake
    path: Path


@dataclass(frozen=True)
class _Taken:
    """A column of the format and where in this file it stands."""

    column: Column
    at: int
    header: str


def read(path: Path, layouts: Sequence[Layout]) -> Table:
    """Read a published file of one of these formats.

    Args:
        path: file on disk.
        layouts: formats it may be of; where several fit, the first counts.

    Returns:
        The table. Cells that say there is no value are missing in it, never 0.

    Raises:
        InputError: if it is no CSV, of none of the formats, lacks a needed column, or holds no row; says what
            the file is, and what each missing column is for.
    """
    source = read_text(path)
    rows = rows_of(source.text)
    try:
        layout, header, header_line = _recognise(path, rows, layouts)
        taken = _taken(path, layout, header, header_line)
        intake = _intake(path, layout, header, taken, source)
        cells = _collect(rows, layout, len(header), taken, intake, source.cut_line)
    except csv.Error as error:
        rule = f"the file is not CSV from here on: {error}"
        raise InputError(
            [Problem(shown_path(path), 0, "", "", rule, "download it again; do not edit it by hand")]
        ) from None
    if not intake.rows_kept:
        told = "; ".join(intake.lines())
        raise InputError([Problem(shown_path(path), 0, "", "", f"no row could be used: {told}", _NO_ROWS)])
    frame = pd.DataFrame(
        {one.column.name: pd.Series(cells[one.column.name], dtype=one.column.kind.dtype) for one in taken}
    )
    return Table(layout, frame, intake, path)


def _recognise(
    path: Path, rows: Iterator[tuple[int, list[str]]], layouts: Sequence[Layout]
) -> tuple[Layout, list[str], int]:
    """The format, the header and its line; leaves `rows` at the first row of data."""
    looked_at = []
    for line, cells in islice(rows, _TITLE_LINES):
        names = {normal(cell) for cell in cells}
        for layout in layouts:
            if layout.is_of(names):
                return layout, cells, line
        looked_at.append(names)
    raise InputError([_unknown(path, looked_at, layouts)])


def _unknown(path: Path, looked_at: list[set[str]], layouts: Sequence[Layout]) -> Problem:
    header = max(looked_at, key=len, default=set())
    likeness, nearest = max(
        ((layout.likeness(header), layout) for layout in layouts), key=lambda pair: pair[0]
    )
    shown = ", ".join(sorted(header)[:6])
    if likeness < _LIKE:
        titles = "; ".join(layout.title for layout in layouts)
        return Problem(
            shown_path(path), 1, "", shown, "no published format known here has this header", f"use: {titles}"
        )
    lacks = [mark for mark in nearest.marks if normal(mark) not in header]
    extra = [mark for mark in nearest.not_marks if normal(mark) in header]
    why = [f"lacks {', '.join(lacks)}"] if lacks else []
    why += [f"has {', '.join(extra)}"] if extra else []
    rule = f"another layout: most like {nearest.title}, but it {' and '.join(why)}"
    return Problem(shown_path(path), 1, "", shown, rule, "take the file as published, or one of another date")


def _taken(path: Path, layout: Layout, header: list[str], line: int) -> list[_Taken]:
    """Where each column of the format stands; raises for the needed ones that are missing."""
    places: dict[str, int] = {}
    for at, cell in enumerate(header):
        places.setdefault(normal(cell), at)
    taken, problems = [], []
    for column in layout.columns:
        found = next((h for h in column.headers if normal(h) in places), None)
        if found is not None:
            taken.append(_Taken(column, places[normal(found)], found))
        elif column.needed:
            rule = f"this column of {layout.title} is missing; it is for {column.use}"
            remedy = "take the file as published, with all its columns"
            problems.append(Problem(shown_path(path), line, column.headers[0], "", rule, remedy))
    if problems:
        raise InputError(problems)
    return taken


def _intake(path: Path, layout: Layout, header: list[str], taken: list[_Taken], source: Text) -> Intake:
    there = {one.column.name for one in taken}
    intake = Intake(
        path.name,
        layout.title,
        source.encoding,
        not_in_file=tuple(c.headers[0] for c in layout.columns if c.name not in there),
        personal=tuple(cell for cell in header if is_personal(cell)),
        notes=list(layout.notes),
    )
    for one in taken:
        if normal(one.header) != normal(one.column.headers[0]) and one.column.needed:
            intake.notes.append(f"{one.column.headers[0]} is not in the file: taken from {one.header}")
    if source.replaced:
        intake.notes.append(f"{source.replaced} characters could not be read in this encoding")
    return intake


def _collect(
    rows: Iterable[tuple[int, list[str]]],
    layout: Layout,
    width: int,
    taken: list[_Taken],
    intake: Intake,
    cut_line: int | None,
) -> dict[str, list[Any]]:
    """The values of the rows that are kept, by column."""
    kept: dict[str, list[Any]] = {one.column.name: [] for one in taken}
    seen: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    last_key = max(one.at for one in taken if one.column.name in layout.key)
    short = 0
    for line, cells in rows:
        intake.rows_in += 1
        if len(cells) > width and not layout.last_is_open and any(cells[width:]):
            intake.leave_out("more cells than headers", line, cells[0])
            continue
        if len(cells) <= last_key:
            intake.leave_out("ends before its number", line, cells[0])
            continue
        if len(cells) < width:
            if line == cut_line:
                intake.leave_out("the file ends within this row: was the download cut short?", line, cells[0])
                continue
            short += 1
            cells = [*cells, *[""] * (width - len(cells))]
        if layout.last_is_open:
            cells = [*cells[: width - 1], "; ".join(cell for cell in cells[width - 1 :] if cell)]
        row = {one.column.name: _value(one, cells[one.at], line, intake) for one in taken}
        reason = _reason(layout, row)
        if reason is None:
            reason = _seen_before(layout, row, seen)
        if reason is not None:
            intake.leave_out(reason, line, _named(row, cells))
            continue
        for name, value in row.items():
            kept[name].append(value)
        intake.rows_kept += 1
    if short:
        intake.notes.append(f"{short} rows are shorter than the header: their last columns count as blank")
    return kept


def _value(one: _Taken, cell: str, line: int, intake: Intake) -> Any:
    cell = text_of(cell)
    absent = ABSENT.get(cell.upper())
    if absent is not None:
        intake.absent.setdefault(one.header, Counter())[absent] += 1
        return None
    try:
        return one.column.kind.parse(cell)
    except ValueError:
        intake.not_understood.setdefault(one.header, SetAside()).add(line, cell[:_LONGEST])
        return None


def _reason(layout: Layout, row: dict[str, Any]) -> str | None:
    """Why a row is no record of the format, or None."""
    own = layout.row_rule(row) if layout.row_rule is not None else None
    if own is not None:
        return own
    empty = [name for name in layout.key if row.get(name) is None]
    return f"no {' and no '.join(_words(name) for name in empty)}" if empty else None


def _seen_before(
    layout: Layout, row: dict[str, Any], seen: dict[tuple[Any, ...], tuple[Any, ...]]
) -> str | None:
    key = tuple(row.get(name) for name in layout.key)
    content = tuple(row.values())
    first = seen.setdefault(key, content)
    if first is content:
        return None
    what = " and ".join(_words(name) for name in layout.key)
    return f"the same row again (same {what})" if first == content else f"{what} again, first row kept"


def _words(name: str) -> str:
    return name.replace("_", " ").replace("urn", "URN").replace("uid", "UID")


def _named(row: dict[str, Any], cells: list[str]) -> str:
    """What a row is known by in a report: its number or its name."""
    known = [str(row[name]) for name in ("urn", "name") if row.get(name) is not None]
    return " ".join(known)[:_LONGEST] if known else text_of(cells[0])[:_LONGEST]
