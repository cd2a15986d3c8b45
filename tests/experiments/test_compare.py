"""Scenario less baseline, run by run, over the same schools alone."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from ist_model.experiments.compare import NotComparableError, compare, compare_attention, with_interval
from ist_model.results.result import ScenarioResult
from ist_model.world.structs import GROUP_EXISTING, GROUP_JOINER, GROUP_TWIN, SCHOOL
from tests.results.made import result, scenario
from tests.results.worlds import at, school, world
from tests.results.worlds import rows as structs


def with_values(made: ScenarioResult, **measures: list[float]) -> ScenarioResult:
    """A result whose measures have these values run by run."""
    return dataclasses.replace(made, measures=made.measures.assign(**measures))


def pair(name: str, before: list[float], after: list[float]):
    """The row of one measure when its values are these."""
    return compare(with_values(result(), **{name: before}), with_values(result(), **{name: after})).loc[name]


def test_a_difference_is_taken_run_by_run():
    row = pair("wait_mean_weeks_existing", [10, 20, 30], [9, 18, 27])
    assert (row["difference"], row["baseline_mean"], row["scenario_mean"]) == (-2, 20, 18)
    half = 4.30265273 / 3**0.5  # t(0.975, 2), standard deviation 1
    assert (row["low"], row["high"]) == pytest.approx((-2 - half, -2 + half))
    assert (row["pairs"], row["runs"]) == (3, 3)
    assert row["tied"]
    assert row["verdict"] == "no clear difference"


def test_pairing_sees_what_two_separate_averages_could_not():
    row = pair("wait_mean_weeks_existing", [10, 20, 30], [9, 19, 29.1])
    assert not row["tied"]
    assert row["verdict"] == "better"


@pytest.mark.parametrize(
    ("name", "after", "verdict"),
    [
        ("wait_mean_weeks_existing", [2, 2.1, 2.2], "worse"),
        ("within_standard_started_existing", [2, 2.1, 2.2], "better"),
        ("days_needed_existing", [2, 2.1, 2.2], "higher"),
        ("days_needed_existing", [0, 0.1, 0.2], "lower"),
        ("days_needed_existing", [1, 1, 1], "no difference"),
        ("days_needed_existing", [0, 1, 2], "no clear difference"),
    ],
)
def test_the_verdict_is_in_words(name, after, verdict):
    assert pair(name, [1, 1, 1], after)["verdict"] == verdict


def test_fewer_pupils_on_roll_are_neither_better_nor_worse():
    """A tenth fewer pupils on roll, a tenth fewer in need: the share is what it was."""
    before = with_values(result(), pupils_attention_existing=[50, 51, 52], pupils_existing=[300, 300, 300])
    after = with_values(result(), pupils_attention_existing=[45, 45.9, 46.8], pupils_existing=[270, 270, 270])
    row = compare(before, after).loc["pupils_attention_existing"]
    assert (row["verdict"], row["better"]) == ("lower", "")
    assert row["label"].endswith("(rolls differ: read the share)")
    same = with_values(result(), pupils_attention_existing=[45, 45.9, 46.8], pupils_existing=[300, 300, 300])
    assert compare(before, same).loc["pupils_attention_existing", "verdict"] == "better"


def test_only_runs_that_have_the_measure_in_both_are_pairs():
    row = pair("wait_mean_weeks_existing", [10, np.nan, 30], [9, 18, 27])
    assert (row["pairs"], row["runs"], row["difference"]) == (2, 3, -2)
    assert (row["baseline_mean"], row["scenario_mean"]) == (20, 18)
    lone = pair("wait_mean_weeks_existing", [np.nan, np.nan, 30], [9, 18, 27])
    assert (lone["verdict"], lone["why_not"]) == ("not compared", "only one run has it in both scenarios")
    assert np.isnan(lone["difference"])


def test_a_scenario_against_itself_differs_nowhere():
    table = compare(result(), result())
    shown = table[table["verdict"] != "not compared"]
    assert (shown["verdict"] == "no difference").all()
    assert (shown[["difference", "low", "high"]] == 0).all(axis=None)
    assert len(shown) > 50


def existing_only() -> ScenarioResult:
    """The result of a trust that nobody joins."""
    alone = structs(
        SCHOOL,
        school(1, GROUP_EXISTING, 200),
        school(2, GROUP_EXISTING, 100),
        school(3, GROUP_JOINER, 300, joins=at(100)),
        school(4, GROUP_TWIN, 300, twin_of=2),
    )
    made = result(in_world=dataclasses.replace(world(), schools=alone))
    return dataclasses.replace(made, schools=made.schools[:2])


TOTALS = (
    "needs_raised_trust",
    "boards_trust",
    "mean_waiting",
    "net_gbp_per_year",
    "wait_mean_weeks_trust",
    "support_days_per_year",
    "utilisation",
    "release_days_used",
    "income_gbp_per_year",
    "clamped",
    "schools_at_horizon",
)
OVER_THE_SAME = (
    "pupils_attention_existing",
    "cost_gbp_per_year_existing",
    "needs_raised_beyond",
)


def test_a_total_over_other_schools_is_never_a_difference():
    table = compare(existing_only(), result())
    for name in (*TOTALS, "pupils_attention_joiners"):
        row = table.loc[name]
        assert row["verdict"] == "not compared", name
        assert "not the same in both" in row["why_not"]
        assert np.isnan([row["difference"], row["low"], row["high"]]).all()
        assert not np.isnan(row["scenario_mean"]), name  # each scenario's own figure is still there
    assert (table.loc[list(OVER_THE_SAME), "verdict"] != "not compared").all()


def test_existing_schools_that_differ_are_not_compared_either():
    fewer = result()
    fewer = dataclasses.replace(fewer, schools=fewer.schools[fewer.schools["label"] != "B"])
    assert compare(fewer, result()).loc["pupils_attention_existing", "verdict"] == "not compared"
    with pytest.raises(NotComparableError, match="existing schools"):
        compare_attention(fewer, result())


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [("seed", 5, "seed"), ("years", 2.0, "years reported"), ("warm_up_weeks", 0.0, "weeks of warm-up")],
)
def test_runs_of_other_luck_or_period_are_not_pairs(field, value, words):
    with pytest.raises(NotComparableError, match=words) as caught:
        compare(result(), result(scenario(**{field: value})))
    assert str(value) in str(caught.value)


def test_results_of_two_models_are_not_pairs():
    other = dataclasses.replace(result(), manifest=result().manifest | {"model_version": "0.0.9+old"})
    with pytest.raises(NotComparableError, match=r"0\.0\.9\+old"):
        compare(other, result())


def test_pupils_needing_attention_are_compared_by_half_term():
    table = compare_attention(result(), result(shift=-40))
    assert list(table["half_term"]) == list(range(7))
    # Run by run: with 40 points less, all 300 pupils need attention in every half-term.
    before = result().series["attention_runs"].query("half_term == 2")["pupils_existing"]
    row = table.set_index("half_term").loc[2]
    assert row["difference"] == pytest.approx(300 - before.mean())
    assert (row["pairs"], row["label"]) == (3, "Spring 1, 2026/27")
    assert (compare_attention(result(), result())["difference"] == 0).all()


def test_another_interval_brings_its_own_verdict():
    name = "wait_mean_weeks_existing"
    before, after = with_values(result(), **{name: [1, 1, 1]}), with_values(result(), **{name: [2, 2.1, 2.2]})
    frame = compare(before, after)
    wide = with_interval(frame, name, 1.1, -0.4, 2.6)
    assert (frame.loc[name, "verdict"], wide.loc[name, "verdict"]) == ("worse", "no clear difference")
    assert (wide.loc[name, "low"], wide.loc[name, "high"]) == (-0.4, 2.6)
    assert with_interval(frame, name, 1.1, 0.1, 2.1).loc[name, "verdict"] == "worse"
