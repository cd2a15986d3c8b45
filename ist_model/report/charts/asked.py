"""What a school asks for and what it gets, half-term by half-term."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
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
    key,
    label_half_terms,
    quiet_grid,
)
from ist_model.report.words.plain import days


def asked(frame: pd.DataFrame, *, school: str, a_year: Mapping[str, str]) -> Chart:
    """Bars of days asked for up and of days received down.

    Args:
        frame: Half-terms in order: `label`, and mean per run of `asked_days`, `given_days`, `bought_days` and
            `visit_days` (of a package).
        school: What the school is called.
        a_year: Days a year with their intervals, in words: `asked`, `received`, and `visits` where a package
            brings any.
    """
    need = frame["asked_days"].to_numpy(float)
    given, bought, visits = (frame[f"{name}_days"].to_numpy(float) for name in ("given", "bought", "visit"))
    place, labels = np.arange(len(frame)), list(frame["label"])

    def paint(canvas: Canvas) -> None:
        axes = canvas.figure.subplots()
        axes.bar(place, need, width=0.8, color=SHORT, alpha=0.85, linewidth=0)
        axes.bar(place, -given, width=0.8, color=SCENARIO, linewidth=0)
        axes.bar(place, -bought, width=0.8, bottom=-given, color=SCENARIO, alpha=0.45, linewidth=0)
        axes.bar(place, -visits, width=0.8, bottom=-given - bought, color=BASELINE, alpha=0.5, linewidth=0)
        reach = 1.1 * max(float(need.max()), float((given + bought + visits).max()), 1.0)
        axes.axhline(0, color="white", linewidth=1.2)
        axes.set(ylim=(-reach, reach), xlim=(-0.6, len(place) - 0.4))
        ticks = [tick for tick in axes.get_yticks() if abs(tick) <= reach]
        axes.set_yticks(ticks, [f"{abs(tick):g}" for tick in ticks])
        label_half_terms(axes, labels, canvas.narrow)
        quiet_grid(axes)
        head(axes, "Days of support in each half-term: asked for above, received below", narrow=canvas.narrow)
        parts = [
            Patch(color=SHORT, alpha=0.85, lw=0, label="asked for"),
            Patch(color=SCENARIO, lw=0, label="received from the trust"),
        ]
        if bought.any():
            parts.append(Patch(color=SCENARIO, alpha=0.45, lw=0, label="bought by the day"))
        if visits.any():
            parts.append(Patch(color=BASELINE, alpha=0.5, lw=0, label="visits of a package"))
        key(canvas, parts)

    words = _words(labels, need, a_year, school)
    return draw(paint, words, height_in=3.2, narrow_height_in=3.3)


def _words(labels: list[str], need: np.ndarray, a_year: Mapping[str, str], school: str) -> Words:
    shows = f"{school} asks for {a_year['asked']} a year on average and receives {a_year['received']} of it"
    shows += f", besides {a_year['visits']} of visits that a package brings." if "visits" in a_year else "."
    most = int(np.argmax(need))
    alt = (
        f"Bars by half-term from {labels[0]} to {labels[-1]}, asked for above the line, received below it. "
        f"{shows} Most is asked for in {labels[most]} ({days(need[most])})."
    )
    careful = (
        "these are averages over many runs: in one run a school asks for nothing for long stretches and then "
        "for several days at once. Days received late count when they are given."
    )
    return Words(alt, shows, careful)
