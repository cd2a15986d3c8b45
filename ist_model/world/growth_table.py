"""The growth table as a struct, and what a run draws joinings from (MODEL 10)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

GROWTH = np.dtype(
    [
        ("schools_from", "i8"),
        ("schools_to", "i8"),  # NO_LIMIT: or more
        ("chances", "f8", 4),  # that 0, 1, 2, and 3 or more join in a school year
        ("mean", "f8"),
    ]
)


class Growth(NamedTuple):
    """Joinings drawn each 1 September; empty arrays where none is."""

    table: NDArray[np.void]  # GROWTH, by size
    pool: NDArray[np.int64]  # schools that may join, in key order
    starts: int  # first tick on which schools may join so
    ends: int  # first tick on which none may
