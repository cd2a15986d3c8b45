"""Rows of a finished run in the order that records have."""

from __future__ import annotations

from ist_model.engines.compiled.jit import State, part

MOST_COLUMNS = 6  # of `keys`: no index is checked in compiled code
_SHORT = 8  # rows that are put in order one by one; longer stretches are merged


@part
def in_order(s: State, rows: int, columns: int) -> None:
    """Put the numbers of rows in `order`, by so many columns of `keys`; equal rows stay as they come.

    `MOST_COLUMNS` at most. Quick for rows that are nearly in order, as most tables are.
    """
    for start in range(0, rows, _SHORT):
        _one_by_one(s, start, min(start + _SHORT, rows), columns)
    width = _SHORT
    while width < rows:
        for start in range(0, rows - width, 2 * width):
            _merge(s, start, start + width, min(start + 2 * width, rows), columns)
        width *= 2


@part
def _one_by_one(s: State, start: int, end: int, columns: int) -> None:
    order = s.order
    for row in range(start, end):
        place = row
        while place > start and _before(s, row, order[place - 1], columns):
            order[place] = order[place - 1]
            place -= 1
        order[place] = row


@part
def _merge(s: State, start: int, middle: int, end: int, columns: int) -> None:
    """Two stretches that follow each other, each in order, become one."""
    order, left = s.order, s.order_left
    if not _before(s, order[middle], order[middle - 1], columns):
        return
    for place in range(start, middle):
        left[place] = order[place]
    a, b, place = start, middle, start
    while a < middle:
        if b < end and _before(s, order[b], left[a], columns):
            order[place] = order[b]
            b += 1
        else:
            order[place] = left[a]
            a += 1
        place += 1


@part
def _before(s: State, one: int, other: int, columns: int) -> bool:
    for column in range(columns):
        a, b = s.keys[one, column], s.keys[other, column]
        if a != b:
            return bool(a < b)
    return False
