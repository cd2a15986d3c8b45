"""Does a plan keep a limit? Sequential tests, run by run, that stop as soon as the answer is sure enough.

Two kinds of limit. A **chance**: in how many runs something holds, so values are 0 or 1 and the test is
Wald's (1945, Annals of Mathematical Statistics 16:117) between the limit less and the limit plus a margin;
bounds at the logarithm of the error allowed keep that error, however many the runs (Ville's inequality).
A **mean**: of any measure, by the feasibility check of Andradóttir & Kim (2010, Naval Research Logistics
57:403), a triangle around the sum of distances from the limit, whose size comes from the spread of the first
runs. It asks for roughly normal values, and twenty of rare or skewed ones may show no spread at all. So the
spread is that of all runs so far where it is larger, and nothing is told before there are as many as skewness
calls for, or equal values (`precision`). That keeps the error in what was tried; it is no proof, as it is for
a chance.

Within the margin either answer is right: a plan there is as good as on the line.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ist_model.experiments.precision import EQUAL_RUNS, needed_for

Floats = NDArray[np.float64]
Verdict = Literal["keeps", "fails", "open"]
FIRST_RUNS = 20  # that the spread is taken from


@dataclass(frozen=True)
class Limit:
    """What is asked of the values of a plan's runs.

    Attributes:
        at_least: what their mean must be, or more; for a chance, the chance (0-1).
        margin: how far from the limit either answer is right, in the unit of the values.
        chance: whether values are 0 or 1.

    Raises:
        ValueError: if the margin is not above 0, or a chance with its margin leaves 0 to 1.
    """

    at_least: float
    margin: float
    chance: bool

    def __post_init__(self) -> None:
        """Refuse a limit that no test can be made of."""
        if not 0 < self.margin < math.inf or not math.isfinite(self.at_least):
            raise ValueError(f"a limit of {self.at_least:g} needs a margin above 0, not {self.margin:g}")
        if self.chance and not (self.margin < self.at_least < 1 - self.margin):
            raise ValueError(
                f"a chance of {self.at_least:g} with a margin of {self.margin:g} to each side leaves 0 to 1"
            )

    def verdict(self, values: Floats, error: float) -> tuple[Verdict, int]:
        """What is known, and after how many runs it was; all of them while it is open.

        Args:
            values: [runs] of one plan, larger being better, looked at one after another.
            error: chance allowed of a wrong answer about a plan that is not within the margin.
        """
        walk, below, above = self._walk(values, error)
        out = (walk >= above) | (walk <= below)
        if not out.any():
            return "open", len(values)
        first = int(out.argmax())
        return "keeps" if walk[first] >= above[first] else "fails", first + 1

    def _walk(self, values: Floats, error: float) -> tuple[Floats, Floats, Floats]:
        """[runs] what is added up, and the two bounds that it may reach."""
        runs = np.arange(1, len(values) + 1)
        if self.chance:
            low, high = self.at_least - self.margin, self.at_least + self.margin
            holds, not_ = math.log(high / low), math.log((1 - high) / (1 - low))
            bound = np.full(len(values), math.log(1 / error))
            return np.cumsum(np.where(values > 0.5, holds, not_)), -bound, bound
        bound = half_width(runs, spread(values), self.margin, error)
        return np.cumsum(values - self.at_least), -bound, bound


def spread(values: Floats) -> Floats:
    """[..., runs] the variance to reckon with after each run; infinite while the runs are too few to tell.

    That of the first `FIRST_RUNS`, or of all runs so far if it is larger. Too few are less than those, than
    `precision.needed_for` their skewness, or than `precision.EQUAL_RUNS` while all values are equal.

    Args:
        values: [..., runs] one after another.
    """
    runs = np.arange(1, values.shape[-1] + 1)
    far = values - values[..., :1]
    one, two, three = (np.cumsum(far**power, axis=-1) for power in (1, 2, 3))
    mean = one / runs
    squares = np.maximum(two - runs * mean**2, 0.0)
    variance = squares / np.maximum(runs - 1, 1)
    cubes = three - 3 * mean * two + 2 * runs * mean**3
    size = np.where(variance > 0, variance, 1.0) ** 1.5
    skewness = runs / np.maximum((runs - 1) * (runs - 2), 1) * cubes / size
    equal = np.logical_and.accumulate(far == 0, axis=-1)
    needed = np.where(equal, EQUAL_RUNS, needed_for(skewness))
    first = variance[..., FIRST_RUNS - 1 : FIRST_RUNS] if len(runs) >= FIRST_RUNS else np.inf
    return np.where(runs >= np.maximum(needed, FIRST_RUNS), np.maximum(variance, first), np.inf)


def half_width(runs: NDArray[np.int64], variance: float | Floats, apart: float, error: float) -> Floats:
    """Half the width of the triangle after so many runs; 0 from where its sides meet.

    Kim & Nelson (2001, ACM Transactions on Modeling and Computer Simulation 11:251) with c = 1:
    η (n₀ - 1) S² / δ - δ r / 2 where 2 η = (2 β)^(-2 / (n₀ - 1)) - 1.

    Args:
        runs: numbers of runs r.
        variance: S² of the first `FIRST_RUNS` runs, or more (`spread`).
        apart: δ, what is told apart.
        error: β.
    """
    eta = ((2.0 * error) ** (-2.0 / (FIRST_RUNS - 1)) - 1.0) / 2.0
    sloping = eta * (FIRST_RUNS - 1) * variance / apart - apart * runs / 2.0
    return np.asarray(np.maximum(0.0, sloping), np.float64)
