"""What each school asked for and got, and how long needs waited by time of the year (MODEL 11.3)."""

from __future__ import annotations

import numpy as np

from ist_model.inputs.calendar import GRID_TICKS, YEAR_TICKS
from ist_model.results.facts import MILLI, Facts, spread
from ist_model.results.tally import Column, tally
from ist_model.world.structs import GROUP_TWIN


def support(facts: Facts) -> dict[str, Column]:
    """Days on site by half-term and school of the trust: needed when raised, given by leaders, bought.

    Every need counts, visits of a package too, so that schools add up to the series `days`. A half-term in
    which a school neither needs nor gets anything has no row.
    """
    edges, schools = facts.records.grid_tick, len(facts.world.schools)
    needs, deployments = facts.records.needs, facts.records.deployments
    shape = (len(edges) - 1, schools)
    period = np.searchsorted(edges, needs["raised"], side="right") - 1
    own = (period >= 0) & (needs["raised"] < edges[-1]) & (needs["school"] >= 0)
    place = period[own] * schools + needs["school"][own]
    asked = np.bincount(place, needs["asked_milli"][own], minlength=shape[0] * schools)
    stop = np.minimum(deployments["end"], facts.world.span.end)
    row, when, part = spread(edges, deployments["start"], stop, deployments["delivered_milli"])
    receiver, outside = deployments["receiver"][row], deployments["supplier"][row] >= 0

    def given(chosen: Column) -> Column:
        here = chosen & (receiver >= 0)
        return np.bincount(when[here] * schools + receiver[here], part[here], minlength=shape[0] * schools)

    columns = {"needed_days": asked, "given_days": given(~outside), "bought_days": given(outside)}
    half_term, school = np.nonzero(np.any([column.reshape(shape) for column in columns.values()], axis=0))
    return {
        "half_term": half_term,
        "tick": edges[half_term],
        "school": school,
        **{name: column.reshape(shape)[half_term, school] / MILLI for name, column in columns.items()},
    }


def needs_by_school(facts: Facts) -> dict[str, Column]:
    """Counted needs of schools of the trust by school and area."""
    rows = facts.needs
    groups = np.append(facts.world.schools["group"], GROUP_TWIN)
    own = groups[rows["school"]] != GROUP_TWIN
    return tally(facts, {name: rows[name][own] for name in ("school", "area")}, own)


def needs_by_time(facts: Facts) -> dict[str, Column]:
    """Counted needs of schools of the trust by half-term of the year (0: Autumn 1) and specialism."""
    own = facts.needs["school"] >= 0
    rows = facts.needs[own]
    part = rows["raised"] % YEAR_TICKS // GRID_TICKS
    return tally(facts, {"part_of_year": part, "specialism": rows["specialism"]}, own)
