"""Under which assumptions a plan fails: a box in words (scenario discovery).

The patient rule induction method (PRIM; Friedman & Fisher 1999, Statistics and Computing 9:123) peels a small
share of the draws off one side of one assumption at a time, the side whose loss leaves the densest failures,
and so finds boxes of a few assumptions in which a plan fails often (Bryant & Lempert 2010, Technological
Forecasting & Social Change 77:34). Only the assumptions whose ranks go along with failing most are peeled. Of
the boxes on the way the one is taken that tells failures best from successes (likelihood ratio). A side stays
only if without it as many failures would seldom be in the box by chance (quasi-p).
With hundreds of assumptions a fine box can always be found: the whole procedure
is run again on shuffled failures, and a box that does not beat what those give is no finding.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
PEEL = 0.05
LEAST_SHARE = 0.08  # of the draws, that a box holds at least
LEAST_DRAWS = 8
MOST_PEELED = 25  # assumptions
MOST_QUASI_P = 0.05
SHUFFLES, HALVES = 99, 40
FEWEST = 8  # failures, and successes, below which nothing is looked for


@dataclass(frozen=True)
class Side:
    """What a box asks of one assumption.

    Attributes:
        place: of the assumption, its column.
        low: it is at least this; -inf: no bound.
        high: it is at most this; inf: no bound.
        quasi_p: chance of as many failures in the box if this side changed nothing.
        again: share of random halves of the draws in which the assumption is bound again.
    """

    place: int
    low: float
    high: float
    quasi_p: float
    again: float


@dataclass(frozen=True)
class Box:
    """Assumptions under which a plan fails more often than elsewhere.

    Attributes:
        sides: bounds, the most telling first.
        inside: draws in the box.
        failures_inside: of them, those in which it fails.
        draws: in all.
        failures: in all.
        chance: that shuffled failures give a box that tells as much; above 0.05 it is no finding.
    """

    sides: tuple[Side, ...]
    inside: int
    failures_inside: int
    draws: int
    failures: int
    chance: float

    @property
    def density(self) -> float:
        """Share of the draws in the box in which the plan fails."""
        return self.failures_inside / self.inside

    @property
    def coverage(self) -> float:
        """Share of the failures that are in the box."""
        return self.failures_inside / self.failures

    @property
    def found(self) -> bool:
        """Whether it is more than shuffled failures would give."""
        return bool(self.sides) and self.chance <= MOST_QUASI_P


def discover(inputs: Floats, fails: Bools, seed: int = 0) -> Box | None:
    """The box in which failures gather; None where there are too few failures or successes to look for one.

    Args:
        inputs: [draws, assumptions] values.
        fails: [draws] whether the plan fails.
        seed: of the resampling.
    """
    failures = int(fails.sum())
    if min(failures, len(fails) - failures) < FEWEST:
        return None
    rng = np.random.default_rng([seed, len(fails), failures])
    ranks = np.asarray(stats.rankdata(inputs, axis=0), np.float64)
    low, high = _box(inputs, ranks, fails)
    told = _told(inputs, fails, low, high)
    beaten = 0
    for _ in range(SHUFFLES):
        shuffled = rng.permutation(fails)
        beaten += _told(inputs, shuffled, *_box(inputs, ranks, shuffled)) >= told
    again = np.zeros(inputs.shape[1])
    for _ in range(HALVES):
        half = rng.permutation(len(fails))[: len(fails) // 2]
        again += _bound(*_box(inputs[half], ranks[half], fails[half])) / HALVES
    sides = [
        Side(
            int(at), float(low[at]), float(high[at]), _quasi_p(inputs, fails, low, high, at), float(again[at])
        )
        for at in np.flatnonzero(_bound(low, high))
    ]
    inside = _inside(inputs, low, high)
    return Box(
        tuple(sorted(sides, key=lambda side: (side.quasi_p, -side.again))),
        int(inside.sum()),
        int(fails[inside].sum()),
        len(fails),
        failures,
        (1 + beaten) / (1 + SHUFFLES),
    )


def _box(inputs: Floats, ranks: Floats, fails: Bools) -> tuple[Floats, Floats]:
    """The whole procedure: lower and upper bounds [assumptions], infinite where there are none."""
    number = inputs.shape[1]
    low, high = np.full(number, -np.inf), np.full(number, np.inf)
    centred = ranks - ranks.mean(axis=0)
    along = np.abs(centred.T @ (fails - fails.mean())) / np.maximum((centred**2).sum(axis=0) ** 0.5, 1e-12)
    chosen = np.argsort(-along, kind="stable")[:MOST_PEELED]
    part = inputs[:, chosen]
    low[chosen], high[chosen] = _pruned(part, fails, *_pasted(part, fails, *_peeled(part, fails)))
    return low, high


def _peeled(inputs: Floats, fails: Bools) -> tuple[Floats, Floats]:
    """Bounds of the most telling box on the way of peeling."""
    number = inputs.shape[1]
    low, high = np.full(number, -np.inf), np.full(number, np.inf)
    inside, best = np.ones(len(fails), np.bool_), (0.0, low.copy(), high.copy())
    least = max(LEAST_DRAWS, int(np.ceil(LEAST_SHARE * len(fails))))
    while (step := _best_peel(inputs[inside], fails[inside])) is not None and step.left >= least:
        (high if step.upper else low)[step.place] = step.bound
        inside = _inside(inputs, low, high)
        told = _told(inputs, fails, low, high)
        if told > best[0]:
            best = (told, low.copy(), high.copy())
    return best[1], best[2]


class _Peel(NamedTuple):
    """A side to peel: of an assumption, whether its upper one, the new bound, draws that are left."""

    place: int
    upper: bool
    bound: float
    left: int


def _best_peel(within: Floats, failing: Bools) -> _Peel | None:
    """The side whose loss leaves the densest failures, for each draw given up; equal values go together."""
    count = len(within)
    off = max(1, int(PEEL * count))
    ordered = np.sort(within, axis=0)
    stays = np.stack([within > ordered[off - 1], within < ordered[-off]])  # [2, draws, assumptions]
    left = stays.sum(axis=1)
    if not (left > 0).any():
        return None
    kept = (stays & failing[None, :, None]).sum(axis=1)
    gain = (kept / np.maximum(left, 1) - failing.mean()) / (count - left)
    side, place = np.unravel_index(int(np.where(left > 0, gain, -np.inf).argmax()), gain.shape)
    remaining = within[stays[side, :, place], place]
    bound = remaining.max() if side else remaining.min()
    return _Peel(int(place), bool(side), float(bound), int(left[side, place]))


def _pasted(inputs: Floats, fails: Bools, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Bounds let out again, one at a time, where that tells more."""
    told, better = _told(inputs, fails, low, high), True
    while better:
        better = False
        for bounds, empty in ((low, -np.inf), (high, np.inf)):
            for place in np.flatnonzero(np.isfinite(bounds)):
                before, best = bounds[place], bounds[place]
                bounds[place] = empty
                wider = np.unique(inputs[_inside(inputs, low, high), place])
                beyond = wider[wider < before][::-1] if empty < 0 else wider[wider > before]
                for bound in (*beyond[:: max(1, int(PEEL * len(wider)))].tolist(), float(empty)):
                    bounds[place] = bound
                    now = _told(inputs, fails, low, high)
                    if now > told:
                        told, best, better = now, bound, True
                bounds[place] = best
    return low, high


