"""Intervals from kept squares are those of the runs themselves, and of resampled runs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from ist_model.results import flows
from ist_model.results.facts import facts_of
from ist_model.results.squares import squared
from ist_model.results.summary import mean_interval, ratio_interval, t_interval
from tests.results.runs import records
from tests.results.worlds import world

RUNS = 300


@pytest.fixture(scope="module")
def runs() -> pd.DataFrame:
    """Rows of two schools in many runs, up to four of a school in a run, some runs without any."""
    luck = np.random.default_rng(5)
    row = np.repeat(np.arange(RUNS), luck.integers(0, 5, RUNS))
    asked = luck.random(len(row)) < 0.8
    soon = asked & (luck.random(RUNS) < 0.5)[row]  # needs of a run fare alike
    return pd.DataFrame(
        {"run": row, "school": luck.integers(0, 2, len(row)), "asked": asked * 1.0, "soon": soon * 1.0}
    )


def kept(runs: pd.DataFrame) -> pd.DataFrame:
    """As a series over all runs keeps them."""
    frame = {str(name): column.to_numpy() for name, column in runs.items()}
    made = pd.DataFrame(squared(frame, ("school",), ("asked", "soon"), [("soon", "asked")]))
    assert not made.duplicated(["run", "school"]).any()
    return made.drop(columns="run").groupby("school").sum() / RUNS


def by_run(runs: pd.DataFrame, school: int) -> pd.DataFrame:
    own = runs[runs["school"] == school].groupby("run")[["asked", "soon"]].sum()
    return own.reindex(range(RUNS), fill_value=0.0)


@pytest.mark.parametrize("school", [0, 1])
def test_the_interval_of_a_mean_is_students_over_runs(runs: pd.DataFrame, school: int) -> None:
    found = mean_interval(kept(runs).loc[school], "asked", RUNS)
    assert found == pytest.approx(t_interval(by_run(runs, school)["asked"].to_numpy()))


@pytest.mark.parametrize("school", [0, 1])
def test_the_interval_of_a_share_is_that_of_resampled_runs(runs: pd.DataFrame, school: int) -> None:
    found = ratio_interval(kept(runs).loc[school], "soon", "asked", RUNS)
    own = by_run(runs, school)
    assert found.mean == pytest.approx(own["soon"].sum() / own["asked"].sum())
    again = stats.bootstrap(
        (own["soon"].to_numpy(), own["asked"].to_numpy()),
        lambda soon, asked, axis: soon.sum(axis) / asked.sum(axis),
        paired=True,
        vectorized=True,
        n_resamples=4000,
        method="percentile",
        rng=np.random.default_rng(3),
    ).confidence_interval
    assert (found.low, found.high) == pytest.approx((again.low, again.high), abs=0.006)
    alone = stats.binomtest(int(own["soon"].sum()), int(own["asked"].sum())).proportion_ci(0.95)
    assert found.high - found.low > 1.1 * (alone.high - alone.low)  # needs of a run fare alike


def test_without_runs_or_needs_there_is_no_interval(runs: pd.DataFrame) -> None:
    row = kept(runs).loc[0]
    assert np.isnan(mean_interval(row, "asked", 1).low)
    assert np.isnan(ratio_interval(row * 0.0, "soon", "asked", RUNS).mean)


def test_days_by_end_are_those_of_the_flows() -> None:
    facts = facts_of(world(), records(), records()._replace(run=4))
    both = pd.DataFrame(flows.flows(facts))
    found = pd.DataFrame(flows.ends(facts)).set_index(["run", "end", "who"])["days"]
    for run, own in both.groupby("run"):
        assert found[run, 0, flows.EVERYBODY] == pytest.approx(own["days"].sum())
        assert found[run, 0, flows.SCHOOLS] == pytest.approx(own.loc[own["giver"] >= 0, "days"].sum())
        assert found[run, 0, flows.BOUGHT] == pytest.approx(own.loc[own["bought"], "days"].sum())
        central = own.loc[(own["giver"] < 0) & ~own["bought"], "days"].sum()
        assert found[run, 0, flows.CENTRE] == pytest.approx(central)
        assert found[run, 1, flows.BEYOND] == pytest.approx(own.loc[own["receiver"] < 0, "days"].sum())
        assert found[run, 1, 0] == pytest.approx(own.loc[own["receiver"] == 0, "days"].sum())
        assert found[run, 0, 1] == pytest.approx(own.loc[own["giver"] == 1, "days"].sum())
