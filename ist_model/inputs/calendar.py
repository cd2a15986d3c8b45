"""School time: ticks, school weeks and calendar dates (MODEL 2).

A school year has 39 school weeks and twelve months of 3.25 school weeks each, so a half-term is two months
and a term four. A tick is 2**-20 of a school week, which makes months, half-terms, terms and years whole
numbers of ticks. Tick 0 is 1 September 2000; earlier dates have negative ticks. Dates are for reading and
writing only: the engines know ticks alone.
"""

from __future__ import annotations

import datetime as dt
import math
from calendar import monthrange

TICKS_PER_WEEK = 2**20
WEEKS_PER_YEAR = 39
WEEKS_PER_TERM = 13
WEEKS_PER_HALF_TERM = 6.5
WEEKS_PER_MONTH = 3.25

MONTH_TICKS = 13 * TICKS_PER_WEEK // 4
GRID_TICKS = 2 * MONTH_TICKS
TERM_TICKS = 2 * GRID_TICKS
YEAR_TICKS = 3 * TERM_TICKS

EPOCH = dt.date(2000, 9, 1)
HALF_TERM_MONTHS = (9, 11, 1, 3, 5, 7)
HALF_TERM_NAMES = ("Autumn 1", "Autumn 2", "Spring 1", "Spring 2", "Summer 1", "Summer 2")


def ticks(weeks: float) -> int:
    """Length in ticks of a duration in school weeks, rounded half up and at least one tick (MODEL 2).

    Raises:
        ValueError: if the duration is negative or not finite.
    """
    if not (math.isfinite(weeks) and weeks >= 0):
        raise ValueError(f"a duration of {weeks} school weeks: it must be a finite number, zero or more")
    return max(1, math.floor(weeks * TICKS_PER_WEEK + 0.5))


def weeks_of(duration_ticks: int) -> float:
    """School weeks in a duration of so many ticks."""
    return duration_ticks / TICKS_PER_WEEK


def tick_of(date: dt.date) -> int:
    """First tick of a calendar date: days share their month's 3.25 school weeks equally (MODEL 2)."""
    months = (date.year - EPOCH.year) * 12 + date.month - EPOCH.month
    days_in_month = monthrange(date.year, date.month)[1]
    # Rounded up, so that a date's first tick never falls into the day before it.
    return months * MONTH_TICKS - (-(date.day - 1) * MONTH_TICKS) // days_in_month


def date_of(tick: int) -> dt.date:
    """Calendar date that a tick falls on; `date_of(tick_of(d)) == d` for every date.

    Raises:
        ValueError: if the tick lies outside the years 1 to 9999, which only a very long queue case reaches.
    """
    months, within = divmod(int(tick), MONTH_TICKS)
    year, month0 = divmod(EPOCH.year * 12 + EPOCH.month - 1 + months, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise ValueError(
            f"tick {tick} falls in the year {year}, which has no calendar date (years 1 to 9999)"
        )
    days_in_month = monthrange(year, month0 + 1)[1]
    return dt.date(year, month0 + 1, 1 + within * days_in_month // MONTH_TICKS)


def half_term_start(tick: int) -> int:
    """First tick of the half-term that a tick falls in."""
    return int(tick) // GRID_TICKS * GRID_TICKS


def half_term_on_or_after(date: dt.date) -> int:
    """Tick of the first half-term start (1 Sep, 1 Nov, 1 Jan, 1 Mar, 1 May, 1 Jul) on or after a date."""
    return -(-tick_of(date) // GRID_TICKS) * GRID_TICKS


def starts_half_term(date: dt.date) -> bool:
    """Whether a date is the first day of a half-term."""
    return date.day == 1 and date.month in HALF_TERM_MONTHS


def half_terms_around(date: dt.date) -> tuple[dt.date, dt.date]:
    """The half-term starts on or before, and after, a date."""
    before = half_term_start(tick_of(date))
    return date_of(before), date_of(before + GRID_TICKS)


def school_year(tick: int) -> int:
    """Calendar year in whose September the school year of a tick begins."""
    return EPOCH.year + int(tick) // YEAR_TICKS


def part_of_year(whole: int, year: int, first: int, ends: int) -> int:
    """Of a whole number for a school year, the part that falls between two ticks, rounded down.

    `science.matching` compiles this very function.

    Args:
        whole: milli-days or pence of the whole school year.
        year: the school year, counted from the epoch.
        first: first tick that counts, in that year or before.
        ends: first tick that no longer counts.
    """
    year_start = year * YEAR_TICKS
    return whole * max(0, min(ends, year_start + YEAR_TICKS) - max(first, year_start)) // YEAR_TICKS


def label_of(tick: int) -> str:
    """Name of the half-term that a tick falls in, for instance "Autumn 1, 2026/27"."""
    year = school_year(tick)
    half_term = int(tick) % YEAR_TICKS // GRID_TICKS
    return f"{HALF_TERM_NAMES[half_term]}, {year}/{(year + 1) % 100:02d}"
