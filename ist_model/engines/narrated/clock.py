"""SimPy with an order inside each tick: phases, then keys (MODEL 12).

Several things can fall on one tick, and the answer must not depend on which was scheduled first. Every wait
goes through `PhaseClock.until`, which collects the processes of one (tick, phase) and resumes them in key
order. SimPy's priority carries the phase.
"""

from __future__ import annotations

from collections.abc import Generator
from enum import IntEnum
from typing import Any

import simpy
from simpy.events import EventPriority

# A SimPy process of this engine: yields what it waits for.
Process = Generator[simpy.Event, Any, None]


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


class _Slot(simpy.Event):
    """The event of one (tick, phase): resumes its waiters in key order."""

    def __init__(self, clock: PhaseClock, tick: int, phase: Phase) -> None:
        super().__init__(clock.env)
        self.waiters: list[tuple[tuple[int, ...], simpy.Event]] = []
        self.place = (tick, phase)
        self._ok = True
        self._value = None
        self.callbacks = [clock.open_slot]
        self.env.schedule(self, priority=EventPriority(int(phase)), delay=tick - clock.now)


class PhaseClock:
    """The run's clock: now in ticks, and waits in (tick, phase, key) order."""

    def __init__(self, env: simpy.Environment) -> None:
        """Wrap a SimPy environment whose time is integer ticks."""
        self.env = env
        self.now = int(env.now)  # time moves only when a slot opens
        self._slots: dict[tuple[int, Phase], _Slot] = {}
        self._last: tuple[int, int] = (-(2**62), 0)

    def until(self, tick: int, phase: Phase, *key: int) -> simpy.Event:
        """An event that fires at a tick, in a phase, among others of that phase in key order.

        Raises:
            ValueError: if that moment has passed or is now: nothing may schedule at the moment it runs in.
        """
        if (tick, phase) <= self._last:
            raise ValueError(f"cannot wait for tick {tick}, phase {phase.name}: it is already {self._last}")
        slot = self._slots.get((tick, phase))
        if slot is None:
            slot = self._slots[tick, phase] = _Slot(self, tick, phase)
        event = self.env.event()
        slot.waiters.append((key, event))
        return event

    def open_slot(self, slot: Any) -> None:
        """Resume the waiters of a slot in key order; SimPy runs them all before the next phase."""
        self._last = slot.place
        self.now = slot.place[0]
        del self._slots[slot.place]
        slot.waiters.sort(key=_key_of)
        for _, event in slot.waiters:
            event.succeed()


def _key_of(waiter: tuple[tuple[int, ...], simpy.Event]) -> tuple[int, ...]:
    return waiter[0]
