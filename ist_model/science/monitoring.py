"""Seeing need (MODEL 5.1-5.3): what a Progress Board sees, which tier follows, which support it asks for."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ist_model.inputs.calendar import TERM_TICKS
from ist_model.science import draws
from ist_model.science.inspection import OUTCOME_ATTENTION, OUTCOME_URGENT
from ist_model.science.jit import Word, compiled

MILLI = 1000


@compiled("f8(f8, f8, f8, f8, f8, f8)")
def observation_sd(
    sd: float,
    validation_factor: float,
    data_lead_factor: float,
    challenge_factor: float,
    data_lead_days_per_school: float,
    data_lead_full_days: float,
) -> float:
    """Spread of what a board sees around the truth (points), less for all that sharpens sight (MODEL 5.1).

    Factors are 1 where there is no validation, no Data Lead or no challenge; the Data Lead's counts in
    proportion to the days there are for each school, up to the full days.
    """
    share = min(1.0, data_lead_days_per_school / data_lead_full_days)
    return float(sd * validation_factor * challenge_factor * math.pow(data_lead_factor, share))


@compiled("f8(f8, f8, f8)")
def size_factor(roll: float, typical_roll: float, chance_share: float) -> float:
    """Factor on that spread by size: boards see small schools less clearly (MODEL 4.5, 5.1).

    `chance_share` is the part of the spread's variance in a school of typical size that is the chance of its
    cohorts, which grows as 1 / pupils; 0: all schools are seen alike.
    """
    return math.sqrt(1.0 - chance_share + chance_share * typical_roll / roll)


@compiled("f8(f8, f8, f8)")
def observed(x: float, sd: float, u: float) -> float:
    """As `observe`, with its draw at hand."""
    return x + sd * draws.normal_quantile(u)


@compiled("f8(f8, f8, u8, u8, u8, u8)")
def observe(x: float, sd: float, seed: Word, run: Word, pair_key: Word, grid_index: Word) -> float:
    """Strength of one area as a board sees it: y = x + error, keyed to (school, area) and grid point."""
    return observed(x, sd, draws.uniform(seed, run, draws.BOARD_ERROR, pair_key, grid_index))


@compiled("i8(f8[:], b1[:], i8, f8, f8, f8, i8, b1, b1)")
def indicated_tier(
    seen: NDArray[np.float64],
    has_area: NDArray[np.bool_],
    leadership_area: int,
    need_threshold: float,
    urgent_threshold: float,
    margin: float,
    last_outcome: int,
    inspection_near: bool,
    leader_settled: bool,
) -> int:
    """Tier that one board's evidence points to, 0 (most autonomous) to 3 (intervention).

    Intervention: leadership seen as urgent, two areas urgent, or the last inspection urgent. Targeted: any
    area below the need threshold, or the last inspection asked for attention. Supported: any area within a
    margin of the threshold, an inspection near, or a leader who is new or missing. Else self-improving.
    """
    urgent, below, near = 0, 0, 0
    for area in range(seen.size):
        if not has_area[area]:
            continue
        if seen[area] < urgent_threshold:
            urgent += 2 if area == leadership_area else 1
        if seen[area] < need_threshold:
            below += 1
        elif seen[area] < need_threshold + margin:
            near += 1
    if urgent >= 2 or last_outcome == OUTCOME_URGENT:
        return 3
    if below > 0 or last_outcome == OUTCOME_ATTENTION:
        return 2
    if near > 0 or inspection_near or not leader_settled:
        return 1
    return 0


@compiled("i8(i8, i8)")
def first_tier(last_outcome: int, tiers: int) -> int:
    """Tier of a school before its first board, from its last inspection alone."""
    if last_outcome == OUTCOME_URGENT:
        tier = 3
    elif last_outcome == OUTCOME_ATTENTION:
        tier = 2
    else:
        tier = 1
    return min(tier, tiers - 1)


@compiled("f8(i8, i8, f8, f8)")
def asking_threshold(tier: int, tiers: int, need_threshold: float, margin: float) -> float:
    """Strength below which a board asks for support; higher in the last tier, for a package across areas."""
    return need_threshold + margin if tier == tiers - 1 else need_threshold


@compiled("b1(i8, i8, f8)")
def is_settled(now: int, since: int, new_leader_terms: float) -> bool:
    """Whether a leader has been in post for long enough not to count as new (MODEL 5.2, experience)."""
    return now - since >= new_leader_terms * TERM_TICKS


@compiled("i8(i8, b1, b1)")
def need_priority(tier_priority: int, last_tier: bool, leadership: bool) -> int:
    """Priority of a school's need; in the last tier leadership comes before all else (MODEL 4.2)."""
    return tier_priority - 1 if last_tier and leadership else tier_priority


