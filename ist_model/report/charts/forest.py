"""Forest plot: paired differences from one plan with their intervals, scenario by scenario."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes

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
from ist_model.report.words.plain import and_list

_MOST_NAMED = 3
_COLOURS = {"better": SCENARIO, "worse": SHORT, "changed": INK, "unclear": BASELINE, "same": BASELINE}


def forest(panels: Mapping[str, Sequence[tuple[str, Difference]]], *, against: str) -> Chart:
    """One panel per measure, one row per scenario.

    Args:
        panels: Heading of each panel, most important first, to (scenario in words, difference) rows. A share
            is drawn in percentage points, money in thousands of pounds.
        against: What they differ from, in a sentence.
    """
    known = {title: [(n, d) for n, d in rows if d.known] for title, rows in panels.items()}
    known = {title: rows for title, rows in known.items() if rows}

    def paint(canvas: Canvas) -> None:
        sizes = [len(rows) + 1.4 for rows in known.values()]
        grid = canvas.figure.subplots(len(known), 1, squeeze=False, height_ratios=sizes)
        for axes, (title, rows) in zip(grid[:, 0], known.items(), strict=True):
            _panel(axes, title, rows, canvas.narrow)

    heights = [_height_in(known, narrow) for narrow in (False, True)]
    return draw(paint, _words(known, against), height_in=heights[0], narrow_height_in=heights[1])


def _height_in(panels: Mapping[str, Sequence[tuple[str, Difference]]], narrow: bool) -> float:
    names = [name for rows in panels.values() for name, _ in rows]
    return len(names) * row_in(names, narrow) + 0.75 * len(panels)


def _panel(axes: Axes, title: str, rows: Sequence[tuple[str, Difference]], narrow: bool) -> None:
    scale = (
        100 if rows[0][1].unit in ("share", "chance") else 0.001 if rows[0][1].unit.startswith("GBP") else 1
    )
    for place, (_, made) in enumerate(rows):
        mean, low, high = (scale * end for end in made.drawn)
        colour = _COLOURS[made.verdict]
        axes.plot([low, high], [place, place], color=colour, lw=2.4, solid_capstyle="butt")
        fill = colour if made.clear else "white"
        axes.plot(mean, place, "o", color=fill, markeredgecolor=colour, markeredgewidth=1.5, ms=6.5)
    axes.axvline(0, color=INK, linewidth=1)
    head(axes, title, narrow=narrow, bold=True)
    axes.set_yticks(range(len(rows)), [wrap(name, narrow) for name, _ in rows])
    axes.set_ylim(len(rows) - 0.4, -0.6)
    reach = 1.15 * scale * max(max(abs(d.drawn.low), abs(d.drawn.high)) for _, d in rows) or 1.0
    axes.set_xlim(-reach, reach)
    axes.tick_params(length=0)
    axes.grid(visible=True, axis="x")
    axes.set_axisbelow(True)


def _named(scenarios: Sequence[str]) -> str:
    """Scenarios by name, or where there are many by their number: the picture names them."""
    if len(scenarios) > _MOST_NAMED:
        return f"{len(scenarios)} scenarios"
    return and_list(f"“{name}”" for name in scenarios)


def _words(panels: Mapping[str, Sequence[tuple[str, Difference]]], against: str) -> Words:
    if not panels:
        raise ValueError("there is no difference to show; leave the chart out")
    title, rows = next(iter(panels.items()))
    better = [n for n, d in rows if d.verdict == "better"]
    worse = [n for n, d in rows if d.verdict == "worse"]
    parts = [f"clearly better under {_named(better)}"] if better else []
    parts += [f"clearly worse under {_named(worse)}"] if worse else []
    shows = f"{title}: {'; '.join(parts) or f'nothing differs clearly from {against}'}."
    alt = f"Paired differences from {against} with 95% intervals. " + " ".join(
        f"{title}: " + "; ".join(f"{name}, {made.phrase()}" for name, made in rows) + "."
        for title, rows in panels.items()
    )
    careful = (
        "a hollow grey dot means no clear difference: its interval contains zero. Blue is better, orange "
        "worse, by this measure alone" + ("; each panel has its own scale." if len(panels) > 1 else ".")
    )
    return Words(alt, shows, careful)
