"""One visual language for every chart: colours, type, sizes, and an SVG that never changes by itself.

The scenario is always solid blue and the baseline dashed grey; orange is what is short, over or worse. Blue,
orange and grey stay apart in every common colour blindness, and lines are labelled directly.
"""

from __future__ import annotations

import base64
import html
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import seaborn as sns
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import ScaledTranslation, Transform, blended_transform_factory

from ist_model.report.charts.svg import svg_of
from ist_model.report.words.unbroken import unbroken

INK, SOFT, LINE = "#1b242b", "#55616b", "#d3dae0"
SCENARIO, BASELINE, SHORT = "#155a94", "#6b7780", "#b8500c"
OTHERS = ("#2f8a78", "#7b5ea7")  # of what is neither, where kinds must be told apart
WIDE_IN, NARROW_IN = 7.6, 3.55
_CHARACTERS_WIDE, _CHARACTERS_NARROW = 100, 46
_CHARACTERS_OF_SIGN = 8  # what the sign before a name of the key takes, and the gap after it
_ROOM_OF_KEY = 0.8  # of a line: its columns do not share what they leave free
_PHONE = "screen and (max-width: 36rem)"
_LOOK: Any = {
    **sns.axes_style("white"),
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],  # ships with matplotlib: equal bytes on every machine
    "font.size": 8.5,
    "axes.labelsize": 8.5,
    "xtick.labelsize": 8,
    "ytick.labelsize": 8,
    "text.color": INK,
    "axes.labelcolor": SOFT,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "axes.edgecolor": LINE,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "grid.color": LINE,
    "grid.linewidth": 0.7,
    "svg.hashsalt": "ist",
    "svg.fonttype": "path",
    "text.parse_math": False,  # a scenario may be called "$10"
    "axes.titley": 1.0,  # nothing is looked for above a title
}
_QUICK: Any = {"svg.fonttype": "none"}


@dataclass(frozen=True)
class Canvas:
    """What a chart is drawn on: a figure in one of two widths, so that text stays readable on a phone."""

    figure: Figure
    narrow: bool


@dataclass(frozen=True)
class Words:
    """What stands beside a chart, from its data.

    Attributes:
        alt: What a reader who cannot see the chart must know.
        shows: One plain sentence: what the chart shows.
        careful: One plain sentence: what to be careful of.
    """

    alt: str
    shows: str
    careful: str

    def __post_init__(self) -> None:
        for name in ("alt", "shows", "careful"):
            if not getattr(self, name).strip():
                raise ValueError(f"a chart needs {name}: say in words what a reader would otherwise miss")
        for name in ("alt", "shows"):
            text = getattr(self, name).strip()
            object.__setattr__(self, name, text[:1].upper() + text[1:])


@dataclass(frozen=True)
class Chart:
    """A finished chart: two widths of one picture (one twice where only one was asked for), and its words."""

    wide: str
    narrow: str
    words: Words

    def html(self, *, half_sheet: bool = False) -> str:
        """The chart as a figure element, self-contained; `half_sheet`: printed in half a page's width."""
        alt = html.escape(self.words.alt, quote=True)
        printed = f'<img class="inprint" alt="{alt}" src="{_data_uri(self.narrow)}">' if half_sheet else ""
        return (
            f'<figure class="chart{" half" if half_sheet else ""}">'
            f"<figcaption>{unbroken(self.words.shows)}</figcaption>"
            f"<picture>{self._for_phones()}"
            f'<img alt="{alt}" src="{_data_uri(self.wide)}"></picture>{printed}'
            f'<p class="careful"><strong>Be careful:</strong> {html.escape(self.words.careful)}</p></figure>'
        )

    def _for_phones(self) -> str:
        if self.narrow == self.wide:
            return ""
        return f'<source media="{_PHONE}" srcset="{_data_uri(self.narrow)}">'

    def _repr_html_(self) -> str:
        return self.html()


_quick: ContextVar[bool | None] = ContextVar("quick", default=None)  # if quickly, whether narrow


@contextmanager
def quickly(*, narrow: bool = False) -> Iterator[None]:
    """Draw charts in a third of the time, for a page that somebody waits for.

    At one width alone; text is left to the browser's fonts, and where axes lie is looked up if a figure with
    the same words around them was drawn before.
    """
    before = _quick.set(narrow)
    try:
        yield
    finally:
        _quick.reset(before)


