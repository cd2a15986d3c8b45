"""Inspections (MODEL 4.6): when a school is inspected and how strength becomes a grade.

Outcome classes drive the interval to the next inspection. An area is graded from its strength plus inspector
noise by the cut points of a grade map.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ist_model.inputs.calendar import YEAR_TICKS
from ist_model.science import draws
from ist_model.science.jit import Word, compiled

# Classes of the last outcome, which set the next interval.
OUTCOME_GOOD, OUTCOME_ATTENTION, OUTCOME_URGENT, OUTCOME_NEW_ACADEMY = range(4)
NOT_GRADED = -1


@compiled("i8(f8, f8[:])")
def grade(strength: float, cuts: NDArray[np.float64]) -> int:
    """Grade index from worst (0) to best: how many cut points the strength reaches."""
    reached = 0
    for cut in cuts:
        if strength >= cut:
            reached += 1
    return reached


@compiled("f8(f8, f8, u8, u8, u8, u8)")
def inspected_strength(
    x: float, noise_sd: float, seed: Word, run: Word, pair_key: Word, ordinal: Word
) -> float:
    """Strength as inspectors see it: x plus their noise (points), keyed to (school, area) and ordinal."""
    u = draws.uniform(seed, run, draws.INSPECTION_ERROR, pair_key, ordinal)
    return x + noise_sd * draws.normal_quantile(u)


@compiled("f8(f8, f8, f8, f8)")
def share_inspected_by(years: float, low: float, mode: float, high: float) -> float:
    """Share of schools inspected within so many years of the last time (triangular)."""
    if years <= low:
        return 0.0
    if years >= high:
        return 1.0
    if years <= mode:
        return (years - low) * (years - low) / ((high - low) * (mode - low))
    return 1.0 - (high - years) * (high - years) / ((high - low) * (high - mode))


@compiled("f8(f8, f8, f8, f8, f8, u8, u8, u8, u8)")
def years_to_next(
    low: float,
    mode: float,
    high: float,
    known_years: float,
    overdue_within_years: float,
    seed: Word,
    run: Word,
    school_key: Word,
    ordinal: Word,
) -> float:
    """Years from one inspection to the next, given that none came within the first `known_years`.

    Triangular over the interval of the last outcome's class, conditional on what is known; a school past the
    longest interval is inspected within `overdue_within_years` from then on.
    """
    if known_years >= high:
        late = draws.uniform(seed, run, draws.INSPECTION_OVERDUE, school_key, ordinal)
        return known_years + late * overdue_within_years
    passed = share_inspected_by(known_years, low, mode, high)
    u = draws.uniform(seed, run, draws.INSPECTION_GAP, school_key, ordinal)
    return max(known_years, draws.triangular(passed + (1.0 - passed) * u, low, mode, high))


@compiled("f8(f8, f8, f8, f8)")
def years_expected(mode: float, high: float, known_years: float, overdue_within_years: float) -> float:
    """When the trust expects the next inspection, in years from the last: the middle of `years_to_next`."""
    return mode if known_years < high else known_years + 0.5 * overdue_within_years


@compiled("f8(i8, f8, f8, i8, f8)")
def tick_expected(
    clock_from: int, mode: float, high: float, known_until: int, overdue_within_years: float
) -> float:
    """Tick around which the trust expects the next inspection, the clock running from `clock_from`."""
    known_years = (known_until - clock_from) / YEAR_TICKS
    return clock_from + years_expected(mode, high, known_years, overdue_within_years) * YEAR_TICKS


@compiled("i8(i8, f8, f8, f8, i8, f8, u8, u8, u8, u8)")
def tick_of_next(
    clock_from: int,
    low: float,
    mode: float,
    high: float,
    known_until: int,
    overdue_within_years: float,
    seed: Word,
    run: Word,
    school_key: Word,
    ordinal: Word,
) -> int:
    """Tick of the next inspection, given that none came until `known_until`; always after it."""
    known_years = (known_until - clock_from) / YEAR_TICKS
    years = years_to_next(low, mode, high, known_years, overdue_within_years, seed, run, school_key, ordinal)
    return max(known_until + 1, clock_from + int(years * YEAR_TICKS + 0.5))


@compiled("b1(i8, f8, f8)")
def is_expected(tick: int, expected_tick: float, window_ticks: float) -> bool:
    """Whether an inspection is expected around a tick, so that leaders stay at home (MODEL 6.2)."""
    return abs(tick - expected_tick) < window_ticks


@compiled("b1(f8, u8, u8, u8, u8)")
def safeguarding_met(chance_not_met: float, seed: Word, run: Word, school_key: Word, ordinal: Word) -> bool:
    """Whether safeguarding is met at an inspection."""
    return draws.uniform(seed, run, draws.SAFEGUARDING, school_key, ordinal) >= chance_not_met


@compiled("b1(i8, i8)")
def brings_rise(before: int, outcome: int) -> bool:
    """Whether an outcome brings national targeted support: urgent, or in need of attention twice running."""
    weak_before = before in (OUTCOME_ATTENTION, OUTCOME_URGENT)
    return outcome == OUTCOME_URGENT or (outcome == OUTCOME_ATTENTION and weak_before)


@compiled("i8(i8, i8, b1)")
def outcome_class(worst_grade: int, attention_grade: int, safe: bool) -> int:
    """Class of an inspection: urgent if an area has the worst grade or safeguarding is not met."""
    if worst_grade == 0 or not safe:
        return OUTCOME_URGENT
    if worst_grade <= attention_grade:
        return OUTCOME_ATTENTION
    return OUTCOME_GOOD


@compiled("b1(i8, i8)")
def is_downgrade(before: int, after: int) -> bool:
    """Whether an inspection's class is worse than the one before (MODEL 7.1)."""
    return after > before
