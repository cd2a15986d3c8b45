"""Indicators in their own units (MODEL 4.5): a figure as a national percentile, strength as a figure.

A figure of one school and year is signal and chance: figure = mean + spread of the signal x z + noise, where
z is how many standard deviations the school's strength lies above the national middle (below it where a lower
figure is better), and the noise is that of one pupil divided by the root of the cohort. The spread of the
signal is what is left of the published spread between schools once the chance of a typical cohort is taken
off, so that simulated figures are as spread out nationally as the published ones.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ist_model.science import draws
from ist_model.science.jit import Word, compiled
from ist_model.science.strength import MIDDLE, SPREAD

LOWEST, HIGHEST = 0.01, 0.99  # percentiles are clipped to these (MODEL 4.1)
YEAR_GROUPS = 7.0  # of a primary school, Reception to Year 6


@compiled("f8(f8)")
def clipped(percentile: float) -> float:
    """A national percentile (0-1) held to .01-.99."""
    return min(HIGHEST, max(LOWEST, percentile))


@compiled("f8(f8, f8, f8, b1)")
def percentile_of(figure: float, mean: float, sd: float, lower_is_better: bool) -> float:
    """National percentile (0-1, clipped) of a figure; the better the school, the higher."""
    z = (mean - figure) / sd if lower_is_better else (figure - mean) / sd
    return clipped(0.5 * math.erfc(-z / math.sqrt(2.0)))


@compiled("f8[:](f8[:], f8[:], f8[:], b1[:])")
def percentiles_of(
    figures: NDArray[np.float64],
    means: NDArray[np.float64],
    sds: NDArray[np.float64],
    lower_is_better: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """[n] `percentile_of` each figure; NaN for NaN."""
    found = np.full(figures.size, np.nan)
    for i in range(figures.size):
        if not np.isnan(figures[i]):
            found[i] = percentile_of(figures[i], means[i], sds[i], lower_is_better[i])
    return found


@compiled("f8(f8, f8, f8, b1)")
def strength_of(figure: float, mean: float, sd: float, lower_is_better: bool) -> float:
    """Strength (0-100) of the percentile of a figure: 50 + 15 normal quantiles (MODEL 4.1)."""
    return MIDDLE + SPREAD * draws.normal_quantile(percentile_of(figure, mean, sd, lower_is_better))


@compiled("f8(f8, f8, f8, b1, f8, f8)")
def figure_of(
    strength: float, mean: float, sd: float, lower_is_better: bool, least: float, most: float
) -> float:
    """The figure, in its own unit, at the clipped percentile of a strength; held to what can be.

    With the published spread it is the inverse of `strength_of`; with `signal_sd` it is the figure to expect.
    """
    farthest = draws.normal_quantile(HIGHEST)
    z = min(farthest, max(-farthest, (strength - MIDDLE) / SPREAD))
    return min(most, max(least, mean - sd * z if lower_is_better else mean + sd * z))


@compiled("f8(f8, f8)")
def noise_sd(pupil_sd: float, cohort: float) -> float:
    """Spread of the chance in a year's figure, from that of one pupil and the cohort's size."""
    return pupil_sd / math.sqrt(max(1.0, cohort))


@compiled("f8(f8, i8, i8)")
def cohort_of(roll: float, year_group: int, year_groups: int) -> float:
    """Pupils that a figure counts: the roll or, from `year_group` 0 on, one of the school's year groups."""
    return roll if year_group < 0 else roll / max(1, year_groups)


@compiled("f8(f8, f8, f8)")
def signal_sd(national_sd: float, pupil_sd: float, typical_cohort: float) -> float:
    """Spread between schools that is not the chance of one year; NaN if chance alone is larger."""
    chance = noise_sd(pupil_sd, typical_cohort)
    return math.sqrt(national_sd * national_sd - chance * chance)


@compiled("f8(f8, f8, f8, f8, u8, u8, u8, u8)")
def year_figure(
    expected: float,
    noise: float,
    least: float,
    most: float,
    seed: Word,
    run: Word,
    key: Word,
    year: Word,
) -> float:
    """A school year's figure: what is expected and chance, held to what can be.

    Args:
        expected: by `figure_of`, in the indicator's unit.
        noise: by `noise_sd`, in the indicator's unit.
        least: lowest figure that can be.
        most: highest figure that can be.
        seed: root seed.
        run: sample of chance.
        key: key of the school's luck in this indicator.
        year: school year, counted from the epoch.
    """
    u = draws.uniform(seed, run, draws.INDICATOR_NOISE, key, year)
    return min(most, max(least, expected + noise * draws.normal_quantile(u)))


@compiled("f8[:, :](f8[:, :], f8[:, :], f8, f8, f8, u8, u8, u8[:], i8)")
def year_figures(
    expected: NDArray[np.float64],
    cohorts: NDArray[np.float64],
    pupil_sd: float,
    least: float,
    most: float,
    seed: Word,
    run: Word,
    keys: NDArray[np.uint64],
    first_year: int,
) -> NDArray[np.float64]:
    """[Y, S] `year_figure` of each school in each school year from the first; NaN where NaN is expected."""
    found = np.full(expected.shape, np.nan)
    for year in range(expected.shape[0]):
        for school in range(expected.shape[1]):
            if not np.isnan(expected[year, school]):
                noise = noise_sd(pupil_sd, cohorts[year, school])
                luck = (seed, run, keys[school], np.uint64(first_year + year))
                found[year, school] = year_figure(expected[year, school], noise, least, most, *luck)
    return found


@compiled("f8[:, :](f8[:, :], f8, f8, b1, f8, f8)")
def figures_of(
    strengths: NDArray[np.float64], mean: float, sd: float, lower_is_better: bool, least: float, most: float
) -> NDArray[np.float64]:
    """[Y, S] `figure_of` each strength; NaN for NaN."""
    found = np.full(strengths.shape, np.nan)
    for year in range(strengths.shape[0]):
        for school in range(strengths.shape[1]):
            if not np.isnan(strengths[year, school]):
                found[year, school] = figure_of(
                    strengths[year, school], mean, sd, lower_is_better, least, most
                )
    return found


@compiled("f8[:, :](f8[:, :], i8, i8[:])")
def cohorts_of(
    rolls: NDArray[np.float64], year_group: int, year_groups: NDArray[np.int64]
) -> NDArray[np.float64]:
    """[Y, S] `cohort_of` each school in each school year."""
    found = np.empty(rolls.shape)
    for year in range(rolls.shape[0]):
        for school in range(rolls.shape[1]):
            found[year, school] = cohort_of(rolls[year, school], year_group, year_groups[school])
    return found
