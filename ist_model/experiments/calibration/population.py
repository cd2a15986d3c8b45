"""Primaries that nobody supports, inspected again and again by the model's own rules (MODEL 4.1, 4.6).

Every step is a function of `science/`, compiled, as both engines call it: strength that drifts back and is
shaken each half-term, what inspectors see of it, the grade, and when they come again. A school starts on the
day of an inspection with a strength of the national distribution and the self-sustaining level that a run
would give it, so what is fitted is the model as it is run. The same schools with the same luck live under
every set of rules, so that two sets differ by their rules alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

from ist_model.inputs.calendar import WEEKS_PER_YEAR
from ist_model.inputs.published.tables import Inspections
from ist_model.science import inspection, strength
from ist_model.science.jit import Word, compiled

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

GRADES = ("inadequate", "requires improvement", "good", "outstanding")  # worst first, as cut points count
ATTENTION_GRADE = 1  # grades at or below this need attention
_CLASSES = ("good", "attention", "urgent", "new_academy")  # in the order of `science.inspection`
_HALF_TERM = strength.HALF_TERM_WEEKS
_YEAR = float(WEEKS_PER_YEAR)
_RUN = np.uint64(0)


class Rules(NamedTuple):
    """What is fitted: how strength moves, how inspectors see it, where grades begin."""

    kappa: float  # per school week
    persistence: float  # share
    sigma: float  # points per root school week
    noise_sd: float  # points, of one overall grade
    cut_1: float  # points: below, inadequate
    cut_2: float  # points: below, requires improvement
    cut_3: float  # points: from here, outstanding


class Clock(NamedTuple):
    """When inspectors come: the register's, which is fitted to published intervals on its own."""

    intervals: Floats  # [classes of outcome, low-mode-high] years
    overdue_years: float  # within which a school past the longest interval is inspected


class Schools(NamedTuple):
    """Schools that a fit follows."""

    seed: int
    start: Floats  # [n] strength on the day of the first inspection
    place: Floats  # [n] 0-1: whereabouts in a distribution of ages a school lies
    chosen: Floats  # [n] 0-1: below the share of its grade that is inspected at all, it is


def clock(values: Mapping[str, float]) -> Clock:
    """The register's rows on when inspectors come."""
    rows = [
        [values[f"inspection.{kind}_interval_{corner}_years"] for corner in ("low", "mode", "high")]
        for kind in _CLASSES
    ]
    return Clock(np.array(rows), values["inspection.overdue_within_years"])


def schools(count: int, seed: int) -> Schools:
    """So many schools, spread over the national distribution evenly rather than by chance.

    Raises:
        ValueError: if there are none.
    """
    if count < 1:
        raise ValueError(f"a population of {count} schools: there must be at least one")
    levels = (np.arange(count) + 0.5) / count
    rng = np.random.default_rng([seed, count])
    start = np.clip(strength.MIDDLE + strength.SPREAD * stats.norm.ppf(levels), 0.0, 100.0)
    return Schools(seed, start, rng.permutation(levels), rng.permutation(levels))


def regraded(rules: Rules, followed: Schools, when: Clock, table: Inspections) -> Floats:
    """Share of schools by their first grade and the one that a table asks for: the next, or one held later.

    What inspectors' scatter does to the first grade, and to the next where that is the answer, is not drawn
    but taken as its expectation (`chances`): a school counts for a grade as often as it would be given it.

    Args:
        rules: how strength moves and is graded.
        followed: the schools.
        when: how long inspectors stay away.
        table: what is counted; of grades held, ages and the share inspected at all are taken from it.

    Returns:
        [4, 4] sums to 1; first grade by row, worst first.
    """
    cuts = np.array([rules.cut_1, rules.cut_2, rules.cut_3], np.float64)
    first = chances(followed.start, rules.noise_sd, cuts)
    moving = (float(rules.kappa), float(rules.persistence), float(rules.sigma))
    seed, count = np.uint64(followed.seed), followed.start.size
    if table.kind == "held":
        held = np.zeros((count, len(GRADES)), np.int64)
        _held(
            *moving,
            float(rules.noise_sd),
            cuts,
            when.intervals,
            when.overdue_years,
            seed,
            followed.start,
            table.ages(),
            followed.place,
            table.years,
            table.share_inspected(),
            followed.chosen,
            held,
        )
        return (
            np.array([np.bincount(held[:, g], first[:, g], len(GRADES)) for g in range(len(GRADES))]) / count
        )
    strength_then = np.zeros((count, len(_CLASSES)))
    _next(*moving, when.intervals, when.overdue_years, seed, followed.start, strength_then)
    classes = [inspection.outcome_class(g, ATTENTION_GRADE, True) for g in range(len(GRADES))]
    later = [chances(strength_then[:, kind], rules.noise_sd, cuts) for kind in range(len(_CLASSES))]
    return np.array([first[:, g] @ later[kind] for g, kind in enumerate(classes)]) / count


