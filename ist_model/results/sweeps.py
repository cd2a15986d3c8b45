"""Sweeps on disk: many points, of each some measures of the same runs; whole or not there, checked when read.

Beside the results of scenarios, under the model: `sweep=<hash>/points=<hash>/runs=<first>-<last>/`. The first
hash is of the scenarios, the measures and what evaluates them, the second of the points of a block: scenario,
luck and values of the assumptions. So a longer sweep that begins with the same points finds their blocks, and
more runs need only those that are missing.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ist_model.results import store
from ist_model.results.files import DamagedError, read_file, read_manifest, sweep
from ist_model.results.tables import from_bytes, to_bytes
from ist_model.results.version import model_version

FOLDERS = "sweep=*"
_FILE = "values.parquet"
_LOCK = "all"
_log = logging.getLogger(__name__)

Values = NDArray[np.float64]  # [points, runs, measures]


class Address(NamedTuple):
    """Where a block of points lies, under the model that runs now."""

    sweep: str  # SHA-256 (hex) of scenarios, measures and what evaluates them
    points: str  # SHA-256 (hex) of the points of the block

    def folder(self, root: Path) -> Path:
        """The folder of its runs."""
        return root / f"model={model_version()}" / f"sweep={self.sweep[:24]}" / f"points={self.points[:24]}"


def locked(root: Path, address: Address) -> AbstractContextManager[None]:
    """Keep others from making the same sweep meanwhile."""
    return store.folder_locked(lock_folder(address.folder(root).parent))


def lock_folder(sweep_folder: Path) -> Path:
    """What stands for all blocks of a sweep where locks are taken."""
    return sweep_folder / _LOCK


def save(
    root: Path,
    address: Address,
    runs: range,
    measures: Sequence[str],
    values: Values,
    about: Mapping[str, Any],
) -> None:
    """Write runs of a block, whole or not at all.

    Args:
        root: where results are stored.
        address: of the block.
        runs: that it has.
        measures: names of the last dimension.
        values: [points, runs, measures].
        about: what else its manifest says, for a reader.

    Raises:
        StoreError: if the disk is full; nothing is left behind.
    """
    points = len(values)
    columns = {name: values[:, :, place].ravel() for place, name in enumerate(measures)}
    table = pa.table(
        {
            "point": np.repeat(np.arange(points), len(runs)),
            "run": np.tile(np.asarray(runs, np.int64), points),
            **columns,
        }
    )
    said = {"points_sha256": address.points, "sweep_sha256": address.sweep, "points": points}
    stretch = {"runs": [runs.start, runs.stop - 1], "measures": list(measures)}
    target = address.folder(root) / store.name_of(runs)
    store.write(target, {_FILE: to_bytes(table)}, {**about, **said, **stretch, "made": store.new_manifest()})


def load(root: Path, address: Address, measures: Sequence[str], into: Values) -> list[range]:
    """Fill in what is stored of a block; for the holder of the lock.

    What a killed process left is removed, and what is damaged, which a warning names.

    Args:
        root: where results are stored.
        address: of the block.
        measures: names of the last dimension.
        into: [points, runs, measures], filled for the runs that are there.

    Returns:
        Stretches of the runs that are not there.
    """
    folder, runs, found = address.folder(root), into.shape[1], []
    sweep(folder)
    for stretch, path in store.batches(folder).items():
        if stretch.start >= runs:
            continue
        try:
            values = _read(path, address, measures, (len(into), len(stretch)))
        except DamagedError as error:
            _log.warning("%s: %s. Its runs are made again.", error.path, error.what)
            shutil.rmtree(path)
            continue
        wanted = range(stretch.start, min(stretch.stop, runs))
        into[:, wanted.start : wanted.stop] = values[:, : len(wanted)]
        found.append(stretch)
    return store.gaps_between(found, runs)


def _read(path: Path, address: Address, measures: Sequence[str], shape: tuple[int, int]) -> Values:
    manifest = read_manifest(path)
    if (manifest.get("points_sha256"), manifest.get("sweep_sha256")) != (address.points, address.sweep):
        raise DamagedError(path, "it holds runs of other points")
    table = from_bytes(read_file(path, _FILE, manifest))
    columns = [table[name].to_numpy().reshape(shape) for name in measures]
    return np.stack(columns, axis=-1).astype(np.float64)
