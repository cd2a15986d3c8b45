"""How many schools join in a school year, in which order, and how far due diligence is out (MODEL 10).

The published table counts years with 0, 1, 2, and 3 or more joiners and gives their mean. Three or more are
3 plus a geometric number, whose mean is what the row's mean leaves for it. So the row's mean is kept, and
the count varies more than a Poisson number of that mean.
"""

from __future__ import annotations

import math

import numpy as np

from ist_model.science import draws, strength
from ist_model.science.jit import Word, compiled

_TRUST = np.uint64(0)
_FIRST = np.uint64(0)
_TAIL_FROM = 3.0
_MOST = 1_000_000


@compiled("f8(f8, f8, f8, f8, f8)")
def mean_beyond(none: float, one: float, two: float, more: float, mean: float) -> float:
    """Schools beyond three that join in a year in which three or more do, on average; never below 0.

    Args:
        none: chance that no school joins.
        one: that one does.
        two: that two do.
        more: that three or more do.
        mean: schools that join in a year, on average.
    """
    if more <= 0.0:
        return 0.0
    total = none + one + two + more
    left = mean - (one + 2.0 * two) / total
    return max(0.0, left / (more / total) - _TAIL_FROM)


@compiled("i8(f8, f8, f8, f8, f8, f8)")
def joiners(u: float, none: float, one: float, two: float, more: float, mean: float) -> int:
    """Schools that join in a year: the quantile at `u`; chances that are rounded are scaled to sum to one."""
    at = u * (none + one + two + more)
    if at < none:
        return 0
    if at < none + one:
        return 1
    if at < none + one + two or more <= 0.0:
        return 2
    beyond = mean_beyond(none, one, two, more, mean)
    if beyond <= 0.0:
        return int(_TAIL_FROM)
    above = max(1e-300, (none + one + two + more - at) / more)  # uniform on (0, 1]
    further = math.floor(math.log(above) / math.log(beyond / (1.0 + beyond)))
    return int(_TAIL_FROM + min(further, _MOST))


@compiled("f8(u8, u8, u8)")
def joining_number(seed: Word, run: Word, year: Word) -> float:
    """The draw that decides how many schools join in a school year (counted from the epoch)."""
    return draws.uniform(seed, run, draws.GROWTH_JOINERS, _TRUST, year)


@compiled("f8(u8, u8, u8)")
def place_in_order(seed: Word, run: Word, school_key: Word) -> float:
    """Where a school of the pool stands in the order in which schools join: the lower, the sooner."""
    return draws.uniform(seed, run, draws.GROWTH_ORDER, school_key, _FIRST)


@compiled("f8(f8, f8, u8, u8, u8)")
def strength_found(believed: float, sd: float, seed: Word, run: Word, pair_key: Word) -> float:
    """Strength that is there, where due diligence took it to be `believed` (points); `sd` 0: the same."""
    if sd <= 0.0:
        return believed
    error = draws.normal_quantile(draws.uniform(seed, run, draws.DUE_DILIGENCE, pair_key, _FIRST))
    return strength.clamp(believed + sd * error)
