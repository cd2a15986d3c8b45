"""A figure as a picture: its axes put in their places, and drawn once."""

from __future__ import annotations

import io
import re
from collections.abc import Hashable
from typing import Any

from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import FixedFormatter

_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)  # says nothing to a reader
# Where axes and the figure's own texts lie, of figures that need the same room around their axes.
_places: dict[Hashable, tuple[list[Any], list[Any]]] = {}


def svg_of(figure: Figure, *, from_memory: bool) -> str:
    """A figure as SVG text, without metadata.

    Args:
        figure: With the layout engine that shall place its axes.
        from_memory: Whether they may lie where they lay in a figure with the same words around them.
    """
    canvas: Any = FigureCanvasSVG(figure)  # first: the layout measures text as this canvas writes it
    if from_memory:
        _place_axes(figure)
    else:
        _lay_out(figure)
    buffer = io.StringIO()
    # Its own method: `savefig` would draw the whole figure once more, only to lay it out.
    canvas.print_svg(buffer, metadata={"Date": None, "Creator": None})
    text = buffer.getvalue()
    return _METADATA.sub("", text[text.index("<svg") :])


def _place_axes(figure: Figure) -> None:
    """Put the axes where the layout would, without working it out again."""
    if (needs := _room_needed(figure)) not in _places:
        _lay_out(figure)
        places = [axes.get_position().bounds for axes in figure.axes]
        _places[needs] = places, [text.get_position() for text in figure.texts]
    figure.set_layout_engine("none")
    of_axes, of_texts = _places[needs]
    for axes, place in zip(figure.axes, of_axes, strict=True):
        axes.set_position(place)
    for text, at in zip(figure.texts, of_texts, strict=True):
        text.set_position(at)


def _lay_out(figure: Figure) -> None:
    """Have the figure's layout engine place its axes, once."""
    for axis in (axis for axes in figure.axes for axis in (axes.xaxis, axes.yaxis)):
        if not axis.get_label_text():
            axis.set_label_coords(0, 0)  # no place among the ticks is looked for, for a label that is empty
    if (layout := figure.get_layout_engine()) is not None:
        layout.execute(figure)
    figure.set_layout_engine("none")


def _room_needed(figure: Figure) -> Hashable:
    """What decides how much room there must be around the axes: the words there, and how long numbers are."""
    told: list[Hashable] = [tuple(figure.get_size_inches())]
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            words = axis.get_major_formatter().format_ticks(axis.get_majorticklocs().tolist())
            fixed = isinstance(axis.get_major_formatter(), FixedFormatter)
            told.append(tuple(sorted(words)) if fixed else max(map(len, words), default=0))
        told.append(axes.get_title(loc="left").count("\n"))
    told += [text.get_text() for text in figure.texts]
    told += [tuple(text.get_text() for text in each.get_texts()) for each in figure.legends]
    return tuple(told)
