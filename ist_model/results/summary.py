"""Averages over runs with their intervals (MODEL 11.1, 11.5): of one scenario, and of paired differences."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from ist_model.results.result import ScenarioResult
from ist_model.results.squares import SQUARED, product_of

CONFIDENCE = 0.95


class Interval(NamedTuple):
    """A mean, the interval that holds it, and how many values it rests on. NaN where there are too few."""

    mean: float
    low: float
    high: float
    values: int


def t_interval(values: NDArray[np.float64], confidence: float = CONFIDENCE) -> Interval:
    """Mean of the values that exist, with Student's t-interval; two values at least for an interval.

    Values that are all equal give an interval of no width.
    """
    kept = values[~np.isnan(values)]
    count = len(kept)
    if count == 0:
        return Interval(np.nan, np.nan, np.nan, 0)
    mean = float(kept.mean())
    if count == 1:
        return Interval(mean, np.nan, np.nan, 1)
    if (kept == kept[0]).all():
        return Interval(float(kept[0]), float(kept[0]), float(kept[0]), count)
    half = _students_t(confidence, count - 1) * float(kept.std(ddof=1)) / count**0.5
    return Interval(mean, mean - half, mean + half, count)


@cache
def _students_t(confidence: float, freedom: int) -> float:
    """Student's t that so large a share of its distribution lies within, on both sides of 0."""
    return float(stats.t.ppf(0.5 + confidence / 2, freedom))


def chance_interval(values: NDArray[np.float64], confidence: float = CONFIDENCE) -> Interval:
    """Share of ones among 0s and 1s, with Wilson's interval (1927), which never leaves 0 to 1."""
    kept = values[~np.isnan(values)]
    if len(kept) == 0:
        return Interval(np.nan, np.nan, np.nan, 0)
    found = stats.binomtest(int(kept.sum()), len(kept)).proportion_ci(confidence, method="wilson")
    return Interval(float(kept.mean()), float(found.low), float(found.high), len(kept))


def widest_of_chances(runs: int) -> float:
    """Half the width of Wilson's interval of a chance of one half, where it is widest, from so many runs."""
    z = float(stats.norm.ppf(0.5 + CONFIDENCE / 2))
    return 0.5 * z / math.sqrt(runs + z**2)


def mean_interval(row: Mapping[Any, Any], name: str, runs: int) -> Interval:
    """The mean of an amount over runs with Student's t-interval, by a series that keeps squares."""
    mean = float(row[name])
    return _around(mean, float(row[name + SQUARED]) - mean**2, runs)


def ratio_interval(row: Mapping[Any, Any], top: str, bottom: str, runs: int) -> Interval:
    """The quotient of two means over runs with its interval, from a row of a series over all runs.

    By what single runs lie off it, weighed by their bottom (Cochran 1977, Sampling Techniques, 6.3): rows of
    a run belong together, so their number alone says nothing. NaN if the bottom is 0 in all runs.
    """
    over = float(row[bottom])
    if over == 0:
        return Interval(np.nan, np.nan, np.nan, 0)
    ratio = float(row[top]) / over
    off = (
        float(row[top + SQUARED])
        - 2 * ratio * float(row[product_of(top, bottom)])
        + ratio**2 * float(row[bottom + SQUARED])
    )
    return _around(ratio, off / over**2, runs)


def interval_of(row: Mapping[str, Any]) -> Interval:
    """Mean and interval of a measure, from its row of `summarise`."""
    return Interval(float(row["mean"]), float(row["mean_low"]), float(row["mean_high"]), int(row["in_runs"]))


def over_runs_of(row: Mapping[Any, Any]) -> dict[str, Any]:
    """The means of a row of a `spread` series by the names of its values, as the intervals above ask for."""
    return {
        str(name).removesuffix("_mean"): mean for name, mean in row.items() if str(name).endswith("_mean")
    }


def _around(mean: float, variance: float, runs: int) -> Interval:
    """An interval of a mean, by the variance over so many runs that divides by their number."""
    if runs < 2:
        return Interval(mean, np.nan, np.nan, runs)
    half = _students_t(CONFIDENCE, runs - 1) * (max(0.0, variance) / (runs - 1)) ** 0.5
    return Interval(mean, mean - half, mean + half, runs)


def summarise(result: ScenarioResult) -> pd.DataFrame:
    """One row per measure: its labels, mean over the runs where it exists, interval, spread, number of runs.

    `mean_low` and `mean_high` say how sure the mean is; `p10` and `p90` how much single runs differ.
    """
    rows = []
    for name, values in result.measures.items():
        array = values.to_numpy(np.float64)
        chance = result.catalogue.loc[str(name), "unit"] == "chance"
        interval = chance_interval(array) if chance else t_interval(array)
        kept = array[~np.isnan(array)]
        p10, p90 = np.percentile(kept, [10, 90]) if len(kept) else (np.nan, np.nan)
        rows.append(
            {
                "measure": name,
                "mean": interval.mean,
                "mean_low": interval.low,
                "mean_high": interval.high,
                "p10": p10,
                "p90": p90,
                "in_runs": interval.values,
                "runs": len(array),
            }
        )
    return result.catalogue.join(pd.DataFrame(rows).set_index("measure"))
