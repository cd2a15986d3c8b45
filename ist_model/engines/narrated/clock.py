"""SimPy with an order inside each tick: phases, then keys (MODEL 12).

Several things can fall on one tick, and the answer must not depend on which was scheduled first. Every wait
goes through `PhaseClock.until`, whose events stand in SimPy's queue by tick, phase and key.
"""

from __future__ import annotations

from collections.abc import Generator
from enum import IntEnum
from functools import partial
from heapq import heappop, heappush
from typing import Any

import simpy
from simpy.events import NORMAL, EventPriority

# A process of this engine: yields the moment it waits for.
Process = Generator[simpy.Event, None, None]


class Phase(IntEnum):
    """Order of what happens at one tick. Numbers leave room below for SimPy's own priorities (0 and 1)."""

    CREDIT = 10
    NOISE = 11
    NETWORKS = 12
    YEAR_RESET = 13
    CAREERS = 14
    JOINING = 15
    INSPECTIONS = 16
    COMPLETIONS = 17
    BOARDS = 18
    ARRIVALS = 19
    MATCHING = 20
    WITHDRAWALS = 21
    OBSERVATION = 22


class _Moment(simpy.Event):
    """A moment that is sure to come, as a timeout is."""

    _ok = True
    _value = None


class PhaseClock(simpy.Environment):
    """SimPy's environment in ticks: waits end in (tick, phase, key) order.

    A process begins at once, up to its first wait, and nobody waits for its end: neither is an event.
    """

    now: int = 0  # shadows SimPy's property, for the engine reads it all the time

    def __init__(self, begin: int) -> None:
        """A clock that stands at a tick."""
        super().__init__(begin)
        self.now, self.phase = begin, 0
        self._moments: list[Any] = self._queue

    def schedule(self, event: simpy.Event, priority: EventPriority = NORMAL, delay: float = 0) -> None:
        """What SimPy schedules by itself comes before all phases of its tick."""
        heappush(self._moments, (self.now + delay, priority, (), next(self._eid), event))

    def until(self, tick: int, phase: Phase, *key: int) -> simpy.Event:
        """An event that fires at a tick, in a phase, among others of that phase in key order.

        Raises:
            ValueError: if that moment has passed or is now: nothing may schedule at the moment it runs in.
        """
        if tick <= self.now and (tick, phase) <= (self.now, self.phase):
            raise ValueError(
                f"cannot wait for tick {tick}, phase {phase.name}: it is already {self.now}, {self.phase}"
            )
        moment = _Moment(self)
        heappush(self._moments, (tick, phase, key, next(self._eid), moment))
        return moment

    def begin(self, process: Process, _: simpy.Event | None = None) -> None:
        """Let a process go on, to its next wait or its end."""
        moment = next(process, None)
        if moment is not None:
            moment.callbacks.append(partial(self.begin, process))

    def run_until(self, end: int) -> None:
        """Let everything happen that comes before a tick, in order."""
        moments = self._moments
        while moments and moments[0][0] < end:
            self.now, self.phase, _, _, moment = heappop(moments)
            for callback in moment.callbacks:
                callback(moment)