def chances(x: Floats, noise_sd: float, cuts: Floats) -> Floats:
    """Chance of each grade at an inspection, [schools, 4]: the expectation of the model's drawn grade."""
    below = special.ndtr((cuts - x[:, None]) / noise_sd)
    ends = np.zeros((x.size, 1))
    return np.diff(np.hstack([ends, below, ends + 1.0]), axis=1)


def strengths(rules: Rules, followed: Schools, years: tuple[float, ...]) -> Floats:
    """Strength of every school some years after its start, [schools, years]."""
    found = np.zeros((followed.start.size, len(years)))
    weeks = np.array([at * _YEAR for at in years])
    seed = np.uint64(followed.seed)
    _followed(rules.kappa, rules.persistence, rules.sigma, seed, followed.start, weeks, found)
    return found


@compiled("f8(f8, f8, f8, f8, f8, f8, u8, u8)")
def _lived(
    x: float, m: float, kappa: float, sd: float, at: float, until: float, seed: Word, key: Word
) -> float:
    """Strength after living from week `at` to week `until`, the half-terms' noise on the grid."""
    while at < until:
        point = np.floor(at / _HALF_TERM) + 1.0
        ends = min(point * _HALF_TERM, until)
        x = strength.clamp(strength.advance(x, m, 0.0, 0.0, kappa, ends - at))
        if ends == point * _HALF_TERM:
            x = strength.clamp(x + strength.noise(sd, seed, _RUN, key, np.uint64(point)))
        at = ends
    return x


@compiled("void(f8, f8, f8, f8[:, :], f8, u8, f8[:], f8[:, :])")
def _next(
    kappa: float,
    persistence: float,
    sigma: float,
    intervals: Floats,
    overdue: float,
    seed: Word,
    start: Floats,
    found: Floats,
) -> None:
    """Strength of every school at the inspection after one of each class of outcome."""
    sd = strength.noise_sd(sigma, kappa)
    for i in range(start.size):
        key = np.uint64(i)
        m = strength.starting_sustaining_level(start[i], persistence)
        for kind in range(found.shape[1]):
            low, mode, high = intervals[kind, 0], intervals[kind, 1], intervals[kind, 2]
            years = inspection.years_to_next(low, mode, high, 0.0, overdue, seed, _RUN, key, np.uint64(0))
            found[i, kind] = _lived(start[i], m, kappa, sd, 0.0, years * _YEAR, seed, key)


@compiled("void(f8, f8, f8, f8, f8[:], f8[:, :], f8, u8, f8[:], f8[:, :], f8[:], f8, f8[:], f8[:], i8[:, :])")
def _held(
    kappa: float,
    persistence: float,
    sigma: float,
    noise_sd: float,
    cuts: Floats,
    intervals: Floats,
    overdue: float,
    seed: Word,
    start: Floats,
    ages: Floats,
    place: Floats,
    window: float,
    share_inspected: Floats,
    chosen: Floats,
    grades: Ints,
) -> None:
    """Grade that every school holds after `window` years, for each grade it may have had to begin with."""
    sd = strength.noise_sd(sigma, kappa)
    steps = ages.shape[1] - 1
    for i in range(start.size):
        key = np.uint64(i)
        m = strength.starting_sustaining_level(start[i], persistence)
        for first in range(grades.shape[1]):
            held, x, week, years, ordinal = first, start[i], 0.0, 0.0, 0
            known = ages[first, int(place[i] * steps + 0.5)]
            ends = known + window
            while chosen[i] < share_inspected[first]:
                kind = inspection.outcome_class(held, ATTENTION_GRADE, True)
                low, mode, high = intervals[kind, 0], intervals[kind, 1], intervals[kind, 2]
                years += inspection.years_to_next(
                    low, mode, high, known, overdue, seed, _RUN, key, np.uint64(ordinal)
                )
                if years > ends:
                    break
                known, ordinal = 0.0, ordinal + 1
                x = _lived(x, m, kappa, sd, week, years * _YEAR, seed, key)
                week = years * _YEAR
                seen = inspection.inspected_strength(x, noise_sd, seed, _RUN, key, np.uint64(ordinal))
                held = inspection.grade(seen, cuts)
            grades[i, first] = held


@compiled("void(f8, f8, f8, u8, f8[:], f8[:], f8[:, :])")
def _followed(
    kappa: float, persistence: float, sigma: float, seed: Word, start: Floats, weeks: Floats, found: Floats
) -> None:
    """Strength of every school at each of some weeks."""
    sd = strength.noise_sd(sigma, kappa)
    for i in range(start.size):
        at, x = 0.0, start[i]
        m = strength.starting_sustaining_level(x, persistence)
        for k in range(weeks.size):
            x = _lived(x, m, kappa, sd, at, weeks[k], seed, np.uint64(i))
            at, found[i, k] = weeks[k], x
