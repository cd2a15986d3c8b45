"""Small sums over arrays that facts, measures and series share."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ist_model.results.arrays import Floats, Ints


def spread(edges: Ints, start: Ints, stop: Ints, amount: Ints) -> tuple[Ints, Ints, Floats]:
    """Share amounts given evenly over [start, stop) among the periods between edges.

    Args:
        edges: [E + 1] ticks, increasing; period e is [edges[e], edges[e + 1]).
        start: [n] first tick of each amount.
        stop: [n] tick at which each amount is complete; an empty stretch contributes nothing.
        amount: [n].

    Returns:
        Row, period and amount of every non-empty part; what lies outside the edges is left out.
    """
    low = np.clip(start, edges[0], edges[-1])
    high = np.clip(stop, edges[0], edges[-1])
    first = np.searchsorted(edges, low, side="right") - 1
    last = np.searchsorted(edges, high, side="left") - 1
    parts = np.where(high > low, last - first + 1, 0)
    row = np.repeat(np.arange(len(start)), parts)
    period = first[row] + np.arange(len(row)) - (np.cumsum(parts) - parts)[row]
    overlap = np.minimum(high[row], edges[period + 1]) - np.maximum(low[row], edges[period])
    return row, period, amount[row] * (overlap / (stop - start)[row])


def ratio(top: NDArray[Any], bottom: NDArray[Any]) -> Floats:
    """[...] quotients; NaN where the bottom is 0."""
    shape = np.broadcast_shapes(np.shape(top), np.shape(bottom))
    found = np.full(shape, np.nan)
    np.divide(top, bottom, where=np.broadcast_to(bottom != 0, shape), out=found)
    return found
