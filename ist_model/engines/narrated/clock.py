"""SimPy with an order inside each tick: phases, then keys (MODEL 12).

Several things can fall on one tick, and the answer must not depend on which was scheduled first. Every wait
goes through `PhaseClock.until`, whose events stand in SimPy's queue by tick, phase and key.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from enum import IntEnum
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


class _Life:
    """A process under way. It begins at once and nobody waits for its end, so neither is an event."""

    __slots__ = ("process",)

    def __init__(self, process: Process) -> None:
        self.process = process

    def go_on(self, _: simpy.Event | None = None) -> None:
        """Run to the next wait, or to the end."""
        event = next(self.process, None)
        if event is not None:
            event.callbacks.append(self.go_on)


class PhaseClock(simpy.Environment):
    """SimPy's environment in ticks, with an order inside each: its queue is by (tick, phase, key)."""

    now: int = 0  # shadows SimPy's property, for the engine reads it all the time

    def __init__(self, begin: int) -> None:
        """A clock that stands at a tick."""
        super().__init__(begin)
        self.now, self.phase = begin, 0
        self._moments: list[Any] = self._queue
        self._meeting: Callable[[], None] | None = None

    def begin(self, process: Process) -> None:
        """Let a process begin, now."""
        _Life(process).go_on()

    def until(self, tick: int, phase: Phase, *key: int) -> simpy.Event:
        """An event that fires at a tick, in a phase, among others of that phase in key order.

        Raises:
            ValueError: if that moment has passed or is now: nothing may schedule at the moment it runs in.
        """
        if tick < self.now or (tick == self.now and phase <= self.phase):
            raise ValueError(
                f"cannot wait for tick {tick}, phase {phase.name}: it is already {self.now}, {self.phase}"
            )
        moment = _Moment(self)
        heappush(self._moments, (tick, phase, key, next(self._eid), moment))
        return moment

    def at(self, tick: int, phase: Phase, key: tuple[int, ...], what: Callable[[simpy.Event], None]) -> None:
        """Something that no process waits for happens at a moment, as in `until`."""
        self.until(tick, phase, *key).callbacks.append(what)

    def meet(self, meeting: Callable[[], None]) -> None:
        """A meeting, the one event in the matching phase of this tick: it needs no place in the queue.

        Raises:
            ValueError: if that phase has come.
        """
        if self.phase >= Phase.MATCHING:
            raise ValueError(f"cannot meet at tick {self.now}: it is already phase {self.phase}")
        self._meeting = meeting

    def _meets_next(self) -> bool:
        """Whether nothing else of this tick comes before its meeting."""
        if not self._moments:
            return True
        tick, phase = self._moments[0][:2]
        return bool(tick > self.now or phase > Phase.MATCHING)

    def schedule(self, event: simpy.Event, priority: EventPriority = NORMAL, delay: float = 0) -> None:
        """SimPy's own events come before all phases of their tick."""
        heappush(self._moments, (self.now + delay, priority, (), next(self._eid), event))

    def step(self) -> None:
        """Let the next event happen."""
        self.now, self.phase, _, _, event = heappop(self._moments)
        callbacks, event.callbacks = event.callbacks, None
        for callback in callbacks:
            callback(event)
        if not event._ok and not event.defused:
            raise event.value

    def run_until(self, end: int) -> None:
        """Let everything happen that comes before a tick; the clock stands at the last of it."""
        moments, step = self._moments, self.step
        while True:
            if self._meeting is not None and self._meets_next():
                meeting, self._meeting, self.phase = self._meeting, None, Phase.MATCHING
                meeting()
            elif moments and moments[0][0] < end:
                step()
            else:
                return
