"""How a school changes, against independent integration and by its stated properties."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import integrate

from ist_model.science import strength

LEVEL = st.floats(0, 100)
KAPPA = st.floats(0.001, 0.2)
GAIN = st.floats(0, 3)
DRAIN = st.floats(0, 1)
WEEKS = st.floats(0.01, 13)


@given(x=LEVEL, m=LEVEL, gain=GAIN, drain=DRAIN, kappa=KAPPA, weeks=WEEKS)
def test_advance_solves_the_differential_equation(x, m, gain, drain, kappa, weeks):
    solution = integrate.solve_ivp(
        lambda _, y: kappa * (m - y) + gain * (1 - y / 100) - drain, (0, weeks), [x], rtol=1e-10, atol=1e-10
    )
    assert strength.advance(x, m, gain, drain, kappa, weeks) == pytest.approx(solution.y[0, -1], abs=1e-6)


@given(x=LEVEL, m=LEVEL, gain=st.floats(0.01, 3), drain=DRAIN, kappa=KAPPA, weeks=WEEKS)
def test_support_added_is_the_integral_of_what_support_gives(x, m, gain, drain, kappa, weeks):
    added, _ = integrate.quad(
        lambda t: gain * (1 - strength.advance(x, m, gain, drain, kappa, t) / 100), 0, weeks, epsabs=1e-10
    )
    assert strength.support_added(x, m, gain, drain, kappa, weeks) == pytest.approx(added, abs=1e-7)


@given(x=LEVEL, m=LEVEL, gain=GAIN, drain=DRAIN, kappa=KAPPA, weeks=WEEKS, share=st.floats(0, 1))
def test_advancing_in_two_steps_equals_advancing_in_one(x, m, gain, drain, kappa, weeks, share):
    first = strength.advance(x, m, gain, drain, kappa, weeks * share)
    twice = strength.advance(first, m, gain, drain, kappa, weeks * (1 - share))
    assert twice == pytest.approx(strength.advance(x, m, gain, drain, kappa, weeks), abs=1e-9)


def test_without_forgetting_or_support_only_absence_moves_strength():
    assert strength.advance(50.0, 10.0, 0.0, 0.5, 0.0, 4.0) == 48.0


@given(x=LEVEL, m=LEVEL, added=st.floats(0, 50), share=st.floats(0, 1))
def test_credit_never_lowers_the_sustaining_level_nor_lifts_it_above_strength(x, m, added, share):
    credited = strength.credit(x, m, added, share)
    assert credited >= m
    assert credited <= max(m, x)


@given(x=LEVEL, m=LEVEL, added=st.floats(0, 50))
def test_nothing_lasts_where_the_lasting_share_is_zero(x, m, added):
    assert strength.credit(x, m, added, 0.0) == m


@given(sigma=st.floats(0.1, 5), kappa=st.floats(1e-6, 1e-4))
def test_noise_tends_to_the_random_walk_as_forgetting_vanishes(sigma, kappa):
    assert strength.noise_sd(sigma, kappa) == pytest.approx(strength.noise_sd(sigma, 0.0), rel=1e-2)
    assert strength.noise_sd(sigma, 0.0) ** 2 == pytest.approx(6.5 * sigma**2)


@given(gain=st.floats(0.01, 2), more=st.floats(0.01, 2), x=st.floats(0, 99), m=LEVEL, kappa=KAPPA)
def test_more_support_never_leaves_a_school_weaker(gain, more, x, m, kappa):
    assume(math.isfinite(x))
    less = strength.advance(x, m, gain, 0.0, kappa, 6.5)
    assert strength.advance(x, m, gain + more, 0.0, kappa, 6.5) > less


def test_the_starting_level_regresses_to_the_middle():
    assert strength.starting_sustaining_level(30.0, 0.6) == pytest.approx(38.0)
    assert strength.starting_sustaining_level(50.0, 0.2) == 50.0
