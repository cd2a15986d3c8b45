"""Which specialisms are stretched in which half-term: days asked for against days that could be given."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from ist_model.report.charts.heat import FROM_WHITE_TO_ORANGE, cells, key
from ist_model.report.charts.look import INK, Canvas, Chart, Words, draw, head, label_half_terms, wrap
from ist_model.report.words.plain import lowered

EDGES = (0.0, 0.1, 0.25, 0.5, 1.0, 1e9)
LABELS = ("under 10%", "10 to 25%", "25 to 50%", "50 to 100%", "more than there are")


def stretch(frame: pd.DataFrame, on_average: Mapping[str, tuple[float, str]], peak: str) -> Chart:
    """Grid of specialisms by half-term: days asked for as a share of what those who could serve have.

    Args:
        frame: `specialism`, `half_term`, `label`, and `share` (NaN: nobody who could serve has a day).
        on_average: Of each specialism the same share over the whole period, and in words with its interval.
        peak: The largest `share` in words with its interval.
    """
    if frame.empty:
        raise ValueError("there is no specialism to show; leave the chart out")
    table = frame.pivot_table(index="specialism", columns="half_term", values="share", sort=True)
    table = table.loc[sorted(table.index, key=lambda name: -on_average[name][0])]
    labels = list(frame.drop_duplicates("half_term").sort_values("half_term")["label"])

    def paint(canvas: Canvas) -> None:
        axes = canvas.figure.subplots()
        cells(axes, table.to_numpy(float), EDGES, FROM_WHITE_TO_ORANGE)
        names = [wrap(str(name), canvas.narrow) for name in table.index]
        axes.set_yticks(np.arange(len(table)) + 0.5, names, color=INK, fontsize=7.5 if canvas.narrow else 8)
        label_half_terms(axes, labels, canvas.narrow)
        key(canvas, axes, FROM_WHITE_TO_ORANGE, LABELS, points=32)
        head(
            axes,
            "Days asked for in a half-term, as a share of the days that leaders who could serve have",
            narrow=canvas.narrow,
        )

    high = 0.27 * len(table)
    return draw(
        paint,
        _words(frame, list(table.index), on_average, peak),
        height_in=high + 1.1,
        narrow_height_in=1.25 * high + 1.5,
    )


def _words(
    frame: pd.DataFrame, names: list[str], on_average: Mapping[str, tuple[float, str]], peak: str
) -> Words:
    worst = frame.iloc[int(np.nanargmax(frame["share"].to_numpy(float)))]
    top = on_average[names[0]][1]
    shows = (
        f"Most stretched: {lowered(names[0])}, where our schools and others ask for {top} of the days there "
        f"are; the peak is {peak} for {lowered(worst['specialism'])} in {worst['label']}."
    )
    listed = "; ".join(f"{name} {on_average[name][1]}" for name in names)
    alt = f"Grid of specialisms by half-term, darker where more is asked for. On average: {listed}. {shows}"
    careful = (
        "a leader who could serve several specialisms counts in each row, so every row looks roomier than it "
        "is; specialisms that fewer than five leaders could serve are shown together. The peak is the "
        "largest of many cells, so chance alone lifts it a little."
    )
    return Words(alt, shows, careful)
