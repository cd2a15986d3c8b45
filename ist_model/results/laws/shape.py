"""Laws of form: sizes, references and order, on which all other laws rely."""

from __future__ import annotations

import numpy as np

from ist_model.engines.records import BOUGHT, OPEN, SOURCE_OPENING, SOURCE_PACKAGE, SOURCE_STREAM, Records
from ist_model.inputs.calendar import GRID_TICKS
from ist_model.results.laws.common import first, law, when
from ist_model.world.structs import GROUP_TWIN, World


@law("arrays have the sizes of the world")
def sizes(world: World, records: Records) -> str | None:
    """Shapes of all arrays against schools, areas, posts, designations and the grid."""
    schools, areas = world.has_area.shape
    points = len(records.grid_tick)
    expected = {
        "strength": (points, schools, areas),
        "sustaining": (points, schools, areas),
        "tier": (points, schools),
        "filled": (points, len(world.posts)),
        "active": (points, len(world.designations)),
        "holder": (points, len(world.posts)),
        "ready_for_next": (points, len(world.posts)),
        "away_share": (points, len(world.posts)),
        "budget": (points, len(world.designations)),
        "accountable": (points, schools),
        "under": (points, schools),
        "busy_ticks": (len(world.designations),),
        "in_post_ticks": (len(world.designations),),
        "grades": (len(records.inspections), areas),
        "observed": (len(records.boards), areas),
    }
    for name, shape in expected.items():
        if getattr(records, name).shape != shape:
            return f"{name} has the shape {getattr(records, name).shape}; the world calls for {shape}"
    return None


