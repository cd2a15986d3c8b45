"""Integrated curriculum and financial planning: a school's classes, staff and money (MODEL 8).

The metrics follow the DfE's own code (Financial Benchmarking and Insights Tool; evidence 4, S76). Its bands
for class size and contact ratio are shaped by secondary schools and are not used here. Money is in whole
pence; shares are 0-1, where the DfE gives percentages.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ist_model.science.jit import compiled

GREEN, AMBER, RED = range(3)

# What follows from the roll --------------------------------------------------------------------------------


@compiled("i8(f8, f8, i8)")
def classes(roll: float, roll_at_start: float, classes_at_start: int) -> int:
    """Classes that a roll keeps open: one closes once a class's worth of pupils has gone, one opens likewise.

    A class's worth is the school's average class at the start, so classes half empty stay open meanwhile, as
    they do in schools whose rolls fall (decision 8). At least one.
    """
    return max(1, classes_at_start + int((roll - roll_at_start) * classes_at_start / roll_at_start))


@compiled("f8(f8, i8, i8, f8)")
def teachers(teachers_at_start: float, classes_now: int, classes_at_start: int, per_class: float) -> float:
    """Full-time equivalent teachers: each class closed or opened takes or brings its own, leaders stay."""
    return max(float(classes_now), teachers_at_start + (classes_now - classes_at_start) * per_class)


@compiled("i8(i8, i8, i8, f8)")
def release_milli(allowance_milli: int, classes_now: int, classes_at_start: int, follows: float) -> int:
    """Release days a year (milli-days) of a school's own posts: fewer classes, fewer to be spared.

    A school with fewer classes has fewer teachers to stand in, so its leaders teach more themselves.
    `follows` 1: in proportion to classes; 0: not at all. More classes than at the start add nothing.
    """
    gone = max(0.0, 1.0 - classes_now / classes_at_start)
    return math.floor(allowance_milli * (1.0 - follows * gone) + 0.5)


@compiled("i8[:](i8[:], i8[:], i8[:], f8)")
def release_milli_each(
    allowances_milli: NDArray[np.int64],
    classes_now: NDArray[np.int64],
    classes_at_start: NDArray[np.int64],
    follows: float,
) -> NDArray[np.int64]:
    """[n] `release_milli` of each post and year."""
    found = np.empty(allowances_milli.size, np.int64)
    for i in range(found.size):
        found[i] = release_milli(allowances_milli[i], classes_now[i], classes_at_start[i], follows)
    return found


@compiled("i8(f8, i8, i8)")
def income_pence(roll: float, per_pupil_pence: int, other_pence: int) -> int:
    """Income a year: funding per pupil times roll, and what does not depend on the roll."""
    return int(roll) * per_pupil_pence + other_pence


@compiled("i8(i8, f8, f8, f8)")
def teaching_cost_pence(
    cost_at_start: int, teachers_at_start: float, teachers_now: float, least: float
) -> int:
    """Teaching cost a year: each teacher more or less changes it by the average; never below the leaders'."""
    average = cost_at_start / teachers_at_start
    return math.floor(max(least, cost_at_start + (teachers_now - teachers_at_start) * average) + 0.5)


@compiled("i8(i8, f8, f8, f8)")
def following_cost_pence(cost_at_start: int, share: float, roll: float, roll_at_start: float) -> int:
    """A cost a year of which a share moves with the roll and the rest stays."""
    return math.floor(cost_at_start * (1.0 + share * (roll / roll_at_start - 1.0)) + 0.5)


@compiled("i8(i8, f8)")
def share_pence(pence: int, share: float) -> int:
    """A share of an amount in whole pence, for instance the top slice."""
    return math.floor(pence * share + 0.5)


@compiled("i8(i8, i8, i8)")
def part_of_year_pence(pence: int, ticks: int, year_ticks: int) -> int:
    """The part of a year's amount that falls in so many of its ticks, in whole pence (rounded down)."""
    # The same as pence * ticks // year_ticks, without a product that leaves 64 bits.
    return pence // year_ticks * ticks + pence % year_ticks * ticks // year_ticks


# The metrics -----------------------------------------------------------------------------------------------


@compiled("f8(f8, f8)")
def pupil_teacher_ratio(pupils: float, teachers_fte: float) -> float:
    """Pupils / FTE teachers (evidence 4, S76)."""
    return pupils / teachers_fte


@compiled("f8(f8, f8, f8)")
def average_class_size(pupils: float, timetable_periods: float, teaching_periods: float) -> float:
    """Pupils x timetable periods / total teaching periods (evidence 4, S76).

    In a primary each class is taught all the timetable, so teaching periods = classes x timetable periods.
    """
    return pupils * timetable_periods / teaching_periods


@compiled("f8(f8, f8, f8)")
def contact_ratio(teaching_periods: float, timetable_periods: float, teachers_fte: float) -> float:
    """Total teaching periods / (timetable periods x FTE teachers) (evidence 4, S76).

    In a primary: classes / FTE teachers.
    """
    return teaching_periods / (timetable_periods * teachers_fte)


@compiled("f8(f8, f8, f8, f8)")
def contact_ratio_released(
    classes_open: float, class_days_away: float, days_a_year: float, teachers_fte: float
) -> float:
    """Contact ratio of a school's own teachers, the class days they were away taken off (evidence 4).

    One day in class lost of a school of 12 teachers is 1 / 195 / 12 of its teaching.
    """
    return (classes_open - class_days_away / days_a_year) / teachers_fte


@compiled("f8(f8, f8)")
def average_teacher_cost(teaching_cost: float, teachers_fte: float) -> float:
    """Teaching cost / FTE teachers (evidence 4, S76)."""
    return teaching_cost / teachers_fte


@compiled("f8(f8, f8)")
def share_of_income(cost: float, income: float) -> float:
    """Cost / income: of teaching, of all staff, of leaders, or of the in-year balance (evidence 4, S76)."""
    return cost / income


@compiled("i8(f8, f8)")
def balance_rating(share_of_income: float, amber_deficit: float) -> int:
    """The DfE's rating of an in-year balance: GREEN from 0, AMBER down to a deficit, then RED (S76)."""
    if share_of_income >= 0.0:
        return GREEN
    return AMBER if share_of_income >= -amber_deficit else RED
