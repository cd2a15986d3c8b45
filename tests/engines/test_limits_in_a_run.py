"""What a school takes in, what a person and a budget allow, and what giving costs: each turned off and on."""

import datetime as dt

import numpy as np
import pytest

from ist_model.engines.narrated import run
from ist_model.engines.records import BOUGHT, UNMET
from ist_model.engines.support_effect import effect_of
from ist_model.inputs.calendar import TICKS_PER_WEEK, YEAR_TICKS
from ist_model.inputs.models import (
    Designation,
    Opening,
    OpeningDeployment,
    OpeningNeed,
    OpeningTier,
    Place,
    Policy,
    Post,
    Stream,
    Supplier,
    TierOverride,
    Trust,
    Work,
)
from ist_model.results.checks import check
from ist_model.science import absorption, matching
from ist_model.world.build import build_world
from tests.generated import resolved, school, with_values

QUIET = {
    "monitoring__need_threshold": 1.0,
    "monitoring__urgent_threshold": 0.0,
    "inspection__safeguarding_not_met_chance": 0.0,
    "post__teacher__leave_per_year": 0.0,
    "release__opening_weeks": 0.0,
    "support__preparation_factor": 1.0,
    "role__sle__days_per_week": 1.0,
    "absorption__days_per_week": 9.0,
    "absorption__supporters": 9.0,
    "post__teacher__most_days_per_week": 9.0,
    "strength__sigma_per_root_week": 0.0,
    "strength__kappa_per_week": 0.0,
}
AREAS = ("achievement", "curriculum_teaching")
ONE_SCHOOL = (school("S", 0.9),)
MATHS = Designation(role="sle", specialisms=("maths",))


def waits(school_id="S", area="achievement", days=6.5):
    return OpeningNeed(school=school_id, area=area, specialism="maths", days=days, weeks_waited=0.0)


def helper(name="P", home="none", slots=1, **fields):
    given = {"allowance_days_per_year": 40.0, "designations": (MATHS,) * slots} | fields
    return Post(id=name, kind="teacher", school=home, **given)


def opened(posts, values=None, schools=ONE_SCHOOL, suppliers=(), budget=None, **fields):
    trust = Trust(
        title="t",
        about="t",
        schools=schools,
        posts=posts,
        suppliers=suppliers,
        bought_budget_gbp_per_year=budget,
    )
    opening = Opening(
        needs=fields.pop("needs", ()),
        deployments=fields.pop("deployments", ()),
        tiers=fields.pop("tiers", ()),
    )
    given = {"warm_up_weeks": 0.0, "opening": opening, "assumptions": with_values(**QUIET | (values or {}))}
    world = build_world(resolved(trust, **(given | fields)))
    records = run(world, 0)
    check(world, records)
    return world, records


@pytest.mark.parametrize(("supporters", "days", "later"), [(2, 9.0, False), (1, 9.0, True), (2, 1.5, True)])
def test_a_school_that_has_all_it_can_take_lets_the_next_supporter_wait(supporters, days, later):
    """Two needs, two supporters at a day a week: the second waits for the next meeting, or starts at once."""
    values = {"absorption__supporters": float(supporters), "absorption__days_per_week": days}
    needs = tuple(waits(area=area) for area in AREAS)
    _, records = opened((helper("P"), helper("Q")), values, needs=needs)
    gap = np.ptp(records.needs["first_start"]) / TICKS_PER_WEEK
    assert gap == (6.5 if later else 0.0)


def test_a_larger_school_takes_in_more():
    values = {"absorption__supporters": 1.0}
    large = (school("S", 0.9, roll=840),)
    needs = tuple(waits(area=area) for area in AREAS)
    _, records = opened((helper("P"), helper("Q")), values, large, needs=needs)
    assert np.ptp(records.needs["first_start"]) == 0


@pytest.mark.parametrize(("ceiling", "weeks_apart"), [(2.0, 0.0), (1.0, 6.5)])
def test_one_person_with_two_designations_is_away_for_no_more_of_a_week_than_the_post_allows(
    ceiling, weeks_apart
):
    needs = tuple(waits(area=area) for area in AREAS)
    values = {"post__teacher__most_days_per_week": ceiling}
    _, records = opened((helper(slots=2),), values, needs=needs)
    assert np.ptp(records.needs["first_start"]) / TICKS_PER_WEEK == weeks_apart


@pytest.mark.parametrize(("years_taught", "weeks"), [((), 6.5), ((6,), 13.0), ((3, 4), 6.5)])
def test_somebody_who_teaches_year_6_gives_half_the_week_in_spring(years_taught, weeks):
    post = helper(year_groups=years_taught)
    world, records = opened((post,), needs=(waits(),), start=dt.date(2027, 1, 1))
    [deployment] = records.deployments
    assert world.span.begin // (13 * TICKS_PER_WEEK) % 3 == 1
    assert (deployment["end"] - deployment["start"]) / TICKS_PER_WEEK == pytest.approx(weeks, abs=1e-6)


