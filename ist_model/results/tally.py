"""Counted needs added up by what a series asks for (MODEL 11.3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ist_model.engines.records import BOUGHT, FINISHED, IN_PROGRESS, OPEN, UNMET
from ist_model.results.facts import MILLI, Facts

Column = NDArray[Any]


def tally(facts: Facts, keys: Mapping[str, Column], chosen: Column | None = None) -> dict[str, Column]:
    """Sums over counted needs by keys; waits are summed in school weeks, to be divided by their number.

    Args:
        facts: a run.
        keys: [counted needs] by name, or of the chosen ones alone.
        chosen: [counted needs] which are meant; omit for all.
    """
    every = np.ones(len(facts.needs), bool) if chosen is None else chosen
    rows, started = facts.needs[every], facts.started[every]
    status, resolved = rows["status"], (facts.started | facts.given_up)[every]
    wait = np.nan_to_num(facts.wait_weeks[every])
    within = started & (wait <= facts.world.values["service.standard_weeks"])
    return {
        **keys,
        "raised": np.ones(len(rows)),
        "started": started.astype(float),
        "resolved": resolved.astype(float),
        "within_standard": within.astype(float),
        "waited": (resolved & ~(started & (wait == 0.0))).astype(float),
        "open": np.isin(status, (OPEN, IN_PROGRESS)).astype(float),
        "finished": (status == FINISHED).astype(float),
        "unmet": (status == UNMET).astype(float),
        "bought": (status == BOUGHT).astype(float),
        "wait_started_weeks": np.where(started, wait, 0.0),
        "wait_resolved_weeks": np.where(resolved, wait, 0.0),
        "asked_days": rows["asked_milli"] / MILLI,
        "delivered_days": rows["delivered_milli"] / MILLI,
    }
