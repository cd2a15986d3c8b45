"""Which option does least badly over draws: its largest regret, and how often it is good enough.

Minimax regret (Savage 1951): the option whose largest regret over the draws is the smallest. The draw that
looks worst by few runs looks so by luck in good part. So the draws that look worst for each option are looked
at again with fresh luck (`sampled.again`), and regret there has intervals that hold together, for all of
those draws and all pairs of options (Bonferroni, allowing for skewness: `skewed`). The largest regret over
all draws is not below the interval's lower end; its upper end holds for the draws looked at again. An option
is told to do least badly only if no other's interval reaches below its own. Average regret lies between that
against the best by the other runs, too small on average, and that against the best by the runs themselves,
too large (`regret`).

Satisficing (Simon 1956; Starr 1963): the share of draws in which an option reaches a line. A draw in which
chance leaves open whether it does is counted by its mean and told apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from ist_model.experiments.knowing import by_other_runs
from ist_model.experiments.sampled import Floats, Sampled
from ist_model.experiments.skewed import arms
from ist_model.results.summary import CONFIDENCE, Interval, chance_interval

WORST = 8  # draws of each option that are looked at again


@dataclass(frozen=True)
class Robust:
    """How an option does over draws.

    Attributes:
        name: of the option, by title.
        low, high: 95 % interval of its largest regret in the draws looked at again, in the measure's unit.
        average_least, average_most: between which its average regret over all draws lies, but for the draws.
        reaches: share of draws in which its mean reaches the line; None without a line.
        unclear: share of draws in which chance leaves open whether it does.
    """

    name: str
    low: float
    high: float
    average_least: float
    average_most: float
    reaches: Interval | None
    unclear: float


def worst_draws(made: Sampled, most: int = WORST) -> list[int]:
    """Places of the draws that look worst for each option, so many of each."""
    order = np.argsort(-_regret(made.means), axis=0, kind="stable")
    return sorted({int(place) for place in order[:most].ravel()})


def robust(made: Sampled, fresh: Floats, line: float | None = None) -> tuple[Robust, ...]:
    """Every option, in the order given.

    Args:
        made: the options over draws.
        fresh: [draws, runs, options] the measure in draws that look worst, with luck of their own.
        line: that the measure should reach, in its own unit; where less is better, from above.

    Raises:
        ValueError: if no draw has two fresh runs with the measure in every option.
    """
    low, high = _largest(fresh if made.better == "higher" else -fresh)
    most = _regret(made.means).mean(axis=0)
    least = (by_other_runs(made.signed)[:, None] - made.means).mean(axis=0)
    found = []
    for place, name in enumerate(made.names):
        reaches, unclear = (None, 0.0) if line is None else _reaches(made, place, line)
        average = (max(0.0, float(least[place])), float(most[place]))
        found.append(Robust(name, float(low[place]), float(high[place]), *average, reaches, unclear))
    return tuple(found)


def least_bad(options: tuple[Robust, ...]) -> tuple[str, ...]:
    """Options whose largest regret may be the smallest: one, or those that these runs leave tied."""
    bound = min(each.high for each in options)
    return tuple(each.name for each in options if each.low <= bound)


def _largest(signed: Floats) -> tuple[Floats, Floats]:
    """[options] ends of the interval of each one's largest regret over [draws, runs, options]."""
    draws = [rows[~np.isnan(rows).any(axis=1)] for rows in signed]
    draws = [rows for rows in draws if len(rows) > 1]
    if not draws:
        raise ValueError("no draw has two runs in which every option has the measure")
    options = signed.shape[2]
    together = len(draws) * options * (options - 1)  # both ends of each pair in each draw
    low, high = np.zeros(options), np.zeros(options)
    for rows in draws:
        ahead = rows[:, None, :] - rows[:, :, None]  # of [other], over [option]
        found = arms(ahead, float(stats.t.ppf(1 - (1 - CONFIDENCE) / together, len(rows) - 1)))
        low = np.maximum(low, (found.mean - found.down).max(axis=1))
        high = np.maximum(high, (found.mean + found.up).max(axis=1))
    return low, high


def fails(made: Sampled, place: int, line: float) -> NDArray[np.bool_]:
    """[draws] whether an option's mean does not reach the line."""
    signed = line if made.better == "higher" else -line
    return np.asarray(made.means[:, place] < signed)


def _regret(means: Floats) -> Floats:
    """[..., draws, options] how far each falls behind the best of the draw."""
    return np.asarray(means.max(axis=-1, keepdims=True) - means)


def _reaches(made: Sampled, place: int, line: float) -> tuple[Interval, float]:
    values = made.signed[:, :, place]
    number = (~np.isnan(values)).sum(axis=1)
    half = stats.t.ppf(0.5 + CONFIDENCE / 2, number - 1) * np.nanstd(values, axis=1, ddof=1) / number**0.5
    ahead = made.means[:, place] - (line if made.better == "higher" else -line)
    return chance_interval((ahead >= 0).astype(np.float64)), float((np.abs(ahead) < half).mean())
