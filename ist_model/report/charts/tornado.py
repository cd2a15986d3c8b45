"""Tornado: what each assumption makes of the answer at both ends of its range, the largest change first."""

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
from ist_model.report.words.difference import Difference

MOST_ROWS = 12


def tornado(rows: Sequence[tuple[str, Difference, Difference]], title: str) -> Chart:
    """Two bars to an assumption, from the answer at the central values; hollow where it may be chance.

    Args:
        rows: (assumption in words, change at its lowest value, change at its highest), the largest first;
            what has no interval is left out, and no more than a dozen are drawn.
        title: What the answer is, with its unit.

    Raises:
        ValueError: If no row has both changes.
    """
    shown = [row for row in rows if row[1].known and row[2].known][:MOST_ROWS]
    if not shown:
        raise ValueError("no assumption has a known change at both ends; leave the chart out")
    names = [name for name, *_ in shown]
    unit = shown[0][1].unit
    scale = 100 if unit in ("share", "chance") else 0.001 if unit.startswith("GBP") else 1

    def paint(canvas: Canvas) -> None:
        axes = canvas.figure.subplots()
        for place, (_, low, high) in enumerate(shown):
            for made, colour, up in ((low, SCENARIO, -0.2), (high, SHORT, 0.2)):
                at, ends = place + up, made.drawn
                axes.barh(
                    at,
                    scale * ends.mean,
                    height=0.34,
                    facecolor=colour if made.clear else "white",
                    edgecolor=colour,
                    linewidth=1.0,
                )
                axes.plot([scale * ends.low, scale * ends.high], [at, at], color=BASELINE, linewidth=1.0)
        axes.axvline(0, color=INK, linewidth=1)
        axes.set_ylim(len(shown) - 0.4, -0.6)
        axes.set_yticks(range(len(shown)), [wrap(name, canvas.narrow) for name in names])
        axes.tick_params(length=0)
        axes.grid(visible=True, axis="x")
        axes.set_axisbelow(True)
        head(axes, title, narrow=canvas.narrow, bold=True)

    heights = [0.7 + len(shown) * max(0.36, row_in(names, narrow)) for narrow in (False, True)]
    return draw(paint, _words(shown, title), height_in=heights[0], narrow_height_in=heights[1])


def _words(rows: Sequence[tuple[str, Difference, Difference]], title: str) -> Words:
    name, low, high = rows[0]
    told = "; ".join(f"{each}: lowest {a.phrase()}, highest {b.phrase()}" for each, a, b in rows)
    shows = (
        f"“{name}” moves the answer most: {low.phrase()} at its lowest value, {high.phrase()} at its highest."
    )
    careful = (
        "each assumption is moved alone, to the ends of what is thought possible. Blue is its lowest value, "
        "orange its highest; a hollow bar may be chance, a grey line is the 95% interval."
    )
    return Words(f"Bars left and right of the answer. {title}. {told}.", shows, careful)
