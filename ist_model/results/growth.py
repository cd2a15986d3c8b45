"""How far a trust grows in a run, and whether its pool of schools sufficed (MODEL 10)."""

from __future__ import annotations

import hashlib

import numpy as np

from ist_model.engines import growth
from ist_model.results.arrays import Floats
from ist_model.results.facts import Facts
from ist_model.results.kinds import SingleRow
from ist_model.world.structs import GROUP_TWIN, World


def joiners_per_year(facts: Facts) -> Floats:
    """Schools that join in the period, scheduled and drawn, a school year."""
    return np.asarray(facts.schools_that_count("joiners").sum(axis=1) / facts.years)


def schools_at_horizon(facts: Facts) -> Floats:
    """Schools in the trust at the horizon."""
    own = facts.world.schools["group"] != GROUP_TWIN
    there = own & (facts.records.joins < facts.world.span.end)
    return np.asarray(there.sum(axis=1), np.float64)


def pool_exhausted(facts: Facts) -> Floats:
    """1 if the table asked for more schools than the pool still had, else 0; NaN: none is drawn."""
    if len(facts.world.growth.pool) == 0:
        return np.full(len(facts), np.nan)
    each = zip(facts.records.worlds, facts.records.number.tolist(), strict=True)
    return np.array([growth.draw(world, run).wanted > 0 for world, run in each], np.float64)


def fingerprint(world: World) -> str:
    """Hex digest of all that decides, with seed and run, when the schools of the pool join; empty: none."""
    if len(world.growth.pool) == 0:
        return ""
    parts = (
        world.growth.table,
        world.schools["key"][world.growth.pool],
        np.array([world.growth.starts, world.growth.ends]),
        growth.in_trust_from(world),
    )
    return hashlib.blake2b(b"".join(part.tobytes() for part in parts), digest_size=8).hexdigest()


ROWS: tuple[SingleRow, ...] = (
    ("joiners_per_year", "Schools that join", "schools a year", "", 2, "none", joiners_per_year),
    (
        "schools_at_horizon",
        "Schools in the trust at the horizon",
        "schools",
        "",
        1,
        "trust",
        schools_at_horizon,
    ),
    (
        "pool_exhausted",
        "Chance that more schools would join than the scenario's pool has",
        "chance",
        "",
        2,
        "none",
        pool_exhausted,
    ),
)
