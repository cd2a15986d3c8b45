"""Tier timelines: in which share of the runs each school is in which tier, half-term by half-term."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.patches import Patch

from ist_model.report.charts.look import (
    INK,
    SOFT,
    Canvas,
    Chart,
    Words,
    cut,
    draw,
    key,
    label_half_terms,
    steps_of,
)
from ist_model.report.words.plain import chance
from ist_model.report.words.tier_shares import LEAST, in_words

_NUMBER = "Of 100 runs, how many are in each tier"


def tiers(panels: Mapping[str, pd.DataFrame], names: Sequence[str], *, sure: str) -> Chart:
    """Stacked shares by half-term, one panel a school.

    Args:
        panels: School in words to a frame of half-terms in order: `label`, then a column per tier, 0, 1 ...,
            with the share of runs (0-1); all 0 while the school is not in the trust.
        names: Tiers in words, from most to least autonomous.
        sure: How far off a share of runs may be: "± 1 in 20 or better".

    Raises:
        ValueError: If there is no school.
    """
    if not panels:
        raise ValueError("there is no school, so no tier to show; leave the chart out")
    colours = steps_of(len(names))

    def paint(canvas: Canvas) -> None:
        columns = 1 if canvas.narrow or len(panels) == 1 else 2
        rows = -(-len(panels) // columns)
        grid = canvas.figure.subplots(rows, columns, squeeze=False, sharex=True, sharey=True)
        for axes, (school, frame) in zip(grid.ravel(), panels.items(), strict=False):
            edges, floor = np.arange(len(frame) + 1) - 0.5, np.zeros(len(frame) + 1)
            for tier, colour in enumerate(colours):
                share = 100 * frame[tier].to_numpy(float)
                top = floor + np.append(share, share[-1:])
                axes.fill_between(edges, floor, top, step="post", color=colour, linewidth=0)
                floor = top
            axes.set(ylim=(0, 100), xlim=(-0.5, len(frame) - 0.5))
            axes.set_yticks([0, 50, 100])
            called = cut(school)  # half the wide picture is as wide as the narrow one
            axes.set_title(called, loc="left", fontsize=8.5, color=INK, weight="bold")
            axes.tick_params(length=0)
            label_half_terms(axes, list(frame["label"]), canvas.narrow or columns > 1)
        for axes in grid.ravel()[len(panels) :]:
            axes.set_visible(False)
        canvas.figure.suptitle(_NUMBER, x=0.004, ha="left", fontsize=8, color=SOFT)
        parts = [Patch(color=colour, lw=0, label=name) for name, colour in zip(names, colours, strict=True)]
        key(canvas, parts)

    each = 1.9 if len(panels) == 1 else 1.35
    wide_rows = -(-len(panels) // (1 if len(panels) == 1 else 2))
    return draw(
        paint,
        _words(panels, names, sure),
        height_in=0.75 + each * wide_rows,
        narrow_height_in=0.95 + each * len(panels),
    )


def _words(panels: Mapping[str, pd.DataFrame], names: Sequence[str], sure: str) -> Words:
    ends = {school: in_words(frame.iloc[-1], names) for school, frame in panels.items()}
    if len(panels) == 1:
        (school, frame), lowest = next(iter(panels.items())), len(names) - 1
        at = int(frame[lowest].to_numpy(float).argmax())
        shows = f"{school} is in the tier “{names[lowest]}” in hardly any run at any time."
        if float(frame[lowest].iloc[at]) >= LEAST:
            shows = (
                f"{school} is likeliest to be in the tier “{names[lowest]}” in {frame['label'].iloc[at]}: in "
                f"{chance(float(frame[lowest].iloc[at]))} of the runs."
            )
    else:
        lowest = len(names) - 1
        share = {school: float(frame.iloc[-1][lowest]) for school, frame in panels.items()}
        most = max(share, key=lambda school: share[school])
        shows = (
            f"At the end of the period {most} is the likeliest to be in the tier “{names[lowest]}”: in "
            f"{chance(share[most])} of the runs."
        )
    starts = {school: in_words(frame.iloc[0], names) for school, frame in panels.items()}
    alt = "Bars of the share of runs in each tier by half-term. " + " ".join(
        f"{school} begins {starts[school]} and ends {ends[school]}." for school in panels
    )
    careful = (
        "a tier says how closely the trust works with a school, not how good the school is; it follows from "
        "what boards would see in this model and is not a forecast of any inspection. Shares of runs are "
        f"sure to {sure} (95% interval)."
    )
    return Words(alt, shows, careful)
