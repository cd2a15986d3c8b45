"""Schools' accounts and ICFP ratios by hand, and the laws that hold for every run (MODEL 8)."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from ist_model.engines import narrated
from ist_model.results import accounts, icfp, money
from ist_model.results.facts import Facts, facts_of
from ist_model.results.measures import measure
from ist_model.results.result import schools_frame
from ist_model.world.build import build_world
from ist_model.world.structs import GROUP_TWIN, Span
from tests.generated import resolved, scenarios, trusts, with_values
from tests.results.runs import alone, records
from tests.results.worlds import at, world

# School A: 200 pupils, 8 classes, 10 teachers. Income 1,200,000; teaching 600,000, of it leaders 120,000;
# other staff 300,000; other costs 180,000; top slice 60,000; support: cover 600 and 128, travel 6, bought
# 1,935, chairs 200.
BALANCE_A = 1_200_000 - 600_000 - 300_000 - 180_000 - 60_000 - 2_869
# School B is half of A; its teacher's cover 1,260, travel 7, a chair 100.
BALANCE_B = 600_000 - 300_000 - 150_000 - 90_000 - 30_000 - 1_367
# J, half as large again as A, joins after a term: two thirds of the year, and a chair.
BALANCE_J = (1_800_000 - 900_000 - 450_000 - 270_000 - 90_000) * 2 / 3 - 100


def by_school(facts: Facts) -> pd.DataFrame:
    """The frame of a run, by school year and school."""
    return pd.DataFrame(icfp.frame(facts)).set_index(["school_year", "school"])


def test_balances_and_reserves_by_hand():
    frame = by_school(facts_of(world(), records())).loc[2026]
    assert frame["balance_gbp"].tolist() == [BALANCE_A, BALANCE_B, BALANCE_J]
    assert frame["reserves_gbp"].tolist() == [60_000 + BALANCE_A, 30_000 + BALANCE_B, 90_000 + BALANCE_J]
    assert frame["support_cost_gbp"].tolist() == [2_869, 1_367, 100]


def test_the_trust_has_its_schools_and_what_no_school_bears():
    """GBP 600 for days that the Trust Improvement Partner gave beyond the trust, less 300 for a step."""
    values = measure(world(), records())
    assert values["balance_gbp_per_year"] == BALANCE_A + BALANCE_B + BALANCE_J + 300
    assert values["reserves_gbp"] == 180_000 + BALANCE_A + BALANCE_B + BALANCE_J + 300
    assert values["balance_gbp_per_year_existing"] == BALANCE_A + BALANCE_B
    assert values["reserves_gbp_existing"] == 90_000 + BALANCE_A + BALANCE_B
    assert (values["reserves_used_up"], values["schools_in_deficit"]) == (0, 0)
    assert values["balance_red_share"] == 0


def test_ratios_by_hand():
    """A's deputy was away 3.64 class days (7.28 leader days at half cover)."""
    a = by_school(facts_of(world(), records())).loc[(2026, 0)]
    assert (a["pupils_per_teacher"], a["class_size"], a["contact_ratio"]) == (20, 25, 0.8)
    assert a["contact_ratio_released"] == pytest.approx((8 - 3.64 / 195) / 10, rel=1e-12)
    assert (a["teacher_cost_gbp"], a["teaching_share"], a["staff_share"]) == (60_000, 0.5, 0.75)
    assert (a["leadership_share"], a["balance_share"]) == (0.1, BALANCE_A / 1_200_000)


def test_ratios_of_a_part_of_a_year_are_those_of_the_year():
    frame = by_school(facts_of(world(), records())).loc[2026]
    for name in ("teacher_cost_gbp", "teaching_share", "staff_share", "contact_ratio", "class_size"):
        assert frame[name].nunique() == 1, name


def test_measures_of_the_trust_weigh_schools_by_their_time_in_it():
    """A and B for a year, J for two thirds: 500 pupils, 20 classes, 25 teachers."""
    values = measure(world(), records())
    assert values["school_income_gbp_per_year"] == 3_000_000
    assert values["top_slice_gbp_per_year"] == 150_000
    assert values["pupils_per_teacher"] == pytest.approx(20)
    assert values["class_size"] == pytest.approx(25)
    assert values["contact_ratio"] == pytest.approx(0.8)
    assert values["contact_ratio_released"] == pytest.approx((20 - (3.64 + 6.3) / 195) / 25)
    assert values["teacher_cost_gbp"] == pytest.approx(60_000)
    assert (values["teaching_share"], values["staff_share"], values["leadership_share"]) == (0.5, 0.75, 0.1)
    assert values["pupils_existing"] == 300


