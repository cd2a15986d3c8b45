"""Rules of careers against numbers worked out by hand."""

import math

import numpy as np
import pytest
from scipy import stats

from ist_model.inputs.calendar import TERM_TICKS, YEAR_TICKS
from ist_model.science import careers

SEED, RUN = 20261101, 3


def test_the_hazard_is_raised_in_the_year_after_and_neither_before_nor_later():
    since = 5 * TERM_TICKS + 7
    factors = [careers.hazard_factor(since, term * TERM_TICKS - 1, 1.0, 1.75) for term in range(4, 11)]
    assert factors == [1.0, 1.0, 1.75, 1.75, 1.75, 1.0, 1.0]


def test_who_is_found_in_post_has_been_there_as_long_as_a_renewal_process_in_equilibrium():
    hazard = 0.3
    tenures = [careers.opening_tenure_terms(hazard, SEED, RUN, post) for post in range(4000)]
    leaving = careers.leaving_chance(hazard)
    assert np.mean(tenures) == pytest.approx((1 - leaving) / leaving, rel=0.05)
    counts = [tenures.count(n) for n in range(8)]
    expected = [4000 * leaving * (1 - leaving) ** n for n in range(8)]
    rest = [4000 - sum(counts)], [4000 - sum(expected)]
    assert stats.chisquare(counts + rest[0], expected + rest[1]).pvalue > 0.001


def test_where_nobody_leaves_everybody_has_been_there_for_long():
    assert careers.opening_tenure_terms(0.0, SEED, RUN, 1) == careers.LONGEST_TENURE_TERMS


@pytest.mark.parametrize(("rule", "share"), [(careers.will_be_ready, 0.4), (careers.round_fails, 0.15)])
def test_a_chance_happens_as_often_as_it_says(rule, share):
    happened = sum(rule(share, SEED, RUN, post, 77) for post in range(4000))
    assert happened == pytest.approx(4000 * share, abs=4 * math.sqrt(4000 * share * (1 - share)))
    assert not any(rule(0.0, SEED, RUN, post, 77) for post in range(100))
    assert all(rule(1.0, SEED, RUN, post, 77) for post in range(100))


def cover(**fields):
    given = {
        "seconded_here": False,
        "next_below": False,
        "same_school": False,
        "leads_elsewhere": False,
        "heads_partnership": False,
        "heads_another": False,
        "led": 0,
        "span": 3,
    } | fields
    return careers.cover_choice(*given.values())


def test_who_stands_in_is_asked_in_a_fixed_order():
    asked = [
        cover(seconded_here=True, next_below=True),
        cover(next_below=True, same_school=True),
        cover(heads_partnership=True, heads_another=True),
        cover(heads_another=True),
        cover(next_below=True),
    ]
    assert asked == sorted(asked)
    assert len(set(asked)) == len(asked)
    assert max(asked) < careers.COVER_NONE


def test_who_leads_a_school_already_is_not_asked_nor_a_partnership_head_beyond_the_span():
    assert cover(next_below=True, leads_elsewhere=True) == careers.COVER_NONE
    assert cover(next_below=True, led=1) == careers.COVER_NONE
    assert cover(heads_partnership=True, led=3) == careers.COVER_NONE
    assert cover(heads_partnership=True, led=2) == careers.COVER_OWN_HEAD
    assert cover() == careers.COVER_NONE


def test_a_claim_takes_its_part_of_the_year_and_gives_back_what_is_to_come():
    since = 4 * YEAR_TICKS + TERM_TICKS
    until = 5 * YEAR_TICKS
    milli = careers.part_of_year_milli(39.0, since, until)
    assert milli == 26_000
    assert careers.still_to_come(milli, since, until, since + TERM_TICKS) == 13_000
    assert careers.still_to_come(milli, since, until, since) == milli
    assert careers.still_to_come(milli, since, until, until) == 0
    assert careers.still_to_come(milli, since, until, until + 1) == 0


@pytest.mark.parametrize(("terms", "again"), [(0, 1), (1, 1), (3, 3)])
def test_a_further_round_takes_a_term_at_least(terms, again):
    assert careers.round_again_terms(terms) == again


@pytest.mark.parametrize(
    ("milli", "than", "more"), [(5, 4, True), (4, 4, False), (-1, 4, True), (4, -1, False), (-1, -1, False)]
)
def test_no_limit_is_more_than_any_number_of_days(milli, than, more):
    assert careers.more_days(milli, than) == more


def test_who_stays_takes_a_seat_of_the_own_kind_first_and_a_rung_only_if_ready():
    assert careers.stay_choice(True, -1, False) == 0
    assert [careers.stay_choice(False, place, True) for place in (0, 1)] == [1, 2]
    assert careers.stay_choice(False, 0, False) == careers.STAY_NOT
    assert careers.stay_choice(False, -1, True) == careers.STAY_NOT


def test_a_duty_takes_days_or_a_share_of_the_years_and_nothing_of_no_limit():
    assert careers.claimed_days(6.0, 0.0, 12_000) == 6.0
    assert careers.claimed_days(0.0, 0.5, 12_000) == 6.0
    assert careers.claimed_days(0.0, 0.5, -1) == 0.0
