"""The compiled engine made ready: compiled once for all processes, and said so when it takes a while."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import numpy as np
from numba import types

from ist_model.engines.compiled.engine import run_once
from ist_model.science.jit import compile_folder, one_at_a_time

_MARK = "engine-compiled"
_log = logging.getLogger(__name__)
_SIGNATURE = (types.int64, types.int64, types.uint64)


def engine() -> Callable[[int, int, np.uint64], bool]:
    """The loop over one run, compiled or taken from the compile cache.

    A second process that wants it meanwhile waits, rather than compile the same again.
    """
    run: Any = run_once
    if not run.signatures:
        with one_at_a_time():
            _compile(run)
    ready: Callable[[int, int, np.uint64], bool] = run
    return ready


def _compile(run: Any) -> None:
    folder = compile_folder()
    mark = None if folder is None else folder / _MARK
    if mark is None or not mark.exists():
        kept = "" if mark is None else ", once for this version of the model"
        _log.warning("Compiling the engine: this takes about a minute%s.", kept)
    run.compile(_SIGNATURE)
    if mark is not None:
        mark.touch()
