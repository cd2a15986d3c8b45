"""What a school takes in, what a person and a budget allow, and what giving costs: each turned off and on."""

import datetime as dt

import numpy as np
import pytest

from ist_model.engines.support_effect import effect_of
from ist_model.inputs.calendar import TICKS_PER_WEEK
from ist_model.inputs.models import (
    Designation,
    OpeningTier,
)
from ist_model.science import absorption
from tests.engines.opened import AREAS, helper, opened, waits
from tests.generated import school


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
