"""The effect per day really gives the odds ratio it was derived from, by an independent simulation."""

import numpy as np
import pytest

from ist_model.science import effect, strength

THRESHOLD, PERSISTENCE, KAPPA, SIGMA, LASTING, INSPECTOR_SD, YEARS = 27.0, 0.6, 0.016, 1.7, 0.2, 5.0, 2.34


def per_day(odds_ratio, lasting=LASTING):
    return effect.effect_per_day(
        odds_ratio, 10.0, THRESHOLD, PERSISTENCE, KAPPA, SIGMA, lasting, INSPECTOR_SD, YEARS
    )


def simulated_log_odds(gain, lasting, schools=400_000):
    """Schools at the threshold, ten weeks of a day a week, then noise and forgetting to the inspection."""
    rng = np.random.default_rng(20261101)
    x = np.full(schools, THRESHOLD)
    m = np.full(schools, strength.starting_sustaining_level(THRESHOLD, PERSISTENCE))
    sd = strength.noise_sd(SIGMA, KAPPA)
    steps_per_half_term = 65
    dt = 6.5 / steps_per_half_term
    for half_term in range(round(YEARS * 6)):
        added = np.zeros(schools)
        for step in range(steps_per_half_term):
            weeks = half_term * 6.5 + step * dt
            push = gain * (1 - x / 100) if weeks < 10.0 - 1e-9 else np.zeros(schools)
            added += push * dt
            x = x + (KAPPA * (m - x) + push) * dt
        m = np.maximum(m, np.minimum(x, m + lasting * added))
        x = x + sd * rng.standard_normal(schools)
    seen = x + INSPECTOR_SD * rng.standard_normal(schools)
    share = np.mean(seen >= THRESHOLD)
    return np.log(share / (1 - share))


@pytest.mark.parametrize("odds_ratio", [1.2, 1.6])
def test_the_package_multiplies_the_odds_as_the_register_says(odds_ratio):
    lasting = 0.0  # without it the path is linear in x and the derivation exact
    gain = per_day(odds_ratio, lasting)
    ratio = np.exp(simulated_log_odds(gain, lasting) - simulated_log_odds(0.0, lasting))
    assert ratio == pytest.approx(odds_ratio, rel=0.02)


def test_with_a_lasting_share_the_noiseless_derivation_stays_close():
    gain = per_day(1.2)
    ratio = np.exp(simulated_log_odds(gain, LASTING) - simulated_log_odds(0.0, LASTING))
    assert ratio == pytest.approx(1.2, abs=0.05)


def test_an_odds_ratio_of_one_means_no_effect_at_all():
    assert per_day(1.0) == 0.0


def test_a_larger_odds_ratio_needs_a_larger_effect():
    assert 0 < per_day(1.1) < per_day(1.2) < per_day(1.6)


def test_a_longer_package_needs_less_effect_per_day():
    rest = (THRESHOLD, PERSISTENCE, KAPPA, SIGMA, LASTING, INSPECTOR_SD, YEARS)
    assert effect.effect_per_day(1.2, 20.0, *rest) < effect.effect_per_day(1.2, 10.0, *rest)
