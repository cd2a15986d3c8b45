"""Tiers, emergencies, inspections and release in whole runs made to show one rule each."""

import datetime as dt

import numpy as np
import pytest

from ist_model.engines.narrated import run
from ist_model.engines.records import BOUGHT, SOURCE_ONBOARDING, SOURCE_VISIT
from ist_model.inputs.calendar import GRID_TICKS, YEAR_TICKS
from ist_model.inputs.models import Designation, LastInspection, Post, Supplier, TierOverride, Trust
from ist_model.world.build import build_world
from tests.generated import resolved, school, with_values

QUIET = {
    "monitoring__need_threshold": 1.0,
    "monitoring__urgent_threshold": 0.0,
    "inspection__safeguarding_not_met_chance": 0.0,
    "post__teacher__leave_per_year": 0.0,
}


def made(schools, posts=(), suppliers=(), assume=None, number=0, **fields):
    trust = Trust(title="t", about="t", schools=schools, posts=posts, suppliers=suppliers)
    world = build_world(resolved(trust, assumptions=with_values(**(QUIET | (assume or {}))), **fields))
    return world, run(world, number)


def sle(name, home="none", **fields):
    designation = Designation(role="sle", specialisms=("maths",))
    return Post(id=name, kind="teacher", school=home, designations=(designation,), **fields)


def test_the_ceos_decision_holds_exactly_while_it_lasts():
    override = TierOverride(
        school="S",
        tier="intervention",
        starts=dt.date(2026, 11, 1),
        ends=dt.date(2027, 1, 1),
        reason="new head",
    )
    _, plain = made((school("S", 0.95),))
    _, decided = made((school("S", 0.95),), tier_overrides=(override,))
    before, after = plain.tier[:, 0].tolist(), decided.tier[:, 0].tolist()
    assert after[1] == 3
    assert before[1] != 3
    assert after[0] == before[0]
    assert 3 not in after[2:]


def test_an_urgent_inspection_puts_a_school_into_intervention_at_once():
    urgent = {"inspection__safeguarding_not_met_chance": 1.0}
    _, records = made((school("S", 0.95),), assume=urgent, years=2.0, count_needs_for_years=2.0)
    inspected = int(records.inspections["tick"][0])
    following = np.searchsorted(records.grid_tick, inspected, side="right")
    assert records.tier[following, 0] == 3
    visits = records.needs[records.needs["source"] == SOURCE_VISIT]
    assert visits["raised"][0] == inspected


def test_an_emergency_is_matched_between_meetings():
    urgent = {"inspection__safeguarding_not_met_chance": 1.0, "release__opening_weeks": 0.0}
    tip = Post(id="T", kind="central", designations=(Designation(role="tip"),))
    _, records = made((school("S", 0.95),), (tip,), assume=urgent, years=2.0, count_needs_for_years=2.0)
    inspected = int(records.inspections["tick"][0])
    assert inspected % GRID_TICKS != 0
    assert inspected in records.deployments["matched"].tolist()


def test_no_school_known_at_the_start_is_inspected_in_the_warm_up():
    dates = [dt.date(2011, 5, 1), dt.date(2022, 5, 1), dt.date(2024, 5, 1)]
    schools = tuple(
        school(f"S{i}", last_inspection=LastInspection(outcome="good", date=date))
        for i, date in enumerate(dates)
    )
    for number in range(10):
        world, records = made(schools, number=number, years=4.0, count_needs_for_years=4.0)
        assert records.inspections["tick"].min() > world.span.start
        assert len(set(records.inspections["school"].tolist())) >= 2


def test_a_school_in_intervention_keeps_its_leaders_at_home():
    override = TierOverride(school="home", tier="intervention", starts=dt.date(2025, 9, 1), reason="weak")
    weak = {"monitoring__need_threshold": 30.0}
    schools = (school("home", 0.99), school("weak", 0.02))
    arguments = {"posts": (sle("P", "home"),), "assume": weak, "years": 2.0, "count_needs_for_years": 2.0}
    _, free = made(schools, **arguments)
    _, kept = made(schools, tier_overrides=(override,), **arguments)
    assert len(free.deployments) > 0
    assert len(kept.deployments) == 0


def test_a_joiner_asks_for_its_onboarding_on_the_day_it_joins():
    joins = dt.date(2027, 3, 1)
    world, records = made((school("new", 0.9, joined=joins, joining="sponsored"),))
    [need] = records.needs[records.needs["source"] == SOURCE_ONBOARDING]
    assert need["raised"] == world.schools["joins"].min()
    assert need["asked_milli"] == world.onboarding["milli"].sum()


@pytest.mark.parametrize("volume", [0.0, 10.0, 1000.0])
def test_no_more_is_bought_in_a_year_than_the_trust_will_buy(volume):
    supplier = Supplier(id="out", specialisms=("maths", "curriculum"), people=50, days_per_year=volume)
    poor = {"monitoring__need_threshold": 45.0, "tier__targeted__patience_weeks": 2.0}
    schools = tuple(school(f"S{i}", 0.1) for i in range(4))
    _, records = made(schools, suppliers=(supplier,), assume=poor, years=3.0, count_needs_for_years=3.0)
    bought = records.deployments[records.deployments["supplier"] >= 0]
    by_year = np.bincount(bought["matched"] // YEAR_TICKS, bought["on_site_milli"], minlength=1)
    assert by_year.max(initial=0.0) <= volume * 1000
    assert (records.needs["status"] == BOUGHT).sum() == len(bought)
    assert (len(bought) > 0) == (volume >= 10.0)
