"""Who is to lead each school: facts of the files, not of a run."""

from __future__ import annotations

import pytest

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
