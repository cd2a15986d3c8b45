"""Best Practice Networks during a narrated run: who meets in a term, and what lasts of it (MODEL 4.3)."""

from __future__ import annotations

import numpy as np

from ist_model.engines.narrated.clock import Phase, PhaseClock, Process
from ist_model.engines.narrated.people import People
from ist_model.engines.narrated.rules import networks
from ist_model.engines.narrated.schools import Schools
from ist_model.engines.narrated.strengths import Strengths
from ist_model.inputs.calendar import TERM_TICKS, YEAR_TICKS
from ist_model.world.structs import NO_LIMIT, NONE, World


class Networks:
    """Schools that meet: each term's meetings cost days at its start, and have taught by the next."""

    def __init__(
        self, world: World, clock: PhaseClock, people: People, schools: Schools, strengths: Strengths
    ) -> None:
        """Nobody has met yet."""
        self.world, self.clock, self.people = world, clock, people
        self.schools, self.strengths = schools, strengths
        self.gain = 0.0 if world.no_effect else world.values["network.gain_per_term"]
        self.met = np.zeros(world.network_schools.shape, np.bool_)
        self.posts_at: list[list[int]] = [[] for _ in world.schools]
        for post, home in enumerate(world.posts["home"]):
            if home != NONE:
                self.posts_at[home].append(post)

    def live(self) -> Process:
        """Term after term: what was learnt in the last one, then who meets in the next."""
        tick = -(-self.clock.now // TERM_TICKS) * TERM_TICKS
        while True:
            yield self.clock.until(tick, Phase.NETWORKS)
            self.learn()
            yield self.clock.until(tick, Phase.ARRIVALS, -2)
            self._meet()
            tick += TERM_TICKS

    def learn(self) -> None:
        """All schools and networks at once, from levels before the update; of several networks the most."""
        levels = np.array(self.strengths.m)
        risen: dict[tuple[int, int], float] = {}
        for network, areas in enumerate(self.world.network_areas):
            for area in np.flatnonzero(areas).tolist():
                members = self.met[network] & self.world.has_area[:, area]
                for school in np.flatnonzero(members).tolist():
                    pupils, column = self.world.schools["roll"], np.ascontiguousarray(levels[:, area])
                    above = networks.level_above(school, column, pupils, members)
                    level = networks.drawn_up(float(column[school]), above, self.gain)
                    risen[school, area] = max(level, risen.get((school, area), level))
        for (school, area), level in sorted(risen.items()):
            self.strengths.lift(school, area, level)

    def _meet(self) -> None:
        """A member takes part if somebody of it has the days; else cover is short and it stays away."""
        for network, milli in enumerate(self.world.network_milli.tolist()):
            for school, member in enumerate(self.world.network_schools[network]):
                here = bool(member) and self.schools.states[school].in_trust
                self.met[network, school] = here and self._pay(school, milli)

    def _pay(self, school: int, milli: int) -> bool:
        """Take a meeting's days from whoever of the school has most left, the first of equals."""
        best, most = NONE, milli - 1
        for post in self.posts_at[school]:
            if not self.people.is_filled(post) or self.people.away[post]:
                continue
            left = self.people.left[self.people.budget[post]]
            if left == NO_LIMIT:
                return self._book(post, milli)
            if left > most:
                best, most = post, left
        return best != NONE and self._book(best, milli)

    def _book(self, post: int, milli: int) -> bool:
        budget = self.people.budget[post]
        if self.people.left[budget] != NO_LIMIT:
            self.people.left[budget] -= milli
        self.people.recording.networks_milli[budget, self.clock.now // YEAR_TICKS] += milli
        return True
