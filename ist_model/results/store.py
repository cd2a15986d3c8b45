"""Results on disk: whole or not there, checked when read, never those of another model.

A result lies in one folder named by scenario identity, number of runs and model version. It is written
beside, forced to disk and renamed, so that a half-written folder is never seen; a manifest holds the size and
SHA-256 of every file. Stored results carry no scenario name: scenarios that say the same share one folder.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
import shutil
import time
import uuid
from pathlib import Path
from typing import Any

import pandas as pd

from ist_model.inputs.identity import identity
from ist_model.inputs.scenario_models import Resolved
from ist_model.results.result import ScenarioResult, Summary
from ist_model.results.version import SOURCES_SHA256, environment, model_version

MANIFEST = "manifest.json"
_PARTIAL = ".part-"
_STALE_SECONDS = 24 * 3600
_FORMAT = 1


class StoreError(Exception):
    """A stored result that is not what was written."""


def folder_of(root: Path, scenario_identity: str, runs: int) -> Path:
    """Where the result of a scenario with so many runs lies, under the model that runs now."""
    version = hashlib.sha256(model_version().encode()).hexdigest()[:12]
    return root / f"{scenario_identity[:24]}-{runs}-{version}"


def new_manifest() -> dict[str, Any]:
    """What is known of the making of a result now."""
    return {
        "format": _FORMAT,
        "model_version": model_version(),
        "sources_sha256": SOURCES_SHA256,
        "environment": environment(),
        "created_utc": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
    }


def save(result: ScenarioResult, root: Path) -> Path:
    """Write a result under a root folder, whole or not at all; the one already there is kept.

    Returns:
        The result's folder.

    Raises:
        OSError: if it cannot be written; nothing is left behind.
    """
    root.mkdir(parents=True, exist_ok=True)
    _sweep(root)
    target = folder_of(root, result.identity, result.runs)
    if target.exists():
        return target
    partial = root / f"{_PARTIAL}{uuid.uuid4().hex}"
    try:
        partial.mkdir()
        _write(result, partial)
        with contextlib.suppress(FileExistsError):
            _rename(partial, target)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return target


def load(root: Path, resolved: Resolved, runs: int | None = None) -> ScenarioResult | None:
    """The stored result of a scenario, or None if this model has made none.

    Raises:
        StoreError: naming the file, if something in the folder is not what was written.
    """
    count = resolved.runs if runs is None else runs
    scenario_identity = identity(resolved)
    folder = folder_of(root, scenario_identity, count)
    if not folder.is_dir():
        return None
    manifest = _checked_manifest(folder)
    if manifest["identity"] != scenario_identity or manifest["runs"] != count:
        raise StoreError(_damaged(folder / MANIFEST, "it names another scenario or number of runs"))
    frames = {name: pd.read_parquet(folder / f"{name}.parquet") for name in manifest["frames"]}
    return ScenarioResult(
        identity=scenario_identity,
        summary=Summary.of(resolved, count),
        names={kind: tuple(words) for kind, words in manifest["names"].items()},
        schools=frames.pop("schools"),
        catalogue=frames.pop("catalogue"),
        measures=frames.pop("measures"),
        series={name.removeprefix("series-"): frame for name, frame in frames.items()},
        manifest=manifest["made"],
    )


def _frames(result: ScenarioResult) -> dict[str, pd.DataFrame]:
    series = {f"series-{name}": frame for name, frame in result.series.items()}
    return {"schools": result.schools, "catalogue": result.catalogue, "measures": result.measures, **series}


def _write(result: ScenarioResult, folder: Path) -> None:
    """All files of a result; the manifest last."""
    files: dict[str, dict[str, Any]] = {}
    for name, frame in _frames(result).items():
        path = folder / f"{name}.parquet"
        frame.to_parquet(path, engine="pyarrow")
        _force(path)
        files[path.name] = _fingerprint(path)
    manifest = {
        "identity": result.identity,
        "runs": result.runs,
        "seed": result.summary.seed,
        "made": result.manifest,
        "names": result.names,
        "frames": list(_frames(result)),
        "files": files,
    }
    path = folder / MANIFEST
    path.write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", encoding="utf-8", newline="\n")
    _force(path)
    _force(folder)


def _checked_manifest(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        expected: dict[str, dict[str, Any]] = manifest["files"]
    except (OSError, ValueError, KeyError) as error:
        raise StoreError(_damaged(path, f"it cannot be read ({error})")) from error
    for name, fingerprint in expected.items():
        file = folder / name
        if not file.is_file():
            raise StoreError(_damaged(file, "it is missing"))
        if _fingerprint(file) != fingerprint:
            raise StoreError(_damaged(file, "its contents are not those written"))
    return manifest


def _damaged(path: Path, what: str) -> str:
    return (
        f"{path.name} in {path.parent}: {what}.\n"
        "  rule:   a stored result is read only if every file is as it was written\n"
        f"  remedy: delete the folder {path.parent} and run again"
    )


def _fingerprint(path: Path) -> dict[str, Any]:
    return {"bytes": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}


def _force(path: Path) -> None:
    """Force a file, or where the system allows a folder, to disk."""
    if path.is_dir() and os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _rename(partial: Path, target: Path) -> None:
    """Make a complete folder visible; one that another process finished first is kept."""
    try:
        partial.rename(target)
    except OSError:
        if not target.is_dir():
            raise
        return
    _force(target.parent)


def _sweep(root: Path) -> None:
    """Remove partial folders that a killed process left more than a day ago."""
    for partial in root.glob(f"{_PARTIAL}*"):
        with contextlib.suppress(OSError):
            if time.time() - partial.stat().st_mtime > _STALE_SECONDS:
                shutil.rmtree(partial, ignore_errors=True)
