"""Levers follow from a trust's files; a plan is a scenario like any other, with a cost in its money."""

from __future__ import annotations

import pytest

from ist_model.experiments.lever_bounds import bounded
from ist_model.experiments.levers import LeverError, adds_posts, holders, levers_of, plan_of
from ist_model.experiments.plan_costs import NoBudgetError, must_have_limits, set_aside
from ist_model.inputs.errors import InputError
from ist_model.inputs.identity import identity
from ist_model.inputs.resolve import resolve
from ist_model.inputs.write_scenario import write_scenario
from tests.generated import SCENARIOS


@pytest.fixture(scope="module")
def base():
    return resolve("baseline", SCENARIOS)


@pytest.fixture(scope="module")
def levers(base):
    return {lever.name: lever for lever in levers_of(base)}


def plan(levers, **numbers):
    """Today's plan but for some levers; a double underscore stands for the dot."""
    changed = {name.replace("__", "."): number for name, number in numbers.items()}
    return tuple(changed.get(lever.name, round(lever.today)) for lever in levers)


def test_levers_are_the_trusts_own_posts_days_and_suppliers(base, levers):
    posts = {name: lever.today for name, lever in levers.items() if lever.kind == "posts"}
    sle = {name: number for name, number in posts.items() if name.startswith("sle.")}
    assert sum(sle.values()) == 13  # as the strategy says
    assert sum(posts.values()) - 13 == 5
    assert levers["sle.days"].choices == (5, 10, 15)  # the register's range
    assert levers["system_leader.days"].choices == (20, 40, 60, 80)
    assert levers["bought.partner-sle"].today == 35
    assert not {"tip.days", "partnership_head.days"} & levers.keys()
    assert all(lever.today in lever.choices for lever in levers.values())


def test_todays_plan_changes_nothing(base, levers):
    every = tuple(levers.values())
    assert identity(plan_of(base, every, plan(every))[1]) == identity(base)


def test_posts_are_added_at_other_schools_in_turn_and_taken_from_the_end(base, levers):
    every = tuple(levers.values())
    _, changed = plan_of(base, every, plan(every, sle__maths=5, sle__english_phonics=2))
    added = [post for post in changed.trust.posts if post not in base.trust.posts and "extra" in post.id]
    assert [post.id for post in added] == ["sle-maths-extra-1", "sle-maths-extra-2"]
    assert {post.kind for post in added} == {"teacher"}
    assert len({post.school for post in added}) == 2
    assert len(holders(changed, "sle", "maths")) == 5
    assert [post.id for post in holders(changed, "sle", "english_phonics")] == ["AH-2", "DH-1"]
    kept = {post.id: post for post in changed.trust.posts}["T-4"]
    assert kept.designations == ()  # the post stays


def test_posts_added_are_there_always_or_are_developed_from_the_first_day(base, levers):
    every = tuple(levers.values())
    more = plan(every, sle__maths=4)
    assert adds_posts(every, more)
    assert not adds_posts(every, plan(every, sle__maths=2, sle__days=15))
    for there, starts, vacant in (("always", None, False), ("to be developed", base.start, True)):
        changed = plan_of(base, every, more, there=there)[1]
        (added,) = (post for post in changed.trust.posts if "extra" in post.id)
        assert (added.starts, added.opens_vacant) == (starts, vacant)
        assert set_aside(changed) == set_aside(plan_of(base, every, more)[1])


def test_a_plan_that_leaves_a_demand_to_nobody_is_none_that_a_file_could_say():
    base = resolve("k1-call-centre", SCENARIOS)
    nobody = bounded(levers_of(base), ["sle.maths=0"], only=True)
    with pytest.raises(InputError, match="nobody serves"):
        plan_of(base, nobody, (0,))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sle.math=1..3", "did you mean 'sle.maths'"),
        ("sle.maths=5..2", "put the lower one first"),
        ("sle.maths=1..2:0", "steps from 1 on"),
        ("sle.maths=-1..2", "numbers go from 0"),
        ("sle.maths=1..20000", "to 10000"),
        ("sle.maths=a..b", "whole numbers"),
        ("sle.maths=1.5..2", "whole numbers"),
        ("sle.maths", "write NAME=LOW..HIGH"),
        ("", "no lever is called ''"),
    ],
)
def test_bounds_that_hold_no_plan_are_refused(levers, text, said):
    with pytest.raises(LeverError, match=said):
        bounded(tuple(levers.values()), [text], only=False)


def test_levers_that_are_not_named_stay_where_only_those_named_move(levers):
    every = tuple(levers.values())
    (one,) = bounded(every, ["sle.maths=1..5:2"], only=True)
    assert one.choices == (1, 3, 5)
    with pytest.raises(LeverError, match="none is"):
        bounded(every, [], only=True)
    with pytest.raises(LeverError, match="twice"):
        bounded(every, ["sle.maths=1", "sle.maths=2"], only=False)


def test_what_a_plan_sets_aside_is_worked_out_by_hand(base, levers):
    every = tuple(levers.values())
    today, more = (set_aside(plan_of(base, every, plan(every, sle__maths=n))[1]) for n in (3, 4))
    # One teacher more: 10 days, each a class day at 230, worth 430 to others.
    assert more.leader_days - today.leader_days == 10
    assert more.budget_gbp - today.budget_gbp == 2300
    assert more.worth_gbp - today.worth_gbp == 4300
    assert more.posts - today.posts == 1
    fewer = set_aside(plan_of(base, every, plan(every, bought__partner_sle=35))[1])
    none = set_aside(plan_of(base, every, plan(every, **{"bought__partner-sle": 0}))[1])
    assert fewer.budget_gbp - none.budget_gbp == 35 * 430
    assert today.cost("worth") == (today.worth_gbp, today.leader_days)
    assert today.cost("posts")[0] == today.posts


def test_days_without_a_limit_have_no_budget(base):
    must_have_limits(base)
    with pytest.raises(NoBudgetError, match="without a limit"):
        must_have_limits(resolve("k1-call-centre", SCENARIOS))


def test_a_plan_written_as_a_file_is_the_same_scenario(base, levers, tmp_path):
    every = tuple(levers.values())
    folder = tmp_path / "scenarios"
    folder.mkdir()
    for path in ("assumptions.yaml", "framework.yaml", "baseline.yaml"):
        (folder / path).write_bytes((SCENARIOS / path).read_bytes())
    trust = folder / "trusts" / base_folder(folder)
    trust.mkdir(parents=True)
    (trust / "trust.yaml").write_bytes((SCENARIOS / "trusts" / trust.name / "trust.yaml").read_bytes())
    chosen = plan(every, sle__maths=5, lead_practitioner__send=1, sle__days=15)
    written, made = plan_of(base, every, chosen, "found")
    read = write_scenario(written, "found", folder, "Two lines\nof heading")
    assert identity(read) == identity(made)
    assert (folder / "found.yaml").read_text(encoding="utf-8").startswith("# Two lines\n# of heading\n")
    with pytest.raises(InputError, match="exists already"):
        write_scenario(written, "found", folder)
    with pytest.raises(InputError, match="letters, digits"):
        write_scenario(written, "../found", folder)


def base_folder(folder):
    """The folder of the baseline's trust."""
    (line,) = [
        line
        for line in (folder / "baseline.yaml").read_text(encoding="utf-8").splitlines()
        if "trust:" in line
    ]
    return line.split(": ")[1]
