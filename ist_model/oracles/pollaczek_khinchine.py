"""Pollaczek-Khinchine: one server whose work lengths have any distribution (M/G/1), in order of arrival.

Reference: Pollaczek 1930, Khinchine 1932; Gross and others 2008, Fundamentals of Queueing Theory, section
5.1. Only the mean and the variance of the work matter for the mean wait.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from ist_model.oracles.known import Known

Part = tuple[float, Literal["fixed", "exponential"], float]


def mean_wait(rate: float, mean: float, mean_square: float) -> float:
    """Wq = lambda E[S^2] / (2 (1 - rho)).

    Args:
        rate: arrivals per unit of time.
        mean: mean service time.
        mean_square: mean of its square.

    Raises:
        ValueError: if rho = rate x mean is not below one.
    """
    load = rate * mean
    if not load < 1.0:
        raise ValueError(f"load {load:g} must be below 1: no steady state")
    return rate * mean_square / (2.0 * (1.0 - load))


def mean_wait_by_variation(rate: float, mean: float, coefficient_of_variation: float) -> float:
    """Wq from the coefficient of variation of the service time (standard deviation / mean)."""
    return mean_wait(rate, mean, mean**2 * (1.0 + coefficient_of_variation**2))


def mixture_moments(parts: Sequence[Part]) -> tuple[float, float]:
    """Mean and mean square of a mixture of (share, fixed | exponential, mean)."""
    mean = sum(share * length for share, _, length in parts)
    square = sum(share * (1 if kind == "fixed" else 2) * length**2 for share, kind, length in parts)
    return mean, square


def mean_wait_of_mixture(rate: float, parts: Sequence[Part]) -> float:
    """Wq for a mixture of work lengths."""
    return mean_wait(rate, *mixture_moments(parts))


MIXED: tuple[Part, ...] = ((0.8, "fixed", 5.0), (0.2, "exponential", 10.0))  # minutes

KNOWN = (
    Known("K6", "Wq, coefficient of variation 0", mean_wait_by_variation, (0.8, 1.0, 0.0), "2.0"),
    Known("K6", "Wq, coefficient of variation .5", mean_wait_by_variation, (0.8, 1.0, 0.5), "2.5"),
    Known("K6", "Wq, coefficient of variation 1", mean_wait_by_variation, (0.8, 1.0, 1.0), "4.0"),
    Known("K6", "Wq, coefficient of variation 2", mean_wait_by_variation, (0.8, 1.0, 2.0), "10.0"),
    Known("K6", "Wq, 80 % fixed 5, 20 % exponential 10, min", mean_wait_of_mixture, (0.15, MIXED), "45.0"),
)
