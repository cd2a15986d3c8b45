"""A run's rolls and classes, and the release days they leave: the same for the engines and for measures."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ist_model.inputs.calendar import YEAR_TICKS
from ist_model.science import icfp, rolls
from ist_model.world.structs import NO_LIMIT, NONE, World

Ints = NDArray[np.int64]


class Rolls:
    """What a run's rolls are, from world and run alone (MODEL 3.4, 8).

    Attributes:
        first_year: school year of the first day reported, counted from the epoch.
        pupils: [S, Y] on roll by school year from the first; a school year before it has the first's.
        classes: [S, Y].
    """

    def __init__(self, world: World, run: int) -> None:
        """Draw the rolls of all schools."""
        self._world = world
        self.first_year = int(world.span.start) // YEAR_TICKS
        values = world.values
        self.pupils = np.empty_like(world.roll_forecast)
        self.classes = np.empty(world.roll_forecast.shape, np.int64)
        for school, struct in enumerate(world.schools):
            self.pupils[school] = rolls.rolls(
                world.roll_forecast[school],
                values["rolls.own_sd_per_year"],
                values["rolls.common_sd_per_year"],
                world.seed,
                run,
                struct["key"],
                self.first_year,
            )
            at_start = int(world.finance["classes"][school])
            roll = float(struct["roll"])
            self.classes[school] = [icfp.classes(n, roll, at_start) for n in self.pupils[school].tolist()]

    def column(self, year: int) -> int:
        """Column of a school year counted from the epoch; the nearest where it lies outside the period."""
        return min(max(0, year - self.first_year), int(self.pupils.shape[1]) - 1)

    def allowance_milli(self, post: int, year: int) -> int:
        """Release days (milli-days) that a post has in a whole school year; `NO_LIMIT` if it has no limit."""
        struct = self._world.posts[post]
        whole, home = int(struct["allowance_milli"]), int(struct["home"])
        if whole == NO_LIMIT or home == NONE:
            return whole
        now = int(self.classes[home, self.column(year)])
        at_start = int(self._world.finance["classes"][home])
        return icfp.release_milli(whole, now, at_start, self._world.values["release.follows_classes"])

    def allowances_milli(self, post: Ints, year: Ints) -> Ints:
        """[n] `allowance_milli` of many posts and years."""
        posts, classes_at_start = self._world.posts, self._world.finance["classes"]
        found, home = posts["allowance_milli"][post], posts["home"][post]
        own = (found != NO_LIMIT) & (home != NONE)
        column = np.clip(year - self.first_year, 0, self.pupils.shape[1] - 1)
        now, at_start = self.classes[home[own], column[own]], classes_at_start[home[own]]
        follows = self._world.values["release.follows_classes"]
        found[own] = icfp.release_milli_each(found[own], now, at_start, follows)
        return np.asarray(found)
