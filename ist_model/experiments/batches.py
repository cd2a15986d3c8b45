"""A batch of runs: a pure function of scenario, draw, run range and the version of the model (MODEL 12).

Whoever makes it, here, in a worker process or on another machine, gets the same tables to the bit. Batches
never reach across a multiple of their size, so those of a longer experiment lie beside those of a shorter.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from ist_model.engines import compiled, growth
from ist_model.inputs.scenario_models import Resolved
from ist_model.results.checks import check_runs
from ist_model.results.facts import Facts
from ist_model.results.runs import Runs
from ist_model.results.store import Draw, Key, key_of
from ist_model.results.tables import Tables, stacked, tables_of
from ist_model.results.version import model_version
from ist_model.world.build import build_world

SIZES = (50, 25, 10, 5)  # runs in a batch: smaller ones where there would be too few to share out
BATCHES_PER_WORKER = 2
TOGETHER_BYTES = 2**26  # of records that are looked at together: more would take memory and gain nothing


class WorkerError(Exception):
    """A worker died, cannot be reached or runs another model; what was finished is kept."""


class Made(NamedTuple):
    """A batch that is done."""

    tables: Tables
    seconds: float


class Batch(NamedTuple):
    """What is asked of a worker (`executor.Task`)."""

    resolved: Resolved
    draw: Draw
    runs: range
    key: Key
    version: str  # of the model, where the batch was asked for

    @property
    def size(self) -> int:
        """Runs in it."""
        return len(self.runs)

    def parted(self) -> tuple[Hashable, Resolved, Callable[[Resolved], Batch]]:
        """The scenario, which batches share, by its key; and what makes it the batch again."""
        rest = partial(Batch, draw=self.draw, runs=self.runs, key=self.key, version=self.version)
        return self.key, self.resolved, rest

    def make(self, after_run: Callable[[], None]) -> Made:
        """Run the batch, check and measure every run of it.

        Raises:
            ConservationError: if a run breaks a law.
            WorkerError: if the model here is another than where the batch was asked for.
        """
        must_be_version(self.version)
        began = time.perf_counter()
        tables = tables_of_runs(_runner(self), self.runs, self.draw.number, after_run)
        return Made(tables, time.perf_counter() - began)


def batches_of(resolved: Resolved, draw: Draw, gaps: Iterable[range], workers: int) -> list[Batch]:
    """The batches that fill gaps in a scenario's runs."""
    key, version = key_of(resolved, draw), model_version()
    return [Batch(resolved, draw, runs, key, version) for runs in cut(list(gaps), workers)]


def cut(gaps: list[range], workers: int) -> list[range]:
    """Gaps in batches, as large as leaves every worker a few of them."""
    for size in SIZES:
        pieces = [
            range(max(gap.start, first), min(gap.stop, first + size))
            for gap in gaps
            for first in range(gap.start - gap.start % size, gap.stop, size)
        ]
        if workers == 1 or len(pieces) >= BATCHES_PER_WORKER * workers:
            break
    return pieces


def must_be_version(version: str) -> None:
    """Refuse to work for a model that is not the one here.

    Raises:
        WorkerError: naming both.
    """
    if version != model_version():
        raise WorkerError(
            "the program's own files changed while the experiment ran, or a worker has others, or other "
            "versions of the libraries that compute.\n"
            f"  value:  {version} at the start, {model_version()} in a worker\n"
            "  rule:   all runs of a result are made by one model\n"
            "  remedy: run again, with the same version of the program everywhere"
        )


def tables_of_runs(
    runner: compiled.Runner, runs: Sequence[int], draw: int = 0, after_run: Callable[[], None] = lambda: None
) -> Tables:
    """Make runs of a draw, check them and measure them.

    Raises:
        ConservationError: if one breaks a law.
    """
    return stacked(
        [tables_of(facts, numbers) for facts, numbers in facts_of_runs(runner, runs, draw, after_run)]
    )


def facts_of_runs(
    runner: compiled.Runner, runs: Sequence[int], draw: int = 0, after_run: Callable[[], None] = lambda: None
) -> Iterator[tuple[Facts, list[int]]]:
    """Make runs of a draw and check them; their facts, with the numbers of the runs.

    They are looked at as many at a time as there is room for (`TOGETHER_BYTES`); what comes out does not
    depend on it. `after_run` is called as `Runner.together` says, before they are looked at.

    Raises:
        ConservationError: if one breaks a law.
    """
    rest = list(runs)
    while rest:
        room = max(1, TOGETHER_BYTES // runner.bytes_per_run)
        samples = [luck_of(draw, run) for run in rest[:room]]
        # Once for engine, laws and measures.
        worlds = [growth.of_run(runner.world, sample) for sample in samples]
        laid = runner.together(worlds, samples, most_bytes=TOGETHER_BYTES, after_run=after_run)
        numbers, rest = rest[: len(laid)], rest[len(laid) :]
        together = Runs(worlds[: len(laid)], laid)
        check_runs(together)
        yield Facts(together), numbers


def luck_of(draw: int, run: int) -> int:
    """Which sample of chance a run of a draw is: its own, and that of the same run of every other scenario.

    So runs of different draws are independent, and what draws differ by is told from chance
    (`uncertainty.parts`).
    """
    return draw << 32 | run


_local = threading.local()


def _runner(batch: Batch) -> compiled.Runner:
    """The engine for a batch's world; a thread keeps its last: batches of a scenario come in rows."""
    if getattr(_local, "key", None) != batch.key:
        _local.runner = compiled.Runner(build_world(batch.resolved, batch.draw.values))
        _local.key = batch.key
    runner: compiled.Runner = _local.runner
    return runner
