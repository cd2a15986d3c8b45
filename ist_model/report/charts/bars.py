"""Amounts of a few kinds, the largest on top, with the range of 8 runs in 10."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.ticker import MaxNLocator

from ist_model.report.charts.look import (
    INK,
    SCENARIO,
    Canvas,
    Chart,
    Words,
    draw,
    head,
    quiet_grid,
    row_in,
    wrap,
)
from ist_model.report.words import coarse


def bars(
    frame: pd.DataFrame,
    *,
    title: str,
    what: str,
    say: Callable[[float], str],
    scale: float,
    careful: str,
    unit: str,
) -> Chart:
    """Horizontal bars.

    Args:
        frame: `name` (words), `mean`, `low`, `high`, in the order to be drawn.
        title: What is drawn, with its unit as drawn.
        what: What the largest one is, in the middle of a sentence: "the largest cost of support".
        say: Puts a value in words.
        scale: What a value is divided by to be drawn.
        careful: What to be careful of.
        unit: What is counted, as measures have it: "GBP a year".

    Raises:
        ValueError: If there is nothing to show.
    """
    if frame.empty:
        raise ValueError("there is no amount to show; leave the chart out")
    place = np.arange(len(frame))
    low, mean, high = (
        coarse.drawn(frame[end].astype(float), unit).to_numpy(float) / scale
        for end in ("low", "mean", "high")
    )

    def paint(canvas: Canvas) -> None:
        axes = canvas.figure.subplots()
        axes.barh(place, mean, height=0.6, color=SCENARIO, linewidth=0)
        axes.hlines(place, low, high, color=INK, linewidth=1.2)
        reach = max(float(high.max()), float(mean.max())) or 1.0
        for at, value, end in zip(place, frame["mean"], np.maximum(high, mean), strict=True):
            axes.text(float(end) + 0.02 * reach, float(at), say(float(value)), va="center")
        axes.set(xlim=(min(0.0, 1.1 * float(low.min())), 1.3 * reach), ylim=(len(place) - 0.5, -0.5))
        axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        axes.set_yticks(place, [wrap(name, canvas.narrow) for name in frame["name"]])
        head(axes, title, narrow=canvas.narrow)
        quiet_grid(axes, "x")

    heights = [0.8 + len(place) * row_in(frame["name"], narrow) for narrow in (False, True)]
    return draw(paint, _words(frame, what, say, careful), height_in=heights[0], narrow_height_in=heights[1])


def _words(frame: pd.DataFrame, what: str, say: Callable[[float], str], careful: str) -> Words:
    largest = frame.iloc[int(frame["mean"].argmax())]
    shows = f"{what[:1].upper() + what[1:]}: {largest['name']}, {_said(largest, say)}."
    listed = "; ".join(f"{row['name']} {_said(row, say)}" for _, row in frame.iterrows())
    return Words(f"Bars with the range of 8 runs in 10. {listed}.", shows, careful)


def _said(row: pd.Series[Any], say: Callable[[float], str]) -> str:
    """An amount and where 8 runs in 10 lie, if that is anywhere else."""
    mean, low, high = (say(float(row[end])) for end in ("mean", "low", "high"))
    return f"{mean} (8 runs in 10: {low} to {high})" if low != high else f"{mean} (8 runs in 10: the same)"
