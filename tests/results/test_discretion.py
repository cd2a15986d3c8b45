"""Nothing that tells of leaving, of vacancies or of who could follow is told of fewer than five posts."""

from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np
import pytest

from ist_model.experiments.compare import compare
from ist_model.experiments.replicate import replicate
from ist_model.experiments.why_different import why_not
from ist_model.inputs.calendar import GRID_TICKS
from ist_model.inputs.folder import scenario_files
from ist_model.inputs.models import Designation, Growth, GrowthRow, Post, Trust
from ist_model.inputs.resolve import resolve
from ist_model.results import discretion
from ist_model.results.measures import BEHIND, MEASURES, catalogue
from ist_model.results.result import catalogue_frame
from ist_model.results.summary import summarise
from ist_model.world.build import build_world
from tests.generated import SCENARIOS, resolved, school, with_values

SLE = Designation(role="sle", specialisms=("maths",))
TEN_YEARS_ON = dt.date(2036, 9, 1)
HEADS = ("uncovered_headship", "headship_gap", "interim_weeks")
BENCH = ("bench_ready_now", "bench_ready_in_a_year")


def trust_of(schools, deputies=0, **fields):
    """So many schools, each with a head; deputies at the first."""
    names = [f"S{i}" for i in range(schools)]
    heads = tuple(Post(id=f"{name}-H", kind="headteacher", school=name) for name in names)
    others = tuple(Post(id=f"D{i}", kind="deputy", school="S0", designations=(SLE,)) for i in range(deputies))
    return Trust(
        title="t",
        about="t",
        schools=tuple(school(name) for name in names),
        posts=heads + others,
        **fields,
    )


def world_of(trust, **fields):
    values = with_values(post__headteacher__leave_per_year=2.0, post__deputy__leave_per_year=2.0)
    return build_world(resolved(trust, assumptions=values, warm_up_weeks=0.0, **fields))


def withheld(world):
    return {name for name, item in catalogue(world).items() if item.withheld(world)}


def test_every_measure_that_is_withheld_is_one_that_exists():
    assert set(BEHIND) <= set(MEASURES)


@pytest.mark.parametrize(
    ("schools", "deputies", "gone"),
    [
        (1, 0, set(BEHIND)),
        (1, 4, set(BEHIND) - {"vacancy_weeks", "vacancy_share", *BENCH, "promotions"}),
        (4, 0, set(BEHIND)),
        (5, 0, {"designations_lost", "designations_lost_to_promotion"}),
        (2, 5, set(HEADS)),
    ],
)
def test_what_is_given_goes_by_the_posts_behind_it(schools, deputies, gone):
    world = world_of(trust_of(schools, deputies))
    assert withheld(world) == gone


def test_posts_that_end_before_or_begin_after_the_period_do_not_count():
    trust = trust_of(5)
    late = trust.posts[4].model_copy(update={"starts": TEN_YEARS_ON})
    assert "headship_gap" in withheld(world_of(trust.model_copy(update={"posts": (*trust.posts[:4], late)})))


def test_heads_whom_chance_may_bring_do_not_count():
    row = GrowthRow(schools_from=0, chances=(0.0, 0.0, 0.0, 1.0), mean=5.0)
    growth = Growth(table=(row,), source="made up", pool=("S3", "S4"), starts=dt.date(2026, 9, 1))
    trust = trust_of(5)
    schools = tuple(s.model_copy(update={"joining": "converter"}) for s in trust.schools)
    world = world_of(trust.model_copy(update={"schools": schools}), growth=growth)
    assert set(HEADS) <= withheld(world)
    assert not set(HEADS) & withheld(world_of(trust))


def test_a_partnership_head_who_leads_two_schools_is_one_post():
    head = Post(id="PH", kind="partnership_head", school="S0")
    schools = tuple(school(f"S{i}", accountable_post="PH") for i in range(6))
    world = world_of(Trust(title="t", about="t", schools=schools, posts=(head,)))
    assert discretion.headships(world).sum() == 1
    assert set(HEADS) <= withheld(world)


@pytest.fixture(scope="module")
def alone():
    return replicate(resolved(trust_of(1), runs=3), workers=1)


@pytest.fixture(scope="module")
def five():
    return replicate(resolved(trust_of(5, 5), runs=3), workers=1)


def test_in_a_one_school_trust_they_are_in_no_run_no_series_and_no_summary(alone):
    assert alone.measures[list(BEHIND)].isna().all(axis=None)
    leaders = alone.series["leaders"]
    values = [name for name in leaders if name.endswith("_mean")]
    assert len(values) == 4
    assert leaders[values].isna().all(axis=None)
    table = summarise(alone)
    assert set(table.loc[list(BEHIND), "withheld"]) == {discretion.WITHHELD}
    assert table.loc[list(BEHIND), "mean"].isna().all()


def test_with_five_posts_behind_them_they_are_all_there(five):
    assert five.measures[list(BEHIND)].notna().all(axis=None)
    assert five.series["leaders"].notna().all(axis=None)
    assert set(summarise(five)["withheld"]) == {""}


def test_a_difference_says_why_it_is_not_shown(alone):
    table = compare(alone, dataclasses.replace(alone, identity="other"))
    assert set(table.loc[list(BEHIND), "why_not"]) == {discretion.WITHHELD}
    assert table.loc[list(BEHIND), ["baseline_mean", "scenario_mean"]].isna().all(axis=None)
    results = {frozenset[int](): alone, frozenset({0}): alone}
    assert why_not("headship_gap", results) == discretion.WITHHELD


def test_one_side_alone_is_enough_to_say_so(alone, five):
    """The other side has the measure, and shows its own level."""
    told = five.catalogue["withheld"].where(five.catalogue.index != "headship_gap", discretion.WITHHELD)
    without = dataclasses.replace(
        five,
        catalogue=five.catalogue.assign(withheld=told),
        measures=five.measures.assign(headship_gap=np.nan),
    )
    for pair in ((five, without), (without, five)):
        row = compare(*pair).loc["headship_gap"]
        assert row["why_not"] == discretion.WITHHELD
        assert row[["baseline_mean", "scenario_mean"]].isna().sum() == 1


def test_the_half_terms_in_which_five_heads_are_there_are_shown():
    """A fifth school joins after a term: until then four heads stand behind the figure."""
    joined = dt.date(2027, 1, 1)
    trust = trust_of(5)
    last = trust.schools[4].model_copy(update={"joined": joined, "joining": "converter"})
    posts = (*trust.posts[:4], trust.posts[4].model_copy(update={"starts": joined}))
    world = world_of(trust.model_copy(update={"schools": (*trust.schools[:4], last), "posts": posts}))
    ticks = np.arange(6) * GRID_TICKS + world.span.start
    shown = discretion.enough_at(world, discretion.headships(world), ticks)
    assert shown.tolist() == [False, False, True, True, True, True]


@pytest.mark.parametrize(
    "scenario", [path.stem for path in scenario_files(SCENARIOS) if path.parent == SCENARIOS]
)
def test_the_shipped_trust_still_has_them_all(scenario):
    frame = catalogue_frame(build_world(resolve(scenario, SCENARIOS)))
    assert set(frame["withheld"]) == {""}
