"""How clearly a Progress Board sees during a narrated run (MODEL 5.1)."""

from __future__ import annotations

from ist_model.engines.narrated.clock import PhaseClock
from ist_model.engines.narrated.people import People
from ist_model.engines.narrated.rules import monitoring
from ist_model.world.structs import World

_MILLI = 1000.0


class Sight:
    """Validation from outside, the Data Lead's days and the challenge that packages bring."""

    def __init__(self, world: World, clock: PhaseClock, people: People) -> None:
        """Everything is read as it stands when a board is held."""
        self.world, self.clock, self.people, self.values = world, clock, people, world.values
        self.data_leads = [post for post, milli in enumerate(world.posts["sight_milli"]) if milli > 0]

    def spread(self, school: int, schools: int) -> float:
        """Spread of what a board of a school sees now (points), with so many schools in the trust."""
        days = sum(
            int(self.world.posts["sight_milli"][p]) for p in self.data_leads if self.people.is_filled(p)
        )
        size = monitoring.size_factor(
            self.world.schools["roll"][school],
            self.values["indicators.national_roll"],
            self.values["monitoring.chance_share"],
        )
        return size * monitoring.observation_sd(
            self.values["monitoring.observation_sd"],
            self.values["monitoring.validation_factor"] if self._validated() else 1.0,
            self.values["monitoring.data_lead_factor"],
            self.values["monitoring.challenge_factor"] if self._challenged(school) else 1.0,
            days / _MILLI / schools,
            self.values["monitoring.data_lead_full_days"],
        )

    def _validated(self) -> bool:
        now = self.clock.now
        return any(starts <= now < ends for starts, ends in self.world.validation.tolist())

    def _challenged(self, school: int) -> bool:
        now = self.clock.now
        return any(
            row["school"] == school and row["starts"] <= now < row["ends"] for row in self.world.packages
        )
