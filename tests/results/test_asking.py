"""What schools asked for and got, the pool, by hand; windows of inspection against what is drawn."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from ist_model.engines.records import FINISHED, OPEN, SOURCE_PACKAGE, UNMET, Records
from ist_model.inputs.calendar import YEAR_TICKS, school_year
from ist_model.results import asking, pool, windows
from ist_model.results.facts import Facts, facts_of
from ist_model.results.series import days
from ist_model.results.tally import added_up, with_rates
from ist_model.science import inspection
from ist_model.world.schools import national_percentile, starting_strength
from ist_model.world.structs import DESIGNATION, NEVER
from tests.results.runs import records
from tests.results.worlds import at, world

DAYS = ["asked_days", "given_days", "bought_days", "visit_days"]


def test_schools_add_up_to_the_days_of_all() -> None:
    facts = facts_of(world(), records())
    frame = pd.DataFrame(asking.support(facts))
    of_all = days(facts)
    both = frame.groupby("half_term")[DAYS].sum().reindex(range(6), fill_value=0.0)
    assert both["asked_days"].to_numpy() == pytest.approx(np.asarray(of_all["needed_days"]))
    assert both["given_days"].to_numpy() == pytest.approx(np.asarray(of_all["delivered_days"]))
    assert both["bought_days"].to_numpy() == pytest.approx(np.asarray(of_all["bought_days"]))
    assert frame.loc[frame["bought_days"] > 0, ["school", "half_term"]].to_numpy().tolist() == [[0, 5]]
    assert not frame["visit_days"].any()


def test_visits_of_a_package_were_not_asked_for() -> None:
    run = records()
    needs = run.needs.copy()
    needs["source"][6] = SOURCE_PACKAGE  # the one that a supplier meets
    usual, packaged = (
        pd.DataFrame(asking.support(facts_of(world(), each)))[DAYS].sum()
        for each in (run, run._replace(needs=needs))
    )
    assert packaged["visit_days"] == usual["bought_days"] == 4.5
    assert packaged["bought_days"] == 0
    assert usual["asked_days"] - packaged["asked_days"] == 6
    before, after = (
        np.sum(days(facts_of(world(), each))["needed_days"]) for each in (run, run._replace(needs=needs))
    )
    assert before - after == 6


def test_days_of_a_specialism_are_asked_for_received_given_up_or_still_to_come() -> None:
    facts = facts_of(world(), records(), records())
    frame = pd.DataFrame(asking.days_by_specialism(facts))
    both = frame.groupby("run")[["asked_days", "received_days", "to_come_days"]].sum()
    parts = {
        part: facts.days("trust", part) for part in ("needed", "delivered", "bought", "unmet", "to_come")
    }
    assert both["asked_days"].to_numpy() == pytest.approx(parts["needed"])
    assert both["received_days"].to_numpy() == pytest.approx(parts["delivered"] + parts["bought"])
    assert both["to_come_days"].to_numpy() == pytest.approx(parts["to_come"])
    left = both["asked_days"] - both["received_days"] - both["to_come_days"]
    assert left.to_numpy() == pytest.approx(parts["unmet"])
    assert (frame["asked_days_squared"] == frame["asked_days"] ** 2).all()
    assert len(frame) > 2
    assert parts["to_come"].any()


def test_needs_of_a_school_by_area_are_its_counted_needs() -> None:
    frame = pd.DataFrame(asking.needs_by_school(facts_of(world(), records())))
    total = frame.groupby("school")[["raised", "wait_started_weeks"]].sum()
    assert total["raised"].to_dict() == {0: 2, 1: 2, 2: 2}
    assert total["wait_started_weeks"].to_dict() == pytest.approx({0: 13 + 8.5, 1: 6.5, 2: 3.5 + 2})


def test_needs_fall_in_their_half_term_of_the_year() -> None:
    frame = pd.DataFrame(asking.needs_by_time(facts_of(world(), records())))
    assert frame.groupby("part_of_year")["raised"].sum().to_dict() == {0: 2, 3: 1, 4: 1, 5: 2}


def test_needs_added_up_over_areas_have_the_averages_of_all_of_them() -> None:
    frame = with_rates(pd.DataFrame(asking.needs_by_school(facts_of(world(), records()))))
    by_school = added_up(frame, ["school"]).set_index("school")
    assert by_school["wait_mean_weeks"].to_dict() == pytest.approx({0: 21.5 / 2, 1: 6.5, 2: 5.5 / 2})
    everything = added_up(frame, []).iloc[0]
    assert (everything["raised"], everything["started"]) == (6, 5)
    assert everything["wait_mean_weeks"] == pytest.approx((21.5 + 6.5 + 5.5) / 5)


def test_needs_in_time_by_term_as_on_paper() -> None:
    frame = asking.in_time(facts_of(world(), records()))
    # The last term's second need waits at the horizon, a half-term after it was raised: known not to begin.
    assert frame["needs"].tolist() == [2, 0, 2]
    assert frame["share"] == pytest.approx([0.5, np.nan, 0.0], nan_ok=True)
    assert frame["tick"].tolist() == [at(0), at(13), at(26)]


def test_needs_in_time_by_term_are_those_of_a_plain_count() -> None:
    """Six runs of a hundred needs at random, gone through one by one."""
    luck = np.random.default_rng(7)
    runs = [shuffled(luck, run) for run in range(6)]
    here = world()
    found = pd.DataFrame(asking.in_time(facts_of(here, *runs))).set_index(["run", "tick"])
    told: dict[tuple[int, int], list[bool]] = {}
    for place, run in enumerate(runs):
        for need in run.needs:
            raised, first = int(need["raised"]), int(need["first_start"])
            begun = raised <= first < here.span.end
            if need["school"] not in (0, 1) or not here.span.start <= raised < here.span.count_until:
                continue
            if raised + at(6.5) - at(0) <= here.span.end:
                term = max(t for t in (at(0), at(13), at(26)) if t <= raised)
                told.setdefault((place, term), []).append(begun and first - raised <= at(6.5) - at(0))
    assert len(told) == len(found.dropna()) > 12
    for key, each in told.items():
        assert found.loc[key, "needs"] == len(each)
        assert found.loc[key, "share"] == pytest.approx(sum(each) / len(each))


def test_needs_in_time_by_school_year_are_those_of_a_plain_count() -> None:
    """Of both schools together: of the year's needs whose standard has passed, those begun within it."""
    luck = np.random.default_rng(8)
    runs = [shuffled(luck, run) for run in range(4)]
    here = world()
    assert asking.years_in_time(here) == (school_year(here.span.start),)
    found = asking.in_time_by_year(facts_of(here, *runs), "trust")
    assert found.shape == (4, 1)
    for run, share in zip(runs, found[:, 0], strict=True):
        told = []
        for need in run.needs:
            raised, first = int(need["raised"]), int(need["first_start"])
            late = min(here.span.count_until - 1, here.span.end - (at(6.5) - at(0)))
            if need["school"] >= 0 and here.span.start <= raised <= late:
                told.append(raised <= first < here.span.end and first - raised <= at(6.5) - at(0))
        assert share == pytest.approx(sum(told) / len(told))


