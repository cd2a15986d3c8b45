"""What each school asked for and got, and how long needs waited by time of the year (MODEL 11.3)."""

from __future__ import annotations

import numpy as np

from ist_model.engines.records import SOURCE_PACKAGE, UNMET
from ist_model.inputs.calendar import GRID_TICKS, TERM_TICKS, YEAR_TICKS, school_year, ticks
from ist_model.results.arrays import Floats, Ints
from ist_model.results.facts import MILLI, Facts
from ist_model.results.frame import RUN, Frame, in_each_run
from ist_model.results.half_terms import days_by, given, raised
from ist_model.results.network import term_edges
from ist_model.results.squares import squared
from ist_model.results.sums import ratio
from ist_model.results.tally import tally
from ist_model.world.structs import GROUP_TWIN, World

# Amounts whose quotients are told with an interval: what begins in time of what is resolved; waits.
RATES = (("within_standard", "resolved"), ("wait_started_weeks", "started"))

WAITS = ("wait_started_weeks", "started")


def support(facts: Facts) -> Frame:
    """Days on site by half-term and school of the trust.

    `asked_days` when the need is raised; `given_days` by leaders, `bought_days` by the day and `visit_days`
    of a package, which nobody asked for, when they are given. A half-term in which a school neither asks nor
    gets anything has no row.
    """
    schools, needs, deployments = len(facts.world.schools), facts.records.needs, facts.records.deployments
    of_package = needs["source"] == SOURCE_PACKAGE
    cell, inside = raised(facts)
    own = inside & (needs["school"] >= 0) & ~of_package
    row, when, part = given(facts)
    receiver, outside = deployments["receiver"][row], deployments["supplier"][row] >= 0
    here, visit = receiver >= 0, of_package[deployments["need"][row]]
    columns = {
        "asked_days": days_by(facts, cell, needs["asked_milli"], own, needs["school"], schools),
        "given_days": days_by(facts, when, part, here & ~outside & ~visit, receiver, schools),
        "bought_days": days_by(facts, when, part, here & outside & ~visit, receiver, schools),
        "visit_days": days_by(facts, when, part, here & visit, receiver, schools),
    }
    run, half_term, school = there = np.nonzero(np.any(list(columns.values()), axis=0))
    return {
        RUN: run,
        "half_term": half_term,
        "tick": facts.records.grid_tick[half_term],
        "school": school,
        **{name: column[there] for name, column in columns.items()},
    }


def support_in_total(facts: Facts) -> Frame:
    """Days on site of the period by school, with what their intervals need.

    `received_days` are given by leaders or bought by the day.
    """
    frame = support(facts)
    days = {
        "asked_days": frame["asked_days"],
        "received_days": frame["given_days"] + frame["bought_days"],
        "visit_days": frame["visit_days"],
    }
    return squared({RUN: frame[RUN], "school": frame["school"], **days}, ("school",), tuple(days))


def needs_by_school(facts: Facts) -> Frame:
    """Counted needs of schools of the trust by school and area, with what their intervals need."""
    return _with_intervals(facts, "school", "area")


def needs_of_schools(facts: Facts) -> Frame:
    """The same by school alone."""
    return _with_intervals(facts, "school")


def days_by_specialism(facts: Facts) -> Frame:
    """Days of counted needs of the trust's schools by specialism, with what their intervals need.

    `asked_days` of each need, of them `received_days` by the horizon, and `to_come_days` that were not given
    by then though nobody gave the need up.
    """
    rows = facts.needs[own := facts.needs["school"] >= 0]
    left = rows["asked_milli"] - rows["delivered_milli"]
    days = {
        "asked_days": rows["asked_milli"] / MILLI,
        "received_days": rows["delivered_milli"] / MILLI,
        "to_come_days": np.where(rows["status"] == UNMET, 0, left) / MILLI,
    }
    frame: Frame = {RUN: facts.need_run[own], "specialism": rows["specialism"], **days}
    return squared(frame, ("specialism",), tuple(days))


def _with_intervals(facts: Facts, *keys: str) -> Frame:
    rows = facts.needs
    groups = np.append(facts.world.schools["group"], GROUP_TWIN)
    frame = tally(facts, {name: rows[name] for name in keys}, groups[rows["school"]] != GROUP_TWIN)
    return squared(frame, keys, ("raised", *(name for pair in RATES for name in pair)), RATES)


def needs_by_time(facts: Facts) -> Frame:
    """Counted needs of the trust's schools by half-term of the year (0: Autumn 1) and specialism.

    With what the intervals of waits need.
    """
    rows = facts.needs
    keys = {"part_of_year": rows["raised"] % YEAR_TICKS // GRID_TICKS, "specialism": rows["specialism"]}
    frame = tally(facts, keys, rows["school"] >= 0)
    return squared(frame, tuple(keys), WAITS, [WAITS])


def in_time(facts: Facts) -> Frame:
    """By term, of existing schools' needs: the share begun within the service standard (MODEL 11.3).

    A need belongs to the term in which it is raised, as long as needs count. `share` is over the `needs`
    raised early enough for the standard to have passed by the horizon: of all these it is known whether they
    began in time, and nothing hangs on which of the others happened to begin. NaN in a run in which a term
    has none; terms without such a need in any run are left out.
    """
    edges = term_edges(facts.world.span.start, _known_until(facts.world))
    soon, needs = _begun_in_time(facts, "existing", edges)
    keys = {"term": edges[:-1] // TERM_TICKS, "tick": edges[:-1]}
    return in_each_run(len(facts), keys, {"share": ratio(soon, needs), "needs": needs})


def in_time_by_year(facts: Facts, group: str) -> Floats:
    """[R, years] the same of a group's needs, by school year (`years_in_time`); NaN where a year has none."""
    return ratio(*_begun_in_time(facts, group, _year_edges(facts.world)))


def years_in_time(world: World) -> tuple[int, ...]:
    """School years, by the year of their September, of whose needs it can be known if they began in time."""
    return tuple(school_year(int(tick)) for tick in _year_edges(world)[:-1])


def _begun_in_time(facts: Facts, group: str, edges: Ints) -> tuple[Floats, Floats]:
    """[R, periods] of a group's needs raised in each period: begun within the standard; all those known."""
    raised, shape = facts.needs["raised"], (len(facts), len(edges) - 1)
    known = facts.of(group) & (raised <= _last_known(facts.world))
    period = np.minimum(np.searchsorted(edges, raised, side="right"), shape[1]) - 1
    cell = facts.need_run * shape[1] + period
    soon, needs = (
        np.bincount(cell[chosen], minlength=shape[0] * shape[1]).reshape(shape).astype(np.float64)
        for chosen in (known & facts.in_time, known)
    )
    return soon, needs


def _last_known(world: World) -> int:
    """Tick of the last need whose standard has passed by the horizon."""
    return world.span.end - ticks(world.values["service.standard_weeks"])


def _known_until(world: World) -> int:
    """Tick that bounds the needs which count and are known; after the first of the period in any case."""
    return min(world.span.count_until, max(_last_known(world), world.span.start) + 1)


def _year_edges(world: World) -> Ints:
    start, end = world.span.start, _known_until(world)
    inner = np.arange(start // YEAR_TICKS + 1, -(-end // YEAR_TICKS)) * YEAR_TICKS
    return np.concatenate([[start], inner, [end]]).astype(np.int64)