@compiled("i8(i8, i8)")
def preparation_milli(wanted_milli: int, left_milli: int) -> int:
    """Milli-days that a board's preparation takes from a post: what is left at most; below 0: no limit."""
    return wanted_milli if left_milli < 0 else min(wanted_milli, left_milli)


@compiled("f8(f8[:], b1[:], f8)")
def shortfall(seen: NDArray[np.float64], has_area: NDArray[np.bool_], need_threshold: float) -> float:
    """Points by which areas are seen below the need threshold, summed over areas."""
    total = 0.0
    for area in range(seen.size):
        if has_area[area] and seen[area] < need_threshold:
            total += need_threshold - seen[area]
    return total


@compiled("b1(f8, f8, f8)")
def progressed(shortfall_now: float, shortfall_before: float, least_points: float) -> bool:
    """Whether a school moved on since its last board: nothing is low, or the shortfall fell by enough.

    NaN before the first board, which counts as progress.
    """
    return shortfall_now == 0.0 or not shortfall_now > shortfall_before - least_points


@compiled("UniTuple(i8, 3)(i8, i8, i8, i8, b1, i8)")
def next_tier(
    tier: int, better_boards: int, stalled_boards: int, indicated: int, progressed: bool, tiers: int
) -> tuple[int, int, int]:
    """(tier, better boards, stalled boards) after a board.

    Down at once; a step up needs two boards in a row; three boards that point to no better tier and show no
    progress escalate a school in the lower half of the tiers by one step (MODEL 5.2).
    """
    worst = tiers - 1
    indicated = min(indicated, worst)
    if indicated > tier:
        return indicated, 0, 0
    if indicated < tier:
        better_boards += 1
        if better_boards >= 2:
            return tier - 1, 0, 0
    else:
        better_boards = 0
    if 2 * tier < tiers or tier == worst or indicated < tier or progressed:
        return tier, better_boards, 0
    stalled_boards += 1
    if stalled_boards >= 3:
        return min(tier + 1, worst), 0, 0
    return tier, better_boards, stalled_boards


@compiled("UniTuple(i8, 2)(i8, i8, b1, b1, i8, i8)")
def next_step(
    step: int, stalled: int, last_tier: bool, progressed: bool, boards_needed: int, steps: int
) -> tuple[int, int]:
    """(step of the intervention ladder, boards without progress at it) after a board (MODEL 5.5).

    The ladder begins (step 0) in the last tier and ends with it (-1). `boards_needed`: boards without
    progress after which the present step is followed by the next; progress starts their count anew.
    """
    if not last_tier or steps == 0:
        return -1, 0
    if step < 0:
        return 0, 0
    stalled = 0 if progressed else stalled + 1
    if stalled >= boards_needed and step + 1 < steps:
        return step + 1, 0
    return step, stalled


@compiled("i8(f8, f8, f8, f8, f8)")
def days_for_gap(seen: float, need_threshold: float, per_point: float, least: float, most: float) -> int:
    """Milli-days that a gap asks for, within the package limits (days)."""
    days = max(least, min(most, (need_threshold - seen) * per_point))
    return int(np.floor(days * MILLI + 0.5))


@compiled("i8(b1[:], f8)")
def pick_specialism(serves: NDArray[np.bool_], u: float) -> int:
    """One of the specialisms that serve an area, each as likely (-1: none does)."""
    count = 0
    for flag in serves:
        if flag:
            count += 1
    if count == 0:
        return -1
    wanted = min(count - 1, int(u * count))
    for specialism in range(serves.size):
        if serves[specialism]:
            if wanted == 0:
                return specialism
            wanted -= 1
    return -1


@compiled("i8(f8[:], b1[:])")
def weakest_area(seen: NDArray[np.float64], has_area: NDArray[np.bool_]) -> int:
    """The area seen lowest; the first of equals, -1 if the school has none."""
    weakest, lowest = -1, np.inf
    for area in range(seen.size):
        if has_area[area] and seen[area] < lowest:
            weakest, lowest = area, seen[area]
    return weakest
