"""Demand from beyond the trust (MODEL 5.4): gap, work and patience of need k, all keyed (stream, k)."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ist_model.science import draws
from ist_model.science.jit import Word, compiled

FIXED, EXPONENTIAL, GAMMA, LOGNORMAL, HYPEREXPONENTIAL, TRIANGULAR, MIXTURE = range(7)
PATIENCE_NONE, PATIENCE_FIXED, PATIENCE_EXPONENTIAL = range(3)
_LANES_PER_NEED = np.uint64(64)
_MOST_ATTEMPTS = 20


@compiled("f8(f8, f8)")
def gap_of(needs_per_week: float, u: float) -> float:
    """As `gap_weeks`, with its draw at hand."""
    return draws.exponential(u, 1.0 / needs_per_week)


@compiled("f8(f8, u8, u8, u8, u8)")
def gap_weeks(needs_per_week: float, seed: Word, run: Word, key: Word, k: Word) -> float:
    """Weeks from need k - 1 (or the beginning) to need k: exponential."""
    return gap_of(needs_per_week, draws.uniform(seed, run, draws.STREAM_GAP, key, k))


@compiled("f8(f8, f8, u8, u8, u8, u8)")
def _gamma(mean: float, cv: float, seed: Word, run: Word, key: Word, k: Word) -> float:
    """Gamma by Marsaglia and Tsang 2000 (ACM TOMS 26:363), with a keyed draw for every attempt."""
    shape = 1.0 / (cv * cv)
    raised = shape if shape >= 1.0 else shape + 1.0
    d = raised - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    first = k * _LANES_PER_NEED
    value = d
    for attempt in range(_MOST_ATTEMPTS):
        lane = first + np.uint64(1 + 2 * attempt)
        z = draws.normal_quantile(draws.uniform(seed, run, draws.STREAM_WORK, key, lane))
        u = draws.uniform(seed, run, draws.STREAM_WORK, key, lane + np.uint64(1))
        v = (1.0 + c * z) ** 3
        if v > 0.0 and math.log(u) < 0.5 * z * z + d - d * v + d * math.log(v):
            value = d * v
            break
    if shape < 1.0:
        value *= math.exp(math.log(draws.uniform(seed, run, draws.STREAM_WORK, key, first)) / shape)
    return value / shape * mean


@compiled("f8(f8, f8, f8)")
def _hyperexponential(mean: float, cv: float, u: float) -> float:
    """Two exponential phases with balanced means (Whitt 1982); cv at least 1."""
    square = cv * cv
    p = 0.5 * (1.0 + math.sqrt((square - 1.0) / (square + 1.0)))
    if u < p:
        return draws.exponential(u / p, mean / (2.0 * p))
    return draws.exponential((u - p) / (1.0 - p), mean / (2.0 * (1.0 - p)))


@compiled("f8(f8, f8, f8, f8, f8)")
def _mixture(share: float, first_mean: float, second_mean: float, kinds: float, u: float) -> float:
    """Two parts. Bit 0 of `kinds` set: the first is exponential, else fixed; bit 1: the second."""
    code = int(kinds)
    if u < share:
        return draws.exponential(u / share, first_mean) if code & 1 else first_mean
    rest = (u - share) / (1.0 - share)
    return draws.exponential(rest, second_mean) if code & 2 else second_mean


@compiled("f8(i8, f8, f8, f8, f8, u8, u8, u8, u8)")
def work_days(
    kind: int,
    a: float,
    b: float,
    c: float,
    d: float,
    seed: Word,
    run: Word,
    key: Word,
    k: Word,
) -> float:
    """Days that need k asks for.

    (a, b, c, d) by kind: mean; mean, cv; low, mode, high; share, two means, kinds.
    """
    if kind == FIXED:
        return a
    if kind == GAMMA:
        return _gamma(a, b, seed, run, key, k)
    u = draws.uniform(seed, run, draws.STREAM_WORK, key, k * _LANES_PER_NEED)
    if kind == EXPONENTIAL:
        return draws.exponential(u, a)
    if kind == LOGNORMAL:
        variance = math.log1p(b * b)
        return math.exp(math.log(a) - 0.5 * variance + math.sqrt(variance) * draws.normal_quantile(u))
    if kind == HYPEREXPONENTIAL:
        return _hyperexponential(a, b, u)
    if kind == TRIANGULAR:
        return draws.triangular(u, a, b, c)
    return _mixture(a, b, c, d, u)


@compiled("f8(i8, f8, u8, u8, u8, u8)")
def patience_weeks(kind: int, mean: float, seed: Word, run: Word, key: Word, k: Word) -> float:
    """Weeks that need k waits before it is withdrawn; below 0: for ever."""
    if kind == PATIENCE_NONE:
        return -1.0
    if kind == PATIENCE_FIXED:
        return mean
    return draws.exponential(draws.uniform(seed, run, draws.STREAM_PATIENCE, key, k), mean)


@compiled(
    "Tuple((f8[::1], f8[::1], f8[::1], u8[::1]))(f8, i8, f8, f8, f8, f8, i8, f8, u8, u8, u8, u8, u8, i8)"
)
def block_of_needs(
    needs_per_week: float,
    work_kind: int,
    a: float,
    b: float,
    c: float,
    d: float,
    patience_kind: int,
    patience_mean: float,
    seed: Word,
    run: Word,
    key: Word,
    source: Word,
    first: Word,
    count: int,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.uint64]]:
    """All draws of so many needs of a stream, from need `first` on.

    Returns:
        [count] each: gap (weeks), work (days), patience (weeks; below 0: for ever), and the need's own key.
    """
    gap, work, patience = np.empty(count), np.empty(count), np.empty(count)
    own_key = np.empty(count, np.uint64)
    for at in range(count):
        k = first + np.uint64(at)
        gap[at] = gap_weeks(needs_per_week, seed, run, key, k)
        work[at] = work_days(work_kind, a, b, c, d, seed, run, key, k)
        patience[at] = patience_weeks(patience_kind, patience_mean, seed, run, key, k)
        own_key[at] = draws.derived_key(key, source, k)
    return gap, work, patience, own_key
