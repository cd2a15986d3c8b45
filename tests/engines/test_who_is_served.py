"""Who is served first, and what is bought: policies, urgency and budgets in whole runs."""

import datetime as dt

import numpy as np
import pytest

from ist_model.engines.narrated import run
from ist_model.engines.records import BOUGHT, UNMET
from ist_model.inputs.calendar import YEAR_TICKS
from ist_model.inputs.models import (
    Opening,
    OpeningDeployment,
    OpeningTier,
    Place,
    Policy,
    Stream,
    Supplier,
    TierOverride,
    Trust,
    Work,
)
from ist_model.science import matching
from ist_model.world.build import build_world
from tests.engines.opened import QUIET, helper, opened, waits
from tests.generated import resolved, school, with_values


@pytest.mark.parametrize(("budget", "bought"), [(None, 3), (5000.0, 1), (8600.0, 2), (0.0, 0)])
def test_a_budget_constrains_buying_and_what_it_refuses_says_so(budget, bought):
    """Three needs of ten days at 430 a day: 4,300 each."""
    supplier = Supplier(
        id="out", specialisms=("maths",), people=9, days_per_year=900.0, price_gbp_per_day=430.0
    )
    schools = tuple(school(f"S{i}", 0.9) for i in range(3))
    needs = tuple(waits(s.id, days=10.0) for s in schools)
    tiers = tuple(OpeningTier(school=s.id, tier="targeted") for s in schools)
    _, records = opened((), schools=schools, suppliers=(supplier,), budget=budget, needs=needs, tiers=tiers)
    assert (records.needs["status"] == BOUGHT).sum() == bought
    unmet = records.needs[records.needs["status"] == UNMET]
    assert len(unmet) == 3 - bought
    assert set(unmet["not_bought"].tolist()) <= {matching.NO_BUDGET}
    spent = np.bincount(
        records.deployments["matched"] // YEAR_TICKS, records.deployments["on_site_milli"], minlength=1
    )
    assert spent.max(initial=0.0) * 430.0 / 1000.0 <= (np.inf if budget is None else budget)


def test_waiting_needs_become_more_urgent_when_their_school_falls():
    """Two wait, alike but for the draw keys; a decision in November puts the one served last first."""
    schools = (school("A", 0.9), school("B", 0.9))
    busy = OpeningDeployment(
        post="P", role="sle", school="A", area="curriculum_teaching", specialism="maths", days_left=8.0
    )
    tiers = tuple(OpeningTier(school=s.id, tier="supported") for s in schools)
    state = {"needs": (waits("A", days=3.0), waits("B", days=3.0)), "deployments": (busy,), "tiers": tiers}

    def served_last(**fields):
        world, records = opened((helper(),), schools=schools, **state, **fields)
        waiting = records.needs[records.needs["asked_milli"] == 3000]
        last = waiting[np.argmax(waiting["first_start"])]
        return world.names.schools[last["school"]].split()[0]

    unlucky = served_last()
    falls = TierOverride(
        school=unlucky,
        tier="intervention",
        starts=dt.date(2026, 11, 1),
        ends=dt.date(2027, 1, 1),
        reason="fell",
    )
    assert served_last(tier_overrides=(falls,)) != unlucky


@pytest.mark.parametrize("order", ["best_gain", "optimal"])
def test_gain_goes_to_the_school_with_more_pupils_at_risk(order):
    """One supporter, two needs alike: the larger school first."""
    schools = (school("A", 0.05, roll=60), school("B", 0.05, roll=420))
    needs = (waits("A", days=3.0), waits("B", days=3.0))
    policy = Policy(order=order)
    world, records = opened((helper(),), schools=schools, needs=needs, policy=policy)
    first = records.needs["school"][np.argmin(records.needs["first_start"])]
    assert world.names.schools[first] == "B school"


def test_optimal_with_one_free_place_is_best_gain():
    schools = tuple(school(f"S{i}", 0.02 + 0.04 * i, roll=60 + 90 * (i % 3)) for i in range(5))
    needs = tuple(waits(s.id, days=2.0) for s in schools)
    runs = [
        opened((helper(),), schools=schools, needs=needs, policy=Policy(order=order))[1]
        for order in ("best_gain", "optimal")
    ]
    assert runs[0].deployments.tobytes() == runs[1].deployments.tobytes()
    assert runs[0].strength.tobytes() == runs[1].strength.tobytes()


def test_local_first_puts_schools_of_the_trust_before_demand_from_beyond():
    """One supporter some way off, a need of the trust and a stream of the same priority: own comes first."""
    far = school("home", 0.9, place=Place(latitude=52.6, longitude=1.3))
    near = school("S", 0.9, place=Place(latitude=52.9, longitude=1.3))
    stream = Stream(
        id="E",
        area="achievement",
        specialism="maths",
        needs_per_week=20.0,
        work=Work(distribution="fixed", mean_days=1.0),
        priority=2,
    )
    trust = Trust(title="t", about="t", schools=(near, far), posts=(helper(home="home"),), streams=(stream,))
    opening = Opening(needs=(waits(days=2.0),), tiers=(OpeningTier(school="S", tier="targeted"),))
    values = with_values(**QUIET | {"travel__free_minutes": 0.0})
    policy = Policy(order="local_first", when="meetings")
    world = build_world(
        resolved(trust, warm_up_weeks=0.0, opening=opening, assumptions=values, policy=policy)
    )
    records = run(world, 0)
    first = records.deployments[0]
    assert world.travel_share.max() > 0.1
    assert first["receiver"] == world.names.schools.index("S school")


def test_an_overspent_budget_is_no_unlimited_one():
    assert matching.why_not_bought(1.0, 10, 0, 100, 0, 2, 500, 0) == matching.NO_BUDGET
