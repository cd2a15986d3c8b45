"""Known answers: how far each measured number is from theory, as a share of what the rule allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ist_model.report.charts.look import (
    INK,
    SCENARIO,
    SHORT,
    Canvas,
    Chart,
    Words,
    draw,
    head,
    quiet_grid,
    row_in,
    wrap,
)
from ist_model.report.words.plain import counted


def checks(off_by: Mapping[str, Sequence[float]]) -> Chart:
    """A row of dots a case; beyond 1 a number fails.

    Args:
        off_by: Case in words to the distance of each of its numbers from theory, 1 being all that is allowed.

    Raises:
        ValueError: If there is no case.
    """
    if not off_by:
        raise ValueError("no known answer was measured; leave the chart out")
    largest = max(max(values) for values in off_by.values())

    def paint(canvas: Canvas) -> None:
        axes = canvas.figure.subplots()
        for place, values in enumerate(off_by.values()):
            shown = np.array(values, float)
            for mask, colour in ((shown <= 1, SCENARIO), (shown > 1, SHORT)):
                axes.plot(shown[mask], np.full(int(mask.sum()), place), "o", color=colour, ms=4.5, alpha=0.6)
        axes.axvline(1, color=INK, linewidth=1.2)
        axes.text(1, -0.62, "allowed ", ha="right", va="center", fontsize=8)
        axes.set(xlim=(-0.02, max(1.08, 1.05 * largest)), ylim=(len(off_by) - 0.5, -1.0))
        axes.set_yticks(range(len(off_by)), [wrap(name, canvas.narrow) for name in off_by])
        head(axes, "Distance from theory, as a share of what is allowed", narrow=canvas.narrow)
        quiet_grid(axes, "x")

    heights = [0.9 + len(off_by) * row_in(off_by, narrow) for narrow in (False, True)]
    return draw(paint, _words(off_by, largest), height_in=heights[0], narrow_height_in=heights[1])


def _words(off_by: Mapping[str, Sequence[float]], largest: float) -> Words:
    values = [value for each in off_by.values() for value in each]
    failed = sum(value > 1 for value in values)
    told = f"further off than the rule allows: {failed or 'none'}"
    shows = f"{len(values)} numbers measured in {len(off_by)} groups of cases against theory: {told}."
    listed = "; ".join(
        f"{name}: {counted(len(each), 'numbers')}, largest {max(each):.2f}" for name, each in off_by.items()
    )
    alt = f"Dots of the distance from theory as a share of what is allowed, largest {largest:.2f}. {listed}."
    careful = (
        "this shows that the program does what its rules say where the answer is known. It says nothing "
        "about whether the assumptions are true of schools."
    )
    return Words(alt, shows, careful)
