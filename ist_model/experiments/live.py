"""A scenario evaluated while somebody waits: few runs at once, then more, and of them only what is shown.

The numbers are those of `replicate` for the same runs, to the bit: the same engine, luck, measures and
series; what nobody looks at is not worked out. Runs are made on threads, since the compiled engine lets the
interpreter go, and looked at block by block, so that memory does not grow with their number.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import pairwise
from queue import SimpleQueue
from typing import NamedTuple

import pandas as pd

from ist_model.engines import compiled, growth
from ist_model.engines.compiled.layout import Kept, lay_out
from ist_model.experiments.batches import luck_of
from ist_model.inputs.identity import identity
from ist_model.inputs.scenario_models import Resolved
from ist_model.results.checks import check_runs
from ist_model.results.combine import frames, over_runs
from ist_model.results.facts import Facts
from ist_model.results.frame import RUN
from ist_model.results.measures import measure_facts
from ist_model.results.result import ScenarioResult, Summary, catalogue_frame, schools_frame
from ist_model.results.runs import Runs
from ist_model.results.store import CENTRAL, new_manifest
from ist_model.results.tables import BLOCK
from ist_model.world.build import build_world
from ist_model.world.structs import World

AHEAD = 3  # blocks that are made before they are looked at: more would only take memory
PIECE = 25  # runs that a thread makes at a time: a block has several, so that threads share the first one


class Wanted(NamedTuple):
    """What is to be shown: names of measures and of series."""

    measures: frozenset[str]
    series: frozenset[str]

    def __or__(self, other: Wanted) -> Wanted:
        return Wanted(self.measures | other.measures, self.series | other.series)


class Stopped(Exception):
    """Nobody waits for this any more."""


def evaluate(
    resolved: Resolved,
    wanted: Wanted,
    stages: Sequence[int],
    *,
    check: bool = False,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[ScenarioResult]:
    """Results of the first so many runs, one after each stage; they hold no more than what is wanted.

    Args:
        resolved: the scenario.
        wanted: measures and series; names that the scenario does not know are left out.
        stages: numbers of runs, ascending; all but the last multiples of `BLOCK`.
        check: hold every law against every run before a result is given.
        stop: asked between blocks of runs.

    Raises:
        ConservationError: if a run breaks a law, where that is checked.
        Stopped: as soon as `stop` says so.
        ValueError: for stages that would cut a block in two: sums over runs are taken block by block.
    """
    if not stages or stages[0] < 1 or any(a >= b or a % BLOCK for a, b in pairwise(stages)):
        raise ValueError(f"stages {list(stages)}: ascending, from 1, all but the last multiples of {BLOCK}")
    world = build_world(resolved, CENTRAL.values)
    known = [str(name) for name in catalogue_frame(world, wanted.measures).index]
    measures: list[pd.DataFrame] = []
    series: dict[str, list[pd.DataFrame]] = {name: [] for name in wanted.series}
    edges = [*range(0, stages[-1], BLOCK), stages[-1]]
    for runs, together in _blocks(world, edges, stop):
        if check:
            check_runs(together)
        facts = Facts(together)
        numbers = list(runs)
        measures.append(pd.DataFrame({RUN: numbers, **measure_facts(facts, known)}))
        for name, frame in frames(facts, wanted.series).items():
            series[name].append(pd.DataFrame(frame).assign(**{RUN: frame[RUN] + runs.start}))
        if runs.stop in stages:
            yield _result(resolved, world, wanted, pd.concat(measures), series, runs.stop)


def hold_laws(resolved: Resolved, runs: int, stop: Callable[[], bool] = lambda: False) -> None:
    """Make a scenario's first runs once more and hold every law against every one of them.

    Raises:
        ConservationError: if a run breaks a law.
        Stopped: as soon as `stop` says so.
    """
    world = build_world(resolved, CENTRAL.values)
    for _, together in _blocks(world, [*range(0, runs, BLOCK), runs], stop):
        check_runs(together)


def _blocks(world: World, edges: Sequence[int], stop: Callable[[], bool]) -> Iterator[tuple[range, Runs]]:
    """Blocks of runs in order, made ahead by threads while the one before is looked at."""
    threads = max(1, min(os.cpu_count() or 1, 8))
    idle: SimpleQueue[compiled.Runner] = SimpleQueue()
    for _ in range(threads):
        idle.put(compiled.Runner(world))
    todo = deque(range(start, end) for start, end in pairwise(edges))
    ahead: deque[tuple[range, list[Future[Made]]]] = deque()
    with ThreadPoolExecutor(threads, thread_name_prefix="runs") as pool:
        try:
            while todo or ahead:
                while todo and len(ahead) < AHEAD:
                    block = todo.popleft()
                    ahead.append((block, _piecewise(pool, idle, block, stop)))
                block, pieces = ahead.popleft()
                made = [each for piece in pieces for each in piece.result()]
                if stop():
                    raise Stopped
                yield block, Runs([drawn for drawn, _ in made], lay_out(world, [kept for _, kept in made]))
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


Made = list[tuple[World, Kept]]


def _piecewise(
    pool: ThreadPoolExecutor,
    idle: SimpleQueue[compiled.Runner],
    block: range,
    stop: Callable[[], bool],
) -> list[Future[Made]]:
    def make(runs: range) -> Made:
        runner, made = idle.get(), []
        try:
            for run in runs:
                if stop():
                    raise Stopped
                sample = luck_of(CENTRAL.number, run)
                drawn = growth.of_run(runner.world, sample)
                made.append((drawn, runner.keep(drawn, sample)))
        finally:
            idle.put(runner)
        return made

    parts = [range(start, min(block.stop, start + PIECE)) for start in range(block.start, block.stop, PIECE)]
    return [pool.submit(make, part) for part in parts]


def _result(
    resolved: Resolved,
    world: World,
    wanted: Wanted,
    measures: pd.DataFrame,
    series: dict[str, list[pd.DataFrame]],
    runs: int,
) -> ScenarioResult:
    told: dict[str, pd.DataFrame] = {}
    for name in sorted(wanted.series):
        told |= over_runs(name, series[name], runs)
    return ScenarioResult(
        identity=identity(resolved),
        summary=Summary.of(resolved, runs),
        names=world.names._asdict(),
        schools=schools_frame(world),
        catalogue=catalogue_frame(world, wanted.measures),
        measures=measures.set_index(RUN),
        series=told,
        manifest=new_manifest(),
        draw=CENTRAL.number,
    )
