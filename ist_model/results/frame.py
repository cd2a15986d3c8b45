"""The rows that series have of R runs: columns by name, all equally long and not yet a DataFrame.

Column `run` says of which run a row is, as its place from 0; the rows of a run stand together, runs in order.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

RUN = "run"
Column = NDArray[Any]
Frame = Mapping[str, Column]


def in_each_run(runs: int, keys: Mapping[str, Column], values: Mapping[str, Column]) -> Frame:
    """A frame with the same rows in every run.

    Args:
        runs: how many.
        keys: [n] columns that are the same in every run.
        values: [R, n] columns.
    """
    rows = len(next(iter(keys.values())))
    return {
        RUN: np.repeat(np.arange(runs), rows),
        **{name: np.tile(column, runs) for name, column in keys.items()},
        **{name: np.reshape(column, runs * rows) for name, column in values.items()},
    }
