"""How fast can we safely grow: the service that existing schools get, by pace of joining."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

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
from ist_model.report.words.plain import and_list, percent


class Pace(NamedTuple):
    """One plan: in words, share of existing schools' needs begun in time with its 95% interval, pupils."""

    name: str
    share: float  # 0-1
    low: float
    high: float
    pupils: Difference | None  # existing schools' pupils against nobody joining; None: that plan itself


def pace(plans: Sequence[Pace], *, least_share: float, standard: str) -> Chart:
    """Two panels over the same plans: needs begun within the standard, and pupils against nobody joining.

    Args:
        plans: from the slowest to the fastest.
        least_share: share of needs that the trust wants begun within the standard (0-1).
        standard: the service standard in words, for instance "half a term".
    """
    if not plans:
        raise ValueError("there is no plan to show; leave the chart out")

    def paint(canvas: Canvas) -> None:
        rows, columns = (2, 1) if canvas.narrow else (1, 2)
        panels = canvas.figure.subplots(rows, columns, squeeze=False).ravel()
        _service(panels[0], plans, least_share)
        _pupils(panels[1], plans)
        titles = (
            f"Needs of existing schools begun\nwithin {standard}, %",
            "Their pupils in a school needing\nattention: more (right), fewer (left)",
        )
        for place, (axes, title) in enumerate(zip(panels, titles, strict=True)):
            axes.set(ylim=(len(plans) - 0.4, -0.6))
            named = canvas.narrow or place == 0
            axes.set_yticks(
                range(len(plans)), [wrap(plan.name, canvas.narrow) if named else "" for plan in plans]
            )
            axes.tick_params(length=0)
            axes.grid(visible=True, axis="x")
            axes.set_axisbelow(True)
            if canvas.narrow:
                head(axes, title, narrow=True, bold=True)
            else:
                axes.set_title(title, fontsize=8, loc="left", weight="bold", color=INK)

    names = [plan.name for plan in plans]
    heights = [0.9 + len(plans) * row_in(names, False), 2 * (0.8 + len(plans) * row_in(names, True))]
    return draw(
        paint, _words(plans, least_share, standard), height_in=heights[0], narrow_height_in=heights[1]
    )


def holds(plan: Pace, least_share: float) -> bool | None:
    """Whether the standard clearly holds, or clearly does not; None: the interval does not tell."""
    if plan.low >= least_share:
        return True
    return False if plan.high < least_share else None


def _service(axes: Axes, plans: Sequence[Pace], least_share: float) -> None:
    for place, plan in enumerate(plans):
        colour = {True: SCENARIO, False: SHORT, None: BASELINE}[holds(plan, least_share)]
        axes.plot([100 * plan.low, 100 * plan.high], [place, place], color=colour, lw=2.4)
        axes.plot(100 * plan.share, place, "o", color=colour, ms=6.5)
        axes.annotate(
            percent(plan.share),
            (100 * plan.share, place),
            (0, 6),
            textcoords="offset points",
            ha="center",
            fontsize=7.5,
            color=INK,
        )
    axes.axvline(100 * least_share, color=INK, linewidth=1.2, linestyle=":")
    low = min(*(plan.low for plan in plans), least_share)
    high = max(*(plan.high for plan in plans), least_share)
    room = max(0.02, 0.2 * (high - low))
    axes.set_xlim(100 * (low - room), 100 * (high + room))


def _pupils(axes: Axes, plans: Sequence[Pace]) -> None:
    axes.axvline(0, color=INK, linewidth=1)
    reach = 1.0
    for place, plan in enumerate(plans):
        made = plan.pupils
        if made is None or not made.known:
            continue
        colour = {"better": SCENARIO, "worse": SHORT}.get(made.verdict, BASELINE)
        axes.plot([made.low, made.high], [place, place], color=colour, lw=2.4)
        axes.plot(
            made.mean,
            place,
            "o",
            color=colour if made.clear else "white",
            markeredgecolor=colour,
            markeredgewidth=1.4,
            ms=6.5,
        )
        reach = max(reach, abs(made.low), abs(made.high))
    axes.set_xlim(-1.1 * reach, 1.1 * reach)


def _words(plans: Sequence[Pace], least_share: float, standard: str) -> Words:
    line = f"the line of {percent(least_share)} within {standard}"
    kept = [plan.name for plan in plans if holds(plan, least_share)]
    missed = [plan.name for plan in plans if holds(plan, least_share) is False]
    if len(kept) == len(plans):
        shows = f"Every plan shown stays above {line}, the fastest too: {plans[-1].name}."
    elif len(missed) == len(plans):
        shows = f"No plan shown reaches {line}, nobody joining included."
    else:
        open_ = [plan.name for plan in plans if holds(plan, least_share) is None]
        parts = [f"clearly above {line}: {and_list(kept)}"] if kept else []
        parts += [f"clearly below: {and_list(missed)}"] if missed else []
        parts += [f"runs do not tell: {and_list(open_)}"] if open_ else []
        shows = "; ".join(parts)
        shows = shows[:1].upper() + shows[1:] + "."
    told = "; ".join(
        f"{plan.name}: {percent(plan.share)} ({percent(plan.low)} to {percent(plan.high)})"
        + (f", pupils {plan.pupils.phrase()}" if plan.pupils and plan.pupils.known else "")
        for plan in plans
    )
    alt = f"Dots with 95% intervals by pace of joining. {told}. {shows}"
    careful = (
        "which schools join matters as much as how many; they are taken in the order of their file. "
        "Blue is better, orange worse, grey not clear. The dotted line is the trust’s own choice."
    )
    return Words(alt, shows, careful)
