"""Who comes first (MODEL 6.4): six policies, each a pure function of a need and a supporter.

`rank(need, supporter) -> (four ints, need key, supporter key)`; the broker takes the smallest eligible pair,
again and again. `optimal` alone takes all pairs of one moment together (`science/assignment.py`). Add a
policy below and its line in `POLICIES`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numba import types

from ist_model.science.jit import Word, compiled

_MICRO = 1_000_000.0


class NeedView(NamedTuple):
    """What a policy may know of a need."""

    priority: int
    raised: int  # tick
    asked_milli: int
    had_milli_per_pupil: int  # days agreed for its school's needs so far, by pupils; see `had_per_pupil`
    key: Word


class SupporterView(NamedTuple):
    """What a policy may know of a supporter for that need."""

    mismatch_milli: int  # 0: best match quality, 1000: none
    travel_milli: int  # leader milli-days lost to travel per day on site; very many beyond the trust
    gain_micro: (
        int  # expected gain of the pair, see `expected_gain_micro`; 0 where the policy does not weigh it
    )
    key: Word


NEED_TYPE = types.NamedTuple([types.int64, types.int64, types.int64, types.int64, types.uint64], NeedView)
SUPPORTER_TYPE = types.NamedTuple([types.int64, types.int64, types.int64, types.uint64], SupporterView)
RANK_TYPE = types.Tuple([types.int64, types.int64, types.int64, types.int64, types.uint64, types.uint64])
_RANK_SIGNATURE: Any = RANK_TYPE(NEED_TYPE, SUPPORTER_TYPE)
Rank = tuple[int, int, int, int, Word, Word]


@compiled(_RANK_SIGNATURE)
def rank_triage(need: NeedView, supporter: SupporterView) -> Rank:
    """Priority, then longest wait, then best match."""
    return (need.priority, need.raised, supporter.mismatch_milli, 0, need.key, supporter.key)


@compiled(_RANK_SIGNATURE)
def rank_first_come(need: NeedView, supporter: SupporterView) -> Rank:
    """Longest wait, whatever the priority, then best match."""
    return (need.raised, supporter.mismatch_milli, 0, 0, need.key, supporter.key)


@compiled(_RANK_SIGNATURE)
def rank_fair_share(need: NeedView, supporter: SupporterView) -> Rank:
    """Priority, then the school that has had fewest days for its pupils, then longest wait, then match."""
    return (
        need.priority,
        need.had_milli_per_pupil,
        need.raised,
        supporter.mismatch_milli,
        need.key,
        supporter.key,
    )


@compiled(_RANK_SIGNATURE)
def rank_local_first(need: NeedView, supporter: SupporterView) -> Rank:
    """Priority, then the pair with the least travel, then longest wait, then best match."""
    return (
        need.priority,
        supporter.travel_milli,
        need.raised,
        supporter.mismatch_milli,
        need.key,
        supporter.key,
    )


@compiled(_RANK_SIGNATURE)
def rank_best_gain(need: NeedView, supporter: SupporterView) -> Rank:
    """Largest expected gain, then longest wait, then best match."""
    return (-supporter.gain_micro, need.raised, supporter.mismatch_milli, 0, need.key, supporter.key)


class Policy(NamedTuple):
    """A rule for who comes first."""

    rank: Callable[[NeedView, SupporterView], Rank]
    leading_fields_of_need: int  # how many leading rank fields depend on the need alone
    weighs_gain: bool = False  # whether it asks for the expected gain of a pair
    assigns: bool = False  # whether it takes all pairs of a moment together


POLICIES: dict[str, Policy] = {
    "triage": Policy(rank_triage, 2),
    "first_come": Policy(rank_first_come, 1),
    "fair_share": Policy(rank_fair_share, 1),
    "local_first": Policy(rank_local_first, 1),
    "best_gain": Policy(rank_best_gain, 0, weighs_gain=True),
    "optimal": Policy(rank_best_gain, 0, weighs_gain=True, assigns=True),
}


@compiled("i8(i8, f8)")
def had_per_pupil(agreed_milli: int, pupils: float) -> int:
    """Milli-days agreed for a school's needs so far, per thousand pupils, rounded down, for ranks.

    Leaders' days and days bought for a need; not the visits of a package (decision 13).
    """
    return int(np.floor(agreed_milli * 1000.0 / pupils))


@compiled("f8(f8, f8, f8)")
def risk_per_point(seen: float, attention_cut: float, spread: float) -> float:
    """Fall in the chance that an area needs attention, per point of strength, as far as the trust can see.

    The true strength is taken as normal around what a board saw last, `spread` points wide (its error and
    the ups and downs to come), so this is that distribution's density at the cut point.
    """
    if spread <= 0.0:
        return 0.0  # nothing is unsure, and a single point decides nothing
    z = (attention_cut - seen) / spread
    return math.exp(-0.5 * z * z) / (spread * math.sqrt(2.0 * math.pi))


@compiled("i8(f8, f8, f8, f8, f8, f8, f8, f8, f8)")
def expected_gain_micro(
    pupils: float,
    risk: float,
    seen: float,
    effect_per_day: float,
    quality: float,
    leader_days_per_day: float,
    home_pupils: float,
    home_risk: float,
    home_cost_per_day: float,
) -> int:
    """What one leader day of a pair is expected to be worth, in millionths (MODEL 6.4, best_gain).

    Pupil-weeks in a school needing attention avoided per leader day, travel and preparation counted, less
    those that the releasing school is expected to lose; per week that a gain lasts, which is the same for all
    pairs. Risks as in `risk_per_point`; costs in points per leader day away. Beyond the trust: no pupils.
    """
    gain = pupils * risk * effect_per_day * quality * (1.0 - seen / 100.0) / leader_days_per_day
    lost = home_pupils * home_risk * home_cost_per_day
    return int(np.floor((gain - lost) * _MICRO + 0.5))
