"""Cells in colour: the part that all heat maps share."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import BoundaryNorm, ListedColormap
from matplotlib.patches import Patch
from numpy.typing import NDArray

from ist_model.report.charts.look import INK, Canvas, below

# From low to high; orange and blue stay apart in every common colour blindness, and so do dark and light.
FROM_ORANGE_TO_BLUE = ("#b8500c", "#f0c9a6", "#f3f4f5", "#b3d0e8", "#155a94")
FROM_WHITE_TO_ORANGE = ("#f6f7f8", "#fbe3cf", "#f0b98a", "#d97b35", "#9c3f05")
_DARK = ("#b8500c", "#155a94", "#9c3f05", "#d97b35")
_NO_CELL = "#ffffff"


def cells(
    axes: Axes,
    values: NDArray[np.float64],
    edges: Sequence[float],
    colours: Sequence[str],
    text: Callable[[float], str] | None = None,
) -> None:
    """Draw a grid of coloured cells, the first row on top; a cell without a value stays white.

    Args:
        axes: where to draw.
        values: [rows, columns]; NaN: no cell.
        edges: boundaries of the classes, one more than colours.
        colours: of each class, from the lowest.
        text: what to write into a cell; omit to write nothing.
    """
    norm = BoundaryNorm(list(edges), len(colours))
    shades = ListedColormap(list(colours)).with_extremes(bad=_NO_CELL)
    axes.pcolormesh(np.ma.masked_invalid(values), cmap=shades, norm=norm, edgecolors="white", linewidth=1.4)
    axes.set_ylim(len(values), 0)
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    if text is None:
        return
    for (row, column), value in np.ndenumerate(values):
        if np.isfinite(value):
            colour = colours[
                int(np.clip(np.searchsorted(edges, value, side="right") - 1, 0, len(colours) - 1))
            ]
            ink = "white" if colour in _DARK else INK
            axes.text(column + 0.5, row + 0.5, text(float(value)), ha="center", va="center", color=ink)


def key(
    canvas: Canvas, axes: Axes, colours: Sequence[str], labels: Sequence[str], *, points: float = 4
) -> None:
    """What each colour means, so far below the grid."""
    parts = [
        Patch(facecolor=colour, edgecolor="#aab3ba", linewidth=0.5, label=label)
        for colour, label in zip(colours, labels, strict=True)
    ]
    axes.legend(
        handles=parts,
        loc="upper left",
        bbox_to_anchor=(0, 0),
        bbox_transform=below(canvas, axes, points),
        ncols=2 if canvas.narrow else len(parts),
        fontsize=7.5,
        frameon=False,
        borderaxespad=0.4,
        handlelength=1.2,
        handleheight=1.0,
        columnspacing=1.2,
    )
