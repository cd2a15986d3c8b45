"""What becomes of support that cannot go on as agreed: cut, left behind, or called home (MODEL 6.1, 6.6)."""

import datetime as dt

import pytest

from ist_model.engines.records import FINISHED, SOURCE_VISIT, UNMET
from ist_model.inputs.calendar import TERM_TICKS, TICKS_PER_WEEK, YEAR_TICKS
from ist_model.inputs.models import Designation, OpeningTier, Post, TierOverride
from tests.engines.opened import MATHS, helper, opened, waits
from tests.generated import school

IMPATIENT = {f"tier__{tier}__patience_weeks": 10.0 for tier in ("self-improving", "supported", "targeted")}
TWO_YEARS = {"years": 2.0, "count_needs_for_years": 2.0}


def test_what_a_years_days_do_not_pay_for_waits_with_its_wait_and_without_patience():
    """Seven days asked for, four to give: three wait a year, far beyond ten weeks of patience."""
    few = (helper(allowance_days_per_year=4.0),)
    world, records = opened(few, IMPATIENT, needs=(waits(days=7.0),), **TWO_YEARS)
    assert records.deployments["on_site_milli"].tolist() == [4000, 3000]
    assert records.deployments["matched"].tolist() == [world.span.start, world.span.start + YEAR_TICKS]
    assert records.deployments["need"].tolist() == [0, 0]
    [need] = records.needs
    assert (need["status"], need["delivered_milli"]) == (FINISHED, 7000)
    assert (need["raised"], need["first_start"]) == (world.span.start, world.span.start)
    _, alone = opened((), IMPATIENT, needs=(waits(days=7.0),))
    assert alone.needs["status"].tolist() == [UNMET]


def test_a_leavers_deployment_ends_with_the_term_and_the_rest_is_asked_for_again():
    """Twenty days at one a week: 13 by the end of the term, seven lost to the leaver and given by another."""
    leaves = {"post__teacher__leave_per_year": 1e6, "post__deputy__leave_per_year": 0.0}
    comes = Post(id="Q", kind="deputy", designations=(MATHS,), starts=dt.date(2027, 5, 1))
    comes = comes.model_copy(update={"allowance_days_per_year": 40.0})
    world, records = opened((helper(), comes), IMPATIENT | leaves, needs=(waits(days=20.0),))
    first, second = records.deployments
    assert (first["on_site_milli"], first["delivered_milli"], first["cut"]) == (20_000, 13_000, 1)
    assert first["end"] == world.span.start + TERM_TICKS
    assert (second["on_site_milli"], second["delivered_milli"]) == (7000, 7000)
    assert second["start"] == world.span.start + 2 * TERM_TICKS
    lost = records.ledger[records.ledger["post"] == first["post"]]["lost_milli"]
    assert lost.sum() >= 7000
    assert records.needs["status"].tolist() == [FINISHED]


@pytest.mark.parametrize("falls", [True, False])
def test_a_school_that_falls_recalls_its_leaders_when_what_they_do_is_done(falls):
    """Twelve weeks from September; the home school falls in November, and till May nobody goes out again."""
    decided = TierOverride(
        school="home",
        tier="intervention",
        starts=dt.date(2026, 11, 1),
        ends=dt.date(2027, 5, 1),
        reason="weak",
    )
    asked = (waits(days=12.0), waits(area="curriculum_teaching", days=5.0))
    world, records = opened(
        (helper(home="home"),),
        schools=(school("S", 0.9), school("home", 0.9)),
        needs=asked,
        tiers=(OpeningTier(school="home", tier="self-improving"),),
        tier_overrides=(decided,) if falls else (),
    )
    running, following = records.deployments
    assert running["delivered_milli"] == 12_000
    assert running["end"] == world.span.start + 12 * TICKS_PER_WEEK
    terms = 2 if falls else 1
    assert following["matched"] == world.span.start + terms * TERM_TICKS


def test_an_outcome_in_need_of_attention_brings_visits_at_once_and_at_term_starts():
    """Safeguarding is not met: of two visits the first is that day, the other at the next term's start."""
    visited = {
        "inspection__safeguarding_not_met_chance": 1.0,
        "monitoring__visit_days": 3.0,
    }
    central = Post(id="T", kind="central", designations=(Designation(role="tip"),))
    schools = (school("S", 0.95),)
    for number in (0, 1, 2):
        values = visited | {"monitoring__visits_after_attention": float(number)}
        _, records = opened((central,), values, schools=schools, **TWO_YEARS)
        first = int(records.inspections["tick"][0])
        made = records.needs[records.needs["source"] == SOURCE_VISIT]
        of_first = made[made["raised"] < first + YEAR_TICKS]
        assert of_first["raised"].tolist() == [first, -(-first // TERM_TICKS) * TERM_TICKS][:number]
        assert of_first["asked_milli"].tolist() == [3000, 3000][:number]
