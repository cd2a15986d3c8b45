"""Matching needs and supporters (MODEL 6): who is free, what is reserved, when it can start, who comes first.

A policy is a pure function `rank(need, supporter) -> (four ints, need key, supporter key)`; the broker
takes the smallest. Add one below and its line in `POLICIES`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numba import types

from ist_model.inputs.calendar import TICKS_PER_WEEK, YEAR_TICKS
from ist_model.science.jit import Word, compiled

MILLI = 1000

# Why a supporter cannot take a need now; 0: it can.
FREE, NO_MATCH, OWN_SCHOOL, NOT_IN_POST, IN_DEVELOPMENT, BUSY, NO_DAYS, HOME_TIER, HOME_INSPECTION = range(9)


class NeedView(NamedTuple):
    """What a policy may know of a need."""

    priority: int
    raised: int  # tick
    asked_milli: int
    had_milli_per_pupil: int  # days agreed for its school so far, per thousand pupils; see `had_per_pupil`
    key: Word


class SupporterView(NamedTuple):
    """What a policy may know of a supporter for that need."""

    mismatch_milli: int  # 0: best match quality, 1000: none
    travel_milli: int  # leader milli-days lost to travel per day on site
    key: Word


NEED_TYPE = types.NamedTuple([types.int64, types.int64, types.int64, types.int64, types.uint64], NeedView)
SUPPORTER_TYPE = types.NamedTuple([types.int64, types.int64, types.uint64], SupporterView)
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


class Policy(NamedTuple):
    """A rule for who comes first."""

    rank: Callable[[NeedView, SupporterView], Rank]
    leading_fields_of_need: int  # how many leading rank fields depend on the need alone


POLICIES: dict[str, Policy] = {
    "triage": Policy(rank_triage, 2),
    "first_come": Policy(rank_first_come, 1),
    "fair_share": Policy(rank_fair_share, 1),
    "local_first": Policy(rank_local_first, 1),
}


@compiled("i8(f8, b1, b1, b1, i8, i8, b1, b1)")
def why_not_free(
    quality: float,
    own_school: bool,
    in_post: bool,
    developed: bool,
    places_free: int,
    affordable_milli: int,
    home_may_release: bool,
    home_inspection_near: bool,
) -> int:
    """FREE, or the first reason why this supporter cannot take this need (MODEL 6.2)."""
    if quality <= 0.0:
        return NO_MATCH
    if own_school:
        return OWN_SCHOOL
    if not in_post:
        return NOT_IN_POST
    if not developed:
        return IN_DEVELOPMENT
    if places_free <= 0:
        return BUSY
    if not home_may_release:
        return HOME_TIER
    if home_inspection_near:
        return HOME_INSPECTION
    if affordable_milli <= 0:
        return NO_DAYS
    return FREE


@compiled("i8(f8)")
def milli_of(days: float) -> int:
    """Whole milli-days of a number of days, the nearest."""
    return int(np.floor(days * MILLI + 0.5))


@compiled("i8(i8, f8)")
def had_per_pupil(agreed_milli: int, pupils: float) -> int:
    """Milli-days agreed for a school so far, per thousand pupils, rounded down, for ranks."""
    return int(np.floor(agreed_milli * 1000.0 / pupils))


@compiled("i8(f8)")
def mismatch_milli(quality: float) -> int:
    """How far a match is from the best, in thousandths, for ranks."""
    return int(np.floor((1.0 - quality) * MILLI + 0.5))


@compiled("i8(f8)")
def travel_milli(travel_share: float) -> int:
    """Leader milli-days of travel per day on site, for ranks."""
    return int(travel_share * MILLI)


@compiled("b1(f8, i8, i8, i8, i8, i8)")
def supplier_can_give(
    quality: float, asked_milli: int, used_milli: int, volume_milli: int, people_busy: int, people: int
) -> bool:
    """Whether a supplier can take all of a need: it fits, with volume of the year and people left (6.5)."""
    return quality > 0.0 and used_milli + asked_milli <= volume_milli and people_busy < people


@compiled("i8(i8, i8, i8)")
def in_step(part_milli: int, given_milli: int, on_site_milli: int) -> int:
    """Preparation or travel that goes with the days on site given so far."""
    return part_milli * given_milli // on_site_milli


@compiled("i8(i8, f8)")
def share_of(on_site_milli: int, share: float) -> int:
    """Milli-days of preparation or travel that go with days on site."""
    return int(np.floor(on_site_milli * share + 0.5))


@compiled("i8(i8, f8, f8)")
def leader_milli(on_site_milli: int, preparation_share: float, travel_share: float) -> int:
    """Leader milli-days that days on site use up: on site, preparation and travel."""
    return on_site_milli + share_of(on_site_milli, preparation_share) + share_of(on_site_milli, travel_share)


@compiled("i8(i8, i8, f8, f8, i8)")
def affordable(
    asked_milli: int, left_milli: int, preparation_share: float, travel_share: float, shortest_milli: int
) -> int:
    """Days on site that can be reserved: all asked, else what is left, else 0 if under the shortest (6.1).

    `left_milli` below 0 means no limit.
    """
    if left_milli < 0 or leader_milli(asked_milli, preparation_share, travel_share) <= left_milli:
        return asked_milli
    on_site = int(left_milli / (1.0 + preparation_share + travel_share))
    while leader_milli(on_site, preparation_share, travel_share) > left_milli:
        on_site -= 1
    on_site = min(on_site, asked_milli - shortest_milli)  # what waits again is worth a deployment too
    return on_site if on_site >= shortest_milli else 0


@compiled("i8(i8, i8)")
def duration_ticks(milli: int, pattern_milli_per_week: int) -> int:
    """Ticks that leader days take at a weekly pattern; at least one (MODEL 2)."""
    weeks = milli / pattern_milli_per_week
    return max(1, int(np.floor(weeks * TICKS_PER_WEEK + 0.5)))


@compiled("i8(i8, i8, i8)")
def done_by(milli: int, elapsed_ticks: int, total_ticks: int) -> int:
    """Milli-days done after part of a deployment, in whole milli-days."""
    if elapsed_ticks >= total_ticks:
        return milli
    return milli * elapsed_ticks // total_ticks


@compiled("f8(i8, i8, i8, f8, f8)")
def gain_per_week(
    on_site_milli: int, total_milli: int, pattern_milli: int, effect_per_day: float, quality: float
) -> float:
    """Points a week that a deployment adds: days on site a week x effect per day x match quality."""
    return pattern_milli / MILLI * (on_site_milli / total_milli) * effect_per_day * quality


@compiled("i8(i8, f8, b1, f8, f8)")
def release_opens(
    tick: int, opening_weeks: float, has_year_six: bool, ks2_from: float, ks2_weeks: float
) -> int:
    """First tick from `tick` on at which a home school releases leaders (MODEL 6.2).

    Closed in the first weeks of September and, where there is a Year 6, in KS2 test week.
    """
    year_start = tick // YEAR_TICKS * YEAR_TICKS
    opens = year_start + int(opening_weeks * TICKS_PER_WEEK)
    if tick < opens:
        return opens
    if has_year_six:
        first = year_start + int(ks2_from * TICKS_PER_WEEK)
        last = first + int(ks2_weeks * TICKS_PER_WEEK)
        if first <= tick < last:
            return last
    return tick
