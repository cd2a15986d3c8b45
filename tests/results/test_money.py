"""Packages and backfill in the costs of support, by hand (MODEL 6.5, 7.3, 8)."""

from __future__ import annotations

import dataclasses

import pytest

from ist_model.results import accounts, icfp, money
from ist_model.results.facts import Facts, facts_of
from ist_model.results.measures import measure
from ist_model.world.structs import NEVER, NONE, PACKAGE, SECONDMENT
from tests.results.runs import alone, records
from tests.results.worlds import at, rows, world

SCHOOL, TRUST = 0, NONE
YEARLY = {"supplier": 0, "price_pence_per_year": 120_000}


def with_packages() -> Facts:
    """A package of GBP 1,200 a year for A from the middle of the year, one for the trust the whole year."""
    held = rows(
        PACKAGE,
        YEARLY | {"school": SCHOOL, "starts": at(19.5), "ends": NEVER},
        YEARLY | {"school": TRUST, "starts": at(-39), "ends": at(39)},
    )
    return facts_of(dataclasses.replace(world(), packages=held), records())


def test_a_package_costs_its_part_of_the_year_and_falls_on_who_holds_it():
    cells = alone(money.pence(with_packages()))["packages"]
    assert cells.tolist() == [[60_000, 0, 0, 0, 120_000]]


def test_the_trusts_own_package_is_in_its_balance_and_in_no_schools():
    both = (facts_of(world(), records()), with_packages())
    plain, held = (alone(accounts.of_schools(facts)) for facts in both)
    assert (plain.balance - held.balance).tolist() == [[60_000, 0, 0, 0]]
    difference = icfp.balance_per_year(facts_of(world(), records())) - icfp.balance_per_year(with_packages())
    assert difference == pytest.approx(1_800)


def test_schools_packages_count_in_the_cost_of_a_day_received():
    facts = with_packages()
    days = 17.166  # see test_measures
    plain = money.cost_per_day_received(facts_of(world(), records()))
    assert money.cost_per_day_received(facts) - plain == pytest.approx(600 / days)


def seconded(backfill: int) -> Facts:
    """A's deputy, half of whose days are class days, is away full time from week 13 to week 26."""
    row = {"post": 0, "school": 1, "starts": at(13), "ends": at(26), "share": 1.0, "backfill": backfill}
    run = records()
    away = run.away_share.copy()
    away[:] = 0.0
    away[2:4, 0] = 1.0
    there = dataclasses.replace(world(), secondments=rows(SECONDMENT, row))
    return facts_of(there, run._replace(away_share=away))


def test_a_secondment_with_backfill_costs_the_home_school_its_class_days():
    """A term is 65 days of 195; half of them, 32.5, at GBP 200."""
    assert alone(money.pence(seconded(1)))["backfill"].tolist() == [[650_000, 0, 0, 0, 0]]
    assert measure(seconded(1).world, *seconded(1).records.each)["backfill_gbp_per_year"] == 6_500


def test_without_backfill_nothing_is_paid_but_the_classes_are_without_their_teacher_all_the_same():
    facts = seconded(0)
    assert not alone(money.pence(facts))["backfill"].any()
    assert alone(money.class_days_away(facts))[0, 0] == pytest.approx(3.64 + 32.5)
