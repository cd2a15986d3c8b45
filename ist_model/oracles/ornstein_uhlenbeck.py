"""Strength as a random process: Ornstein-Uhlenbeck, and the same under constant support (MODEL 4.1).

Reference: Uhlenbeck and Ornstein 1930, Physical Review 36:823; Gillespie 1996, Physical Review E 54:2084 (the
exact update).

Between the points of a grid of step h = 6.5 weeks strength follows dx/dt = kappa (m - x) + G (1 - x/100) - D,
a straight pull to A = (kappa m + G - D) / b at rate b = kappa + G/100, so x(h) = A + (x(0) - A) f with
f = exp(-b h). At each grid point noise of variance v = sigma^2 (1 - exp(-2 kappa h)) / (2 kappa) is added,
independently and whatever the support. Sampled just after the noise this is an autoregression of order one,
x' = A + f (x - A) + e, whose mean is A, whose variance solves V = f^2 V + v, so V = v / (1 - exp(-2 b h)),
and whose correlation over j steps is f^j. Without support b = kappa, f^2 = exp(-2 kappa h) and V is
sigma^2 / (2 kappa): exactly the Ornstein-Uhlenbeck process seen at the grid points.
"""

from __future__ import annotations

import math

from ist_model.oracles.known import Known

HALF_TERM_WEEKS = 6.5


def mean_at(weeks: float, start: float, level: float, kappa: float) -> float:
    """Mean of the process after some weeks from `start`: m + (x - m) exp(-kappa t)."""
    return level + (start - level) * math.exp(-kappa * weeks)


def variance_at(weeks: float, sigma: float, kappa: float) -> float:
    """Variance after some weeks from a known start: sigma^2 (1 - exp(-2 kappa t)) / (2 kappa)."""
    if kappa == 0.0:
        return sigma**2 * weeks
    return -(sigma**2) * math.expm1(-2.0 * kappa * weeks) / (2.0 * kappa)


def stationary_variance(sigma: float, kappa: float) -> float:
    """Long-run variance, sigma^2 / (2 kappa)."""
    return sigma**2 / (2.0 * kappa)


def lag_correlation(weeks: float, kappa: float) -> float:
    """Correlation between two dates some weeks apart, exp(-kappa t)."""
    return math.exp(-kappa * weeks)


def pull(kappa: float, gain: float) -> float:
    """Rate of the pull, b = kappa + G/100, per week."""
    return kappa + gain / 100.0


def target(level: float, kappa: float, gain: float, drain: float) -> float:
    """A, where strength tends to under constant support: (kappa m + G - D) / b."""
    return (kappa * level + gain - drain) / pull(kappa, gain)


def supported_strength(
    weeks: float, start: float, level: float, kappa: float, gain: float, drain: float
) -> float:
    """Strength after weeks of constant support, without noise: A + (x - A) exp(-b t), linear if b = 0."""
    rate = pull(kappa, gain)
    if rate == 0.0:
        return start + (gain - drain) * weeks
    goal = target(level, kappa, gain, drain)
    return goal + (start - goal) * math.exp(-rate * weeks)


def gross_addition(
    weeks: float, start: float, level: float, kappa: float, gain: float, drain: float
) -> float:
    """Integral of G (1 - x/100) over the weeks: what support adds before any of it fades."""
    rate = pull(kappa, gain)
    if gain == 0.0:
        return 0.0
    goal = target(level, kappa, gain, drain)
    faded = -math.expm1(-rate * weeks) / (100.0 * rate)
    return gain * ((1.0 - goal / 100.0) * weeks - (start - goal) * faded)


def supported_variance(sigma: float, kappa: float, gain: float, step_weeks: float = HALF_TERM_WEEKS) -> float:
    """Long-run variance just after the noise of a grid point: v / (1 - exp(-2 b h))."""
    return variance_at(step_weeks, sigma, kappa) / -math.expm1(-2.0 * pull(kappa, gain) * step_weeks)


def supported_correlation(
    steps: int, kappa: float, gain: float, step_weeks: float = HALF_TERM_WEEKS
) -> float:
    """Correlation over so many grid points under constant support: exp(-b h steps)."""
    return math.exp(-pull(kappa, gain) * step_weeks * steps)


# K9 is given as formulas; these are their values at round numbers, worked by hand.
KNOWN = (
    Known("K9", "long-run variance, sigma 1.2, kappa .02", stationary_variance, (1.2, 0.02), "36.0"),
    Known("K9", "correlation over 39 weeks, kappa .02", lag_correlation, (39.0, 0.02), "0.4584060113"),
    Known("K9", "target, m 50, kappa .02, G 1, D 0", target, (50.0, 0.02, 1.0, 0.0), "66.6666666667"),
    Known("K9", "long-run variance without gain", supported_variance, (1.2, 0.02, 0.0), "36.0"),
)
