"""Make the results of many scenarios on workers that they share, so that starting up is paid for once."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import NamedTuple

from ist_model.inputs.scenario_models import Resolved

_LOOK_SECONDS = 0.2


class StoppedError(Exception):
    """Raised in a worker that was told to stop."""


class _Bench(NamedTuple):
    """What a worker process holds."""

    done: Synchronized[int]
    stop: Event


_bench: _Bench | None = None


def make_results(
    scenarios: Sequence[Resolved], results_dir: Path, *, workers: int | None, progress: Callable[[int], None]
) -> dict[int, Exception]:
    """Make and store the results of scenarios, each whole or not at all.

    Args:
        scenarios: What to run, each its own number of times.
        results_dir: Where results are stored; one already there is kept.
        workers: Processes; None: one per core.
        progress: Called with the number of runs done so far.

    Returns:
        What went wrong, by position in `scenarios`.
    """
    if not scenarios:
        return {}
    context = multiprocessing.get_context("spawn")
    done, stop = context.Value("q", 0), context.Event()
    count = min(workers or _cores(), len(scenarios))
    with ProcessPoolExecutor(count, context, initializer=_prepare, initargs=(done, stop)) as pool:
        try:
            longest_first = sorted(
                range(len(scenarios)), key=lambda i: -scenarios[i].runs * scenarios[i].years
            )
            futures = {pool.submit(_make, scenarios[i], results_dir): i for i in longest_first}
            _watch(set(futures), lambda: progress(done.value))
        except BaseException:
            stop.set()
            pool.shutdown(wait=True, cancel_futures=True)
            raise
    faults = ((position, future.exception()) for future, position in futures.items())
    return {position: fault for position, fault in faults if isinstance(fault, Exception)}


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _watch(waiting: set[Future[None]], look: Callable[[], None]) -> None:
    while waiting:
        _, waiting = wait(waiting, timeout=_LOOK_SECONDS, return_when=FIRST_COMPLETED)
        look()


def _prepare(done: Synchronized[int], stop: Event) -> None:
    """Start of a worker: leave Ctrl-C to the parent."""
    global _bench
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _bench = _Bench(done, stop)


def _make(resolved: Resolved, results_dir: Path) -> None:
    from ist_model.experiments.replicate import replicate_or_load

    bench = _bench
    if bench is None:
        raise RuntimeError("a worker was asked for runs before it was prepared")
    before = 0

    def count(done: int, _total: int) -> None:
        nonlocal before
        with bench.done.get_lock():
            bench.done.value += done - before
        before = done
        if bench.stop.is_set():
            raise StoppedError

    replicate_or_load(resolved, results_dir, workers=1, progress=count)
