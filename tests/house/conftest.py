"""The files that the rules of the house are about: those that git holds, or would."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

MACHINE_MADE = {
    ".cache",
    ".git",
    ".hypothesis",
    ".import_linter_cache",
    ".ipynb_checkpoints",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".venv",
    "__pycache__",
    "dist",
    "outputs",
}


@pytest.fixture(scope="session")
def files(repository: Path) -> list[Path]:
    """Every file git holds or does not ignore; outside a git checkout, every file not made by the machine."""
    command = ["git", "-C", str(repository), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
        found = [repository / name for name in listed.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        inside = (path for path in repository.rglob("*") if not MACHINE_MADE & set(path.parts))
        found = list(inside)
    return sorted(path for path in set(found) if path.is_file())


@pytest.fixture(scope="session")
def texts(files: list[Path], repository: Path) -> dict[str, str]:
    """Text of every file that is UTF-8, by its path from the root, in POSIX form."""
    found = {}
    for path in files:
        try:
            found[path.relative_to(repository).as_posix()] = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            continue
    return found


@pytest.fixture(scope="session")
def sources(texts: dict[str, str]) -> dict[str, str]:
    """Text of the package's Python files, by path."""
    return {
        name: text for name, text in texts.items() if name.startswith("ist_model/") and name.endswith(".py")
    }
