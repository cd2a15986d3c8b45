"""Intervals over replications, and the rule by which a measured number agrees with theory.

A replication is one run of a scenario. Means over replications get a t-interval. Where a control is at hand
(a number measured in the same replication whose long-run mean a formula gives), its known error is taken out
by regression, which narrows the interval without a longer run (Lavenberg and Welch 1981, Management Science
27:322; Nelson 1990, Operations Research 38:974). The degrees of freedom pay for the fitted slope.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

FAMILY_LEVEL = 0.01  # chance that any of all numbers checked is refused although all are right
ORDINARY_LEVEL = 0.01  # the 99 % interval whose half-width is limited


class Estimate(NamedTuple):
    """A mean over replications with what is needed for intervals."""

    mean: float
    standard_error: float
    degrees: int

    def half_width(self, level: float) -> float:
        """Half-width of the two-sided t-interval that misses with chance `level`."""
        return float(stats.t.ppf(1.0 - level / 2.0, self.degrees)) * self.standard_error


def plain(values: NDArray[np.float64]) -> Estimate:
    """Mean over replications.

    Raises:
        ValueError: for fewer than two replications, which have no spread.
    """
    if values.size < 2:
        raise ValueError(f"{values.size} replications: at least 2 are needed for an interval")
    return Estimate(float(values.mean()), float(values.std(ddof=1)) / math.sqrt(values.size), values.size - 1)


def controlled(values: NDArray[np.float64], control: NDArray[np.float64], control_theory: float) -> Estimate:
    """Mean where the control has its long-run mean: the intercept of a regression on the control's error.

    Raises:
        ValueError: for fewer than four replications, or a control that does not vary.
    """
    error = control - control_theory
    if values.size < 4 or np.ptp(error) == 0.0:
        raise ValueError("a control needs four replications or more in which it varies")
    design = np.column_stack([np.ones(values.size), error])
    fitted, *_ = np.linalg.lstsq(design, values, rcond=None)
    residual = values - design @ fitted
    degrees = values.size - 2
    variance = float(residual @ residual) / degrees * float(np.linalg.inv(design.T @ design)[0, 0])
    return Estimate(float(fitted[0]), math.sqrt(variance), degrees)


@dataclass(frozen=True)
class Check:
    """One number set against its theory.

    Attributes:
        name: what it is.
        theory: what the formula gives.
        estimate: what the runs gave.
        narrow: largest half-width of the 99 % interval as a share of theory; None: not limited.
    """

    name: str
    theory: float
    estimate: Estimate
    narrow: float | None

    def fault(self, numbers_checked: int) -> str:
        """Why the number does not pass, or "" if it does."""
        miss = abs(self.estimate.mean - self.theory)
        if miss > self.estimate.half_width(FAMILY_LEVEL / numbers_checked):
            errors = miss / self.estimate.standard_error
            return f"differs from theory by {miss:.5g}, {errors:.1f} standard errors"
        wide = self.estimate.half_width(ORDINARY_LEVEL)
        if self.narrow is not None and wide > self.narrow * abs(self.theory):
            return f"is known only to {wide / abs(self.theory):.1%}, not to {self.narrow:.0%}"
        return ""

    def line(self) -> str:
        """The number, its 99 % interval and its theory, as one line of a report."""
        wide = self.estimate.half_width(ORDINARY_LEVEL)
        share = f"{wide / abs(self.theory):6.2%}" if self.theory else "     -"
        measured = f"{self.estimate.mean:11.6f} +- {wide:9.6f} ({share})"
        return f"{self.name:42s} {measured}   theory {self.theory:11.6f}"


def faults(checks: list[Check], numbers_checked: int) -> list[str]:
    """A line for each number that does not pass."""
    told = [(check, check.fault(numbers_checked)) for check in checks]
    return [f"{check.line()}: {fault}" for check, fault in told if fault]
