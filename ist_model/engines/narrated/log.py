"""The event log of one narrated run: what happened, in order, and why a need still waits."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Obstacle(NamedTuple):
    """Why one supporter could not take a need at one matching, and which need it was serving instead."""

    designation: int
    reason: int  # science.matching codes
    serving: tuple[int, ...]  # keys of the needs it was given or is busy with


class Event(NamedTuple):
    """One line of the log. `need` is a need's key; fields that do not apply are -1."""

    tick: int
    kind: str
    need: int | None = None
    designation: int = -1
    school: int = -1
    milli: int = -1
    until: int = -1
    obstacles: tuple[Obstacle, ...] = ()


@dataclass
class Log:
    """Events in the order in which they happened."""

    events: list[Event] = field(default_factory=list)

    def add(self, event: Event) -> None:
        """Append an event."""
        self.events.append(event)
