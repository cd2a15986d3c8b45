"""Lay out a finished recording as `Records`: fixed order, fixed types, integer days that add up."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ist_model.engines.narrated.recording import Recording
from ist_model.engines.narrated.rules import matching
from ist_model.engines.narrated.tables import tables
from ist_model.engines.records import (
    BOARD,
    CAREER,
    INSPECTION,
    LEDGER,
    RISE,
    Records,
)
from ist_model.inputs.calendar import TICKS_PER_WEEK, YEAR_TICKS
from ist_model.world.structs import NO_LIMIT, NONE

Number = TypeVar("Number", bound=np.generic)

_APART = 2**32  # more than there are posts


def lay_out(recording: Recording, clamped: int) -> Records:
    """The records of a closed recording."""
    world = recording.world
    posts, slots = len(world.posts), len(world.designations)
    deployments = recording.deployments.table()
    found = tables(recording.needs.table(), deployments, slots, world.span)
    schools, areas = world.has_area.shape
    x, m, tier, active = _frames(recording, schools, areas)
    holder = _of_seats(recording, "holder", posts, np.int32)
    boards = np.array([(*row,) for row in recording.boards], dtype=BOARD)
    board_order = np.argsort(boards, order=("tick", "school"))
    visits = np.array([(s, t, o, safe, worst) for s, t, o, safe, worst in recording.inspections], INSPECTION)
    visit_order = np.argsort(visits, order=("tick", "school"))
    return Records(
        run=recording.run,
        needs=found.needs,
        deployments=found.deployments,
        ledger=_ledger(recording, deployments),
        inspections=visits[visit_order],
        grades=np.array(recording.grades, np.int8).reshape(len(visits), areas)[visit_order],
        boards=boards[board_order],
        observed=np.array(recording.observed, np.float64).reshape(len(boards), areas)[board_order],
        careers=np.sort(
            np.array(recording.careers, dtype=CAREER), order=("tick", "post", "event", "designation")
        ),
        rise=np.sort(np.array(recording.rise, dtype=RISE), order=("start", "school")),
        grid_tick=np.array(recording.grid, np.int64),
        strength=x,
        sustaining=m,
        tier=tier,
        filled=holder != NONE,
        active=active,
        holder=holder,
        ready_for_next=_of_seats(recording, "ready_for_next", posts, np.int64),
        away_share=_of_seats(recording, "away_share", posts, np.float64),
        budget=_of_seats(recording, "budget", slots, np.int32),
        accountable=_of_seats(recording, "accountable", schools, np.int32),
        under=_of_seats(recording, "under", schools, np.int32),
        busy_ticks=found.busy_ticks,
        in_post_ticks=recording.in_post_ticks,
        waiting_ticks=found.waiting_ticks,
        in_progress_ticks=found.in_progress_ticks,
        oversize_matchings=recording.oversize_matchings,
        clamped=clamped,
    )


def _ledger(recording: Recording, deployments: NDArray[np.void]) -> NDArray[np.void]:
    """Where each contracted milli-day went; the parts sum to what was contracted (MODEL 11.3)."""
    unlimited = {post for post, _, contracted, _ in recording.contracts if contracted == NO_LIMIT}
    used = _used(deployments, unlimited)
    table = np.zeros(len(recording.contracts), LEDGER)
    for i, (post, year, contracted, before) in enumerate(sorted(recording.contracts)):
        key_year = NONE if post in unlimited else year
        whole = _capacity(recording, post) if post in unlimited else contracted
        delivered, preparation, travel, lost, ahead = used.get((post, key_year), (0, 0, 0, 0, 0))
        boards, meetings = (
            sum(milli for (p, y), milli in taken.items() if p == post and key_year in (y, NONE))
            for taken in (recording.boards_milli, recording.networks_milli)
        )
        cover = recording.cover_milli[post, year]
        spent = delivered + preparation + travel + boards + meetings + cover + lost + ahead + before
        table[i] = (
            post,
            key_year,
            whole,
            delivered,
            preparation,
            travel,
            boards,
            meetings,
            cover,
            lost,
            ahead,
            before,
            whole - spent,
        )
    return table


def _used(deployments: NDArray[np.void], unlimited: set[int]) -> dict[tuple[int, int], list[int]]:
    """By post and school year (NONE without a limit): given, preparation, travel, lost, still ahead."""
    own = deployments["post"] != NONE
    budget, matched, cut = (deployments[name][own] for name in ("budget", "matched", "cut"))
    parts = [deployments[name][own].astype(np.int64) for name in ("on_site_milli", "preparation", "travel")]
    given = deployments["delivered_milli"][own].astype(np.int64)
    done = np.array([matching.in_step_each(part, given, parts[0]) for part in parts], np.int64)
    limited = ~np.isin(budget, [*unlimited])
    rest = np.where(limited, sum(parts) - done.sum(axis=0), 0)
    year = np.where(limited, matched // YEAR_TICKS, NONE)
    lines, line = np.unique(budget + _APART * year, return_inverse=True)
    sums = np.zeros((5, len(lines)), np.int64)
    for total, milli in zip(sums, (*done, np.where(cut, rest, 0), np.where(cut, 0, rest)), strict=True):
        np.add.at(total, line, milli)
    years, posts = (part.tolist() for part in np.divmod(lines, _APART))
    return dict(zip(zip(posts, years, strict=True), sums.T.tolist(), strict=True))


def _capacity(recording: Recording, post: int) -> int:
    """Contracted milli-days of a post without a limit: in-post weeks x pattern x places."""
    total = 0
    for slot, struct in enumerate(recording.world.designations):
        if struct["post"] == post:
            per_week = int(struct["pattern_milli"]) * int(struct["places"])
            total += recording.active_ticks[slot] * per_week // TICKS_PER_WEEK
    return total


def _frames(
    recording: Recording, schools: int, areas: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int8], NDArray[np.bool_]]:
    points = len(recording.frames)
    x = np.array([f[0] for f in recording.frames], np.float64).reshape(points, schools, areas)
    m = np.array([f[1] for f in recording.frames], np.float64).reshape(points, schools, areas)
    tier = np.array([f[2] for f in recording.frames], np.int8).reshape(points, schools)
    active = np.array([f[3] for f in recording.frames], np.bool_).reshape(points, len(recording.is_active))
    return x, m, tier, active


def _of_seats(recording: Recording, name: str, width: int, dtype: type[Number]) -> NDArray[Number]:
    """[grid points, width] one part of who sits where."""
    rows = [getattr(seats, name) for seats in recording.seats]
    return np.array(rows, dtype).reshape(len(rows), width)
