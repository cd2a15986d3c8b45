"""The intervention ladder and national targeted support in whole runs: each turned off and on."""

import datetime as dt

import numpy as np
import pytest

from ist_model.engines.narrated import run
from ist_model.engines.records import LEFT
from ist_model.engines.support_effect import effect_of
from ist_model.inputs.calendar import GRID_TICKS, TERM_TICKS, date_of, ticks
from ist_model.inputs.models import (
    Designation,
    LastInspection,
    Opening,
    OpeningTier,
    Partnership,
    Post,
    TierOverride,
    Trust,
)
from ist_model.results.checks import check
from ist_model.results.measures import measure
from ist_model.science import absorption, inspection, monitoring
from ist_model.world.build import build_world
from tests.generated import framework, resolved, school, with_values

QUIET = {
    "inspection__safeguarding_not_met_chance": 0.0,
    "post__headteacher__leave_per_year": 0.0,
    "post__partnership_head__leave_per_year": 0.0,
    "post__headteacher__fail_chance": 0.0,
    "strength__kappa_per_week": 0.0,
    "strength__sigma_per_root_week": 0.0,
    "monitoring__observation_sd": 0.1,
    "monitoring__progress_points": 2.0,
}
WEAK = school(
    "W",
    0.01,
    partnership="p",
    last_inspection=LastInspection(outcome="inadequate", date=dt.date(2026, 6, 1)),
)
STRONG = school("S", 0.9, partnership="p")
HEADS = (
    Post(id="H", kind="headteacher", school="W"),
    Post(
        id="PH",
        kind="partnership_head",
        school="S",
        designations=(Designation(role="partnership_head"),),
    ),
)
PARTNERSHIP = Partnership(id="p", label="P", head_post="PH")
STEPS = [step.id for step in framework().intervention_ladder]


def made(schools=(WEAK, STRONG), values=None, posts=HEADS, **fields):
    trust = Trust(title="t", about="t", schools=schools, posts=posts, partnerships=(PARTNERSHIP,))
    tier = OpeningTier(school=schools[0].id, tier="intervention")
    given = {
        "assumptions": with_values(**QUIET | (values or {})),
        "warm_up_weeks": 0.0,
        "opening": Opening(tiers=(tier,)),
        "years": 3.0,
        "count_needs_for_years": 3.0,
    }
    world = build_world(resolved(trust, **(given | fields)))
    records = run(world, 0)
    check(world, records)
    return world, records


def boards_of(world, records, name="W school"):
    return records.boards[records.boards["school"] == world.names.schools.index(name)]


def test_a_school_that_makes_no_progress_climbs_the_ladder_board_by_board():
    """Boards each half-term; two without progress at each step but the fourth, which takes three."""
    world, records = made()
    boards = boards_of(world, records)
    assert np.all(np.diff(boards["tick"]) == GRID_TICKS)
    assert boards["step"].tolist()[:11] == [0, 0, 1, 1, 2, 2, 3, 3, 3, 4, 4]
    assert set(boards["step"].tolist()[9:]) == {4}
    assert set(boards_of(world, records, "S school")["step"].tolist()) == {-1}
    assert measure(world, records)["intervention_steps_per_year"] == pytest.approx(5 / 3)
    costs = 500 + 0 + 2000 + 15_000
    assert measure(world, records)["steps_gbp_per_year"] == pytest.approx(costs / 3, abs=0.01)


def test_without_a_ladder_nothing_is_climbed():
    bare = framework().model_copy(update={"intervention_ladder": ()})
    kept = [row for row in with_values(**QUIET).assumptions if not row.key.startswith("step.")]
    register = with_values(**QUIET).model_copy(update={"assumptions": tuple(kept)})
    world, records = made(framework=bare, assumptions=register)
    assert set(records.boards["step"].tolist()) == {-1}
    assert not (records.careers["event"] == LEFT).any()
    assert measure(world, records)["steps_gbp_per_year"] == 0


