"""Collects what a narrated run leaves behind and lays it out as `Records`."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import numpy as np

from ist_model.engines.narrated import tables
from ist_model.engines.narrated.book import Book
from ist_model.engines.narrated.clock import PhaseClock
from ist_model.engines.narrated.things import Deployment, Need
from ist_model.engines.records import NO_CAUSE
from ist_model.world.structs import NO_LIMIT, NONE, World


class Seats(NamedTuple):
    """Who sits where and leads what at one moment."""

    holder: list[int]
    ready_for_next: list[int]
    away_share: list[float]
    budget: list[int]
    accountable: list[int]
    under: list[int]


class Recording:
    """Everything observed during one run."""

    def __init__(self, world: World, run: int, clock: PhaseClock) -> None:
        """Empty records at the beginning of a run."""
        self.world, self.run, self.clock = world, run, clock
        slots = len(world.designations)
        self.needs: Book[Need] = Book(tables.NEED_COLUMNS, tables.NEED_TYPES)
        self.deployments: Book[Deployment] = Book(tables.DEPLOYMENT_COLUMNS, tables.DEPLOYMENT_TYPES)
        self.contracts: list[tuple[int, int, int, int]] = []  # post, year, contracted, used before
        self.networks_milli: defaultdict[tuple[int, int], int] = defaultdict(int)
        self.cover_milli: defaultdict[tuple[int, int], int] = defaultdict(int)
        self.boards_milli: defaultdict[tuple[int, int], int] = defaultdict(int)
        self.inspections: list[tuple[int, int, int, bool, int]] = []
        self.grades: list[list[int]] = []
        self.boards: list[tuple[int, int, int, int, int, int]] = []
        self.rise: list[tuple[int, int, int, int, int]] = []  # school, area, start, end, milli-days
        self.observed: list[list[float]] = []
        self.careers: list[tuple[int, int, int, int, int, int]] = []
        self.grid: list[int] = []
        self.frames: list[tuple[list[list[float]], list[list[float]], list[int], list[bool]]] = []
        self.seats: list[Seats] = []
        self.is_active = [False] * slots
        self.active_since = [0] * slots
        self.active_ticks = [0] * slots  # whole run
        self.in_post_ticks = np.zeros(slots, np.int64)  # reported window
        self.oversize_matchings = 0  # with more needs or places than an assignment takes

    def in_window(self, since: int, until: int) -> int:
        """Ticks of an interval that lie in the reported window."""
        span = self.world.span
        return max(0, min(until, span.end) - max(since, span.start))

    def contract(self, post: int, year: int, contracted: int, used: int) -> None:
        """A school year's allowance of a post."""
        if contracted != NO_LIMIT or not any(row[0] == post for row in self.contracts):
            self.contracts.append((post, year, contracted, used))

    def career(self, event: int, post: int, slot: int, person: int = NONE, cause: int = NO_CAUSE) -> None:
        """A leaving, a filling, a designation lost, moved or ready, somebody away or sent."""
        self.careers.append((self.clock.now, event, post, slot, person, cause))

    def active(self, slot: int, active: bool) -> None:
        """A designation can be deployed from now on, or no longer."""
        if active == self.is_active[slot]:
            return
        if not active:
            self._settle_active(slot, self.clock.now)
        self.is_active[slot] = active
        self.active_since[slot] = self.clock.now

    def board(self, school: int, tiers: tuple[int, int, int], raised: int, seen: list[float]) -> None:
        """A Progress Board was held; tier before, tier after and step of the intervention ladder."""
        self.boards.append((school, self.clock.now, *tiers, raised))
        self.observed.append(seen)

    def inspection(self, school: int, ordinal: int, safe: bool, worst: int, grades: list[int]) -> None:
        """A school was inspected."""
        self.inspections.append((school, self.clock.now, ordinal, safe, worst))
        self.grades.append(grades)

    def observe(
        self, tick: int, x: list[list[float]], m: list[list[float]], tiers: list[int], seats: Seats
    ) -> None:
        """The state at a grid point of the reported window."""
        self.grid.append(tick)
        self.frames.append(([row[:] for row in x], [row[:] for row in m], tiers, self.is_active[:]))
        self.seats.append(seats)

    def close(self) -> None:
        """Count until the horizon who can still be deployed then, and what is given by then."""
        for slot, active in enumerate(self.is_active):
            if active:
                self._settle_active(slot, self.world.span.end)
        for deployment in self.deployments.current.values():
            deployment.delivered = deployment.given_by(self.world.span.end)

    def _settle_active(self, slot: int, now: int) -> None:
        places = int(self.world.designations["places"][slot])
        self.active_ticks[slot] += now - self.active_since[slot]
        self.in_post_ticks[slot] += places * self.in_window(self.active_since[slot], now)