def test_a_falling_roll_costs_a_school_its_balance_by_hand():
    """150 pupils: 6 classes, 7.8 teachers; income 900,000; teaching 600,000 less 2.2 x 60,000."""
    forecast = np.array([[200.0, 150.0], [100.0, 100.0], [300.0, 300.0], [300.0, 300.0]])
    two_years = dataclasses.replace(
        world(), span=Span(at(-39), at(0), at(78), at(78)), roll_forecast=forecast
    )
    run = records()
    a = by_school(facts_of(two_years, run)).loc[(2027, 0)]
    assert (a["pupils"], a["classes"], a["teachers_fte"]) == (150, 6, pytest.approx(7.8))
    assert a["income_gbp"] == 900_000
    assert a["teaching_gbp"] == 600_000 - 132_000
    assert (a["other_staff_gbp"], a["other_gbp"], a["top_slice_gbp"]) == (262_500, 157_500, 45_000)
    own = 900_000 - 468_000 - 262_500 - 157_500 - 45_000
    assert own == -33_000
    assert a["balance_gbp"] == own - a["support_cost_gbp"]
    assert a["leadership_share"] == pytest.approx(120 / 900)
    assert a["balance_red"] == 0.0  # 3.7 % and a little of income: amber


def test_a_deficit_beyond_a_twentieth_of_income_is_red_by_hand():
    """Other costs of A up by 150,000: a deficit of 92,869 on 1,200,000, in one of 2 2/3 school years."""
    dear = world().finance.copy()
    dear["other_cost_pence"][0] += 15_000_000
    facts = facts_of(dataclasses.replace(world(), finance=dear), records())
    assert by_school(facts).loc[2026, "balance_red"].tolist() == [1, 0, 0]
    assert icfp.rated_red(facts) == pytest.approx(1 / (2 + 2 / 3))


def test_a_deficit_brought_is_carried():
    deep = world().finance.copy()
    deep["reserves_pence"][:3] = -100_000_000
    values = measure(dataclasses.replace(world(), finance=deep), records())
    assert (values["reserves_used_up"], values["schools_in_deficit"]) == (1, 3)
    assert values["reserves_gbp_existing"] == -2_000_000 + BALANCE_A + BALANCE_B


def test_cost_per_outcome_does_not_exist_where_every_school_needs_attention():
    run = records()
    low = run._replace(strength=np.where(np.isnan(run.strength), np.nan, 5.0))
    assert np.isnan(measure(world(), low)["cost_gbp_per_pupil_year_without_attention"])
    nobody = run._replace(deployments=run.deployments[:0], needs=run.needs[:0])
    assert np.isnan(measure(world(), nobody)["cost_gbp_per_day_received"])


def test_what_is_assumed_is_said_with_each_school():
    """Bits 0 and 7: teachers and reserves."""
    said = world().finance.copy()
    said["assumed"][0] = 0b10000001
    assumed = schools_frame(dataclasses.replace(world(), finance=said))["assumed"].tolist()
    assert assumed == ["teachers_fte, reserves_gbp", "", "", ""]


def test_a_trust_without_schools_has_no_accounts():
    values = measure(*run_of(trust_without_schools()))
    assert np.isnan([values[name] for name in ("balance_gbp_per_year", "reserves_gbp", "staff_share")]).all()


def trust_without_schools():
    from ist_model.inputs.models import Trust

    return resolved(Trust(title="none", about="no school, no post"))


def run_of(scenario):
    built = build_world(scenario)
    return built, narrated.run(built, 0)


@given(scenarios())
@settings(max_examples=40)
def test_money_adds_up_in_every_direction(scenario):
    """To the penny: kinds to the total, schools and the trust to the total, balances to the reserves."""
    built, run = run_of(scenario)
    facts = facts_of(built, run)
    lines, own = alone(money.pence(facts)), alone(accounts.of_schools(facts))
    costs = sum(lines[line] for line in money.COSTS)
    net = round(alone(money.net_per_year(facts)) * facts.years * 100)
    by_kind = sum(round(alone(money.per_year(facts, line)) * facts.years * 100) for line in money.COSTS)
    assert by_kind == int(costs.sum())
    assert net == int(costs.sum()) - int(lines["income"].sum())
    assert (own.support_cost == costs[:, :-1]).all()
    joined = own.ticks.any(axis=0)
    start = np.where(joined, built.finance["reserves_pence"], 0)
    held = built.centre.reserves_pence
    assert (own.reserves[-1] == start + own.balance.sum(axis=0)).all()
    parts = own.income + own.moved + own.support_income
    for name in ("teaching", "other_staff", "other", "top_slice", "support_cost"):
        parts = parts - getattr(own, name)
    assert (own.balance == parts).all()
    twins = built.schools["group"] == GROUP_TWIN
    assert not any(getattr(own, name)[:, twins].any() for name in own._fields)
    if joined.any():
        change = alone(icfp.reserves_at_end(facts)) * 100 - start.sum() - held
        assert round(change) == round(alone(icfp.balance_per_year(facts)) * facts.years * 100)


@given(trusts())
@settings(max_examples=20)
def test_without_error_and_forecast_the_rolls_are_those_written(trust):
    still = trust.model_copy(
        update={"schools": tuple(s.model_copy(update={"roll_change_per_year": None}) for s in trust.schools)}
    )
    certain = with_values(rolls__own_sd_per_year=0.0, rolls__common_sd_per_year=0.0)
    built = build_world(resolved(still, years=2.0, assumptions=certain))
    facts = facts_of(built, narrated.run(built, 0))
    assert (facts.roll == built.schools["roll"]).all()
    assert (built.finance["classes"] == facts.rolls.classes[0].T).all()
