"""A few figures by school year, each in its own panel: mean and the range of 8 runs in 10."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

from ist_model.report.charts.look import (
    INK,
    SCENARIO,
    Canvas,
    Chart,
    Words,
    draw,
    head,
    quiet_grid,
)
from ist_model.report.words.plain import and_list


@dataclass(frozen=True)
class Panel:
    """One figure by school year.

    Attributes:
        title: What it is, with its unit as drawn.
        what: The same in the middle of a sentence.
        frame: School years in order: `year` (words), `mean`, `low`, `high`.
        say: Puts a value in words.
        scale: What a value is divided by to be drawn.
    """

    title: str
    what: str
    frame: pd.DataFrame
    say: Callable[[float], str]
    scale: float = 1.0


def years(panels: Sequence[Panel], *, careful: str) -> Chart:
    """Lines by school year, one panel under the other.

    Args:
        panels: Most important first.
        careful: What to be careful of.

    Raises:
        ValueError: If there is no panel.
    """
    if not panels:
        raise ValueError("there is nothing to show by school year; leave the chart out")

    def paint(canvas: Canvas) -> None:
        grid = canvas.figure.subplots(len(panels), 1, squeeze=False)
        for axes, panel in zip(grid[:, 0], panels, strict=True):
            low, mean, high = (panel.frame[end] / panel.scale for end in ("low", "mean", "high"))
            place = range(len(panel.frame))
            axes.fill_between(place, low, high, color=SCENARIO, alpha=0.16, linewidth=0)
            axes.plot(place, mean, color=SCENARIO, linewidth=2, marker="o", ms=4)
            bottom, top = float(min(low.min(), 0)), float(max(high.max(), 0))
            room = 0.16 * (top - bottom or 1.0)
            if bottom < 0:
                axes.axhline(0, color=INK, linewidth=1)
            axes.set(ylim=(bottom - (room if bottom < 0 else 0), top + room), xlim=(-0.3, len(mean) - 0.7))
            for at in (0, len(mean) - 1):
                axes.annotate(
                    panel.say(float(panel.frame["mean"].iloc[at])),
                    (at, float(mean.iloc[at])),
                    (0, 7),
                    textcoords="offset points",
                    ha="left" if at == 0 else "right",
                    color=INK,
                )
            short = [str(year) if not canvas.narrow else str(year)[2:] for year in panel.frame["year"]]
            axes.set_xticks(list(place), short)
            quiet_grid(axes)
            head(axes, panel.title, narrow=canvas.narrow, bold=True)

    return draw(paint, _words(panels, careful), height_in=1.75 * len(panels) + 0.2)


def _words(panels: Sequence[Panel], careful: str) -> Words:
    told = [
        f"{panel.what} goes from {panel.say(float(panel.frame['mean'].iloc[0]))} in "
        f"{panel.frame['year'].iloc[0]} to {_at_end(panel)} in {panel.frame['year'].iloc[-1]}"
        for panel in panels
    ]
    shows = and_list(told) + "."
    alt = f"Lines by school year. {shows[:1].upper() + shows[1:]}"
    return Words(alt, shows, careful)


def _at_end(panel: Panel) -> str:
    """The last year's mean with the range of 8 runs in 10."""
    mean, low, high = (panel.say(float(panel.frame[end].iloc[-1])) for end in ("mean", "low", "high"))
    return mean if low == high == mean else f"{mean} (8 runs in 10: {low} to {high})"
