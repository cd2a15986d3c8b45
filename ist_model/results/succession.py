"""Succession, run by run: the bench, promotions, who stands in, headships without anybody (MODEL 7).

Everything here is trust-wide, and reported from five posts on (`results.discretion`): no figure belongs to
one post or one school (MODEL 11.4).
"""

from __future__ import annotations

from functools import partial

import numpy as np

from ist_model.engines.records import BY_PROMOTION, DESIGNATION_LOST, FILLED
from ist_model.inputs.calendar import GRID_TICKS, TICKS_PER_WEEK, YEAR_TICKS
from ist_model.results.arrays import Bools, Floats, Ints
from ist_model.results.capacity import happened, posts_exist
from ist_model.results.discretion import (
    designated,
    enough_at,
    filled_from_within,
    headships,
    next_to_headship,
)
from ist_model.results.facts import Facts
from ist_model.results.kinds import Behind, SingleRow
from ist_model.results.once import once
from ist_model.world.structs import GROUP_TWIN, NONE

_WEEKS = GRID_TICKS / TICKS_PER_WEEK


def bench(facts: Facts, within_years: float) -> Floats:
    """[R, Q - 1] leaders ready for a headship, or a higher post, within so many years of each half-term."""
    records = facts.records
    by = records.grid_tick[:-1, None] + round(within_years * YEAR_TICKS)
    ready = (records.ready_for_next[:, :-1] <= by) & next_to_headship(facts.world)
    return np.asarray(ready.sum(axis=2), np.float64)


def bench_average(facts: Facts, within_years: float) -> Floats:
    """The bench, averaged over the half-terms of the period; NaN if no headship is filled from within."""
    average = bench(facts, within_years).mean(axis=1)
    return average if next_to_headship(facts.world).any() else np.full(len(facts), np.nan)


@once
def _led(facts: Facts) -> Bools:
    """[R, Q - 1, S] the school is in the trust, and a headship of it exists then."""
    world, tick = facts.world, facts.records.grid_tick[:-1, None]
    schools = np.arange(len(world.schools))[:, None]
    heads = (world.posts["accountable"] == 1) & (world.posts["home"] == schools)
    heads |= np.arange(len(world.posts)) == world.schools["accountable_post"][:, None]
    school, post = np.nonzero(heads)
    exists = np.zeros((*posts_exist(facts).shape[:2], len(world.schools)), np.bool_)
    first = np.searchsorted(school, led := np.unique(school))
    if len(led):
        exists[..., led] = np.logical_or.reduceat(posts_exist(facts)[..., post], first, axis=2)
    member = (tick >= facts.records.joins[:, None]) & (world.schools["group"] != GROUP_TWIN)
    return np.asarray(member & exists)


@once
def uncovered(facts: Facts) -> Bools:
    """[R, Q - 1, S] nobody leads the school, not even for the time being."""
    return np.asarray(_led(facts) & (facts.records.accountable[:, :-1] == NONE))


@once
def stands_in(facts: Facts) -> Bools:
    """[R, Q - 1, S] somebody leads the school who holds no headship of it."""
    world, leader = facts.world, facts.records.accountable[:, :-1]
    home = np.append(world.posts["home"], NONE)[leader]
    head = np.append(world.posts["accountable"] == 1, False)[leader]
    own = (head & (home == np.arange(len(world.schools)))) | (leader == world.schools["accountable_post"])
    return np.asarray(_led(facts) & (leader != NONE) & ~own)


def _ever(facts: Facts, found: Bools) -> Floats:
    """[R] 1 if it is so of some school at some half-term, else 0; NaN: no school to lead."""
    return np.where(_led(facts).any(axis=(1, 2)), found.any(axis=(1, 2)), np.nan)


def uncovered_headship(facts: Facts) -> Floats:
    """1 if some school of the trust had nobody to lead it at some half-term, else 0; NaN: no school to lead.

    The mean over runs is the chance of an uncovered headship.
    """
    return _ever(facts, uncovered(facts))


def headship_gap(facts: Facts) -> Floats:
    """1 if some school of the trust had no head of its own at some half-term, else 0; NaN: no school to lead.

    The bench could not fill the vacancy at once. The mean over runs is the chance of it.
    """
    return _ever(facts, uncovered(facts) | stands_in(facts))


def interim_weeks(facts: Facts) -> Floats:
    """School weeks in which somebody stood in for a head, over all schools."""
    return np.asarray(stands_in(facts).sum(axis=(1, 2)) * _WEEKS)


def promotions(facts: Facts) -> Floats:
    """Vacancies filled from within in the period."""
    promoted = happened(facts, FILLED, BY_PROMOTION)
    return facts.records.summed(facts.records.run_of("careers")[promoted])


def lost_to_promotion(facts: Facts) -> Floats:
    """Designations (SLE and others) that went because their holder was promoted, in the period."""
    lost = happened(facts, DESIGNATION_LOST, BY_PROMOTION)
    return facts.records.summed(facts.records.run_of("careers")[lost])


def by_half_term(facts: Facts) -> dict[str, Floats]:
    """[R, Q - 1] the bench, and schools without a head of their own; NaN: too few posts are behind it."""
    tick = facts.records.grid_tick[:-1]

    def told(count: Floats | Ints, behind: Behind) -> Floats:
        return np.where(enough_at(facts.world, behind(facts.world), tick), count, np.nan)

    return {
        "ready_now": told(bench(facts, 0.0), next_to_headship),
        "ready_in_a_year": told(bench(facts, 1.0), next_to_headship),
        "stood_in_for": told(stands_in(facts).sum(axis=2), headships),
        "uncovered": told(uncovered(facts).sum(axis=2), headships),
    }


BENCH = "Leaders ready for a headship or a higher post, average over time"
UNCOVERED = "Chance that a school has nobody to lead it at some half-term"
GAP = "Chance that a school is without a head of its own at some half-term"
STANDS_IN = "Weeks in which somebody stands in for a head, all schools together"
LOST = "Designations (SLE and others) lost to promotion"
BENCH_NOW = partial(bench_average, within_years=0.0)
BENCH_IN_A_YEAR = partial(bench_average, within_years=1.0)

ROWS: tuple[SingleRow, ...] = (
    ("bench_ready_now", f"{BENCH}: now", "leaders", "higher", 1, "trust", BENCH_NOW),
    ("bench_ready_in_a_year", f"{BENCH}: in a year", "leaders", "higher", 1, "trust", BENCH_IN_A_YEAR),
    ("uncovered_headship", UNCOVERED, "chance", "lower", 2, "trust", uncovered_headship),
    ("headship_gap", GAP, "chance", "lower", 2, "trust", headship_gap),
    ("interim_weeks", STANDS_IN, "school weeks", "lower", 0, "trust", interim_weeks),
    ("promotions", "Vacancies filled from within", "posts", "", 1, "trust", promotions),
    ("designations_lost_to_promotion", LOST, "designations", "", 1, "trust", lost_to_promotion),
)
# The posts that each of them tells of.
BEHIND: dict[str, Behind] = {
    "bench_ready_now": next_to_headship,
    "bench_ready_in_a_year": next_to_headship,
    "uncovered_headship": headships,
    "headship_gap": headships,
    "interim_weeks": headships,
    "promotions": filled_from_within,
    "designations_lost_to_promotion": designated,
}
