"""Indicators as arrays: how each is measured, a school's luck in it, what was published (MODEL 4.5)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

WHOLE_SCHOOL = -1  # year group of a figure that counts every pupil
# How an indicator is measured: it follows strength, or is counted in the run itself.
MEASURED = ("strength", "staff turnover", "leadership stability", "in-year balance")
INDICATOR = np.dtype(
    [
        ("area", "i4"),
        ("lower", "i1"),  # 1: a lower figure is better
        ("measured", "i1"),  # place in MEASURED
        ("year_group", "i4"),  # that it counts, 0 Reception; or WHOLE_SCHOOL
        ("least", "f8"),  # figures that can be
        ("most", "f8"),
        ("mean", "f8"),  # national, of published figures
        ("sd", "f8"),
        ("pupil_sd", "f8"),  # chance of one pupil; 0 where it does not follow strength
    ]
)


class Indicators(NamedTuple):
    """I indicators in the framework's order; S schools."""

    kinds: NDArray[np.void]  # INDICATOR[I]
    key: NDArray[np.uint64]  # [S, I] of a school's luck
    counts: NDArray[np.bool_]  # [S, I] the school has such a figure
    published: NDArray[np.float64]  # [S, I, 2] latest published figure and its school year, or NaN
    year_groups: NDArray[np.int64]  # [S] year groups from Reception on
