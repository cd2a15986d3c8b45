"""Named shocks put on a scenario: what they change, how recovery is told, and that harm is ranked."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from ist_model.experiments import removal, stress
from ist_model.experiments.compare import compare
from ist_model.experiments.replicate import replicate
from ist_model.experiments.shocks import shocks_of
from ist_model.inputs.calendar import GRID_TICKS, tick_of
from ist_model.inputs.resolve import resolve
from tests.generated import SCENARIOS

DATE = dt.date(2027, 9, 1)


@pytest.fixture(scope="module")
def base():
    return resolve("baseline", SCENARIOS)


@pytest.fixture(scope="module")
def shocks(base):
    found, left_out = shocks_of(base, DATE)
    assert not left_out
    return {each.key: each for each in found}


def test_every_named_shock_is_put_on_the_shipped_trust(shocks):
    assert list(shocks) == ["giver", "role", "double-downgrade", "budget-cut", "pandemic", "two-resign"]
    assert {key for key, each in shocks.items() if each.from_date} == {
        "double-downgrade",
        "pandemic",
        "two-resign",
    }


def test_two_largest_schools_fall_and_all_suffer_absence(base, shocks):
    by_roll = sorted(base.trust.schools, key=lambda school: -school.roll)
    falls = shocks["double-downgrade"].resolved.shocks
    assert {fall.school for fall in falls} == {school.id for school in by_roll[:2]}
    absent = shocks["pandemic"].resolved.shocks
    assert {fall.school for fall in absent} == {school.id for school in base.trust.schools}
    assert {area for fall in absent for area in fall.areas} == {"attendance_behaviour", "achievement"}


def test_what_is_put_on_the_trust_is_said_as_the_scenario_has_it(shocks):
    """Points, how much of a fall stays, on which days: read from the scenario that is run."""
    for key in ("double-downgrade", "pandemic"):
        said, falls = shocks[key].modelled, shocks[key].resolved.shocks
        for fall in falls:
            assert f"falls by {fall.points:.0f} points of 100 on that one day" in said
            assert f"{100 * fall.lasting_share:.0f} % of the fall stays" in said
            assert fall.date == DATE
    assert "in every area" in shocks["double-downgrade"].modelled
    assert not any(fall.areas for fall in shocks["double-downgrade"].resolved.shocks)
    assert "as one fall" in shocks["pandemic"].title
    assert shocks["pandemic"].resolved.trust.posts == shocks["double-downgrade"].resolved.trust.posts
    assert all(each.modelled for each in shocks.values())


def test_a_budget_cut_takes_a_quarter_of_days_and_all_that_is_bought(base, shocks):
    cut = shocks["budget-cut"].resolved
    before, after = base.assumptions.values(), cut.assumptions.values()
    days = [key for key in before if key.startswith("role.") and key.endswith("days_per_year")]
    assert {after[key] / before[key] for key in days if after[key] != before[key]} == {0.75}
    assert cut.trust.packages == ()
    assert cut.trust.bought_budget_gbp_per_year == 0


def test_who_resigns_is_of_a_role_of_five_and_leads_no_school(base, shocks):
    """MODEL 11.4: nothing is told of a single-holder role or of a school's head."""
    after = {post.id: post for post in shocks["two-resign"].resolved.trust.posts}
    gone = [post for post in base.trust.posts if after[post.id].ends == DATE]
    assert len(gone) == 2
    assert len({post.school for post in gone}) == 2
    leading = {school.accountable_post for school in base.trust.schools}
    for post in gone:
        assert post.id not in leading
        successor = after[f"{post.id}-next"]
        assert (successor.starts, successor.opens_vacant) == (DATE, True)
        assert successor.designations == post.designations


