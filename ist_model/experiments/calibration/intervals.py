"""Years between inspections: the triangle whose quartiles are the published ones (MODEL 4.6)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats

_AT = np.array([0.25, 0.5, 0.75])


class Triangle(NamedTuple):
    """Lowest, most likely and highest, in years."""

    low: float
    mode: float
    high: float

    def quartiles(self) -> tuple[float, float, float]:
        """Lower quartile, median, upper quartile."""
        width = self.high - self.low
        found = stats.triang.ppf(_AT, (self.mode - self.low) / width, loc=self.low, scale=width)
        return float(found[0]), float(found[1]), float(found[2])


def triangle(quartiles: tuple[float, float, float]) -> Triangle:
    """The triangle nearest to three quartiles, by least squares; three numbers from three, so mostly exact.

    Raises:
        ValueError: if the quartiles do not rise.
    """
    lower, middle, upper = quartiles
    if not lower < middle < upper:
        raise ValueError(f"quartiles must rise, and are {lower:g}, {middle:g}, {upper:g}")
    spread = upper - lower

    def made(at: NDArray[np.float64]) -> Triangle:
        below, above = np.exp(at[0]), np.exp(at[2])
        return Triangle(float(at[1] - below), float(at[1]), float(at[1] + above))

    def off(at: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.array([a - b for a, b in zip(made(at).quartiles(), quartiles, strict=True)])

    begin = np.array([np.log(spread), middle, np.log(spread)])
    found = optimize.least_squares(off, begin, xtol=1e-12, ftol=1e-12)
    return made(found.x)
