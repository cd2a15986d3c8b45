"""How busy each kind of supporter is."""

from __future__ import annotations

import numpy as np
import pandas as pd
import seaborn as sns

from ist_model.report.charts.look import (
    BASELINE,
    SCENARIO,
    Canvas,
    Chart,
    Words,
    draw,
    head,
    quiet_grid,
    wrap,
)
from ist_model.report.words.plain import percent


def utilisation(frame: pd.DataFrame, *, sure: str, against: str = "") -> Chart:
    """Share of places in use by role.

    Args:
        frame: `role` (words), `share` (0-1), and `baseline_share` where `against`.
        sure: How far off an average may be: "± 1 percentage point or better".
        against: What the baseline is called in a sentence, where it is shown as well.
    """
    shown = frame[frame["share"].notna()].sort_values("share", ascending=False, ignore_index=True)
    place = np.arange(len(shown))

    def paint(canvas: Canvas) -> None:
        axes = canvas.figure.subplots()
        sns.barplot(x=100 * shown["share"], y=shown["role"], ax=axes, color=SCENARIO, saturation=1, width=0.6)
        if against:
            axes.vlines(
                100 * shown["baseline_share"], place - 0.38, place + 0.38, color=BASELINE, linewidth=3
            )
        for at, share in zip(place, shown["share"], strict=True):
            axes.text(112, float(at), percent(share), va="center", ha="right")
        axes.set(xlim=(0, 112), xlabel="", ylabel="")
        head(axes, "Places in use, % of the time in post", narrow=canvas.narrow)
        axes.set_yticks(place, [wrap(role, canvas.narrow) for role in shown["role"]])
        axes.set_xticks(range(0, 101, 25))
        quiet_grid(axes, "x")

    height = 0.8 + 0.36 * len(shown)
    return draw(paint, _words(shown, sure, against), height_in=height)


def _words(shown: pd.DataFrame, sure: str, against: str) -> Words:
    if shown.empty:
        raise ValueError("nobody is in post, so there is nothing to show; leave the chart out")
    top, least = shown.iloc[0], shown.iloc[-1]
    shows = f"Busiest: {top['role']}, with {percent(top['share'])} of places in use"
    shows += f"; least: {least['role']}, with {percent(least['share'])}." if len(shown) > 1 else "."
    listed = "; ".join(f"{r} {percent(s)}" for r, s in zip(shown["role"], shown["share"], strict=True))
    alt = f"Bar chart of the share of places in use by role: {listed}."
    careful = (
        "a place is one school that a leader can support at a time, in use from agreement to the last day, "
        "so it is not the share of days given; near 100% waits grow fast; "
        f"averages are sure to {sure} (95% interval)" + (f"; grey marks are {against}." if against else ".")
    )
    return Words(alt, shows, careful)
