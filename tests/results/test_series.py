"""Frames of one run against numbers worked out on paper, and their summary over runs."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from scipy import stats

from ist_model.engines.records import Records
from ist_model.results.capacity import role_groups
from ist_model.results.combine import MOST_ROWS, frames, summed
from ist_model.results.facts import facts_of
from ist_model.results.frame import RUN, Frame
from ist_model.results.series import SERIES
from ist_model.results.short import STRETCH
from ist_model.results.summary import over_runs_of, ratio_interval
from ist_model.results.tables import series_of
from ist_model.world.structs import DESIGNATION
from tests.results.made import combined, three
from tests.results.runs import records
from tests.results.worlds import world


@pytest.fixture(scope="module")
def made() -> dict[str, pd.DataFrame]:
    """All series of the hand-made run, one row per key."""
    return one_run(records())


def one_run(run: Records) -> dict[str, pd.DataFrame]:
    """All series of a run, one row per key."""
    made = frames(facts_of(world(), run))
    return {
        name: summed(_rows(columns), name) if SERIES[name].how == "total" else _rows(columns)
        for name, columns in made.items()
    }


def _rows(columns: Frame) -> pd.DataFrame:
    return pd.DataFrame(columns).drop(columns=RUN)


def test_pupils_needing_attention_by_half_term(made):
    frame = made["attention"]
    assert frame["pupils_existing"].tolist() == [200, 200, 0, 0, 0, 0, 100]
    assert frame["none_existing"].tolist() == [0, 0, 1, 1, 1, 1, 0]
    assert (
        frame["pupils_joiners"].isna().tolist() == [True, True] + [False] * 5
    )  # before joining there is none
    assert frame["pupils_joiners"].tolist()[2:] == [300, 300, 0, 0, 0]
    assert frame["pupils_twins"].tolist()[2:] == [300, 300, 300, 300, 0]


def test_days_needed_given_and_bought_by_half_term(made):
    frame = made["days"]
    assert frame["needed_days"].tolist() == [10, 0, 0, 2, 6, 5]
    assert frame["needed_beyond_days"].tolist() == [0, 2, 0, 2, 0, 0]
    share = 6.5 / 9.6
    expected = [0, 4, 3 + 3 * share, 3 * (1 - share) + 1, 1, 0.666]
    assert frame["delivered_days"].to_numpy() == pytest.approx(expected, abs=1e-6)
    assert frame["delivered_beyond_days"].to_numpy() == pytest.approx([0, 4 / 3, 2 / 3, 0, 0, 0], abs=1e-9)
    assert frame["bought_days"].to_numpy() == pytest.approx([0, 0, 0, 0, 0, 4.5])
    with_both, without_one = (2 * 10 / 6 + 13) / 1.5, (10 / 6 + 13) / 1.5
    assert frame["have_days"].to_numpy() == pytest.approx([with_both] * 4 + [without_one] * 2)


def test_days_by_role_add_up_to_the_days_of_all(made):
    by_role = made["days_by_role"].groupby("half_term")[["have_days", "delivered_days"]].sum()
    assert by_role["have_days"].to_numpy() == pytest.approx(made["days"]["have_days"].to_numpy())
    of_all = made["days"]["delivered_days"] + made["days"]["delivered_beyond_days"]
    assert by_role["delivered_days"].to_numpy() == pytest.approx(of_all.to_numpy())


def test_what_is_asked_of_a_specialism_is_told_with_the_interval_of_its_runs():
    """Mean and interval of a quotient from the runs themselves, in a half-term and over all (Cochran 6.3)."""
    runs = three()
    for number, run in enumerate(runs):
        runs[number] = run._replace(needs=run.needs.copy())
        runs[number].needs["asked_milli"] *= 1 + number
    facts = facts_of(world(), *runs)
    by_run, over = pd.DataFrame(frames(facts)["days_by_specialism"]), combined(facts)
    for half_term in (0, 4, 5):
        own = by_run[by_run["half_term"] == half_term]
        row = over["days_by_specialism"].set_index("half_term").loc[half_term]
        assert ratio_interval(over_runs_of(row), *STRETCH, 3)[:3] == pytest.approx(off(own))
    total = by_run.groupby("run", as_index=False).sum(numeric_only=True)
    assert total["needed_days"].nunique() > 1
    (row,) = over["stretch_of_specialisms"].to_dict("records")
    assert ratio_interval(row, *STRETCH, 3)[:3] == pytest.approx(off(total))


def off(own: pd.DataFrame) -> tuple[float, float, float]:
    """Quotient of days asked for and days there are, with its interval."""
    asked, could = own["needed_days"].to_numpy(), own["could_give_days"].to_numpy()
    ratio = asked.sum() / could.sum()
    half = stats.t.ppf(0.975, len(own) - 1) * stats.sem(asked - ratio * could) / could.mean()
    return ratio, ratio - half, ratio + half


def test_flows_name_giver_receiver_and_term(made):
    total = made["flows_in_total"].set_index(["giver", "receiver", "bought"])["days"]
    expected = {
        (0, 1, False): 4.0,
        (1, 0, False): 3.0,
        (-1, 0, False): 3.0,
        (1, 2, False): 1.0,
        (-1, 2, False): 1.666,
        (-1, -1, False): 2.0,
        (-1, 0, True): 4.5,
    }
    assert total.to_dict() == pytest.approx(expected)
    by_term = made["flows"].groupby("term")["days"].sum()
    assert by_term.to_dict() == pytest.approx({78: 4 + 1.333, 79: 0.667 + 6 + 1, 80: 1 + 0.666 + 4.5})


def test_needs_by_area_hold_every_counted_need(made):
    frame = made["needs"]
    assert frame["raised"].sum() == 8
    early = frame[(frame["origin"] == "trust") & (frame["area"] == 1)].iloc[0]
    assert (early["raised"], early["wait_started_weeks"], early["asked_days"]) == (2, 15, 8)
    stream = made["streams"].iloc[0]
    assert (stream["raised"], stream["unmet"], stream["wait_resolved_weeks"]) == (2, 1, 3)


def test_ledger_and_money_by_school_year(made):
    ledger = made["ledger"].set_index("school_year").loc[2026]
    assert ledger["contracted_days"] == 20
    assert ledger.drop("contracted_days").sum() == pytest.approx(20)
    assert made["money"].set_index("school_year").loc[2026, "net"] == pytest.approx(4036)


def test_use_is_shown_by_role_and_by_specialism_served(made):
    use = made["use"].set_index(["by", "index"])["share_in_use"]
    assert use[("role", 0)] == pytest.approx(18.6 / 65)
    assert use[("specialism", 1)] == pytest.approx(28.6 / 143)  # every leader of this world serves both


def test_time_at_each_number_adds_up_to_one(made):
    shares = made["counts"].groupby("what")["share"].sum()
    assert shares.to_dict() == pytest.approx({"waiting": 1, "in progress": 1})


def test_all_runs_together_show_mean_percentiles_and_in_how_many_runs():
    run = records()
    low = run._replace(strength=np.where(np.isnan(run.strength), np.nan, 20.0))
    both = combined(facts_of(world(), run, low))
    frame = both["attention"]
    assert frame["pupils_existing_mean"].tolist() == [250, 250, 150, 150, 150, 150, 200]
    assert frame["pupils_existing_p50"].tolist() == [250, 250, 150, 150, 150, 150, 200]
    assert frame["pupils_joiners_in_runs"].tolist() == [0, 0, 2, 2, 2, 2, 2]
    assert frame["none_existing_mean"].tolist() == [0, 0, 0.5, 0.5, 0.5, 0.5, 0]
    assert frame["label"].tolist()[0] == "Autumn 1, 2026/27"
    assert len(both["attention_runs"]) == 14


def test_a_long_run_is_summed_by_key_and_says_the_same(monkeypatch):
    run = records()
    usual = combined(facts_of(world(), run))
    assert len(frames(facts_of(world(), run))["flows"]["days"]) < MOST_ROWS
    monkeypatch.setattr("ist_model.results.combine.MOST_ROWS", 1)
    for name, frame in combined(facts_of(world(), run)).items():
        pd.testing.assert_frame_equal(frame, usual[name])


def test_what_one_run_lacks_counts_as_nothing_in_the_mean():
    run = records()
    idle = run._replace(deployments=run.deployments[:0])
    both = combined(facts_of(world(), run, idle))
    total = both["flows_in_total"].set_index(["giver", "receiver", "bought"])["days"]
    assert total.loc[(0, 1, False)] == pytest.approx(2.0)


def test_average_waits_over_runs_are_sums_divided_not_means_of_means():
    run = records()
    needs = run.needs.copy()
    needs["first_start"][2] = -1  # in the second run only the joiner's early-years need has begun
    both = combined(facts_of(world(), run, run._replace(needs=needs)))["needs"]
    early = both[(both["origin"] == "trust") & (both["area"] == 1)].iloc[0]
    assert early["wait_mean_weeks"] == pytest.approx((13 + 2 + 2) / 3)


def test_series_say_the_same_however_often_they_are_made(made):
    again = one_run(records())
    assert set(again) == set(SERIES)
    for name, frame in made.items():
        pd.testing.assert_frame_equal(frame, again[name])


def of_roles(*roles: int) -> list[tuple[str, list[int]]]:
    """Groups shown when posts, one designation each, hold these roles."""
    designations = np.zeros(len(roles), DESIGNATION)
    designations["post"], designations["role"] = np.arange(len(roles)), roles
    names = world().names._replace(roles=("a", "b", "c", "d"), role_labels=("A", "B", "C", "D"))
    changed = dataclasses.replace(world(), designations=designations, names=names)
    return [(label, list(of_group)) for label, of_group in role_groups(changed)]


def test_roles_of_five_or_more_are_shown_apart_and_the_rest_together():
    assert of_roles(*[0] * 6, *[1] * 5) == [("A", [0]), ("B", [1])]
    assert of_roles(*[0] * 6, *[1] * 3, *[2] * 2) == [("A", [0]), ("Other roles together", [1, 2])]


def test_a_role_of_few_holders_is_never_left_to_subtraction():
    assert of_roles(*[0] * 9, *[1] * 6, 2) == [("A", [0]), ("Other roles together", [1, 2])]
    assert of_roles(*[0] * 6, 1) == [("All roles", [0, 1])]
    assert of_roles(0, 1, 1) == [("All roles", [0, 1])]
    assert of_roles() == []


def test_posts_of_schools_that_may_never_join_make_no_role_large_enough():
    """Six leaders of a role, two of them at a school of the pool: four are sure, too few to be shown."""
    here = world()
    given = np.zeros(6, here.designations.dtype)
    given["post"] = np.arange(6)
    posts = np.resize(here.posts, 6)
    posts["home"] = [0, 0, 0, 0, 2, 2]
    grown = here.growth._replace(pool=np.array([2]))
    for growth, shown in ((here.growth, [("SLE", [0])]), (grown, [("All roles", [0])])):
        changed = dataclasses.replace(here, designations=given, posts=posts, growth=growth)
        assert [(label, list(of_group)) for label, of_group in role_groups(changed)] == shown


@pytest.mark.parametrize("name", SERIES)
def test_a_series_of_which_no_run_has_a_row_is_an_empty_frame(name):
    """A trust without streams, or without schools: the columns are there."""
    full = pa.table(frames(facts_of(world(), records()))[name])
    usual = combined(facts_of(world(), records()))[name]
    for parts in ([full.slice(0, 0)], [full.slice(0, 0), full.slice(0, 0)]):
        empty = series_of(name, parts, 2)[name]
        assert len(empty) == 0
        assert list(empty.columns) == list(usual.columns)