def test_a_partnership_head_is_put_over_the_school_and_then_the_head_changes():
    """From the half-term after the third step; the head goes at the end of the term of the fifth."""
    world, records = made()
    boards, w = boards_of(world, records), world.names.schools.index("W school")
    third, fifth = (int(boards["tick"][boards["step"] == step][0]) for step in (2, 4))
    head = world.names.posts.index("PH")
    over = records.under[:, w] == head
    vacant = records.accountable[:, w] != world.names.posts.index("H")
    expected = (records.grid_tick > third) & ~vacant
    assert np.array_equal(over, expected)
    left = records.careers[records.careers["event"] == LEFT]
    assert left["post"].tolist() == [world.names.posts.index("H")]
    assert left["tick"].tolist() == [(fifth // TERM_TICKS + 1) * TERM_TICKS]
    led = records.ledger["cover_milli"][records.ledger["post"] == head]
    assert led.sum() > 0


def test_the_hazard_of_the_head_rises_with_the_steps():
    """The same uniform leaves under a higher hazard: with a huge factor from the first step, at once."""
    values = {"post__headteacher__leave_per_year": 0.001, "step__more_boards__leave_factor": 1e5}
    world, records = made(values=values)
    left = records.careers[(records.careers["event"] == LEFT)]
    assert left["tick"].min() == world.span.begin + TERM_TICKS
    _, calm = made(values={"post__headteacher__leave_per_year": 0.001})
    assert (calm.careers["event"] == LEFT).sum() <= 1  # the change of head at the last step


def test_each_step_asks_for_its_leadership_days():
    """Leadership is strong, so no board asks for it: the only needs there are those of the steps."""
    percentiles = WEAK.start_percentile | {"leadership_governance": 0.9}
    well_led = WEAK.model_copy(update={"start_percentile": percentiles})
    world, records = made((well_led, STRONG), {"step__action_plan__days": 4.25})
    boards = boards_of(world, records)
    asked = records.needs[records.needs["area"] == world.leadership_area]
    second = boards["tick"][boards["step"] == 1][0]
    assert (int(asked["raised"][0]), int(asked["asked_milli"][0])) == (second, 4250)
    assert set(asked["asked_milli"].tolist()) <= {4250, 6000}


@pytest.mark.parametrize(
    ("state", "last_tier", "progressed", "after"),
    [
        ((-1, 0), False, False, (-1, 0)),
        ((-1, 0), True, False, (0, 0)),
        ((0, 0), True, False, (0, 1)),
        ((0, 1), True, False, (1, 0)),
        ((0, 1), True, True, (0, 0)),
        ((4, 5), True, False, (4, 6)),
        ((3, 1), False, False, (-1, 0)),
    ],
)
def test_the_ladder_by_hand(state, last_tier, progressed, after):
    assert monitoring.next_step(*state, last_tier, progressed, 2, 5) == after


def test_national_support_follows_an_urgent_outcome_or_two_weak_ones():
    good, attention, urgent = range(3)
    assert inspection.brings_rise(good, urgent)
    assert inspection.brings_rise(attention, attention)
    assert inspection.brings_rise(urgent, attention)
    assert not inspection.brings_rise(good, attention)
    assert not inspection.brings_rise(urgent, good)


@pytest.mark.parametrize("days", [0.0, 13.0])
def test_an_adviser_adds_what_the_days_give_for_the_terms_it_lasts(days):
    """Thirteen days a term are one a week; after k terms the gap to 100 has shrunk by exp(-13 k g / 100)."""
    lone = school("W", 0.05, last_inspection=LastInspection(outcome="good", date=dt.date(2023, 6, 1)))
    values = {
        "rise__days_per_term": days,
        "rise__delay_weeks": 6.5,
        "inspection__safeguarding_not_met_chance": 1.0,
        "strength__lasting_share": 0.0,
        "monitoring__need_threshold": 1.0,
        "monitoring__urgent_threshold": 0.0,
    }
    world, records = made((lone,), values, posts=(), opening=Opening(), years=6.0, count_needs_for_years=6.0)
    if days == 0.0:
        assert len(records.rise) == 0
        return
    rise = records.rise[0]
    first = records.inspections["tick"][0]
    assert rise["start"] == first + ticks(6.5)
    assert rise["end"] == first + ticks(6.5) + 4 * TERM_TICKS
    assert rise["milli"] == 52_000
    path = records.strength[:, 0, rise["area"]]
    inside = (records.grid_tick >= rise["start"]) & (records.grid_tick + GRID_TICKS <= rise["end"])
    step = -np.log((100.0 - path[1:]) / (100.0 - path[:-1]))[inside[:-1]]
    worth = absorption.package_worth(0.0, 52.0, 10.0, world.values["support.kept_per_day"])
    quality = world.values["support.generalist_quality"] * worth
    assert step == pytest.approx(6.5 * effect_of(world) * quality / 100.0)
    assert measure(world, records)["rise_grants_gbp_per_year"] == pytest.approx(
        50_000 * len(records.rise) / 6
    )


def test_an_adviser_comes_to_a_school_that_never_joined_too():
    joiner = school("J", 0.02, joined=dt.date(2026, 9, 1), joining="sponsored")
    values = {"inspection__safeguarding_not_met_chance": 1.0}
    world, records = made(
        (joiner,), values, posts=(), opening=Opening(), years=6.0, count_needs_for_years=6.0
    )
    assert set(records.rise["school"].tolist()) == {0, 1}
    assert world.schools["group"].tolist() == [1, 2]


def test_a_deputy_who_stands_in_is_not_removed():
    """The headship is vacant for ten terms; the ladder ends, and the deputy who leads meanwhile stays."""
    deputy = Post(id="D", kind="deputy", school="W")
    values = {"post__deputy__leave_per_year": 0.0, "post__deputy__ready_share": 0.0}
    tier = OpeningTier(school="W", tier="intervention")
    opening = Opening(tiers=(tier,), vacancies={"H": 10})
    world, records = made(values=values, posts=(*HEADS, deputy), opening=opening)
    assert boards_of(world, records)["step"].max() == len(STEPS) - 1
    assert not (records.careers["event"] == LEFT).any()


def test_a_school_that_the_chief_executive_takes_out_of_intervention_leaves_the_ladder_at_once():
    """The last step is taken in January, the head would go in May; the decision of March comes before."""
    sooner = {"step__powers_withdrawn__boards": 2.0}
    world, plain = made(values=sooner)
    boards = boards_of(world, plain)
    last = int(boards["tick"][boards["step"] == len(STEPS) - 1][0])
    out = TierOverride(school="W", tier="supported", starts=date_of(last + GRID_TICKS), reason="better")
    _, records = made(values=sooner, tier_overrides=(out,))
    assert last % TERM_TICKS == 0
    assert (plain.careers["event"] == LEFT).any()
    assert not (records.careers["event"] == LEFT).any()
    w = world.names.schools.index("W school")
    assert set(records.under[records.grid_tick > last + GRID_TICKS, w].tolist()) == {-1}
