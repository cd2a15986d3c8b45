"""Dumbbell plot: each option's difference as assumed, and what is left if support has no effect."""

from __future__ import annotations

from collections.abc import Sequence

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

Row = tuple[str, Difference, Difference | None]
_COLOURS = {"better": SCENARIO, "worse": SHORT, "changed": INK, "unclear": BASELINE, "same": BASELINE}


def dumbbell(rows: Sequence[Row], *, title: str, against: str, runs: int, best: Sequence[str] = ()) -> Chart:
    """One row per option: a dot as assumed over a ring at no effect, each with its 95% interval.

    Args:
        rows: option in words, its difference as assumed, and at no effect or None.
        title: what is counted, with its unit.
        against: what they differ from, in a sentence.
        runs: samples of chance behind each difference.
        best: options that are the best or tied with the best, marked by bold names.
    """
    known = [row for row in rows if row[1].known]
    if not known:
        raise ValueError("there is no difference to show; leave the chart out")

    def paint(canvas: Canvas) -> None:
        axes = canvas.figure.subplots()
        axes.axvline(0, color=INK, linewidth=1)
        reach = 0.0
        for place, (_, assumed, without) in enumerate(known):
            pairs = [(assumed, place - 0.14, True)]
            if without is not None and without.known:
                pairs.append((without, place + 0.2, False))
            for made, at, solid in pairs:
                colour = _COLOURS[made.verdict] if solid else BASELINE
                ends = made.drawn
                axes.plot([ends.low, ends.high], [at, at], color=colour, lw=2.4 if solid else 1.2)
                axes.plot(
                    ends.mean,
                    at,
                    "o" if solid else "D",
                    color=colour if solid and made.clear else "white",
                    markeredgecolor=colour,
                    markeredgewidth=1.4,
                    ms=7 if solid else 4.5,
                )
                reach = max(reach, abs(ends.low), abs(ends.high))
        axes.set_yticks(range(len(known)), [wrap(name, canvas.narrow) for name, *_ in known])
        for label, (name, *_) in zip(axes.get_yticklabels(), known, strict=True):
            label.set(color=INK, weight="bold" if name in best else "normal")
        axes.set(ylim=(len(known) - 0.4, -0.6), xlim=(-1.1 * (reach or 1), 1.1 * (reach or 1)))
        axes.tick_params(length=0)
        axes.grid(visible=True, axis="x")
        axes.set_axisbelow(True)
        head(axes, title, narrow=canvas.narrow, bold=True)

    names = [name for name, *_ in known]
    heights = [0.7 + len(known) * max(0.42, row_in(names, narrow) + 0.06) for narrow in (False, True)]
    return draw(paint, _words(known, title, against, runs), height_in=heights[0], narrow_height_in=heights[1])


def _words(rows: Sequence[Row], title: str, against: str, runs: int) -> Words:
    clear = [(name, made) for name, made, _ in rows if made.clear]
    shows = f"No option differs clearly from {against}."
    if clear:
        name, made = max(clear, key=lambda row: abs(row[1].mean))
        number = "all" if len(clear) == len(rows) else f"{len(clear)} of {len(rows)}"
        count = f"{number} options differ" if len(rows) > 1 else "it differs"
        # Beyond chance is not yet sure: the paper's line on how sure is about the assumptions too.
        told = f"As assumed ({runs:,} runs), {count} from {against} by more than chance"
        shows = f"{told}, most “{name}”: {made.phrase()}."
    told = "; ".join(
        f"{name}, {made.phrase()}"
        + (f", at no effect {without.phrase()}" if without and without.known else "")
        for name, made, without in rows
    )
    alt = f"{title}: differences from {against} with 95% intervals. {told}. {shows}"
    careful = (
        "small rings show the same option if support had no effect; where a line crosses 0, runs do not tell "
        "which way it goes."
    )
    return Words(alt, shows, careful)
