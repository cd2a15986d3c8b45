"""Which specialisms are short, and when: days asked for and not given, by school year."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ist_model.report.charts.look import (
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
from ist_model.report.words.plain import days


def shortfall(frame: pd.DataFrame, *, sure: str) -> Chart:
    """Days a year by specialism: asked for, given, and what is left of it.

    Args:
        frame: `name`, `asked`, `given`, `unmet` (days a year, means over runs), `low` and `high` (95%
            interval of `unmet`). A specialism for which nothing is asked is left out.
        sure: How far off an average of `asked` or `given` may be: "± 2 days or better".
    """
    shown = frame[frame["asked"] > 0].sort_values("unmet", ignore_index=True)
    place = np.arange(len(shown))

    def paint(canvas: Canvas) -> None:
        axes = canvas.figure.subplots()
        asked, unmet = shown["asked"].to_numpy(float), shown["unmet"].to_numpy(float)
        axes.barh(place, asked, height=0.62, color=SCENARIO, alpha=0.22)
        axes.barh(place, shown["given"], height=0.62, color=SCENARIO)
        axes.barh(place, unmet, left=asked - unmet, height=0.62, color=SHORT)
        right = 1.02 * float(asked.max())
        edge = right * (1.62 if canvas.narrow else 1.32)  # of the numbers beside the bars
        for at, (_, row) in zip(place, shown.iterrows(), strict=True):
            axes.text(edge, float(at), _said(row), va="center", ha="right", fontsize=8)
        axes.text(edge, len(shown) - 0.42, "not given", ha="right", va="bottom", fontsize=8, color=SHORT)
        axes.set(xlim=(0, 1.01 * edge), ylim=(-0.6, len(shown) - 0.1))
        axes.set_yticks(place, [wrap(name, narrow=False) for name in shown["name"]])
        ticks = [tick for tick in axes.get_xticks() if 0 <= tick <= right]
        axes.set_xticks(ticks)
        quiet_grid(axes, "x")
        head(
            axes,
            "Days a school year: asked for (pale), given (blue), asked for and never given (orange)",
            narrow=canvas.narrow,
        )

    if shown.empty:
        raise ValueError("nothing was asked for, so nothing is short; leave the chart out")
    return draw(
        paint,
        _words(shown, sure),
        height_in=1.0 + len(shown) * row_in(shown["name"], narrow=False),
        narrow_height_in=1.0 + 0.22 * len(shown),
    )


def _said(row: pd.Series[Any]) -> str:
    """Days never given with their interval; whole days."""
    if row["unmet"] < 0.5:
        return "under 1"
    near, far = f"{row['low']:.0f}", f"{row['high']:.0f}"
    return f"{row['unmet']:.0f}" if near == far else f"{row['unmet']:.0f} ({near} to {far})"


def _words(shown: pd.DataFrame, sure: str) -> Words:
    total, worst = float(shown["unmet"].sum()), shown.iloc[-1]
    if total < 0.5:
        shows = "Hardly a day that our schools ask for is never given."
    else:
        shows = (
            f"About {days(total)} a year that our schools ask for are never given, most of them in "
            f"{worst['name'].lower() if worst['name'] != 'SEND' else 'SEND'}: {_said(worst)} a year."
        )
    listed = "; ".join(
        f"{row['name']}: {row['asked']:.0f} asked for, {row['given']:.0f} given, {row['unmet']:.0f} never"
        for _, row in shown.iloc[::-1].iterrows()
    )
    alt = f"Bars of days of support a school year by specialism. {listed}. {shows}"
    careful = (
        "pale is what is still to be given at the end; the interval in brackets is that of the average over "
        f"runs (bars are sure to {sure}), and a single year can be far from it."
    )
    return Words(alt, shows, careful)
