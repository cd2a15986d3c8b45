"""How a school asks for support: one open need per area, its specialism and urgency (MODEL 5.3)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ist_model.engines.narrated.clock import PhaseClock
from ist_model.engines.narrated.things import Need, SchoolState
from ist_model.inputs.calendar import GRID_TICKS
from ist_model.science import draws, monitoring
from ist_model.world.structs import NEVER, NO_LIMIT, NONE, World


class Asking:
    """Turns what a board or an inspection saw into needs for the broker."""

    def __init__(self, world: World, run: int, clock: PhaseClock, states: list[SchoolState]) -> None:
        """The broker is attached later, as `raise_need` and `has_open`."""
        self.world, self.run, self.clock, self.states = world, run, clock, states
        self.raise_need: Callable[[Need], None] = lambda need: None
        self.has_open: Callable[[int, int], bool] = lambda school, area: False

    def ask(self, school: int, area: int, milli: int, source: int, specialism: int = NONE) -> int:
        """Raise a need of so many milli-days; 1 if one was raised, 0 if no specialism serves the area."""
        world, now = self.world, self.clock.now
        pair, index = world.pair_key[school, area], now // GRID_TICKS
        if specialism == NONE:
            u = draws.uniform(world.seed, self.run, draws.BOARD_SPECIALISM, pair, index)
            specialism = monitoring.pick_specialism(world.area_specialisms[area], u)
            if specialism == NONE:
                return 0
        tier = world.tiers[self.states[school].tier]
        patience = int(tier["patience_ticks"])
        self.raise_need(
            Need(
                key=np.uint64(draws.derived_key(pair, source, now)),
                source=source,
                school=school,
                stream=NONE,
                area=area,
                specialism=specialism,
                priority=int(tier["priority"]),
                raised=now,
                deadline=int(NEVER) if patience == NO_LIMIT else now + patience,
                asked=milli,
                may_buy=len(world.suppliers) > 0,
            )
        )
        return 1
