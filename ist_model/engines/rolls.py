"""Runs' rolls and classes, and the release days they leave: the same for the engines and for measures."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ist_model.inputs.calendar import YEAR_TICKS
from ist_model.science import icfp, rolls
from ist_model.science.jit import Word, compiled
from ist_model.world.structs import NO_LIMIT, NONE, World

Ints = NDArray[np.int64]


class Rolls:
    """What the rolls of R runs are, from world and runs alone (MODEL 3.4, 8).

    Attributes:
        first_year: school year of the first day reported, counted from the epoch.
        pupils: [R, S, Y] on roll by school year from the first; a school year before it has the first's.
        classes: [R, S, Y].
    """

    def __init__(self, world: World, runs: Sequence[int]) -> None:
        """Draw the rolls of all schools."""
        self._world = world
        self.first_year = int(world.span.start) // YEAR_TICKS
        self.pupils, self.classes = _drawn(
            world.roll_forecast,
            np.ascontiguousarray(world.schools["roll"]),
            np.ascontiguousarray(world.finance["classes"]),
            np.ascontiguousarray(world.schools["key"]),
            world.values["rolls.own_sd_per_year"],
            world.values["rolls.common_sd_per_year"],
            world.seed,
            np.array(runs, np.uint64),
            self.first_year,
        )

    def column(self, year: int) -> int:
        """Column of a school year counted from the epoch; the nearest where it lies outside the period."""
        return min(max(0, year - self.first_year), int(self.pupils.shape[2]) - 1)

    def allowances_milli(self, run: Ints, post: Ints, year: Ints) -> Ints:
        """[n] release days (milli-days) that posts have in whole school years; `NO_LIMIT` without a limit.

        Args:
            run: [n] place of the run, from 0.
            post: [n].
            year: [n] school year counted from the epoch.
        """
        posts, classes_at_start = self._world.posts, self._world.finance["classes"]
        found, home = posts["allowance_milli"][post], posts["home"][post]
        own = (found != NO_LIMIT) & (home != NONE)
        column = np.clip(year - self.first_year, 0, self.pupils.shape[2] - 1)
        now, at_start = self.classes[run[own], home[own], column[own]], classes_at_start[home[own]]
        follows = self._world.values["release.follows_classes"]
        found[own] = icfp.release_milli_each(found[own], now, at_start, follows)
        return np.asarray(found)

    def allowance_milli(self, post: int, year: int) -> int:
        """`allowances_milli` of one post and year in the first run."""
        struct = self._world.posts[post]
        whole, home = int(struct["allowance_milli"]), int(struct["home"])
        if whole == NO_LIMIT or home == NONE:
            return whole
        now = int(self.classes[0, home, self.column(year)])
        at_start = int(self._world.finance["classes"][home])
        return icfp.release_milli(whole, now, at_start, self._world.values["release.follows_classes"])


@compiled(
    "Tuple((f8[:, :, ::1], i8[:, :, ::1]))(f8[:, :], f8[::1], i8[::1], u8[::1], f8, f8, u8, u8[::1], u8)"
)
def _drawn(
    forecast: NDArray[np.float64],
    roll_at_start: NDArray[np.float64],
    classes_at_start: Ints,
    key: NDArray[np.uint64],
    own_sd: float,
    common_sd: float,
    seed: Word,
    runs: NDArray[np.uint64],
    first_year: Word,
) -> tuple[NDArray[np.float64], Ints]:
    """[R, S, Y] pupils and classes."""
    shape = (runs.size, forecast.shape[0], forecast.shape[1])
    pupils, classes = np.empty(shape), np.empty(shape, np.int64)
    for run in range(shape[0]):
        for school in range(shape[1]):
            luck = (seed, runs[run], key[school], first_year)
            pupils[run, school] = rolls.rolls(forecast[school], own_sd, common_sd, *luck)
            for year in range(shape[2]):
                classes[run, school, year] = icfp.classes(
                    pupils[run, school, year], roll_at_start[school], classes_at_start[school]
                )
    return pupils, classes
