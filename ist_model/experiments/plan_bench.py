"""Where plans of capacity are evaluated: each plan a scenario, all with the same luck (MODEL 11.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ist_model.experiments.executor import Workers
from ist_model.experiments.keeping import Floats
from ist_model.experiments.levers import Lever, Plan, plan_of
from ist_model.experiments.plan_costs import SPENT_MEASURE, Basis, SetAside, set_aside
from ist_model.experiments.sweep import Point, sweep
from ist_model.experiments.target import Target
from ist_model.inputs.errors import InputError
from ist_model.inputs.scenario_models import Resolved
from ist_model.results.store import Draw

# Luck that is no scenario's own and no draw's: what is found with it is not also judged by it.
LUCK_FROM = 1_000_000
SEARCH_LUCK = 0

Sweep = Callable[[Sequence[Point], Sequence[str], int], Floats]


class Seen(NamedTuple):
    """What a search knows of a plan."""

    plan: Plan
    cost: tuple[float, float]  # what plans are compared by; what decides between equal ones
    value: float  # mean of the target's values
    runs: int


class Bench:
    """Plans of one trust; what was made of a plan is remembered."""

    def __init__(
        self,
        base: Resolved,
        levers: Sequence[Lever],
        target: Target,
        basis: Basis,
        root: Path | None,
        workers: Workers = None,
    ) -> None:
        """Plans of a scenario, evaluated by the target and a basis of cost; `root`: where runs are stored."""
        self.base, self.levers, self.target, self.basis = base, tuple(levers), target, basis
        self.root, self.workers = root, workers
        self.runs = 0  # made for plans so far
        self._ready: dict[Plan, Resolved | None] = {}
        self._aside: dict[Plan, SetAside] = {}
        self._search: dict[Plan, tuple[Floats, Floats]] = {}

    def resolved(self, plan: Plan) -> Resolved | None:
        """The plan as a scenario; None if no file could say so, for instance if nobody would serve a need."""
        if plan not in self._ready:
            try:
                self._ready[plan] = plan_of(self.base, self.levers, plan)[1]
            except InputError:
                self._ready[plan] = None
        return self._ready[plan]

    def possible(self, plans: Iterable[Plan]) -> list[Plan]:
        """Those of the plans that a file could say, each once, in order."""
        return [plan for plan in dict.fromkeys(plans) if self.resolved(plan) is not None]

    def aside(self, plan: Plan) -> SetAside:
        """What a possible plan sets aside."""
        if plan not in self._aside:
            resolved = self.resolved(plan)
            if resolved is None:
                raise ValueError(f"{plan} is no plan that a file could say")
            self._aside[plan] = set_aside(resolved)
        return self._aside[plan]

    def sample(self, plans: Sequence[Plan], luck: int, runs: int) -> tuple[Floats, Floats]:
        """[plans x runs] the target's values, and pounds spent a year, of runs with one luck."""
        draw = Draw(LUCK_FROM + luck)
        points = [Point(resolved, draw) for plan in plans if (resolved := self.resolved(plan)) is not None]
        measures = dict.fromkeys([self.target.measure, SPENT_MEASURE])
        measured = sweep(points, list(measures), runs, self.root, workers=self.workers)
        self.runs += measured.shape[0] * measured.shape[1]
        place = {name: number for number, name in enumerate(measures)}
        return (
            self.target.values(measured[:, :, place[self.target.measure]]),
            measured[:, :, place[SPENT_MEASURE]],
        )

    def look(self, plans: Iterable[Plan], runs: int) -> list[Seen]:
        """What is seen of plans in so many runs at least, all with the luck of the search."""
        wanted = self.possible(plans)
        lacking = [p for p in wanted if p not in self._search or self._search[p][0].shape[0] < runs]
        if lacking:
            values, spent = self.sample(lacking, SEARCH_LUCK, runs)
            self._search |= {plan: (values[row], spent[row]) for row, plan in enumerate(lacking)}
        return [self.seen(plan) for plan in wanted]

    def seen(self, plan: Plan) -> Seen:
        """What the search has seen of a plan."""
        values, spent = self._search[plan]
        first, second = self.aside(plan).cost(self.basis)
        cost = float(spent.mean()) if self.basis == "spent" else first
        return Seen(plan, (cost, second), float(values.mean()), len(values))

    def all_seen(self) -> list[Seen]:
        """What the search has seen of every plan that it looked at."""
        return [self.seen(plan) for plan in self._search]

    def keeps(self, seen: Seen, safely: bool = False) -> bool:
        """Whether a plan keeps the limit as far as has been seen; safely: by the margin, or more."""
        limit = self.target.limit
        return bool(np.round(seen.value - limit.at_least - safely * limit.margin, 12) >= 0)
