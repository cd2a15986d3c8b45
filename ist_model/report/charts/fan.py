"""Fan chart: how many pupils may be in schools with an area needing attention, half-term by half-term."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

import pandas as pd

from ist_model.report.charts.look import (
    BASELINE,
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
from ist_model.report.words import coarse
from ist_model.report.words.plain import and_list

_LOOKS = ((SCENARIO, "-"), (BASELINE, "--"))


def fan(frames: Mapping[str, pd.DataFrame], averages: Mapping[str, float], *, column: str, who: str) -> Chart:
    """Mean and the range of 8 runs in 10, one or two lines; for anyone to read the mean alone.

    In single runs schools are in or out as a whole, so an end of the range is a roll or a sum of rolls.

    Args:
        frames: Short name of each line, the one in question first, to a frame of half-terms in order with
            columns `label` and `<column>_mean`, `_p10` and `_p90` (pupils).
        averages: The measure of the whole period by the same names (pupils).
        column: Stem of the columns.
        who: Whose pupils, in words: "our existing schools".
    """
    lines = {name: _band(frame, column) for name, frame in frames.items()}

    def paint(canvas: Canvas) -> None:
        axes = canvas.figure.subplots()
        reach = "mean" if coarse.is_for_anyone() else "high"
        top = 1.1 * max(float(line[reach].max()) for line in lines.values()) or 1.0
        labels = list(next(iter(lines.values()))["label"])
        for line, (colour, dash) in reversed(list(zip(lines.values(), _LOOKS, strict=False))):
            if dash == "-" and not coarse.is_for_anyone():
                axes.fill_between(
                    line.index, line["low"], line["high"], color=colour, alpha=0.16, linewidth=0
                )
            axes.plot(line.index, line["mean"], color=colour, linewidth=2, linestyle=dash)
        axes.set(ylim=(0, top), xlim=(0, len(labels) - 1), xlabel="", ylabel="")
        ends = [float(line["mean"].iloc[-1]) for line in lines.values()]
        told = [textwrap.fill(name, 14) for name in lines]
        heights = [top * 0.08 * (name.count("\n") + 1) for name in told]
        for name, height, (colour, _) in zip(told, spread(ends, heights), _LOOKS, strict=False):
            end = (len(labels) - 1, height)
            axes.annotate(
                name,
                end,
                (6, 0),
                textcoords="offset points",
                va="center",
                color=colour,
                annotation_clip=False,
            )
        label_half_terms(axes, labels, canvas.narrow)
        quiet_grid(axes)
        head(axes, "Pupils in a school with an area needing attention", narrow=canvas.narrow)

    return draw(paint, _words(lines, averages, who), height_in=3.2, narrow_height_in=2.9)


def _band(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    names = {f"{column}_{end}": name for end, name in (("mean", "mean"), ("p10", "low"), ("p90", "high"))}
    band = frame[["label", *names]].rename(columns=names).reset_index(drop=True)
    return band.assign(mean=coarse.drawn(band["mean"], "pupils"))


def _words(lines: Mapping[str, pd.DataFrame], averages: Mapping[str, float], who: str) -> Words:
    name, line = next(iter(lines.items()))
    first, last = line.iloc[0], line.iloc[-1]
    said = [f"{coarse.count(averages[each])} pupils in “{each}”" for each in lines]
    shows = f"In a school with an area needing attention, on average over the period: {and_list(said)}."
    start, end = (coarse.count(float(line["mean"].iloc[i])) for i in (0, -1))
    spread_of_runs = f", with 8 runs in 10 between {last['low']:,.0f} and {last['high']:,.0f} at the end"
    if coarse.is_for_anyone():
        spread_of_runs = ""
    alt = (
        f"Line chart by half-term from {first['label']} to {last['label']}: pupils of {who} in a school with "
        f"an area needing attention. “{name}” goes from {start} to {end} on average{spread_of_runs}. {shows}"
    )
    told = "Whether two lines differ clearly is said by the paired difference, not by the lines."
    if coarse.is_for_anyone():
        careful = (
            f"lines are averages over runs, to {coarse.PUPILS_STEP} pupils; a single run lies off them. "
        )
        return Words(alt, shows, careful + told)
    careful = (
        "8 runs in 10 lie in the shaded band, which moves in steps, because one school more or less is many "
        f"pupils. {told}"
    )
    return Words(alt, shows, careful)
