"""Who is to lead each school, and when it may be inspected: facts of the files, not of a run."""

from __future__ import annotations

import datetime as dt

import pytest

from ist_model.engines import narrated
from ist_model.inputs.calendar import date_of, tick_of
from ist_model.inputs.resolve import resolve
from ist_model.results import planned
from ist_model.world.build import build_world
from ist_model.world.structs import NONE
from tests.generated import SCENARIOS


@pytest.fixture(scope="module")
def four_heads():
    return build_world(resolve("four-heads-of-school", SCENARIOS))


@pytest.fixture(scope="module")
def two_join():
    return build_world(resolve("two-schools-join-2027", SCENARIOS))


def by_label(world, column):
    return {
        world.names.labels[school]: [world.names.posts[p] if p >= 0 else int(p) for p in column[:, school]]
        for school in range(len(world.schools))
    }


def test_posts_follow_one_another_as_the_files_say(four_heads):
    plan = by_label(four_heads, planned.leaders(four_heads).post)
    assert plan["School B"] == ["IH-1"] * 3 + ["HS-3"] * 12  # from September 2027
    assert plan["School E"] == ["HT-1"] * 6 + ["HS-4"] * 9  # from September 2028
    assert plan["School A"] == ["PH-1"] * 15


def test_over_a_head_of_school_stands_the_head_of_its_partnership(four_heads):
    over = by_label(four_heads, planned.leaders(four_heads).over)
    assert over["School B"] == [NONE] * 3 + ["PH-1"] * 12
    assert over["School D"] == ["PH-2"] * 15
    assert set(over["School A"]) == {NONE}


def test_a_school_that_joins_has_a_leader_from_then_on_and_its_twin_never(two_join):
    plan = by_label(two_join, planned.leaders(two_join).post)
    assert plan["School G (invented)"] == [planned.NOT_IN_TRUST] * 3 + ["HT-G"] * 12
    assert set(plan["School G (invented) (had it not joined)"]) == {planned.NOT_IN_TRUST}


def test_windows_follow_the_last_inspection_and_what_is_known(two_join):
    found = {two_join.names.labels[school]: window for school, window in planned.windows(two_join).items()}
    outstanding = found["School A"]  # September 2021: past the shortest interval, not past the longest
    assert not outstanding.overdue
    assert outstanding.earliest == tick_of(dt.date(2026, 9, 1))
    assert date_of(int(outstanding.latest)) == dt.date(2027, 3, 22)  # five years and a half on
    late = found["School C"]  # January 2020: longer ago than any interval
    assert late.overdue
    assert date_of(int(late.latest)) == dt.date(2027, 9, 1)
    new = found["School G (invented)"]  # the clock starts on joining: the third year
    assert [date_of(int(tick)) for tick in new[:3]] == [
        dt.date(2029, 9, 1),
        dt.date(2030, 3, 1),
        dt.date(2030, 9, 1),
    ]


@pytest.mark.parametrize("run", range(3))
def test_the_next_inspection_of_a_run_falls_in_the_window(two_join, run):
    inspections = narrated.run(two_join, run).inspections
    for school, window in planned.windows(two_join).items():
        first = inspections["tick"][inspections["school"] == school][:1].tolist()
        assert all(window.earliest <= tick <= window.latest + 1 for tick in first)
