"""A page on sheets of paper: laid out by itself, as large as leaves no sheet half empty.

A chart is never cut: one that no longer fits leaves the rest of its sheet white. A page of which a sheet
would be left so is tried again a little smaller, step by step; then each sheet's charts take its room.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from bs4 import Tag

FULL, LEAST = 0.70, 0.15  # shares of a sheet: that others than the last fill at least, and that the last does
_BRIM = 0.985  # charts do not grow beyond: what a line needs is rounded


class Size(NamedTuple):
    """How large a page is printed: its letters in points, its charts in hundredths of the sheet's width."""

    letters: float
    charts: float


# The first as a rule. At the last, letters in charts are nearly six points high: less is hard to read.
SIZES = (Size(9.5, 86), Size(9.35, 82), Size(9.2, 78))
_WIDEST = 100.0


class Sheet(NamedTuple):
    """What stands on a sheet: the share of its height that is filled, and that of each of its charts."""

    filled: float
    charts: dict[int, float]

    def at(self, width: float, before: float) -> float:
        """The share filled with its charts at another width than before."""
        return self.filled + sum(self.charts.values()) * (width / before - 1)

    def width_at(self, filled: float, before: float) -> float:
        """The width of its charts at which so much of it is filled."""
        return before * (1 + (filled - self.filled) / sum(self.charts.values()))


class Layout:
    """Lays pages out on sheets, all with the same rules of style."""

    def __init__(self, css: str) -> None:
        """Read the rules.

        Args:
            css: Of all pages; each page adds its own size.
        """
        import weasyprint  # a second of imports that a pack without changes need not wait for
        from weasyprint.text.fonts import FontConfiguration

        self._html = weasyprint.HTML
        self._fetcher = weasyprint.urls.URLFetcher(
            allowed_protocols={"data"}, fail_on_errors=True
        )  # nothing from outside
        self._fonts = FontConfiguration()
        self._css = weasyprint.CSS(string=css, font_config=self._fonts, url_fetcher=self._fetcher)

    def lay(
        self,
        body: str,
        *,
        title: str,
        first: int,
        size: Size = SIZES[0],
        pictures: dict[str, Any] | None = None,
    ) -> Any:
        """Lay out HTML at one size.

        Args:
            body: What stands in its body.
            title: Of the document.
            first: The number of its first sheet.
            size: How large.
            pictures: Those read before, by address; more are added.

        Returns:
            A document of WeasyPrint's.
        """
        own = f"@page :first {{ counter-set: page {first} }} html {{ font-size: {size.letters}pt }}"
        text = (
            f'<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>{title}</title>'
            f"<style>{own}</style></head><body>{body}</body></html>"
        )
        return self._html(string=text, url_fetcher=self._fetcher).render(
            stylesheets=[self._css], font_config=self._fonts, cache=pictures, pdf_variant="pdf/ua-1"
        )

    def fit(self, section: Tag, *, title: str, first: int) -> Any:
        """Lay out a page at the largest size that leaves no sheet half empty, else the least empty one.

        Args:
            section: The page; the widths of its charts are set in it.
            title: Of the document.
            first: The number of its first sheet.
        """
        # A page made for one sheet says itself how large it is.
        charts = [] if section.select_one(".paper") else section.select("figure.chart img")
        for number, chart in enumerate(charts):
            chart["data-chart"] = str(number)
        pictures: dict[str, Any] = {}

        def laid(size: Size, widths: dict[int, float]) -> tuple[Any, list[Sheet]]:
            for number, chart in enumerate(charts):
                chart["style"] = f"width: {widths.get(number, size.charts):.1f}%"
            document = self.lay(section.decode(), title=title, first=first, size=size, pictures=pictures)
            return document, [_sheet(page) for page in document.pages]

        found: list[tuple[float, Size, Any, list[Sheet]]] = []
        for size in SIZES:
            document, sheets = laid(size, {})
            found.append((_wanting(_grown(sheets, size)), size, document, sheets))
            if not found[-1][0]:
                break
        _, size, document, sheets = min(found, key=lambda each: each[0])
        widths = _widths(sheets, size)
        if not widths:
            return document
        larger, then = laid(size, widths)
        return larger if _same_breaks(sheets, then) else document


def _wanting(filled: Sequence[float]) -> float:
    """How much is left white that should not be, in sheets."""
    *others, last = filled
    return sum(max(0.0, FULL - each) for each in others) + (max(0.0, LEAST - last) if others else 0.0)


def _widths(sheets: Sequence[Sheet], size: Size) -> dict[int, float]:
    """Charts that take more room than the size gives them, and their width: up to the usual one.

    On a sheet that is not full even so, and not the last, more: as much as fills it.
    """
    found: dict[int, float] = {}
    for number, sheet in enumerate(sheets, start=1):
        if not sheet.charts:
            continue
        room = sheet.width_at(_BRIM, size.charts)
        width = min(SIZES[0].charts, room)
        if number < len(sheets) and sheet.at(width, size.charts) < FULL:
            width = min(_WIDEST, sheet.width_at(FULL + 1 - _BRIM, size.charts))
        if width > size.charts:
            found |= dict.fromkeys(sheet.charts, width)
    return found


def _grown(sheets: Sequence[Sheet], size: Size) -> list[float]:
    """The share that each sheet will fill with its charts so."""
    widths = _widths(sheets, size)
    return [
        sheet.at(max((widths.get(chart, size.charts) for chart in sheet.charts), default=1.0), size.charts)
        if sheet.charts
        else sheet.filled
        for sheet in sheets
    ]


def _same_breaks(before: Sequence[Sheet], after: Sequence[Sheet]) -> bool:
    return [list(sheet.charts) for sheet in before] == [list(sheet.charts) for sheet in after]


def _sheet(page: Any) -> Sheet:
    """Look at a sheet that is laid out."""
    box = page._page_box
    lowest, charts = box.content_box_y(), {}
    for each in _leaves(box.children[0]):
        lowest = max(lowest, each.position_y + each.height)
        number = each.element.get("data-chart") if each.element is not None else None
        if number is not None:
            charts[int(number)] = each.height / box.height
    return Sheet((lowest - box.content_box_y()) / box.height, charts)


def _leaves(box: Any) -> Iterator[Any]:
    """Text and pictures in a box."""
    from weasyprint.formatting_structure import boxes

    if isinstance(box, boxes.TextBox | boxes.ReplacedBox):
        yield box
    elif isinstance(box, boxes.ParentBox):
        for child in box.children:
            yield from _leaves(child)
