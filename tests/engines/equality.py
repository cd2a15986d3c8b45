"""Bit-for-bit comparison of records."""

from __future__ import annotations

import numpy as np

from ist_model.engines.records import Records


def differing(a: Records, b: Records) -> list[str]:
    """Names of the fields in which two runs' records differ by as much as a bit."""
    return [name for name in Records._fields if not same(getattr(a, name), getattr(b, name))]


def same(a: object, b: object) -> bool:
    """Whether two values are equal to the bit, NaN included."""
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    return a == b
