"""The engines' whole output contract: what one run leaves behind.

Both engines fill exactly this; every measure, chart and check is computed from it. Order is fixed, so equal
runs are equal bytes: needs by (raised, key), deployments by (start, designation or supplier, need), events by
(tick, key). Ticks and milli-days as in `world.structs`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

SOURCE_BOARD, SOURCE_ONBOARDING, SOURCE_VISIT, SOURCE_STREAM, SOURCE_OPENING, SOURCE_PACKAGE = range(6)
SOURCE_WORDS = (
    "Progress Board",
    "joining",
    "inspection or monitoring visit",
    "beyond the trust",
    "opening state",
    "bought package",
)
OPEN, IN_PROGRESS, FINISHED, UNMET, BOUGHT = range(5)
STATUS_WORDS = ("waiting", "in progress", "finished", "unmet", "bought")

NEED = np.dtype(
    [
        ("key", "u8"),
        ("source", "i1"),
        ("school", "i4"),  # -1: beyond the trust
        ("stream", "i4"),
        ("area", "i4"),
        ("specialism", "i4"),
        ("priority", "i8"),  # when it was raised
        ("urgency", "i8"),  # when it was last ranked: more urgent if its school fell while it waited
        ("raised", "i8"),
        ("deadline", "i8"),  # NEVER: no patience
        ("asked_milli", "i8"),
        ("delivered_milli", "i8"),
        ("first_start", "i8"),  # -1: never started
        ("closed", "i8"),  # tick at which it was finished, unmet or bought; -1: still open
        ("status", "i1"),
        ("not_bought", "i1"),  # why not, when its patience ended: codes of science.matching
    ]
)

DEPLOYMENT = np.dtype(
    [
        ("need", "i4"),  # row in needs
        ("designation", "i4"),  # -1: a supplier
        ("supplier", "i4"),
        ("post", "i4"),  # seat of the leader; -1: a supplier
        ("budget", "i4"),  # post whose release days it uses: another one where a designation was kept
        ("giver", "i4"),  # home school of the post; -1: none or outside
        ("receiver", "i4"),  # -1: beyond the trust
        ("matched", "i8"),  # tick at which it was agreed and its days reserved
        ("start", "i8"),
        ("end", "i8"),  # tick at which it ended, or is due to end if that is after the horizon
        ("on_site_milli", "i8"),  # agreed days on site
        ("delivered_milli", "i8"),  # of them given by the horizon
        ("quality", "f8"),  # match quality 0-1
        ("cut", "i1"),  # 1: ended early because the leader left
    ]
)

LEDGER = np.dtype(
    [
        ("post", "i4"),
        ("year", "i4"),  # school year counted from the epoch
        ("contracted_milli", "i8"),
        ("delivered_milli", "i8"),
        ("preparation_milli", "i8"),
        ("travel_milli", "i8"),
        ("boards_milli", "i8"),
        ("networks_milli", "i8"),  # meetings of Best Practice Networks
        ("cover_milli", "i8"),  # taken by leading a further school, standing in or a secondment
        ("lost_milli", "i8"),  # reserved for a deployment that its leader's leaving cut short
        ("ahead_milli", "i8"),  # reserved, and still to come at the horizon
        ("used_before_milli", "i8"),  # used before the first day (opening state)
        ("idle_milli", "i8"),
    ]
)

INSPECTION = np.dtype([("school", "i4"), ("tick", "i8"), ("ordinal", "i4"), ("safe", "i1"), ("worst", "i1")])
BOARD = np.dtype(
    [
        ("school", "i4"),
        ("tick", "i8"),
        ("tier_before", "i1"),
        ("tier_after", "i1"),
        ("step", "i1"),  # of the intervention ladder after the board; -1: none
        ("raised", "i4"),
    ]
)
RISE = np.dtype([("school", "i4"), ("area", "i4"), ("start", "i8"), ("end", "i8"), ("milli", "i8")])
# What happens to a seat. AWAY: its holder cannot be deployed; SENT and RETURNED: on a secondment.
LEFT, FILLED, DESIGNATION_LOST, DESIGNATION_READY, DESIGNATION_MOVED, BACK, AWAY, SENT, RETURNED = range(9)
NO_CAUSE, RESIGNED, POST_ENDED, BY_PROMOTION, BY_SECONDMENT, BY_APPOINTMENT = range(6)
CAREER = np.dtype(
    [
        ("tick", "i8"),
        ("event", "i1"),
        ("post", "i4"),
        ("designation", "i4"),  # of SENT and RETURNED: the secondment's row; else -1 where none is meant
        ("person", "i4"),  # a number within the run; -1: does not matter
        ("cause", "i1"),
    ]
)


class Records(NamedTuple):
    """One run's results. Q grid points (half-term starts from `Span.start` to `Span.end` inclusive)."""

    run: int
    needs: NDArray[np.void]  # NEED
    deployments: NDArray[np.void]  # DEPLOYMENT
    ledger: NDArray[np.void]  # LEDGER, one row per post and school year touched
    inspections: NDArray[np.void]  # INSPECTION
    grades: NDArray[np.int8]  # [inspections, A]; -1 where the school lacks the area
    boards: NDArray[np.void]  # BOARD
    observed: NDArray[np.float64]  # [boards, A]; NaN where the school lacks the area
    careers: NDArray[np.void]  # CAREER
    rise: NDArray[np.void]  # RISE: national targeted support, by (start, school)
    grid_tick: NDArray[np.int64]  # [Q]
    strength: NDArray[np.float64]  # [Q, S, A] after the grid's noise; NaN before the school exists
    sustaining: NDArray[np.float64]  # [Q, S, A]
    tier: NDArray[np.int8]  # [Q, S]; -1 while not in the trust
    filled: NDArray[np.bool_]  # [Q, P] someone is in the post
    active: NDArray[np.bool_]  # [Q, D] the designation can be deployed
    holder: NDArray[np.int32]  # [Q, P] the person in post, numbered within the run; -1: vacant
    ready_for_next: NDArray[np.int64]  # [Q, P] tick from which the holder is ready for the next rung; NEVER
    away_share: NDArray[np.float64]  # [Q, P] share of the holder's week on secondment
    budget: NDArray[np.int32]  # [Q, D] post whose release days the designation uses
    accountable: NDArray[np.int32]  # [Q, S] post that leads the school; -1: nobody, or not in the trust
    under: NDArray[np.int32]  # [Q, S] post of the Partnership Head over a head of school; -1: none
    busy_ticks: NDArray[np.int64]  # [D] place-ticks in use within [start, end)
    in_post_ticks: NDArray[np.int64]  # [D] place-ticks active within [start, end)
    waiting_ticks: NDArray[
        np.int64
    ]  # [N] ticks within [start, end) with n needs waiting; last bin: N-1 or more
    in_progress_ticks: NDArray[np.int64]  # [N] likewise, deployments in progress
    oversize_matchings: int  # moments at which `optimal` had to leave needs or places out
    clamped: int  # how often strength or sustaining level was held to 0-100


def end_to_end(parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """Rows of arrays of one type, one array after another.

    For tables as quick as for numbers: `numpy.concatenate` would compare their fields pair by pair.
    """
    kind = parts[0].dtype
    if kind.names is None or any(part.dtype != kind for part in parts):
        return np.concatenate(parts)
    as_bytes = [np.ascontiguousarray(part).view(np.uint8) for part in parts]
    return np.concatenate(as_bytes).view(kind)