def result(differences, seed, number=60):
    """So many runs whose pupils by half-term are noise plus given means."""
    rng = np.random.default_rng(seed)
    half_terms = len(differences)
    values = np.asarray(differences)[None, :] + rng.normal(0, 1, (number, half_terms))
    rows = [(run, h, values[run, h]) for run in range(number) for h in range(half_terms)]
    ticks = [tick_of(DATE) + GRID_TICKS * (h + 1) for h in range(half_terms)]
    attention = pd.DataFrame({"half_term": range(half_terms), "tick": ticks, "label": "x"})
    runs = pd.DataFrame(rows, columns=["run", "half_term", "pupils_existing"])
    return SimpleNamespace(series={"attention": attention, "attention_runs": runs})


@pytest.fixture
def as_pairs(monkeypatch):
    from ist_model.experiments import compare as comparing

    monkeypatch.setattr(comparing, "_must_be_pairs", lambda *_: None)
    monkeypatch.setattr(comparing, "schools_of", lambda *_: set())


@pytest.mark.parametrize(
    ("means", "half_terms", "harmed"),
    [
        ([0.0] * 24, 0, False),
        ([9.0, 6.0, 3.0, *[0.0] * 21], 4, True),
        ([9.0, 6.0, 1.5, *[0.0] * 21], 3, True),
        ([0.0, 0.0, 5.0, *[0.0] * 21], 4, True),
        ([5.0] * 24, None, True),
    ],
)
def test_recovery_is_the_half_term_from_which_a_quarter_of_the_worst_or_less_is_left_for_good(
    as_pairs, means, half_terms, harmed
):
    found = stress.recovery(result([0.0] * 24, 1), result(means, 2), DATE)
    assert (found.half_terms, found.harmed) == (half_terms, harmed)


def test_more_runs_do_not_make_a_recovery_longer(as_pairs):
    """What may be chance shrinks with more runs; what is left of the harm does not."""
    means = [10 * 0.8**h for h in range(24)]
    few, many = (
        stress.recovery(result([0.0] * 24, 1, number), result(means, 2, number), DATE)
        for number in (60, 2000)
    )
    assert few.half_terms == pytest.approx(many.half_terms, abs=1)
    assert many.half_terms == 8  # 0.8^7 = 0.21: the first power below a quarter


def test_schools_that_may_never_join_are_not_shocked():
    growth = resolve("growth-national-rate", SCENARIOS)
    found, _ = shocks_of(growth, DATE)
    hit = {fall.school for each in found for fall in each.resolved.shocks}
    assert hit == {school.id for school in growth.members()}
    assert not hit & set(growth.growth.pool)


def test_shocks_that_cannot_be_told_apart_share_the_first_place(base):
    effects = [(10.0, 8.0, 12.0, 10.0), (9.0, 7.0, 11.0, 9.0), (2.0, 1.0, 3.0, 2.0)]
    made = [
        stress.Stressed(stress.Stress(str(place), "x", "y", base, None), (removal.Effect(*each),) * 3, None)
        for place, each in enumerate(effects)
    ]
    tests = stress.StressTests(base, 1, tuple(made), ())
    assert [each.stress.key for each in tests.worst] == ["0", "1"]


def test_twenty_four_half_terms_of_noise_are_rarely_told_as_harm(as_pairs):
    """With intervals of 95 % each, more than two in five such trusts would seem harmed at some half-term."""
    told = sum(
        stress.recovery(result([0.0] * 24, seed), result([0.0] * 24, 1000 + seed), DATE).harmed
        for seed in range(100)
    )
    assert told <= 8  # 2.5 % expected on the harmful side


def test_shocks_are_ranked_by_harm_and_differences_are_those_of_compare(base):
    made = {}

    def run(resolved, runs):
        made[resolved.scenario_id] = replicate(resolved, runs=runs, workers=1)
        return made[resolved.scenario_id]

    found = stress.stress_tests(base, run, DATE, runs=6)
    assert found.runs == 6
    harms = [tuple(effect.harm for effect in each.effects) for each in found.stressed]
    assert harms == sorted(harms, reverse=True)
    worst = found.stressed[0]
    row = compare(made["baseline"], made[worst.stress.resolved.scenario_id]).loc["pupils_attention_existing"]
    assert worst.effects[0].mean == row["difference"]
