"""Who gives days of support to whom: givers on the left, receivers on the right, a band for each pair."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from ist_model.report.charts.look import (
    BASELINE,
    INK,
    SCENARIO,
    SHORT,
    Canvas,
    Chart,
    Words,
    cut,
    draw,
    row_name,
)
from ist_model.report.words.plain import and_list, days

_LEFT, _RIGHT, _THICK = 0.0, 1.0, 0.022
_GAP = 0.035  # between blocks, as a share of the height
_LEAST_SHARE = 0.012  # of all days: a thinner band is not drawn
_TOLD = 12  # bands named in words


def flows(table: pd.DataFrame, *, outside: Mapping[str, str], sure: str) -> Chart:
    """Bands as wide as the days.

    Args:
        table: Days a year by giver (index) and receiver (columns), each in the order to be drawn.
        outside: Givers and receivers that are not schools, and what to call them in a sentence.
        sure: To how many days each band is known, in words: "± 2 days or better".

    Raises:
        ValueError: If no days were given.
    """
    kept = table.loc[table.sum(axis=1) > 0, table.sum(axis=0) > 0]
    if kept.empty:
        raise ValueError("nobody gave a day, so there is no flow to show; leave the chart out")
    given, received = kept.sum(axis=1), kept.sum(axis=0)
    total, amounts = float(given.sum()), kept.to_numpy(float)

    def paint(canvas: Canvas) -> None:
        axes = canvas.figure.subplots()
        axes.set(xlim=(-0.52, 1.52) if canvas.narrow else (-0.42, 1.42), ylim=(1.03, -0.09))
        axes.set_axis_off()
        left, right = _blocks(given), _blocks(received)
        unit = left[1]
        from_top, to_top = dict(left[0]), dict(right[0])
        colours = {name: _colour(name, kept, outside) for name in kept.index}
        for row, giver in enumerate(kept.index):
            for column, receiver in enumerate(kept.columns):
                size = float(amounts[row, column])
                if size >= _LEAST_SHARE * total:
                    ends = (from_top[giver], size * unit, to_top[receiver], size * right[1])
                    _band(axes, ends, colours[giver])
                from_top[giver] += size * unit
                to_top[receiver] += size * right[1]
        for side, sizes, tops, scale in ((_LEFT, given, *left), (_RIGHT, received, *right)):
            for name, size in zip(sizes.index, sizes.to_numpy(float), strict=True):
                colour = colours[str(name)] if side == _LEFT else INK
                _block(axes, side, tops[str(name)], size * scale, colour)
                _label(axes, side, tops[str(name)] + size * scale / 2, str(name), size, canvas)
        for side, words, where in ((_LEFT, "gives, days a year", "right"), (_RIGHT, "receives", "left")):
            place = side - 0.02 if side == _LEFT else side + _THICK + 0.02
            axes.text(place, -0.06, words, ha=where, va="center", fontsize=8, color=BASELINE)

    height = 1.1 + 0.42 * max(len(given), len(received))
    return draw(paint, _words(kept, total, outside, sure), height_in=height, narrow_height_in=height + 0.4)


def _blocks(sizes: pd.Series) -> tuple[dict[str, float], float]:
    """Top of each block, and height of a day, so that all blocks and the gaps between fill the height."""
    scale = (1.0 - _GAP * (len(sizes) - 1)) / float(sizes.sum())
    tops, at = {}, 0.0
    for name, size in zip(sizes.index, sizes.to_numpy(float), strict=True):
        tops[str(name)] = at
        at += size * scale + _GAP
    return tops, scale


def _colour(name: str, table: pd.DataFrame, outside: Mapping[str, str]) -> str:
    """Blue: a school that gives at least what it receives; orange: one that gives less; grey: no school."""
    if name in outside:
        return BASELINE
    got = float(table[name].sum()) if name in table.columns else 0.0
    return SCENARIO if table.loc[name].to_numpy(float).sum() >= got else SHORT


def _band(axes: Axes, ends: tuple[float, float, float, float], colour: str) -> None:
    top, size, other, width = ends
    start, stop, middle = _LEFT + _THICK, _RIGHT, 0.5
    points = [
        (start, top),
        (middle, top),
        (middle, other),
        (stop, other),
        (stop, other + width),
        (middle, other + width),
        (middle, top + size),
        (start, top + size),
        (start, top),
    ]
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    axes.add_patch(PathPatch(Path(points, codes), facecolor=colour, alpha=0.38, linewidth=0))


def _block(axes: Axes, side: float, top: float, height: float, colour: str) -> None:
    axes.add_patch(Rectangle((side, top), _THICK, height, facecolor=colour, linewidth=0))


def _label(axes: Axes, side: float, middle: float, name: str, size: float, canvas: Canvas) -> None:
    words, number = _in_lines(name, canvas.narrow), f"{size:,.0f}"
    text = f"{words}  {number}" if side == _LEFT else f"{number}  {words}"
    place = side - 0.02 if side == _LEFT else side + _THICK + 0.02
    axes.text(place, middle, text, ha="right" if side == _LEFT else "left", va="center", fontsize=8)


def _in_lines(name: str, narrow: bool) -> str:
    """On a phone shorter than a row's name: there is one on either side, and a number with it."""
    return textwrap.fill(cut(name, 30), 15) if narrow else row_name(name, narrow)


def _words(table: pd.DataFrame, total: float, outside: Mapping[str, str], sure: str) -> Words:
    given, received = table.sum(axis=1), table.sum(axis=0)
    top, most = (outside.get(name, name) for name in (str(given.idxmax()), str(received.idxmax())))
    shows = (
        f"Of {days(total)} a year, {top} gives most ({days(float(given.max()))}) and {most} receives most "
        f"({days(float(received.max()))})."
    )
    amounts = table.to_numpy(float)
    order = np.argsort(-amounts, axis=None, kind="stable")[:_TOLD]
    pairs = [divmod(int(place), amounts.shape[1]) for place in order]
    listed = [
        f"{table.index[row]} to {table.columns[column]} {days(float(amounts[row, column]))}"
        for row, column in pairs
        if amounts[row, column] > 0
    ]
    alt = f"Bands from givers on the left to receivers on the right, as wide as the days. {shows} Largest: "
    alt += f"{and_list(listed)}."
    careful = (
        f"these are averages over runs, each band sure to {sure} (95% interval); bands of fewer than "
        f"{days(_LEAST_SHARE * total)} are left out. "
        "Blue schools give at least what they receive, orange ones less; grey givers are no schools of ours."
    )
    return Words(alt, shows, careful)
