"""When the next inspection comes: after what is known, inside its interval, and when it is expected."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ist_model.inputs.calendar import TICKS_PER_WEEK, YEAR_TICKS
from ist_model.science import inspection

LOW, MODE, HIGH, LATE = 3.0, 4.0, 5.0, 1.0


@given(known=st.integers(0, 8 * YEAR_TICKS), ordinal=st.integers(0, 50), key=st.integers(0, 2**64 - 1))
def test_the_next_inspection_comes_after_what_is_known_and_within_its_interval(known, ordinal, key):
    tick = inspection.tick_of_next(0, LOW, MODE, HIGH, known, LATE, 1, 2, key, ordinal)
    assert tick > known
    assert tick >= LOW * YEAR_TICKS
    assert tick <= max(HIGH * YEAR_TICKS, known + LATE * YEAR_TICKS) + 1


def test_an_inspection_is_expected_at_the_usual_interval_or_soon_where_overdue():
    assert inspection.tick_expected(0, MODE, HIGH, 2 * YEAR_TICKS, LATE) == 4 * YEAR_TICKS
    assert inspection.tick_expected(0, MODE, HIGH, 7 * YEAR_TICKS, LATE) == 7.5 * YEAR_TICKS


@pytest.mark.parametrize(
    ("weeks", "expected"), [(-3.1, False), (-2.9, True), (0, True), (2.9, True), (3.1, False)]
)
def test_the_window_lies_on_both_sides_of_the_expected_tick(weeks, expected):
    middle = 4 * YEAR_TICKS
    tick = middle + int(weeks * TICKS_PER_WEEK)
    assert inspection.is_expected(tick, middle, 3.0 * TICKS_PER_WEEK) == expected
