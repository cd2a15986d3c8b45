"""Samples, from whole runs, of what is drawn for newcomers, rolls and careers, beside the means declared."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from functools import cache

import numpy as np

from ist_model.engines import growth
from ist_model.engines.records import FILLED, LEFT, RESIGNED, SOURCE_PACKAGE
from ist_model.engines.rolls import Rolls
from ist_model.inputs.calendar import TERM_TICKS, YEAR_TICKS
from ist_model.inputs.models import Growth, GrowthRow, Package, Post, Trust
from ist_model.world.build import build_world
from ist_model.world.structs import GROUP_JOINER, GROUP_TWIN, NEVER, World
from tests.generated import resolved, school, with_values
from tests.system.declared import ROOT_SEED, Run, Sample, Values, picks, run_of, triangular_mean

# Schools that join, schools not inspected for long, packages ----------------------------------------------


@cache
def newcomers() -> list[Run]:
    """Forty schools whose last inspection nobody knows, with visits bought for them, and forty that join."""
    known = {"age_low": 3, "roll": 300}
    trust = Trust(
        title="newcomers",
        about="no posts",
        schools=(
            *(school(f"S{i}", 0.5, **known) for i in range(40)),
            *(
                school(f"J{i}", 0.5, joined=dt.date(2027, 9, 1), joining="converter", **known)
                for i in range(40)
            ),
        ),
        packages=(
            Package(
                id="visits",
                label="Visits",
                kind="school",
                schools=tuple(f"S{i}" for i in range(40)),
                visit_days_per_term=1.0,
                price_gbp_per_year=0.0,
            ),
        ),
    )
    return run_of(trust, 12.0, 4, {}, no_effect=True)


def first_inspections(joiners: bool) -> Iterator[tuple[World, float]]:
    """Years to the first inspection, from joining or, of schools that did not, from the first day."""
    for world, records in newcomers():
        for place, struct in enumerate(world.schools):
            if (struct["group"] == GROUP_JOINER) != joiners or struct["group"] == GROUP_TWIN:
                continue
            first = records.inspections[records.inspections["school"] == place]["tick"][0]
            since = struct["joins"] if joiners else world.span.begin
            yield world, (int(first) - int(since)) / YEAR_TICKS


def new_academies() -> Sample:
    """Years from joining to the first inspection."""
    found = list(first_inspections(joiners=True))
    return Sample(triangular_mean(found[0][0], "new_academy"), np.array([years for _, years in found]))


def overdue() -> Sample:
    """Years to the inspection of a school past the longest interval: even over those declared."""
    found = list(first_inspections(joiners=False))
    within = found[0][0].values["inspection.overdue_within_years"]
    return Sample(within / 2, np.array([years for _, years in found]))


def package_picks() -> Sample:
    """Specialisms of visits that come with a package."""
    return picks(newcomers(), SOURCE_PACKAGE)


# Rolls ---------------------------------------------------------------------------------------------------


def rolls(own_sd: float, common_sd: float) -> Sample:
    """Roll after a year as a share of the forecast, of schools so large that whole pupils do not matter."""
    count = 1 if common_sd else 20
    of_5000 = tuple(school(f"S{i}", roll=5000) for i in range(count))
    trust = Trust(title="rolls", about="none", schools=of_5000)
    values = {"rolls__own_sd_per_year": own_sd, "rolls__common_sd_per_year": common_sd}
    world = build_world(resolved(trust, years=2.0, seed=ROOT_SEED, assumptions=with_values(**values)))
    pupils = Rolls(world, range(2000 // count)).pupils
    found = [each[:, 1] / world.roll_forecast[:, 1] for each in pupils]
    return Sample(1.0, np.concatenate(found))


# Joinings that are drawn ---------------------------------------------------------------------------------

PUBLISHED = GrowthRow(schools_from=0, chances=(0.626, 0.22, 0.088, 0.066), mean=0.676)
POOL, GROWTH_YEARS, BELIEVED_SD = 40, 10, 5.0


@cache
def growing() -> tuple[World, list[World]]:
    """A trust that may take in forty written schools in ten years, and what four hundred runs make of it."""
    pool = tuple(school(f"P{i:02}", 0.5, joining="converter") for i in range(POOL))
    by = Growth(
        table=(PUBLISHED,), source="made up", pool=tuple(each.id for each in pool), starts=dt.date(2026, 9, 1)
    )
    values = with_values(joining__due_diligence_sd=BELIEVED_SD)
    trust = Trust(title="growing", about="a pool", schools=pool)
    scenario = resolved(trust, growth=by, years=float(GROWTH_YEARS), seed=ROOT_SEED, assumptions=values)
    world = build_world(scenario)
    return world, [growth.of_run(world, run) for run in range(400)]


def joiners() -> Sample:
    """Schools that join in a school year, over the years of a run; the pool is large enough for all."""
    world, runs = growing()
    joined = [(each.schools["joins"][world.growth.pool] != NEVER).sum() for each in runs]
    assert max(joined) < POOL
    return Sample(PUBLISHED.mean, np.array(joined) / GROWTH_YEARS)


def order_of_joining() -> Sample:
    """Of two schools of the pool: the first joins sooner (1), later (0), or with the second (a half)."""
    world, runs = growing()
    first, second = world.growth.pool[:2]
    ahead = [np.sign(int(run.schools["joins"][second]) - int(run.schools["joins"][first])) for run in runs]
    return Sample(0.5, (1.0 + np.array(ahead)) / 2)


def due_diligence() -> Values:
    """Strength that is there less what was believed, in declared standard deviations."""
    world, runs = growing()
    pool = world.growth.pool
    has = world.has_area[pool]
    return np.concatenate([(run.strength[pool] - world.believed[pool])[has] for run in runs]) / BELIEVED_SD


# Careers -------------------------------------------------------------------------------------------------

LEAVE, FAIL, READY_SHARE, READY_YEARS, POSTS = 0.3, 0.4, 0.5, 2.0, 150
LEAVING_CHANCE = 1 - math.exp(-LEAVE / 3)
LONGEST_VACANCY_TERMS = 30  # of one round a term: longer with chance .4 ** 30


@cache
def careers() -> list[Run]:
    """A hundred and fifty posts without a school for twenty years, each filled from outside alone."""
    posts = tuple(Post(id=f"P{i}", kind="teacher") for i in range(POSTS))
    values = {
        "post__teacher__leave_per_year": LEAVE,
        "post__teacher__refill_terms": 1.0,
        "post__teacher__fail_chance": FAIL,
        "post__teacher__ready_share": READY_SHARE,
        "post__teacher__ready_years": READY_YEARS,
    }
    return run_of(Trust(title="careers", about="no schools", posts=posts), 20.0, 8, values)


def leaving() -> Sample:
    """Of those in post in a term's second half, who is gone at its end (1) and who is not (0)."""
    found = []
    for _, records in careers():
        ends = np.flatnonzero(records.grid_tick % TERM_TICKS == 0)[1:-1]  # the horizon sees no leaving
        gone = np.zeros(records.filled.shape, np.bool_)
        events = records.careers
        left = events[(events["event"] == LEFT) & (events["cause"] == RESIGNED)]
        gone[np.searchsorted(records.grid_tick, left["tick"]), left["post"]] = True
        found.append(gone[ends][records.filled[ends - 1]])
    return Sample(LEAVING_CHANCE, np.concatenate(found).astype(np.float64))


