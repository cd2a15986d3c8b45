"""Results on disk: batches of runs, whole or not there, checked when read, never those of another model.

Under a root folder: `model=<version>/scenario=<hash>/draw=<n>/runs=<first>-<last>/`, with a Parquet file of
measures, one per series, and a manifest. A batch depends on nothing but what its address says and the values
of its draw, so more runs need only those that are missing. Beside the batches lie results put together from
them (`result-<runs>/`): derived, so that reading one again is fast. The scenario's hash leaves its name
and its number of runs out: scenarios that say the same share one folder.
"""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import json
import logging
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from filelock import FileLock, Timeout

from ist_model.inputs.identity import identity_of_a_run
from ist_model.inputs.scenario_models import Resolved
from ist_model.results.files import (
    DamagedError,
    check_whole,
    make_folder,
    read_file,
    read_manifest,
    sweep,
    write_whole,
)
from ist_model.results.tables import Table, Tables, from_bytes, to_bytes
from ist_model.results.version import SOURCES_SHA256, environment, model_version

LOCKS = ".locks"
DERIVED = "result-"
_FORMAT = 2
_RUNS = re.compile(r"runs=(\d+)-(\d+)")
_FULL = {errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}
_log = logging.getLogger(__name__)


class StoreError(Exception):
    """Results that could not be written."""


class Key(NamedTuple):
    """What runs are of: a scenario, whatever its name and number of runs, and a draw of its assumptions."""

    scenario: str
    draw: int = 0
    values: str = ""  # digest of a sampled draw's values: a draw is its values, not its number


class Draw(NamedTuple):
    """A sample of the uncertain assumptions: its number, and values by key; None: the register's own."""

    number: int = 0
    values: Mapping[str, float] | None = None


CENTRAL = Draw()


class Wanted(NamedTuple):
    """Runs that are wanted: the first so many of a scenario at a draw."""

    resolved: Resolved
    runs: int
    draw: Draw = CENTRAL


def key_of(resolved: Resolved, draw: Draw = CENTRAL) -> Key:
    """The key of a scenario's runs at a draw."""
    scenario = identity_of_a_run(resolved)
    if draw.values is None:
        return Key(scenario, draw.number)
    text = json.dumps({name: float(value) for name, value in draw.values.items()}, sort_keys=True)
    return Key(scenario, draw.number, hashlib.sha256(text.encode()).hexdigest())


def folder_of(root: Path, key: Key) -> Path:
    """Where the runs of a scenario at a draw lie, under the model that runs now."""
    return root / f"model={model_version()}" / f"scenario={key.scenario[:24]}" / f"draw={key.draw}"


def derived_folder(root: Path, key: Key, runs: int) -> Path:
    """Where the result put together from the first so many runs lies."""
    return folder_of(root, key) / f"{DERIVED}{runs}"


def new_manifest() -> dict[str, Any]:
    """What is known of the making of a result now."""
    return {
        "format": _FORMAT,
        "model_version": model_version(),
        "sources_sha256": SOURCES_SHA256,
        "environment": environment(),
        "created_utc": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
    }


def batches(folder: Path) -> dict[range, Path]:
    """The batches in a folder by the runs that they hold, first runs first; not checked."""
    found = {}
    for path in folder.glob("runs=*-*"):
        if match := _RUNS.fullmatch(path.name):
            found[range(int(match[1]), int(match[2]) + 1)] = path
    return dict(sorted(found.items(), key=lambda item: (item[0].start, -item[0].stop)))


def missing(root: Path, key: Key, runs: int) -> list[range]:
    """Stretches of the first so many runs that no batch holds."""
    return gaps_between(batches(folder_of(root, key)), runs)


def gaps_between(stretches: Iterable[range], runs: int) -> list[range]:
    """What of the first so many runs is in none of the stretches, which come first runs first."""
    gaps, at = [], 0
    for held in stretches:
        if held.start > at:
            gaps.append(range(at, min(held.start, runs)))
        at = max(at, held.stop)
        if at >= runs:
            break
    if at < runs:
        gaps.append(range(at, runs))
    return [gap for gap in gaps if gap]