@pytest.mark.parametrize(("tier", "days"), [("self-improving", 10.0), ("supported", 8.0), ("targeted", 5.0)])
def test_a_school_gives_what_its_tier_expects_of_it(tier, days):
    """Ten days a year, twelve asked for: all of them, eight tenths or half are given (earned autonomy)."""
    schools = (school("S", 0.9), school("home", 0.5))
    post = helper(home="home", allowance_days_per_year=10.0)
    tiers = (OpeningTier(school="home", tier=tier),)
    _, records = opened(
        (post,), {"monitoring__supported_margin": 0.0}, schools, needs=(waits(days=12.0),), tiers=tiers
    )
    assert records.deployments["on_site_milli"][0] == 1000 * days


def test_a_day_away_costs_the_home_school_what_cover_leaves_by_hand():
    """Ten days at a day a week, .2 points a day half covered: 1.0 point, shared by the two areas of maths."""
    values = {"giving__cost_points_per_day": 0.2, "giving__cover_quality": 0.5}
    schools = (school("S", 0.5), school("home", 0.5))
    arguments = {"schools": schools, "needs": (waits(days=10.0),)}
    free_world, free = opened(
        (helper(home="home"),), values | {"giving__cost_points_per_day": 0.0}, **arguments
    )
    _, costs = opened((helper(home="home"),), values, **arguments)
    home = free_world.names.schools.index("home school")
    area_of = free_world.names.areas.index
    lost = free.strength[-1, home] - costs.strength[-1, home]
    assert lost[area_of("achievement")] == pytest.approx(0.5)
    assert lost[area_of("curriculum_teaching")] == pytest.approx(0.5)
    assert np.nansum(np.abs(lost)) == pytest.approx(1.0)
    assert np.array_equal(free.strength[:, 1 - home], costs.strength[:, 1 - home], equal_nan=True)


def test_what_a_giver_learns_comes_home_and_not_where_support_has_no_effect():
    """Ten days, .1 points a day over two areas: half a point each, less what is out of reach (1 - x/100)."""
    values = {"giving__cost_points_per_day": 0.0, "giving__learning_points_per_day": 0.1}
    schools = (school("S", 0.5), school("home", 0.5))
    arguments = {"schools": schools, "needs": (waits(days=10.0),)}
    world, learned = opened((helper(home="home"),), values, **arguments)
    home = world.names.schools.index("home school")
    achievement = world.names.areas.index("achievement")
    start = float(world.strength[home, achievement])
    gained = learned.strength[-1, home, achievement] - start
    assert gained == pytest.approx((100.0 - start) * (1.0 - np.exp(-0.5 / 100.0)))
    _, nothing = opened((helper(home="home"),), values, no_effect=True, **arguments)
    assert nothing.strength[-1, home, achievement] == start


def test_later_days_of_a_package_are_worth_less_and_ten_days_are_worth_the_same_as_ever():
    """No drift, no noise: strength rises by 100 - x times 1 - exp(-total / 100)."""

    def risen(days, kept):
        world, records = opened((helper(),), {"support__kept_per_day": kept}, needs=(waits(days=days),))
        achievement = world.names.areas.index("achievement")
        start = float(world.strength[0, achievement])
        total = (
            days
            * effect_of(world)
            * absorption.freshness(0.0, days, kept)
            / absorption.freshness(0.0, 10.0, kept)
        )
        rise = (100.0 - start) * (1.0 - np.exp(-total / 100.0))
        assert records.strength[-1, 0, achievement] - start == pytest.approx(rise)
        return rise

    assert risen(10.0, 0.9) == pytest.approx(risen(10.0, 1.0))
    assert risen(5.0, 0.9) > risen(5.0, 1.0)
    assert risen(20.0, 0.9) < risen(20.0, 1.0)


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


def test_spring_staff_take_up_only_the_room_they_fill():
    """Two who teach Year 6 at half a day a week each fit into one day of room, from January."""
    posts = (helper("P", year_groups=(6,)), helper("Q", year_groups=(6,)))
    schools = (school("S", 0.9), school("home", 0.9))
    posts = tuple(post.model_copy(update={"school": "home"}) for post in posts)
    needs = tuple(waits(area=area) for area in AREAS)
    values = {"absorption__days_per_week": 1.0, "travel__free_minutes": 600.0}
    _, records = opened(posts, values, schools, needs=needs, start=dt.date(2027, 1, 1))
    assert np.ptp(records.needs["first_start"]) == 0


def test_the_cost_of_giving_falls_on_the_areas_that_the_home_school_has():
    """Maths and early years: a junior school has no early years, and loses as much in all as a primary."""
    both = Designation(role="sle", specialisms=("maths", "early_years"))
    values = {"giving__cost_points_per_day": 0.2, "giving__cover_quality": 0.5}

    def lost(low):
        schools = (school("S", 0.5), school("home", 0.5, age_low=low, age_high=11))
        post = helper(home="home", designations=(both,))
        arguments = {"schools": schools, "needs": (waits(days=10.0),)}
        world, free = opened((post,), values | {"giving__cost_points_per_day": 0.0}, **arguments)
        _, costs = opened((post,), values, **arguments)
        home = world.names.schools.index("home school")
        return float(np.nansum(free.strength[-1, home] - costs.strength[-1, home]))

    assert lost(4) == pytest.approx(1.0)
    assert lost(7) == pytest.approx(1.0)
