"""Choosing among scenarios by one measure, over chance and over draws of the assumptions."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ist_model.cli.choosing import _of_draws
from ist_model.engines.compiled import Runner
from ist_model.engines.support_effect import OutOfReachError
from ist_model.experiments import choosing, draws
from ist_model.experiments.batches import luck_of, tables_of_runs
from ist_model.experiments.choosing import choose
from ist_model.experiments.compare import NotComparableError
from ist_model.experiments.enough import until_known
from ist_model.experiments.precision import Rule
from ist_model.experiments.replicate import replicate, replicate_or_load
from ist_model.inputs.assumptions import Register
from ist_model.results.store import Draw
from ist_model.world.build import build_world
from tests.experiments.test_replicate import small
from tests.generated import with_values

PUPILS = "pupils_attention_existing"


def weaker(**fields):
    """The same trust with no days for its leaders: the worse choice, if support does anything."""
    without = with_values(role__sle__days_per_year=0.0, support__odds_ratio=1.6)
    return small(name="no days", scenario_id="none", assumptions=without, **fields)


def stronger(**fields):
    given = with_values(support__odds_ratio=1.6)
    return small(name="days", scenario_id="days", assumptions=given, **fields)


def test_draws_hold_what_a_run_of_that_draw_gives(tmp_path):
    pair = (stronger(), weaker())
    choice = choose(pair, PUPILS, tmp_path, runs=4, sampled=3, runs_per_draw=2, workers=1)
    assert (choice.draws, choice.runs_per_draw, choice.names) == (3, 2, ("days", "no days"))
    differences = []
    for number in (1, 2, 3):
        values = [draws.sample(each.assumptions, 3, each.seed)[number] for each in pair]
        runners = [Runner(build_world(*each)) for each in zip(pair, values, strict=True)]
        for run in (0, 1):
            made = (tables_of_runs(runner, [run], number)["measures"] for runner in runners)
            one, other = (table[PUPILS][0].as_py() for table in made)
            differences.append(other - one)
    parts = choice.against[0].parts
    assert parts is not None
    assert parts.interval.mean == pytest.approx(np.mean(differences), abs=1e-12)


def test_draws_that_contradict_themselves_are_left_out_and_counted(tmp_path):
    """No effect of a day gives an odds ratio of some hundreds: such a corner has no answer, the others do."""
    rows = tuple(
        row.model_copy(update={"high": 1000.0}) if row.key == "support.odds_ratio" else row
        for row in with_values(support__package_days=3.0).assumptions
    )
    register = Register(assumptions=rows)
    pair = [small(name=name, scenario_id=name, assumptions=register) for name in ("one", "other")]
    pair[1] = pair[1].model_copy(update={"no_effect": True})
    beyond = 0
    for values in draws.sample(register, 6, pair[0].seed)[1:]:
        try:
            Runner(build_world(pair[0], values))
        except OutOfReachError:
            beyond += 1
    assert 0 < beyond < 5
    choice = choose(pair, PUPILS, tmp_path, runs=2, sampled=6, runs_per_draw=2, workers=1)
    assert choice.left_out == beyond
    assert choice.regret is not None
    assert choice.regret.draws == 6 - beyond
    assert choice.against[0].over_draws.draws == 6 - beyond
    assert f"{beyond} of 6 draws are left out" in _of_draws(choice)


def test_without_draws_only_chance_is_told(tmp_path):
    choice = choose((stronger(), weaker()), PUPILS, tmp_path, runs=4, workers=1)
    assert choice.regret is None
    assert choice.against[0].parts is None
    assert choice.best.runs == 4


def test_runs_of_different_draws_have_luck_of_their_own():
    numbers = {luck_of(draw, run) for draw in range(20) for run in range(20)}
    assert len(numbers) == 400
    assert [luck_of(0, run) for run in (0, 7)] == [0, 7]


def test_runs_are_lengthened_until_the_difference_is_known_closely_enough(tmp_path):
    pair = (stronger(), weaker())
    rule = Rule(half_width=1e6, first=4, step=2, budget=400)
    found = until_known(*pair, PUPILS, rule, tmp_path, workers=1)
    assert (found.reason, found.runs >= 4) == ("precise", True)
    spent = until_known(*pair, PUPILS, Rule(half_width=1e-9, first=4, step=2, budget=10), tmp_path, workers=1)
    assert (spent.reason, spent.runs) == ("budget", 10)


@pytest.mark.parametrize(
    ("measure", "wrong"),
    [("needs_raised_existing", "no better side"), ("wait_mean_weeks_joiners", "cannot be compared")],
)
def test_a_measure_that_decides_nothing_is_refused(tmp_path, measure, wrong):
    with pytest.raises(NotComparableError, match=wrong):
        choose((stronger(), weaker()), measure, tmp_path, runs=2, workers=1)


def test_one_scenario_or_one_draw_is_no_choice(tmp_path):
    with pytest.raises(ValueError, match="two scenarios"):
        choose((stronger(),), PUPILS, tmp_path)
    with pytest.raises(ValueError, match="draws or more"):
        choose((stronger(), weaker()), PUPILS, tmp_path, sampled=1)
    assert choosing.FEWEST_DRAWS == 2


def test_runs_of_other_values_are_never_taken_for_those_of_a_draw(tmp_path):
    """A draw is its values, not its number: the register may have changed since."""
    scenario = stronger()
    values = [draws.sample(scenario.assumptions, 2, seed)[1] for seed in (1, 2)]
    for each in (*values, values[0]):
        stored = replicate_or_load(scenario, tmp_path, runs=3, workers=1, draw=Draw(1, each))
        fresh = replicate(scenario, runs=3, workers=1, draw=Draw(1, each))
        pd.testing.assert_frame_equal(stored.measures, fresh.measures, check_exact=True)


def test_scenarios_that_are_no_pairs_are_refused_before_anything_runs(tmp_path):
    with pytest.raises(NotComparableError, match="seed differs"):
        choose((stronger(), weaker(seed=7)), PUPILS, tmp_path / "none")
    with pytest.raises(NotComparableError, match="no better side"):
        choose((stronger(), weaker()), "needs_raised_existing", tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_a_measure_that_too_few_runs_have_is_refused(tmp_path):
    with pytest.raises(NotComparableError, match="cannot be compared"):
        choose((stronger(), weaker()), "wait_mean_weeks_beyond", tmp_path, runs=2, sampled=2, workers=1)
