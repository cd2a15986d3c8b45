"""Figures, percentiles and strength (MODEL 4.5): by hand, there and back, and the chance of a year."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from ist_model.science import indicators
from tests.generated import framework, register

SEED, KEY = 20261101, 144144
NORMAL = NormalDist()
KINDS = {kind.id: kind for kind in framework().indicators}
CLIP = NORMAL.inv_cdf(0.99)
# One standard deviation worse than the national mean of the register, worked out by hand: mean -/+ sd.
ONE_SD_WORSE = {
    "absence": 5.03,
    "persistent_absence": 12.55,
    "suspensions": 6.5,
    "ks2_expected": 45.8,
    "phonics": 69.0,
    "reading": 61.1,
    "staff_turnover": 15.0,
    "leadership_stability": 78.0,
    "in_year_balance": -3.1,
}


def numbers(name):
    values = register().values()
    return values[f"indicator.{name}.national_mean"], values[f"indicator.{name}.national_sd"]


def limits(name):
    kind = KINDS[name]
    return (
        -math.inf if kind.least is None else kind.least,
        math.inf if kind.most is None else kind.most,
    )


def test_every_shipped_indicator_is_worked_out_by_hand():
    assert set(ONE_SD_WORSE) == set(KINDS)


@pytest.mark.parametrize("name", ONE_SD_WORSE)
def test_one_standard_deviation_worse_is_the_sixteenth_percentile_and_strength_35(name):
    lower = KINDS[name].better == "lower"
    mean, sd = numbers(name)
    figure = ONE_SD_WORSE[name]
    assert indicators.percentile_of(figure, mean, sd, lower) == pytest.approx(NORMAL.cdf(-1), rel=1e-9)
    assert indicators.strength_of(figure, mean, sd, lower) == pytest.approx(35.0, abs=1e-9)
    assert indicators.figure_of(35.0, mean, sd, lower, *limits(name)) == pytest.approx(figure, abs=1e-9)
    assert indicators.percentile_of(mean, mean, sd, lower) == pytest.approx(0.5, rel=1e-12)


@given(
    z=st.floats(-CLIP + 1e-6, CLIP - 1e-6),
    mean=st.floats(-100, 100),
    sd=st.floats(0.01, 100),
    lower=st.booleans(),
)
def test_a_figure_turned_into_strength_and_back_is_itself(z, mean, sd, lower):
    figure = mean + z * sd
    strength = indicators.strength_of(figure, mean, sd, lower)
    back = indicators.figure_of(strength, mean, sd, lower, -math.inf, math.inf)
    assert back == pytest.approx(figure, abs=1e-6 * sd)


@given(st.floats(-10, 10), st.floats(-10, 10), st.booleans())
def test_better_figures_mean_more_strength_in_either_direction(one, other, lower):
    """Strictly so within the clipped percentiles; never the other way round beyond them."""
    worse, better = sorted([one, other], reverse=lower)
    low, high = (indicators.strength_of(figure, 0.0, 3.0, lower) for figure in (worse, better))
    assert low <= high
    assert indicators.figure_of(high, 0.0, 3.0, lower, -9.0, 9.0) == pytest.approx(
        min(3 * CLIP, max(-3 * CLIP, better)), abs=1e-6
    )


def test_percentiles_are_clipped_as_starting_strengths_are():
    for figure, percentile in ((-50.0, 0.99), (50.0, 0.01)):
        assert indicators.percentile_of(figure, 4.0, 1.0, True) == percentile
        strength = indicators.strength_of(figure, 4.0, 1.0, True)
        assert strength == pytest.approx(50 + 15 * NORMAL.inv_cdf(percentile), abs=1e-9)
    assert indicators.figure_of(100.0, 4.0, 1.0, True, -9.0, 9.0) == pytest.approx(4 - CLIP, abs=1e-9)


def test_a_figure_is_held_to_what_can_be():
    assert indicators.figure_of(80.0, 2.5, 4.0, True, 0.0, math.inf) == 0.0
    assert indicators.year_figure(99.9, 50.0, 0.0, 100.0, SEED, 0, KEY, 26) <= 100.0
    found = {indicators.year_figure(99.0, 50.0, 0.0, 100.0, SEED, run, KEY, 26) for run in range(50)}
    assert 100.0 in found
    assert min(found) >= 0.0


def test_cohort_and_chance_by_hand():
    """210 pupils in seven year groups are 30 in each; chance of one pupil 48.5: 48.5 / sqrt(30) = 8.855."""
    assert indicators.cohort_of(210.0, -1, 7) == 210.0
    assert indicators.cohort_of(210.0, 6, 7) == 30.0
    assert indicators.noise_sd(48.5, 30.0) == pytest.approx(8.855, abs=5e-4)
    assert indicators.noise_sd(48.5, 120.0) == pytest.approx(8.855 / 2, abs=5e-4)
    assert indicators.signal_sd(5.0, 15.0, 25.0) == pytest.approx(4.0, rel=1e-12)
    assert math.isnan(indicators.signal_sd(1.0, 15.0, 25.0))


@pytest.mark.parametrize("cohort", [15.0, 30.0, 60.0, 420.0])
def test_noise_over_many_keyed_draws_has_the_declared_mean_and_spread(cohort):
    declared = indicators.noise_sd(48.5, cohort)
    drawn = np.array(
        [
            indicators.year_figure(62.0, declared, -1e9, 1e9, SEED, run, KEY, year)
            for run in range(500)
            for year in range(20, 28)
        ]
    )
    assert drawn.mean() == pytest.approx(62.0, abs=4 * declared / math.sqrt(drawn.size))
    assert drawn.std() == pytest.approx(declared, rel=0.05)
    assert stats.kstest((drawn - 62.0) / declared, "norm").pvalue > 0.001


def test_chance_belongs_to_school_indicator_and_year():
    def drawn(run=0, key=KEY, year=26):
        return indicators.year_figure(0.0, 1.0, -9.0, 9.0, SEED, run, key, year)

    assert drawn() == drawn()
    assert len({drawn(), drawn(run=1), drawn(key=KEY + 1), drawn(year=27)}) == 4


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if kind.measured == "strength"])
def test_simulated_figures_of_typical_schools_are_as_spread_out_as_published_ones(name):
    """Schools as strong as the nation's, of typical size: signal and chance make up the published spread."""
    mean, sd = numbers(name)
    values = register().values()
    pupil_sd, lower = values[f"indicator.{name}.pupil_sd"], KINDS[name].better == "lower"
    typical = values["indicators.national_roll"] / (1 if KINDS[name].year_group is None else 7)
    signal, noise = indicators.signal_sd(sd, pupil_sd, typical), indicators.noise_sd(pupil_sd, typical)
    strengths = 50 + 15 * np.array([NORMAL.inv_cdf((k + 0.5) / 4000) for k in range(4000)])
    figures = [
        indicators.year_figure(
            indicators.figure_of(x, mean, signal, lower, -1e9, 1e9), noise, -1e9, 1e9, SEED, run, KEY, 26
        )
        for run, x in enumerate(strengths)
    ]
    assert np.mean(figures) == pytest.approx(mean, abs=4 * sd / math.sqrt(4000))
    assert np.std(figures) == pytest.approx(sd, rel=0.05)


