"""Folders of files that are whole or not there, and that are checked when they are read.

A folder is written beside its place, forced to disk and renamed into it, so that a half-written one is never
seen. Its manifest is written last and holds the size and SHA-256 of every file, and of itself.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"
PARTIAL = ".part-"
_TRIES = 10


class DamagedError(Exception):
    """A file that is not what was written."""

    def __init__(self, path: Path, what: str) -> None:
        """Name the file and say what is wrong with it."""
        self.path, self.what = path, what
        super().__init__(f"{path}: {what}")


def write_whole(target: Path, files: Mapping[str, bytes], about: Mapping[str, Any]) -> None:
    """Write a folder with files and a manifest, whole or not at all; one that is there already is kept.

    Raises:
        OSError: if it cannot be written; nothing is left behind.
    """
    if target.is_dir():
        return
    make_folder(target.parent)
    partial = target.parent / f"{PARTIAL}{uuid.uuid4().hex}"
    try:
        partial.mkdir()
        for name, content in files.items():
            _write(partial / name, content)
        manifest = {**about, "files": {name: fingerprint(content) for name, content in files.items()}}
        text = json.dumps(manifest | {"sha256": _own_digest(manifest)}, indent=1, sort_keys=True)
        _write(partial / MANIFEST, f"{text}\n".encode())
        _force(partial)
        _rename(partial, target)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def make_folder(folder: Path) -> None:
    """Make a folder and those it lies in, though another process may be removing them while they are empty.

    Raises:
        OSError: if it cannot be made.
    """
    for _ in range(_TRIES):
        with contextlib.suppress(FileNotFoundError):
            folder.mkdir(parents=True, exist_ok=True)
            return
    folder.mkdir(parents=True, exist_ok=True)


def read_manifest(folder: Path) -> dict[str, Any]:
    """What a folder says of itself.

    Raises:
        DamagedError: if the manifest is not as it was written.
    """
    path = folder / MANIFEST
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        claimed = manifest.pop("sha256")
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise DamagedError(path, f"it cannot be read ({type(error).__name__})") from error
    if claimed != _own_digest(manifest):
        raise DamagedError(path, "its contents are not those written")
    return manifest


def read_file(folder: Path, name: str, manifest: Mapping[str, Any]) -> bytes:
    """A file's contents, if they are what the manifest says.

    Raises:
        DamagedError: if the file is missing or is not as it was written.
    """
    path = folder / name
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DamagedError(path, f"it cannot be read ({error.strerror or error})") from error
    if fingerprint(content) != manifest["files"].get(name):
        raise DamagedError(path, "its contents are not those written")
    return content


def check_whole(folder: Path) -> dict[str, Any]:
    """The manifest of a folder all of whose files are as they were written.

    Raises:
        DamagedError: naming the first file that is not.
    """
    manifest = read_manifest(folder)
    for name in manifest["files"]:
        read_file(folder, name, manifest)
    return manifest


def sweep(folder: Path) -> int:
    """Remove partial folders that a killed process left in a folder; how many bytes that freed."""
    freed = 0
    for partial in folder.glob(f"{PARTIAL}*"):
        freed += size_of(partial)
        shutil.rmtree(partial, ignore_errors=True)
    return freed


def size_of(folder: Path) -> int:
    """Bytes of all files under a folder."""
    total = 0
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):  # another process may be at work there
            total += path.stat().st_size if path.is_file() else 0
    return total


def fingerprint(content: bytes) -> dict[str, Any]:
    """Size and SHA-256 of a file's contents."""
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def _own_digest(manifest: Mapping[str, Any]) -> str:
    text = json.dumps(manifest, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _force(folder: Path) -> None:
    """Force a folder's entries to disk, where the system allows it."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
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
