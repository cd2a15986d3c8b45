"""How a school changes (MODEL 4.1): strength, the self-sustaining level, and what support leaves behind.

Strength `x` of a school in an area lies on 0-100, 50 being the national middle and 15 points one standard
deviation between schools. Between grid points it moves deterministically towards `m`, the self-sustaining
level, and is pushed by support `gain` and by the absence of the school's own leaders `drain`:

    dx/dt = kappa (m - x) + gain (1 - x/100) - drain

All functions are pure and scalar; both engines call them.
"""

from __future__ import annotations

import math

from ist_model.science import draws
from ist_model.science.jit import Word, compiled

MIDDLE, SPREAD = 50.0, 15.0
HALF_TERM_WEEKS = 6.5


@compiled("f8(f8)")
def clamp(value: float) -> float:
    """Hold a level to 0-100."""
    return min(100.0, max(0.0, value))


@compiled("f8(f8, f8)")
def starting_sustaining_level(strength: float, persistence: float) -> float:
    """M at the start: the part of today's strength that is the school's own (regression to the middle)."""
    return clamp(MIDDLE + persistence * (strength - MIDDLE))


@compiled("f8(f8, f8)")
def rate_of(gain: float, kappa: float) -> float:
    """Rate per week at which a distance from the target fades, with support of so many points a week."""
    return kappa + gain / 100.0


@compiled("f8(f8, f8)")
def decay(rate: float, weeks: float) -> float:
    """Share of a distance from the target that is left after `weeks`."""
    return math.exp(-rate * weeks)


@compiled("f8(f8, f8, f8, f8, f8, f8, f8)")
def advanced(x: float, m: float, gain: float, drain: float, kappa: float, weeks: float, left: float) -> float:
    """As `advance`, with `left` = `decay` of these weeks at hand."""
    if weeks == 0.0:
        return x  # exactly, so that how often support changes within one tick cannot matter
    rate = rate_of(gain, kappa)
    if rate == 0.0:
        return x + (gain - drain) * weeks
    target = (kappa * m + gain - drain) / rate
    return target + (x - target) * left


@compiled("f8(f8, f8, f8, f8, f8, f8)")
def advance(x: float, m: float, gain: float, drain: float, kappa: float, weeks: float) -> float:
    """Strength after `weeks`, not clamped. gain and drain in points a week, kappa per week (MODEL 4.1)."""
    return advanced(x, m, gain, drain, kappa, weeks, decay(rate_of(gain, kappa), weeks))


@compiled("f8(f8, f8, f8, f8, f8, f8, f8)")
def added(x: float, m: float, gain: float, drain: float, kappa: float, weeks: float, left: float) -> float:
    """As `support_added`, with `left` = `decay` of these weeks at hand."""
    if gain == 0.0:
        return 0.0
    rate = rate_of(gain, kappa)
    target = (kappa * m + gain - drain) / rate
    lost = (1.0 - left) / (100.0 * rate)
    return gain * ((1.0 - target / 100.0) * weeks - (x - target) * lost)


@compiled("f8(f8, f8, f8, f8, f8, f8)")
def support_added(x: float, m: float, gain: float, drain: float, kappa: float, weeks: float) -> float:
    """Gross points that support adds over `weeks` from strength `x`: the integral of gain (1 - x/100)."""
    return added(x, m, gain, drain, kappa, weeks, decay(rate_of(gain, kappa), weeks))


@compiled("f8(f8, f8, f8, f8)")
def credit(x: float, m: float, added: float, lasting_share: float) -> float:
    """M after the lasting share of support is credited on the grid: it never falls, nor passes x."""
    return max(m, min(x, m + lasting_share * added))


@compiled("UniTuple(f8, 2)(f8, f8, f8, f8)")
def after_shock(x: float, m: float, points: float, lasting_share: float) -> tuple[float, float]:
    """(x, m) after a sudden loss, not clamped: all of it at once, a share of it for good (stress tests)."""
    return x - points, m - lasting_share * points


@compiled("f8(f8, f8)")
def noise_sd(sigma: float, kappa: float) -> float:
    """Standard deviation of one half-term's noise (Ornstein-Uhlenbeck over 6.5 weeks).

    sigma in points per root week; so that on the grid x is exactly that process when gain is 0.
    """
    if kappa == 0.0:
        return sigma * math.sqrt(HALF_TERM_WEEKS)
    return sigma * math.sqrt((1.0 - math.exp(-2.0 * HALF_TERM_WEEKS * kappa)) / (2.0 * kappa))


@compiled("f8(f8, f8)")
def noise_of(sd: float, u: float) -> float:
    """As `noise`, with its draw at hand."""
    return sd * draws.normal_quantile(u)


@compiled("f8(f8, u8, u8, u8, u8)")
def noise(sd: float, seed: Word, run: Word, pair_key: Word, grid_index: Word) -> float:
    """The half-term's noise of one (school, area): keyed to it and to the calendar's grid point."""
    return noise_of(sd, draws.uniform(seed, run, draws.NOISE, pair_key, grid_index))
