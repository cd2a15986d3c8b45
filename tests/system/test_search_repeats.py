"""A search among more plans than can be compared meets the cheapest; the table of repeats says how often."""

from __future__ import annotations

from itertools import product

from ist_model.experiments.lever_bounds import bounded
from ist_model.experiments.levers import levers_of
from ist_model.experiments.proposing import every_plan
from tests.system import search_repeats as repeats

CONFIDENCE = 0.95


def test_one_plan_alone_is_right_by_erlang_c_and_there_are_too_many_to_compare_each():
    best, cheaper = repeats.cheapest(), repeats.AT_MOST + repeats.MARGIN
    assert repeats.wait(best) <= repeats.AT_MOST - repeats.MARGIN
    others = [plan for plan in product(*repeats.POSTS) if sum(plan) <= sum(best) and plan != best]
    assert min(repeats.wait(plan) for plan in others) >= cheaper
    names = [
        f"{role}={each[0]}..{each[-1]}"
        for role, each in zip(("sle.maths", "lead_practitioner.send"), repeats.POSTS, strict=True)
    ]
    assert not every_plan(bounded(levers_of(repeats.queues(0)), names, only=True))


def test_a_search_as_users_run_it_meets_and_selects_the_cheapest():
    assert repeats.found(0) == (True, (repeats.cheapest(),), True)


def test_the_table_has_the_stated_confidence():
    (line,) = repeats.written().removeprefix(repeats.HEAD).splitlines()
    plans, of, met, selected, left_open, dearer, fails = (int(cell) for cell in line.strip("|").split("|"))
    assert (plans, of) == (144, repeats.REPEATS)
    assert selected + left_open <= met <= of
    assert dearer + fails <= (1 - CONFIDENCE) * of
