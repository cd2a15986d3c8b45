"""What is asked of the assumptions: a measure of a scenario, or its paired difference to another scenario.

Assumptions are points of the unit cube: each coordinate is a quantile of an assumption's distribution in the
register, and where a scenario decides a value no point departs from it. Points of one group share their luck,
run by run, so that what tells them apart is the assumptions; groups share none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ist_model.experiments.compare import NotComparableError, must_be_alike, schools_in
from ist_model.experiments.draws import free, values_at
from ist_model.experiments.executor import Workers
from ist_model.experiments.replicate import Progress
from ist_model.experiments.sweep import Evaluate, Point, of_model, sweep
from ist_model.inputs.scenario_models import Resolved
from ist_model.results.measures import catalogue, must_be_known
from ist_model.results.result import schools_frame
from ist_model.results.store import Draw
from ist_model.world.build import build_world

Floats = NDArray[np.float64]


class UnanswerableError(ValueError):
    """A question that cannot be asked of the assumptions as it stands, or has no answer."""


@dataclass(frozen=True)
class Question:
    """A measure and what it is taken of.

    Attributes:
        measure: its name.
        scenario: whose measure it is.
        against: the scenario whose measure is taken off, run by run; None: nothing is.
        root: where what is evaluated is stored; None: nowhere.
        workers: as `replicate`.
        progress: called with (runs stored or done, runs in all) of each step.
        evaluate: what makes numbers of a point; the model, unless a function whose answer is known.
    """

    measure: str
    scenario: Resolved
    against: Resolved | None = None
    root: Path | None = None
    workers: Workers = None
    progress: Progress | None = None
    evaluate: Evaluate = of_model

    @property
    def scenarios(self) -> list[Resolved]:
        """The scenario, then the other."""
        return [self.scenario] if self.against is None else [self.scenario, self.against]

    def assumptions(self) -> dict[str, tuple[str, ...]]:
        """Assumptions that vary in one of the scenarios at least, by key: all rows that move with it."""
        found: dict[str, tuple[str, ...]] = {}
        for each in self.scenarios:
            for key, rows in free(each.assumptions).items():
                found[key] = tuple(dict.fromkeys((*found.get(key, ()), *rows)))
        return found

    def answers(self, keys: Sequence[str], quantiles: Floats, group: NDArray[np.int64], runs: int) -> Floats:
        """[points, runs] the answer in each run of each point; NaN where a run has none.

        Args:
            keys: assumptions that vary, of `assumptions`; all others stay at their central values.
            quantiles: [points, keys] 0 to 1; NaN: the assumption stays at its central value.
            group: [points] from 0: points of a group share their luck.
            runs: samples of chance of each point.

        Raises:
            ConservationError, StoreError, WorkerError: as `sweep`.
        """
        points = []
        for each in self.scenarios:
            columns = dict(zip(keys, quantiles.T, strict=True))
            values = values_at(each.assumptions, columns.get, len(quantiles))
            points += [
                Point(each, Draw(int(number), of_point))
                for number, of_point in zip(group, values, strict=True)
            ]
        found = sweep(
            points,
            [self.measure],
            runs,
            self.root,
            workers=self.workers,
            progress=self.progress,
            evaluate=self.evaluate,
        )[:, :, 0]
        return found if self.against is None else found[: len(quantiles)] - found[len(quantiles) :]

    def check(self) -> None:
        """Refuse what cannot be asked, before anything is run.

        Raises:
            UnknownMeasureError: if a scenario has no such measure.
            UnanswerableError: if the measure is withheld, or no assumption is free.
            NotComparableError: if runs of the two scenarios are not pairs, or their schools differ.
        """
        worlds = [build_world(each) for each in self.scenarios]
        for world in worlds:
            must_be_known([self.measure], catalogue(world))
            why = catalogue(world)[self.measure].withheld(world)
            if why:
                raise UnanswerableError(
                    f"{self.measure} is not given: {why}.\n"
                    "  rule:   no figure tells of a few posts' leavers (MODEL 11.4)\n"
                    "  remedy: name a measure taken over more posts"
                )
        if not self.assumptions():
            raise UnanswerableError(
                f"nothing is left open in {self.scenario.name}: every assumption has one value.\n"
                "  rule:   an answer is asked of assumptions that have a range\n"
                "  remedy: give one a range in assumptions.yaml, or do not decide its value in the scenario"
            )
        if self.against is None:
            return
        must_be_alike(self.scenarios)
        scope = catalogue(worlds[0])[self.measure].schools
        of = [schools_in(schools_frame(world), scope) for world in worlds]
        if of[0] != of[1]:
            raise NotComparableError(
                f"{self.measure} cannot be set against {self.scenarios[1].name}: it is taken over schools "
                "that are not the same in both.\n"
                "  rule:   no total over a changed set of schools is shown as a difference\n"
                "  remedy: name a measure of existing schools"
            )
