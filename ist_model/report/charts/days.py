"""Days we have against days we need, half-term by half-term (MODEL 11.3)."""

from __future__ import annotations

import textwrap

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from ist_model.report.charts.look import (
    BASELINE,
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
from ist_model.report.words.plain import days


def days_have_and_need(
    frame: pd.DataFrame, baseline: pd.DataFrame | None = None, *, sure: tuple[str, str], against: str = ""
) -> Chart:
    """Bars of days needed under a line of days we have.

    Args:
        frame: Half-terms in order: `label`, `have_days_mean`, `needed_days_mean`, `needed_beyond_days_mean`
            (days on site).
        sure: How far off a half-term's average may be, and how far a year's: "± 2 days or better".
        baseline: The same for the baseline, drawn as a thin line of what we have there.
        against: What the baseline is called in a sentence.
    """
    have = frame["have_days_mean"].to_numpy(float)
    own = frame["needed_days_mean"].to_numpy(float)
    beyond = frame["needed_beyond_days_mean"].to_numpy(float)
    place = np.arange(len(frame))
    labels = list(frame["label"])

    def paint(canvas: Canvas) -> None:
        axes = canvas.figure.subplots()
        axes.bar(place, own, width=0.72, color=SHORT, alpha=0.85)
        axes.bar(place, beyond, bottom=own, width=0.72, color=SHORT, alpha=0.35)
        if baseline is not None:
            axes.plot(place, baseline["have_days_mean"], color=BASELINE, linewidth=1.5, linestyle="--")
        axes.step(
            np.append(place, len(place)) - 0.5,
            np.append(have, have[-1]),
            where="post",
            color=SCENARIO,
            lw=2.2,
        )
        lines = [have] if baseline is None else [have, baseline["have_days_mean"].to_numpy(float)]
        top = 1.3 * max(float(np.max(each)) for each in (own + beyond, *lines))  # room for the key
        axes.set(ylim=(0, top), xlim=(-0.6, len(place) - 0.4), xlabel="", ylabel="")
        _name_parts(axes, beyond=bool(beyond.any()), against=against if baseline is not None else "")
        label_half_terms(axes, labels, canvas.narrow)
        quiet_grid(axes)
        head(axes, "Days of support on site, in each half-term", narrow=canvas.narrow)

    return draw(paint, _words(labels, have, own, beyond, sure), height_in=3.2, narrow_height_in=2.6)


def _name_parts(axes: Axes, *, beyond: bool, against: str) -> None:
    """A key in the head room above the bars."""
    parts: list[Artist] = [
        Line2D([], [], color=SCENARIO, lw=2.2, label="days we have"),
        Patch(color=SHORT, alpha=0.85, lw=0, label="needed by our schools"),
    ]
    if against:
        words = textwrap.fill(f"we have by {against}", 34)
        parts.append(Line2D([], [], color=BASELINE, lw=1.5, ls="--", label=words))
    if beyond:
        parts.append(Patch(color=SHORT, alpha=0.35, lw=0, label="asked from beyond"))
    axes.legend(
        handles=parts,
        ncols=2,
        loc="upper left",
        fontsize=8,
        frameon=False,
        borderaxespad=0,
        columnspacing=1.2,
        handlelength=1.6,
    )


def _words(
    labels: list[str], have: np.ndarray, own: np.ndarray, beyond: np.ndarray, sure: tuple[str, str]
) -> Words:
    need = own + beyond
    short = int((need > have).sum())
    worst = int(np.argmax(need - have))
    a_year = 6 / len(labels)
    sums = f"{days(have.sum() * a_year)} a year against {days(need.sum() * a_year)} needed"
    if short:
        shows = (
            f"We have {sums}; needs exceed what we have in {short} of {len(labels)} half-terms, most in "
            f"{labels[worst]} (by {days(need[worst] - have[worst])})."
        )
    else:
        shows = f"We have {sums}, and enough in every half-term on average."
    alt = (
        f"Bars of days needed by half-term from {labels[0]} to {labels[-1]} (largest {days(need.max())}, "
        f"smallest {days(need.min())}) under a line of the days we have ({days(have.min())} to "
        f"{days(have.max())}). {shows}"
    )
    careful = (
        "enough days in total can still be the wrong days: a maths specialist cannot meet a behaviour need, "
        f"and a single run is rougher than these averages, sure to {sure[0]} in a half-term and {sure[1]} a "
        "year (95% interval)."
    )
    return Words(alt, shows, careful)
