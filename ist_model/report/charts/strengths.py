"""Where a school stands today, area by area, among primaries nationally."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ist_model.report.charts.look import (
    INK,
    SCENARIO,
    SHORT,
    Canvas,
    Chart,
    Words,
    draw,
    head,
    quiet_grid,
    row_in,
    wrap,
)


def strengths(frame: pd.DataFrame, *, threshold: float, school: str) -> Chart:
    """One dot an area: how many of a hundred primaries are weaker.

    Args:
        frame: `area` (words) and `percentile` (0-1), in the framework's order.
        threshold: Percentile below which a board raises a need (0-1).
        school: What the school is called.
    """
    shown = frame.iloc[::-1].reset_index(drop=True)
    of_hundred = 100 * shown["percentile"].to_numpy(float)
    place = np.arange(len(shown))

    def paint(canvas: Canvas) -> None:
        axes = canvas.figure.subplots()
        low = of_hundred < 100 * threshold
        axes.axvspan(0, 100 * threshold, color=SHORT, alpha=0.1, linewidth=0)
        axes.axvline(50, color=INK, linewidth=1, linestyle=":")
        for mask, colour in ((~low, SCENARIO), (low, SHORT)):
            axes.plot(of_hundred[mask], place[mask], "o", color=colour, ms=7.5)
        for at, value in zip(place, of_hundred, strict=True):
            axes.annotate(
                f"{value:.0f}",
                (float(value), float(at)),
                (8, 0),
                textcoords="offset points",
                va="center",
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8},  # over the line of the middle
            )
        axes.text(50, -0.75, " middle school", va="center", fontsize=8)
        axes.set(xlim=(0, 104), ylim=(-1.1, len(place) - 0.5))
        axes.set_xticks(range(0, 101, 25))
        axes.set_yticks(place, [wrap(area, canvas.narrow) for area in shown["area"]])
        head(axes, "Of 100 primaries in England, how many are weaker", narrow=canvas.narrow)
        quiet_grid(axes, "x")

    heights = [0.9 + len(place) * row_in(shown["area"], narrow) for narrow in (False, True)]
    return draw(paint, _words(frame, threshold, school), height_in=heights[0], narrow_height_in=heights[1])


def _words(frame: pd.DataFrame, threshold: float, school: str) -> Words:
    if frame.empty:
        raise ValueError("the school has no area, so there is nothing to show; leave the chart out")
    ordered = frame.sort_values("percentile")
    weakest, best = ordered.iloc[0], ordered.iloc[-1]
    shows = f"{school} is taken to be weakest in {weakest['area']}: {_of(weakest)} primaries are weaker"
    shows += f"; strongest in {best['area']}, with {_of(best)}." if len(frame) > 1 else "."
    listed = "; ".join(f"{row['area']} {_of(row)}" for _, row in frame.iterrows())
    alt = f"Dot chart of how many of a hundred primaries are weaker than {school}: {listed}."
    careful = (
        "these are starting points taken from old published figures, often one figure for several areas, and "
        f"not a judgement of today. In the shaded part, below {100 * threshold:.0f} of 100, a Progress Board "
        "would ask for help."
    )
    return Words(alt, shows, careful)


def _of(row: pd.Series) -> str:
    return f"{100 * float(row['percentile']):.0f} of 100"
