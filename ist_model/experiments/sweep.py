"""Many points, each evaluated on the same runs: what sensitivity, searches and frontiers are made of.

A point is a scenario, values of its assumptions and whose luck its runs have. Only the measures asked for are
worked out, but every run passes the laws, and a value is that of `replicate` for the same point to the bit,
however points are put together and whoever makes them. Points are made in blocks, which are stored as each is
finished: a sweep that was stopped goes on, and more points after the same first ones, or more runs, cost only
those that are missing.

What evaluates a point is a parameter, so that a function whose answer is known passes through all of this.
"""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from ist_model.engines.compiled import Runner
from ist_model.engines.support_effect import OutOfReachError
from ist_model.experiments.batches import facts_of_runs, must_be_version
from ist_model.experiments.executor import Workers, executor_for
from ist_model.experiments.replicate import Progress
from ist_model.inputs.scenario_models import Resolved
from ist_model.results import sweeps
from ist_model.results.measures import catalogue, measure_facts, must_be_known
from ist_model.results.store import CENTRAL, Draw, key_of
from ist_model.results.sweeps import Address, Values
from ist_model.results.version import model_version
from ist_model.world.build import build_world

POINTS, RUNS = 32, 25  # a block has as many at most, and its runs never reach across a multiple
RUNS_OF_A_POINT = 6  # making a point ready takes about as long as so many runs


class Point(NamedTuple):
    """What is evaluated: the first runs of a scenario at a draw.

    Its runs have the luck of the draw's number (`batches.luck_of`): points of one number share their luck run
    by run, whatever their values are; points of different numbers share none.
    """

    resolved: Resolved
    draw: Draw = CENTRAL


class Evaluate(Protocol):
    """A point's runs in numbers; a function at the top of a module, so that other processes can take it."""

    def __call__(
        self, point: Point, runs: range, measures: Sequence[str], after_run: Callable[[], None]
    ) -> NDArray[np.float64]:
        """[runs, measures]; `after_run` is called once for each run, soon after it; it may raise."""


def of_model(
    point: Point, runs: range, measures: Sequence[str], after_run: Callable[[], None]
) -> NDArray[np.float64]:
    """[runs, measures] of the model's runs of a point, every one checked.

    NaN in all of them where the assumptions contradict each other: no effect of a day gives the odds ratio
    that they ask for (MODEL 4.7). Such a point is no answer, and who asks says how many there are.

    Raises:
        ConservationError: if a run breaks a law.
    """
    try:
        runner = Runner(build_world(point.resolved, point.draw.values))
    except OutOfReachError:
        for _ in runs:
            after_run()
        return np.full((len(runs), len(measures)), np.nan)
    parts = []
    for facts, _ in facts_of_runs(runner, runs, point.draw.number, after_run):
        found = measure_facts(facts, measures)
        parts.append(np.stack([found[name] for name in measures], axis=-1))
    return np.concatenate(parts)


def sweep(
    points: Sequence[Point],
    measures: Sequence[str],
    runs: int,
    root: Path | None,
    *,
    workers: Workers = None,
    progress: Progress | None = None,
    evaluate: Evaluate = of_model,
) -> Values:
    """[points, runs, measures] the measures of the first so many runs of every point; NaN where one has none.

    Args:
        points: what to evaluate.
        measures: their names; a measure that a scenario withholds is NaN.
        runs: samples of chance of each point, numbered from 0.
        root: where results are stored; None: nothing is stored.
        workers: as `replicate`.
        progress: called with (runs stored or done, runs in all).
        evaluate: what makes numbers of a point.

    Raises:
        UnknownMeasureError: if a scenario has no such measure; nothing is run.
        ValueError: if there are no points, measures or runs; if results are stored and `evaluate` is no
            function at the top of a module.
        ConservationError, StoreError, WorkerError: as `replicate_or_load`; what was finished is kept.
    """
    if not points or not measures or runs < 1:
        raise ValueError(f"{len(points)} points, {len(measures)} measures, {runs} runs: one of each at least")
    if root is not None and not _is_at_the_top(evaluate):
        raise ValueError(
            f"{evaluate!r} is no function at the top of a module: what is stored is found by its name, and "
            "another of that name would get its numbers; give no root, or put it there"
        )
    if evaluate is of_model:
        for resolved in _distinct(points):
            must_be_known(measures, catalogue(build_world(resolved)))
    values = np.full((len(points), runs, len(measures)), np.nan)
    blocks = [slice(first, first + POINTS) for first in range(0, len(points), POINTS)]
    if root is None:
        _fill(
            points, measures, values, [(block, range(runs)) for block in blocks], workers, progress, evaluate
        )
        return values
    addresses = _addresses(points, blocks, measures, evaluate)
    with sweeps.locked(root, addresses[0]):
        gaps = [
            (block, gap)
            for block, address in zip(blocks, addresses, strict=True)
            for gap in sweeps.load(root, address, measures, values[block])
        ]
        at = {block.start: address for block, address in zip(blocks, addresses, strict=True)}
        keep = partial(_keep, root, at, points, measures)
        _fill(points, measures, values, gaps, workers, progress, evaluate, keep)
    return values


class Made(NamedTuple):
    """A block that is done."""

    values: Values
    seconds: float


