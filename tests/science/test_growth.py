"""Drawn joiners against the published table, and the error of due diligence."""

import numpy as np
import pytest
from scipy import stats

from ist_model.science import growth
from ist_model.world.keys import draw_key

# All-primary trusts of 6 to 8 schools, 2018/19 to 2020/21 (docs/evidence.md 5a).
ROW = (0.626, 0.22, 0.088, 0.066, 0.676)
# Worked by hand: 4.242 schools join in a year of three or more, so 1.242 beyond three.
BEYOND = (0.676 - 0.22 - 2 * 0.088) / 0.066 - 3
YEARS = 200_000


@pytest.fixture(scope="module")
def drawn():
    return np.array(
        [growth.joiners(growth.joining_number(7, run, 27), *ROW) for run in range(YEARS)], np.int64
    )


def test_the_mean_beyond_three_is_what_the_rows_mean_leaves_for_it():
    assert growth.mean_beyond(*ROW) == pytest.approx(BEYOND)
    assert pytest.approx(1.2424, abs=1e-4) == BEYOND


def test_many_draws_have_the_chances_and_the_mean_of_the_table(drawn):
    for number, chance in enumerate(ROW[:3]):
        assert (drawn == number).mean() == pytest.approx(chance, abs=0.005)
    assert (drawn >= 3).mean() == pytest.approx(ROW[3], abs=0.003)
    assert drawn.mean() == pytest.approx(ROW[4], abs=4 * drawn.std() / YEARS**0.5)


def test_joiners_vary_more_than_a_poisson_number_of_the_same_mean(drawn):
    """Three plus a geometric number: variance 1.49 against a mean of .676, worked out by hand."""
    tail = stats.geom(1 / (1 + BEYOND), loc=2)  # scipy counts from 1, so 3 is the least
    second = ROW[1] + 4 * ROW[2] + ROW[3] * (tail.var() + tail.mean() ** 2)
    assert second - ROW[4] ** 2 == pytest.approx(1.486, abs=0.002)
    assert drawn.var() == pytest.approx(second - ROW[4] ** 2, rel=0.04)
    assert drawn.var() / drawn.mean() > 1.9
    for number in (3, 4, 6):
        expected = ROW[3] * tail.pmf(number)
        assert (drawn == number).mean() == pytest.approx(expected, abs=0.003)


def test_rounded_chances_are_scaled_to_sum_to_one_and_keep_the_mean():
    rounded = (0.605, 0.198, 0.062, 0.136, 0.852)  # sums to 1.001
    us = (np.arange(YEARS) + 0.5) / YEARS
    numbers = np.array([growth.joiners(u, *rounded) for u in us])
    assert (numbers == 0).mean() == pytest.approx(0.605 / 1.001, abs=1e-5)
    assert numbers.mean() == pytest.approx(0.852, abs=1e-3)


def test_a_larger_draw_never_means_fewer_joiners():
    numbers = [growth.joiners(u, *ROW) for u in np.linspace(1e-9, 1 - 1e-9, 5001)]
    assert (np.diff(numbers) >= 0).all()
    assert numbers[0] == 0
    assert numbers[-1] > 20


def test_without_a_chance_of_three_or_more_two_is_the_most():
    assert growth.joiners(1 - 1e-12, 0.5, 0.25, 0.25, 0.0, 0.75) == 2


def test_what_is_found_spreads_around_what_was_believed():
    key = draw_key("school and area", "S", "achievement")
    found = np.array([growth.strength_found(50.0, 6.0, 1, run, key) for run in range(20_000)])
    assert found.mean() == pytest.approx(50.0, abs=0.15)
    assert found.std() == pytest.approx(6.0, rel=0.02)
    assert growth.strength_found(50.0, 0.0, 1, 3, key) == 50.0
    assert growth.strength_found(99.0, 60.0, 1, int(found.argmax()), key) == 100.0
