"""Frames of one run by half-term, school, role, area, giver and receiver (MODEL 9, 11.3).

Add a series by adding its function and one line to `SERIES`. `results.combine` turns the frames of many runs
into one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ist_model.inputs.calendar import YEAR_TICKS, school_year
from ist_model.results import (
    asking,
    capacity,
    centre,
    icfp,
    indicators,
    money,
    network,
    pool,
    short,
    succession,
)
from ist_model.results.facts import MILLI, Facts, Floats, Ints, spread
from ist_model.results.tally import tally

Column = NDArray[Any]
Frame = Mapping[str, Column]


@dataclass(frozen=True)
class Series:
    """A frame per run: `keys` name its rows, all other columns are values to summarise over runs.

    A `spread` series has the same rows in every run; a `total` series lists only what happened in it.
    """

    name: str
    keys: tuple[str, ...]
    how: Literal["spread", "total"]
    of: Callable[[Facts], Frame]
    keep_runs: bool = False  # also kept run by run, so that two scenarios can be paired


def _half_terms(facts: Facts, *, points: bool) -> dict[str, Column]:
    """Number from 0 and first tick of each half-term; with `points`, the horizon too."""
    tick = facts.records.grid_tick if points else facts.records.grid_tick[:-1]
    return {"half_term": np.arange(len(tick)), "tick": tick}


def attention(facts: Facts) -> Frame:
    """Pupils in schools with an area needing attention, at each half-term's start and the horizon.

    `none_*` is 1 if no school has one and else 0: its mean is the chance that none has one at that date.
    """
    frame = _half_terms(facts, points=True)
    for group in ("existing", "joiners", "twins"):
        member = facts.member(group)
        needing = facts.attention & member
        any_school = member.any(axis=1)
        frame[f"pupils_{group}"] = np.where(any_school, (needing * facts.roll).sum(axis=1), np.nan)
        frame[f"schools_{group}"] = np.where(any_school, needing.sum(axis=1), np.nan)
        frame[f"none_{group}"] = np.where(any_school, ~needing.any(axis=1), np.nan)
    return frame


def days(facts: Facts) -> Frame:
    """Days on site by half-term: those that leaders in post allow, those of needs raised, those given."""
    edges = facts.records.grid_tick
    needs, deployments = facts.records.needs, facts.records.deployments
    period = np.searchsorted(edges, needs["raised"], side="right") - 1
    inside = (period >= 0) & (needs["raised"] < edges[-1])
    of_trust = needs["school"] >= 0
    given = _given(facts)
    outside = deployments["supplier"][given[0]] >= 0
    beyond = deployments["receiver"][given[0]] < 0
    size = len(edges) - 1
    return _half_terms(facts, points=False) | {
        "have_days": capacity.support_days(facts).sum(axis=1),
        "needed_days": _sum(period, needs["asked_milli"], inside & of_trust, size),
        "needed_beyond_days": _sum(period, needs["asked_milli"], inside & ~of_trust, size),
        "delivered_days": _sum(given[1], given[2], ~outside & ~beyond, size),
        "delivered_beyond_days": _sum(given[1], given[2], ~outside & beyond, size),
        "bought_days": _sum(given[1], given[2], outside, size),
    }


def days_by_role(facts: Facts) -> Frame:
    """Days on site by half-term and group of roles of five holders or more (MODEL 11.4).

    `could_serve_days` are the days of needs raised that the roles could serve; a need that several roles
    could serve counts for each, so these do not add up to the days needed.
    """
    world, edges = facts.world, facts.records.grid_tick
    size, groups = len(edges) - 1, capacity.role_groups(world)
    have = capacity.support_days(facts)
    row, period, part = _given(facts)
    slot = facts.records.deployments["designation"][row]
    needs = facts.records.needs
    raised = np.searchsorted(edges, needs["raised"], side="right") - 1
    inside = (raised >= 0) & (needs["raised"] < edges[-1])
    columns: dict[str, list[Column]] = {"have_days": [], "delivered_days": [], "could_serve_days": []}
    for _, roles in groups:
        slots = np.isin(world.designations["role"], roles)
        serves = np.asarray((world.quality[slots] > 0).any(axis=(0, 3)))  # [K, A]
        able = serves[needs["specialism"], needs["area"]] if len(needs) else np.zeros(0, bool)
        by_role = (slot >= 0) & np.append(slots, False)[slot]
        columns["have_days"].append(have[:, slots].sum(axis=1))
        columns["delivered_days"].append(_sum(period, part, by_role, size))
        columns["could_serve_days"].append(_sum(raised, needs["asked_milli"], inside & able, size))
    half_terms = _half_terms(facts, points=False)
    return {
        "roles": np.repeat([label for label, _ in groups], size),
        **{name: np.tile(values, len(groups)) for name, values in half_terms.items()},
        **{name: np.concatenate(parts) if parts else np.zeros(0) for name, parts in columns.items()},
    }


def needs(facts: Facts) -> Frame:
    """Counted needs by where they arise, area and specialism: how many, what became of them, waits, days."""
    rows = facts.needs
    origin = np.where(rows["school"] >= 0, "trust", "beyond")
    return tally(facts, {"origin": origin, "area": rows["area"], "specialism": rows["specialism"]})


def streams(facts: Facts) -> Frame:
    """Counted needs by stream of demand from beyond the trust."""
    chosen = facts.needs["stream"] >= 0
    return tally(facts, {"stream": facts.needs["stream"][chosen]}, chosen)


def flows_in_total(facts: Facts) -> Frame:
    """Days given over the period by giver and receiver."""
    return {name: column for name, column in network.flows(facts).items() if name != "term"}


def tiers(facts: Facts) -> Frame:
    """Which tier each school of the trust is in, by half-term; the mean is the share of runs."""
    point, school = np.nonzero(facts.records.tier >= 0)
    return {
        "half_term": point,
        "tick": facts.records.grid_tick[point],
        "school": school,
        "tier": facts.records.tier[point, school].astype(np.int64),
        "share": np.ones(len(point)),
    }


def leaders(facts: Facts) -> Frame:
    """Trust-wide by half-term: leaders ready for a headship now and in a year, schools without a head."""
    return _half_terms(facts, points=False) | succession.by_half_term(facts)


def counts(facts: Facts) -> Frame:
    """Share of the period with n needs waiting, or n deployments in progress (time-weighted)."""
    ticks = {"waiting": facts.records.waiting_ticks, "in progress": facts.records.in_progress_ticks}
    values = {what: np.nonzero(column)[0] for what, column in ticks.items()}
    return {
        "what": np.repeat(list(ticks), [len(values[what]) for what in ticks]),
        "number": np.concatenate(list(values.values())),
        "share": np.concatenate([ticks[what][values[what]] / ticks[what].sum() for what in ticks]),
    }


def use(facts: Facts) -> Frame:
    """Share of places in use, by role and by specialism served; a leader of several counts for each."""
    world = facts.world
    slots = world.designations["places"] > 0
    by_role = {role: slots & (world.designations["role"] == role) for role in range(len(world.names.roles))}
    serves = np.asarray((world.quality > 0).any(axis=(2, 3)))  # [D, K]
    by_specialism = {index: slots & serves[:, index] for index in range(serves.shape[1])}
    groups = [("role", *item) for item in by_role.items()]
    groups += [("specialism", *item) for item in by_specialism.items()]
    return {
        "by": np.array([by for by, _, _ in groups]),
        "index": np.array([index for _, index, _ in groups]),
        "share_in_use": np.array([capacity.in_use(facts, chosen) for _, _, chosen in groups]),
    }


def ledger(facts: Facts) -> Frame:
    """Where the days of all posts with a limit went, by school year; trust-wide (MODEL 11.3, 11.4)."""
    rows = facts.records.ledger
    rows = rows[(rows["year"] >= facts.world.span.start // YEAR_TICKS) & (rows["contracted_milli"] > 0)]
    parts = [name for name in rows.dtype.names or () if name.endswith("_milli")]
    years = rows["year"].astype(np.int64)
    return {
        "school_year": np.array([school_year(int(year) * YEAR_TICKS) for year in years], np.int64),
        **{f"{name.removesuffix('_milli')}_days": rows[name] / MILLI for name in parts},
    }


def pounds(facts: Facts) -> Frame:
    """Costs and income by school year of the period, in pounds."""
    by_line = money.by_year(facts)
    starts = facts.year_edges[:-1]
    net = sum(by_line[line] for line in money.COSTS) - by_line["income"]
    years = np.array([school_year(int(tick)) for tick in starts], np.int64)
    return {"school_year": years, **by_line, "net": net}


@lru_cache(maxsize=1)
def _given(facts: Facts) -> tuple[Ints, Ints, Floats]:
    """Row of deployment, half-term and milli-days given in it."""
    deployments = facts.records.deployments
    stop = np.minimum(deployments["end"], facts.world.span.end)
    return spread(facts.records.grid_tick, deployments["start"], stop, deployments["delivered_milli"])


def _sum(period: Column, milli: Column, chosen: Column, size: int) -> Floats:
    total = np.bincount(period[chosen], milli[chosen], minlength=size)
    return np.asarray(total / MILLI, np.float64)


_HALF_TERM = ("half_term", "tick")
SERIES: dict[str, Series] = {
    item.name: item
    for item in (
        Series("attention", _HALF_TERM, "spread", attention, keep_runs=True),
        Series("days", _HALF_TERM, "spread", days),
        Series("days_by_role", ("roles", *_HALF_TERM), "spread", days_by_role),
        Series("days_by_specialism", ("specialism", *_HALF_TERM), "spread", short.by_specialism),
        Series("needs", ("origin", "area", "specialism"), "total", needs),
        Series("streams", ("stream",), "total", streams),
        Series("flows", ("term", "giver", "receiver", "bought"), "total", network.flows),
        Series("flows_in_total", ("giver", "receiver", "bought"), "total", flows_in_total),
        Series("network", ("term", "school"), "total", network.by_school),
        Series("support_by_school", (*_HALF_TERM, "school"), "total", asking.support),
        Series("needs_by_school", ("school", "area"), "total", asking.needs_by_school),
        Series("needs_by_time", ("part_of_year", "specialism"), "total", asking.needs_by_time),
        Series("pool", ("roles", *_HALF_TERM), "spread", pool.frame),
        Series("tiers", (*_HALF_TERM, "school", "tier"), "total", tiers),
        Series("leaders", _HALF_TERM, "spread", leaders),
        Series("counts", ("what", "number"), "total", counts),
        Series("use", ("by", "index"), "spread", use),
        Series("ledger", ("school_year",), "total", ledger),
        Series("money", ("school_year",), "spread", pounds),
        Series("centre", ("school_year",), "spread", centre.frame),
        Series("indicators", ("indicator", "school", "school_year"), "spread", indicators.frame),
        Series("icfp", ("school_year", "school"), "spread", icfp.frame),
    )
}
