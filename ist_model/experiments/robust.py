"""Which option does least badly over draws: its largest regret, and how often it is good enough.

Minimax regret (Savage 1951): the option whose largest regret over the draws is the smallest. Largest regrets
are the largest of means over few runs; runs of a draw are drawn again with replacement, the same for all
options, and what is chosen each time says whether these runs tell the options apart. Satisficing (Simon 1956;
Starr 1963): the share of draws in which an option reaches a line. A draw in which chance leaves open whether
it does is counted by its mean and told apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from ist_model.experiments.sampled import Floats, Sampled
from ist_model.results.summary import CONFIDENCE, Interval, chance_interval

RESAMPLES = 400


@dataclass(frozen=True)
class Robust:
    """How an option does over draws.

    Attributes:
        name: of the option, by title.
        largest: regret in its worst draw, in the measure's unit.
        usual: regret that nine draws in ten do not exceed.
        least_bad: share of resamples of the runs in which its largest regret is the smallest.
        reaches: share of draws in which its mean reaches the line; None without a line.
        unclear: share of draws in which chance leaves open whether it does.
    """

    name: str
    largest: float
    usual: float
    least_bad: float
    reaches: Interval | None
    unclear: float


def robust(made: Sampled, line: float | None = None, seed: int = 0) -> tuple[Robust, ...]:
    """Every option, in the order given.

    Args:
        made: the options over draws.
        line: that the measure should reach, in its own unit; where less is better, from above.
        seed: of the resampling.
    """
    regret = _regret(made.means)
    chosen = _chosen(made.signed, np.random.default_rng([seed, made.values.size]))
    found = []
    for place, name in enumerate(made.names):
        reaches, unclear = (None, 0.0) if line is None else _reaches(made, place, line)
        found.append(
            Robust(
                name,
                float(regret[:, place].max()),
                float(np.percentile(regret[:, place], 90)),
                float(chosen[place]),
                reaches,
                unclear,
            )
        )
    return tuple(found)


def least_bad(options: tuple[Robust, ...]) -> tuple[str, ...]:
    """Options whose largest regret may be the smallest: one, or those that these runs leave tied."""
    apart = [each for each in options if each.least_bad >= CONFIDENCE]
    return tuple(each.name for each in apart or options if each in apart or each.least_bad > 1 - CONFIDENCE)


def fails(made: Sampled, place: int, line: float) -> NDArray[np.bool_]:
    """[draws] whether an option's mean does not reach the line."""
    signed = line if made.better == "higher" else -line
    return np.asarray(made.means[:, place] < signed)


def _regret(means: Floats) -> Floats:
    """[..., draws, options] how far each falls behind the best of the draw."""
    return np.asarray(means.max(axis=-1, keepdims=True) - means)


def _chosen(signed: Floats, rng: np.random.Generator) -> Floats:
    """[options] how often each has the smallest largest regret, ties shared, when runs are drawn again."""
    draws, runs, options = signed.shape
    known = ~np.isnan(signed[:, :, :1])
    filled = np.where(known, signed, 0.0)
    total = np.zeros(options)
    for _ in range(RESAMPLES):
        counts = rng.multinomial(runs, np.full(runs, 1.0 / runs), size=draws)[:, :, None] * known
        whole = counts.sum(axis=1) > 0  # a draw of which no known run came up counts as it was made
        counts = np.where(whole[:, None], counts, known)
        means = (counts * filled).sum(axis=1) / counts.sum(axis=1)
        largest = _regret(means).max(axis=0)
        first = largest == largest.min()
        total += first / first.sum()
    return np.asarray(total / RESAMPLES)


def _reaches(made: Sampled, place: int, line: float) -> tuple[Interval, float]:
    values = made.signed[:, :, place]
    number = (~np.isnan(values)).sum(axis=1)
    half = stats.t.ppf(0.5 + CONFIDENCE / 2, number - 1) * np.nanstd(values, axis=1, ddof=1) / number**0.5
    ahead = made.means[:, place] - (line if made.better == "higher" else -line)
    return chance_interval((ahead >= 0).astype(np.float64)), float((np.abs(ahead) < half).mean())