def _data_uri(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def draw(
    paint: Callable[[Canvas], None],
    words: Words,
    *,
    height_in: float,
    narrow_height_in: float | None = None,
) -> Chart:
    """Paint a chart at both widths.

    Args:
        paint: Draws on the canvas; called once per width.
        words: Alt text and the two sentences.
        height_in: Height of the wide picture, inches.
        narrow_height_in: Height of the narrow one; the wide one's if omitted.

    Raises:
        ValueError: If a text is empty.
    """
    pictures = []
    quick = _quick.get()
    for narrow in (False, True) if quick is None else (quick,):
        with _style():
            height = narrow_height_in if narrow and narrow_height_in is not None else height_in
            figure = Figure(figsize=(NARROW_IN if narrow else WIDE_IN, height), layout="constrained")
            paint(Canvas(figure, narrow))
            pictures.append(svg_of(figure, from_memory=quick is not None))
    return Chart(pictures[0], pictures[-1], words)


def _style() -> AbstractContextManager[None]:
    return mpl.rc_context(_LOOK | ({} if _quick.get() is None else _QUICK))


def head(axes: Axes, text: str, *, narrow: bool, bold: bool = False) -> None:
    """Say above a panel what it shows, from the picture's left edge, where it is read first."""
    lines = textwrap.fill(text, _CHARACTERS_NARROW if narrow else _CHARACTERS_WIDE)
    # The empty title makes room of the same height; the text itself starts left of the panel.
    axes.set_title("\n" * lines.count("\n") + " ", loc="left", fontsize=8.5, pad=8)
    placed = axes.annotate(
        lines,
        (0.004, 1),
        (0, 8),
        xycoords=("figure fraction", "axes fraction"),
        textcoords="offset points",
        va="bottom",
        fontsize=8.5,
        color=INK if bold else SOFT,
        weight="bold" if bold else "normal",
        annotation_clip=False,
    )
    placed.set_in_layout(False)


def quiet_grid(axes: Axes, axis: str = "y") -> None:
    """Horizontal (or vertical) guide lines behind the data, nothing else."""
    axes.grid(visible=True, axis="y" if axis == "y" else "x")
    axes.set_axisbelow(True)
    axes.tick_params(length=0)


def spread(values: Sequence[float], heights: Sequence[float]) -> list[float]:
    """Move the middles of labels so high apart that none overlap, each as little as possible, order kept."""
    order = sorted(range(len(values)), key=lambda i: values[i])
    placed = [values[i] for i in order]
    for _ in range(50):
        for a in range(len(placed) - 1):
            overlap = (heights[order[a]] + heights[order[a + 1]]) / 2 - (placed[a + 1] - placed[a])
            if overlap > 1e-12:
                placed[a] -= overlap / 2
                placed[a + 1] += overlap / 2
    return [height for _, height in sorted(zip(order, placed, strict=True))]


def label_half_terms(axes: Axes, labels: list[str], narrow: bool) -> None:
    """Mark each September on a horizontal axis whose positions count half-terms."""
    autumns = [i for i, label in enumerate(labels) if label.startswith("Autumn 1")]
    shown = autumns[:: 2 if narrow and len(autumns) > 4 else 1]
    axes.tick_params(axis="x", pad=6)  # the first of them is not far from the 0 of the other axis
    axes.set_xticks(shown, [f"Sept\n{labels[i].split(', ')[1][:4]}" for i in shown])


def key(canvas: Canvas, parts: Sequence[Artist]) -> None:
    """A key under the picture, in reading order."""
    longest = max(len(line) for part in parts for line in str(part.get_label()).splitlines())
    room = _CHARACTERS_NARROW if canvas.narrow else _CHARACTERS_WIDE
    columns = max(1, min(len(parts), int(_ROOM_OF_KEY * room) // (longest + _CHARACTERS_OF_SIGN)))
    canvas.figure.legend(
        handles=list(parts),
        ncols=columns,
        loc="outside lower left",
        fontsize=8,
        frameon=False,
        columnspacing=1.2,
        handlelength=1.4,
    )


def below(canvas: Canvas, axes: Axes, points: float) -> Transform:
    """Where a panel's own key goes (its `bbox_transform`): below it, from the narrow picture's left edge."""
    across = canvas.figure.transFigure if canvas.narrow else axes.transAxes
    down = ScaledTranslation(0, -points / 72, canvas.figure.dpi_scale_trans)
    return blended_transform_factory(across, axes.transAxes + down)


def steps_of(number: int) -> list[str]:
    """Colours for ordered steps from best to worst: blue over pale to orange, told apart by lightness too."""
    ramp = mpl.colors.LinearSegmentedColormap.from_list("steps", [SCENARIO, "#a9cbe4", "#f3c19b", SHORT])
    return [mpl.colors.to_hex(ramp(step / max(1, number - 1))) for step in range(number)]


def cut(name: str, most: int = 36) -> str:
    """A name that leaves room for the picture: names that begin alike end differently, so its ends stay.

    The picture's words for readers who cannot see it have the name whole.
    """
    end = (most - 1) * 2 // 5
    return name if len(name) <= most else f"{name[: most - 1 - end].rstrip()}…{name[-end:].lstrip()}"


def wrap(name: str, narrow: bool) -> str:
    """A row's name, broken into lines where the picture is narrow."""
    return textwrap.fill(name, 18 if narrow else 34)


def row_name(name: str, narrow: bool) -> str:
    """What somebody called a school, as a row's name that takes two or three lines at most."""
    return wrap(cut(name, 36 if narrow else 68), narrow)


def row_in(names: Iterable[str], narrow: bool) -> float:
    """Height of a row that has room for the longest of these names, inches."""
    lines = max((wrap(name, narrow).count("\n") + 1 for name in names), default=1)
    return max(0.26, 0.07 + 0.135 * lines)
