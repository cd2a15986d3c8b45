"""The renewal formulas against a chain stepped term by term and a plain sum."""

import numpy as np
import pytest
from scipy import stats

from ist_model.oracles import renewal


@pytest.mark.parametrize(("leaving", "refill_terms"), [(0.1, 2), (0.25, 1), (0.04, 4), (0.6, 0)])
def test_share_filled_is_where_a_chain_of_terms_settles(leaving: float, refill_terms: int) -> None:
    """States: filled, then 1 .. k terms since it became empty."""
    states = refill_terms + 1
    step = np.zeros((states, states))
    step[0, 0] = 1.0 - leaving
    step[0, 1 % states] += leaving
    for waited in range(1, states):
        step[waited, (waited + 1) % states] = 1.0
    chances = np.full(states, 1.0 / states)
    for _ in range(5000):
        chances = chances @ step
    assert renewal.share_filled(leaving, refill_terms) == pytest.approx(chances[0], rel=1e-9)


@pytest.mark.parametrize("leaving", [0.1, 0.25, 0.9])
def test_tenures_are_geometric(leaving: float) -> None:
    terms = np.arange(1, 3000)
    chances = np.array([renewal.tenure_chance(leaving, int(n)) for n in terms])
    assert chances.sum() == pytest.approx(1.0)
    assert renewal.mean_tenure_terms(leaving) == pytest.approx(terms @ chances)
    assert chances[:5] == pytest.approx(stats.geom.pmf(terms[:5], leaving))
    assert renewal.tenure_chance(leaving, 0) == 0.0


@pytest.mark.parametrize("hazard", [0.05, 0.3, 2.0])
def test_a_term_is_a_third_of_a_year_at_a_constant_hazard(hazard: float) -> None:
    assert renewal.leaving_chance(hazard) == pytest.approx(stats.expon.cdf(1 / 3, scale=1 / hazard))
