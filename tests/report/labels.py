"""Labels of a chart that cannot be read: beyond the picture's edge, or one over another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from ist_model.report.charts import look
from ist_model.report.charts.look import Chart
from ist_model.report.charts.svg import svg_of

_EDGE, _ACROSS, _DOWN = 1.0, -1.0, 2.5  # points: boxes are higher than their letters; side by side is a gap


def unreadable(make: Callable[[], Chart], patch: pytest.MonkeyPatch) -> list[str]:
    """What cannot be read in either width of the chart that this makes."""
    found: list[str] = []

    def drawn(figure: Figure, **how: Any) -> str:
        picture = svg_of(figure, **how)
        found.extend(_faults(figure))
        return picture

    with patch.context() as patched:
        patched.setattr(look, "svg_of", drawn)
        make()
    return found


def _faults(figure: Figure) -> Iterator[str]:
    wide, high = figure.bbox.width, figure.bbox.height
    boxes = [(text.get_text(), text.get_window_extent()) for text in _seen(figure)]
    for at, (words, box) in enumerate(boxes):
        if min(box.x0, box.y0) < -_EDGE or box.x1 > wide + _EDGE or box.y1 > high + _EDGE:
            yield f"{words!r} runs out of the picture"
        for others, other in boxes[:at]:
            across = min(box.x1, other.x1) - max(box.x0, other.x0)
            down = min(box.y1, other.y1) - max(box.y0, other.y0)
            if across > _ACROSS and down > _DOWN:
                yield f"{words!r} lies on {others!r}"


def _seen(figure: Figure) -> Iterator[Text]:
    """Texts that are drawn: not those of panels or ticks that are not there."""
    hidden: set[int] = set()
    for axes in figure.axes:
        if not axes.get_visible():
            hidden |= {id(text) for text in axes.findobj(Text)}
        both: list[Any] = [axes.xaxis, axes.yaxis]
        for axis in both:
            drawn = axis._update_ticks() if axes.axison else []
            hidden |= {
                id(label)
                for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks())
                for label in (tick.label1, tick.label2)
                if tick not in drawn or not label.get_visible()
            }
    for text in figure.findobj(Text):
        if text.get_visible() and text.get_text().strip() and id(text) not in hidden:
            yield text
