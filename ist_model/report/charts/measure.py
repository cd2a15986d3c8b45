"""Givers and receivers in equal measure? Days given and received by each school, side by side."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ist_model.report.charts.look import (
    BASELINE,
    SCENARIO,
    SHORT,
    Canvas,
    Chart,
    Words,
    draw,
    head,
    quiet_grid,
    row_name,
)
from ist_model.report.words.plain import and_list, days


def equal_measure(frame: pd.DataFrame, *, sure: str) -> Chart:
    """A dumbbell a school.

    Args:
        frame: `school` (words), `given` and `received` (days a year), in the order to be drawn.
        sure: To how many days the numbers are known, in words: "± 2 days or better".

    Raises:
        ValueError: If there is no school.
    """
    if frame.empty:
        raise ValueError("no school gives or receives, so there is nothing to show; leave the chart out")
    given, received = frame["given"].to_numpy(float), frame["received"].to_numpy(float)
    place = np.arange(len(frame))

    def paint(canvas: Canvas) -> None:
        axes = canvas.figure.subplots()
        axes.hlines(
            place, np.minimum(given, received), np.maximum(given, received), color=BASELINE, linewidth=1.4
        )
        axes.plot(given, place, "o", color=SCENARIO, ms=8)
        axes.plot(received, place, "s", color=SHORT, ms=7)
        reach = 1.12 * max(float(given.max()), float(received.max()), 1.0)
        axes.set(xlim=(-0.02 * reach, reach), ylim=(len(place) - 0.5, -0.75))
        names = [row_name(school, canvas.narrow) for school in frame["school"]]
        axes.set_yticks(place, names)
        for values, colour, words in ((given, SCENARIO, "gives"), (received, SHORT, "receives")):
            axes.text(float(values[0]), -0.5, words, color=colour, ha="center", va="center", fontsize=8)
        head(axes, "Days of support a year", narrow=canvas.narrow)
        quiet_grid(axes, "x")

    return draw(paint, _words(frame, sure), height_in=0.95 + 0.34 * len(frame))


def _words(frame: pd.DataFrame, sure: str) -> Words:
    more = [str(row["school"]) for _, row in frame.iterrows() if row["given"] > row["received"]]
    shows = f"{and_list(more)} give{'s' if len(more) == 1 else ''} more than they receive." if more else ""
    if len(more) == 1:
        shows = f"{more[0]} gives more than it receives."
    shows = shows or "Every school receives at least as much as it gives."
    listed = "; ".join(
        f"{row['school']} gives {days(float(row['given']))} and receives {days(float(row['received']))}"
        for _, row in frame.iterrows()
    )
    alt = f"Days a year that each school gives (round) and receives (square): {listed}."
    careful = (
        "days from the central team count as received and given by no school. A school can give little "
        "because few leaders with a role are at home there: which post is where is assumed. Each number is "
        f"an average over runs, sure to {sure} (95% interval)."
    )
    return Words(alt, shows, careful)
