"""How far a mean of few, skewed values may be off: Student's bound, and one that allows for skewness.

Paired differences are often skewed: in most runs little differs, in some much. Student's bounds then fail too
often on one side, because mean and spread of a sample move together. Willink (2005, Communications in
Statistics: Theory and Methods 34:753) corrects the bound by the sample's skewness; sequential simulation uses
it so (Skart: Tafazzoli & Wilson 2011, IIE Transactions 43:110).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from ist_model.results.summary import CONFIDENCE, Interval


class Arms(NamedTuple):
    """A mean and how far the truth may lie below and above it, in its unit; arrays of one shape."""

    mean: NDArray[np.float64]
    down: NDArray[np.float64]
    up: NDArray[np.float64]
    skewness: NDArray[np.float64]  # 1; 0 where it cannot be told


def arms(values: NDArray[np.float64], quantile: float) -> Arms:
    """Mean over the first axis, with the wider of Student's arm and the skewness-adjusted one on each side.

    Values that are all equal have arms of no length.

    Args:
        values: [runs x ...], at least two runs, none missing.
        quantile: of Student's distribution with runs - 1 degrees of freedom, for one side.
    """
    runs = len(values)
    equal = (values == values[:1]).all(axis=0)
    mean = np.where(equal, values[0], values.mean(axis=0))
    spread = np.where(equal, 0.0, values.std(axis=0, ddof=1))
    error = spread / runs**0.5
    skewness = np.zeros_like(mean)
    if runs > 2:
        scaled = (values - mean) / np.where(spread > 0, spread, 1.0)
        skewness = runs / ((runs - 1) * (runs - 2)) * (scaled**3).sum(axis=0)
    down = np.maximum(quantile, _adjusted(quantile, skewness, runs)) * error
    up = np.maximum(quantile, -_adjusted(-quantile, skewness, runs)) * error
    return Arms(mean, down, up, skewness)


def together(values: NDArray[np.float64], number: int) -> Interval:
    """Mean of values [runs] with an interval that holds together with those of so many means (Bonferroni).

    Args:
        values: at least two runs, none missing.
        number: of intervals that hold at once, this one among them.
    """
    found = arms(
        values[:, None], float(stats.t.ppf(1.0 - (1.0 - CONFIDENCE) / (2 * number), len(values) - 1))
    )
    mean = float(found.mean[0])
    return Interval(mean, mean - float(found.down[0]), mean + float(found.up[0]), len(values))


def _adjusted(quantile: float, skewness: NDArray[np.float64], runs: int) -> NDArray[np.float64]:
    """Willink's G: the quantile that a studentised mean of values so skewed has in place of Student's."""
    part = skewness / (6.0 * runs**0.5)
    safe = np.where(np.abs(part) < 1e-6, 1.0, part)
    adjusted = (np.cbrt(1.0 + 6.0 * safe * (quantile - safe)) - 1.0) / (2.0 * safe)
    return np.where(safe == part, adjusted, quantile)