def test_chance_of_ks2_agrees_with_how_much_a_cohort_changes_from_year_to_year():
    """Spread of a one-year change, by cohort (evidence 3b(iv)): 21.3, 12.8 and 10.6 points.

    Cohorts of 1-15, 31-60 and 61 or more are taken as 11, 43 and 75. The variance of a change is twice the
    chance of a year and what really changes; differences between cohorts leave the chance of one pupil.
    """
    change, cohort = np.array([21.3, 12.8, 10.6]), np.array([11.0, 43.0, 75.0])
    between = -np.diff(change**2) / (2 * -np.diff(1 / cohort))
    assert np.sqrt(between) == pytest.approx([46.3, 50.9], abs=0.5)
    value = register().values()["indicator.ks2_expected.pupil_sd"]
    assert np.sqrt(between).min() < value < np.sqrt(between).max()
    assert value == pytest.approx(100 * math.sqrt(0.62 * 0.38), abs=0.05)


def test_figures_of_many_schools_and_years_are_those_of_each():
    """[2 years, 3 schools], one of them not there in the first year."""
    strengths = np.array([[50.0, np.nan, 61.5], [12.0, 80.0, 99.0]])
    rolls, keys = np.array([[210.0, 90.0, 420.0]] * 2), np.arange(3, dtype=np.uint64)
    kind = (61.0, 9.0, False, 0.0, 100.0)
    cohorts = indicators.cohorts_of(rolls, 6, np.array([7, 3, 7]))
    expected = indicators.figures_of(strengths, *kind)
    figures = indicators.year_figures(expected, cohorts, 49.0, 0.0, 100.0, SEED, 5, keys, 26)
    percentiles = indicators.percentiles_of(
        figures.ravel(), np.full(6, 61.0), np.full(6, 9.0), np.zeros(6, np.bool_)
    ).reshape(2, 3)
    assert [np.isnan(each).sum() for each in (expected, figures, percentiles)] == [1, 1, 1]
    for year, school in np.argwhere(~np.isnan(strengths)).tolist():
        cohort = indicators.cohort_of(rolls[year, school], 6, (7, 3, 7)[school])
        mean = indicators.figure_of(strengths[year, school], *kind)
        noise = indicators.noise_sd(49.0, cohort)
        figure = indicators.year_figure(mean, noise, 0.0, 100.0, SEED, 5, school, 26 + year)
        assert (cohorts[year, school], expected[year, school]) == (cohort, mean)
        assert figures[year, school] == figure
        assert percentiles[year, school] == indicators.percentile_of(figure, 61.0, 9.0, False)
