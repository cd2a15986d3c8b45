"""Accessible tables: a caption, scoped headings, units in words, readable on a phone."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

from ist_model.report.words.unbroken import unbroken

_WIDE_FROM_COLUMNS, _MANY_COLUMNS = 4, 6
_CHARACTERS_ON_A_PHONE, _CHARACTERS_BETWEEN = 52, 1.5  # that stand side by side, and a gap between columns
_SORTABLE_FROM_ROWS = 12  # and folded from, where each cell has its line: `page.css` shows the first six
_ON_ONE_SHEET = 10  # rows that print does not break over two sheets


@dataclass(frozen=True)
class Cell:
    """Text of one cell; `tone` is better, worse, unclear or empty; `href` leads to a page of the pack."""

    text: str
    tone: str = ""
    href: str = ""

    def inner(self) -> str:
        """The cell's content as HTML."""
        text = unbroken(self.text)
        if self.href:
            text = f'<a href="{html.escape(self.href, quote=True)}">{text}</a>'
        return f'<span class="{html.escape(self.tone, quote=True)}">{text}</span>' if self.tone else text


Content = Cell | str


def table(
    columns: Sequence[str],
    rows: Sequence[Sequence[Content]],
    *,
    caption: str,
    right: Sequence[int] = (),
) -> str:
    """A table as HTML; the first column heads its row, and where there are many, a reader can sort them.

    Where columns have no room side by side on a phone, the cells of a row stand there one under the other,
    each with its heading, and of many rows the first are shown until the rest is asked for; if all are plain
    numbers, the table scrolls instead, so that they can be compared.

    Args:
        columns: Headings, with units where all cells share one.
        rows: One sequence of cells per row, as long as `columns`.
        caption: What the table is about; also names the region that scrolls on a narrow screen.
        right: Positions of columns of plain numbers, aligned right.

    Raises:
        ValueError: If the caption or a heading is empty, or a row has another length than the headings.
    """
    if not caption.strip() or not all(c.strip() for c in columns):
        raise ValueError("a table needs a caption and a heading for every column")
    for row in rows:
        if len(row) != len(columns):
            raise ValueError(
                f"a row of the table {caption!r} has {len(row)} cells for {len(columns)} headings"
            )
    label = html.escape(caption, quote=True)
    kinds = []
    if len(columns) > 2 and not _side_by_side(columns, rows):
        if len(right) < len(columns) - 1:
            kinds = ["stacked"]
        elif len(columns) >= _WIDE_FROM_COLUMNS:
            kinds = ["wide"]
    stacked = "stacked" in kinds
    folded = stacked and len(rows) >= _SORTABLE_FROM_ROWS
    kinds += ["many"] * (len(columns) >= _MANY_COLUMNS)
    kinds += ["sortable"] * (len(rows) >= _SORTABLE_FROM_ROWS) + ["short"] * (len(rows) <= _ON_ONE_SHEET)
    kind = f' class="{" ".join(kinds)}"' if kinds else ""
    head = "".join(f'<th scope="col"{_side(i, right)}>{unbroken(c)}</th>' for i, c in enumerate(columns))
    body = "".join(f"<tr>{_row(row, right, columns if stacked else ())}</tr>\n" for row in rows)
    # Hidden but for the style of pages on a phone: neither print nor a notebook folds anything.
    more = f'<label class="more" hidden><input type="checkbox"> Show all {len(rows)} rows</label>' * folded
    return (
        f'<div class="tablewrap" role="region" aria-label="{label}" tabindex="0"><table{kind}>'
        f"<caption><span>{html.escape(caption)}</span></caption>\n<thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table>{more}</div>"
    )


def _side_by_side(columns: Sequence[str], rows: Sequence[Sequence[Content]]) -> bool:
    """Whether all columns have room on a phone; headings and the first column may take several lines."""
    room = _CHARACTERS_BETWEEN * (len(columns) - 1)
    for i, heading in enumerate(columns):
        texts = [cell.text if isinstance(cell, Cell) else cell for cell in (row[i] for row in rows)]
        words = [word for text in [heading, *(texts if i == 0 else ())] for word in text.split()]
        longest = max(map(len, texts), default=0)
        room += max(*map(len, words), longest / 2 if i == 0 else longest)
    return room <= _CHARACTERS_ON_A_PHONE


def _row(row: Sequence[Content], right: Sequence[int], heads: Sequence[str]) -> str:
    cells = [c if isinstance(c, Cell) else Cell(c) for c in row]
    first = f'<th scope="row">{cells[0].inner()}</th>'
    named = [f' data-head="{html.escape(head, quote=True)}"' for head in heads] or [""] * len(cells)
    rest = (f"<td{_side(i, right)}{named[i]}>{c.inner()}</td>" for i, c in enumerate(cells[1:], start=1))
    return first + "".join(rest)


def _side(position: int, right: Sequence[int]) -> str:
    return ' class="right"' if position in right else ""


def key_numbers(items: Sequence[tuple[str, str, str]]) -> str:
    """The few numbers a reader needs first, as a description list of (label, value, note)."""
    parts = ""
    for item in items:
        label, value, note = (html.escape(text) for text in item)
        parts += f'<div><dt>{label}</dt><dd>{value}</dd><dd class="note">{note}</dd></div>'
    return f'<dl class="kpis">{parts}</dl>'
