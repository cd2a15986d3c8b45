"""The closed forms of strength against integration in small steps, with and without noise."""

import numpy as np
import pytest
from scipy.integrate import quad, solve_ivp

from ist_model.oracles import ornstein_uhlenbeck as ou

CASES = [  # weeks, start, level, kappa, gain, drain
    (6.5, 50.0, 50.0, 0.016, 1.5, 0.0),
    (13.0, 22.0, 40.0, 0.05, 0.4, 0.3),
    (39.0, 80.0, 55.0, 0.016, 0.0, 0.5),
    (6.5, 30.0, 60.0, 0.0, 2.0, 0.0),
    (6.5, 30.0, 60.0, 0.0, 0.0, 0.7),
]


@pytest.mark.parametrize(("weeks", "start", "level", "kappa", "gain", "drain"), CASES)
def test_noiseless_strength_agrees_with_a_fine_integration(
    weeks: float, start: float, level: float, kappa: float, gain: float, drain: float
) -> None:
    def slope(_: float, state: np.ndarray) -> list[float]:
        x = state[0]
        added = gain * (1.0 - x / 100.0)
        return [kappa * (level - x) + added - drain, added]

    end = solve_ivp(slope, (0.0, weeks), [start, 0.0], rtol=1e-11, atol=1e-12).y[:, -1]
    assert ou.supported_strength(weeks, start, level, kappa, gain, drain) == pytest.approx(end[0], rel=1e-8)
    assert ou.gross_addition(weeks, start, level, kappa, gain, drain) == pytest.approx(end[1], rel=1e-7)


@pytest.mark.parametrize(("sigma", "kappa"), [(1.2, 0.02), (1.7, 0.016), (0.8, 0.3)])
def test_moments_of_the_process_agree_with_their_differential_equations(sigma: float, kappa: float) -> None:
    def slope(_: float, state: np.ndarray) -> list[float]:
        mean, variance, covariance = state
        return [kappa * (50.0 - mean), sigma**2 - 2.0 * kappa * variance, -kappa * covariance]

    long_run = ou.stationary_variance(sigma, kappa)
    mean, variance, covariance = solve_ivp(
        slope, (0.0, 26.0), [70.0, 0.0, long_run], rtol=1e-11, atol=1e-12
    ).y[:, -1]
    assert ou.mean_at(26.0, 70.0, 50.0, kappa) == pytest.approx(mean, rel=1e-9)
    assert ou.variance_at(26.0, sigma, kappa) == pytest.approx(variance, rel=1e-8)
    assert ou.lag_correlation(26.0, kappa) == pytest.approx(covariance / long_run, rel=1e-8)
    assert ou.variance_at(1e6, sigma, kappa) == pytest.approx(long_run)


def test_noise_without_a_pull_is_a_random_walk() -> None:
    assert ou.variance_at(6.5, 1.7, 0.0) == pytest.approx(6.5 * 1.7**2)
    assert ou.variance_at(6.5, 1.7, 1e-9) == pytest.approx(6.5 * 1.7**2, rel=1e-6)


@pytest.mark.parametrize(("sigma", "kappa", "gain"), [(1.2, 0.02, 1.0), (1.0, 0.016, 3.0), (1.2, 0.02, 0.0)])
def test_long_run_variance_under_support_is_where_repeating_one_step_settles(
    sigma: float, kappa: float, gain: float
) -> None:
    """The step's shrinkage and noise are found by numerical integration, not from the formula."""

    def after_a_half_term(start: float) -> float:
        solved = solve_ivp(
            lambda _, x: kappa * (50.0 - x) + gain * (1.0 - x / 100.0),
            (0.0, 6.5),
            [start],
            rtol=1e-11,
            atol=1e-12,
        )
        return float(solved.y[0, -1])

    shrinkage = after_a_half_term(61.0) - after_a_half_term(60.0)
    noise = quad(lambda week: sigma**2 * np.exp(-2.0 * kappa * week), 0.0, 6.5)[0]
    variance, mean = 0.0, 50.0
    for _ in range(600):
        variance = shrinkage**2 * variance + noise
        mean = after_a_half_term(60.0) + shrinkage * (mean - 60.0)
    assert ou.supported_variance(sigma, kappa, gain) == pytest.approx(variance, rel=1e-7)
    assert ou.target(50.0, kappa, gain, 0.0) == pytest.approx(mean, rel=1e-7)
    assert ou.supported_correlation(3, kappa, gain) == pytest.approx(shrinkage**3, rel=1e-6)


def test_a_fine_euler_maruyama_path_agrees() -> None:
    """40,000 paths in steps of a twentieth of a week, from the long-run distribution, over two half-terms."""
    sigma, kappa, level, paths, step = 1.2, 0.02, 50.0, 40_000, 0.05
    luck = np.random.default_rng(20261101)
    start = level + np.sqrt(ou.stationary_variance(sigma, kappa)) * luck.standard_normal(paths)
    x = start.copy()
    for _ in range(round(13.0 / step)):
        x += kappa * (level - x) * step + sigma * np.sqrt(step) * luck.standard_normal(paths)
    four_errors = 4.0 / np.sqrt(paths)
    variance = ou.stationary_variance(sigma, kappa)
    assert x.mean() == pytest.approx(level, abs=four_errors * np.sqrt(variance))
    assert x.var() == pytest.approx(variance, rel=four_errors * np.sqrt(2.0) + kappa * step)
    assert np.corrcoef(start, x)[0, 1] == pytest.approx(ou.lag_correlation(13.0, kappa), abs=four_errors)


def test_a_fine_path_under_constant_support_agrees() -> None:
    """20,000 schools under support for 60 half-terms: drift in small steps, noise at the grid points only."""
    sigma, kappa, level, gain, schools, step = 1.2, 0.02, 50.0, 1.0, 20_000, 0.05
    luck = np.random.default_rng(20261101)
    x = np.full(schools, level)
    before = x
    for _ in range(60):
        before = x.copy()
        for _ in range(round(6.5 / step)):
            x = x + (kappa * (level - x) + gain * (1.0 - x / 100.0)) * step
        x = x + np.sqrt(ou.variance_at(6.5, sigma, kappa)) * luck.standard_normal(schools)
    four_errors = 4.0 / np.sqrt(schools)
    variance = ou.supported_variance(sigma, kappa, gain)
    assert x.mean() == pytest.approx(ou.target(level, kappa, gain, 0.0), abs=four_errors * np.sqrt(variance))
    assert x.var() == pytest.approx(variance, rel=four_errors * np.sqrt(2.0) + 0.002)
    assert np.corrcoef(before, x)[0, 1] == pytest.approx(
        ou.supported_correlation(1, kappa, gain), abs=four_errors
    )
