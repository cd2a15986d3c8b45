"""Money that the trust's centre moves to schools, on a date or with a step of the ladder (MODEL 5.5, 8)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ist_model.results.facts import Facts, Ints
from ist_model.results.intervening import steps_taken


@lru_cache(maxsize=1)
def to_schools_pence(facts: Facts) -> Ints:
    """[E, S] pence that reach each school, by school year of the period.

    It falls whole into the school year of its date, or of the board that took the step.
    """
    world, edges = facts.world, facts.year_edges
    dated, (tick, school, step) = world.centre.moved, steps_taken(facts)
    ticks = np.concatenate([dated["tick"], tick])
    receiver = np.concatenate([dated["school"], school])
    amount = np.concatenate([dated["pence"], world.centre.step_moved_pence[step]])
    inside = (ticks >= edges[0]) & (ticks < edges[-1])
    total = np.zeros((len(edges) - 1, len(world.schools)), np.int64)
    period = np.searchsorted(edges, ticks[inside], side="right") - 1
    np.add.at(total, (period, receiver[inside]), amount[inside])
    return total
