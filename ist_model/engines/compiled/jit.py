"""How the parts of the compiled engine are compiled: one whole, kept between processes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])

# A block as compiled code sees it: fields by name, typed by Numba.
Given = Any
State = Any
RunRecords = Any
Row = Any
Table = Any


_NUMBA: Any = numba
_OPTIONS = _NUMBA.njit(nogil=True, error_model="numpy", no_cpython_wrapper=True)


def part(function: F) -> F:
    """A part of the engine, compiled when the engine is; never called from Python."""
    return cast(F, _OPTIONS(function))
