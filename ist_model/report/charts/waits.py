"""How long needs wait, by area and specialism, against the service standard."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ist_model.report.charts.look import (
    BASELINE,
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
from ist_model.report.words.plain import counted

_MOST_ROWS = 12


def waits(
    frame: pd.DataFrame,
    *,
    standard_weeks: float,
    baseline: pd.DataFrame | None = None,
    against: str = "",
) -> Chart:
    """Average wait from need to first day; the rows with the most needs, longest wait on top.

    Args:
        frame: `name` (area or specialism in words), `wait_mean_weeks` (school weeks) with the ends of its
            interval, `wait_low` and `wait_high`, `raised` (needs a run); in words with their intervals the
            wait, `wait_said`, and the share that began within the standard, `share_said`.
        standard_weeks: The service standard, school weeks.
        baseline: The same for the baseline.
        against: What the baseline is called in a sentence.
    """
    shown = frame[frame["wait_mean_weeks"].notna()].nlargest(_MOST_ROWS, "raised")
    shown = shown.sort_values("wait_mean_weeks", ignore_index=True)
    wait = shown["wait_mean_weeks"].to_numpy(float)
    before = np.full(len(shown), np.nan)
    if baseline is not None:
        before = shown["name"].map(baseline.set_index("name")["wait_mean_weeks"]).to_numpy(float)
    place = np.arange(len(shown))

    def paint(canvas: Canvas) -> None:
        axes = canvas.figure.subplots()
        late = wait > standard_weeks
        axes.hlines(place, np.fmin(wait, before), np.fmax(wait, before), color=BASELINE, linewidth=1.2)
        if baseline is not None:
            axes.plot(before, place, "o", color="white", markeredgecolor=BASELINE, markeredgewidth=1.4, ms=6)
        axes.hlines(
            place, shown["wait_low"], shown["wait_high"], color=np.where(late, SHORT, SCENARIO), lw=2.4
        )
        for mask, colour in ((~late, SCENARIO), (late, SHORT)):
            low, high = (shown[end].to_numpy(float)[mask] for end in ("wait_low", "wait_high"))
            axes.hlines(place[mask], low, high, color=colour, linewidth=2.4)
            axes.plot(wait[mask], place[mask], "o", color=colour, ms=7)
        axes.axvline(standard_weeks, color=INK, linewidth=1, linestyle=":")
        axes.text(standard_weeks, -0.55, f" standard: {standard_weeks:g}", va="bottom", fontsize=8)
        right = 1.12 * max(float(np.nanmax(np.append(wait, before))), standard_weeks * 1.35)
        axes.set(xlim=(0, right), ylim=(-0.6, len(place) - 0.4))
        head(axes, "School weeks from need to first day, on average", narrow=canvas.narrow)
        axes.set_yticks(place, [wrap(name, canvas.narrow) for name in shown["name"]])
        quiet_grid(axes, "x")

    heights = [0.8 + len(shown) * row_in(shown["name"], narrow) for narrow in (False, True)]
    words = _words(shown, standard_weeks, against if baseline is not None else "")
    return draw(paint, words, height_in=heights[0], narrow_height_in=heights[1])


def _words(shown: pd.DataFrame, standard_weeks: float, against: str) -> Words:
    if shown.empty:
        raise ValueError("no need has started, so there is no wait to show; leave the chart out")
    longest, shortest = shown.iloc[-1], shown.iloc[0]
    late = int((shown["wait_mean_weeks"] > standard_weeks).sum())
    shows = (
        f"Help with {longest['name']} comes slowest: {longest['wait_said']} on average, and "
        f"{longest['share_said']} of it begins within the standard of {counted(standard_weeks, 'weeks')}."
    )
    alt = (
        f"Dot chart of average waits for {len(shown)} kinds of need, from {shortest['name']} "
        f"({shortest['wait_said']}) to {longest['name']} ({longest['wait_said']}); {late} lie beyond the "
        f"standard of {standard_weeks:g}."
    )
    careful = (
        "only needs that got help count here, so a kind of need that is often turned away can look quick. "
        "Bars are 95% intervals of the average. Orange lies beyond the standard"
    )
    careful += f", hollow dots are {against}." if against else "."
    return Words(alt, shows, careful)
