"""The pool of leaders who can be sent out, by half-term: where growth draws from it, it shows (MODEL 7.2)."""

from __future__ import annotations

import numpy as np

from ist_model.results import capacity
from ist_model.results.discretion import enough_at, exist
from ist_model.results.facts import Facts
from ist_model.results.tally import Column


def frame(facts: Facts) -> dict[str, Column]:
    """Leaders by half-term and group of roles: in the plan, and of them those who can be sent out.

    A leader of two roles of a group counts once. Both are NaN while fewer than five are planned (MODEL 11.4).
    """
    world, tick = facts.world, facts.records.grid_tick[:-1]
    groups = capacity.role_groups(world)
    there = exist(world, tick)
    planned, ready = [], []
    for _, roles in groups:
        slots = np.flatnonzero(np.isin(world.designations["role"], roles))
        holds = np.zeros((len(slots), len(world.posts)), np.int64)
        holds[np.arange(len(slots)), world.designations["post"][slots]] = 1
        behind = np.asarray(holds.any(axis=0))
        told = enough_at(world, behind, tick)
        able = facts.records.active[:-1, slots].astype(np.int64) @ holds > 0
        planned.append(np.where(told, (there & behind).sum(axis=1), np.nan))
        ready.append(np.where(told, able.sum(axis=1), np.nan))
    return {
        "roles": np.repeat([label for label, _ in groups], len(tick)),
        "half_term": np.tile(np.arange(len(tick)), len(groups)),
        "tick": np.tile(tick, len(groups)),
        "planned": np.concatenate(planned) if planned else np.zeros(0),
        "can_be_sent": np.concatenate(ready) if ready else np.zeros(0),
    }
