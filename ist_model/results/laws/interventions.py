"""Laws of intervention: each step of the ladder, and national support, worked out again from what was seen.

From what Progress Boards saw and inspections found, and the rules alone: an engine that took another step, or
brought an adviser otherwise, is found out.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ist_model.inputs.calendar import GRID_TICKS, TERM_TICKS, ticks
from ist_model.results.arrays import Bools, Floats, Ints
from ist_model.results.laws.common import first, law, when
from ist_model.results.runs import Runs
from ist_model.science import inspection, matching, monitoring
from ist_model.science.jit import compiled
from ist_model.world.structs import NONE, World


@law("each step of the intervention ladder follows from what boards saw")
def ladder_as_seen(world: World, records: Runs) -> str | None:
    """Progress by the points seen below the need threshold; the ladder is climbed in the last tier alone."""
    boards, schools = records.boards, len(world.schools)
    decided = np.zeros(schools, np.bool_)
    decided[world.overrides["school"]] = True
    owner = records.run_of("boards") * schools + boards["school"]
    led_to = np.zeros(len(world.steps) + 1, np.bool_)
    row = _first_wrong_step(
        owner,
        np.array([boards[name] for name in ("school", "tick", "tier_after", "step")], np.int64),
        np.ascontiguousarray(records.observed),
        world.has_area,
        decided,
        records.tier,
        int(records.grid_tick[0]),
        world.span.begin,
        len(world.tiers),
        world.steps["boards"].astype(np.int64),
        world.values["monitoring.need_threshold"],
        world.values["monitoring.progress_points"],
        int(np.bincount(owner).max(initial=0)) + 1,
        led_to,
    )
    if row == NONE:
        return None
    steps = " or ".join(str(step - 1) for step in np.flatnonzero(led_to).tolist())
    at = f"{world.names.labels[boards['school'][row]]}, {when(boards['tick'][row])}"
    return f"{at}: step {boards['step'][row]}, but what boards saw leads to {steps}"


@compiled(
    "i8(i8[::1], i8[:, ::1], f8[:, ::1], b1[:, :], b1[::1], i1[:, :, ::1], i8, i8, i8, i8[::1], f8, f8, i8,"
    "b1[::1])"
)
def _first_wrong_step(
    owner: Ints,
    boards: Ints,
    observed: Floats,
    has_area: Bools,
    decided: Bools,
    tier: NDArray[np.int8],
    grid_start: int,
    begin: int,
    tiers: int,
    needed: Ints,
    need_threshold: float,
    progress_points: float,
    most_stalled: int,
    led_to: Bools,
) -> int:
    """Row of the first board whose step does not follow, or NONE; steps that would, from -1, in `led_to`.

    A school stands on a step of the ladder, with some number of boards without progress at it; off the ladder
    (NONE, 0). Which number is not always known: `stalled` marks all that can be.

    Args:
        owner: [n] run and school of each board, in the order of time for each.
        boards: [4, n] school, tick, tier after it, step after it.
        observed: [n, A] strength seen.
        has_area: [S, A].
        decided: [S] the chief executive has decided on its tier at some date.
        tier: [R, Q, S].
        grid_start: first tick of the grid.
        begin: first tick of the run.
        tiers: how many there are.
        needed: [steps] boards without progress after which the next step follows.
        need_threshold: strength below which a board asks for support.
        progress_points: by how much the shortfall falls where a school moves on.
        most_stalled: more boards than a school has.
        led_to: [1 + steps] for the answer.
    """
    schools, points, steps = tier.shape[2], tier.shape[1], len(needed)
    owners = tier.shape[0] * schools
    stands, seen_at = np.full(owners, NONE), np.full(owners, begin)
    shortfall = np.full(owners, np.nan)
    stalled = np.zeros((owners, most_stalled), np.bool_)
    stalled[:, 0] = True
    for row in range(owner.size):
        who, school, tick = owner[row], boards[0, row], boards[1, row]
        tier_after, step = boards[2, row], boards[3, row]
        short = monitoring.shortfall(observed[row], has_area[school], need_threshold)
        moved_on = monitoring.progressed(short, shortfall[who], progress_points)
        # Between boards only a decision of the chief executive takes a school out of a tier. The grid tells
        # whether one did; before the first day reported nothing does, so both ways are possible.
        stays, leaves = True, False
        if decided[school]:
            at = (seen_at[who] // GRID_TICKS + 1) * GRID_TICKS
            while at < tick:
                point = (at - grid_start) // GRID_TICKS
                if point < 0 or point >= points:
                    leaves = True
                elif tier[who // schools, point, school] != tiers - 1:
                    stays = False
                at += GRID_TICKS
        led_to[:] = False
        after = np.zeros(most_stalled, np.bool_)
        if stays:
            boards_needed = needed[stands[who]] if stands[who] != NONE else 0
            for count in range(most_stalled):
                if stalled[who, count]:
                    to, now = monitoring.next_step(
                        stands[who], count, tier_after == tiers - 1, moved_on, boards_needed, steps
                    )
                    led_to[to + 1] = True
                    after[now] |= to == step
        if leaves or not stays:
            to, now = monitoring.next_step(NONE, 0, tier_after == tiers - 1, moved_on, 0, steps)
            led_to[to + 1] = True
            after[now] |= to == step
        if not after.any():
            return row
        stalled[who], stands[who], shortfall[who], seen_at[who] = after, step, short, tick
    return NONE


@law("national targeted support comes where and when inspections bring it, and nowhere else")
def rise_as_inspected(world: World, records: Runs) -> str | None:
    """After an urgent outcome or a second weak one running, unless an adviser is there or on the way."""
    values, schools, visits, rise = world.values, len(world.schools), records.inspections, records.rise
    days, terms = values["rise.days_per_term"], values["rise.terms"]
    delay, stay = ticks(values["rise.delay_weeks"]), int(terms) * TERM_TICKS
    visited = records.run_of("inspections") * schools + visits["school"]
    brought = _brings(
        visited,
        np.array([visits[name] for name in ("school", "tick", "worst", "safe")], np.int64),
        world.schools["last_outcome"].astype(np.int64),
        len(records),
        world.attention_grade,
        delay + stay,
    )
    brought &= (days > 0.0) & (terms >= 1.0) & (visits["tick"] + delay < world.span.end)
    due, milli = np.flatnonzero(brought), matching.milli_of(days * terms)
    due = due[np.argsort(visited[due], kind="stable")]
    owner = records.run_of("rise") * schools + rise["school"]
    own = np.argsort(owner, kind="stable")
    number, came = (np.bincount(each, minlength=len(records) * schools) for each in (visited[due], owner))
    wrong = first(number != came)
    if wrong is not None:
        label = world.names.labels[wrong % schools]
        return f"{label}: {came[wrong]} times, inspections bring it {number[wrong]} times"
    entries, seen = rise[own], visits[due]
    # Any of the areas graded lowest: which was seen weakest is not recorded.
    weakest = world.has_area[seen["school"]] & (records.grades[due] == seen["worst"][:, None])
    starts = seen["tick"] + delay
    as_due = (entries["start"] == starts) & (entries["end"] == starts + stay) & (entries["milli"] == milli)
    row = first(~(as_due & weakest[np.arange(len(due)), entries["area"]]))
    if row is None:
        return None
    entry, areas = entries[row], np.flatnonzero(weakest[row]).tolist()
    return (
        f"{world.names.labels[entry['school']]}: {when(entry['start'])} to {when(entry['end'])}, "
        f"{entry['milli']} milli-days in area {entry['area']}; inspections bring {milli} in one of areas "
        f"{areas}, {when(starts[row])} to {when(starts[row] + stay)}"
    )


@compiled("b1[::1](i8[::1], i8[:, ::1], i8[::1], i8, i8, i8)")
def _brings(
    owner: Ints, visits: Ints, last_outcome: Ints, runs: int, attention_grade: int, until: int
) -> Bools:
    """[n] the inspection brings an adviser.

    Args:
        owner: [n] run and school of each inspection, in the order of time for each.
        visits: [4, n] school, tick, worst grade, whether safeguarding is met.
        last_outcome: [S] before the run.
        runs: how many.
        attention_grade: grades at or below this need attention.
        until: ticks from an inspection until the adviser it brings has gone.
    """
    schools = len(last_outcome)
    before, gone = np.empty(runs * schools, np.int64), np.full(runs * schools, np.iinfo(np.int64).min)
    for run in range(runs):
        before[run * schools : (run + 1) * schools] = last_outcome
    found = np.zeros(owner.size, np.bool_)
    for row in range(owner.size):
        who, tick = owner[row], visits[1, row]
        outcome = inspection.outcome_class(visits[2, row], attention_grade, visits[3, row] == 1)
        found[row] = inspection.brings_rise(before[who], outcome) and gone[who] <= tick
        if found[row]:
            gone[who] = tick + until
        before[who] = outcome
    return found
