"""Sudden losses of strength, new leaders and schools that nobody leads: each turned off and on."""

import datetime as dt

import numpy as np
import pytest

from ist_model.engines.narrated import run
from ist_model.inputs.calendar import TERM_TICKS, half_term_on_or_after
from ist_model.inputs.models import (
    Designation,
    LastInspection,
    Opening,
    OpeningDeployment,
    Post,
    Shock,
    Trust,
)
from ist_model.results.checks import check
from ist_model.science import monitoring, strength
from ist_model.world.build import build_world
from tests.generated import resolved, school, with_values

QUIET = {
    "monitoring__need_threshold": 1.0,
    "monitoring__urgent_threshold": 0.0,
    "monitoring__supported_margin": 0.0,
    "inspection__safeguarding_not_met_chance": 0.0,
    "post__teacher__leave_per_year": 0.0,
    "post__headteacher__leave_per_year": 0.0,
    "strength__kappa_per_week": 0.0,
    "strength__sigma_per_root_week": 0.0,
    "release__inspection_window_weeks": 0.0,
}
FALLS = dt.date(2027, 1, 1)
ONE = (school("S", 0.5, last_inspection=LastInspection(outcome="good", date=dt.date(2026, 1, 1))),)
TWO = (*ONE, school("T", 0.5))


def made(schools=ONE, posts=(), values=None, **fields):
    trust = Trust(title="t", about="t", schools=schools, posts=posts)
    given = {"assumptions": with_values(**QUIET | (values or {})), "warm_up_weeks": 0.0}
    world = build_world(resolved(trust, **(given | fields)))
    records = run(world, 0)
    check(world, records)
    return world, records


def shock(**fields):
    given = {"school": "S", "date": FALLS, "points": 20.0, "lasting_share": 0.25, "reason": "imagined"}
    return Shock(**(given | fields))


def test_a_shock_takes_its_points_at_once_and_a_share_for_good_by_hand():
    """Twenty points down from that half-term on; a quarter of it, five, from what is sustained."""
    world, records = made(TWO, shocks=(shock(),))
    _, plain = made(TWO)
    s = world.names.schools.index("S school")
    after = records.grid_tick >= half_term_on_or_after(FALLS)
    has = world.has_area[s]
    lost = (plain.strength - records.strength)[:, s][:, has]
    assert np.all(lost[~after] == 0.0)
    assert lost[after] == pytest.approx(20.0)
    assert (plain.sustaining - records.sustaining)[after][:, s][:, has] == pytest.approx(5.0)
    assert np.array_equal(plain.strength[:, 1 - s], records.strength[:, 1 - s], equal_nan=True)


def test_a_shock_in_one_area_leaves_the_others_alone_and_meets_a_joiners_twin_too():
    joiner = school("J", 0.5, joined=dt.date(2026, 11, 1), joining="converter")
    world, records = made((joiner,), shocks=(shock(school="J", areas=("achievement",)),))
    _, plain = made((joiner,))
    lost = (plain.strength - records.strength)[-1]
    area = world.names.areas.index("achievement")
    assert lost[:, area] == pytest.approx(20.0)  # the joiner and the same school had it not joined
    assert np.nansum(np.delete(lost, area, axis=1)) == 0.0


def test_part_of_a_shock_comes_back_by_itself():
    """Strength drifts to what is sustained: after a year of kappa, exp(-39 kappa) of the rest is left."""
    fell = strength.after_shock(50.0, 50.0, 20.0, 0.25)
    assert fell == (30.0, 45.0)
    _, records = made(ONE, values={"strength__kappa_per_week": 0.02}, shocks=(shock(),), years=2.0)
    start = int(np.searchsorted(records.grid_tick, half_term_on_or_after(FALLS)))
    assert records.strength[start, 0, 0] == pytest.approx(30.0)
    assert records.strength[start + 6, 0, 0] == pytest.approx(45.0 - 15.0 * np.exp(-39 * 0.02))


@pytest.mark.parametrize(("terms", "tier"), [(0.0, 0), (3.0, 1)])
def test_a_school_whose_leader_is_new_is_supported_until_the_leader_has_settled(terms, tier):
    """The head comes in January 2027; two better boards later the school is free, unless the head is new."""
    head = Post(id="H", kind="headteacher", school="S")
    values = {"monitoring__new_leader_terms": terms, "monitoring__observation_sd": 0.1}
    opening = Opening(vacancies={"H": 1})
    _, records = made(ONE, (head,), values, years=3.0, count_needs_for_years=3.0, opening=opening)
    autumn_2027 = records.grid_tick[0] + 3 * TERM_TICKS
    assert records.boards["tier_after"][records.boards["tick"] == autumn_2027].tolist() == [tier]
    assert records.boards["tier_after"][-1] == 0


def test_how_long_a_leader_counts_as_new():
    assert not monitoring.is_settled(3 * TERM_TICKS - 1, 0, 3.0)
    assert monitoring.is_settled(3 * TERM_TICKS, 0, 3.0)
    assert monitoring.is_settled(0, 0, 0.0)


@pytest.mark.parametrize("share", [1.0, 0.5])
def test_support_is_worth_less_to_a_school_that_nobody_of_its_own_leads(share):
    """A vacant headship for two terms; a supporter works there all the while. No drift, no noise."""
    head = Post(id="H", kind="headteacher", school="S")
    sle = Designation(role="sle", specialisms=("maths",))
    helper = Post(id="P", kind="teacher", designations=(sle,), allowance_days_per_year="none")
    running = OpeningDeployment(
        post="P", role="sle", school="S", area="achievement", specialism="maths", days_left=900.0
    )
    values = {
        "support__receptiveness_unled": share,
        "support__kept_per_day": 1.0,
        "strength__lasting_share": 0.0,
    }
    opening = Opening(deployments=(running,), vacancies={"H": 2})
    world, records = made(ONE, (head, helper), values, opening=opening)
    area = world.names.areas.index("achievement")
    path = records.strength[:, 0, area]
    log_gap = -np.log((100.0 - path[1:]) / (100.0 - path[:-1]))  # a half-term's gain over 100
    led = records.accountable[:-1, 0] != -1
    assert led.tolist() == [False] * 4 + [True] * (len(led) - 4)
    assert log_gap[~led] == pytest.approx(share * log_gap[led][0])
    assert log_gap[led] == pytest.approx(log_gap[led][0])
