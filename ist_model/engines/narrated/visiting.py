"""Who is at work in each school during a narrated run, against what it can take in at once (MODEL 4.2)."""

from __future__ import annotations

from ist_model.engines.narrated.rules import absorption
from ist_model.engines.narrated.things import Deployment
from ist_model.world.structs import World


class Visiting:
    """Supporters agreed for each school, and their days on site a week; a package's visits take no place."""

    def __init__(self, world: World) -> None:
        """Nobody is in any school yet."""
        values = world.values
        factors = [
            absorption.size_factor(roll, values["absorption.full_roll"]) for roll in world.schools["roll"]
        ]
        self.most = [absorption.most_supporters(values["absorption.supporters"], f) for f in factors]
        self.most_milli = [
            absorption.most_milli_per_week(values["absorption.days_per_week"], f) for f in factors
        ]
        self.supporters = [0] * len(factors)
        self.week_milli = [0] * len(factors)

    def is_full(self, school: int, visits: int) -> bool:
        """Whether a school can take no further deployment of so many milli-days on site a week now."""
        return absorption.is_full(
            self.supporters[school],
            self.week_milli[school],
            visits,
            self.most[school],
            self.most_milli[school],
        )

    def begin(self, deployment: Deployment) -> None:
        """A deployment is agreed."""
        self.supporters[deployment.need.school] += 1
        self.week_milli[deployment.need.school] += deployment.visits

    def end(self, deployment: Deployment) -> None:
        """A deployment ended."""
        self.supporters[deployment.need.school] -= 1
        self.week_milli[deployment.need.school] -= deployment.visits
