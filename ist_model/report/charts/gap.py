"""The paired difference in pupils, half-term by half-term, with its interval (MODEL 11.1)."""

from __future__ import annotations

import pandas as pd
from matplotlib.ticker import MaxNLocator

from ist_model.report.charts.look import (
    INK,
    SCENARIO,
    SHORT,
    Canvas,
    Chart,
    Words,
    draw,
    head,
    label_half_terms,
    quiet_grid,
)
from ist_model.report.words import coarse
from ist_model.report.words.plain import figure


def gap(frame: pd.DataFrame, *, against: str) -> Chart:
    """Scenario less baseline over time; blue where clearly fewer pupils, orange where clearly more.

    Args:
        frame: Half-terms in order: `label`, `difference`, `low`, `high` (pupils of existing schools in a
            school with an area needing attention; 95% interval).
        against: What the baseline is called in a sentence.
    """
    points = frame.reset_index(drop=True)
    more, fewer = points["low"] > 0, points["high"] < 0
    exact = zip(points["difference"], points["low"], points["high"], strict=True)
    ends = [coarse.together(mean, low, high, "pupils") for mean, low, high in exact]
    points[["difference", "low", "high"]] = ends

    def paint(canvas: Canvas) -> None:
        axes = canvas.figure.subplots()
        axes.axhline(0, color=INK, linewidth=1)
        axes.fill_between(
            points.index, points["low"], points["high"], color=SCENARIO, alpha=0.14, linewidth=0
        )
        axes.plot(points.index, points["difference"], color=SCENARIO, linewidth=1.6)
        for chosen, colour in ((more, SHORT), (fewer, SCENARIO)):
            axes.plot(
                points.index[chosen], points["difference"][chosen], "o", color=colour, ms=5, clip_on=False
            )
        axes.set_xlim(0, len(points) - 1)
        axes.yaxis.set_major_locator(MaxNLocator(6, integer=True))
        label_half_terms(axes, list(points["label"]), canvas.narrow)
        quiet_grid(axes)
        head(axes, f"Pupils more (above 0) or fewer (below 0) than by {against}", narrow=canvas.narrow)

    words = _words(points, int(more.sum()), int(fewer.sum()), against)
    return draw(paint, words, height_in=2.6)


_DATES = "the first of each half-term and the last of the period"


def _words(points: pd.DataFrame, more: int, fewer: int, against: str) -> Words:
    count = len(points)
    first, last = points["label"].iloc[0], points["label"].iloc[-1]
    if not more and not fewer:
        shows = f"On none of {count} dates is the difference for pupils clear: {_DATES}."
    else:
        first_said, how = (more, "more") if more else (fewer, "fewer")
        also = f", and on {fewer} clearly fewer" if more and fewer else ""
        shows = (
            f"On {first_said} of {count} dates there are clearly {how} pupils than by {against}{also} "
            f"(dots): {_DATES}."
        )
    largest = points.iloc[int(points["difference"].abs().to_numpy().argmax())]
    middle, low, high = (figure(largest[name], signed=True) for name in ("difference", "low", "high"))
    alt = (
        f"Line with a shaded 95% interval, by half-term from {first} to {last}: difference from {against} "
        f"in pupils of existing schools in a school with an area needing attention. {shows} It is largest in "
        f"{largest['label']}: {middle} pupils, interval {low} to {high}."
    )
    careful = (
        f"{count} dates are compared here, so one or two would seem clear by chance alone; the average "
        "over the period, in the key numbers, is the finding."
    )
    return Words(alt, shows, careful)
