"""Counted needs added up by what a series asks for (MODEL 11.3)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ist_model.engines.records import BOUGHT, FINISHED, IN_PROGRESS, OPEN, UNMET
from ist_model.results.arrays import Bools
from ist_model.results.facts import MILLI, Facts
from ist_model.results.frame import RUN, Column, Frame


def tally(facts: Facts, keys: Mapping[str, Column], chosen: Bools | None = None) -> Frame:
    """Sums over counted needs by keys; waits are summed in school weeks, to be divided by their number.

    Args:
        facts: of R runs.
        keys: [counted needs] by name.
        chosen: [counted needs] which are meant; omit for all.
    """
    status, started, resolved = facts.needs["status"], facts.started, facts.resolved
    wait = np.nan_to_num(facts.wait_weeks)
    columns = {
        RUN: facts.need_run,
        **keys,
        "raised": np.ones(len(status)),
        "started": started,
        "resolved": resolved,
        "within_standard": started & (wait <= facts.world.values["service.standard_weeks"]),
        "waited": resolved & ~(started & (wait == 0.0)),
        "open": (status == OPEN) | (status == IN_PROGRESS),
        "finished": status == FINISHED,
        "unmet": status == UNMET,
        "bought": status == BOUGHT,
        "wait_started_weeks": np.where(started, wait, 0.0),
        "wait_resolved_weeks": np.where(resolved, wait, 0.0),
        "asked_days": facts.needs["asked_milli"] / MILLI,
        "delivered_days": facts.needs["delivered_milli"] / MILLI,
    }
    every = np.ones(len(status), np.bool_) if chosen is None else chosen
    return {
        name: column[every].astype(np.float64) if column.dtype == np.bool_ else column[every]
        for name, column in columns.items()
    }
