"""The money of the trust's centre as a struct, in whole pence (MODEL 5.5, 8)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

NOT_KNOWN = -1
MOVED = np.dtype([("school", "i4"), ("tick", "i8"), ("pence", "i8")])


class Centre(NamedTuple):
    """What the centre costs, has and gives away."""

    services_pence: int  # a school year, or NOT_KNOWN: what the top slice brings
    reserves_pence: int  # on the first day; nought where they are not known
    moved: NDArray[np.void]  # MOVED, by date
    step_moved_pence: NDArray[np.int64]  # to the school with each step of the intervention ladder