def vacancies() -> Sample:
    """Terms that a post stands empty: rounds of one term each, of which some appoint nobody."""
    found = []
    for world, records in careers():
        last = world.span.end - LONGEST_VACANCY_TERMS * TERM_TICKS
        for post in range(POSTS):
            events = records.careers[records.careers["post"] == post]
            left = events["tick"][events["event"] == LEFT]
            came = events["tick"][events["event"] == FILLED]
            for tick in left[left < last]:
                found.append((came[came > tick][0] - tick) / TERM_TICKS)
    return Sample(1 / (1 - FAIL), np.array(found))


def readiness() -> Sample:
    """Of those appointed, who will be ready for the next rung."""
    found = []
    for _, records in careers():
        came = records.careers[records.careers["event"] == FILLED]
        point = np.searchsorted(records.grid_tick, came["tick"])
        found.append(records.ready_for_next[point, came["post"]] != NEVER)
    return Sample(READY_SHARE, np.concatenate(found).astype(np.float64))


def opening_tenure() -> Sample:
    """Holders found in post who are ready on the first day: they have been there for long enough."""
    ready = np.concatenate([records.ready_for_next[0] <= world.span.begin for world, records in careers()])
    stayed = (1 - LEAVING_CHANCE) ** round(READY_YEARS * 3)
    return Sample(READY_SHARE * stayed, ready.astype(np.float64))
