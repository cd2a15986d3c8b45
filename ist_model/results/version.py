"""Which model made a result: the package's version and a hash of all that a result's bits depend on."""

from __future__ import annotations

import hashlib
import platform
from functools import cache
from importlib.metadata import version
from pathlib import Path

import ist_model

_PACKAGE = Path(ist_model.__file__).resolve().parent
# Rooms whose code can move a number; pages, notebooks and the command line cannot.
ROOMS = ("inputs", "world", "science", "engines", "results", "experiments")
# Libraries that compute: another version of one may move the last bit of a number.
COMPUTING = ("numpy", "numba", "llvmlite", "scipy")
LIBRARIES = (*COMPUTING, "simpy", "pandas", "pyarrow")


def sources_hash(package: Path = _PACKAGE, rooms: tuple[str, ...] = ROOMS) -> str:
    """SHA-256 (hex) over names and contents of the Python sources of the rooms.

    Raises:
        FileNotFoundError: if a room holds no source, so that stale results could not be told apart.
    """
    digest = hashlib.sha256()
    for room in rooms:
        paths = sorted((package / room).rglob("*.py"))
        if not paths:
            raise FileNotFoundError(
                f"no Python source in {package / room}: reinstall the package with its sources"
            )
        for path in paths:
            content = path.read_bytes()
            digest.update(f"{path.relative_to(package).as_posix()} {len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()


# Taken when this process loads the model: a source edited while it runs counts from the next start.
SOURCES_SHA256 = sources_hash()


def model_version() -> str:
    """Version of the model that runs now, for instance `0.1.0+3f9a…`.

    The 16 digits are of a hash over the sources and the versions of the libraries that compute, so that runs
    made by others are another model's and never mixed in.
    """
    return f"{ist_model.__version__}+{_digits()}"


@cache
def _digits() -> str:
    made_by = [SOURCES_SHA256, *(f"{name} {version(name)}" for name in COMPUTING)]
    return hashlib.sha256("\n".join(made_by).encode()).hexdigest()[:16]


def environment() -> dict[str, str]:
    """Versions of Python and of the libraries that numbers pass through."""
    return dict(_environment())


@cache
def _environment() -> tuple[tuple[str, str], ...]:
    """Read once: every result says it, and libraries do not change while a process runs."""
    return ("python", platform.python_version()), *((name, version(name)) for name in LIBRARIES)
