"""The centre's account and money moved to schools, by hand and as laws of every run (MODEL 5.5, 8)."""

from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from ist_model.engines import narrated
from ist_model.inputs.models import Centre, MoneyMoved
from ist_model.results import accounts, centre, icfp, money
from ist_model.results.facts import Facts, facts_of
from ist_model.results.measures import measure
from ist_model.results.moved import to_schools_pence
from ist_model.world.build import build_world
from ist_model.world.centre import MOVED
from ist_model.world.structs import NEVER, NONE, PACKAGE, Span
from tests.generated import scenarios
from tests.results.runs import alone, records
from tests.results.worlds import at, rows, world

A, B, J = 0, 1, 2
FORECAST = np.array([[200.0] * 2, [100.0] * 2, [300.0] * 2, [300.0] * 2])


def written() -> Facts:
    """GBP 140,000 of services, 25,000 of reserves; 5,000.25 moved to B, and 2,000 to J with its step."""
    held = rows(PACKAGE, {"price_pence_per_year": 120_000, "school": NONE, "starts": at(-39), "ends": NEVER})
    there = world().centre._replace(
        services_pence=14_000_000,
        reserves_pence=2_500_000,
        moved=rows(MOVED, {"school": B, "tick": at(20), "pence": 500_025}),
        step_moved_pence=np.array([200_000, 999_900]),
    )
    return facts_of(dataclasses.replace(world(), packages=held, centre=there), records())


def by_year(facts: Facts) -> pd.DataFrame:
    """The centre's account in pounds."""
    return pd.DataFrame(centre.frame(facts)).drop(columns="run").set_index("school_year")


def test_the_centres_account_by_hand():
    """Slices of A, B and two thirds of J's: 60,000 + 30,000 + 60,000. The TIP gave two days beyond at 300."""
    year = by_year(written()).loc[2026]
    assert year.to_dict() == {
        "top_slice": 150_000,
        "external_income": 600,
        "services": 140_000,
        "packages": 1_200,
        "bought": 0,
        "steps": 300,
        "moved": 7_000.25,
        "balance": 2_099.75,
        "reserves": 27_099.75,
    }


def test_where_services_are_not_written_they_cost_what_the_top_slice_brings():
    year = by_year(facts_of(world(), records())).loc[2026]
    assert (year["top_slice"], year["services"]) == (150_000, 150_000)
    assert (year["balance"], year["reserves"]) == (300, 300)


def test_what_leaves_the_centre_arrives_in_schools_and_the_trust_gains_nothing():
    facts = written()
    still = dataclasses.replace(
        facts.world,
        centre=facts.world.centre._replace(moved=np.zeros(0, MOVED), step_moved_pence=np.zeros(2, np.int64)),
    )
    without = facts_of(still, records())
    own, plain = alone(accounts.of_schools(facts)), alone(accounts.of_schools(without))
    assert own.moved.tolist() == [[0, 500_025, 200_000, 0]]
    assert (own.balance - plain.balance).tolist() == own.moved.tolist()
    assert (own.income == plain.income).all()
    values, before = measure(facts.world, *facts.records.each), measure(still, *without.records.each)
    for name in ("balance_gbp_per_year", "reserves_gbp", "staff_share", "school_income_gbp_per_year"):
        assert values[name] == before[name], name
    assert values["moved_gbp_per_year"] == 7_000.25
    assert values["centre_balance_gbp_per_year"] - before["centre_balance_gbp_per_year"] == -7_000.25
    assert values["centre_reserves_gbp"] == 27_099.75


def test_money_counts_in_the_school_year_of_its_day_and_not_before_the_period():
    """The last moment of a school year, and the first of the next; the warm-up's is not reported."""
    moved = rows(
        MOVED,
        {"school": A, "tick": at(-1), "pence": 1},
        {"school": A, "tick": at(39) - 1, "pence": 10},
        {"school": B, "tick": at(39), "pence": 100},
        {"school": B, "tick": at(78), "pence": 1000},
    )
    two_years = dataclasses.replace(
        world(),
        span=Span(at(-39), at(0), at(78), at(78)),
        roll_forecast=FORECAST,
        centre=world().centre._replace(moved=moved),
    )
    assert alone(to_schools_pence(facts_of(two_years, records()))).tolist() == [[10, 0, 0, 0], [0, 100, 0, 0]]


def test_a_year_that_the_period_cuts_has_its_part_of_services():
    half = dataclasses.replace(
        world(),
        span=Span(at(-39), at(0), at(58.5), at(58.5)),
        roll_forecast=FORECAST,
        centre=world().centre._replace(services_pence=10_001),
    )
    assert by_year(facts_of(half, records()))["services"].tolist() == [100.01, 50.0]


@given(scenarios(), st.sampled_from([None, 0.0, 123_456.78]), st.sampled_from([None, -1_000.0, 50_000.5]))
@settings(max_examples=30)
def test_every_transfer_has_two_ends(scenario, services, reserves):
    """To the penny: top slices and money moved, schools against centre; both together make the trust."""
    there = [school.id for school in scenario.trust.schools if school.joined is None]
    moved = tuple(
        MoneyMoved(school=name, date=dt.date(2026, 12, 3), gbp=1_000.01 + n, reason="generated")
        for n, name in enumerate(there)
        if scenario.growth is None or name not in scenario.growth.pool
    )
    trust = scenario.trust.model_copy(
        update={"centre": Centre(services_gbp_per_year=services, reserves_gbp=reserves)}
    )
    built = build_world(scenario.model_copy(update={"money_moved": moved, "trust": trust}))
    facts = facts_of(built, narrated.run(built, 0))
    found = (centre.account(facts), accounts.of_schools(facts), money.pence(facts))
    own, schools, lines = (alone(each) for each in found)
    assert (own.top_slice == schools.top_slice.sum(axis=1)).all()
    assert (own.moved == schools.moved.sum(axis=1)).all()
    assert own.moved.sum() == sum(round(row.gbp * 100) for row in moved)
    borne = sum(lines[line][:, -1] for line in money.COSTS)
    assert (borne == own.packages + own.bought + own.steps).all()
    assert (
        schools.support_cost.sum(axis=1) + borne == sum(lines[line].sum(axis=1) for line in money.COSTS)
    ).all()
    assert own.reserves[-1] == built.centre.reserves_pence + own.balance.sum()
    if services is None:
        assert (own.balance == own.external_income - borne - own.moved).all()
    if schools.ticks.any():
        total = int(schools.balance.sum() + own.balance.sum())
        assert round(alone(icfp.balance_per_year(facts)) * facts.years * 100) == total
