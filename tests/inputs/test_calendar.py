"""The calendar: ticks, dates and half-terms agree with one another."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ist_model.inputs import calendar as cal

DATES = st.dates()
TICKS = st.integers(-(10**13) // 4, 10**13 // 4)


def test_units_are_whole_ticks() -> None:
    assert cal.GRID_TICKS == 6_815_744
    assert cal.GRID_TICKS == cal.WEEKS_PER_HALF_TERM * cal.TICKS_PER_WEEK
    assert cal.TERM_TICKS == cal.WEEKS_PER_TERM * cal.TICKS_PER_WEEK
    assert cal.YEAR_TICKS == cal.WEEKS_PER_YEAR * cal.TICKS_PER_WEEK == 12 * cal.MONTH_TICKS


def test_epoch_is_tick_zero() -> None:
    assert cal.tick_of(cal.EPOCH) == 0
    assert cal.date_of(-1) == dt.date(2000, 8, 31)


@given(DATES)
def test_a_date_comes_back_from_its_tick(date: dt.date) -> None:
    assert cal.date_of(cal.tick_of(date)) == date


@given(DATES.filter(lambda d: d > dt.date.min))
def test_a_date_begins_at_its_tick_and_not_before(date: dt.date) -> None:
    assert cal.date_of(cal.tick_of(date) - 1) == date - dt.timedelta(1)


@given(DATES, DATES)
def test_later_dates_have_later_ticks(one: dt.date, other: dt.date) -> None:
    assert (one < other) == (cal.tick_of(one) < cal.tick_of(other))


@given(DATES.map(lambda d: d.replace(day=1)))
def test_every_month_has_three_and_a_quarter_weeks(first: dt.date) -> None:
    months = (first.year - 2000) * 12 + first.month - 9
    assert cal.tick_of(first) == months * 3.25 * 2**20


@given(DATES.filter(lambda d: d.year < dt.MAXYEAR))
def test_half_term_on_or_after_is_the_first_one(date: dt.date) -> None:
    tick = cal.half_term_on_or_after(date)
    start = cal.date_of(tick)
    assert tick % cal.GRID_TICKS == 0
    assert cal.starts_half_term(start)
    days = [date + dt.timedelta(n) for n in range((start - date).days)]
    assert start >= date
    assert not any(cal.starts_half_term(day) for day in days)


@given(st.dates(dt.date(1, 3, 1), dt.date(9999, 9, 1)))
def test_half_terms_around_a_date_are_neighbours(date: dt.date) -> None:
    before, after = cal.half_terms_around(date)
    assert before <= date < after
    assert cal.tick_of(after) - cal.tick_of(before) == cal.GRID_TICKS


@given(DATES)
def test_school_year_turns_on_1_september(date: dt.date) -> None:
    assert cal.school_year(cal.tick_of(date)) == date.year - (date.month < 9)


@pytest.mark.parametrize(
    ("date", "label"),
    [
        (dt.date(2026, 9, 1), "Autumn 1, 2026/27"),
        (dt.date(2026, 12, 31), "Autumn 2, 2026/27"),
        (dt.date(2027, 1, 1), "Spring 1, 2026/27"),
        (dt.date(2027, 4, 30), "Spring 2, 2026/27"),
        (dt.date(2027, 5, 1), "Summer 1, 2026/27"),
        (dt.date(2027, 8, 31), "Summer 2, 2026/27"),
        (dt.date(1999, 9, 1), "Autumn 1, 1999/00"),
    ],
)
def test_half_terms_have_names(date: dt.date, label: str) -> None:
    assert cal.label_of(cal.tick_of(date)) == label


@given(st.floats(0, 1e6))
def test_a_duration_is_rounded_to_the_nearest_tick(weeks: float) -> None:
    assert cal.ticks(weeks) >= 1
    assert abs(cal.weeks_of(cal.ticks(weeks)) - weeks) <= (0.5 if weeks >= 2**-20 else 1) / 2**20


@pytest.mark.parametrize("weeks", [-1.0, float("nan"), float("inf")])
def test_a_duration_is_finite_and_not_negative(weeks: float) -> None:
    with pytest.raises(ValueError, match="finite number, zero or more"):
        cal.ticks(weeks)


@given(TICKS)
def test_ticks_beyond_the_calendar_say_so(tick: int) -> None:
    year = 2000 + (tick // cal.MONTH_TICKS + 8) // 12
    if dt.MINYEAR <= year <= dt.MAXYEAR:
        assert cal.date_of(tick).year == year
    else:
        with pytest.raises(ValueError, match="no calendar date"):
            cal.date_of(tick)
