"""How a school asks for support: one open need per area, its specialism and urgency (MODEL 5.3)."""

from __future__ import annotations

from collections.abc import Callable

from ist_model.engines.narrated.clock import PhaseClock
from ist_model.engines.narrated.rules import draws, monitoring
from ist_model.engines.narrated.things import Need
from ist_model.inputs.calendar import GRID_TICKS
from ist_model.world.structs import NEVER, NO_LIMIT, NONE, World


class Asking:
    """Turns what a board or an inspection saw into needs for the broker."""

    def __init__(self, world: World, run: int, clock: PhaseClock, tier_of: Callable[[int], int]) -> None:
        """The broker is attached later, as `raise_need`, `has_open` and `more_urgent`."""
        self.world, self.run, self.clock, self.tier_of = world, run, clock, tier_of
        self.raise_need: Callable[[Need], None] = lambda need: None
        self.has_open: Callable[[int, int], bool] = lambda school, area: False
        self.more_urgent: Callable[[int], None] = lambda school: None

    def ask(self, school: int, area: int, milli: int, source: int, specialism: int = NONE) -> int:
        """Raise a need of so many milli-days; 1 if one was raised, 0 if no specialism serves the area."""
        world, now = self.world, self.clock.now
        pair, index = world.pair_key[school, area], now // GRID_TICKS
        if specialism == NONE:
            u = draws.uniform(world.seed, self.run, draws.BOARD_SPECIALISM, pair, index)
            specialism = monitoring.pick_specialism(world.area_specialisms[area], u)
            if specialism == NONE:
                return 0
        key = int(draws.derived_key(pair, source, now))
        self.raise_need(self.need(key, school, area, specialism, milli, source))
        return 1

    def priority(self, school: int, area: int) -> int:
        """Priority that the tier in force gives a school's need in an area now."""
        of_tier = int(self.world.tiers["priority"][self.tier_of(school)])
        leads = area == self.world.leadership_area
        return monitoring.need_priority(of_tier, self.is_emergency(school), leads)

    def is_emergency(self, school: int) -> bool:
        """Whether a school's needs are matched at once, between meetings too: it is in the last tier."""
        return self.tier_of(school) == len(self.world.tiers) - 1

    def need(self, key: int, school: int, area: int, specialism: int, milli: int, source: int) -> Need:
        """A need raised now, with the urgency and patience of the tier in force."""
        now = self.clock.now
        patience = int(self.world.tiers["patience_ticks"][self.tier_of(school)])
        return Need(
            key=key,
            source=source,
            school=school,
            stream=NONE,
            area=area,
            specialism=specialism,
            priority=self.priority(school, area),
            raised=now,
            deadline=int(NEVER) if patience == NO_LIMIT else now + patience,
            asked=milli,
            may_buy=len(self.world.suppliers) > 0,
            emergency=self.is_emergency(school),
        )
