"""Matching needs and supporters (MODEL 6): who is free, what is reserved, when it can start.

Who comes first is a policy: `science/policies.py`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ist_model.inputs import calendar
from ist_model.inputs.calendar import TERM_TICKS, TICKS_PER_WEEK, YEAR_TICKS
from ist_model.science.jit import compiled

MILLI = 1000

# (whole, school year, first tick, first tick no longer) -> the part that falls between them, rounded down.
part_of_year = compiled("i8(i8, i8, i8, i8)")(calendar.part_of_year)

# Why a supporter cannot take a need now; 0: it can.
FREE, NO_MATCH, OWN_SCHOOL, NOT_IN_POST, IN_DEVELOPMENT, BUSY, NO_DAYS, HOME_TIER, HOME_INSPECTION = range(9)
WEEK_FULL, SCHOOL_FULL, SECONDED, ACTING = range(9, 13)
_SPRING_TERM = 1  # of the terms of a school year, counted from 0

# Why a need was not bought when its patience ended; 0: it was, or it is not at that point.
NOT_REFUSED, MAY_NOT_BUY, NO_SUPPLIER, NO_VOLUME, NO_PEOPLE, NO_BUDGET = range(6)


@compiled("i8(f8, b1, b1, b1, i8, b1, b1, i8, b1, b1)")
def why_not_free(
    quality: float,
    own_school: bool,
    in_post: bool,
    developed: bool,
    places_free: int,
    week_full: bool,
    school_full: bool,
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
    if week_full:
        return WEEK_FULL
    if school_full:
        return SCHOOL_FULL
    if affordable_milli <= 0:
        return NO_DAYS
    return FREE


@compiled("i8(f8)")
def milli_of(days: float) -> int:
    """Whole milli-days of a number of days, the nearest."""
    return int(np.floor(days * MILLI + 0.5))


@compiled("i8(f8)")
def mismatch_milli(quality: float) -> int:
    """How far a match is from the best, in thousandths, for ranks."""
    return int(np.floor((1.0 - quality) * MILLI + 0.5))


@compiled("i8(f8)")
def travel_milli(travel_share: float) -> int:
    """Leader milli-days of travel per day on site, for ranks."""
    return int(travel_share * MILLI)


@compiled("i8(f8, i8, i8, i8, i8, i8, i8, i8)")
def why_not_bought(
    quality: float,
    asked_milli: int,
    used_milli: int,
    volume_milli: int,
    people_busy: int,
    people: int,
    cost_pence: int,
    left_pence: int,
) -> int:
    """NOT_REFUSED if a supplier can take all of a need, else the first reason why not (MODEL 6.5).

    `left_pence`: what is left of the year's budget; below 0: no limit.
    """
    if quality <= 0.0:
        return NO_SUPPLIER
    if used_milli + asked_milli > volume_milli:
        return NO_VOLUME
    if people_busy >= people:
        return NO_PEOPLE
    if 0 <= left_pence < cost_pence:
        return NO_BUDGET
    return NOT_REFUSED


@compiled("i8(i8, i8, f8)")
def given_milli(left_milli: int, contracted_milli: int, giving_share: float) -> int:
    """Milli-days of what is left that a home school gives in its tier (MODEL 5.2); below 0 left: no limit.

    It keeps the rest of the year's days back: what is left above that can be reserved.
    """
    if left_milli < 0:
        return left_milli
    kept = int(np.floor(contracted_milli * (1.0 - giving_share) + 0.5))
    return max(0, left_milli - kept)


@compiled("i8(i8, f8)")
def cost_pence(milli: int, price_gbp_per_day: float) -> int:
    """Price of days bought, in whole pence."""
    return int(np.floor(milli * price_gbp_per_day / 10.0 + 0.5))


@compiled("i8(i8, i8, i8, i8)")
def package_pence(price_pence_per_year: int, starts: int, ends: int, year: int) -> int:
    """Price of a package in a school year, in proportion to the time it runs, in whole pence (down)."""
    return part_of_year(price_pence_per_year, year, starts, ends)


@compiled("b1(i8, i8, i8)")
def week_is_full(used_milli: int, pattern_milli: int, ceiling_milli: int) -> bool:
    """Whether one deployment more would take a person out for more of the week than the post allows.

    One alone is always possible; `ceiling_milli` below 0: no limit.
    """
    return ceiling_milli >= 0 and used_milli > 0 and used_milli + pattern_milli > ceiling_milli


@compiled("i8(i8, i8, b1, f8)")
def pattern_at(pattern_milli: int, start: int, test_year: bool, spring_share: float) -> int:
    """Milli-days a week of a deployment that starts at a tick: less in spring for Year 2 and Year 6 staff."""
    if test_year and start // TERM_TICKS % (YEAR_TICKS // TERM_TICKS) == _SPRING_TERM:
        return max(1, int(np.floor(pattern_milli * spring_share + 0.5)))
    return pattern_milli


@compiled("i8(i8, i8, i8)")
def in_step(part_milli: int, given_milli: int, on_site_milli: int) -> int:
    """Preparation or travel that goes with the days on site given so far."""
    return part_milli * given_milli // on_site_milli


@compiled("i8[::1](i8[:], i8[:], i8[:])")
def in_step_each(
    part_milli: NDArray[np.int64], given_milli: NDArray[np.int64], on_site_milli: NDArray[np.int64]
) -> NDArray[np.int64]:
    """[n] `in_step` of each."""
    found = np.empty(part_milli.size, np.int64)
    for at in range(found.size):
        found[at] = in_step(part_milli[at], given_milli[at], on_site_milli[at])
    return found


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


@compiled("f8(i8, i8, i8, f8, f8, f8)")
def gain_per_week(
    on_site_milli: int,
    total_milli: int,
    pattern_milli: int,
    effect_per_day: float,
    quality: float,
    freshness: float,
) -> float:
    """Points a week that a deployment adds: days on site a week x effect per day x match quality.

    `freshness`: what its days are worth against first days of a package (`absorption.freshness`).
    """
    return pattern_milli / MILLI * (on_site_milli / total_milli) * effect_per_day * quality * freshness


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
