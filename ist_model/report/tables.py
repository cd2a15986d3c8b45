"""Accessible tables: a caption, scoped headings, units in words, readable on a phone."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

_WIDE_FROM_COLUMNS = 4
_SORTABLE_FROM_ROWS = 12
_ON_ONE_SHEET = 10  # rows that print does not break over two sheets
_SIGNED = re.compile(r"(?:[−+]£|± ?£?)[\d,.]*\d")  # a line might break after the sign


def unbroken(text: str) -> str:
    """Text as HTML in which no line breaks between a sign and its number: "−£2,000", "± £1,000"."""
    return _SIGNED.sub(r'<span class="nowrap">\g<0></span>', html.escape(text))


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

    Where there are many columns, on a phone the cells of a row stand one under the other, each with its
    heading; if all are plain numbers, the table scrolls instead, so that they can be compared.

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
    many, stacked = len(columns) >= _WIDE_FROM_COLUMNS, len(right) < len(columns) - 1
    kinds = ["stacked" if stacked else "wide"] * many + ["sortable"] * (len(rows) >= _SORTABLE_FROM_ROWS)
    kinds += ["short"] * (len(rows) <= _ON_ONE_SHEET)
    kind = f' class="{" ".join(kinds)}"' if kinds else ""
    head = "".join(f'<th scope="col"{_side(i, right)}>{html.escape(c)}</th>' for i, c in enumerate(columns))
    body = "".join(f"<tr>{_row(row, right, columns if many and stacked else ())}</tr>\n" for row in rows)
    return (
        f'<div class="tablewrap" role="region" aria-label="{label}" tabindex="0"><table{kind}>'
        f"<caption><span>{html.escape(caption)}</span></caption>\n<thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table></div>"
    )


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
