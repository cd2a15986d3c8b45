"""Many runs of one scenario, every one of them checked (MODEL 11.1, 12).

Runs are shared among spawned processes, or made in this one. A run depends on scenario and run number alone
and results are put together in run order, so the number of workers changes nothing but the time.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from ist_model.engines import compiled, growth
from ist_model.engines.compiled.layout import lay_out
from ist_model.inputs.identity import identity
from ist_model.inputs.scenario_models import Resolved
from ist_model.results import store
from ist_model.results.checks import check
from ist_model.results.combine import combine, frames
from ist_model.results.facts import Facts
from ist_model.results.measures import measure_facts
from ist_model.results.result import ScenarioResult, Summary, catalogue_frame, schools_frame
from ist_model.results.version import model_version
from ist_model.world.build import build_world
from ist_model.world.structs import World

Progress = Callable[[int, int], None]

LARGEST_CHUNK = 16
CHUNKS_PER_WORKER = 4
FEWEST_RUNS_PER_WORKER = 8  # below this, starting a process costs more than it saves


class WorkerError(Exception):
    """A worker process died or runs another model; nothing of the experiment is kept."""


class RunOutput(NamedTuple):
    """What is kept of one run: measures and small frames, never all records."""

    run: int
    measures: dict[str, float]
    frames: dict[str, pd.DataFrame]


class _Bench(NamedTuple):
    """What a worker process holds."""

    runner: compiled.Runner
    stop: Event
    version: str  # of the model, in the process that asks


_bench: _Bench | None = None


def replicate(
    resolved: Resolved,
    *,
    runs: int | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> ScenarioResult:
    """All runs of a scenario: run, check, measure, put together.

    Args:
        resolved: the scenario.
        runs: samples of chance, numbered from 0; omit for the scenario's own number.
        workers: processes; 1 makes all runs in this one; omit for as many as the machine has cores for.
            With more than one, a script must guard its start with `if __name__ == "__main__":`.
        progress: called with (runs done, runs in all) as they come in.

    Raises:
        ConservationError: if a run breaks a law of the model; nothing is returned or stored.
        WorkerError: if a worker process dies, or the program's files change meanwhile.
        ValueError: if `runs` or `workers` is below 1.
    """
    total = resolved.runs if runs is None else runs
    for name, number in (("runs", total), ("workers", 1 if workers is None else workers)):
        if number < 1:
            raise ValueError(f"{name} is {number}: it must be 1 or more")
    processes = _default_workers(total) if workers is None else min(workers, total)
    world = build_world(resolved)
    made = _here(world, total) if processes == 1 else _in_processes(world, total, processes)
    outputs: list[RunOutput] = []
    with closing(made):
        for part in made:
            outputs += part
            if progress is not None:
                progress(len(outputs), total)
    return _put_together(resolved, world, sorted(outputs, key=lambda output: output.run))


def replicate_or_load(
    resolved: Resolved,
    root: Path,
    *,
    runs: int | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> ScenarioResult:
    """The stored result of the same scenario, runs and model, else a new one, stored whole.

    Raises:
        StoreError: if the stored result was damaged.
        ConservationError, WorkerError, ValueError: as `replicate`.
    """
    found = store.load(root, resolved, runs)
    if found is not None:
        if progress is not None:
            progress(found.runs, found.runs)
        return found
    result = replicate(resolved, runs=runs, workers=workers, progress=progress)
    store.save(result, root)
    return result


def one_run(runner: compiled.Runner, run: int) -> RunOutput:
    """Make one run, check it and measure it.

    Raises:
        ConservationError: if it breaks a law.
    """
    drawn = growth.of_run(runner.world, run)  # once for engine, laws and measures
    records = lay_out(drawn, runner.make(drawn, run))
    check(drawn, records)
    facts = Facts(drawn, records)
    return RunOutput(run, measure_facts(facts), frames(facts))


def chunks(runs: int, workers: int) -> list[range]:
    """Runs 0 to `runs` - 1 in consecutive chunks, small enough that all workers end about together."""
    size = min(LARGEST_CHUNK, max(1, -(-runs // (workers * CHUNKS_PER_WORKER))))
    return [range(first, min(first + size, runs)) for first in range(0, runs, size)]


def _default_workers(runs: int) -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, runs // FEWEST_RUNS_PER_WORKER))


def _here(world: World, runs: int) -> Generator[list[RunOutput], None, None]:
    runner = compiled.Runner(world)
    for run in range(runs):
        yield [one_run(runner, run)]


def _in_processes(world: World, runs: int, workers: int) -> Generator[list[RunOutput], None, None]:
    """Chunks of runs as they are done; whatever stops this stops the workers after their present run."""
    context = multiprocessing.get_context("spawn")
    stop = context.Event()
    with ProcessPoolExecutor(
        workers, context, initializer=_prepare, initargs=(world, stop, model_version())
    ) as pool:
        try:
            with _interrupts_held_back():
                waiting = [pool.submit(_make, chunk) for chunk in chunks(runs, workers)]
            for done in as_completed(waiting):
                yield done.result()
        except BrokenProcessPool as error:
            raise WorkerError(
                "a worker process ended before its runs were done, most often for want of memory.\n"
                "  rule:   a result holds all its runs or is not kept\n"
                "  remedy: use fewer workers, or one"
            ) from error
        finally:
            stop.set()
            pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Ctrl-C waits until this is over; processes started meanwhile hold it back too, until they ignore it."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _prepare(world: World, stop: Event, version: str) -> None:
    """Start of a worker: make the engine ready, and leave Ctrl-C to the parent."""
    global _bench
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _bench = _Bench(compiled.Runner(world), stop, version)


def _make(chunk: range) -> list[RunOutput]:
    """In a worker: the runs of a chunk, until told to stop."""
    if _bench is None:
        raise RuntimeError("a worker was asked for runs before it was prepared")
    if _bench.version != model_version():
        raise WorkerError(
            "the program's own files changed while the experiment ran.\n"
            f"  value:  {_bench.version} at the start, {model_version()} in a worker process\n"
            "  rule:   all runs of a result are made by one model\n"
            "  remedy: run again"
        )
    outputs = []
    for run in chunk:
        if _bench.stop.is_set():
            break
        outputs.append(one_run(_bench.runner, run))
    return outputs


def _put_together(resolved: Resolved, world: World, outputs: list[RunOutput]) -> ScenarioResult:
    measures = pd.DataFrame(
        [output.measures for output in outputs],
        index=pd.Index([output.run for output in outputs], name="run"),
    )
    return ScenarioResult(
        identity=identity(resolved),
        summary=Summary.of(resolved, len(outputs)),
        names=world.names._asdict(),
        schools=schools_frame(world),
        catalogue=catalogue_frame(world),
        measures=measures,
        series=combine({output.run: output.frames for output in outputs}),
        manifest=store.new_manifest(),
    )