def _pruned(inputs: Floats, fails: Bools, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Bounds without those that chance could explain, the least telling first."""
    while True:
        bound = np.flatnonzero(_bound(low, high))
        chances = [_quasi_p(inputs, fails, low, high, at) for at in bound]
        if not chances or max(chances) <= MOST_QUASI_P:
            return low, high
        worst = bound[int(np.argmax(chances))]
        low[worst], high[worst] = -np.inf, np.inf


def _quasi_p(inputs: Floats, fails: Bools, low: Floats, high: Floats, place: np.intp) -> float:
    """Chance of as many failures in the box if a bound changed nothing (Bryant & Lempert 2010)."""
    inside = _inside(inputs, low, high)
    wider_low, wider_high = low.copy(), high.copy()
    wider_low[place], wider_high[place] = -np.inf, np.inf
    wider = _inside(inputs, wider_low, wider_high)
    return float(stats.binom.sf(int(fails[inside].sum()) - 1, int(inside.sum()), float(fails[wider].mean())))


def _inside(inputs: Floats, low: Floats, high: Floats) -> Bools:
    bound = np.flatnonzero(_bound(low, high))
    chosen = inputs[:, bound]
    return np.asarray(((chosen >= low[bound]) & (chosen <= high[bound])).all(axis=1))


def _bound(low: Floats, high: Floats) -> Bools:
    """Assumptions that have a bound."""
    return np.asarray(np.isfinite(low) | np.isfinite(high))


def _told(inputs: Floats, fails: Bools, low: Floats, high: Floats) -> float:
    """Log likelihood ratio of two shares of failures, inside and outside, against one; 0 if not denser."""
    inside = _inside(inputs, low, high)
    parts = np.array([fails[inside].sum(), fails[~inside].sum()], np.float64)
    wholes = np.array([inside.sum(), (~inside).sum()], np.float64)
    if not wholes.all() or parts[0] * wholes[1] <= parts[1] * wholes[0]:
        return 0.0
    apart = special.xlogy(parts, parts / wholes) + special.xlogy(wholes - parts, 1 - parts / wholes)
    share = parts.sum() / wholes.sum()
    one = special.xlogy(parts, share) + special.xlogy(wholes - parts, 1 - share)
    return float((apart - one).sum())
