"""Measures of one run against numbers worked out on paper from the tables in `worlds`."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ist_model.results import money
from ist_model.results.facts import facts_of
from ist_model.results.measures import (
    BEHIND,
    GROUPS,
    MEASURES,
    PER_NEED_GROUP,
    PER_PUPIL_GROUP,
    SINGLE,
    catalogue,
    measure,
)
from ist_model.results.sums import spread
from tests.results.runs import alone, records
from tests.results.worlds import at, world

ON_PAPER = {
    # A is low in 2 of 6 half-terms (200 pupils); J in 2 of the 4 since joining, its twin in all 4 (300).
    "pupils_attention_existing": 200 * 2 / 6,
    "share_pupils_attention_existing": 200 * 2 / 6 / 300,
    "pupils_attention_joiners": 150,
    "share_pupils_attention_joiners": 0.5,
    "pupils_attention_twins": 300,
    "share_pupils_attention_twins": 1,
    "joining_effect_share": -0.5,
    "none_attention_existing": 0,  # B is low at the horizon
    "none_attention_trust": 0,
    # Existing schools: waits of 6.5, 8.5 (bought) and 13 weeks, and one need that still waits.
    "needs_raised_existing": 4,
    "needs_finished_existing": 2,
    "needs_bought_existing": 1,
    "needs_unmet_existing": 0,
    "needs_open_existing": 1,
    "needs_censored_existing": 1,
    "wait_mean_weeks_existing": 28 / 3,
    "wait_median_weeks_existing": 8.5,
    "wait_p90_weeks_existing": 8.5 + 0.8 * 4.5,
    "within_standard_started_existing": 1 / 3,
    "share_started_existing": 3 / 4,
    "share_waited_existing": 1,
    "days_needed_existing": 19,
    "days_delivered_existing": 10,
    "days_bought_existing": 4.5,
    "days_unmet_existing": 0,
    "days_to_come_existing": 4.5,
    # The joiner: waits of 3.5 and 2 weeks, a deployment cut and made good, another two thirds to come.
    "needs_raised_joiners": 2,
    "needs_open_joiners": 1,
    "wait_mean_weeks_joiners": 2.75,
    "within_standard_started_joiners": 1,
    "days_delivered_joiners": 2.666,
    "days_to_come_joiners": 1.334,
    "needs_raised_trust": 6,
    # Beyond the trust: one waited a week, one was withdrawn after two.
    "needs_raised_beyond": 2,
    "needs_unmet_beyond": 1,
    "share_unmet_beyond": 0.5,
    "wait_mean_weeks_beyond": 1,
    "wait_resolved_mean_weeks_beyond": 1.5,
    "within_standard_started_beyond": 1,
    "within_standard_resolved_beyond": 0.5,
    "days_needed_beyond": 4,
    "days_delivered_beyond": 2,
    "days_unmet_beyond": 2,
    "release_days_used": 1 - (2720 + 2200) / 20_000,
    "utilisation": 28.6 / 143,
    "utilisation.sle": 18.6 / 65,
    "utilisation.tip": 10 / 78,
    # A-DHT 10 days, B-T 10 x 4 of 6 half-terms, the TIP 2 days a week for 39; two thirds of each on site.
    "support_days_per_year": (10 + 10 * 4 / 6 + 78) / 1.5,
    "mean_waiting": 41 / 39,
    "mean_in_progress": 35.1 / 39,
    "boards_existing": 3,
    "boards_trust": 4,
    # Four boards in one year, each an hour of an eight-hour day and half a day of preparation.
    "ceo_board_days_per_year": 4 * (1 / 8 + 0.5),
    "vacancy_weeks": 13,
    "vacancy_share": 2 / 18,
    "designations_lost": 1,
    # B-T is next to the headship of A: ready from week 13 on, in post for the first four half-terms of six.
    "bench_ready_now": 2 / 6,
    "bench_ready_in_a_year": 4 / 6,
    "uncovered_headship": 0,
    "headship_gap": 0,
    "interim_weeks": 0,
    "promotions": 0,
    "designations_lost_to_promotion": 0,
    "backfill_gbp_per_year": 0,
    # A-DHT: 6 leader days and 1.28 of boards at half cover; B-T: 6.3 at full cover; GBP 200 a day.
    # Cover, travel and days bought for the trust: 1,860 + 13 + 1,935 for 4 + 3 + 3 + 1 + 1 + .666 + 4.5 days.
    "cost_gbp_per_day_received": (1860 + 13 + 1935) / 17.166,
    # A needs attention in two half-terms of six, J in one or two of the four since it joined.
    "cost_gbp_per_pupil_year_without_attention": 4636 / ((200 * 4 + 100 * 6 + 300 * 2) / 6),
    "cover_gbp_per_year": 6 * 0.5 * 200 + 6.3 * 200,
    "boards_gbp_per_year": 1.28 * 0.5 * 200,
    "board_days_per_year": 1.28,
    # 4 days to B and 3 to A, 3 km away, 1 day to J, 5 km away: there and back, a quarter of a pound each.
    "travel_gbp_per_year": (7 * 6 + 1 * 10) * 0.25,
    "bought_gbp_per_year": 4.5 * 430,
    "chair_gbp_per_year": 400,
    "income_gbp_per_year": 600,
    "net_gbp_per_year": 728 + 1260 + 1935 + 400 + 13 + 300 - 600,
    # Each school bears its own leaders' cover and travel, its chairs, and the days bought for it.
    "cost_gbp_per_year_existing": 728 + 1260 + 1935 + 300 + 13,
    "cost_gbp_per_year_joiners": 100,
    # Between schools: A to B 4 days, B to A 3, B to J 1; 3, 3 and 5 km apart. A and B gave 4 days each.
    "network_returned": (3 + 3) / 8,
    "network_links_both_ways": 2 / 3,
    "network_matched": 1 - (1 + 0 + 1) / 16,
    "network_concentration": 0.5,
    "network_top_giver": 0.5,
    "network_km": (4 * 3 + 3 * 3 + 1 * 5) / 8,
    "meetings_gbp_per_year": 0,
    "steps_gbp_per_year": 300,
    "intervention_steps_per_year": 1,
    "rise_days_per_year": 7 * 6 / 13,  # six of its thirteen weeks lie before the horizon
    "rise_grants_gbp_per_year": 40_000,
    "clamped": 2,
}


@pytest.mark.parametrize("name", ON_PAPER)
def test_a_measure_is_what_paper_says(name):
    """What tells of single people is worked out too: `measure` leaves it out of a trust of three posts."""
    found = catalogue(world())[name].of(facts_of(world(), records()))
    assert found == pytest.approx(ON_PAPER[name], rel=1e-6)
    withheld = name in BEHIND
    assert measure(world(), records())[name] == (pytest.approx(np.nan, nan_ok=True) if withheld else found)


def test_every_measure_has_its_own_name_and_words():
    in_tables = 3 * len(PER_PUPIL_GROUP) + 4 * len(PER_NEED_GROUP) + len(SINGLE)
    assert len(MEASURES) == in_tables
    assert len({item.label for item in MEASURES.values()}) == in_tables
    assert all(item.unit and item.decimals >= 0 for item in MEASURES.values())


def test_measures_over_all_schools_are_marked_as_changing_with_them():
    assert MEASURES["needs_raised_trust"].changes_with_schools
    assert MEASURES["boards_trust"].changes_with_schools
    assert not MEASURES["pupils_attention_existing"].changes_with_schools
    assert {item.schools for item in MEASURES.values()} == {scope for _, scope in GROUPS.values()}


def test_measures_of_schools_that_are_not_there_are_nan_and_counts_are_zero():
    of_two = ("schools", "has_area", "finance", "roll_forecast")
    alone = dataclasses.replace(world(), **{name: getattr(world(), name)[:2] for name in of_two})
    run = records()
    of_trust = run._replace(
        strength=run.strength[:, :2],
        tier=run.tier[:, :2],
        accountable=run.accountable[:, :2],
        needs=run.needs[:0],
        deployments=run.deployments[:0],
        boards=run.boards[:0],
    )
    values = measure(alone, of_trust)
    for name in (
        "pupils_attention_joiners",
        "joining_effect_share",
        "wait_mean_weeks_joiners",
        "share_started_trust",
    ):
        assert np.isnan(values[name]), name
    assert values["needs_raised_trust"] == values["days_needed_existing"] == 0


def test_no_need_vanishes_from_the_count_or_the_days():
    values = measure(world(), records())
    for group in ("existing", "joiners", "trust", "beyond"):
        parts = sum(values[f"needs_{part}_{group}"] for part in ("finished", "open", "unmet", "bought"))
        assert parts == values[f"needs_raised_{group}"]
        days = sum(values[f"days_{part}_{group}"] for part in ("delivered", "bought", "unmet", "to_come"))
        assert days == pytest.approx(values[f"days_needed_{group}"])


def test_needs_raised_after_the_count_ends_do_not_count():
    early = dataclasses.replace(world(), span=world().span._replace(count_until=at(26)))
    assert measure(early, records())["needs_raised_trust"] == 3  # those raised at 0, 0 and 19.5 weeks


def test_a_bought_need_whose_first_day_is_to_come_has_no_wait_yet():
    run = records()
    needs = run.needs.copy()
    needs["first_start"][6] = -1
    values = measure(world(), run._replace(needs=needs))
    assert values["needs_censored_existing"] == 2
    assert values["wait_mean_weeks_existing"] == pytest.approx(9.75)


def test_the_chance_of_no_school_needing_attention_turns_with_one_school():
    run = records()
    strength = run.strength.copy()
    strength[6, 1, 0] = 30.0
    assert measure(world(), run._replace(strength=strength))["none_attention_existing"] == 1
    strength[6, 2, 1] = 26.9
    values = measure(world(), run._replace(strength=strength))
    assert (values["none_attention_existing"], values["none_attention_trust"]) == (1, 0)


def test_strength_at_the_cut_point_no_longer_needs_attention():
    run = records()
    at_cut = measure(world(), run._replace(strength=np.where(np.isnan(run.strength), np.nan, 27.0)))
    below = measure(world(), run._replace(strength=np.where(np.isnan(run.strength), np.nan, 26.999)))
    assert (at_cut["pupils_attention_existing"], below["pupils_attention_existing"]) == (0, 300)


def test_money_of_a_deployment_falls_in_the_years_in_which_its_days_are_given():
    span = world().span
    two_years = dataclasses.replace(world(), span=span._replace(start=at(-39)))
    run = records()._replace(grid_tick=np.arange(13) * (at(6.5) - at(0)) + at(-39))
    before, after = alone(money.by_year(facts_of(two_years, run)))["cover"]
    assert before == pytest.approx(3 * 0.5 * 200)  # two days on site and one of preparation, before the start
    assert before + after == pytest.approx(1860 + 300)


def test_release_days_are_only_counted_over_whole_school_years():
    span = world().span
    for part in (span._replace(start=at(13)), span._replace(end=at(26))):
        assert np.isnan(measure(dataclasses.replace(world(), span=part), records())["release_days_used"])


def test_roles_without_places_have_no_utilisation():
    slots = world().designations.copy()
    slots["places"][2] = 0
    assert "utilisation.tip" not in measure(dataclasses.replace(world(), designations=slots), records())


def test_a_trust_without_external_chairs_pays_none():
    inside = dataclasses.replace(world(), validation=np.zeros((0, 2), np.int64))
    assert measure(inside, records())["chair_gbp_per_year"] == 0


@given(
    edges=st.lists(st.integers(-1000, 1000), min_size=2, max_size=8, unique=True).map(sorted),
    pieces=st.lists(
        st.tuples(st.integers(-1500, 1500), st.integers(0, 800), st.integers(0, 10**6)), max_size=6
    ),
)
def test_spreading_keeps_the_total_of_what_lies_inside(edges, pieces):
    start = np.array([piece[0] for piece in pieces], np.int64)
    stop = start + np.array([piece[1] for piece in pieces], np.int64)
    amount = np.array([piece[2] for piece in pieces], np.int64)
    row, period, part = spread(np.array(edges, np.int64), start, stop, amount)
    for piece, (begin, length, whole) in enumerate(pieces):
        inside = max(0, min(begin + length, edges[-1]) - max(begin, edges[0]))
        assert part[row == piece].sum() == pytest.approx(whole * inside / length if length else 0)
    for one, there in zip(row, period, strict=True):
        assert start[one] < edges[there + 1]
        assert stop[one] > edges[there]
