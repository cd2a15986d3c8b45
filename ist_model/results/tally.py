"""Counted needs added up by what a series asks for, and averages over them (MODEL 11.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

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
        "within_standard": facts.in_time,
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


def with_rates(frame: pd.DataFrame) -> pd.DataFrame:
    """Add averages over needs where a frame tallies them: sums over runs divided, never means of ratios."""
    if "wait_started_weeks" not in frame:
        return frame
    started, resolved = (
        frame["started"].where(frame["started"] > 0),
        frame["resolved"].where(frame["resolved"] > 0),
    )
    return frame.assign(
        wait_mean_weeks=frame["wait_started_weeks"] / started,
        wait_resolved_mean_weeks=frame["wait_resolved_weeks"] / resolved,
        share_within_started=frame["within_standard"] / started,
        share_within_resolved=frame["within_standard"] / resolved,
        share_waited=frame["waited"] / resolved,
    )


def added_up(frame: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """A tallied series over all runs with fewer keys; an empty `by` gives one row.

    Args:
        frame: of a series made by `tally`, as `combine` leaves it.
        by: the keys that stay.
    """
    sums = frame.loc[:, "raised":"delivered_days"]
    if not by:
        return with_rates(sums.sum().to_frame().T)
    keys = frame[list(by)]
    return with_rates(pd.concat([keys, sums], axis=1).groupby(list(by), as_index=False, sort=True).sum())
