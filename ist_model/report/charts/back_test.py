"""Back-test: shares that came about against the forecast's middle and interval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ist_model.report.charts.look import (
    BASELINE,
    INK,
    SCENARIO,
    Canvas,
    Chart,
    Words,
    draw,
    head,
    quiet_grid,
    row_in,
    wrap,
)


class Forecast(NamedTuple):
    """A share of schools: as forecast, with its 95 % interval, and as it came about (0 to 1)."""

    name: str
    middle: float
    low: float
    high: float
    came_about: float


def back_test(shares: Sequence[Forecast], years: str) -> Chart:
    """A row a share: the interval as a bar, the forecast a hollow dot, what came about a full one.

    Args:
        shares: in the order to show.
        years: from when to when, in words.

    Raises:
        ValueError: If there is nothing to show.
    """
    if not shares:
        raise ValueError("no share was forecast; leave the chart out")
    names = [share.name for share in shares]

    def paint(canvas: Canvas) -> None:
        axes = canvas.figure.subplots()
        for place, share in enumerate(shares):
            axes.plot(
                [100 * share.low, 100 * share.high],
                [place, place],
                color=BASELINE,
                lw=5,
                alpha=0.5,
                solid_capstyle="butt",
            )
            axes.plot(100 * share.middle, place, "o", color="white", markeredgecolor=INK, ms=6.5)
            axes.plot(100 * share.came_about, place, "D", color=SCENARIO, ms=5)
        axes.set_yticks(range(len(names)), [wrap(name, canvas.narrow) for name in names])
        axes.set_ylim(len(names) - 0.4, -0.6)
        axes.set_xlim(-1, 101)
        head(axes, f"Schools that held a grade, % ({years})", narrow=canvas.narrow)
        quiet_grid(axes, "x")

    heights = [0.9 + len(names) * row_in(names, narrow) for narrow in (False, True)]
    return draw(paint, _words(shares, years), height_in=heights[0], narrow_height_in=heights[1])


def _words(shares: Sequence[Forecast], years: str) -> Words:
    inside = sum(share.low <= share.came_about <= share.high for share in shares)
    listed = "; ".join(
        f"{share.name}: came about {share.came_about:.0%}, forecast {share.middle:.0%} "
        f"({share.low:.0%} to {share.high:.0%})"
        for share in shares
    )
    shows = (
        f"{inside} of {len(shares)} shares that came about (diamonds) lie in the 95% interval of the "
        "forecast (bars), which was made from earlier inspections alone."
    )
    careful = (
        "the bars are wide, because the standard of inspections differs from year to year; it shows how "
        "England's primaries were regraded, nothing about one school or about support."
    )
    return Words(f"Shares of schools by grade before and after, {years}. {listed}.", shows, careful)
