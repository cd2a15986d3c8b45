"""Waterfall of causes: how one scenario's figure becomes another's, step by step."""

from __future__ import annotations

from collections.abc import Sequence

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
    row_in,
    wrap,
)
from ist_model.report.words.difference import Better
from ist_model.report.words.plain import sentence
from ist_model.report.words.waterfall import Line, Waterfall


def falls(made: Waterfall, *, better: Better) -> Chart:
    """Floating bars from start to end; steps that may be chance are hollow.

    Args:
        made: The split as readers see it, in its units of precision.
        better: Which way is better; empty: neither.
    """
    lines = [made.start, *made.steps, made.end]
    levels, at = [], made.start.units
    for line in made.steps:
        levels.append((at, at + line.units))
        at += line.units

    ends = [made.start.units, made.end.units, *[edge for pair in levels for edge in pair]]
    low, high = min(ends), max(ends)
    room = 0.2 * (high - low or 1)
    floor = 0 if 0 <= low < 2 * (high - low) else low - room

    def paint(canvas: Canvas) -> None:
        axes = canvas.figure.subplots()
        for place, line in ((0, made.start), (len(lines) - 1, made.end)):
            axes.barh(place, line.units - floor, left=floor, height=0.6, color=BASELINE, linewidth=0)
            axes.text(line.units, place, f"  {line.shown}", va="center")
        for place, (line, (before, after)) in enumerate(zip(made.steps, levels, strict=True), start=1):
            colour = _colour(line, better)
            axes.barh(
                place,
                after - before,
                left=before,
                height=0.6,
                facecolor=colour if line.clear else "white",
                edgecolor=colour,
                linewidth=1.2,
            )
            axes.plot([before, before], [place - 1 + 0.3, place - 0.3], color=INK, linewidth=0.6)
            axes.text(max(before, after), place, f"  {line.shown}", va="center", color=colour)
        axes.plot([at, at], [len(lines) - 2 + 0.3, len(lines) - 1 - 0.3], color=INK, linewidth=0.6)
        axes.set(xlim=(floor, high + 2.2 * room), ylim=(len(lines) - 0.5, -0.5))
        axes.set_yticks(range(len(lines)), [wrap(line.words, canvas.narrow) for line in lines])
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
        axes.tick_params(length=0)
        head(axes, made.title, narrow=canvas.narrow, bold=True)

    names = [line.words for line in lines]
    heights = [0.7 + len(lines) * row_in(names, narrow) for narrow in (False, True)]
    return draw(
        paint, _words(made, lines, whole=floor == 0), height_in=heights[0], narrow_height_in=heights[1]
    )


def _colour(line: Line, better: Better) -> str:
    if not line.clear or not line.units:
        return BASELINE
    if not better:
        return INK
    return SCENARIO if (line.units > 0) == (better == "higher") else SHORT


def _words(made: Waterfall, lines: Sequence[Line], *, whole: bool) -> Words:
    steps = "; ".join(
        f"{line.words}: {line.shown}{'' if line.clear else ', may be chance'}" for line in lines
    )
    alt = f"Bars that lead from one scenario to the other. {made.title}. {steps}."
    careful = (
        "the steps add up exactly, but each is an average over the orders in which the causes can come; a "
        "hollow grey bar may be chance alone. Blue is better, orange worse."
        + ("" if whole else " The two grey bars are cut off: they do not begin at nought.")
    )
    return Words(alt, sentence(made.summary), careful)
