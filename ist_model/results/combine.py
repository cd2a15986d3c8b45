"""Frames of many runs turned into one per series: mean, percentiles, and in how many runs a value exists.

`spread` series become mean, percentiles and the number of runs in which the value exists. `total` series,
which list only what happened, become the mean per run over all runs: what is not listed counts as nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ist_model.inputs.calendar import label_of
from ist_model.results.facts import Facts
from ist_model.results.frame import RUN, Frame
from ist_model.results.series import SERIES
from ist_model.results.squares import factors_of
from ist_model.results.tally import with_rates

PERCENTILES = (10, 25, 50, 75, 90)
MOST_ROWS = 2000  # of one run's frame, before it is summed by key


def frames(facts: Facts, only: Collection[str] | None = None) -> dict[str, Frame]:
    """Series of runs: of each its columns by name, equally long arrays and not yet a DataFrame.

    A long `total` series of a run is summed by its keys at once, to keep little per run. `only`: those
    wanted, omit for all.
    """
    made = {name: each.of(facts) for name, each in SERIES.items() if only is None or name in only}
    return {
        name: _short(frame, name, len(facts)) if SERIES[name].how == "total" else frame
        for name, frame in made.items()
    }


def _short(frame: Frame, name: str, runs: int) -> Frame:
    """The frame with one row per key for each run that has too many."""
    run = frame[RUN]
    long = np.bincount(run, minlength=runs) > MOST_ROWS
    if not long.any():
        return frame
    rows = pd.DataFrame(frame)
    by_key = rows[long[run]].groupby([RUN, *SERIES[name].keys], as_index=False, sort=True).sum()
    together = pd.concat([rows[~long[run]], by_key]).sort_values(RUN, kind="stable")
    return {str(column): values.to_numpy() for column, values in together.items()}


def summed(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """A `total` series with one row per key."""
    return frame.groupby(list(SERIES[name].keys), as_index=False, sort=True).sum()


def over_runs(name: str, blocks: Iterable[pd.DataFrame], runs: int) -> dict[str, pd.DataFrame]:
    """One series over so many runs; with `<name>_runs` if it is kept run by run.

    Totals are added up block by block, so no more than a block is held. Where percentiles are told, values
    are held until all are there, as plain numbers: percentiles are exact.

    Args:
        name: of the series.
        blocks: its rows run by run, in order, the same runs in a block however they were made.
        runs: how many.
    """
    series, combined = SERIES[name], {}
    kept: list[pd.DataFrame] = []
    seen = _kept_in(kept, blocks) if series.keep_runs else blocks
    if series.how == "total":
        combined[name] = with_rates(_means(name, seen, runs))
    else:
        combined[name] = _spread_over_runs(list(series.keys), seen, series.ratios)
    if series.keep_runs:
        combined[f"{name}_runs"] = pd.concat(kept, ignore_index=True)
    return {each: _with_labels(frame) for each, frame in combined.items()}


def _kept_in(kept: list[pd.DataFrame], blocks: Iterable[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    for rows in blocks:
        kept.append(rows)
        yield rows


def _means(name: str, blocks: Iterable[pd.DataFrame], runs: int) -> pd.DataFrame:
    """Totals per key over runs, divided by their number: what a run does not list counts as nothing."""
    total: pd.DataFrame | None = None
    for rows in blocks:
        by_key = summed(rows.drop(columns=RUN), name)
        if total is None or total.empty:
            total = by_key
        elif not by_key.empty:
            total = summed(pd.concat([total, by_key], ignore_index=True), name)
    if total is None:
        raise ValueError("there are no runs to average over")
    return (total.set_index(list(SERIES[name].keys)) / runs).reset_index()


def _spread_over_runs(
    keys: list[str], blocks: Iterable[pd.DataFrame], ratios: Iterable[tuple[str, str]] = ()
) -> pd.DataFrame:
    """Mean, number of runs and percentiles of each value by key; one value at a time.

    Of each ratio also the means of squares and of the product, for its interval (`summary.ratio_interval`).
    """
    codes: list[NDArray[np.int64]] = []
    known = pd.MultiIndex.from_arrays([[]] * len(keys), names=keys)
    values: dict[str, list[NDArray[np.float64]]] = {}
    for rows in blocks:
        here = pd.MultiIndex.from_frame(rows[keys])
        found = known.get_indexer(here)
        if (found < 0).any():
            new = here[found < 0].unique()
            known = new if known.empty else known.append(new)
            found = known.get_indexer(here)
        codes.append(found)
        for column in rows.columns.difference([RUN, *keys], sort=False):
            values.setdefault(str(column), []).append(rows[column].to_numpy(np.float64))
    ordered, place = known.sortlevel(range(len(keys)))
    rank = np.empty(len(known), np.int64)
    rank[place] = np.arange(len(known))
    code = rank[np.concatenate(codes)]
    products = {
        f"{name}_mean": pd.Series(np.multiply(*(np.concatenate(values[each]) for each in factors)))
        .groupby(code, sort=True)
        .mean()
        for top, bottom in ratios
        for name, factors in factors_of(top, bottom).items()
    }
    told: dict[str, pd.DataFrame] = {}
    for column in list(values):
        grouped = pd.Series(np.concatenate(values.pop(column))).groupby(code, sort=True)
        percentiles = {f"p{q}": grouped.quantile(q / 100) for q in PERCENTILES}
        told[column] = pd.DataFrame({"mean": grouped.mean(), "in_runs": grouped.count(), **percentiles})
    parts = {
        f"{column}_{what}": told[column][what]
        for what in ("mean", "in_runs", *(f"p{q}" for q in PERCENTILES))
        for column in told
    }
    return pd.concat([ordered.to_frame(index=False), pd.DataFrame({**parts, **products})], axis=1)


def _with_labels(frame: pd.DataFrame) -> pd.DataFrame:
    """Add the half-term in words."""
    if "tick" not in frame:
        return frame
    label = frame["tick"].map({tick: label_of(int(tick)) for tick in frame["tick"].unique()})
    return frame.assign(label=label)
