"""Every declared distribution is sampled, and its mean and spread are the declared ones."""

import numpy as np
import pytest
from scipy import stats

from ist_model.science import requests

SAMPLES = 40_000

CASES = {
    "fixed": ((requests.FIXED, 6.0, 0, 0, 0), 6.0, 0.0),
    "exponential": ((requests.EXPONENTIAL, 6.0, 0, 0, 0), 6.0, 1.0),
    "gamma, regular": ((requests.GAMMA, 6.0, 0.5, 0, 0), 6.0, 0.5),
    "gamma, irregular": ((requests.GAMMA, 6.0, 1.5, 0, 0), 6.0, 1.5),
    "lognormal": ((requests.LOGNORMAL, 6.0, 0.8, 0, 0), 6.0, 0.8),
    "hyperexponential": ((requests.HYPEREXPONENTIAL, 6.0, 2.0, 0, 0), 6.0, 2.0),
    "triangular": ((requests.TRIANGULAR, 3.0, 6.0, 13.0, 0), 22.0 / 3.0, None),
    "mixture": ((requests.MIXTURE, 0.8, 5.0, 10.0, 2.0), 6.0, np.sqrt(0.8 * 25 + 0.2 * 200 - 36) / 6),
}


def sample(parameters):
    return np.array([requests.work_days(*parameters, 1, 2, 3, k) for k in range(SAMPLES)])


@pytest.mark.parametrize(("parameters", "mean", "cv"), CASES.values(), ids=CASES)
def test_work_has_its_declared_mean_and_spread(parameters, mean, cv):
    work = sample(parameters)
    sd = work.std()
    assert np.all(work > 0)
    assert abs(work.mean() - mean) <= 4.5 * sd / np.sqrt(SAMPLES) + 1e-12
    if cv is not None:
        assert sd / work.mean() == pytest.approx(cv, rel=0.05, abs=1e-12)


@pytest.mark.parametrize(
    ("parameters", "theory"),
    [
        (CASES["gamma, regular"][0], stats.gamma(4.0, scale=1.5)),
        (CASES["gamma, irregular"][0], stats.gamma(1 / 2.25, scale=13.5)),
        (CASES["triangular"][0], stats.triang(0.3, loc=3, scale=10)),
        (CASES["exponential"][0], stats.expon(scale=6.0)),
    ],
)
def test_work_follows_its_distribution(parameters, theory):
    assert stats.kstest(sample(parameters), theory.cdf).pvalue > 1e-4


def test_gaps_are_exponential_with_the_declared_rate():
    gaps = np.array([requests.gap_weeks(0.25, 1, 2, 3, k) for k in range(SAMPLES)])
    assert stats.kstest(gaps, stats.expon(scale=4.0).cdf).pvalue > 1e-4


def test_patience_is_for_ever_fixed_or_exponential():
    assert requests.patience_weeks(requests.PATIENCE_NONE, 5.0, 1, 2, 3, 4) < 0
    assert requests.patience_weeks(requests.PATIENCE_FIXED, 5.0, 1, 2, 3, 4) == 5.0
    kind = requests.PATIENCE_EXPONENTIAL
    patience = np.array([requests.patience_weeks(kind, 5.0, 1, 2, 3, k) for k in range(SAMPLES)])
    assert stats.kstest(patience, stats.expon(scale=5.0).cdf).pvalue > 1e-4


def test_gap_work_and_patience_of_a_need_are_independent():
    gap = np.array([requests.gap_weeks(1.0, 1, 2, 3, k) for k in range(SAMPLES)])
    work = sample((requests.EXPONENTIAL, 1.0, 0, 0, 0))
    assert abs(np.corrcoef(gap, work)[0, 1]) < 4 / np.sqrt(SAMPLES)
