"""Frames of many runs turned into one per series: mean, percentiles, and in how many runs a value exists.

`spread` series become mean, percentiles and the number of runs in which the value exists. `total` series,
which list only what happened, become the mean per run over all runs: what is not listed counts as nothing.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ist_model.inputs.calendar import label_of
from ist_model.results.facts import Facts
from ist_model.results.frame import RUN, Frame
from ist_model.results.series import SERIES
from ist_model.results.tally import with_rates

PERCENTILES = (10, 25, 50, 75, 90)
MOST_ROWS = 2000  # of one run's frame, before it is summed by key


def frames(facts: Facts) -> dict[str, Frame]:
    """All series of runs: of each its columns by name, equally long arrays and not yet a DataFrame.

    A long `total` series of a run is summed by its keys at once, to keep little per run.
    """
    made = {name: series.of(facts) for name, series in SERIES.items()}
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


def over_runs(name: str, rows: pd.DataFrame, runs: int) -> dict[str, pd.DataFrame]:
    """One series over so many runs, from its rows run by run; with `<name>_runs` if it is kept so."""
    series, combined = SERIES[name], {}
    keys = list(series.keys)
    if series.how == "total":
        means = summed(rows.drop(columns="run"), name).set_index(keys) / runs
        combined[name] = with_rates(means.reset_index())
    else:
        combined[name] = _spread_over_runs(rows, keys)
    if series.keep_runs:
        combined[f"{name}_runs"] = rows
    return {each: _with_labels(frame) for each, frame in combined.items()}


def _spread_over_runs(stacked: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    grouped = stacked.drop(columns="run").groupby(keys, sort=True)
    parts = [grouped.mean().add_suffix("_mean"), grouped.count().add_suffix("_in_runs")]
    parts += [grouped.quantile(q / 100).add_suffix(f"_p{q}") for q in PERCENTILES]
    return pd.concat(parts, axis=1).reset_index()


def _with_labels(frame: pd.DataFrame) -> pd.DataFrame:
    """Add the half-term in words."""
    if "tick" not in frame:
        return frame
    label = frame["tick"].map({tick: label_of(int(tick)) for tick in frame["tick"].unique()})
    return frame.assign(label=label)
