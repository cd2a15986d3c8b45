"""The pool of leaders who can be sent out, by half-term: where growth draws from it, it shows (MODEL 7.2)."""

from __future__ import annotations

import numpy as np

from ist_model.results import capacity
from ist_model.results.discretion import enough_at
from ist_model.results.facts import Facts
from ist_model.results.frame import Frame, in_each_run
from ist_model.results.half_terms import half_terms


def frame(facts: Facts) -> Frame:
    """Leaders by half-term and group of roles: in the plan, and of them those who can be sent out.

    A leader of two roles of a group counts once. Both are NaN while fewer than five are planned (MODEL 11.4).
    """
    world, when, groups = facts.world, half_terms(facts), capacity.role_groups(facts.world)
    there = capacity.posts_exist(facts)
    planned, ready = np.zeros((2, len(facts), len(groups), len(when["tick"])))
    for group, (_, roles) in enumerate(groups):
        slots = np.flatnonzero(np.isin(world.designations["role"], roles))
        holds = np.zeros(len(world.posts), np.bool_)
        holds[world.designations["post"][slots]] = True
        told = enough_at(world, holds, when["tick"])
        able = np.zeros(there.shape, np.bool_)
        for slot in slots:
            able[..., world.designations["post"][slot]] |= facts.records.active[:, :-1, slot]
        planned[:, group] = np.where(told, (there & holds).sum(axis=2), np.nan)
        ready[:, group] = np.where(told, able.sum(axis=2), np.nan)
    keys = {
        "roles": np.repeat([label for label, _ in groups], len(when["tick"])),
        **{name: np.tile(column, len(groups)) for name, column in when.items()},
    }
    return in_each_run(len(facts), keys, {"planned": planned, "can_be_sent": ready})
