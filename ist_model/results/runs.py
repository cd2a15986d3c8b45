"""Runs of one world laid end to end, as laws, measures and series see them.

A run is small, and looking at it costs as many steps as there are things to look at. So many runs are looked
at in the same steps: tables hold the rows of the first run, then of the second, and so on; arrays have the
run as their first dimension. One run is a number of runs like any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ist_model.engines import growth
from ist_model.engines.records import Records, end_to_end
from ist_model.engines.rolls import Rolls
from ist_model.engines.together import Apart, Together
from ist_model.results.arrays import Floats, Ints
from ist_model.world.structs import World


def _column(name: str) -> cached_property[NDArray[Any]]:
    """The rows of all runs, one run after another; or [R, ...] the arrays of all runs."""
    return cached_property(lambda runs: runs.together.column(name))


def _of_worlds(table: str, column: str) -> cached_property[Ints]:
    """[R, ...] a column that a run may draw."""
    return cached_property(lambda runs: np.stack([getattr(each, table)[column] for each in runs.worlds]))


class Runs:
    """R runs of one world; fields as in `engines.records.Records`.

    Attributes:
        together: the runs as the engine left them.
        worlds: of each run the world with what the run drew of joinings.
        kept: what has been worked out of them (`results.once`).
    """

    needs = _column("needs")
    ledger = _column("ledger")
    inspections = _column("inspections")
    grades = _column("grades")
    boards = _column("boards")
    observed = _column("observed")
    careers = _column("careers")
    rise = _column("rise")
    strength = _column("strength")
    sustaining = _column("sustaining")
    tier = _column("tier")
    filled = _column("filled")
    active = _column("active")
    holder = _column("holder")
    ready_for_next = _column("ready_for_next")
    away_share = _column("away_share")
    budget = _column("budget")
    accountable = _column("accountable")
    under = _column("under")
    busy_ticks = _column("busy_ticks")
    in_post_ticks = _column("in_post_ticks")
    waiting_ticks = _column("waiting_ticks")
    in_progress_ticks = _column("in_progress_ticks")
    clamped = _column("clamped")
    # What may differ from run to run in the world; all else of it is that of `world`.
    joins = _of_worlds("schools", "joins")  # [R, S]
    exists = _of_worlds("schools", "exists")  # [R, S]
    post_starts = _of_worlds("posts", "starts")  # [R, P]

    def __init__(self, worlds: Sequence[World], together: Together) -> None:
        """At least one run, each with its world."""
        self.worlds, self.together = tuple(worlds), together
        self.kept: dict[Any, Any] = {}

    @classmethod
    def of(cls, world: World, *each: Records) -> Runs:
        """Runs of a world; each draws its joinings, unless the world has them already."""
        return cls([growth.of_run(world, run.run) for run in each], Apart(each))

    def __len__(self) -> int:
        return len(self.worlds)

    @property
    def each(self) -> Sequence[Records]:
        """The runs one by one."""
        return self.together.each

    def one_by_one(self) -> Iterator[Runs]:
        """Each run by itself."""
        for world, run in zip(self.worlds, self.each, strict=True):
            yield Runs([world], Apart([run]))

    @property
    def world(self) -> World:
        """What all runs have in common; `joins`, `exists`, `post_starts` and `packages` are a run's own."""
        return self.worlds[0]

    @property
    def grid_tick(self) -> Ints:
        """[Q] half-term starts, the same in all runs (a law says so)."""
        found: Ints = self.together.column("grid_tick")[0]
        return found

    @cached_property
    def number(self) -> Ints:
        """[R] which sample of chance each run is."""
        return self.together.column("run").astype(np.int64)

    @cached_property
    def deployments(self) -> NDArray[np.void]:
        """DEPLOYMENT rows of all runs; `need` is the row in `needs` of all runs."""
        rows = self.together.column("deployments").copy()
        rows["need"] += self.first_row("needs")[self.run_of("deployments")]
        return rows

    @cached_property
    def rolls(self) -> Rolls:
        """Rolls and classes of these runs."""
        return Rolls(self.world, self.number.tolist())

    @cached_property
    def packages(self) -> NDArray[np.void]:
        """PACKAGE rows of all runs."""
        return end_to_end([each.packages for each in self.worlds])

    def run_of(self, table: str) -> Ints:
        """[rows of a table] place of the run, from 0, that a row is of."""
        key = ("run_of", table)
        if key not in self.kept:
            self.kept[key] = np.repeat(np.arange(len(self)), self._rows(table))
        found: Ints = self.kept[key]
        return found

    def first_row(self, table: str) -> Ints:
        """[R] where the rows of each run begin in a table."""
        rows = self._rows(table)
        return np.cumsum(rows) - rows

    def _rows(self, table: str) -> Ints:
        if table == "packages":
            return np.array([len(each.packages) for each in self.worlds], np.int64)
        return self.together.rows(table)

    def ledger_row(self, run: Ints, post: Ints, year: Ints) -> Ints:
        """[n] row of the ledger of a run, post and school year; -1 where the ledger has none."""
        ledger, posts, years = self.ledger, len(self.world.posts), np.int64(1 << 32)
        have = (self.run_of("ledger") * posts + ledger["post"]) * years + ledger["year"]
        wanted = (run * posts + post) * years + year
        place = np.searchsorted(have, wanted)
        found = np.append(have, np.iinfo(np.int64).min)[place] == wanted
        return np.where(found, place, -1)

    def summed(self, run: Ints, amount: NDArray[Any] | None = None) -> Floats:
        """[R] amounts added up run by run, or how many there are. Exact for whole amounts.

        Args:
            run: [n] place of the run that each amount is of.
            amount: [n]; omit to count.
        """
        return np.bincount(run, amount, minlength=len(self)).astype(np.float64)
