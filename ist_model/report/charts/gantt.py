"""Deployments of one run as bars on a calendar, a row of bars for each school that receives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from matplotlib.patches import Patch

from ist_model.report.charts.look import (
    INK,
    LINE,
    OTHERS,
    SCENARIO,
    SHORT,
    SOFT,
    Canvas,
    Chart,
    Words,
    draw,
    key,
    row_name,
)
from ist_model.report.words.plain import counted, days

_COLOURS = (SCENARIO, SHORT, *OTHERS, INK)
_BOUGHT = "#aab4bc"
_OF_A_LINE = 0.8  # what each further line of a name takes, in rows


class Bar(NamedTuple):
    """A deployment: who comes, in words, and when, in half-terms from the first shown."""

    receiver: str
    by: str
    start: float
    end: float
    days: float  # on site


def gantt(
    bars: Sequence[Bar], *, receivers: Sequence[str], half_terms: Sequence[str], bought: Sequence[str] = ()
) -> Chart:
    """One bar a deployment, from its first day to its last.

    Args:
        bars: The deployments, in any order.
        receivers: All who may receive, in order; one without a bar shows that nobody came.
        half_terms: Names of the half-terms shown.
        bought: Who among those who come is bought, drawn in pale grey.

    Raises:
        ValueError: If there is no deployment.
    """
    if not bars:
        raise ValueError("nobody was sent anywhere, so there is nothing to show; leave the chart out")
    kinds = sorted({bar.by for bar in bars})
    colour = {kind: _COLOURS[place % len(_COLOURS)] for place, kind in enumerate(kinds)}
    colour |= {kind: _BOUGHT for kind in kinds if kind in bought}
    lanes, heights = _lanes(bars, receivers)

    def paint(canvas: Canvas) -> None:
        axes = canvas.figure.subplots()
        for lane, bar in lanes:
            wide = bar.end - bar.start
            axes.barh(
                lane, wide, left=bar.start, height=0.78, color=colour[bar.by], edgecolor="white", lw=0.7
            )
            if wide > (0.8 if canvas.narrow else 0.4):
                axes.text(
                    bar.start + 0.05,
                    lane,
                    f"{bar.days:.0f}",
                    va="center",
                    fontsize=6.5,
                    color=INK if bar.by in bought else "white",
                )
        middles, floor = [], 0.0
        for high in heights:
            middles.append(floor + (high - 1) / 2)
            floor += high
            axes.axhline(floor - 0.5, color=LINE, linewidth=0.7)
        axes.set(xlim=(0, len(half_terms)), ylim=(floor - 0.5, -0.5))
        axes.set_yticks(middles, [row_name(each, canvas.narrow) for each in receivers])
        axes.set_xticks(range(len(half_terms)), [])
        for place, name in enumerate(half_terms):
            called = "\n".join(word[:3] for word in name.split()) if canvas.narrow else name
            axes.text(place + 0.5, -0.7, called, ha="center", va="bottom", fontsize=7.5, color=SOFT)
        axes.grid(visible=True, axis="x")
        axes.set_axisbelow(True)
        axes.tick_params(length=0)
        axes.set_title("\n" if canvas.narrow else " ", fontsize=8)
        key(canvas, [Patch(color=colour[kind], lw=0, label=kind) for kind in kinds])

    return draw(paint, _words(bars, half_terms), height_in=1.2 + 0.17 * sum(heights))


def _lanes(bars: Sequence[Bar], receivers: Sequence[str]) -> tuple[list[tuple[float, Bar]], list[float]]:
    """Each deployment in the first row of its receiver that is free; how many rows each receiver takes."""
    placed: list[tuple[float, Bar]] = []
    heights: list[float] = []
    for receiver in receivers:
        ends: list[float] = []
        own = sorted((bar for bar in bars if bar.receiver == receiver), key=lambda bar: (bar.start, bar.end))
        for bar in own:
            free = next((lane for lane, end in enumerate(ends) if end <= bar.start), len(ends))
            ends[free : free + 1] = [bar.end]
            placed.append((sum(heights) + free, bar))
        more_lines = row_name(receiver, narrow=True).count("\n")
        heights.append(max(1 + _OF_A_LINE * more_lines, len(ends)))
    return placed, heights


def _words(bars: Sequence[Bar], half_terms: Sequence[str]) -> Words:
    own: dict[str, list[float]] = {}
    for bar in sorted(bars):
        own.setdefault(bar.receiver, []).append(bar.days)
    most = max(own, key=lambda receiver: sum(own[receiver]))
    shows = (
        f"One possible year: {len(bars)} deployments, and {most} has most of them by days "
        f"({days(sum(own[most]))})."
    )
    listed = "; ".join(
        f"{receiver} {counted(len(each), 'deployments')} of {days(sum(each))} in all"
        for receiver, each in own.items()
    )
    alt = f"Calendar from {half_terms[0]} to {half_terms[-1]} with a bar for each deployment: {listed}."
    careful = (
        "this is one run of many, drawn to show what a year can look like, not what will happen; another run "
        "has other needs at other times. The number in a bar is its days on site."
    )
    return Words(alt, shows, careful)
