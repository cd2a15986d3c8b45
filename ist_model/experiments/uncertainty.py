"""What we do not know and what chance does, told apart: variance components of a difference (MODEL 11.1).

A difference varies from draw to draw, because assumptions are uncertain, and from run to run of one draw,
because of chance. Means of draws over few runs vary for both reasons; the analysis of variance takes the
second out of the first (random effects: Searle, Casella & McCulloch 1992, Variance Components, chapters 3 and
4). More runs make the mean of a draw surer, more draws show more of what the assumptions leave open; neither
does the other's work.

Which analysis is right depends on whose luck a run has. `own`: runs of different draws share nothing, so they
are nested in draws (one-way). `shared`: run 3 has the same luck in every draw, so runs and draws cross
(two-way without replication), and what all draws have in common in a run must not count as noise of the
draws. Own luck gives the surer mean for the same number of runs; the shared one shows surer what the
assumptions do.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from ist_model.results.summary import CONFIDENCE, Interval

Luck = Literal["own", "shared"]


class Parts(NamedTuple):
    """A mean difference and what it varies by, in the measure's unit (variances in its square)."""

    interval: Interval  # mean over draws and chance; `values` are the draws
    assumptions_variance: float  # between draws, noise of finite runs taken out; never below 0
    chance_variance: float  # between the runs of a draw
    noise_variance: float  # what finite runs add to the variance of a draw's mean
    held_at_zero: bool  # the estimate between draws was negative: it does not show above the noise

    @property
    def assumptions_sd(self) -> float:
        """Spread of the true means of draws."""
        return float(self.assumptions_variance**0.5)

    @property
    def chance_sd(self) -> float:
        """Spread of runs within a draw."""
        return float(self.chance_variance**0.5)

    @property
    def share_of_assumptions(self) -> float:
        """Share of the variance of a single run that is due to the assumptions; NaN if nothing varies."""
        total = self.assumptions_variance + self.chance_variance
        return self.assumptions_variance / total if total > 0 else float("nan")


def parts(differences: NDArray[np.float64], luck: Luck, confidence: float = CONFIDENCE) -> Parts:
    """The variance components of a difference and its mean over both.

    Args:
        differences: [draws x runs], sampled draws alone (without draw 0). NaN: no value. With own luck draws
            may have different numbers of runs; with shared luck only runs that have a value in every draw
            count.
        luck: whether runs of different draws have luck of their own, or run by run the same.
        confidence: of the interval of the mean.

    Raises:
        ValueError: if there are fewer than two draws with two runs each.
    """
    return _nested(differences, confidence) if luck == "own" else _crossed(differences, confidence)


def _nested(differences: NDArray[np.float64], confidence: float) -> Parts:
    rows = [row[~np.isnan(row)] for row in differences]
    rows = [row for row in rows if len(row)]
    counts = np.array([len(row) for row in rows])
    draws = len(rows)
    if draws < 2 or counts.sum() <= draws:
        raise ValueError("give two draws at least, and more than one run of some")
    means = np.array([row.mean() for row in rows])
    squares = sum(float(((row - row.mean()) ** 2).sum()) for row in rows)
    within = squares / int(counts.sum() - draws)
    grand = float((counts * means).sum() / counts.sum())
    between = float((counts * (means - grand) ** 2).sum()) / (draws - 1)
    usual = (counts.sum() - (counts**2).sum() / counts.sum()) / (draws - 1)  # runs a draw, if all had as many
    estimate = float((between - within) / usual)
    return Parts(
        _t(float(means.mean()), float(means.var(ddof=1)) / draws, draws - 1, draws, confidence),
        max(0.0, estimate),
        within,
        float(within / usual),
        estimate < 0,
    )


def _crossed(differences: NDArray[np.float64], confidence: float) -> Parts:
    kept = differences[~np.isnan(differences).all(axis=1)]
    kept = kept[:, ~np.isnan(kept).any(axis=0)]
    draws, runs = kept.shape
    if draws < 2 or runs < 2:
        raise ValueError("give two draws at least, and two runs that have a value in every draw")
    of_draw, of_run, grand = kept.mean(axis=1), kept.mean(axis=0), float(kept.mean())
    left = kept - of_draw[:, None] - of_run + grand
    mixed = float((left**2).sum()) / ((draws - 1) * (runs - 1))
    between = runs * float(of_draw.var(ddof=1))
    common = draws * float(of_run.var(ddof=1))
    estimate = (between - mixed) / runs
    # Satterthwaite (1946): as sure as few draws and few runs let it be. What is left counts twice, a little
    # too wide: a difference of mean squares has too narrow an interval. With three runs it holds 93 % for 95.
    variance = (between + common) / (draws * runs)
    freedom = (between + common) ** 2 / ((between**2 / (draws - 1) + common**2 / (runs - 1)) or 1.0)
    return Parts(
        _t(grand, variance, max(freedom, 1.0), draws, confidence),
        max(0.0, estimate),
        max(0.0, (common - mixed) / draws) + mixed,
        mixed / runs,
        estimate < 0,
    )


def _t(mean: float, variance: float, freedom: float, values: int, confidence: float) -> Interval:
    half = float(stats.t.ppf(0.5 + confidence / 2, freedom)) * variance**0.5
    return Interval(mean, mean - half, mean + half, values)
