"""Sheets are filled: a page is printed so large that none of its sheets is left half empty, if it can be."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pypdf
import pytest
from bs4 import BeautifulSoup

from ist_model.report.pack import pdf
from ist_model.report.pack.sheets import FULL, LEAST, Layout, _sheet
from tests.report.small import ROOT

pytestmark = pytest.mark.skipif(not pdf.possible(), reason="WeasyPrint needs Pango")
HIGH, WIDE = 940, 640  # px between the margins below: 100 px of a picture are a known share of a sheet
CSS = f"""@page {{ size: {WIDE}px {HIGH + 60}px; margin: 30px 0; @bottom-left {{ content: counter(page) }} }}
body, p, figure {{ margin: 0; font-family: sans-serif }} figure {{ break-inside: avoid }}
img {{ display: block }} p {{ font-size: 1rem; line-height: 20px; height: 20px }}"""


def picture(share: float) -> str:
    """A chart that fills this share of a sheet at the usual width, and a bar at its foot to be seen."""
    width = WIDE * 0.86
    high = share * HIGH
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{high}" '
        f'viewBox="0 0 {width} {high}">'
        f'<rect y="{high - 2}" width="9" height="2"/></svg>'
    )
    address = base64.b64encode(svg.encode()).decode()
    return f'<figure class="chart"><img alt="bar" src="data:image/svg+xml;base64,{address}"></figure>'


def filled(parts: Iterable[float | str], *, first: int = 1) -> tuple[list[float], Any]:
    """Shares of its sheets that a page of such charts, and lines of text, fills."""
    body = "".join(part if isinstance(part, str) else picture(part) for part in parts)
    section = BeautifulSoup(f"<section>{body}</section>", "html.parser").section
    document = Layout(CSS).fit(section, title="A page", first=first)
    return [_sheet(page).filled for page in document.pages], document


def usual(parts: Iterable[float | str]) -> list[float]:
    """The same at the usual size, as it would be without a second try."""
    body = "".join(part if isinstance(part, str) else picture(part) for part in parts)
    body = body.replace("<img ", '<img style="width: 86%" ')
    return [_sheet(page).filled for page in Layout(CSS).lay(body, title="A page", first=1).pages]


LINES = "<p>A line.</p>" * 5


def test_a_sheet_is_as_full_as_its_last_ink_lies_low() -> None:
    assert usual([0.5, 0.25]) == pytest.approx([0.75], abs=0.01)
    assert usual([0.5, 0.6, 0.1]) == pytest.approx([0.5, 0.7], abs=0.01)


@pytest.mark.parametrize(
    ("parts", "before", "sheets"),
    [
        ([0.53, 0.51, 0.6], [0.53, 0.51, 0.6], 2),  # a little smaller, two stand together
        ([0.5, 0.46, LINES], [1.0, 0.06], 1),  # so do the last lines
        ([0.66, 0.9], [0.66, 0.9], 2),  # too large to stand together: the first is printed larger
    ],
)
def test_a_page_is_printed_so_large_that_its_sheets_are_full(
    parts: list[float | str], before: list[float], sheets: int
) -> None:
    plain = usual(parts)
    assert plain == pytest.approx(before, abs=0.03)
    assert min([*plain[:-1], 1.0]) < FULL or plain[-1] < LEAST
    *others, last = filled(parts)[0]
    assert len(others) + 1 == sheets
    assert all(each >= FULL for each in others)
    assert last >= LEAST


def test_a_page_whose_sheets_are_full_is_printed_as_usual() -> None:
    assert filled([0.5, 0.4, 0.3])[0] == pytest.approx(usual([0.5, 0.4, 0.3]), abs=0.001)


def test_what_cannot_be_full_is_printed_all_the_same() -> None:
    assert filled([0.3, 0.98])[0] == pytest.approx([0.35, 0.98], abs=0.01)  # as wide as the sheet: 0.3 / 0.86


def test_smaller_charts_grow_again_where_their_sheet_has_room() -> None:
    """The first two must be smaller to stand together; the third need not be."""
    _, document = filled([0.53, 0.51, 0.6])
    heights = [chart for page in document.pages for chart in _sheet(page).charts.values()]
    assert heights[0] / 0.53 == pytest.approx(heights[1] / 0.51, rel=0.01)
    assert heights[0] < 0.53 * 0.97
    assert heights[2] == pytest.approx(0.6, abs=0.005)


def test_sheets_are_numbered_on(tmp_path: Path) -> None:
    _, document = filled([0.9, 0.9], first=7)
    document.write_pdf(tmp_path / "some.pdf")
    texts = [sheet.extract_text() for sheet in pypdf.PdfReader(tmp_path / "some.pdf").pages]
    assert [re.findall(r"\d+", text) for text in texts] == [["7"], ["8"]]


def test_how_a_page_was_made_is_set_small() -> None:
    """Its heading is known by its words: those that the notebooks write."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]
    assert sum(f'"## {pdf.MADE}"' in text for text in texts) > 5