class Block(NamedTuple):
    """Points and runs that are asked of a worker (`executor.Task`)."""

    scenarios: tuple[Resolved, ...]
    draws: tuple[tuple[int, Draw], ...]  # of each point: place of its scenario, draw
    runs: range
    measures: tuple[str, ...]
    evaluate: Evaluate
    version: str  # of the model, where the block was asked for

    @property
    def size(self) -> int:
        """Runs in it."""
        return len(self.draws) * len(self.runs)

    def parted(self) -> tuple[Hashable, tuple[Resolved, ...], Callable[[tuple[Resolved, ...]], Block]]:
        """The scenarios, which all blocks of a sweep share; and what makes them the block again."""
        draws, runs, measures, evaluate, version = self[1:]
        rest = partial(Block, draws=draws, runs=runs, measures=measures, evaluate=evaluate, version=version)
        return "scenarios", self.scenarios, rest

    def make(self, after_run: Callable[[], None]) -> Made:
        """Evaluate the points.

        Raises:
            ConservationError: if a run breaks a law.
            WorkerError: if the model here is another than where the block was asked for.
        """
        must_be_version(self.version)
        began = time.perf_counter()
        found = [
            self.evaluate(Point(self.scenarios[place], draw), self.runs, self.measures, after_run)
            for place, draw in self.draws
        ]
        return Made(np.stack(found), time.perf_counter() - began)


_Gap = tuple[slice, range]  # points, runs


def _fill(
    points: Sequence[Point],
    measures: Sequence[str],
    values: Values,
    gaps: Sequence[_Gap],
    workers: Workers,
    progress: Progress | None,
    evaluate: Evaluate,
    keep: Callable[[_Gap, Made], None] = lambda gap, made: None,
) -> None:
    """Make what is missing, each block kept as it comes."""
    tasks = list(_tasks(points, measures, gaps, evaluate))
    total = values.shape[0] * values.shape[1]
    missing = sum(task.size for _, task in tasks)

    def done(runs: int) -> None:
        if progress is not None:
            progress(total - missing + runs, total)

    done(0)
    if not tasks:
        return
    executor = executor_for(workers, missing, _school_years(tasks))
    with closing(executor.run([task for _, task in tasks], done)) as outcomes:
        for place, outcome in outcomes:
            if isinstance(outcome, Exception):
                raise outcome
            gap = tasks[place][0]
            values[gap[0], gap[1].start : gap[1].stop] = outcome.values
            keep(gap, outcome)


def _tasks(
    points: Sequence[Point], measures: Sequence[str], gaps: Sequence[_Gap], evaluate: Evaluate
) -> Iterator[tuple[_Gap, Block]]:
    scenarios = _distinct(points)
    place = {id(resolved): number for number, resolved in enumerate(scenarios)}
    version = model_version()
    for block, runs in gaps:
        draws = tuple((place[id(each.resolved)], each.draw) for each in points[block])
        for first in range(runs.start - runs.start % RUNS, runs.stop, RUNS):
            stretch = range(max(runs.start, first), min(runs.stop, first + RUNS))
            yield (
                (block, stretch),
                Block(tuple(scenarios), draws, stretch, tuple(measures), evaluate, version),
            )


def _distinct(points: Sequence[Point]) -> list[Resolved]:
    """The scenarios of points, each object once."""
    return list({id(each.resolved): each.resolved for each in points}.values())


def _school_years(tasks: Sequence[tuple[_Gap, Block]]) -> float:
    return sum(
        (len(task.runs) + RUNS_OF_A_POINT)
        * sum(
            task.scenarios[place].years * len(task.scenarios[place].trust.schools) for place, _ in task.draws
        )
        for _, task in tasks
    )


def _keep(
    root: Path,
    addresses: dict[int, Address],
    points: Sequence[Point],
    measures: Sequence[str],
    gap: _Gap,
    made: Made,
) -> None:
    block, runs = gap
    names = sorted({each.resolved.name for each in points[block]})
    about = {"scenarios": names, "seconds": round(made.seconds, 3)}
    sweeps.save(root, addresses[block.start], runs, measures, made.values, about)


def _addresses(
    points: Sequence[Point], blocks: Sequence[slice], measures: Sequence[str], evaluate: Evaluate
) -> list[Address]:
    scenario = {id(each): key_of(each).scenario for each in _distinct(points)}
    function = f"{getattr(evaluate, '__module__', '')}.{getattr(evaluate, '__qualname__', '')}"
    whole = _digest([*sorted(set(scenario.values())), "", *measures, "", function])
    found = []
    for block in blocks:
        of_points = [f"{scenario[id(each.resolved)]} {_digest_of(each.draw)}" for each in points[block]]
        found.append(Address(whole, _digest(of_points)))
    return found


def _is_at_the_top(evaluate: Evaluate) -> bool:
    """Whether a function is the one that its module knows by its name: no closure, lambda or partial."""
    module = sys.modules.get(getattr(evaluate, "__module__", ""))
    return getattr(module, getattr(evaluate, "__qualname__", "."), None) is evaluate


def _digest_of(draw: Draw) -> str:
    if draw.values is None:
        return str(draw.number)
    keys = sorted(draw.values)
    numbers = np.array([draw.values[key] for key in keys], np.float64) + 0.0  # -0.0 is 0.0
    return f"{draw.number} {_digest([*keys, numbers.tobytes().hex()])}"


def _digest(lines: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
