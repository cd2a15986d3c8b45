"""A run that starts with things under way: what was running, waiting, used and vacant on the first day."""

import datetime as dt

import numpy as np
import pytest

from ist_model.engines.narrated import run
from ist_model.engines.records import FINISHED, SOURCE_OPENING
from ist_model.inputs.calendar import TERM_TICKS, TICKS_PER_WEEK
from ist_model.inputs.models import (
    Designation,
    Opening,
    OpeningDeployment,
    OpeningNeed,
    OpeningTier,
    Post,
    Trust,
)
from ist_model.results import capacity
from ist_model.results.checks import check
from ist_model.results.facts import facts_of
from ist_model.world.build import build_world
from tests.generated import resolved, school, with_values

SLE = Designation(role="sle", specialisms=("maths",))
QUIET_VALUES = {
    "post__teacher__leave_per_year": 0.0,
    "monitoring__need_threshold": 1.0,
    "monitoring__urgent_threshold": 0.0,
    "role__sle__days_per_week": 1.0,
    "support__preparation_factor": 1.4,
    "release__opening_weeks": 0.0,
    "inspection__safeguarding_not_met_chance": 0.0,
    "absorption__days_per_week": 2.0,
}
QUIET = with_values(**QUIET_VALUES)


def opened(opening, posts=1, allowance=20.0):
    helpers = tuple(
        Post(id=f"P{i}", kind="teacher", designations=(SLE,), allowance_days_per_year=allowance)
        for i in range(posts)
    )
    trust = Trust(title="t", about="t", schools=(school("S", 0.9),), posts=helpers)
    scenario = resolved(trust, assumptions=QUIET, warm_up_weeks=0.0, opening=Opening(**opening))
    world = build_world(scenario)
    records = run(world, 0)
    check(world, records)
    return world, records


def need(days=2.0, weeks_waited=5.0, area="achievement"):
    return OpeningNeed(school="S", area=area, specialism="maths", days=days, weeks_waited=weeks_waited)


def test_an_open_need_keeps_the_weeks_it_has_waited():
    world, records = opened({"needs": (need(weeks_waited=5.0),)})
    [row] = records.needs
    assert row["source"] == SOURCE_OPENING
    assert world.span.start - row["raised"] == 5 * TICKS_PER_WEEK
    assert row["first_start"] == world.span.start
    assert row["status"] == FINISHED


def test_a_running_deployment_goes_on_and_its_days_are_delivered():
    running = OpeningDeployment(
        post="P0", role="sle", school="S", area="achievement", specialism="maths", days_left=5.0
    )
    world, records = opened({"deployments": (running,)})
    [deployment] = records.deployments
    assert deployment["on_site_milli"] == 5000
    assert deployment["end"] - deployment["start"] == 7 * TICKS_PER_WEEK  # 5 days x 1.4 at a day a week
    assert records.needs["delivered_milli"].tolist() == [5000]
    assert records.busy_ticks.sum() == 7 * TICKS_PER_WEEK
    assert world.assumed_opening is False


def test_a_running_deployment_takes_its_days_from_the_years_allowance():
    running = OpeningDeployment(
        post="P0", role="sle", school="S", area="achievement", specialism="maths", days_left=4.0
    )
    waiting = need(area="curriculum_teaching")
    opening = {"deployments": (running,), "days_used": {"P0": 4.4}, "needs": (waiting,)}
    _, records = opened(opening, allowance=10.0)
    first = records.ledger[0]
    assert first["delivered_milli"] + first["preparation_milli"] == 5600
    assert first["idle_milli"] == 0


def test_days_already_used_are_not_there_to_give():
    _, fresh = opened({"needs": (need(days=10.0),)})
    _, spent = opened({"needs": (need(days=10.0),), "days_used": {"P0": 13.0}})
    assert fresh.deployments["on_site_milli"].tolist() == [10_000]
    assert spent.deployments["on_site_milli"][0] == 5000  # 20 less 13 is 7 leader days, or 5 on site
    assert spent.ledger["used_before_milli"].sum() == 13_000


def test_a_vacant_post_is_filled_after_its_terms_and_its_designation_comes_later():
    world, records = opened({"vacancies": {"P0": 1}})
    filled = records.filled[:, 0].tolist()
    assert filled == [False, False] + [True] * (len(filled) - 2)
    assert not records.active.any()
    assert records.careers["tick"].min() == world.span.start
    assert np.all((records.careers["tick"] - world.span.start) % TERM_TICKS == 0)


def test_a_tier_and_its_history_carry_over():
    tier = OpeningTier(school="S", tier="intervention", better_boards=1)
    _, records = opened({"tiers": (tier,)})
    first = records.boards[0]
    assert first["tier_before"] == 3
    assert first["tier_after"] < 3  # the second better board in a row


@pytest.mark.parametrize("posts", [1, 2])
def test_needs_beyond_the_places_wait_for_the_next_meeting(posts):
    needs = (need(), need(area="curriculum_teaching"))
    _, records = opened({"needs": needs}, posts)
    starts = len(set(records.needs["first_start"].tolist()))
    assert starts == 3 - posts


def test_a_post_that_ends_in_the_year_gives_what_its_part_of_the_year_holds():
    """Twelve days a year, over after two of six half-terms, are four: two used, two promised, none left."""
    post = Post(
        id="P",
        kind="teacher",
        designations=(SLE,),
        allowance_days_per_year=12.0,
        ends=dt.date(2027, 1, 1),
    )
    quiet = with_values(**QUIET_VALUES | {"support__preparation_factor": 1.0})
    running = OpeningDeployment(
        post="P", role="sle", school="S", area="achievement", specialism="maths", days_left=2.0
    )
    opening = Opening(deployments=(running,), days_used={"P": 2.0}, needs=(need(area="curriculum_teaching"),))
    trust = Trust(title="t", about="t", schools=(school("S", 0.9),), posts=(post,))
    world = build_world(resolved(trust, assumptions=quiet, warm_up_weeks=0.0, opening=opening))
    records = run(world, 0)
    check(world, records)
    assert records.ledger["contracted_milli"].tolist() == [4000]
    assert records.ledger["idle_milli"].tolist() == [0]
    assert records.deployments["on_site_milli"].tolist() == [2000]


def test_designations_of_a_post_vacant_on_the_first_day_are_not_lost_in_the_period():
    world, records = opened({"vacancies": {"P0": 1}})
    assert capacity.designations_lost(facts_of(world, records)) == 0
