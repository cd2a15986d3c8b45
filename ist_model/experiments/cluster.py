"""Batches on an existing Dask cluster, known by its address; what comes back is what this machine would make.

A worker that dies costs the batches it was at, which Dask gives to another. Workers must have the same model
and the same versions of the libraries that numbers pass through: others are refused before anything is asked
of them, and a batch that reaches one that joined later refuses itself.
"""

from __future__ import annotations

import gc
import traceback
import uuid
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from ist_model.experiments.batches import WorkerError
from ist_model.experiments.executor import Done, Outcomes, Task
from ist_model.results.version import environment, model_version

INSTALL = "pip install 'distributed>=2026.1'"
CONNECT_SECONDS = 8
# Built-in functions alone: a worker without the package must be able to say so.
ASK = "(lambda v: (v.model_version(), v.environment()))(__import__('importlib').import_module({module!r}))"
VERSIONS = "ist_model.results.version"
T = TypeVar("T")


class ClusterError(WorkerError):
    """A cluster that cannot be used."""


class Cluster:
    """An existing Dask cluster; connected from the start, let go after one use."""

    def __init__(self, address: str) -> None:
        """Connect and see that all workers have this model.

        Raises:
            ClusterError: if Dask is not installed here, nobody answers, or a worker is not fit.
        """
        self._address = address
        self._client = _connected(address)
        try:
            self.workers = self._checked()
        except BaseException:
            self._client.close()
            raise

    def _checked(self) -> int:
        """How many batches the workers make at a time, if they are fit."""
        threads = self._client.nthreads()
        if not threads:
            raise ClusterError(
                f"the cluster at {self._address} has no workers.\n"
                "  rule:   batches of runs are made by workers\n"
                f"  remedy: start some, with `dask worker {self._address}`, or run without --cluster"
            )
        here = (model_version(), environment())
        answers = self._client.run(eval, ASK.format(module=VERSIONS), on_error="return")
        for worker, there in sorted(answers.items()):
            if there != here:
                raise ClusterError(_unfit(worker, there, here))
        return sum(threads.values())

    def run(self, tasks: Sequence[Task[T]], done: Done) -> Outcomes[T]:
        """See `Executor`; progress is told task by task."""
        made = 0
        places: dict[Any, int] = {}
        try:
            places = {future: place for place, future in enumerate(self._submitted(tasks))}
            for future in self._as_completed(list(places)):
                place = places.pop(future)
                outcome = self._outcome(future)
                future.release()
                made += tasks[place].size
                done(made)
                yield place, outcome
        finally:
            with suppress(Exception):  # the scheduler may be gone
                self._client.cancel(list(places), force=True)
            self._client.close()

    def _submitted(self, tasks: Sequence[Task[T]]) -> Iterator[Any]:
        """A Dask task for each, and one for what several share, so that it travels once to a worker."""
        name = uuid.uuid4().hex
        held: dict[Hashable, Any] = {}
        for place, task in enumerate(tasks):
            key, shared, rest = task.parted()
            if key not in held:
                held[key] = self._client.submit(_same, shared, key=f"shared-{name}-{len(held)}")
            yield self._client.submit(_make, held[key], rest, key=f"task-{name}-{place}")

    def _as_completed(self, futures: list[Any]) -> Iterator[Any]:
        from distributed import as_completed

        return iter(as_completed(futures, loop=self._client.loop))

    def _outcome(self, future: Any) -> Any:
        """What a task gave; that its worker or the cluster is to blame is a `WorkerError`."""
        if future.cancelled():
            return ClusterError(_lost(self._address, "the scheduler is gone"))
        error = future.exception()
        if error is None:
            return future.result()
        if isinstance(error, ImportError):
            return ClusterError(_unfit("one that joined meanwhile", error, (model_version(), {})))
        if type(error).__name__ == "KilledWorker":
            return ClusterError(_lost(self._address, str(error)))
        return error if isinstance(error, Exception) else ClusterError(_lost(self._address, str(error)))


def _same(shared: Any) -> Any:
    return shared


def _make(shared: Any, rest: Callable[[Any], Task[T]]) -> T:
    return rest(shared).make(lambda: None)


def _connected(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise ClusterError(
            "--cluster needs Dask, which is not installed here.\n"
            "  rule:   batches go to a cluster through the package distributed\n"
            f"  remedy: {INSTALL}, or run without --cluster"
        ) from error
    try:
        return Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        _let_go(error)
        raise ClusterError(
            f"no Dask scheduler answers at {address}.\n"
            f"  found:  {said}\n"
            "  rule:   --cluster (or DASK_SCHEDULER_ADDRESS) is the address of a scheduler that runs\n"
            "  remedy: start one with `dask scheduler`, correct the address, or run without --cluster"
        ) from error


def _let_go(error: Exception) -> None:
    """End now the half-made client that the traceback of an error holds.

    Ended by the garbage collector, it waits for a lock of Dask's that the same thread may hold just then: for
    ever.
    """
    traceback.clear_frames(error.__traceback__)
    gc.collect()


def _unfit(worker: str, there: object, here: tuple[str, dict[str, str]]) -> str:
    found = (
        f"{type(there).__name__}: {there}" if isinstance(there, Exception) else f"has {_told(there, here)}"
    )
    return (
        f"the worker {worker} has not the model that runs here.\n"
        f"  found:  {found}\n"
        f"  value:  {here[0]} here\n"
        "  rule:   all runs of a result are made by one model, with the same libraries\n"
        "  remedy: install the same version there, from the same lock file, and start the worker again"
    )


def _told(there: Any, here: tuple[str, dict[str, str]]) -> str:
    version, libraries = there
    if version != here[0]:
        return str(version)
    differ = [name for name in here[1] if libraries.get(name) != here[1][name]]
    return ", ".join(f"{name} {libraries.get(name)} (here {here[1][name]})" for name in differ)


def _lost(address: str, why: str) -> str:
    return (
        f"the cluster at {address} lost a batch for good: {why}.\n"
        "  rule:   a batch of runs is kept whole or not at all; those finished before are kept\n"
        "  remedy: see to its workers, most often their memory, and run again: only what is missing is made"
    )
