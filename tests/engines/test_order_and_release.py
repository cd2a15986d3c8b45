"""What comes first at one moment, and when leaders are let go: runs in which a wrong order would show."""

import datetime as dt

import pytest

from ist_model.engines.narrated import run
from ist_model.engines.records import FINISHED, UNMET
from ist_model.inputs.calendar import GRID_TICKS, TICKS_PER_WEEK, YEAR_TICKS, half_term_on_or_after
from ist_model.inputs.models import (
    Designation,
    LastInspection,
    Opening,
    OpeningDeployment,
    OpeningNeed,
    OpeningTier,
    Package,
    Place,
    Policy,
    Post,
    Stream,
    Trust,
    Work,
)
from ist_model.world.build import build_world
from tests.engines.opened import CALM
from tests.generated import resolved, school, with_values

MATHS = Designation(role="sle", specialisms=("maths",))


def records_of(trust, values, **fields):
    world = build_world(resolved(trust, assumptions=with_values(**CALM | values), **fields))
    return world, run(world, 0)


def requests_for_maths(days=0.5, per_week=2.0):
    return Stream(
        id="E",
        area="achievement",
        specialism="maths",
        needs_per_week=per_week,
        work=Work(distribution="fixed", mean_days=days),
    )


@pytest.mark.parametrize(("patience_weeks", "status"), [(6.5, FINISHED), (6.4, UNMET)])
def test_a_need_whose_patience_ends_at_a_meeting_is_matched_there_first(patience_weeks, status):
    """The only supporter is busy for five weeks; the meeting is after six and a half."""
    post = Post(id="P", kind="teacher", designations=(MATHS,), allowance_days_per_year=20.0)
    trust = Trust(title="t", about="t", schools=(school("S", 0.9),), posts=(post,))
    busy = OpeningDeployment(
        post="P", role="sle", school="S", area="achievement", specialism="maths", days_left=5.0
    )
    waits = OpeningNeed(
        school="S", area="curriculum_teaching", specialism="maths", days=2.0, weeks_waited=0.0
    )
    tier = OpeningTier(school="S", tier="targeted")
    _, records = records_of(
        trust,
        {"tier__targeted__patience_weeks": patience_weeks},
        warm_up_weeks=0.0,
        opening=Opening(deployments=(busy,), needs=(waits,), tiers=(tier,)),
    )
    [need] = records.needs[records.needs["asked_milli"] == 2000]
    assert need["status"] == status
    if status == FINISHED:
        assert need["first_start"] - need["raised"] == GRID_TICKS


@pytest.mark.parametrize("window_weeks", [0.0, 6.0])
def test_leaders_stay_at_home_while_an_inspection_is_expected(window_weeks):
    """Last inspected in November 2022, next expected four years on: November 2026."""
    last = dt.date(2022, 11, 1)
    home = school("home", 0.9, last_inspection=LastInspection(outcome="good", date=last))
    post = Post(id="P", kind="teacher", school="home", designations=(MATHS,), allowance_days_per_year="none")
    trust = Trust(title="t", about="t", schools=(home,), posts=(post,), streams=(requests_for_maths(),))
    every_four_years = {
        "inspection__good_interval_low_years": 3.99,
        "inspection__good_interval_mode_years": 4.0,
        "inspection__good_interval_high_years": 4.3,
        "release__inspection_window_weeks": window_weeks,
    }
    world, records = records_of(trust, every_four_years, policy=Policy(when="continuous"))
    expected = int(world.schools["last_inspected"][0]) + 4 * YEAR_TICKS
    until = min(int(records.inspections["tick"][0]), expected + 6 * TICKS_PER_WEEK)
    matched = records.deployments["matched"]
    near = (matched > expected - 6 * TICKS_PER_WEEK) & (matched < until)
    assert len(matched[matched < expected - 6 * TICKS_PER_WEEK]) > 0
    assert bool(near.any()) == (window_weeks == 0.0)


def test_no_deployment_from_a_school_with_year_6_starts_in_key_stage_2_test_week():
    junior, infant = school("junior", 0.9), school("infant", 0.9, age_low=4, age_high=7)
    posts = tuple(
        Post(
            id=f"P-{home}", kind="teacher", school=home, designations=(MATHS,), allowance_days_per_year="none"
        )
        for home in ("junior", "infant")
    )
    trust = Trust(
        title="t",
        about="t",
        schools=(junior, infant),
        posts=posts,
        streams=(requests_for_maths(days=0.1, per_week=20.0),),
    )
    never_inspected = {"release__inspection_window_weeks": 0.0}
    world, records = records_of(trust, never_inspected, policy=Policy(when="continuous"))
    week = world.span.start + int(world.values["release.ks2_week_from"] * TICKS_PER_WEEK)
    starts = records.deployments["start"]
    in_week = (starts >= week) & (starts < week + world.values["release.ks2_weeks"] * TICKS_PER_WEEK)
    givers = set(world.schools["age_high"][records.deployments["giver"][in_week]].tolist())
    assert givers == {7}


