"""How much a day of support does (MODEL 4.7): from the evidence's odds ratio to points per day.

The measured effect of school-to-school support is weak and confounded. The effect per day is therefore not an
input but the value at which a standard package, given to a school at the threshold of needing attention,
multiplies its odds of a sufficient grade at the next inspection by the register's odds ratio.
"""

from __future__ import annotations

import math

from ist_model.science import strength
from ist_model.science.jit import compiled

_STEPS_OF_BISECTION = 60
_LARGEST_EFFECT = 64.0  # points per day; far beyond any plausible value
UNREACHABLE = 0.999 * _LARGEST_EFFECT  # a result from here on means that no effect gives the odds ratio


@compiled("f8(f8, f8, f8, f8, f8, f8, i8)")
def mean_after_package(
    threshold: float,
    persistence: float,
    kappa: float,
    lasting_share: float,
    effect: float,
    package_weeks: float,
    half_terms: int,
) -> float:
    """Mean strength after some half-terms, the first weeks of them with a package of one day a week.

    Noise is left out.
    """
    x = threshold
    m = strength.starting_sustaining_level(x, persistence)
    for half_term in range(half_terms):
        added = 0.0
        supported = max(0.0, min(6.5, package_weeks - 6.5 * half_term))
        if supported > 0.0:
            added = strength.support_added(x, m, effect, 0.0, kappa, supported)
            x = strength.clamp(strength.advance(x, m, effect, 0.0, kappa, supported))
        x = strength.advance(x, m, 0.0, 0.0, kappa, 6.5 - supported)
        m = strength.credit(x, m, added, lasting_share)
    return x


@compiled("f8(f8, f8)")
def log_odds_at_least(mean_less_threshold: float, sd: float) -> float:
    """Log odds that a normal strength with this mean lies at or above the threshold."""
    z = mean_less_threshold / (sd * math.sqrt(2.0))
    return math.log(math.erfc(-z)) - math.log(math.erfc(z))


@compiled("i8(f8)")
def half_terms_to_inspection(years: float) -> int:
    """Whole half-terms to the next inspection, two at least."""
    return max(2, int(years * 6.0 + 0.5))


@compiled("f8(f8, f8, f8, i8)")
def sd_at_inspection(kappa: float, sigma: float, inspector_sd: float, half_terms: int) -> float:
    """Spread of strength as inspectors see it, some half-terms after it was known (points)."""
    step = strength.noise_sd(sigma, kappa)
    variance = inspector_sd * inspector_sd
    for half_term in range(half_terms):
        variance += step * step * math.exp(-2.0 * kappa * 6.5 * half_term)
    return math.sqrt(variance)


@compiled("f8(f8, f8, f8, f8, f8, f8, f8, f8, f8)")
def chance_sufficient(
    effect: float,
    package_days: float,
    threshold: float,
    persistence: float,
    kappa: float,
    sigma: float,
    lasting_share: float,
    inspector_sd: float,
    years_to_inspection: float,
) -> float:
    """Chance (0-1) that a school at the threshold is graded sufficient at its next inspection (MODEL 4.7).

    It is given a package of so many days, one a week, each worth `effect` points; 0: no support. Noise is
    left out of the path and counted at the end.
    """
    half_terms = half_terms_to_inspection(years_to_inspection)
    after = mean_after_package(threshold, persistence, kappa, lasting_share, effect, package_days, half_terms)
    sd = sd_at_inspection(kappa, sigma, inspector_sd, half_terms)
    return 0.5 * math.erfc((threshold - after) / (sd * math.sqrt(2.0)))


@compiled("f8(f8, f8, f8, f8, f8, f8, f8, f8, f8)")
def effect_per_day(
    odds_ratio: float,
    package_days: float,
    threshold: float,
    persistence: float,
    kappa: float,
    sigma: float,
    lasting_share: float,
    inspector_sd: float,
    years_to_inspection: float,
) -> float:
    """Points per day on site at best match, by bisection; 0 for an odds ratio of 1 or less (MODEL 4.7).

    `UNREACHABLE` or more where no effect, however large, gives that odds ratio.
    """
    if odds_ratio <= 1.0:
        return 0.0
    half_terms = half_terms_to_inspection(years_to_inspection)
    sd = sd_at_inspection(kappa, sigma, inspector_sd, half_terms)
    without = mean_after_package(threshold, persistence, kappa, lasting_share, 0.0, package_days, half_terms)
    wanted = log_odds_at_least(without - threshold, sd) + math.log(odds_ratio)
    low, high = 0.0, _LARGEST_EFFECT
    for _ in range(_STEPS_OF_BISECTION):
        middle = 0.5 * (low + high)
        after = mean_after_package(
            threshold, persistence, kappa, lasting_share, middle, package_days, half_terms
        )
        if log_odds_at_least(after - threshold, sd) < wanted:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)
