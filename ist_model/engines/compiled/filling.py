"""A world laid out as the block that compiled runs read."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ist_model.engines.compiled.given import FACTORS, GIVEN, INTERVALS, POLICY_ORDER, VALUES, field_of
from ist_model.engines.compiled.struct import Block, wide
from ist_model.engines.support_effect import effect_of
from ist_model.inputs.calendar import TERM_TICKS, TICKS_PER_WEEK, YEAR_TICKS, ticks
from ist_model.science import absorption, matching, strength
from ist_model.science.policies import POLICIES
from ist_model.world import structs
from ist_model.world.structs import World

_HIGHEST_YEAR_SIX = 11
BY_MATCH = (
    "triage",
    "first_come",
    "fair_share",
)  # policies whose rank knows of a supporter no more than that


_DRAWN = {"strength", "schools", "posts", "packages"}  # what `growth.of_run` may give a run of its own
_AS_LARGE = {"strength", "schools", "posts"}  # of them, what is as large as before


def years_run(world: World) -> range:
    """School years that a run touches."""
    return range(world.span.begin // YEAR_TICKS, world.span.end // YEAR_TICKS + 1)


def block_of(world: World) -> Block:
    """The block of a world whose joinings are settled."""
    return Block(GIVEN, _numbers(world) | _values(world) | _arrays(world) | _looked_up(world))


def block_of_run(world: World, block: Block, drawn: World) -> Block:
    """The block of a world with what a run draws of joinings; it shares with the world's what is the same.

    Raises:
        ValueError: if it is not that world with joinings drawn: a run of it would not fit into the memory.
    """
    if drawn is world:
        return block
    changed = {name for name, value in vars(drawn).items() if value is not vars(world)[name]} - {"drawn_for"}
    resized = {name for name in changed & _AS_LARGE if _size(drawn, name) != _size(world, name)}
    amiss = changed - _DRAWN | resized
    if amiss:
        raise ValueError(f"a run's world is not the runner's with joinings drawn: {sorted(amiss)} differ")
    own: dict[str, NDArray[Any]] = {
        name: drawn.strength if name == "strength" else _widened(getattr(drawn, name)) for name in changed
    }
    if "packages" in changed:
        own["packages_pence"] = _packages_by_year(drawn)
    return block.altered(own)


def _size(world: World, name: str) -> tuple[int, ...]:
    array: NDArray[Any] = getattr(world, name)
    return array.shape


def _numbers(world: World) -> dict[str, float]:
    policy, span = POLICIES[world.policy], world.span
    return {
        "begin": span.begin,
        "start": span.start,
        "end": span.end,
        "seed": world.seed,
        "schools_n": len(world.schools),
        "areas_n": world.has_area.shape[1],
        "posts_n": len(world.posts),
        "slots_n": len(world.designations),
        "suppliers_n": len(world.suppliers),
        "streams_n": len(world.streams),
        "tiers_n": len(world.tiers),
        "first_year": span.start // YEAR_TICKS,
        "base_year": years_run(world).start,
        "policy": POLICY_ORDER.index(world.policy),
        "leading": policy.leading_fields_of_need,
        "by_match": world.policy in BY_MATCH,
        "weighs_gain": policy.weighs_gain,
        "assigns": policy.assigns,
        "meetings": world.meetings,
        "changed_hands": world.changed_hands,
        "attention_grade": world.attention_grade,
        "leadership_area": world.leadership_area,
        "bought_budget_pence": world.bought_budget_pence,
        "assumed_opening": world.assumed_opening,
    }


def _values(world: World) -> dict[str, Any]:
    values = world.values
    sd = strength.noise_sd(values["strength.sigma_per_root_week"], values["strength.kappa_per_week"])
    effective = 0.0 if world.no_effect else 1.0
    return {field_of(key): values[key] for key in VALUES} | {
        "intervals": [
            [values[f"inspection.{name}_interval_{point}_years"] for point in ("low", "mode", "high")]
            for name in INTERVALS
        ],
        "hazard_factors": [
            [values[f"careers.{who}_{what}_factor"] for what in FACTORS] for who in ("staff", "head")
        ],
        "lasting_share": effective * values["strength.lasting_share"],
        "learning_per_day": effective * values["giving.learning_points_per_day"],
        "network_gain": effective * values["network.gain_per_term"],
        "effect_per_day": effect_of(world),
        "noise_sd": sd,
        "rank_spread": float(np.hypot(sd, values["monitoring.observation_sd"])),
        "attention_cut": float(world.grade_cuts[world.attention_grade]),
        "preparation_share": values["support.preparation_factor"] - 1.0,
        "inspection_window": values["release.inspection_window_weeks"] * TICKS_PER_WEEK,
        "span_schools": int(values.get("careers.span_schools", 0)),
        "shortest_milli": matching.milli_of(values["support.shortest_deployment_days"]),
        "standard_freshness": absorption.freshness(
            0.0, values["support.package_days"], values["support.kept_per_day"]
        ),
        "rise_delay_ticks": ticks(values["rise.delay_weeks"]),
        "refusals_last": _refusals_last(world),
        "least_visits": _least_visits(world),
    }


def _refusals_last(world: World) -> bool:
    """Whether within a half-term a leader becomes freer only by something that happens.

    A test week that runs into another term is the exception: in its course the pattern of that term holds.
    """
    first = int(world.values["release.ks2_week_from"] * TICKS_PER_WEEK)
    last = first + int(world.values["release.ks2_weeks"] * TICKS_PER_WEEK)
    return first // TERM_TICKS == last // TERM_TICKS


def _least_visits(world: World) -> int:
    """A lower bound: the slightest pattern, in spring, with the longest way."""
    patterns, ways = world.designations["pattern_milli"], world.travel_share
    if patterns.size == 0 or ways.size == 0:
        return 0
    slightest = int(patterns.min() * min(1.0, world.values["release.spring_share"]))
    preparation = world.values["support.preparation_factor"] - 1.0
    return absorption.on_site_milli_per_week(slightest, preparation, ways.max())


def _arrays(world: World) -> dict[str, Any]:
    tables = (
        *("schools", "posts", "kinds", "designations", "suppliers", "streams", "tiers", "secondments"),
        *("overrides", "onboarding", "steps", "shocks", "packages", "opening_needs", "opening_deployments"),
    )
    as_they_are = (
        *("roll_forecast", "ladder", "partnership_heads", "network_areas", "network_schools"),
        *("network_milli", "validation", "opening_tier", "pair_key", "has_area", "strength"),
        *("quality", "own_areas", "supplier_quality", "area_specialisms", "travel_share", "grade_cuts"),
    )
    return {name: _widened(getattr(world, name)) for name in tables} | {
        name: getattr(world, name) for name in as_they_are
    }


def _widened(table: NDArray[np.void]) -> NDArray[np.void]:
    return table.astype(wide(table.dtype))


def _looked_up(world: World) -> dict[str, Any]:
    values, rolls = world.values, world.schools["roll"]
    factors = [absorption.size_factor(roll, values["absorption.full_roll"]) for roll in rolls]
    return (
        _candidates(world)
        | _leaders(world)
        | {
            "classes_at_start": world.finance["classes"],
            "pupils": rolls,
            "year_six": world.schools["age_high"] >= _HIGHEST_YEAR_SIX,
            "most_supporters": np.array(
                [absorption.most_supporters(values["absorption.supporters"], f) for f in factors], np.int64
            ),
            "most_milli": np.array(
                [absorption.most_milli_per_week(values["absorption.days_per_week"], f) for f in factors],
                np.int64,
            ),
            "packages_pence": _packages_by_year(world),
        }
    )


def _leaders(world: World) -> dict[str, Any]:
    """Posts by school and by kind, and who may lead."""
    posts, schools, kinds = world.posts, len(world.schools), len(world.kinds)
    heads = np.flatnonzero(posts["accountable"] & (posts["home"] != structs.NONE))
    homes = np.where(posts["home"] == structs.NONE, schools, posts["home"])
    over = sorted({int(post) for post in world.partnership_heads if post != structs.NONE})
    ladder = world.ladder[world.kinds["accountable"] == 1] != structs.NONE
    at_home, of_kind = np.argsort(homes, kind="stable"), np.argsort(posts["kind"], kind="stable")
    heads = heads[np.argsort(homes[heads], kind="stable")]
    return {
        "sight_posts": np.flatnonzero(posts["sight_milli"] > 0),
        "board_makers": np.flatnonzero(posts["prepares_boards"]),
        "heads_first": np.searchsorted(homes[heads], np.arange(schools + 1)),
        "heads": heads,
        "at_home_first": np.searchsorted(homes[at_home], np.arange(schools + 2)),
        "at_home": at_home,
        "of_kind_first": np.searchsorted(posts["kind"][of_kind], np.arange(kinds + 1)),
        "of_kind": of_kind,
        "next_to_head": ladder.any(axis=0),
        "is_partnership_head": np.isin(np.arange(len(posts)), over),
        "heads_of_partnerships": np.array(over, np.int64),
    }


def _packages_by_year(world: World) -> NDArray[np.int64]:
    return np.array([_packages_pence(world, year) for year in years_run(world)], np.int64)


def _packages_pence(world: World, year: int) -> int:
    """What packages cost in a school year, which the budget pays first."""
    return sum(
        matching.package_pence(row["price_pence_per_year"], row["starts"], row["ends"], year)
        for row in world.packages
    )


def _candidates(world: World) -> dict[str, Any]:
    """Who could ever serve each kind of need, best match first, then by draw key."""
    kinds = world.quality.shape[1:]
    first, last = np.zeros(kinds, np.int64), np.zeros(kinds, np.int64)
    slots: list[int] = []
    mismatches: list[int] = []
    for kind in np.ndindex(*kinds):
        column = world.quality[(slice(None), *kind)]
        first[kind] = len(slots)
        able = [(matching.mismatch_milli(column[slot]), int(slot)) for slot in np.flatnonzero(column)]
        for mismatch, slot in sorted(able):
            slots.append(slot)
            mismatches.append(mismatch)
        last[kind] = len(slots)
    return {
        "candidates_first": first,
        "candidates_last": last,
        "candidate_slot": np.array(slots, np.int64),
        "candidate_mismatch": np.array(mismatches, np.int64),
    }