def save(root: Path, key: Key, runs: range, tables: Tables, of: Resolved, seconds: float) -> Path:
    """Write a batch, whole or not at all; one that is there already is kept.

    Raises:
        StoreError: if the disk is full; nothing of the batch is left behind, and no other is touched.
        OSError: if it cannot be written for another reason; the same holds.
    """
    about = {
        "scenario": key.scenario,
        "name": of.name,
        "scenario_id": of.scenario_id,
        "question": of.question,
        "trust": of.trust.title,
        "seed": of.seed,
        "no_effect": of.no_effect,
        "draw": key.draw,
        "values_sha256": key.values,
        "runs": [runs.start, runs.stop - 1],
        "seconds": round(seconds, 3),
        "made": new_manifest(),
    }
    target = folder_of(root, key) / name_of(runs)
    write(target, {f"{name}.parquet": to_bytes(table) for name, table in tables.items()}, about)
    return target


def name_of(runs: range) -> str:
    """Name of the folder of a batch."""
    return f"runs={runs.start:06d}-{runs.stop - 1:06d}"


def _full(root: Path) -> str:
    return (
        f"no space is left for results in {root}.\n"
        "  rule:   a batch of runs is kept whole or not at all; those finished before are kept\n"
        "  remedy: free some space (`ist runs gc` removes results of older models), then run again: "
        "only what is missing is made"
    )


class Batches:
    """The batches that hold the first so many runs, each read when it is asked for."""

    def __init__(self, root: Path, key: Key, runs: int) -> None:
        """Find them and read what they say of themselves.

        Raises:
            LookupError: if some runs are missing.
            DamagedError: if a manifest is not as it was written, or its runs are of something else.
        """
        if missing(root, key, runs):
            raise LookupError(f"some of the first {runs} runs are not there")
        self._folders = [path for held, path in batches(folder_of(root, key)).items() if held.start < runs]
        self.manifests = [read_manifest(path) for path in self._folders]
        for path, manifest in zip(self._folders, self.manifests, strict=True):
            if _key_in(manifest) != key:
                raise DamagedError(path, "it holds runs of another scenario or of other values")

    def parts(self, name: str) -> Iterator[Table]:
        """One table of every batch, in the order of runs, each read when it is asked for.

        Raises:
            DamagedError: naming a file that is not as it was written.
        """
        file = f"{name}.parquet"
        with_manifests = zip(self._folders, self.manifests, strict=True)
        for folder, manifest in with_manifests:
            yield from_bytes(read_file(folder, file, manifest))

    def manifest(self) -> dict[str, Any]:
        """How the runs were made: of several batches, when the last was."""
        made: list[dict[str, Any]] = [manifest["made"] for manifest in self.manifests]
        return max(made, key=lambda each: str(each["created_utc"]))


def _key_in(manifest: Mapping[str, Any]) -> tuple[object, ...]:
    """What a manifest says its runs are of; a folder's name knows a draw's number, not its values."""
    return tuple(manifest.get(name) for name in ("scenario", "draw", "values_sha256"))


def mend(root: Path, key: Key) -> None:
    """Remove what a killed process left, and every batch that is not what it should be; each is named.

    For the holder of the lock: nobody else is writing here.
    """
    folder = folder_of(root, key)
    sweep(folder)
    for path in batches(folder).values():
        try:
            manifest = check_whole(path)
        except DamagedError as error:
            _log.warning("%s: %s. Its runs are made again.", error.path, error.what)
        else:
            if _key_in(manifest) == key:
                continue
            _log.warning("%s holds runs of other values. They are made again.", path)
        shutil.rmtree(path)


def lock_of(folder: Path) -> Path:
    """The lock of a folder of runs, for whatever model.

    It lies apart and is never removed: were it to go with the folder, a process that waits for it would hold
    what nobody else sees, and another could take a new one.
    """
    locks = folder.parents[2] / LOCKS
    make_folder(locks)
    return locks / f"{folder.parent.name}-{folder.name}"


@contextmanager
def locked(root: Path, key: Key) -> Iterator[None]:
    """Keep others from making the same runs meanwhile; wait, and say so, while another process does."""
    with folder_locked(folder_of(root, key)):
        yield


@contextmanager
def folder_locked(folder: Path) -> Iterator[None]:
    """As `locked`, of the runs of a folder."""
    lock = FileLock(lock_of(folder))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        _log.warning("Waiting for another process that makes the same runs (%s).", folder)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def write(target: Path, files: Mapping[str, bytes], about: Mapping[str, Any]) -> None:
    """Write runs, whole or not at all; those that are there already are kept.

    Raises:
        StoreError: if the disk is full; nothing of them is left behind, and no other is touched.
        OSError: if they cannot be written for another reason; the same holds.
    """
    try:
        write_whole(target, files, about)
    except OSError as error:
        if error.errno in _FULL:
            raise StoreError(_full(target.parents[3])) from error
        raise
