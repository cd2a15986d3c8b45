"""What one assumption does to the answer at each end of its range, all others at their central values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ist_model.experiments.sensitivity.question import Floats, Question
from ist_model.results.summary import Interval, t_interval


@dataclass(frozen=True)
class Ends:
    """An assumption at both ends.

    Attributes:
        key: of the assumption.
        at_low: answer at its lowest value less that at the central values, run by run, in the answer's unit.
        at_high: likewise at its highest.
    """

    key: str
    at_low: Interval
    at_high: Interval

    @property
    def reach(self) -> float:
        """The larger of the two changes, without its sign."""
        return max(abs(self.at_low.mean), abs(self.at_high.mean))


@dataclass(frozen=True)
class Tornado:
    """The answer at the central values, and what each assumption makes of it, the largest change first."""

    central: Interval
    ends: tuple[Ends, ...]


def tornado(question: Question, keys: Sequence[str], runs: int) -> Tornado:
    """Each assumption at the lowest and the highest value of the register, the same luck for all.

    Args:
        question: what is asked.
        keys: assumptions, of `question.assumptions`.
        runs: samples of chance of each point.
    """
    count = len(keys)
    quantiles = np.full((1 + 2 * count, count), np.nan)  # first all at their central values
    for place in range(count):
        quantiles[1 + 2 * place : 3 + 2 * place, place] = (0.0, 1.0)
    return _tornado(keys, question.answers(keys, quantiles, np.zeros(1 + 2 * count, np.int64), runs))


def _tornado(keys: Sequence[str], answers: Floats) -> Tornado:
    central = answers[0]
    ends = [
        Ends(
            key,
            t_interval(answers[1 + 2 * place] - central),
            t_interval(answers[2 + 2 * place] - central),
        )
        for place, key in enumerate(keys)
    ]
    known = [each for each in ends if not np.isnan(each.reach)]
    return Tornado(t_interval(central), tuple(sorted(known, key=lambda each: -each.reach)))
