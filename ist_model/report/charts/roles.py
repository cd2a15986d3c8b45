"""Days we have against days we need, role by role."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.ticker import MaxNLocator

from ist_model.report.charts.look import (
    INK,
    SCENARIO,
    SHORT,
    SOFT,
    Canvas,
    Chart,
    Words,
    draw,
    label_half_terms,
    quiet_grid,
)
from ist_model.report.words.plain import days


def days_by_role(
    frames: Mapping[str, pd.DataFrame], used: Mapping[str, tuple[float, str]], *, sure: str
) -> Chart:
    """One panel per group of roles: days asked for that it could serve, days given, days it has.

    Args:
        frames: Role in words to its half-terms in order: `label`, `have_days_mean`, `could_serve_days_mean`,
            `delivered_days_mean` (days on site).
        used: The same roles to the share of their days that is given (0-1, NaN: they have none), and that in
            words with its interval.
        sure: How far off an average a year may be: "± 2 days or better".
    """
    if not frames:
        raise ValueError("nobody can give support, so there is nothing to show; leave the chart out")

    def paint(canvas: Canvas) -> None:
        count = len(frames)
        rows, columns = (count, 1) if canvas.narrow else (1, count)
        grid = canvas.figure.subplots(rows, columns, squeeze=False)
        for place, (axes, (role, frame)) in enumerate(zip(grid.ravel(), frames.items(), strict=True)):
            at = np.arange(len(frame))
            have = frame["have_days_mean"].to_numpy(float)
            axes.bar(at, frame["could_serve_days_mean"], width=0.8, color=SHORT, alpha=0.35)
            axes.bar(at, frame["delivered_days_mean"], width=0.8, color=SHORT, alpha=0.95)
            axes.step(
                np.append(at, len(at)) - 0.5, np.append(have, have[-1]), where="post", color=SCENARIO, lw=2
            )
            top = 1.12 * max(float(frame["could_serve_days_mean"].max()), float(have.max()))
            axes.set(ylim=(0, top), xlim=(-0.6, len(at) - 0.4), xlabel="", ylabel="")
            label_half_terms(axes, list(frame["label"]), True)
            quiet_grid(axes)
            axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
            title = f"{role}: days in a half-term" if canvas.narrow else role
            axes.set_title(title, fontsize=8.5, loc="left", color=INK, weight="bold")
            if place == 0 and not canvas.narrow:
                axes.set_ylabel("days in a half-term", color=SOFT)

    return draw(paint, _words(frames, used, sure), height_in=2.5, narrow_height_in=1.75 * len(frames) + 0.2)


def _words(frames: Mapping[str, pd.DataFrame], used: Mapping[str, tuple[float, str]], sure: str) -> Words:
    parts = []
    for role, frame in frames.items():
        a_year = 6 / len(frame)
        have, given, asked = (
            float(frame[f"{name}_days_mean"].sum()) * a_year for name in ("have", "delivered", "could_serve")
        )
        parts.append(f"{role}: {days(have)} a year to give, {days(given)} given, {days(asked)} asked for")
    known = {role: share for role, (share, _) in used.items() if share == share}
    shows = "These roles have no days to give."
    if known:
        most = max(known, key=lambda role: known[role])
        shows = f"Of what they have, most is used by {most}: {used[most][1]} of the days are given."
    alt = (
        "Bars of days asked for that a role could serve (pale) and days it gave (dark), under a line of the "
        f"days it has, by half-term. {'; '.join(parts)}. {shows}"
    )
    careful = (
        "pale is what is asked for and the role could serve, dark what it gave, the line what it has; a day "
        "that two roles could give counts as asked for in both, so pale bars do not add up; days that "
        f"a role has are not all for the specialism that is asked for. Averages a year are sure to {sure}."
    )
    return Words(alt, shows, careful)
