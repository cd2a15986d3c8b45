"""Who makes runs: this process or spawned ones. Whoever it is changes nothing but the time."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Generator, Hashable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event
from typing import Any, NamedTuple, Protocol, TypeVar

from ist_model.experiments.batches import WorkerError

# Three seconds or so of work (decision 19): below this, starting a process costs more than it saves.
LEAST_SCHOOL_YEARS_PER_WORKER = 36_000
_LOOK_SECONDS = 0.2

# Who makes runs: so many processes here, a Dask cluster by its scheduler's address, or one process per core.
Workers = int | str | None
Done = Callable[[int], None]
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
Outcomes = Generator[tuple[int, T | Exception], None, None]


class Task(Protocol[T_co]):
    """Runs that are asked of a worker: whoever makes them, what comes out is the same to the bit."""

    @property
    def size(self) -> int:
        """How many runs there are in it."""

    def parted(self) -> tuple[Hashable, Any, Callable[[Any], Task[T_co]]]:
        """What it shares with other tasks, so that it travels once: its name, itself, and what is left."""

    def make(self, after_run: Callable[[], None]) -> T_co:
        """Make it; `after_run` is called once for each run, soon after it; it may raise to stop."""


class Executor(Protocol):
    """Makes tasks: batches of runs, or blocks of a sweep."""

    @property
    def workers(self) -> int:
        """How many tasks it makes at a time."""

    def run(self, tasks: Sequence[Task[T]], done: Done) -> Outcomes[T]:
        """Each task by its place, as it is made, or what went wrong with it; closing this stops the rest.

        Args:
            tasks: what to make.
            done: called with the number of runs made so far.

        Raises:
            WorkerError: if the workers are lost.
        """


def executor_for(workers: Workers, runs: int, school_years: float) -> Executor:
    """This process for little work or one worker, else spawned processes, at most one per core; or a cluster.

    Args:
        workers: who is asked for; None: chosen by how much there is to do.
        runs: how many are to be made.
        school_years: how many schools times years that is, all runs together.
    """
    if isinstance(workers, str):
        from ist_model.experiments.cluster import Cluster

        return Cluster(workers)
    count = _default_workers(school_years) if workers is None else workers
    return Here() if min(count, runs) == 1 else Processes(min(count, runs))


def _default_workers(school_years: float) -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, int(school_years) // LEAST_SCHOOL_YEARS_PER_WORKER))


class Here:
    """One task after another in this process."""

    workers = 1

    def run(self, tasks: Sequence[Task[T]], done: Done) -> Outcomes[T]:
        """See `Executor`."""
        made = 0

        def count() -> None:
            nonlocal made
            made += 1
            done(made)

        for place, task in enumerate(tasks):
            try:
                outcome: T | Exception = task.make(count)
            except Exception as error:
                outcome = error
            yield place, outcome


class Processes:
    """Tasks shared out among spawned processes."""

    def __init__(self, workers: int) -> None:
        """So many processes; a script must guard its start with `if __name__ == "__main__":`."""
        self.workers = workers

    def run(self, tasks: Sequence[Task[T]], done: Done) -> Outcomes[T]:
        """See `Executor`; whatever stops this stops the workers soon after their present run."""
        context = multiprocessing.get_context("spawn")
        made, stop = context.Value("q", 0), context.Event()
        count = min(self.workers, len(tasks))
        with (
            _interrupts_noted() as tell_of_interrupts,
            ProcessPoolExecutor(count, context, initializer=_prepare, initargs=(made, stop)) as pool,
        ):

            def look() -> None:
                tell_of_interrupts()
                done(made.value)

            try:
                with _masked():
                    places = {pool.submit(_make, task): place for place, task in enumerate(tasks)}
                for future in _as_done(set(places), look):
                    yield places.pop(future), _outcome(future)
            except BrokenProcessPool as error:
                raise WorkerError(
                    "a worker process ended before its runs were done, most often for want of memory.\n"
                    "  rule:   a batch of runs is kept whole or not at all; those finished before are kept\n"
                    "  remedy: run again, with fewer workers or one"
                ) from error
            finally:
                stop.set()
                pool.shutdown(wait=True, cancel_futures=True)


class StoppedError(Exception):
    """Raised in a worker that was told to stop."""


class _Bench(NamedTuple):
    """What a worker process holds."""

    made: Synchronized[int]
    stop: Event


_bench: _Bench | None = None


def _prepare(made: Synchronized[int], stop: Event) -> None:
    """Start of a worker: leave Ctrl-C to the parent, and do not outlive it."""
    global _bench
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent.join,), daemon=True).start()
    _bench = _Bench(made, stop)


def _end_after(parent_ends: Callable[[], None]) -> None:
    """A parent that is killed tells nobody: a worker would wait for work for ever."""
    parent_ends()
    os._exit(1)


def _make(task: Task[T]) -> T:
    bench = _bench
    if bench is None:
        raise RuntimeError("a worker was asked for runs before it was prepared")

    def count() -> None:
        with bench.made.get_lock():
            bench.made.value += 1
        if bench.stop.is_set():
            raise StoppedError

    return task.make(count)


def _as_done(waiting: set[Future[T]], look: Callable[[], None]) -> Iterator[Future[T]]:
    while waiting:
        finished, waiting = wait(waiting, timeout=_LOOK_SECONDS, return_when=FIRST_COMPLETED)
        look()
        yield from finished


def _outcome(future: Future[Any]) -> Any:
    error = future.exception()
    if error is None:
        return future.result()
    if isinstance(error, BrokenProcessPool) or not isinstance(error, Exception):
        raise error
    return error


@contextmanager
def _interrupts_noted() -> Iterator[Callable[[], None]]:
    """Ctrl-C is noted, and raised where this process holds no lock: when what is yielded is called, or after.

    Python raises an interrupt in the main thread wherever it is. Inside a queue or a future it would leave a
    lock taken, and the pool would wait for it for ever.
    """
    handler = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(handler):
        yield lambda: None
        return
    noted: list[int] = []

    def tell() -> None:
        if noted:
            raise KeyboardInterrupt

    signal.signal(signal.SIGINT, lambda number, _: noted.append(number))
    try:
        yield tell
    finally:
        signal.signal(signal.SIGINT, handler)
    tell()


@contextmanager
def _masked() -> Iterator[None]:
    """Processes started meanwhile hold Ctrl-C back, until they ignore it."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
