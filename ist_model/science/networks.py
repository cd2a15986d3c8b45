"""Best Practice Networks (MODEL 4.3): what lasts spreads from stronger members, at a cost in days."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ist_model.science.jit import compiled


@compiled("f8(i8, f8[:], f8[:], b1[:])")
def level_above(
    school: int, levels: NDArray[np.float64], pupils: NDArray[np.float64], members: NDArray[np.bool_]
) -> float:
    """Pupil-weighted mean of the self-sustaining levels of members above a school's; its own if none is.

    Levels, not strengths: following noisy strength would ratchet upward by itself.
    """
    total, weight = 0.0, 0.0
    for other in range(levels.size):
        if members[other] and levels[other] > levels[school]:
            total += pupils[other] * levels[other]
            weight += pupils[other]
    return total / weight if weight > 0.0 else levels[school]


@compiled("f8(f8, f8, f8)")
def drawn_up(level: float, above: float, gain_per_term: float) -> float:
    """A self-sustaining level after a term of meetings with members whose mean is `above`."""
    return level + gain_per_term * max(0.0, above - level)
