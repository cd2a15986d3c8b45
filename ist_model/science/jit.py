"""Compilation of the science: one decorator, and a compile cache that cannot go stale.

Numba's own cache does not notice an edit in an imported file, so the cache folder is named by a hash of every
source that feeds the kernels, of Numba's version and of Python's. A folder that cannot be written means no
cache, said once in a warning; folders unused for a month are removed.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias, TypeVar, cast

import numba
import numpy as np
from filelock import FileLock

_PACKAGE = Path(__file__).resolve().parents[1]
# What compiled code is made from: rules, the compiled engine, and where their constants and tables stand.
_FEEDS_KERNELS = (
    *("science", "engines/compiled"),
    *("engines/records.py", "engines/together.py", "inputs/calendar.py", "world/structs.py"),
)
_UNUSED_SECONDS = 30 * 24 * 3600.0  # no process still starts from code that old

# A 64-bit unsigned word: a key, a seed, a counter. Compiled rules take it as uint64.
Word: TypeAlias = int | np.uint64

F = TypeVar("F", bound=Callable[..., Any])


def source_digest(package: Path = _PACKAGE) -> str:
    """Hash of all sources that compiled code depends on, with the versions of Numba and Python (hex).

    Raises:
        OSError: if one of them is not there.
    """
    digest = hashlib.blake2b(digest_size=10)
    digest.update(f"{numba.__version__} {platform.python_version()}".encode())
    for part in _FEEDS_KERNELS:
        for path in sorted((package / part).rglob("*.py")) or [package / part]:
            digest.update(path.relative_to(package).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def cache_folder(environ: dict[str, str] | os._Environ[str] = os.environ) -> Path | None:
    """The folder for compiled code, made if needed, or None where none can be written.

    `IST_CACHE_DIR` overrides the user's cache folder.
    """
    home = environ.get("IST_CACHE_DIR") or environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    folder = Path(home) / "ist_model" / f"kernels-{source_digest()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder) as written:
            now = os.stat(written.name).st_mtime
        os.utime(folder, (now, now))
        _forget_unused(folder, now)
    except OSError as error:
        warnings.warn(
            f"compiled code is not kept between runs: {folder.parent} cannot be written ({error.strerror}); "
            "set IST_CACHE_DIR to a folder that can",
            stacklevel=2,
        )
        return None
    return folder


def _forget_unused(folder: Path, now: float) -> None:
    """Remove the code of older sources that no process has started from for a month."""
    for other in folder.parent.glob("kernels-*"):
        if other != folder and now - other.stat().st_mtime > _UNUSED_SECONDS:
            shutil.rmtree(other, ignore_errors=True)


_FOLDER = cache_folder()
if _FOLDER is not None:
    vars(numba.config)["CACHE_DIR"] = str(_FOLDER)


def compile_folder() -> Path | None:
    """Where this process keeps compiled code; None: nowhere."""
    return _FOLDER


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Other processes that use the same folder wait until this is over."""
    if _FOLDER is None:
        yield
        return
    with FileLock(_FOLDER / "compiling.lock"):
        yield


def compiled(signature: Any) -> Callable[[F], F]:
    """Compile a rule with Numba: no Python objects, no fast-math.

    A rule that Python calls keeps the interpreter's lock: to let it go and take it again lasts as long as
    most rules do. The compiled engine lets it go for a whole run.

    The signature is explicit, so that a Python int becomes the uint64 or float64 that the rule means. Both
    engines call the result, never the Python original, so they agree to the bit (MODEL 12).
    """

    def decorate(function: F) -> F:
        jit = numba.njit(signature, cache=_FOLDER is not None, error_model="numpy")
        return cast(F, jit(function))

    return decorate