def shuffled(luck: np.random.Generator, number: int) -> Records:
    """The hand-made run with a hundred needs of all schools at random, some begun and some given up."""
    needs = np.resize(records().needs, 100)
    needs["school"] = luck.integers(-1, 3, 100)
    needs["raised"] = luck.integers(at(-6.5), at(39), 100)
    needs["first_start"] = needs["raised"] + luck.integers(0, at(13) - at(0), 100)
    needs["first_start"][luck.random(100) < 0.4] = -1
    needs["status"] = np.where(needs["first_start"] < 0, luck.choice([OPEN, UNMET], 100), FINISHED)
    needs["closed"] = np.where(needs["status"] == UNMET, needs["raised"] + 1, -1)
    return records()._replace(run=number, needs=needs, deployments=records().deployments[:0])


def five_leaders(starts: int) -> Facts:
    """The small world with six leaders of one role, the last of whom has two designations; B's loses his."""
    here, run = world(), records()
    given = np.zeros(7, DESIGNATION)
    given["post"] = [0, 1, 2, 3, 4, 5, 5]
    posts = np.resize(here.posts, 6)
    posts["home"], posts["starts"], posts["ends"] = 0, at(-39), NEVER
    posts["starts"][0] = starts
    active = np.ones((7, 7), bool)
    active[2:, 1] = active[4:, 5] = False
    changed = dataclasses.replace(here, designations=given, posts=posts)
    return facts_of(changed, run._replace(active=active))


def test_the_pool_counts_leaders_once_and_those_who_can_be_sent() -> None:
    frame = pool.frame(five_leaders(at(-39)))
    assert list(frame["planned"]) == [6] * 6
    assert list(frame["can_be_sent"]) == [6, 6, 5, 5, 5, 5]


def test_the_pool_is_not_told_while_fewer_than_five_leaders_are_planned() -> None:
    facts = five_leaders(at(-39))
    facts.world.posts["starts"][:2] = at(13)
    frame = pool.frame(facts)
    assert np.isnan(frame["can_be_sent"][:2]).all()
    assert list(frame["planned"][2:]) == [6] * 4


INTERVALS = {
    f"inspection.{kind}_interval_{point}_years": years
    for kind, ends in (("good", (3.0, 4.0, 5.0)), ("new_academy", (2.0, 3.0, 3.5)))
    for point, years in zip(("low", "mode", "high"), ends, strict=True)
} | {"inspection.overdue_within_years": 1.5}


@pytest.mark.parametrize("years_ago", [1.0, 3.8, 7.0], ids=["lately", "in its window", "overdue"])
def test_nine_in_ten_of_the_inspections_drawn_come_by_the_late_end_of_the_window(years_ago: float) -> None:
    here = dataclasses.replace(world(), values=world().values | INTERVALS)
    last = at(0) - int(years_ago * YEAR_TICKS)
    here.schools["last_inspected"] = last
    window = windows.next_inspections(here)[0]
    ends = [INTERVALS[f"inspection.good_interval_{point}_years"] for point in ("low", "mode", "high")]
    drawn = np.array(
        [inspection.tick_of_next(last, *ends, at(0), 1.5, 7, run, 1, 0) for run in range(4000)], np.int64
    )
    shares = [float((drawn <= tick).mean()) for tick in window]
    assert shares == pytest.approx([0.1, 0.5, 0.9], abs=0.02)


def test_a_school_that_joins_has_its_clock_start_again_and_one_that_chance_brings_has_no_window() -> None:
    here = dataclasses.replace(world(), values=world().values | INTERVALS)
    here.schools["last_inspected"] = at(0) - YEAR_TICKS
    found = windows.next_inspections(here)
    assert sorted(found) == [0, 1, 2]  # the twin has none
    assert 2.0 < (found[2].middle - at(13)) / YEAR_TICKS < 3.5
    pooled = dataclasses.replace(here, growth=here.growth._replace(pool=np.array([2])))
    assert sorted(windows.next_inspections(pooled)) == [0, 1]


@pytest.mark.parametrize("percentile", [0.014, 0.2, 0.5, 0.93])
def test_a_percentile_comes_back_from_its_strength(percentile: float) -> None:
    assert national_percentile(starting_strength(percentile)) == pytest.approx(percentile)
