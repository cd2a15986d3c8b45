"""Which specialisms are stretched in which half-term: days asked for against days that could be given."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ist_model.report.charts.heat import FROM_WHITE_TO_ORANGE, cells, key
from ist_model.report.charts.look import INK, Canvas, Chart, Words, draw, head, label_half_terms, wrap
from ist_model.report.words.plain import percent

EDGES = (0.0, 0.1, 0.25, 0.5, 1.0, 1e9)
LABELS = ("under 10%", "10 to 25%", "25 to 50%", "50 to 100%", "more than there are")


def stretch(frame: pd.DataFrame) -> Chart:
    """Grid of specialisms by half-term: days asked for as a share of what those who could serve have.

    Args:
        frame: `specialism`, `half_term`, `label`, `needed_days_mean`, `could_give_days_mean`.
    """
    if frame.empty:
        raise ValueError("there is no specialism to show; leave the chart out")
    share = frame.assign(share=_share(frame))
    table = share.pivot_table(index="specialism", columns="half_term", values="share", sort=True)
    table = table.loc[table.mean(axis=1).sort_values(ascending=False).index]
    labels = list(frame.drop_duplicates("half_term").sort_values("half_term")["label"])

    def paint(canvas: Canvas) -> None:
        axes = canvas.figure.subplots()
        cells(axes, table.to_numpy(float), EDGES, FROM_WHITE_TO_ORANGE)
        names = [wrap(str(name), canvas.narrow) for name in table.index]
        axes.set_yticks(np.arange(len(table)) + 0.5, names, color=INK, fontsize=7.5 if canvas.narrow else 8)
        label_half_terms(axes, labels, canvas.narrow)
        key(axes, FROM_WHITE_TO_ORANGE, LABELS, canvas.narrow, below=0.13)
        head(
            axes,
            "Days asked for in a half-term, as a share of the days that leaders who could serve have",
            narrow=canvas.narrow,
        )

    high = 0.27 * len(table)
    return draw(paint, _words(share, table), height_in=high + 1.1, narrow_height_in=1.25 * high + 1.5)


def _share(frame: pd.DataFrame) -> pd.Series[float]:
    have = frame["could_give_days_mean"].where(frame["could_give_days_mean"] > 0)
    return frame["needed_days_mean"] / have


def _words(share: pd.DataFrame, table: pd.DataFrame) -> Words:
    worst = share.iloc[int(np.nanargmax(share["share"].to_numpy(float)))]
    means = table.mean(axis=1)
    top = means.index[0]
    shows = (
        f"Most stretched: {str(top).replace('Other', 'other')}, where our schools and others ask for "
        f"{percent(float(means.iloc[0]))} of the days there are; the peak is "
        f"{percent(float(worst['share']))} for {worst['specialism']} in {worst['label']}."
    )
    listed = "; ".join(f"{name} {percent(float(value))}" for name, value in means.items())
    alt = f"Grid of specialisms by half-term, darker where more is asked for. On average: {listed}. {shows}"
    careful = (
        "a leader who could serve several specialisms counts in each row, so every row looks roomier than it "
        "is; specialisms that fewer than five leaders could serve are shown together."
    )
    return Words(alt, shows, careful)
