"""Needs and deployments of a finished narrated run as tables, and how many there were at once."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ist_model.engines.narrated.rules import matching
from ist_model.engines.narrated.things import Deployment, Need
from ist_model.engines.records import DEPLOYMENT, IN_PROGRESS, NEED, OPEN
from ist_model.world.structs import NEVER, NONE, Span

MOST_COUNTED = 256  # last bin of the time-weighted counts: this many or more, less one

_NEED_COLUMNS = {
    **{name: name for name in ("key", "source", "school", "stream", "area", "specialism", "priority")},
    **{name: name for name in ("urgency", "raised", "deadline", "first_start", "closed", "status")},
    "asked_milli": "asked",
    "not_bought": "not_bought",
}
_DEPLOYMENT_COLUMNS = {
    **{name: name for name in ("designation", "supplier", "post", "budget", "giver", "matched", "start")},
    **{name: name for name in ("end", "quality", "cut")},
    "need": "need.number",
    "receiver": "need.school",
    "on_site_milli": "on_site",
}


class Tables(NamedTuple):
    """The two tables in their fixed order, and time-weighted counts of the reported window."""

    needs: NDArray[np.void]  # NEED
    deployments: NDArray[np.void]  # DEPLOYMENT
    waiting_ticks: NDArray[np.int64]  # [MOST_COUNTED] ticks with so many needs waiting
    in_progress_ticks: NDArray[np.int64]  # [MOST_COUNTED] ticks with so many deployments agreed and not over
    busy_ticks: NDArray[np.int64]  # [D] place-ticks in use


def tables(needs: Sequence[Need], deployments: Sequence[Deployment], slots: int, span: Span) -> Tables:
    """All needs and deployments of a run, by number and in the order agreed, as they stand at the horizon."""
    waits, given = _table(needs, NEED, _NEED_COLUMNS), _table(deployments, DEPLOYMENT, _DEPLOYMENT_COLUMNS)
    number = given["need"].copy()
    given["delivered_milli"] = [delivered_by(deployment, span.end) for deployment in deployments]
    np.add.at(waits["delivered_milli"], number, given["delivered_milli"])
    until = np.array([need.waited_until for need in needs], np.int64)
    waits["status"][(waits["status"] == OPEN) & (until != NEVER)] = IN_PROGRESS

    order = np.lexsort((waits["key"], waits["raised"]))
    row_of = np.empty(len(needs), np.int32)
    row_of[order] = np.arange(len(needs))
    given["need"] = row_of[number]
    busy = np.zeros(slots, np.int64)
    own = given[given["designation"] != NONE]
    np.add.at(busy, own["designation"], _in(span, own["end"]) - _in(span, own["matched"]))
    return Tables(
        waits[order],
        given[np.lexsort((given["need"], given["supplier"], given["designation"], given["start"]))],
        _at_once(span, waits["raised"], until),
        _at_once(span, given["matched"], given["end"]),
        busy,
    )


def delivered_by(deployment: Deployment, tick: int) -> int:
    """Milli-days on site given by a tick."""
    if deployment.ended:
        return deployment.delivered
    if tick <= deployment.start:
        return 0
    return matching.done_by(deployment.on_site, tick - deployment.start, deployment.end - deployment.start)


def _table(things: Sequence[object], dtype: np.dtype[Any], columns: dict[str, str]) -> NDArray[np.void]:
    """Rows of what each thing says of some columns; the others are zero."""
    said = np.dtype([(name, dtype[name]) for name in columns])
    table = np.zeros(len(things), dtype)
    table[list(columns)] = np.fromiter(map(attrgetter(*columns.values()), things), said, len(things))
    return table


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
