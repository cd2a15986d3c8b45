"""How often one scenario is better than another, in the same run or in the same draw (MODEL 11.1).

Over the runs of one draw: the chance that B beats A when both have the same luck. Over draws: in how many of
the sampled assumptions B is better on average over chance. They answer different questions and are never
mixed. A tie counts half for each and is reported beside. How often says nothing of how much: a scenario can
be better in most runs and worse on average.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from ist_model.experiments.best import Better
from ist_model.results.summary import CONFIDENCE, Interval, t_interval


class Chance(NamedTuple):
    """The chance that the scenario beats the baseline, a tie counting half, with its interval."""

    interval: Interval  # of the chance, 0 to 1; `values` are the pairs, or the draws, it rests on
    better: float  # share of pairs
    tied: float
    worse: float
    pairs: int


class OverDraws(NamedTuple):
    """In how many draws the mean over runs is better, and in how many that is beyond chance."""

    interval: Interval  # of the share of draws with the better mean, an equal one counting half
    clearly_better: float  # share of draws whose own t-interval of the difference excludes 0
    not_clear: float
    clearly_worse: float
    draws: int


def beats(differences: NDArray[np.float64], better: Better, confidence: float = CONFIDENCE) -> Chance:
    """The chance that the scenario beats the baseline in a run of the same luck.

    Args:
        differences: scenario less baseline; [runs] of one draw, or [draws x runs] sampled (without draw 0),
            whose chances are averaged over draws. NaN: the run lacks the measure in one of the two.
        better: which side is better.
        confidence: of the interval. One draw: Wilson's (1927), as cautious with ties as without. Several:
            Student's over draws, since runs of one draw are alike, held within 0 to 1; it takes runs of
            different draws to have luck of their own.
    """
    points = _points(differences, better)
    kept = points[~np.isnan(points)]
    won, tied, lost = (float((kept == point).mean()) if len(kept) else np.nan for point in (1.0, 0.5, 0.0))
    if differences.ndim == 1:
        interval = wilson(float(kept.sum()), len(kept), confidence)
    else:
        held = points[~np.isnan(points).all(axis=1)]
        found = t_interval(np.nanmean(held, axis=1), confidence)
        interval = found._replace(low=max(found.low, 0.0), high=min(found.high, 1.0))
    return Chance(interval, won, tied, lost, len(kept))


def beats_over_draws(
    differences: NDArray[np.float64], better: Better, confidence: float = CONFIDENCE
) -> OverDraws:
    """In how many draws the scenario is better on average over chance.

    With few runs a draw's mean is on the wrong side by chance, which draws the share towards one half: read
    it beside `not_clear`.

    Args:
        differences: scenario less baseline, [draws x runs], sampled draws alone (without draw 0).
        better: which side is better.
        confidence: of the interval (Wilson's over draws) and of each draw's own (Student's).
    """
    signed = differences if better == "higher" else -differences
    each = [interval for row in signed if (interval := t_interval(row, confidence)).values]
    draws = len(each)
    won = float(sum(np.sign(interval.mean) + 1 for interval in each)) / 2
    above = sum(interval.low > 0 for interval in each) / draws if draws else np.nan
    below = sum(interval.high < 0 for interval in each) / draws if draws else np.nan
    return OverDraws(wilson(won, draws, confidence), above, 1.0 - above - below, below, draws)


def wilson(won: float, count: int, confidence: float = CONFIDENCE) -> Interval:
    """Share with Wilson's interval (1927) where halves may count: they vary less, so it then holds more."""
    if count == 0:
        return Interval(np.nan, np.nan, np.nan, 0)
    z2 = float(stats.norm.ppf(0.5 + confidence / 2)) ** 2
    share = won / count
    middle = (share + z2 / (2 * count)) / (1 + z2 / count)
    half = (z2 * (share * (1 - share) + z2 / (4 * count)) / count) ** 0.5 / (1 + z2 / count)
    return Interval(share, max(0.0, middle - half), min(1.0, middle + half), count)


def _points(differences: NDArray[np.float64], better: Better) -> NDArray[np.float64]:
    """1 where the scenario is better, 0 where it is worse, one half where they tie; NaN stays."""
    signed = differences if better == "higher" else -differences
    return (np.sign(signed) + 1.0) / 2.0
