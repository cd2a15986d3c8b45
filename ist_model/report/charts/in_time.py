"""Fan chart of the service: which share of needs begins within the standard, term by term, and the line."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

import pandas as pd

from ist_model.report.charts.look import (
    BASELINE,
    INK,
    SCENARIO,
    Canvas,
    Chart,
    Words,
    draw,
    head,
    label_half_terms,
    quiet_grid,
    spread,
)
from ist_model.report.words.plain import and_list, percent, term

_LOOKS = ((SCENARIO, "-"), (BASELINE, "--"))
_BANDS = (("share_p10", "share_p90", 0.13), ("share_p25", "share_p75", 0.2))


def in_time(
    frames: Mapping[str, pd.DataFrame],
    averages: Mapping[str, str],
    *,
    least_share: float,
    standard: str,
    who: str,
) -> Chart:
    """The middle run, half of all runs and 8 runs in 10, with the line asked for; one or two lines.

    Args:
        frames: Short name of each line, the one in question first, to a frame of terms in order with columns
            `label`, `needs_mean`, and `share_p10` to `share_p90` (0-1; NaN: no run has a need in the term).
        averages: The share over the whole period with its interval, in words, by the same names.
        least_share: The line: share of needs that the trust wants begun within the standard (0-1).
        standard: The service standard in words, for instance "half a term".
        who: Whose needs, in words: "our existing schools".

    Raises:
        ValueError: If no term has a need.
    """
    lines = {name: frame.reset_index(drop=True) for name, frame in frames.items()}
    first = next(iter(lines.values()))
    if not first["share_p50"].notna().any():
        raise ValueError("no need is begun or given up in any term; leave the chart out")

    def paint(canvas: Canvas) -> None:
        axes = canvas.figure.subplots()
        for low, high, alpha in _BANDS:
            axes.fill_between(
                first.index, 100 * first[low], 100 * first[high], color=SCENARIO, alpha=alpha, linewidth=0
            )
        for line, (colour, dash) in reversed(list(zip(lines.values(), _LOOKS, strict=False))):
            axes.plot(line.index, 100 * line["share_p50"], color=colour, linewidth=2, linestyle=dash)
        axes.axhline(100 * least_share, color=INK, linewidth=1.2, linestyle=":")
        axes.set(ylim=(0, 100), xlim=(0, max(1, len(first) - 1)), xlabel="", ylabel="")
        ends = [100 * float(line["share_p50"].dropna().iloc[-1]) for line in lines.values()]
        told = [textwrap.fill(name, 14) for name in lines]
        named = [
            *zip(told, (colour for colour, _ in _LOOKS), strict=False),
            (f"Line: {percent(least_share)}", INK),
        ]
        heights = [8.0 * (name.count("\n") + 1) for name, _ in named]
        for (name, colour), height in zip(named, spread([*ends, 100 * least_share], heights), strict=True):
            axes.annotate(
                name,
                (max(1, len(first) - 1), height),
                (6, 0),
                textcoords="offset points",
                va="center",
                color=colour,
                annotation_clip=False,
            )
        label_half_terms(axes, list(first["label"]), canvas.narrow)
        quiet_grid(axes)
        head(axes, f"Needs begun within {standard}, % of those raised in each term", narrow=canvas.narrow)

    words = _words(lines, averages, least_share, standard, who)
    return draw(paint, words, height_in=3.2, narrow_height_in=2.9)


def _words(
    lines: Mapping[str, pd.DataFrame],
    averages: Mapping[str, str],
    least_share: float,
    standard: str,
    who: str,
) -> Words:
    name, line = next(iter(lines.items()))
    known = line[line["share_p50"].notna()]
    below = int((known["share_p50"] < least_share).sum())
    start, end = known.iloc[0], known.iloc[-1]
    told = and_list(f"{averages[each]} in “{each}”" for each in lines)
    shows = (
        f"Of the needs of {who}, begun within {standard} on average over the period: {told}; the line is "
        f"{percent(least_share)}. In “{name}” the middle run lies below the line in {below} of {len(known)} "
        "terms."
    )
    alt = (
        f"Fan chart by term from {term(start['label'])} to {term(end['label'])}: share of the needs of {who} "
        f"that begin within {standard}, with a dotted line at {percent(least_share)}. In “{name}” the middle "
        f"run goes from {percent(start['share_p50'])} to {percent(end['share_p50'])}; in the last term 8 "
        f"runs in 10 lie between {percent(end['share_p10'])} and {percent(end['share_p90'])}. {shows}"
    )
    careful = (
        f"a term has about {float(known['needs_mean'].mean()):.0f} such needs, so single runs swing widely: "
        "half of them lie in the darker band, 8 in 10 in both; compare a term with the same term of another "
        "year. The line is the trust’s own choice, not a "
        "standard from outside."
    )
    return Words(alt, shows, careful)
