"""Demand from beyond the trust, and the opening state, as SimPy processes (MODEL 2, 5.4)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import numpy as np

from ist_model.engines.narrated.asking import Asking
from ist_model.engines.narrated.broker import Broker
from ist_model.engines.narrated.clock import Phase, PhaseClock, Process
from ist_model.engines.narrated.deployments import Deployments
from ist_model.engines.narrated.rules import draws, requests
from ist_model.engines.narrated.things import Need
from ist_model.engines.records import SOURCE_OPENING, SOURCE_STREAM
from ist_model.inputs.calendar import TICKS_PER_WEEK, ticks
from ist_model.world.structs import NEVER, NONE, World

_MILLI = 1000
_MOST_AT_ONCE = 256


def stream(world: World, run: int, clock: PhaseClock, broker: Broker, index: int) -> Process:
    """Need k arrives after gap k; all its draws are keyed (stream, k)."""
    struct = world.streams[index]
    area, specialism, priority = (int(struct[name]) for name in ("area", "specialism", "priority"))
    may_buy, supporters = bool(struct["may_buy"]), len(world.designations)
    source_and_place = (SOURCE_STREAM, NONE, index, area, specialism)
    raised, never = clock.now, int(NEVER)
    for gap, days, patience, key in _drawn(world, run, struct):
        raised += ticks(gap)
        yield clock.until(raised, Phase.ARRIVALS, supporters, index)
        deadline = never if patience < 0 else raised + ticks(patience)
        asked = max(1, int(days * _MILLI + 0.5))
        broker.raise_need(Need(key, *source_and_place, priority, raised, deadline, asked, may_buy))


def _drawn(world: World, run: int, struct: np.void) -> Iterator[tuple[float, float, float, int]]:
    """Gap, work, patience and key of need 0, 1, ... of a stream, drawn for many needs at once."""
    rate, key = float(struct["needs_per_week"]), int(struct["key"])
    a, b, c, d = (float(struct[f"work_{letter}"]) for letter in "abcd")
    kind, patience_kind = int(struct["work_kind"]), int(struct["patience_kind"])
    patience_mean, seed = float(struct["patience_mean_weeks"]), world.seed
    weeks = (world.span.end - world.span.begin) / TICKS_PER_WEEK
    at_once = min(_MOST_AT_ONCE, 1 + int(rate * weeks))  # no more than the run will have
    for first in count(0, at_once):
        block = requests.block_of_needs(
            *(rate, kind, a, b, c, d, patience_kind, patience_mean),
            *(seed, run, key, SOURCE_STREAM, first, at_once),
        )
        yield from zip(*(column.tolist() for column in block), strict=True)


def opening(world: World, broker: Broker, deployments: Deployments, asking: Asking) -> None:
    """Needs already waiting and deployments already running on the first day.

    A running deployment was asked for before the run, so its need counts in no wait.
    """
    for row in world.opening_needs:
        priority = int(row["priority"])
        need = _opening_need(world, asking, row, int(row["raised"]), int(row["specialism"]), priority)
        broker.raise_need(need)
    for row in world.opening_deployments:
        slot = int(row["designation"])
        key = int(world.designations["key"][slot])
        need = _opening_need(world, asking, row, world.span.begin - 1, key, None)
        broker.raise_need(need)
        phase = int(world.schools["phase"][row["school"]])
        quality = float(world.quality[slot, row["specialism"], row["area"], phase])
        deployments.resume(need, slot, quality)


def _opening_need(
    world: World, asking: Asking, row: np.void, raised: int, index: int, priority: int | None
) -> Need:
    """As a board of today would raise it: urgency and patience of the tier, or the priority it states."""
    school, area = int(row["school"]), int(row["area"])
    key = int(draws.derived_key(world.pair_key[school, area], SOURCE_OPENING, index))
    need = asking.need(key, school, area, int(row["specialism"]), int(row["milli"]), SOURCE_OPENING)
    need.raised = raised
    need.priority = need.priority if priority is None else priority
    return need
