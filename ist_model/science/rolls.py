"""Pupils on roll, school year by school year: a forecast and how far it may be out (MODEL 3.4, 8).

The error is a random walk in logarithms: each school year after the first adds what happens to the school
itself and what happens to every school of the run alike (births, housing). It is scaled so that the
average over runs is the forecast. Draws are keyed (school, year), so nothing else in a scenario moves them.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ist_model.science import draws
from ist_model.science.jit import Word, compiled

_EVERY_SCHOOL = np.uint64(0)


@compiled("f8(f8, f8, u8, u8, u8, u8)")
def log_step(own_sd: float, common_sd: float, seed: Word, run: Word, school_key: Word, year: Word) -> float:
    """What a school year adds to the logarithm of roll / forecast; exp of it has mean 1.

    Args:
        own_sd: standard deviation a year of the school's own part.
        common_sd: standard deviation a year of the part that all schools share.
        seed: root seed.
        run: sample of chance.
        school_key: the school's key.
        year: school year that the step leads to, counted from the epoch.
    """
    own = draws.normal_quantile(draws.uniform(seed, run, draws.ROLL_OWN, school_key, year))
    common = draws.normal_quantile(draws.uniform(seed, run, draws.ROLL_COMMON, _EVERY_SCHOOL, year))
    drift = 0.5 * (own_sd * own_sd + common_sd * common_sd)
    return own_sd * own + common_sd * common - drift


@compiled("f8(f8, f8)")
def whole_roll(forecast: float, log_error: float) -> float:
    """Whole pupils, at least one, from a forecast and the logarithm of its error."""
    return max(1.0, math.floor(forecast * math.exp(log_error) + 0.5))


@compiled("f8[:](f8[:], f8, f8, u8, u8, u8, u8)")
def rolls(
    forecast: NDArray[np.float64],
    own_sd: float,
    common_sd: float,
    seed: Word,
    run: Word,
    school_key: Word,
    first_year: Word,
) -> NDArray[np.float64]:
    """[Y] roll of a school in each school year from the first, whose roll is known.

    Args:
        forecast: [Y] pupils expected.
        own_sd: as in `log_step`.
        common_sd: as in `log_step`.
        seed: root seed.
        run: sample of chance.
        school_key: the school's key.
        first_year: school year of the first, counted from the epoch.
    """
    found = np.empty(len(forecast))
    error = 0.0
    for step in range(len(forecast)):
        if step > 0:
            error += log_step(own_sd, common_sd, seed, run, school_key, first_year + np.uint64(step))
        found[step] = whole_roll(forecast[step], error)
    return found
