"""Heat map of schools by area, with who leads each and when inspectors may come next."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.transforms import Transform, blended_transform_factory

from ist_model.report.charts.heat import FROM_ORANGE_TO_BLUE, cells, key
from ist_model.report.charts.look import INK, SOFT, Canvas, Chart, Words, cut, draw, head
from ist_model.report.words.plain import and_list

BESIDE = 1.68  # width of the wide picture, in widths of the grid
FIFTHS = (0.0, 20.0, 40.0, 60.0, 80.0, 100.0)
_NUMBER = "Of 100 primary schools in England, how many are weaker"
_CHARACTERS_OF_LIST = 54
LABELS = ("lowest fifth of schools", "next fifth", "middle fifth", "next fifth up", "highest fifth")


class AreaRow(NamedTuple):
    """One school: national percentile by area (0-100; NaN: no such area), head and next inspection."""

    school: str
    percentiles: tuple[float, ...]
    led_by: str
    inspection: str


def areas(rows: Sequence[AreaRow], names: Sequence[str], expected: bool = False) -> Chart:
    """Where each school stands in each area, in fifths of all schools of the country.

    Args:
        rows: schools in the order to show.
        names: the areas, in words.
        expected: whether percentiles are the middle of what is open, so that real ones lie further apart.
    """
    if not rows:
        raise ValueError("there is no school to show; leave the chart out")
    values = np.array([row.percentiles for row in rows], np.float64)

    names_of_rows = [textwrap.fill(cut(row.school), 14) for row in rows]
    listed = [textwrap.fill(_told(row), _CHARACTERS_OF_LIST) for row in rows]
    lines = max(told.count("\n") + 1 for told in listed)

    def paint(canvas: Canvas) -> None:
        count = len(names)
        if canvas.narrow:
            grid, beside = canvas.figure.subplots(2, 1, height_ratios=(3, 2 * lines))
            _listed(beside, listed, blended_transform_factory(canvas.figure.transFigure, beside.transData))
        else:
            grid = canvas.figure.subplots()
        cells(grid, values, FIFTHS, FROM_ORANGE_TO_BLUE, lambda value: f"{value:.0f}")
        if not canvas.narrow:
            grid.set_xlim(0, count * BESIDE)
            _beside(grid, rows, count)
        grid.set_yticks(np.arange(len(rows)) + 0.5, names_of_rows, color=INK)
        grid.set_xticks(
            np.arange(count) + 0.5,
            [textwrap.fill(name, 14 if canvas.narrow else 11, break_on_hyphens=False) for name in names],
            fontsize=6.5 if canvas.narrow else 6.3,
            rotation=90 if canvas.narrow else 0,
        )
        grid.xaxis.tick_top()
        key(canvas, grid, FROM_ORANGE_TO_BLUE, LABELS)
        canvas.figure.suptitle(_NUMBER, x=0.004, ha="left", fontsize=8, color=SOFT)
        if canvas.narrow:
            head(beside, "Who leads each school, and when inspectors may come next", narrow=True)

    high = max(0.3, 0.07 + 0.14 * max(name.count("\n") + 1 for name in names_of_rows)) * len(rows)
    return draw(
        paint,
        _words(rows, names, values, expected),
        height_in=high + 1.15,
        narrow_height_in=high + 0.21 * len(rows) * lines + 2.5,
    )


def _beside(axes: Axes, rows: Sequence[AreaRow], count: int) -> None:
    """Head and inspection right of the grid, each in a column of its own."""
    for share, title, texts in (
        (1.03, "Led by", [row.led_by for row in rows]),
        (1.34, "Next inspection", [row.inspection for row in rows]),
    ):
        axes.text(share * count, -0.12, title, va="bottom", fontsize=6.8, color=SOFT)
        for place, text in enumerate(texts):
            axes.text(share * count, place + 0.5, text, va="center", fontsize=7.5)


def _told(row: AreaRow) -> str:
    return f"{cut(row.school)}: {row.led_by}; {row.inspection}"


def _listed(axes: Axes, listed: Sequence[str], from_left: Transform) -> None:
    axes.set(xlim=(0, 1), ylim=(len(listed), 0))
    axes.axis("off")
    for place, told in enumerate(listed):
        # It takes the whole width, and does not press the grid above it together.
        axes.text(0.004, place + 0.5, told, va="center", fontsize=7, transform=from_left).set_in_layout(False)


def _words(rows: Sequence[AreaRow], names: Sequence[str], values: np.ndarray, expected: bool) -> Words:
    low = values < FIFTHS[1]
    weakest = [
        f"{row.school} in {int(number)}" for row, number in zip(rows, low.sum(axis=1), strict=True) if number
    ]
    if weakest:
        shows = f"In the lowest fifth of schools nationally: {and_list(weakest)} of its areas."
    else:
        shows = "No school is in the lowest fifth of schools nationally in any area."
    if expected:
        shows = f"At the middle of what is known: {shows[0].lower()}{shows[1:]}"
    told = "; ".join(
        f"{row.school}: "
        + ", ".join(
            f"{name.lower()} {value:.0f}"
            for name, value in zip(names, row.percentiles, strict=True)
            if np.isfinite(value)
        )
        + f"; led by {row.led_by.lower()}; next inspection {row.inspection}"
        for row in rows
    )
    alt = (
        "Grid of schools by area. Each number says how many of 100 schools in the country are weaker. "
        f"{told}. {shows}"
    )
    careful = (
        "the numbers are those of the trust’s file, some of them years old, and one inspection outcome "
        "stands for several areas; inspectors come within the dates shown for 8 schools in 10."
    )
    return Words(alt, shows, careful)
