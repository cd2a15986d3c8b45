"""A few scenarios as lines by half-term, one panel for each figure."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.lines import Line2D

from ist_model.report.charts.look import (
    BASELINE,
    OTHERS,
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
from ist_model.report.words.plain import and_list

_LOOKS: tuple[tuple[str, Any], ...] = (
    (BASELINE, "--"),
    (SCENARIO, "-"),
    (SHORT, "-."),
    (OTHERS[0], ":"),
    (OTHERS[1], (0, (7, 1.5, 1, 1.5, 1, 1.5))),  # no two alike: a line is told without its colour
)
MOST = len(_LOOKS)


def lines(panels: Mapping[str, Mapping[str, pd.DataFrame]], *, unit: str, careful: str) -> Chart:
    """Means over runs by half-term.

    Args:
        panels: Title to scenario in words to a frame of half-terms in order: `label`, `mean`, and what 8 runs
            in 10 lie between, `low` and `high`; the first scenario is the baseline. At most `MOST` scenarios.
        unit: What is counted, a plural noun.
        careful: What to be careful of.

    Raises:
        ValueError: If there is no panel or a panel has too many scenarios.
    """
    if not panels or max(len(each) for each in panels.values()) > MOST:
        raise ValueError(f"a panel shows one to {MOST} scenarios: leave some out, or leave the chart out")

    names = dict.fromkeys(name for frames in panels.values() for name in frames)
    looks = dict(zip(names, _LOOKS, strict=False))

    def paint(canvas: Canvas) -> None:
        grid = canvas.figure.subplots(len(panels), 1, squeeze=False)
        for axes, (title, frames) in zip(grid[:, 0], panels.items(), strict=True):
            top = 1.12 * max(float(frame["mean"].max()) for frame in frames.values()) or 1.0
            longest = max(len(frame) for frame in frames.values())
            for name, frame in frames.items():
                colour, dash = looks[name]
                axes.plot(range(len(frame)), frame["mean"], color=colour, linewidth=2, linestyle=dash)
            axes.set(ylim=(0, top), xlim=(0, longest - 1))
            label_half_terms(axes, list(next(iter(frames.values()))["label"]), canvas.narrow)
            quiet_grid(axes)
            head(axes, title, narrow=canvas.narrow, bold=True)
        parts = [
            Line2D([], [], color=colour, linestyle=dash, lw=2, label=textwrap.fill(name, 30, max_lines=3))
            for name, (colour, dash) in looks.items()
        ]
        key(canvas, parts)

    return draw(
        paint,
        _words(panels, unit, careful),
        height_in=2.1 * len(panels) + 0.3 + 0.12 * len(names),
        narrow_height_in=2.1 * len(panels) + 0.3 + 0.27 * len(names),
    )


def _words(panels: Mapping[str, Mapping[str, pd.DataFrame]], unit: str, careful: str) -> Words:
    told = {
        title: and_list(_course(name, frame) for name, frame in frames.items())
        for title, frames in panels.items()
    }
    first = next(iter(next(iter(panels.values())).values()))
    title = next(iter(panels))
    words = _in_short(panels[title])
    shows = f"{title}, {unit} on average from {first['label'].iloc[0]} to {first['label'].iloc[-1]}: {words}."
    alt = "Lines by half-term. " + " ".join(f"{title}: {words} {unit}." for title, words in told.items())
    return Words(alt, shows, careful)


def _course(name: str, frame: pd.DataFrame) -> str:
    """Where a line begins and ends, and between what 8 runs in 10 end."""
    start, end = (_said(float(frame["mean"].iloc[at])) for at in (0, -1))
    low, high = (float(frame[name].iloc[-1]) for name in ("low", "high"))
    return f"“{name}” {start} to {end} (8 runs in 10: {low:.0f} to {high:.0f})"


def _in_short(frames: Mapping[str, pd.DataFrame]) -> str:
    """The baseline's line and those that end lowest and highest."""
    ends = {name: float(frame["mean"].iloc[-1]) for name, frame in frames.items()}
    chosen = {
        next(iter(ends)),
        min(ends, key=lambda name: ends[name]),
        max(ends, key=lambda name: ends[name]),
    }
    return and_list(_course(name, frame) for name, frame in frames.items() if name in chosen)


def _said(value: float) -> str:
    """An average of a count: with a tenth where it is small."""
    return f"{value:.1f}" if value < 10 else f"{value:.0f}"
