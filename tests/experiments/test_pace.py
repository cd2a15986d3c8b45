"""The same schools joining at other dates or in other numbers, as scenarios like any other."""

from __future__ import annotations

import datetime as dt

import pytest

from ist_model.experiments import pace
from ist_model.experiments.compare import compare
from ist_model.experiments.replicate import replicate
from ist_model.inputs.identity import identity
from ist_model.inputs.resolve import resolve
from tests.generated import SCENARIOS


@pytest.fixture(scope="module")
def base():
    return resolve("baseline", SCENARIOS)


@pytest.fixture(scope="module")
def growth():
    return resolve("growth-national-rate", SCENARIOS)


def joins(resolved, base):
    there = {school.id for school in base.trust.schools}
    return {school.id: school.joined for school in resolved.trust.schools if school.id not in there}


def test_schools_of_the_pool_join_in_its_order_each_september(base, growth):
    plan = pace.steady(base, growth, [2, 0, 1], 2027)
    september = {year: dt.date(year, 9, 1) for year in (2027, 2029)}
    assert joins(plan, base) == {"P1": september[2027], "P2": september[2027], "P3": september[2029]}
    brought = {post.id: post.starts for post in plan.trust.posts if post.school in ("P2", "P3")}
    assert brought["DH-P2"] == september[2027]
    assert brought["DH-P3"] == september[2029]
    assert plan.growth is None
    assert plan.assumptions.values()["joining.due_diligence_sd"] == 8
    assert (plan.seed, plan.years) == (base.seed, base.years)


def test_no_school_at_all_is_the_base_but_for_what_growth_assumes(base, growth):
    plan = pace.steady(base, growth, [0, 0], 2027)
    assert plan.trust == base.trust


def test_a_plan_is_compared_with_the_base_run_by_run(base, growth):
    short = {"years": 1.5, "count_needs_for_years": 1.5, "runs": 12}
    one, plan = (each.model_copy(update=short) for each in (base, pace.steady(base, growth, [8], 2027)))
    alone, grown = replicate(one, workers=1), replicate(plan, workers=1)
    rolls = [each.measures["pupils_existing"].tolist() for each in (alone, grown)]
    assert rolls[0] == rolls[1]  # to the bit, however many schools stand beside them
    table = compare(alone, grown)
    assert table.loc["pupils_attention_existing", ["why_not", "better"]].tolist() == ["", "lower"]
    assert table.loc["needs_raised_trust", "why_not"] != ""


@pytest.mark.parametrize("numbers", [[9], [4, 5], [-1, 2]])
def test_more_schools_than_the_pool_has_are_refused(base, growth, numbers):
    with pytest.raises(pace.NoPlanError, match="pool of 8"):
        pace.steady(base, growth, numbers, 2027)


def test_without_a_pool_there_is_no_plan(base):
    with pytest.raises(pace.NoPlanError, match="pool of 0"):
        pace.steady(base, base, [1], 2027)


def test_a_joining_moves_with_the_posts_that_it_brings(base):
    joining = resolve("two-schools-join-2027", SCENARIOS)
    later = pace.shifted(base, joining, 2)
    assert joins(later, base) == dict.fromkeys("GH", dt.date(2029, 9, 1))
    assert {post.starts for post in later.trust.posts if post.school in "GH"} == {dt.date(2029, 9, 1)}
    assert pace.shifted(base, later, -2).trust == joining.trust
    assert identity(pace.shifted(base, joining, 0)) == identity(joining)
    assert pace.first_joining(base, later) == dt.date(2029, 9, 1)


@pytest.mark.parametrize("name", ["lose-an-nle", "growth-national-rate", "merger-2026"])
def test_what_has_no_joining_of_its_own_is_not_moved(base, name):
    with pytest.raises(pace.NoPlanError, match="earlier or later"):
        pace.shifted(base, resolve(name, SCENARIOS), 1)


def test_there_is_no_first_joining_where_nobody_joins(base):
    with pytest.raises(pace.NoPlanError, match="no school joins"):
        pace.first_joining(base, base)
