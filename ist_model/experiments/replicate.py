"""Many runs of scenarios, every one of them checked, and never the same run twice (MODEL 11.1, 12).

Runs are made in batches and stored as each is finished; a result is put together from batches in run order.
So the number of workers, where they are, and whether the work was stopped in between change nothing but the
time, and more runs of the same scenario cost only those that are missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

from ist_model.experiments.batches import Batch, Made, WorkerError, batches_of
from ist_model.experiments.executor import Done, Executor, Workers, executor_for
from ist_model.inputs.scenario_models import Resolved
from ist_model.results import store
from ist_model.results.result import ScenarioResult
from ist_model.results.store import CENTRAL, Draw, Key, StoreError, Wanted, key_of
from ist_model.results.stored import load, put_together
from ist_model.results.tables import Tables

__all__ = ["Progress", "Wanted", "WorkerError", "make_all", "replicate", "replicate_or_load"]

Progress = Callable[[int, int], None]


def replicate(
    resolved: Resolved,
    *,
    runs: int | None = None,
    workers: Workers = None,
    progress: Progress | None = None,
    draw: Draw = CENTRAL,
) -> ScenarioResult:
    """All runs of a scenario: run, check, measure, put together; nothing is stored.

    Args:
        resolved: the scenario.
        runs: samples of chance, numbered from 0; omit for the scenario's own number.
        workers: processes; 1 makes all runs in this one; omit for as many as the machine has cores for.
            With more than one, a script must guard its start with `if __name__ == "__main__":`. An address of
            a Dask scheduler: the workers of that cluster.
        progress: called with (runs done, runs in all) as they come in.
        draw: of the uncertain assumptions; omit for the register's own values.

    Raises:
        ConservationError: if a run breaks a law of the model; nothing is returned.
        WorkerError: if a worker process dies, or the program's files change meanwhile.
        ValueError: if `runs` or `workers` is below 1.
    """
    total = _counted(resolved, runs, workers)
    executor = executor_for(workers, total, _school_years(resolved, total))
    batches = batches_of(resolved, draw, [range(total)], executor.workers)
    made: dict[int, Tables] = {}
    with closing(executor.run(batches, _telling(progress, 0, total))) as outcomes:
        for place, outcome in outcomes:
            made[place] = _whole(outcome).tables
    in_order = [made[place] for place in sorted(made)]
    manifest = store.new_manifest()
    return put_together(resolved, lambda name: [each[name] for each in in_order], total, manifest, draw)


def replicate_or_load(
    resolved: Resolved,
    root: Path,
    *,
    runs: int | None = None,
    workers: Workers = None,
    progress: Progress | None = None,
    draw: Draw = CENTRAL,
) -> ScenarioResult:
    """The result of the same scenario, runs, draw and model; only runs that are not stored are made.

    A damaged file is named in a warning and its batch made again. Another process that makes the same runs is
    waited for.

    Raises:
        StoreError: if the disk is full; what was finished is kept.
        ConservationError, WorkerError, ValueError: as `replicate`; what was finished is kept.
    """
    total = _counted(resolved, runs, workers)
    found = load(root, resolved, total, draw)
    if found is None:
        wanted = Wanted(resolved, total, draw)
        for fault in make_all([wanted], root, workers=workers, progress=progress).values():
            raise fault
        found = load(root, resolved, total, draw)
    elif progress is not None:
        progress(total, total)
    if found is None:
        raise StoreError(f"what was written in {root} a moment ago cannot be read back: is the disk sound?")
    return found


def make_all(
    wanted: Sequence[Wanted],
    root: Path,
    *,
    workers: Workers = None,
    progress: Progress | None = None,
) -> dict[int, Exception]:
    """Make and store all runs that are wanted and not stored, on workers that all share.

    Args:
        wanted: what to make.
        root: where results are stored; a batch goes there as soon as it is done.
        workers: as `replicate`.
        progress: called with (runs stored or done, runs in all).

    Returns:
        What went wrong, by position in `wanted`; the others are complete.

    Raises:
        StoreError, WorkerError: if no more can be made; what was finished is kept.
    """
    places: dict[Key, list[int]] = {}
    for place, each in enumerate(wanted):
        places.setdefault(key_of(each.resolved, each.draw), []).append(place)
    longest = {
        key: max((wanted[place] for place in same), key=lambda w: w.runs) for key, same in places.items()
    }
    total = sum(each.runs for each in longest.values())
    with ExitStack() as stack:
        for key in sorted(longest):  # in one order everywhere, so that two never wait for each other
            stack.enter_context(store.locked(root, key))
            store.mend(root, key)
        gaps = {key: store.missing(root, key, each.runs) for key, each in longest.items()}
        missing = sum(len(gap) for each in gaps.values() for gap in each)
        faults = {}
        if missing:
            done = _telling(progress, total - missing, total)
            work = sum(
                _school_years(each.resolved, sum(map(len, gaps[key]))) for key, each in longest.items()
            )
            faults = _fill(longest, gaps, root, executor_for(workers, missing, work), done)
    return {place: fault for key, fault in faults.items() for place in places[key]}


def _fill(
    wanted: Mapping[Key, Wanted],
    gaps: Mapping[Key, list[range]],
    root: Path,
    executor: Executor,
    done: Done,
) -> dict[Key, Exception]:
    """Make what is missing, the longest first, and store each batch as it comes."""
    share = max(1, executor.workers // sum(bool(each) for each in gaps.values()))
    batches: list[Batch] = []
    for key, each in sorted(wanted.items(), key=lambda item: -item[1].runs * item[1].resolved.years):
        batches += batches_of(each.resolved, each.draw, gaps[key], share)
    faults: dict[Key, Exception] = {}
    with closing(executor.run(batches, done)) as outcomes:
        for place, outcome in outcomes:
            batch = batches[place]
            if isinstance(outcome, Made):
                store.save(root, batch.key, batch.runs, outcome.tables, batch.resolved, outcome.seconds)
            elif len(wanted) == 1 or isinstance(outcome, WorkerError):
                raise outcome
            else:
                faults.setdefault(batch.key, outcome)
    return faults


def _school_years(resolved: Resolved, runs: int) -> float:
    return runs * resolved.years * len(resolved.trust.schools)


def _counted(resolved: Resolved, runs: int | None, workers: Workers) -> int:
    total = resolved.runs if runs is None else runs
    for name, number in (("runs", total), ("workers", workers if isinstance(workers, int) else 1)):
        if number < 1:
            raise ValueError(f"{name} is {number}: it must be 1 or more")
    return total


def _whole(outcome: Made | Exception) -> Made:
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


def _telling(progress: Progress | None, before: int, total: int) -> Done:
    """Tells of runs done besides those that were there before; the same number is not told twice."""
    last = before

    def done(made: int) -> None:
        nonlocal last
        if progress is not None and before + made > last:
            last = before + made
            progress(last, total)

    return done
