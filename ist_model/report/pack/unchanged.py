"""What a page was made from, so that a page of which nothing changed is not made again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import ist_model
from ist_model.inputs.identity import identity
from ist_model.inputs.scenario_models import Resolved
from ist_model.report.notebooks.run import write_atomically
from ist_model.report.pack.navigation import Place
from ist_model.results.version import model_version

_PACKAGE = Path(ist_model.__file__).resolve().parent
_SOURCES = ("*.py", "*.j2", "*.css", "*.js", "*.json")
# Libraries that what a reader sees passes through, besides those in the model's version.
_LIBRARIES = ("matplotlib", "nbconvert", "pandas", "seaborn", "weasyprint")


def made_from(
    notebook: Path, parameters: Mapping[str, Any], shown: Iterable[str], files: Iterable[Path] = ()
) -> str:
    """Identity (SHA-256, hex) of all that an executed notebook depends on.

    Results are told by what they are of: the same scenario, seed, runs and model give the same numbers.

    Args:
        notebook: The notebook's file.
        parameters: What it is run with.
        shown: Of each scenario whose results it shows, its `content`.
        files: Further files that it reads.
    """
    read = [[str(path), _sha256(path)] for path in files]
    return _digest([_sha256(notebook), dict(parameters), list(shown), read, _code()])


def content(resolved: Resolved) -> str:
    """What a page may show of a scenario: its identity, and the words that the identity leaves out."""
    return _digest([identity(resolved), resolved.scenario_id, resolved.name, resolved.question])


def page_identity(run: str, title: str, place: Place) -> str:
    """Identity of a rendered page: its executed notebook, its title and what it leads to."""
    return _digest([run, title, asdict(place)])


def file_identity(files: Iterable[Path], title: str, scenarios: Iterable[Resolved]) -> str:
    """Identity of a file made of others, with a stamp of all scenarios."""
    return _digest([title, [_sha256(path) for path in files], list(map(content, scenarios)), _code()])


def record_of(folder: Path, file: str | Path) -> Path:
    """Where it is noted, among executed notebooks in a folder, what a file of the pack was made from."""
    kept = folder / file
    return kept.with_suffix(".page.json") if kept.suffix == ".html" else Path(f"{kept}.page.json")


def is_unchanged(record: Path, page: Path, identity_now: str) -> bool:
    """Whether a page on disk is of this identity, and as it was written."""
    return _kept(record) == {"identity": identity_now, "sha256": _written(page)}


def is_as_written(record: Path, page: Path) -> bool:
    """Whether a page on disk is one that a pack wrote, whatever it was made from, and as it was written."""
    return _kept(record).get("sha256", "") == _written(page)


def keep(record: Path, page: Path, identity_now: str) -> None:
    """Note what a page that was just written was made from."""
    write_atomically(record, json.dumps({"identity": identity_now, "sha256": _sha256(page)}) + "\n")


def _kept(record: Path) -> dict[str, str]:
    """What is noted of a page, by what it is; nothing where nothing is noted."""
    try:
        kept = json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _written(page: Path) -> str | None:
    """What a page on disk is, or None where there is none."""
    try:
        return _sha256(page)
    except OSError:
        return None


@cache
def _code() -> str:
    """Identity of the model, of every source and template of the package, and of what draws."""
    files = sorted({path for pattern in _SOURCES for path in _PACKAGE.rglob(pattern)})
    own = [[path.relative_to(_PACKAGE).as_posix(), _sha256(path)] for path in files]
    return _digest([model_version(), own, [version(name) for name in _LIBRARIES]])


def _digest(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
