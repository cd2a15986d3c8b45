"""The picture of docs/performance.md: tools on one queue, growth with schools, runs spared by shared luck."""

from __future__ import annotations

import math

from matplotlib.axes import Axes

from benchmarks import luck, queue_race
from benchmarks.growth import EVEN, Growth
from benchmarks.luck import Luck
from benchmarks.queue_race import QueueRace
from benchmarks.timing import figures, ratio
from ist_model.report.charts.look import (
    BASELINE,
    INK,
    LINE,
    SCENARIO,
    SHORT,
    SOFT,
    Canvas,
    Chart,
    Words,
    draw,
    head,
    quiet_grid,
    spread,
)

WITHIN = 3.0  # times the cost of a school that a trust of 300 may have
TOOLS = "One customer of the queue K1: time, as a multiple of the compiled engine's"
SCHOOLS = "A school in a year: time, as a multiple of that in a trust of six (dotted: three times)"
LUCK = "Times fewer runs with common random numbers: for the mean wait (blue), for utilisation (orange)"
_STEPS = (1, 2, 3, 5, 10, 30, 100, 300, 1_000)
_COLOURS = {"triage": SCENARIO, "first_come": SHORT}


def chart(race: QueueRace, growth: Growth, shared: Luck) -> Chart:
    """All three panels, one above the other."""

    def paint(canvas: Canvas) -> None:
        rows = [len(race.costs), 9, len(shared.spared)]
        panels = canvas.figure.subplots(3, 1, height_ratios=[count + 1.5 for count in rows])
        _tools(panels[0], race, canvas.narrow)
        _schools(panels[1], growth, canvas.narrow)
        _luck(panels[2], shared, canvas.narrow)

    height = 0.27 * (len(race.costs) + 9 + len(shared.spared)) + 2.2
    return draw(paint, words(race, growth, shared), height_in=height)


def _tools(axes: Axes, race: QueueRace, narrow: bool) -> None:
    names = [name for name in queue_race.ORDER if name in race.costs]
    for place, name in enumerate(names):
        times = ratio(race.costs, name, queue_race.COMPILED)
        own = name in (queue_race.COMPILED, queue_race.LAID_OUT)
        colour = SCENARIO if own else INK if name.startswith("C,") else BASELINE
        axes.plot(times.median, place, "o", color=colour, ms=6)
        label = "1" if name == queue_race.COMPILED else figures(times.median)
        axes.annotate(
            label, (times.median, place), (8, 0), textcoords="offset points", va="center", color=SOFT
        )
    head(
        axes,
        "One customer of the queue K1: time, as a multiple of the compiled engine's",
        narrow=narrow,
        bold=True,
    )
    axes.set_xscale("log")
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.axvline(1.0, color=LINE, linewidth=1)
    axes.margins(x=0.12)
    _plain(axes, "x")


def _schools(axes: Axes, growth: Growth, narrow: bool) -> None:
    lines = {policy: growth.times(policy) for policy in growth.schools}
    for policy, times in lines.items():
        colour, style = _COLOURS.get(policy, BASELINE), "-" if policy in EVEN else "--"
        axes.plot(list(times), list(times.values()), style, marker="o", ms=4, lw=1.6, color=colour)
    counts = sorted({count for times in lines.values() for count in times})
    most = max(WITHIN, *(max(times.values()) for times in lines.values()))
    for count in counts:
        _name_lines(axes, {p: times[count] for p, times in lines.items() if max(times) == count}, count, most)
    axes.axhline(WITHIN, color=INK, linewidth=1, linestyle=":")
    head(axes, SCHOOLS, narrow=narrow, bold=True)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xticks(counts, [f"{count:,}" for count in counts])
    axes.set_yticks([step for step in _STEPS if step <= most])
    axes.set_xlabel("schools in the trust")
    axes.margins(x=0.16)
    _plain(axes, "y")


def _name_lines(axes: Axes, ends: dict[str, float], count: int, most: float) -> None:
    """The policies whose lines end here, beside their ends; none over another."""
    line = math.log10(most) / 14
    heights = spread([math.log10(end) for end in ends.values()], [line] * len(ends))
    for policy, height in zip(ends, heights, strict=True):
        colour = _COLOURS.get(policy, BASELINE)
        axes.annotate(
            policy, (count, 10**height), (7, 0), textcoords="offset points", va="center", color=colour
        )


def _luck(axes: Axes, shared: Luck, narrow: bool) -> None:
    for place, by in enumerate(shared.spared.values()):
        for measure, colour in ((luck.WAIT, SCENARIO), (luck.UTILISATION, SHORT)):
            spared = by[measure]
            axes.plot([spared.low, spared.high], [place, place], color=colour, lw=2, alpha=0.5)
            axes.plot(spared.times, place, "o", color=colour, ms=5)
    head(axes, LUCK, narrow=narrow, bold=True)
    axes.set_xscale("log")
    axes.set_yticks(range(len(shared.spared)), list(shared.spared))
    axes.set_ylim(len(shared.spared) - 0.5, -0.5)
    axes.axvline(1.0, color=INK, linewidth=1)
    _plain(axes, "x")


def _plain(axes: Axes, axis: str) -> None:
    """Numbers without exponents on a logarithmic axis, and guide lines across it."""
    along = axes.xaxis if axis == "x" else axes.yaxis
    along.set_major_formatter(lambda value, _: f"{value:,g}")
    axes.minorticks_off()
    quiet_grid(axes, axis)


def words(race: QueueRace, growth: Growth, shared: Luck) -> Words:
    """What the picture shows, for those who cannot see it."""
    others = [name for name in queue_race.ORDER if name != queue_race.COMPILED]
    tools = "; ".join(f"{n} {figures(ratio(race.costs, n, queue_race.COMPILED).median)}" for n in others)
    grown = "; ".join(
        f"{policy} {figures(times[max(times)])} in a trust of {max(times):,}"
        for policy in growth.schools
        for times in (growth.times(policy),)
    )
    runs = "; ".join(
        f"{name} {figures(by[luck.WAIT].times)} and {figures(by[luck.UTILISATION].times)}"
        for name, by in shared.spared.items()
    )
    return Words(
        alt=f"Three charts. {TOOLS}: {tools}. {SCHOOLS}: {grown}. {LUCK}: {runs}.",
        shows="Where the compiled engine stands among its peers, how it grows, and what shared luck spares.",
        careful="All axes are logarithmic, and every number is a ratio within one run of the benchmarks.",
    )