def test_each_september_brings_a_years_days_and_no_more():
    """Ten days a year, and requests of six that cannot be cut: one a year, and the four left are not kept."""
    post = Post(id="P", kind="teacher", designations=(MATHS,), allowance_days_per_year=10.0)
    stream = requests_for_maths(days=6.0, per_week=1.0)
    trust = Trust(title="t", about="t", posts=(post,), streams=(stream,))
    world, records = records_of(
        trust,
        {"support__shortest_deployment_days": 5.0},
        years=3.0,
        count_needs_for_years=3.0,
        policy=Policy(when="continuous"),
    )
    whole_years = records.ledger[records.ledger["year"] >= world.span.start // YEAR_TICKS]
    assert whole_years["contracted_milli"].tolist() == [10_000] * 3
    assert (10_000 - whole_years["idle_milli"]).tolist() == [6_000] * 3


@pytest.mark.parametrize(("boards", "held"), [(3, 3), (6, 6)])
def test_as_many_boards_are_held_in_a_year_as_the_tier_says(boards, held):
    tiers = ("self-improving", "supported", "targeted", "intervention")
    every = {f"tier__{tier}__boards_per_year": float(boards) for tier in tiers}
    trust = Trust(title="t", about="t", schools=(school("S", 0.9),))
    world, records = records_of(trust, every, years=2.0, count_needs_for_years=2.0)
    in_first_year = (records.boards["tick"] >= world.span.start) & (
        records.boards["tick"] < half_term_on_or_after(dt.date(2027, 9, 1))
    )
    assert in_first_year.sum() == held


def order_served(policy, needs, schools, home="none", packages=()):
    """Days of the needs in the order in which one supporter with one place comes to them."""
    post = Post(id="P", kind="teacher", school=home, designations=(MATHS,), allowance_days_per_year="none")
    trust = Trust(title="t", about="t", schools=schools, posts=(post,), packages=packages)
    _, records = records_of(
        trust,
        {f"tier__{tier}__patience_weeks": 300.0 for tier in ("supported", "self-improving")},
        warm_up_weeks=0.0,
        opening=Opening(needs=needs),
        policy=Policy(order=policy),
    )
    own = records.deployments[records.deployments["designation"] >= 0]
    return [round(days / 1000) for days in own["on_site_milli"]]


@pytest.mark.parametrize(("policy", "order"), [("triage", [1, 2, 3]), ("fair_share", [1, 3, 2])])
def test_under_fair_share_a_school_that_had_days_lets_another_go_first(policy, order):
    """The first school asks in two areas, for one day and for two; the second, later, for three."""
    needs = tuple(
        OpeningNeed(school=name, area=area, specialism="maths", days=days, weeks_waited=weeks)
        for name, area, days, weeks in (
            ("first", "achievement", 1.0, 10.0),
            ("first", "curriculum_teaching", 2.0, 9.0),
            ("second", "achievement", 3.0, 1.0),
        )
    )
    assert order_served(policy, needs, (school("first", 0.9), school("second", 0.9))) == order


def test_under_fair_share_the_visits_of_a_package_are_not_days_that_a_school_has_had():
    """The first school has waited longer, and has five days of a package from the first day."""
    package = Package(
        id="net", kind="school", schools=("first",), price_gbp_per_year=1.0, visit_days_per_term=5.0
    )
    needs = tuple(
        OpeningNeed(school=name, area="achievement", specialism="maths", days=days, weeks_waited=weeks)
        for name, days, weeks in (("first", 1.0, 10.0), ("second", 2.0, 1.0))
    )
    schools = (school("first", 0.9), school("second", 0.9))
    assert order_served("fair_share", needs, schools, packages=(package,)) == [1, 2]


@pytest.mark.parametrize(("policy", "order"), [("triage", [1, 2]), ("local_first", [2, 1])])
def test_under_local_first_the_shorter_way_goes_before_the_longer_wait(policy, order):
    places = {"home": 52.60, "near": 52.61, "far": 52.95}
    schools = tuple(
        school(name, 0.9, place=Place(latitude=latitude, longitude=1.3)) for name, latitude in places.items()
    )
    needs = tuple(
        OpeningNeed(school=name, area="achievement", specialism="maths", days=days, weeks_waited=weeks)
        for name, days, weeks in (("far", 1.0, 10.0), ("near", 2.0, 1.0))
    )
    assert order_served(policy, needs, schools, home="home") == order
