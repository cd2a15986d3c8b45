"""One run of the small world, written by hand: a year with every kind of thing in it.

Times are school weeks from the first day reported. Whatever the tests expect was worked out on paper from
these tables of needs and deployments, not by the code under test.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ist_model.engines.records import (
    BOARD,
    BOUGHT,
    BY_APPOINTMENT,
    CAREER,
    DEPLOYMENT,
    DESIGNATION_LOST,
    FILLED,
    FINISHED,
    IN_PROGRESS,
    INSPECTION,
    LEDGER,
    LEFT,
    NEED,
    OPEN,
    RESIGNED,
    RISE,
    SOURCE_BOARD,
    SOURCE_STREAM,
    UNMET,
    Records,
)
from ist_model.science.matching import MAY_NOT_BUY
from ist_model.world.structs import NEVER
from tests.results.worlds import FRACTION, WEEK, at, rows


def need(
    key: int, school: int, area: int, raised: float, asked: int, status: int, **fields: Any
) -> dict[str, Any]:
    """A need; one without a school comes from the stream."""
    common = {
        "key": key,
        "school": school,
        "area": area,
        "specialism": area,
        "priority": 3,
        "urgency": 3,
        "raised": at(raised),
    }
    origin = {"source": SOURCE_BOARD, "stream": -1} if school >= 0 else {"source": SOURCE_STREAM, "stream": 0}
    open_ended = {"deadline": NEVER, "first_start": -1, "closed": -1}
    return common | origin | open_ended | {"asked_milli": asked, "status": status} | fields


def needs() -> np.ndarray:
    """One before the period, then one for each thing that can become of a need."""
    done = {"status": FINISHED}
    return rows(
        NEED,
        need(10, 1, 0, -6.5, 2000, FINISHED, first_start=at(-6.5), closed=at(-3.5), delivered_milli=2000),
        need(11, 1, 0, 0, 4000, FINISHED, first_start=at(6.5), closed=at(12.5), delivered_milli=4000),
        need(12, 0, 1, 0, 6000, **done, first_start=at(13), closed=at(13) + FRACTION, delivered_milli=6000),
        need(13, -1, 0, 10, 2000, **done, first_start=at(11), closed=at(14), delivered_milli=2000)
        | {"deadline": at(12)},
        need(14, 2, 0, 19.5, 2000, FINISHED, first_start=at(23), closed=at(27.5), delivered_milli=2000),
        need(15, -1, 0, 20, 2000, UNMET, deadline=at(22), closed=at(22), not_bought=MAY_NOT_BUY),
        need(16, 0, 0, 26, 6000, BOUGHT, deadline=at(32.5), closed=at(32.5))
        | {"first_start": at(34.5), "delivered_milli": 4500},
        need(17, 1, 0, 32.5, 3000, OPEN),
        need(18, 2, 1, 36, 2000, IN_PROGRESS, first_start=at(38), delivered_milli=666),
    )


def deployment(
    need_row: int, designation: int, receiver: int, start: float, end: int, on_site: int, **fields: Any
) -> dict[str, Any]:
    """A deployment agreed and begun at once, all of whose days are given."""
    ticks = {"matched": at(start), "start": at(start), "end": end}
    who = {"designation": designation, "supplier": -1, "giver": (0, 1, -1)[designation], "receiver": receiver}
    who |= {"post": designation, "budget": designation}
    given = {"on_site_milli": on_site, "delivered_milli": on_site, "quality": 1.0}
    return {"need": need_row} | who | ticks | given | fields


def deployments() -> np.ndarray:
    """Days on site and half as many of preparation, at one day a week (half a day for B-T)."""
    bought = {"designation": -1, "post": -1, "budget": -1, "supplier": 0, "giver": -1}
    bought |= {"matched": at(32.5), "delivered_milli": 4500}
    return rows(
        DEPLOYMENT,
        deployment(0, 0, 1, -6.5, at(-3.5), 2000),
        deployment(1, 0, 1, 6.5, at(12.5), 4000),
        deployment(3, 2, -1, 11, at(14), 2000),
        deployment(2, 1, 0, 13, at(13) + FRACTION, 3000),  # with 0.3 days of travel: 4.8 days
        deployment(2, 2, 0, 13, at(17.5), 3000),
        deployment(4, 1, 2, 23, at(26), 2000, delivered_milli=1000, cut=1),  # due at 29, the leader left
        deployment(4, 2, 2, 26, at(27.5), 1000),
        deployment(6, 0, 0, 34.5, at(40.5), 6000) | bought,
        deployment(8, 2, 2, 38, at(41), 2000, delivered_milli=666),
    )


def ledger() -> np.ndarray:
    """Posts with a limit by school year, the TIP over the whole run."""
    spent = {"contracted_milli": 10_000}
    return rows(
        LEDGER,
        {"post": 0, "year": 25, "delivered_milli": 2000, "preparation_milli": 1000, "idle_milli": 7000}
        | spent,
        {"post": 0, "year": 26, "delivered_milli": 4000, "preparation_milli": 2000, "boards_milli": 1280}
        | {"idle_milli": 2720}
        | spent,
        {"post": 1, "year": 25, "idle_milli": 10_000} | spent,
        {"post": 1, "year": 26, "delivered_milli": 4000, "preparation_milli": 2000, "travel_milli": 300}
        | {"lost_milli": 1500, "idle_milli": 2200}
        | spent,
        {
            "post": 2,
            "year": -1,
            "contracted_milli": 156_000,
            "delivered_milli": 6666,
            "preparation_milli": 3333,
        }
        | {"idle_milli": 146_001},
    )


def strength() -> np.ndarray:
    """[7, 4, 2] 50, with A low in the first two half-terms, B at the horizon, J two and its twin four."""
    values = np.full((7, 4, 2), 50.0)
    values[0:2, 0, 0] = values[6, 1, 0] = values[2:4, 2, 0] = values[2:6, 3, 0] = 20.0
    values[:, 1, 1] = np.nan
    return values


def records() -> Records:
    """The run, valid in every respect."""
    ticks = np.array([0, 6.5, 13, 19.5, 26, 32.5, 39])
    tier = np.array([[0, 0, -1, -1]] * 2 + [[0, 0, 1, -1]] * 5, np.int8)
    filled = np.array([[1, q not in (4, 5), 1] for q in range(7)], bool)
    active = np.array([[1, q < 4, 1] for q in range(7)], bool)
    holder = np.array([[0, 1, 2]] * 4 + [[0, -1, 2]] * 2 + [[0, 3, 2]], np.int32)
    nothing = 23 * WEEK - 13 * WEEK - FRACTION  # ticks between two deployments of B-T
    return Records(
        run=3,
        needs=needs(),
        deployments=deployments(),
        ledger=ledger(),
        inspections=rows(INSPECTION, {"school": 0, "tick": at(20), "ordinal": 0, "safe": 0, "worst": 2}),
        grades=np.array([[2, 3]], np.int8),
        boards=rows(
            BOARD,
            {"school": 1, "tick": at(-6.5), "raised": 1, "step": -1},
            {"school": 0, "tick": at(0), "raised": 1, "step": -1},
            {"school": 1, "tick": at(0), "raised": 1, "step": -1},
            {"school": 2, "tick": at(19.5), "tier_before": 1, "tier_after": 1, "raised": 1, "step": 0},
            {"school": 0, "tick": at(26), "raised": 1, "step": -1},
        ),
        observed=np.full((5, 2), 45.0),
        careers=rows(
            CAREER,
            {"tick": at(26), "event": LEFT, "post": 1, "designation": -1, "person": 1, "cause": RESIGNED},
            {"tick": at(26), "event": DESIGNATION_LOST, "post": 1, "designation": 1, "person": -1}
            | {"cause": RESIGNED},
            {"tick": at(39), "event": FILLED, "post": 1, "designation": -1, "person": 3}
            | {"cause": BY_APPOINTMENT},
        ),
        rise=rows(RISE, {"school": 0, "area": 0, "start": at(33), "end": at(46), "milli": 7000}),
        grid_tick=np.array([at(week) for week in ticks]),
        strength=strength(),
        sustaining=np.where(np.isnan(strength()), np.nan, 50.0),
        tier=tier,
        filled=filled,
        active=active,
        holder=holder,
        ready_for_next=np.where((np.arange(7)[:, None] < 4) & (np.arange(3) == 1), at(13), NEVER),
        away_share=np.zeros((7, 3)),
        budget=np.tile(np.arange(3, dtype=np.int32), (7, 1)),
        accountable=np.tile(np.array([0, -1, -1, -1], np.int32), (7, 1)),
        under=np.tile(np.array([2, -1, -1, -1], np.int32), (7, 1)),
        busy_ticks=np.array([6 * WEEK, FRACTION + 3 * WEEK, 10 * WEEK]),
        in_post_ticks=np.array([39 * WEEK, 26 * WEEK, 78 * WEEK]),
        waiting_ticks=np.array([9.5 * WEEK, 18 * WEEK, 11.5 * WEEK, 0]).astype(np.int64),
        in_progress_ticks=np.array(
            [11.5 * WEEK + nothing, 20.5 * WEEK - nothing, 6 * WEEK, WEEK, 0], dtype=np.float64
        ).astype(np.int64),
        oversize_matchings=0,
        clamped=2,
    )


def alone(found: Any) -> Any:
    """The part of the first run in what is found of several: arrays, alone, by name or in a tuple."""
    if isinstance(found, dict):
        return {name: column[0] for name, column in found.items()}
    return type(found)(*(column[0] for column in found)) if isinstance(found, tuple) else found[0]
