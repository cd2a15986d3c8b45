"""What a notebook ends a cell with: in JupyterLab and on the rendered page alike."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ist_model.report.charts.look import Chart
from ist_model.report.provenance import Stamp
from ist_model.report.tables import Content, key_numbers, table
from ist_model.report.words.unbroken import unbroken


@dataclass(frozen=True, repr=False)
class Block:
    """Something to look at; put blocks one under the other with `+`."""

    markup: str

    def _repr_html_(self) -> str:
        return self.markup

    def __repr__(self) -> str:
        return f"Block of {len(self.markup):,} characters, shown as HTML"

    def __add__(self, other: Block) -> Block:
        return Block(f"{self.markup}\n{other.markup}")


def chart(made: Chart, *, half_sheet: bool = False) -> Block:
    """A chart with its two sentences; `half_sheet`: in print its picture for narrow screens is taken."""
    return Block(made.html(half_sheet=half_sheet))


def numbers(items: Sequence[tuple[str, str, str]]) -> Block:
    """Key numbers: (label, value, note)."""
    return Block(key_numbers(items))


def rows(
    columns: Sequence[str],
    cells: Sequence[Sequence[Content]],
    *,
    caption: str,
    right: Sequence[int] = (),
) -> Block:
    """A table; see `tables.table`."""
    return Block(table(columns, cells, caption=caption, right=right))


def lead(text: str) -> Block:
    """Which scenario the page is about, under its title."""
    return Block(f'<p class="lead">{html.escape(text)}</p>')


def question(text: str) -> Block:
    """The question the page answers, under its title."""
    return Block(f'<p class="question">{html.escape(text)}</p>')


def answer(sentences: Iterable[str], points: Iterable[tuple[str, Sequence[str]]] = ()) -> Block:
    """The answer, set apart: sentences, the first of which stands out, then lists with a heading each."""
    lists = ""
    for title, items in points:
        listed = "".join(f"<li>{unbroken(item)}</li>" for item in items)
        lists += f'<p class="point">{html.escape(title)}</p><ul>{listed}</ul>'
    return Block(f'<div class="answer">{_paragraphs(sentences)}{lists}</div>')


def notes(sentences: Iterable[str]) -> Block:
    """Plain paragraphs."""
    return Block(_paragraphs(sentences))


def paper(block: Block, *, columns: bool = False) -> Block:
    """Set close in print, so that a page for trustees is one sheet; `columns`: two of them in print."""
    return Block(f'<div class="paper{" columns" if columns else ""}">{block.markup}</div>')


def part(text: str) -> Block:
    """A heading within a cell's output; the page lists it among its contents."""
    return Block(f"<h2>{html.escape(text)}</h2>")


def onscreen(block: Block) -> Block:
    """Detail that is left out in print."""
    return Block(f'<div class="onscreen">{block.markup}</div>')


def terms() -> Block:
    """Where the page explains the terms that it uses; without it, at its end."""
    return Block('<p class="terms"></p>')


def private(block: Block) -> Block:
    """What tells of single posts or schools: left out of a page that anyone may read."""
    return Block(f'<div class="private">{block.markup}</div>')


def stamp(made_from: Stamp) -> Block:
    """The provenance stamp; the page moves it to its foot."""
    return Block(made_from.html())


def _paragraphs(sentences: Iterable[str]) -> str:
    return "".join(f"<p>{unbroken(s)}</p>" for s in sentences)
