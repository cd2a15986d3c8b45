"""Money that the trust's centre moves to schools, on a date or with a step of the ladder (MODEL 5.5, 8)."""

from __future__ import annotations

import numpy as np

from ist_model.results.arrays import Ints
from ist_model.results.facts import Facts
from ist_model.results.intervening import steps_taken
from ist_model.results.once import once


@once
def to_schools_pence(facts: Facts) -> Ints:
    """[R, E, S] pence that reach each school, by school year of the period.

    It falls whole into the school year of its date, or of the board that took the step.
    """
    world, edges, steps = facts.world, facts.year_edges, steps_taken(facts)
    dated, every = world.centre.moved, np.arange(len(facts))
    total = np.zeros((len(facts), len(edges) - 1, len(world.schools)), np.int64)
    run = np.concatenate([np.repeat(every, len(dated)), steps.run])
    ticks = np.concatenate([np.tile(dated["tick"], len(facts)), steps.tick])
    receiver = np.concatenate([np.tile(dated["school"], len(facts)), steps.school])
    pence = np.concatenate([np.tile(dated["pence"], len(facts)), world.centre.step_moved_pence[steps.step]])
    inside = (ticks >= edges[0]) & (ticks < edges[-1])
    period = np.searchsorted(edges, ticks[inside], side="right") - 1
    np.add.at(total, (run[inside], period, receiver[inside]), pence[inside])
    return total
