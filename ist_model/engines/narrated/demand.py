"""Demand from beyond the trust, and the opening state, as SimPy processes (MODEL 2, 5.4)."""

from __future__ import annotations

from itertools import count

import numpy as np

from ist_model.engines.narrated.asking import Asking
from ist_model.engines.narrated.broker import Broker
from ist_model.engines.narrated.clock import Phase, PhaseClock, Process
from ist_model.engines.narrated.deployments import Deployments
from ist_model.engines.narrated.rules import draws, requests
from ist_model.engines.narrated.things import Need
from ist_model.engines.records import SOURCE_OPENING, SOURCE_STREAM
from ist_model.inputs.calendar import ticks
from ist_model.world.structs import NEVER, NONE, World

_MILLI = 1000


def stream(world: World, run: int, clock: PhaseClock, broker: Broker, index: int) -> Process:
    """Need k arrives after gap k; all its draws are keyed (stream, k)."""
    struct = world.streams[index]
    key, seed = int(struct["key"]), world.seed
    area, specialism, priority = (int(struct[name]) for name in ("area", "specialism", "priority"))
    may_buy, supporters = bool(struct["may_buy"]), len(world.designations)
    rate, kind = float(struct["needs_per_week"]), int(struct["work_kind"])
    a, b, c, d = (float(struct[f"work_{letter}"]) for letter in "abcd")
    patience_kind, patience_mean = int(struct["patience_kind"]), float(struct["patience_mean_weeks"])
    raised, never = clock.now, int(NEVER)
    for k in count():
        raised += ticks(requests.gap_weeks(rate, seed, run, key, k))
        yield clock.until(raised, Phase.ARRIVALS, supporters, index)
        days = requests.work_days(kind, a, b, c, d, seed, run, key, k)
        patience = requests.patience_weeks(patience_kind, patience_mean, seed, run, key, k)
        deadline = never if patience < 0 else raised + ticks(patience)
        asked = max(1, int(days * _MILLI + 0.5))
        own_key = int(draws.derived_key(key, SOURCE_STREAM, k))
        source_and_place = (SOURCE_STREAM, NONE, index, area, specialism)
        broker.raise_need(Need(own_key, *source_and_place, priority, raised, deadline, asked, may_buy))


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
