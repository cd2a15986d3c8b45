"""Heat map of waits: how long needs wait, by what they are and when they are raised."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pandas as pd

from ist_model.report.charts.look import (
    INK,
    SOFT,
    Canvas,
    Chart,
    Words,
    draw,
    head,
    row_in,
    wrap,
)

OFTEN = 0.5  # needs a run, from which on a cell is named first
_IN_TIME, _AT_STANDARD, _LATE = "#d5e5f1", "#f7f4f0", "#b8500c"


def late(
    table: pd.DataFrame, raised: pd.DataFrame, *, standard_weeks: float, columns_are: str, sure: str
) -> Chart:
    """Average weeks from need to first day in each cell; darker is longer.

    Args:
        table: Average wait (school weeks) by row and column, both in words; NaN where no need has begun.
        raised: Needs a run in the same cells, which decide what is said first.
        standard_weeks: The service standard, school weeks.
        columns_are: What the columns are, in words: "the half-term in which it is raised".
        sure: How far cells of at least `OFTEN` needs are known, in words: "± 2 weeks or better".

    Raises:
        ValueError: If no need has begun.
    """
    values = table.to_numpy(float)
    if np.isnan(values).all():
        raise ValueError("no need has begun, so there is no wait to show; leave the chart out")
    colours = mpl.colors.LinearSegmentedColormap.from_list("waits", [_IN_TIME, _AT_STANDARD, _LATE])
    top = max(2 * standard_weeks, float(np.nanmax(values)))
    scale = mpl.colors.TwoSlopeNorm(standard_weeks, 0.0, top)

    def paint(canvas: Canvas) -> None:
        axes = canvas.figure.subplots()
        axes.pcolormesh(
            np.ma.masked_invalid(values), cmap=colours, norm=scale, edgecolors="white", linewidth=1.5
        )
        for row, column in np.argwhere(~np.isnan(values)).tolist():
            value = float(values[row, column])
            dark = float(scale(value)) > 0.8
            axes.text(
                column + 0.5,
                row + 0.5,
                f"{value:.0f}",
                ha="center",
                va="center",
                fontsize=8,
                color="white" if dark else INK,
                weight="bold" if value > standard_weeks else "normal",
            )
        for row, column in np.argwhere(np.isnan(values)).tolist():
            axes.text(column + 0.5, row + 0.5, "–", ha="center", va="center", fontsize=8, color=SOFT)
        axes.set_ylim(len(table), 0)
        axes.set_xticks(
            np.arange(len(table.columns)) + 0.5, [_column(str(each), canvas.narrow) for each in table.columns]
        )
        axes.set_yticks(np.arange(len(table)) + 0.5, [wrap(str(each), canvas.narrow) for each in table.index])
        axes.spines["bottom"].set_visible(False)
        axes.tick_params(length=0)
        head(axes, "School weeks from need to first day, on average", narrow=canvas.narrow)

    names = [str(each) for each in table.index]
    heights = [1.0 + len(table) * row_in(names, narrow) for narrow in (False, True)]
    words = _words(table, raised, standard_weeks, columns_are, sure)
    return draw(paint, words, height_in=heights[0], narrow_height_in=heights[1] + 0.3)


def _column(name: str, narrow: bool) -> str:
    """Heading of a column; on a phone the first letters of each word."""
    return "\n".join(word[:3] for word in name.split()) if narrow else wrap(name, narrow)


def _words(table: pd.DataFrame, raised: pd.DataFrame, standard: float, columns_are: str, sure: str) -> Words:
    waits, often = table.to_numpy(float), raised.to_numpy(float) >= OFTEN
    begun = ~np.isnan(waits)
    said = np.where(begun & (often | ~(often & begun).any()), waits, -1.0)
    row, column = divmod(int(said.argmax()), said.shape[1])
    beyond = int((waits[begun] > standard).sum())
    shows = (
        f"Longest, of what is asked for often: {table.index[row]} in {table.columns[column]}, "
        f"{said.max():.0f} school weeks on average; {beyond} of {int(begun.sum())} cells lie beyond the "
        f"standard of {standard:g}."
    )
    listed = "; ".join(
        f"{name}: " + ", ".join(f"{at} {value:.0f}" for at, value in cells.dropna().items())
        for name, cells in table.iterrows()
        if cells.notna().any()
    )
    alt = f"Table of colours, rows by what is asked for, columns by {columns_are}, in school weeks. {listed}."
    careful = (
        "only needs that got help count; leaders’ days begin anew each September, so least are left late in "
        f"the year. Averages of what is asked for often are sure to {sure} (95% "
        "interval), others to less. Bold is beyond the standard; a dash means that nothing was begun."
    )
    return Words(alt, shows, careful)
