"""Needs and deployments of a finished narrated run as tables, and how many there were at once."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ist_model.engines.records import DEPLOYMENT, IN_PROGRESS, NEED, OPEN
from ist_model.world.structs import NEVER, NONE, Span

MOST_COUNTED = 256  # last bin of the time-weighted counts: this many or more, less one

# What the books write down: the record's columns, and what else must be known at the end.
NEED_TYPES = np.dtype([*NEED.descr, ("waited_until", "i8")])
NEED_COLUMNS = {
    **{name: name for name in ("key", "source", "school", "stream", "area", "specialism", "priority")},
    **{name: name for name in ("urgency", "raised", "deadline", "first_start", "closed", "status")},
    "asked_milli": "asked",
    "not_bought": "not_bought",
    "waited_until": "waited_until",
}
DEPLOYMENT_TYPES = np.dtype([*DEPLOYMENT.descr, ("preparation", "i8"), ("travel", "i8")])
DEPLOYMENT_COLUMNS = {
    **{name: name for name in ("designation", "supplier", "post", "budget", "giver", "matched", "start")},
    **{name: name for name in ("end", "quality", "cut", "preparation", "travel")},
    "need": "need.number",
    "receiver": "need.school",
    "on_site_milli": "on_site",
    "delivered_milli": "delivered",
}


class Tables(NamedTuple):
    """The two tables in their fixed order, and time-weighted counts of the reported window."""

    needs: NDArray[np.void]  # NEED
    deployments: NDArray[np.void]  # DEPLOYMENT
    waiting_ticks: NDArray[np.int64]  # [MOST_COUNTED] ticks with so many needs waiting
    in_progress_ticks: NDArray[np.int64]  # [MOST_COUNTED] ticks with so many deployments agreed and not over
    busy_ticks: NDArray[np.int64]  # [D] place-ticks in use


def tables(needs: NDArray[np.void], deployments: NDArray[np.void], slots: int, span: Span) -> Tables:
    """Lay out what the books hold of NEED_COLUMNS and DEPLOYMENT_COLUMNS."""
    number = len(needs["number"])
    order = np.lexsort((needs["number"], needs["key"], needs["raised"]))
    row_of = np.empty(number, np.int32)
    row_of[needs["number"][order]] = np.arange(number)
    need_row = row_of[deployments["need"]]
    keys = [deployments[name] for name in ("supplier", "designation", "start")]
    agreed = np.lexsort([deployments["number"], need_row, *keys])

    raised = _in_order(needs, order, NEED)
    np.add.at(raised["delivered_milli"], need_row, deployments["delivered_milli"])
    no_longer_waits = needs["waited_until"][order] != NEVER
    raised["status"][(raised["status"] == OPEN) & no_longer_waits] = IN_PROGRESS
    given = _in_order(deployments, agreed, DEPLOYMENT)
    given["need"] = need_row[agreed]
    return Tables(
        raised,
        given,
        _at_once(span, needs["raised"], needs["waited_until"]),
        _at_once(span, deployments["matched"], deployments["end"]),
        _busy(span, deployments, slots),
    )


def _in_order(rows: NDArray[np.void], order: NDArray[np.int64], dtype: np.dtype[Any]) -> NDArray[np.void]:
    table = np.zeros(len(order), dtype)
    for name in set(rows.dtype.names or ()) & set(dtype.names or ()):
        table[name] = rows[name][order]
    return table


def _busy(span: Span, deployments: NDArray[np.void], slots: int) -> NDArray[np.int64]:
    ticks, own = np.zeros(slots, np.int64), deployments["designation"] != NONE
    lasted = _in(span, deployments["end"]) - _in(span, deployments["matched"])
    np.add.at(ticks, deployments["designation"][own], lasted[own])
    return ticks


def _in(span: Span, ticks: NDArray[np.int64]) -> NDArray[np.int64]:
    """Ticks, moved to the reported window's beginning or end where they lie outside."""
    return np.clip(ticks, span.start, span.end)


def _at_once(span: Span, begins: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """[MOST_COUNTED] ticks of the window for which so many had begun and not ended."""
    changes = np.concatenate([_in(span, begins), _in(span, ends)])
    order = np.argsort(changes, kind="stable")  # of one tick, beginnings first: a number is never negative
    number = np.concatenate([[0], np.cumsum(np.where(order < len(begins), 1, -1))])
    ticks = np.diff(changes[order], prepend=span.start, append=span.end)
    counted = np.zeros(MOST_COUNTED, np.int64)
    np.add.at(counted, np.minimum(number, MOST_COUNTED - 1), ticks)
    return counted
