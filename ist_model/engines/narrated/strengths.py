"""Strength of every (school, area) during a narrated run: advanced on the grid and when support changes."""

from __future__ import annotations

import numpy as np

from ist_model.engines.narrated.clock import Phase, PhaseClock, Process
from ist_model.engines.narrated.rules import strength
from ist_model.engines.narrated.things import Deployment
from ist_model.inputs.calendar import GRID_TICKS, TICKS_PER_WEEK
from ist_model.world.structs import NONE, World


class Strengths:
    """x, m and running support by school and area. Reading never changes a stored value (MODEL 4.1)."""

    def __init__(self, world: World, run: int, clock: PhaseClock, lasting_share: float) -> None:
        """Strengths at the beginning; a school's are set when it exists."""
        values = world.values
        self.world, self.run, self.clock = world, run, clock
        self.kappa = values["strength.kappa_per_week"]
        self.persistence = values["strength.persistence"]
        self.lasting_share = lasting_share
        self.sd = strength.noise_sd(values["strength.sigma_per_root_week"], self.kappa)
        schools, areas = world.has_area.shape
        self.x = [[float("nan")] * areas for _ in range(schools)]
        self.m = [[float("nan")] * areas for _ in range(schools)]
        self.added = [[0.0] * areas for _ in range(schools)]
        self.at = [[0] * areas for _ in range(schools)]
        self.running: dict[tuple[int, int], list[Deployment]] = {}
        self.away: dict[tuple[int, int], list[Deployment]] = {}
        self.gain = [[0.0] * areas for _ in range(schools)]
        self.drain = [[0.0] * areas for _ in range(schools)]
        self.pairs: list[tuple[int, int]] = []
        self.receptiveness = [1.0] * schools
        self.areas_of = [np.flatnonzero(row).tolist() for row in world.own_areas]
        self.clamped = 0

    def begin(self, school: int) -> None:
        """Set a school's starting strengths, now."""
        for area, has in enumerate(self.world.has_area[school]):
            if has:
                x = float(self.world.strength[school, area])
                self.x[school][area] = x
                self.m[school][area] = strength.starting_sustaining_level(x, self.persistence)
                self.at[school][area] = self.clock.now
                self.pairs.append((school, area))
        self.pairs.sort()

    def read(self, school: int, area: int) -> float:
        """Strength now, computed without storing it."""
        weeks = (self.clock.now - self.at[school][area]) / TICKS_PER_WEEK
        x, m = self.x[school][area], self.m[school][area]
        gain, drain = self.gain[school][area], self.drain[school][area]
        return strength.clamp(strength.advance(x, m, gain, drain, self.kappa, weeks))

    def support(self, deployment: Deployment, begins: bool) -> None:
        """A deployment begins or ends: its school gains, and the leader's own school misses the leader."""
        if deployment.need.school != NONE:
            self.help(deployment, begins)
        if deployment.giver != NONE:
            self.miss(deployment, self.areas_of[deployment.designation], begins)

    def help(self, deployment: Deployment, begins: bool) -> None:
        """The school that is supported begins or ceases to gain."""
        school, area = deployment.need.school, deployment.need.area
        _keep(self.running.setdefault((school, area), []), deployment, begins)
        self._sum_anew(school, area)

    def miss(self, deployment: Deployment, areas: list[int], begins: bool) -> None:
        """The leader's own school begins or ceases to miss the leader in some areas."""
        for area in areas:
            if self.world.has_area[deployment.giver, area]:
                _keep(self.away.setdefault((deployment.giver, area), []), deployment, begins)
                self._sum_anew(deployment.giver, area)

    def receive(self, school: int, receptiveness: float) -> None:
        """How much of what is given a school can take up from now on (MODEL 4.1)."""
        if receptiveness != self.receptiveness[school]:
            self.receptiveness[school] = receptiveness
            for area in range(len(self.x[school])):
                self._sum_anew(school, area)

    def _sum_anew(self, school: int, area: int) -> None:
        """Gain and drain as sums in key order, never by adding and subtracting; advance if one changed."""
        gain, drain = 0.0, 0.0
        for helping in self.running.get((school, area), ()):
            share = 1.0 if helping.from_outside else self.receptiveness[school]
            gain += helping.gain_per_week * share
        for absent in self.away.get((school, area), ()):
            gain += absent.home_learning
            drain += absent.home_cost
        if gain != self.gain[school][area] or drain != self.drain[school][area]:
            self._advance(school, area, self.clock.now)
            self.gain[school][area], self.drain[school][area] = gain, drain

    def live(self) -> Process:
        """The grid: credit what lasts, then noise (two phases of one tick)."""
        tick = (self.clock.now // GRID_TICKS + 1) * GRID_TICKS
        while True:
            yield self.clock.until(tick, Phase.CREDIT)
            self.credit(tick)
            yield self.clock.until(tick, Phase.NOISE)
            self.shake(tick)
            tick += GRID_TICKS

    def credit(self, tick: int) -> None:
        """Advance all to the grid point and credit the lasting share of support."""
        for school, area in self.pairs:
            self._advance(school, area, tick)
            x, m = self.x[school][area], self.m[school][area]
            credited = strength.credit(x, m, self.added[school][area], self.lasting_share)
            self.m[school][area] = self._clamp(credited)
            self.added[school][area] = 0.0

    def lift(self, school: int, area: int, level: float) -> None:
        """What a school sustains by itself rises to a level (networks)."""
        self.m[school][area] = self._clamp(level)

    def shake(self, tick: int) -> None:
        """The half-term's noise, whatever the support."""
        seed, index = self.world.seed, tick // GRID_TICKS
        for school, area in self.pairs:
            key = self.world.pair_key[school, area]
            self.x[school][area] = self._clamp(
                self.x[school][area] + strength.noise(self.sd, seed, self.run, key, index)
            )
        for shock in self.world.shocks[self.world.shocks["tick"] == tick]:
            self._fall(int(shock["school"]), int(shock["area"]), shock["points"], shock["lasting"])

    def _fall(self, school: int, area: int, points: float, lasting: float) -> None:
        if (school, area) in self.pairs:
            x, m = self.x[school][area], self.m[school][area]
            x, m = strength.after_shock(x, m, points, lasting)
            self.x[school][area], self.m[school][area] = self._clamp(x), self._clamp(m)

    def _advance(self, school: int, area: int, tick: int) -> None:
        weeks = (tick - self.at[school][area]) / TICKS_PER_WEEK
        x, m = self.x[school][area], self.m[school][area]
        gain, drain = self.gain[school][area], self.drain[school][area]
        self.added[school][area] += strength.support_added(x, m, gain, drain, self.kappa, weeks)
        self.x[school][area] = self._clamp(strength.advance(x, m, gain, drain, self.kappa, weeks))
        self.at[school][area] = tick

    def _clamp(self, value: float) -> float:
        held = strength.clamp(value)
        if held != value:
            self.clamped += 1
        return held


def _keep(deployments: list[Deployment], deployment: Deployment, begins: bool) -> None:
    """Add or take out a deployment, in key order, so that sums never depend on history."""
    if begins:
        deployments.append(deployment)
        deployments.sort(key=lambda d: d.order)
    else:
        deployments.remove(deployment)
