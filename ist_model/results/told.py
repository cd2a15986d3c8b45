"""Deployments of one run in a stretch of time, as plain rows for a calendar (MODEL 6)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ist_model.engines.records import Records
from ist_model.inputs.calendar import GRID_TICKS
from ist_model.results.facts import MILLI
from ist_model.world.structs import World

BOUGHT = "bought help"


class Deployment(NamedTuple):
    """A deployment: index of the school that receives, who comes, when, and days on site.

    `start` and `end` are half-terms from the beginning of the stretch, cut to it; posts are not told.
    """

    receiver: int
    by: str
    start: float
    end: float
    days: float


def deployments(world: World, records: Records, start: int, end: int) -> list[Deployment]:
    """Deployments to schools of the trust that begin in [start, end), by receiver and time."""
    rows = records.deployments
    chosen = rows[(rows["receiver"] >= 0) & (rows["start"] >= start) & (rows["start"] < end)]
    roles = world.designations["role"]
    told = [
        Deployment(
            int(row["receiver"]),
            world.names.role_labels[roles[row["designation"]]] if row["designation"] >= 0 else BOUGHT,
            float(row["start"] - start) / GRID_TICKS,
            float(min(row["end"], end) - start) / GRID_TICKS,
            float(row["on_site_milli"]) / MILLI,
        )
        for row in np.sort(chosen, order=["receiver", "start", "need"])
    ]
    return told
