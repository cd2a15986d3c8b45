"""A scenario evaluated while somebody waits: few runs at once, then more, and of them only what is shown.

The numbers are those of `replicate` for the same runs, to the bit: the same engine, luck, measures and
series; what nobody looks at is not worked out. Blocks of runs are made and looked at on threads: the compiled
engine and NumPy let the interpreter go. Memory does not grow with the number of runs.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from itertools import pairwise
from queue import SimpleQueue
from typing import NamedTuple, TypeVar

import pandas as pd

from ist_model.engines import compiled, growth
from ist_model.experiments.batches import luck_of
from ist_model.inputs.identity import identity
from ist_model.inputs.scenario_models import Resolved
from ist_model.results.checks import check_runs
from ist_model.results.combine import frames, over_runs
from ist_model.results.facts import Facts
from ist_model.results.frame import RUN, Frame
from ist_model.results.measures import measure_facts
from ist_model.results.result import ScenarioResult, Summary, catalogue_frame, schools_frame
from ist_model.results.runs import Runs
from ist_model.results.store import CENTRAL, new_manifest
from ist_model.results.tables import BLOCK
from ist_model.world.build import build_world
from ist_model.world.structs import World

MOST_THREADS = 8
_ASK_SECONDS = 0.02  # between two looks whether somebody still waits
Seen = TypeVar("Seen")


class Wanted(NamedTuple):
    """What is to be shown: names of measures and of series."""

    measures: frozenset[str]
    series: frozenset[str]

    def __or__(self, other: Wanted) -> Wanted:
        return Wanted(self.measures | other.measures, self.series | other.series)


class Stopped(Exception):
    """Nobody waits for this any more."""


class _Looked(NamedTuple):
    """What is wanted of a block of runs."""

    measures: pd.DataFrame
    series: dict[str, Frame]


def evaluate(
    resolved: Resolved,
    wanted: Wanted,
    stages: Sequence[int],
    *,
    check: bool = False,
    patience: float = 0.0,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[ScenarioResult]:
    """Results of the first so many runs, one after each stage; they hold no more than what is wanted.

    Args:
        resolved: the scenario.
        wanted: measures and series; names that the scenario does not know are left out.
        stages: numbers of runs, ascending; all but the last multiples of `BLOCK`.
        check: hold every law against every run before a result is given.
        patience: seconds; a stage is left out if the last is likely to come within them.
        stop: asked again and again; no run is begun after it.

    Raises:
        ConservationError: if a run breaks a law, where that is checked.
        Stopped: as soon as `stop` says so.
        ValueError: for stages that would cut a block in two: sums over runs are taken block by block.
    """
    if not stages or stages[0] < 1 or any(a >= b or a % BLOCK for a, b in pairwise(stages)):
        raise ValueError(f"stages {list(stages)}: ascending, from 1, all but the last multiples of {BLOCK}")
    world, named = build_world(resolved, CENTRAL.values), identity(resolved)
    known = [str(name) for name in catalogue_frame(world, wanted.measures).index]

    def look(runs: range, together: Runs) -> _Looked:
        if check:
            check_runs(together)
        facts = Facts(together)
        measures = pd.DataFrame({RUN: list(runs), **measure_facts(facts, known)})
        return _Looked(measures, frames(facts, wanted.series))

    measures: list[pd.DataFrame] = []
    series: dict[str, list[pd.DataFrame]] = {name: [] for name in wanted.series}
    began = time.monotonic()
    for runs, looked in _blocks(world, [*range(0, stages[-1], BLOCK), stages[-1]], look, stop):
        measures.append(looked.measures)
        for name, frame in looked.series.items():
            series[name].append(pd.DataFrame(frame).assign(**{RUN: frame[RUN] + runs.start}))
        left = (time.monotonic() - began) * (stages[-1] - runs.stop) / (runs.stop * _threads())
        if runs.stop == stages[-1] or (runs.stop in stages and left > patience):
            yield _result(resolved, named, world, wanted, pd.concat(measures), series, runs.stop)


def hold_laws(resolved: Resolved, runs: int, stop: Callable[[], bool] = lambda: False) -> None:
    """Make a scenario's first runs once more and hold every law against every one of them.

    Raises:
        ConservationError: if a run breaks a law.
        Stopped: as soon as `stop` says so.
    """
    world = build_world(resolved, CENTRAL.values)
    for _ in _blocks(world, [*range(0, runs, BLOCK), runs], lambda _, together: check_runs(together), stop):
        pass


def _threads() -> int:
    return max(1, min(os.cpu_count() or 1, MOST_THREADS))


def _blocks(
    world: World, edges: Sequence[int], look: Callable[[range, Runs], Seen], stop: Callable[[], bool]
) -> Iterator[tuple[range, Seen]]:
    """Blocks of runs in order, each with what was seen of it; made and looked at on threads."""
    idle: SimpleQueue[compiled.Runner] = SimpleQueue()
    halt = compiled.Halt()
    for _ in range(_threads()):
        idle.put(compiled.Runner(world))

    def make(runs: range) -> Seen:
        samples = [luck_of(CENTRAL.number, run) for run in runs]
        worlds = [growth.of_run(world, sample) for sample in samples]
        runner = idle.get()  # and back, whatever is raised: another block waits for it
        try:
            laid = runner.together(worlds, samples, halt=halt)
        finally:
            idle.put(runner)
        return look(runs, Runs(worlds, laid))

    with ThreadPoolExecutor(_threads(), thread_name_prefix="runs") as pool:
        try:
            blocks = [range(start, end) for start, end in pairwise(edges)]
            ahead = deque((runs, pool.submit(make, runs)) for runs in blocks)
            while ahead:
                runs, block = ahead.popleft()
                while not wait([block], timeout=_ASK_SECONDS).done:
                    if stop():
                        raise Stopped
                if stop():
                    raise Stopped
                yield runs, block.result()
        finally:
            halt.now()
            pool.shutdown(wait=False, cancel_futures=True)


def _result(
    resolved: Resolved,
    named: str,
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
        identity=named,
        summary=Summary.of(resolved, runs),
        names=world.names._asdict(),
        schools=schools_frame(world),
        catalogue=catalogue_frame(world, wanted.measures),
        measures=measures.set_index(RUN),
        series=told,
        manifest=new_manifest(),
        draw=CENTRAL.number,
    )