@law("the grid holds every half-term's start from the first day to the horizon")
def grid(world: World, records: Records) -> str | None:
    """Grid ticks are all half-term starts of the reported period, both ends included."""
    low, high = -(-world.span.start // GRID_TICKS), world.span.end // GRID_TICKS
    expected = np.arange(low, high + 1) * GRID_TICKS
    if not np.array_equal(records.grid_tick, expected):
        points = len(records.grid_tick)
        return f"{points} grid points; the period from {when(world.span.start)} has {len(expected)}"
    return None


@law("every reference points to something that exists")
def references(world: World, records: Records) -> str | None:
    """Indices of schools, areas, specialisms, streams, needs, posts, designations and suppliers."""
    schools, areas = world.has_area.shape
    posts, slots = len(world.posts), len(world.designations)
    bounds = (
        ("needs", "school", -1, schools),
        ("needs", "stream", -1, len(world.streams)),
        ("needs", "area", 0, areas),
        ("needs", "specialism", 0, world.area_specialisms.shape[1]),
        ("needs", "status", OPEN, BOUGHT + 1),
        ("needs", "source", 0, SOURCE_PACKAGE + 1),
        ("deployments", "need", 0, len(records.needs)),
        ("deployments", "designation", -1, slots),
        ("deployments", "supplier", -1, len(world.suppliers)),
        ("deployments", "post", -1, posts),
        ("deployments", "budget", -1, posts),
        ("deployments", "giver", -1, schools),
        ("deployments", "receiver", -1, schools),
        ("ledger", "post", 0, posts),
        ("inspections", "school", 0, schools),
        ("boards", "school", 0, schools),
        ("boards", "tier_before", 0, len(world.tiers)),
        ("boards", "tier_after", 0, len(world.tiers)),
        ("boards", "step", -1, len(world.steps)),
        ("rise", "school", 0, schools),
        ("rise", "area", 0, areas),
        ("careers", "post", 0, posts),
        ("careers", "designation", -1, max(slots, len(world.secondments))),
    )
    for table, field, low, high in bounds:
        column = getattr(records, table)[field]
        row = first((column < low) | (column >= high))
        if row is not None:
            return f"{table} row {row}: {field} is {column[row]}, outside {low} to {high - 1}"
    return None


@law("needs come from a school or a stream, deployments from a leader or a supplier")
def one_origin(world: World, records: Records) -> str | None:
    """Exactly one of school and stream; exactly one of designation and supplier."""
    needs, deployments = records.needs, records.deployments
    row = first((needs["school"] >= 0) == (needs["stream"] >= 0))
    if row is not None:
        return f"needs row {row}: school {needs['school'][row]}, stream {needs['stream'][row]}"
    row = first((needs["source"] == SOURCE_STREAM) != (needs["stream"] >= 0))
    if row is not None:
        return f"needs row {row}: source {needs['source'][row]} with stream {needs['stream'][row]}"
    row = first((deployments["designation"] >= 0) == (deployments["supplier"] >= 0))
    if row is not None:
        entry = deployments[row]
        return f"deployments row {row}: designation {entry['designation']}, supplier {entry['supplier']}"
    return None


@law("rows stand in the order of the record contract")
def order(world: World, records: Records) -> str | None:
    """Needs by (raised, key); deployments by (start, supporter, need); events by (tick, key)."""
    keys = {
        "needs": ("raised", "key"),
        "deployments": ("start", "designation", "supplier", "need"),
        "ledger": ("post", "year"),
        "inspections": ("tick", "school"),
        "boards": ("tick", "school"),
        "careers": ("tick", "post"),
        "rise": ("start", "school"),
    }
    for table, fields in keys.items():
        rows = getattr(records, table)
        sorted_rows = np.lexsort([rows[field] for field in reversed(fields)])
        row = first(sorted_rows != np.arange(len(rows)))
        if row is not None:
            by = ", ".join(fields)
            return f"{table} row {row} is out of order: row {sorted_rows[row]} comes first by {by}"
    return None


@law("no two needs, ledger rows, boards or inspections are the same one")
def unique(world: World, records: Records) -> str | None:
    """One row per need key, post and year, school and tick."""
    keys = {
        "needs": ("key",),
        "ledger": ("post", "year"),
        "boards": ("school", "tick"),
        "inspections": ("school", "ordinal"),
    }
    for table, fields in keys.items():
        rows = getattr(records, table)
        order_of = np.lexsort([rows[field] for field in fields])
        same = np.ones(max(0, len(rows) - 1), bool)
        for field in fields:
            same &= rows[field][order_of][1:] == rows[field][order_of][:-1]
        row = first(same)
        if row is not None:
            return (
                f"{table} rows {order_of[row]} and {order_of[row + 1]} have the same {' and '.join(fields)}"
            )
    return None


@law("everything happens within the run")
def within_span(world: World, records: Records) -> str | None:
    """Ticks of needs, deployments and events lie between the run's first tick and its horizon."""
    begin, end = world.span.begin, world.span.end
    opening = records.needs["source"] == SOURCE_OPENING
    columns = {
        "needs raised": np.where(opening, begin, records.needs["raised"]),
        "needs closed": np.where(records.needs["closed"] == -1, begin, records.needs["closed"]),
        "deployments matched": records.deployments["matched"],
        "inspections tick": records.inspections["tick"],
        "boards tick": records.boards["tick"],
        "careers tick": records.careers["tick"],
        "rise start": records.rise["start"],
    }
    for name, ticks in columns.items():
        row = first((ticks < begin) | (ticks > end))
        if row is not None:
            return f"{name}, row {row}: {when(ticks[row])} is outside {when(begin)} to {when(end)}"
    return None


@law("a joiner's twin is never supported, given a board or a tier")
def twins(world: World, records: Records) -> str | None:
    """The same school had it not joined gets nothing from the trust (MODEL 11.2)."""
    twin = np.append(world.schools["group"] == GROUP_TWIN, False)
    for table, field in (
        ("needs", "school"),
        ("deployments", "giver"),
        ("deployments", "receiver"),
        ("boards", "school"),
    ):
        school = getattr(records, table)[field]
        row = first(twin[school])
        if row is not None:
            return f"{table} row {row}: {field} is the twin {world.names.schools[school[row]]}"
    if (records.tier[:, twin[:-1]] != -1).any():
        return "a twin has a tier"
    return None
