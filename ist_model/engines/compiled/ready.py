"""The compiled engine made ready: compiled once for all processes, and said so when it takes a while."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numba
import numba.core.config
from numba import types

from ist_model.engines.compiled.loop import make_runs, whole_runs
from ist_model.science.jit import compile_folder, one_at_a_time

_MARK = "engine-compiled"
_log = logging.getLogger(__name__)
_SIGNATURE = (types.int64, types.int64)


def engine() -> Callable[[int, int], bool]:
    """The loop over runs, compiled or taken from the compile cache.

    A second process that wants it meanwhile waits, rather than compile the same again.
    """
    run: Any = make_runs
    if not run.signatures:
        with one_at_a_time():
            _compile(run)
    ready: Callable[[int, int], bool] = run
    return ready


@contextmanager
def _parts_optimised_less() -> Iterator[None]:
    """Parts are hardly optimised by themselves: the whole that they are put into is, in full.

    That saves a fifth of the time; which numbers come out does not depend on it.
    """
    config: Any = numba.core.config
    full = config.OPT
    config.OPT = type(full)(1)
    try:
        yield
    finally:
        config.OPT = full


def _compile(run: Any) -> None:
    folder = compile_folder()
    mark = None if folder is None else folder / _MARK
    if mark is None or not mark.exists():
        kept = "" if mark is None else ", once for this version of the model"
        _log.warning("Compiling the engine: this takes about a minute%s.", kept)
    with _parts_optimised_less():
        parts: Any = whole_runs
        if mark is None or not mark.exists():
            parts.compile(_SIGNATURE)
    run.compile(_SIGNATURE)
    if mark is not None:
        mark.touch()
