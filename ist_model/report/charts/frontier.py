"""How far growth is safe: the chance that the service standard holds, as two heat maps by pace of joining."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Patch, Rectangle

from ist_model.experiments.frontier import SPONSORED
from ist_model.report.charts import heat
from ist_model.report.charts.look import INK, Canvas, Chart, Words, draw, head
from ist_model.report.words.growth import asked, in_hundred, last_safe, pace_in_words
from ist_model.report.words.plain import chance, percent, sentence

if TYPE_CHECKING:
    from ist_model.experiments.frontier import Frontier, Map

EDGES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0001)
COLOURS = heat.FROM_ORANGE_TO_BLUE
LABELS = ("under 2 in 10", "2 to 4 in 10", "4 to 6 in 10", "6 to 8 in 10", "over 8 in 10")


def frontier(found: Frontier) -> Chart:
    """Two maps: pace by SLE posts, pace by share of the joiners that are sponsored.

    A frame stands around what holds, a question mark in what cannot be told from the line.
    """
    maps = (found.by_posts, found.by_share)
    years = len(found.septembers)

    def paint(canvas: Canvas) -> None:
        if canvas.narrow:
            panels: Sequence[Axes] = canvas.figure.subplots(2, 1)
        else:
            ratios = [len(drawn.columns) for drawn in maps]
            panels = canvas.figure.subplots(1, 2, gridspec_kw={"width_ratios": ratios})
        for place, (axes, drawn) in enumerate(zip(panels, maps, strict=True)):
            _panel(axes, drawn, years, named=canvas.narrow or place == 0, narrow=canvas.narrow)
        parts = [Patch(color=colour, label=label) for colour, label in zip(COLOURS, LABELS, strict=True)]
        canvas.figure.legend(
            handles=parts,
            loc="outside lower left",
            ncols=3 if canvas.narrow else len(parts),
            fontsize=7.5,
            frameon=False,
        )

    rows = len(found.by_posts.paces)
    return draw(paint, _words(found), height_in=1.9 + 0.34 * rows, narrow_height_in=2 * (1.5 + 0.3 * rows))


def _panel(axes: Axes, drawn: Map, years: int, *, named: bool, narrow: bool) -> None:
    values = np.array([[cell.chance.mean for cell in row] for row in drawn.cells])
    heat.cells(axes, values, EDGES, COLOURS, text=in_hundred)
    for row, cells in enumerate(drawn.cells):
        for column, cell in enumerate(cells):
            if cell.verdict == "keeps":
                frame = Rectangle((column, row), 1, 1, fill=False, edgecolor=INK, linewidth=2, zorder=3)
                axes.add_patch(frame)
            elif cell.verdict == "open":
                axes.text(
                    column + 0.82,
                    row + 0.27,
                    "?",
                    ha="center",
                    va="center",
                    fontsize=7.5,
                    color=INK,
                    bbox={"boxstyle": "circle,pad=0.15", "facecolor": "white", "edgecolor": INK},
                )
    axes.set_xticks(np.arange(len(drawn.columns)) + 0.5, [_column(drawn, each) for each in drawn.columns])
    if drawn.today is not None:
        axes.get_xticklabels()[drawn.today].set_fontweight("bold")
    words = [pace_in_words(rate, years) for rate in drawn.paces]
    axes.set_yticks(np.arange(len(words)) + 0.5, words if named else [""] * len(words))
    title = f"Runs in 100 that keep the standard,\nby {drawn.across}" + (
        " (bold: today)" if drawn.today is not None else ""
    )
    if narrow:
        head(axes, title.replace("\n", " "), narrow=True, bold=True)
    else:
        axes.set_title(title, fontsize=8, loc="left", weight="bold", color=INK)


def _column(drawn: Map, value: float) -> str:
    """What a column is called: a share of joiners in %, else how many posts."""
    return percent(value) if drawn.across == SPONSORED else f"{value:g}"


def _words(found: Frontier) -> Words:
    told = []
    for drawn in (found.by_posts, found.by_share):
        for row, rate in enumerate(drawn.paces):
            cells = "; ".join(
                f"{drawn.across} {_column(drawn, column)}: {chance(cell.chance.mean)}"
                + {"keeps": ", holds", "fails": "", "open": ", not told from the line"}[cell.verdict]
                for column, cell in zip(drawn.columns, drawn.cells[row], strict=True)
            )
            told.append(f"{pace_in_words(rate, len(found.septembers))}: {cells}")
    careful = (
        "numbers are runs in 100, to the nearest 5, all years together: a single year, a late one above all, "
        f"may be worse, and small differences may be chance. {_marks(found)} Which "
        "schools join matters as much as how many; beyond the pool of the scenario they are "
        "others like those in it. Posts added are SLEs of the commonest specialisms. Support has the effect "
        "that is assumed."
    )
    alt = f"Heat maps of the chance that the standard holds. {asked(found)}. {'. '.join(told)}."
    return Words(alt, " ".join(last_safe(found)), careful)


def _marks(found: Frontier) -> str:
    """What the marks that are seen mean, and what a cell without one is."""
    margin = f"{100 * found.target.limit.margin:.3g} runs in 100"
    verdicts = {
        cell.verdict for drawn in (found.by_posts, found.by_share) for row in drawn.cells for cell in row
    }
    told = []
    if "keeps" in verdicts:
        told.append(f"framed cells are on or above the line, or at most {margin} below it")
    if "open" in verdicts:
        told.append("cells with a question mark cannot be told from it")
    if "fails" in verdicts:
        told.append(f"{'every other cell' if told else 'every cell'} is at most {margin} above the line")
    return sentence("; ".join(told))
