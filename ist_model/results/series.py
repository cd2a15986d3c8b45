"""Frames of runs by half-term, school, role, area, giver and receiver (MODEL 9, 11.3).

Add a series by adding its function and one line to `SERIES`. Its function gives the rows of all runs at once
(`results.frame`); `results.combine` turns the frames of many runs into one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ist_model.inputs.calendar import YEAR_TICKS, school_year
from ist_model.results import (
    asking,
    capacity,
    centre,
    flows,
    icfp,
    indicators,
    money,
    pool,
    short,
    succession,
)
from ist_model.results.facts import MILLI, Facts
from ist_model.results.frame import RUN, Column, Frame, in_each_run
from ist_model.results.half_terms import asked, days_in, given, half_terms
from ist_model.results.squares import squared
from ist_model.results.tally import tally


@dataclass(frozen=True)
class Series:
    """A frame per run: `keys` name its rows, all other columns are values to summarise over runs.

    A `spread` series has the same rows in every run; a `total` series lists only what happened in it.
    `ratios` are pairs of values of a `spread` series whose quotient of means is told with an interval.
    """

    name: str
    keys: tuple[str, ...]
    how: Literal["spread", "total"]
    of: Callable[[Facts], Frame]
    keep_runs: bool = False  # also kept run by run, so that two scenarios can be paired
    ratios: tuple[tuple[str, str], ...] = ()


def attention(facts: Facts) -> Frame:
    """Pupils in schools with an area needing attention, at each half-term's start and the horizon.

    `none_*` is 1 if no school has one and else 0: its mean is the chance that none has one at that date.
    """
    columns: dict[str, Column] = {}
    for group in ("existing", "joiners", "twins"):
        member = facts.member(group)
        needing = facts.attention & member
        any_school = member.any(axis=2)
        columns[f"pupils_{group}"] = np.where(
            any_school, facts.over_schools(group, needing * facts.roll), np.nan
        )
        columns[f"schools_{group}"] = np.where(any_school, needing.sum(axis=2), np.nan)
        columns[f"none_{group}"] = np.where(any_school, ~needing.any(axis=2), np.nan)
    return in_each_run(len(facts), half_terms(facts, points=True), columns)


def days(facts: Facts) -> Frame:
    """Days on site by half-term: that leaders in post allow, that needs raised ask for, that are given."""
    needs, deployments = facts.records.needs, facts.records.deployments
    cell, inside = asked(facts)
    of_trust = needs["school"] >= 0
    row, when, part = given(facts)
    outside, beyond = deployments["supplier"][row] >= 0, deployments["receiver"][row] < 0
    columns = {
        "have_days": capacity.support_days(facts).sum(axis=2),
        "needed_days": days_in(facts, cell, needs["asked_milli"], inside & of_trust),
        "needed_beyond_days": days_in(facts, cell, needs["asked_milli"], inside & ~of_trust),
        "delivered_days": days_in(facts, when, part, ~outside & ~beyond),
        "delivered_beyond_days": days_in(facts, when, part, ~outside & beyond),
        "bought_days": days_in(facts, when, part, outside),
    }
    return in_each_run(len(facts), half_terms(facts), columns)


def days_by_role(facts: Facts) -> Frame:
    """Days on site by half-term and group of roles of five holders or more (MODEL 11.4).

    `could_serve_days` are the days of needs raised that the roles could serve; a need that several roles
    could serve counts for each, so these do not add up to the days needed.
    """
    world, needs = facts.world, facts.records.needs
    terms, groups = half_terms(facts), capacity.role_groups(world)
    shape = (len(facts), len(groups), len(terms["tick"]))
    have = capacity.support_days(facts)
    row, when, part = given(facts)
    slot = facts.records.deployments["designation"][row]
    cell, inside = asked(facts)
    columns = {name: np.zeros(shape) for name in ("have_days", "delivered_days", "could_serve_days")}
    for group, (_, roles) in enumerate(groups):
        slots = np.isin(world.designations["role"], roles)
        serves = np.asarray((world.quality[slots] > 0).any(axis=(0, 3)))  # [K, A]
        able = serves[needs["specialism"], needs["area"]] if len(needs) else np.zeros(0, bool)
        by_role = (slot >= 0) & np.append(slots, False)[slot]
        columns["have_days"][:, group] = np.compress(slots, have, axis=2).sum(axis=2)
        columns["delivered_days"][:, group] = days_in(facts, when, part, by_role)
        columns["could_serve_days"][:, group] = days_in(facts, cell, needs["asked_milli"], inside & able)
    keys = {
        "roles": np.repeat([label for label, _ in groups], shape[2]),
        **{name: np.tile(values, len(groups)) for name, values in terms.items()},
    }
    return in_each_run(len(facts), keys, columns)


def days_of_roles(facts: Facts) -> Frame:
    """Days of the period that groups of roles have, give and could serve, with what their intervals need.

    Roles of five holders or more (MODEL 11.4); a row for each run.
    """
    frame = days_by_role(facts)
    amounts = ("have_days", "delivered_days", "could_serve_days")
    kept = {name: frame[name] for name in (RUN, "roles", *amounts)}
    return squared(kept, ("roles",), amounts, [("delivered_days", "have_days")])


def stretch_of_specialisms(facts: Facts) -> Frame:
    """Days of the period asked for in each specialism and those that could be given, for their quotient.

    Specialisms with few leaders are together (MODEL 11.4), as in `short.by_specialism`; a row for each run.
    """
    frame = short.by_specialism(facts)
    top, bottom = short.STRETCH
    kept = {name: frame[name] for name in (RUN, "specialism", top, bottom)}
    return squared(kept, ("specialism",), short.STRETCH, [short.STRETCH])


def needs(facts: Facts) -> Frame:
    """Counted needs by where they arise, area and specialism: how many, what became of them, waits, days.

    With what the intervals of waits, and of the share of those begun that began in time, need.
    """
    rows = facts.needs
    origin = np.where(rows["school"] >= 0, "trust", "beyond")
    keys = {"origin": origin, "area": rows["area"], "specialism": rows["specialism"]}
    pairs = [(name, "started") for name in ("wait_started_weeks", "within_standard")]
    return squared(tally(facts, keys), tuple(keys), ("started", *(name for name, _ in pairs)), pairs)


def streams(facts: Facts) -> Frame:
    """Counted needs by stream of demand from beyond the trust."""
    stream = facts.needs["stream"]
    return tally(facts, {"stream": stream}, stream >= 0)


def tiers(facts: Facts) -> Frame:
    """Which tier each school of the trust is in, by half-term; the mean is the share of runs."""
    run, point, school = np.nonzero(facts.records.tier >= 0)
    return {
        RUN: run,
        "half_term": point,
        "tick": facts.records.grid_tick[point],
        "school": school,
        "tier": facts.records.tier[run, point, school].astype(np.int64),
        "share": np.ones(len(point)),
    }


def leaders(facts: Facts) -> Frame:
    """Trust-wide by half-term: leaders ready for a headship now and in a year, schools without a head."""
    return in_each_run(len(facts), half_terms(facts), succession.by_half_term(facts))


def counts(facts: Facts) -> Frame:
    """Share of the period with n needs waiting, or n deployments in progress (time-weighted)."""
    records = facts.records
    ticks = {"waiting": records.waiting_ticks, "in progress": records.in_progress_ticks}
    parts = [np.nonzero(column) for column in ticks.values()]
    run, number = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    what = np.repeat(np.arange(len(ticks)), [len(part[0]) for part in parts])
    share = [
        each[place] / each.sum(axis=1)[place[0]] for each, place in zip(ticks.values(), parts, strict=True)
    ]
    order = np.lexsort((what, run))
    return {
        RUN: run[order],
        "what": np.array(list(ticks))[what[order]],
        "number": number[order],
        "share": np.concatenate(share)[order],
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
    keys = {
        "by": np.array([by for by, _, _ in groups]),
        "index": np.array([index for _, index, _ in groups]),
    }
    in_use = [capacity.in_use(facts, chosen) for _, _, chosen in groups]
    return in_each_run(len(facts), keys, {"share_in_use": np.stack(in_use, axis=1)})


def ledger(facts: Facts) -> Frame:
    """Where the days of all posts with a limit went, by school year; trust-wide (MODEL 11.3, 11.4)."""
    ledger = facts.records.ledger
    first = facts.world.span.start // YEAR_TICKS
    chosen = (ledger["year"] >= first) & (ledger["contracted_milli"] > 0)
    rows = ledger[chosen]
    parts = [name for name in rows.dtype.names or () if name.endswith("_milli")]
    last = int(rows["year"].max(initial=first))
    years = np.array([school_year(year * YEAR_TICKS) for year in range(first, last + 1)], np.int64)
    return {
        RUN: facts.records.run_of("ledger")[chosen],
        "school_year": years[rows["year"] - first],
        **{f"{name.removesuffix('_milli')}_days": rows[name] / MILLI for name in parts},
    }


def pounds(facts: Facts) -> Frame:
    """Costs and income by school year of the period, in pounds."""
    by_line = money.by_year(facts)
    net = sum(by_line[line] for line in money.COSTS) - by_line["income"]
    years = np.array([school_year(int(tick)) for tick in facts.year_edges[:-1]], np.int64)
    return in_each_run(len(facts), {"school_year": years}, {**by_line, "net": net})


_HALF_TERM = ("half_term", "tick")
SERIES: dict[str, Series] = {
    item.name: item
    for item in (
        Series("attention", _HALF_TERM, "spread", attention, keep_runs=True),
        Series(
            "days",
            _HALF_TERM,
            "spread",
            days,
            ratios=(("needed_days", "have_days"), ("needed_beyond_days", "have_days")),
        ),
        Series("days_by_role", ("roles", *_HALF_TERM), "spread", days_by_role),
        Series("days_of_roles", ("roles",), "total", days_of_roles),
        Series(
            "days_by_specialism",
            ("specialism", *_HALF_TERM),
            "spread",
            short.by_specialism,
            ratios=(short.STRETCH,),
        ),
        Series("stretch_of_specialisms", ("specialism",), "total", stretch_of_specialisms),
        Series("needs", ("origin", "area", "specialism"), "total", needs),
        Series("streams", ("stream",), "total", streams),
        Series("flows", ("term", "giver", "receiver", "bought"), "total", flows.flows),
        Series("flows_in_total", ("giver", "receiver", "bought"), "total", flows.flows_in_total),
        Series("flow_ends", ("end", "who"), "total", flows.ends),
        Series("network", ("term", "school"), "total", flows.by_school),
        Series("support_by_school", (*_HALF_TERM, "school"), "total", asking.support),
        Series("support_in_total", ("school",), "total", asking.support_in_total),
        Series("needs_of_schools", ("school",), "total", asking.needs_of_schools),
        Series("needs_by_school", ("school", "area"), "total", asking.needs_by_school),
        Series("days_asked_by_specialism", ("specialism",), "total", asking.days_by_specialism),
        Series("in_time", ("term", "tick"), "spread", asking.in_time),
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
