"""Who is to lead each school, term by term, over the cover that the trust has for its headships."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from itertools import groupby

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from ist_model.report.charts.look import (
    BASELINE,
    INK,
    SCENARIO,
    Canvas,
    Chart,
    Words,
    below,
    cut,
    draw,
    head,
    label_half_terms,
    quiet_grid,
    spread,
)
from ist_model.report.words.plain import and_list

_SHADES = ("#155a94", "#b3d0e8", "#f0c9a6", "#dfe4e8", "#8d6bb1")
_INKS = ("white", INK, INK, INK, "white")
NOBODY = ""


def cover(plan: Mapping[str, Sequence[tuple[str, str]]], bench: pd.DataFrame) -> Chart:
    """Bars of planned leaders above lines of leaders who are ready.

    Args:
        plan: School in words to its terms in order: code of the post that leads by plan, and its kind in
            words; both empty while the school is not in the trust or nobody is named.
        bench: Half-terms in order, over the same time: `label`, `ready_now_mean`, `ready_in_a_year_mean` and
            their `_p10` and `_p90` (leaders), or NaN where too few posts stand behind them.
    """
    if not plan:
        raise ValueError("there is no school to lead; leave the chart out")
    kinds = list(dict.fromkeys(kind for terms in plan.values() for _, kind in terms if kind))
    lines = max(_in_lines(name, narrow=True).count("\n") + 1 for name in plan)
    row = max(0.29, 0.06 + 0.125 * lines)
    told = bool(bench["ready_now_mean"].notna().any())

    def paint(canvas: Canvas) -> None:
        rows = 2 if told else 1
        ratios = [row * len(plan) + 0.3, 1.6][:rows]
        grid = canvas.figure.subplots(rows, 1, squeeze=False, height_ratios=ratios)[:, 0]
        _bars(grid[0], plan, kinds, canvas)
        label_half_terms(grid[0], list(bench["label"]), canvas.narrow)
        head(grid[0], "Who is to lead each school, by plan", narrow=canvas.narrow, bold=True)
        if told:
            _lines(grid[1], bench, canvas.narrow)
            head(
                grid[1],
                "Leaders of the whole trust who are ready for a headship",
                narrow=canvas.narrow,
                bold=True,
            )

    high = row * len(plan) + (2.9 if told else 1.2)
    return draw(paint, _words(plan, kinds, bench, told), height_in=high, narrow_height_in=high + 0.5)


def _bars(
    axes: Axes, plan: Mapping[str, Sequence[tuple[str, str]]], kinds: Sequence[str], canvas: Canvas
) -> None:
    narrow = canvas.narrow
    for row, terms in enumerate(plan.values()):
        at = 0
        for (post, kind), same in groupby(terms):
            width = 2 * len(list(same))  # half-terms
            if kind:
                shade = kinds.index(kind) % len(_SHADES)
                axes.barh(row, width, left=at - 0.5, height=0.74, color=_SHADES[shade], edgecolor="white")
                if width > (7 if narrow else 3):
                    axes.text(at - 0.2, row, post, va="center", fontsize=7.5, color=_INKS[shade])
            at += width
    axes.set_yticks(range(len(plan)), [_in_lines(name, narrow) for name in plan], color=INK)
    axes.set(xlim=(-0.5, at - 0.5), ylim=(len(plan) - 0.5, -0.5))
    axes.tick_params(length=0)
    handles = [Patch(facecolor=_SHADES[place % len(_SHADES)], label=kind) for place, kind in enumerate(kinds)]
    axes.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0, 0),
        bbox_transform=below(canvas, axes, 32),
        fontsize=7.5,
        ncols=2 if narrow else len(kinds),
        frameon=False,
        borderaxespad=0.2,
        handlelength=1.2,
    )


def _in_lines(name: str, narrow: bool) -> str:
    return textwrap.fill(cut(name), 16 if narrow else 24)


def _lines(axes: Axes, bench: pd.DataFrame, narrow: bool) -> None:
    at = np.arange(len(bench))
    looks = (
        ("ready_in_a_year", BASELINE, "--", "ready in a year"),
        ("ready_now", SCENARIO, "-", "ready now"),
    )
    for name, colour, dash, _ in looks:
        low, high = (bench[f"{name}_{end}"] for end in ("p10", "p90"))
        axes.fill_between(at, low, high, color=colour, alpha=0.15, linewidth=0)
        axes.plot(at, bench[f"{name}_mean"], color=colour, linestyle=dash, linewidth=2)
    top = 1.15 * float(bench["ready_in_a_year_p90"].max())
    last = [float(bench[f"{name}_mean"].dropna().iloc[-1]) for name, *_ in looks]
    for (_, colour, _, words), height in zip(looks, spread(last, [0.12 * top] * len(last)), strict=True):
        axes.annotate(
            words,
            (len(at) - 1, height),
            (5, 0),
            textcoords="offset points",
            va="center",
            color=colour,
            annotation_clip=False,
            fontsize=8,
        )
    axes.set(xlim=(-0.5, len(at) - 0.5), ylim=(0, max(1.0, top)))
    label_half_terms(axes, list(bench["label"]), narrow)
    quiet_grid(axes)


def _words(
    plan: Mapping[str, Sequence[tuple[str, str]]], kinds: Sequence[str], bench: pd.DataFrame, told: bool
) -> Words:
    changing = [name for name, terms in plan.items() if len({post for post, _ in terms if post}) > 1]
    opening = (
        f"By plan, {and_list(changing)} change{'s' if len(changing) == 1 else ''} leaders in this time"
        if changing
        else "By plan, no school changes leaders in this time"
    )
    if told:
        (now, now_ends), (later, later_ends) = (_ready(bench, n) for n in ("ready_now", "ready_in_a_year"))
        shows = (
            f"{opening}; in the whole trust about {now} leaders are ready for a headship at any time "
            f"(8 runs in 10: {now_ends}), and {later} within a year ({later_ends})."
        )
    else:
        shows = f"{opening}."
    listed = "; ".join(
        f"{name}: " + ", then ".join(dict.fromkeys(f"{post}, {kind.lower()}" for post, kind in terms if post))
        for name, terms in plan.items()
    )
    first, last = bench["label"].iloc[0], bench["label"].iloc[-1]
    alt = f"Bars by school from {first} to {last}, who is to lead it by plan. {listed}. {shows}"
    careful = (
        "bars are plans, not forecasts: nothing here says whether anybody will stay. Ready leaders are "
        "counted over the whole trust; one may be ready for a post that is not vacant. Each band holds 8 "
        "runs in 10."
    )
    return Words(alt, shows, careful)


def _ready(bench: pd.DataFrame, name: str) -> tuple[str, str]:
    """How many are ready, and from where to where 8 runs in 10 lie, on average over the time."""
    mean, low, high = (float(bench[f"{name}_{end}"].mean()) for end in ("mean", "p10", "p90"))
    return f"{mean:.1f}", f"{low:.0f} to {high:.0f}"
