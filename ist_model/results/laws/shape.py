"""Laws of form: sizes, references and order, on which all other laws rely."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ist_model.engines.records import BOUGHT, OPEN, SOURCE_OPENING, SOURCE_PACKAGE, SOURCE_STREAM, Records
from ist_model.inputs.calendar import GRID_TICKS
from ist_model.results.arrays import Bools
from ist_model.results.laws.common import first, law, when
from ist_model.results.runs import Runs
from ist_model.world.structs import GROUP_TWIN, World


@law("arrays have the sizes of the world")
def sizes(world: World, records: Runs) -> str | None:
    """Shapes of all arrays against schools, areas, posts, designations and the grid."""
    for run in records.each:
        detail = _sizes(world, run)
        if detail is not None:
            return detail
    return None


def _sizes(world: World, records: Records) -> str | None:
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
def grid(world: World, records: Runs) -> str | None:
    """Grid ticks are all half-term starts of the reported period, both ends included."""
    low, high = -(-world.span.start // GRID_TICKS), world.span.end // GRID_TICKS
    expected = np.arange(low, high + 1) * GRID_TICKS
    for run in records.each:
        if not np.array_equal(run.grid_tick, expected):
            points = len(run.grid_tick)
            return f"{points} grid points; the period from {when(world.span.start)} has {len(expected)}"
    return None


@law("every reference points to something that exists")
def references(world: World, records: Runs) -> str | None:
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
    for run in records.each:
        need = run.deployments["need"]
        row = first((need < 0) | (need >= len(run.needs)))
        if row is not None:
            return f"deployments row {row}: need is {need[row]}, outside 0 to {len(run.needs) - 1}"
    return None


@law("needs come from a school or a stream, deployments from a leader or a supplier")
def one_origin(world: World, records: Runs) -> str | None:
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
def order(world: World, records: Runs) -> str | None:
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
        rows, run = getattr(records, table), records.run_of(table)
        row = first(_falls([run, *(rows[field] for field in fields)]))
        if row is not None:
            by = ", ".join(fields)
            return f"{table} row {row + 1} is out of order: it comes before row {row} by {by}"
    return None


def _falls(keys: Sequence[NDArray[Any]]) -> Bools:
    """[n - 1] the row after comes before it in order of the keys, the first of them before the others."""
    falls, equal = np.zeros((2, max(0, len(keys[0]) - 1)), np.bool_)
    equal[:] = True
    for key in keys:
        falls |= equal & (key[1:] < key[:-1])
        equal &= key[1:] == key[:-1]
    return np.asarray(falls)


@law("no two needs, ledger rows, boards or inspections are the same one")
def unique(world: World, records: Runs) -> str | None:
    """One row per need key, post and year, school and tick."""
    keys = {
        "needs": ("key",),
        "ledger": ("post", "year"),
        "boards": ("school", "tick"),
        "inspections": ("school", "ordinal"),
    }
    for table, fields in keys.items():
        rows = getattr(records, table)
        columns = [records.run_of(table), *(rows[field] for field in fields)]
        order_of = np.lexsort(columns[::-1])
        same = np.ones(max(0, len(rows) - 1), bool)
        for column in columns:
            in_order = column[order_of]
            same &= in_order[1:] == in_order[:-1]
        row = first(same)
        if row is not None:
            return (
                f"{table} rows {order_of[row]} and {order_of[row + 1]} have the same {' and '.join(fields)}"
            )
    return None


@law("everything happens within the run")
def within_span(world: World, records: Runs) -> str | None:
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
def twins(world: World, records: Runs) -> str | None:
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
    if (records.tier[..., twin[:-1]] != -1).any():
        return "a twin has a tier"
    return None
