"""Scenarios of a folder that one may start from, each read once, also for the sessions that come later."""

from __future__ import annotations

from pathlib import Path

from ist_model.inputs.folder import scenario_files
from ist_model.inputs.resolve import resolve
from ist_model.inputs.scenario_models import Resolved

_held: dict[Path, Starts] = {}


class Starts:
    """What was read of a folder."""

    def __init__(self, scenarios_dir: Path) -> None:
        """Nothing is read before it is asked for."""
        self._dir = scenarios_dir
        self._read: dict[str, Resolved] = {}
        self._files = _files(scenarios_dir)

    @classmethod
    def of(cls, scenarios_dir: Path) -> Starts:
        """Those of a folder: what is held of it, if no file that was there then is another now."""
        made, held = cls(scenarios_dir), _held.get(scenarios_dir)
        if held is not None and held._files.items() <= made._files.items():
            made._read |= held._read
        return made

    def hold(self) -> None:
        """Hold what was read, for sessions that begin later in this process or a copy of it."""
        _held[self._dir] = self

    def get(self, name: str) -> Resolved:
        """A scenario, as it was when it was first asked for.

        Raises:
            InputError: if it does not resolve.
        """
        if name not in self._read:
            self._read[name] = resolve(name, self._dir)
        return self._read[name]

    def names(self, first: str) -> list[str]:
        """The scenarios at the top of the folder, as files say now; one of them first."""
        own = [path.stem for path in scenario_files(self._dir) if path.parent == self._dir]
        return [first, *(name for name in own if name != first)]


def _files(folder: Path) -> dict[Path, tuple[int, int]]:
    """When each file was last written, and its size."""
    told = ((path, path.stat()) for path in folder.rglob("*") if path.is_file())
    return {path: (stat.st_mtime_ns, stat.st_size) for path, stat in told}
