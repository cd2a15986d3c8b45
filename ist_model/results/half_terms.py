"""Days by half-term of the period, run by run: what series share."""

from __future__ import annotations

import numpy as np

from ist_model.engines.records import SOURCE_PACKAGE
from ist_model.results.arrays import Bools, Floats, Ints
from ist_model.results.facts import MILLI, Facts
from ist_model.results.frame import Column
from ist_model.results.once import once
from ist_model.results.sums import spread


def half_terms(facts: Facts, *, points: bool = False) -> dict[str, Column]:
    """Number from 0 and first tick of each half-term; with `points`, the horizon too."""
    tick = facts.records.grid_tick if points else facts.records.grid_tick[:-1]
    return {"half_term": np.arange(len(tick)), "tick": tick}


def _cells(facts: Facts, run: Ints, period: Ints) -> Ints:
    """[n] place of run and half-term among those of all runs."""
    return run * (len(facts.records.grid_tick) - 1) + period


@once
def raised(facts: Facts) -> tuple[Ints, Bools]:
    """[needs] cell of the half-term in which a need was raised, and whether it is one of the period."""
    edges, tick = facts.records.grid_tick, facts.records.needs["raised"]
    period = np.searchsorted(edges, tick, side="right") - 1
    inside = np.asarray((period >= 0) & (tick < edges[-1]))
    return _cells(facts, facts.records.run_of("needs"), period), inside


@once
def asked(facts: Facts) -> tuple[Ints, Bools]:
    """As `raised`, of needs that somebody asked for: the visits of a package were not."""
    cell, inside = raised(facts)
    return cell, inside & (facts.records.needs["source"] != SOURCE_PACKAGE)


@once
def given(facts: Facts) -> tuple[Ints, Ints, Floats]:
    """Row of deployment, cell of half-term, and milli-days given in it."""
    deployments = facts.records.deployments
    stop = np.minimum(deployments["end"], facts.world.span.end)
    row, period, part = spread(
        facts.records.grid_tick, deployments["start"], stop, deployments["delivered_milli"]
    )
    return row, _cells(facts, facts.records.run_of("deployments")[row], period), part


def days_in(facts: Facts, cell: Ints, milli: Column, chosen: Bools) -> Floats:
    """[R, Q - 1] days in each half-term; arguments as `days_by`."""
    return np.asarray(days_by(facts, cell, milli, chosen, np.zeros(len(cell), np.int64), 1)[..., 0])


def days_by(facts: Facts, cell: Ints, milli: Column, chosen: Bools, by: Ints, size: int) -> Floats:
    """[R, Q - 1, size] days in each half-term, told apart.

    Args:
        facts: of R runs.
        cell: [n] run and half-term, of `raised` or `given`.
        milli: [n] milli-days.
        chosen: [n] those that count.
        by: [n] what they are told apart by, for instance the school: 0 to size - 1 for the chosen.
        size: how many of these there are.
    """
    shape = (len(facts), len(facts.records.grid_tick) - 1, size)
    place = cell[chosen] * size + by[chosen]
    total = np.bincount(place, milli[chosen], minlength=shape[0] * shape[1] * size)
    return np.asarray(total / MILLI, np.float64).reshape(shape)
