"""What is stored: which scenarios, how many runs, by which model; and what of it can go."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from ist_model.results.files import PARTIAL, DamagedError, read_manifest, size_of
from ist_model.results.store import batches, lock_of
from ist_model.results.sweeps import FOLDERS as SWEEPS
from ist_model.results.sweeps import lock_folder
from ist_model.results.version import model_version

# How results lay before they were stored in batches.
_FORMER = re.compile(r"[0-9a-f]{24}-\d+-[0-9a-f]{12}")


@dataclass
class Stored:
    """All that is stored of one scenario by one model."""

    model: str
    scenario: str  # hash, as in the folder's name
    names: set[str] = field(default_factory=set)
    questions: set[str] = field(default_factory=set)
    runs: dict[int, int] = field(default_factory=dict)  # by draw
    no_effect: bool = False  # support has none in it (MODEL 4.7)
    damaged: int = 0  # batches that cannot be read
    bytes: int = 0
    made: str = ""  # when the last batch was, ISO, UTC

    @property
    def current(self) -> bool:
        """Whether the model that runs now made it."""
        return self.model == model_version()


@dataclass(frozen=True)
class Freed:
    """A folder that can go, or has gone."""

    path: Path
    why: str
    bytes: int


def sweeps_size(root: Path) -> tuple[int, int]:
    """Bytes of sweeps, of the model that runs now and of others."""
    sizes = {True: 0, False: 0}
    for folder in root.glob(f"model=*/{SWEEPS}"):
        sizes[_value(folder.parent) == model_version()] += size_of(folder)
    return sizes[True], sizes[False]


def stored(root: Path) -> list[Stored]:
    """What is there, results of the present model first, then by name."""
    found = [_stored(folder) for folder in root.glob("model=*/scenario=*") if folder.is_dir()]
    kept = [each for each in found if each.runs]
    return sorted(kept, key=_order)


def _order(each: Stored) -> tuple[bool, str, list[str], bool, str]:
    return not each.current, each.model, sorted(each.names), each.no_effect, each.scenario


def _stored(folder: Path) -> Stored:
    one = Stored(_value(folder.parent), _value(folder), bytes=size_of(folder))
    for draw in _draws_in(folder):
        for runs, batch in batches(draw).items():
            number = int(_value(draw))
            one.runs[number] = one.runs.get(number, 0) + len(runs)
            try:
                said = read_manifest(batch)
            except DamagedError:
                one.damaged += 1
                continue
            one.names.add(str(said.get("name", "")))  # an older model may have said less
            one.no_effect = bool(said.get("no_effect", False))
            one.questions.add(str(said.get("question", "")))
            one.made = max(one.made, str(said.get("made", {}).get("created_utc", "")))
    return one


def _draws_in(folder: Path) -> list[Path]:
    """Folders of draws; what else somebody put there is left alone."""
    return [each for each in folder.glob("draw=*") if _value(each).isdecimal() and each.is_dir()]


def clean(root: Path, *, dry_run: bool = False) -> tuple[list[Freed], list[Path]]:
    """Remove results of other models than the present, and what killed processes left half-written.

    Args:
        root: where results are stored.
        dry_run: only say what would go.

    Returns:
        What went, and folders that were left because a process is at work in them.
    """
    freed: list[Freed] = []
    busy: list[Path] = []
    draws = sorted(each for folder in root.glob("model=*/scenario=*") for each in _draws_in(folder))
    locks = {draw: lock_of(draw) for draw in draws}
    locks |= {found: lock_of(lock_folder(found)) for found in sorted(root.glob(f"model=*/{SWEEPS}"))}
    for folder, lock in locks.items():
        try:
            with FileLock(lock, timeout=0):
                going = list(_going(folder))
                freed += going
                _remove(going, dry_run)
        except Timeout:
            busy.append(folder)
    former = [path for path in root.glob("*") if _FORMER.fullmatch(path.name)]
    loose = [Freed(path, "stored as it was before batches", size_of(path)) for path in sorted(former)]
    loose += [Freed(path, "half-written", size_of(path)) for path in sorted(root.glob(f"{PARTIAL}*"))]
    _remove(loose, dry_run)
    if not dry_run:
        _remove_empty(root)
    return freed + loose, busy


def _going(folder: Path) -> Iterator[Freed]:
    """What of the runs of a draw, or of a sweep, is of no use to the model that runs now."""
    model = next(_value(each) for each in folder.parents if each.name.startswith("model="))
    if model != model_version():
        yield Freed(folder, f"made by model {model}", size_of(folder))
        return
    for partial in sorted(folder.rglob(f"{PARTIAL}*")):
        yield Freed(partial, "half-written", size_of(partial))


def _remove(going: list[Freed], dry_run: bool) -> None:
    for each in going:
        if not dry_run:
            shutil.rmtree(each.path)


def _remove_empty(root: Path) -> None:
    for folder in [*root.glob("model=*/*=*"), *root.glob("model=*")]:
        with suppress(OSError):  # not empty
            folder.rmdir()


def _value(folder: Path) -> str:
    """Of a folder `name=value`, the value."""
    return folder.name.partition("=")[2]
