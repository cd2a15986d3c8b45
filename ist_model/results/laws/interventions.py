"""Laws of intervention: each step of the ladder, and national support, worked out again from what was seen.

From what Progress Boards saw and inspections found, and the rules alone: an engine that took another step, or
brought an adviser otherwise, is found out.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ist_model.engines.records import Records
from ist_model.inputs.calendar import GRID_TICKS, TERM_TICKS, ticks
from ist_model.results.laws.common import law, when
from ist_model.science import inspection, matching, monitoring
from ist_model.world.structs import NONE, World


class _Rung(NamedTuple):
    """Where a school stands on the intervention ladder; off it: (NONE, 0)."""

    step: int
    stalled: int  # boards without progress at that step


_OFF = _Rung(NONE, 0)


class _Seen(NamedTuple):
    """What is known of a school after its last board."""

    rungs: set[_Rung]  # where it can stand
    shortfall: float  # points below the need threshold; NaN before the first board
    tick: int


@law("each step of the intervention ladder follows from what boards saw")
def ladder_as_seen(world: World, records: Records) -> str | None:
    """Progress by the points seen below the need threshold; the ladder is climbed in the last tier alone."""
    values, last_tier = world.values, len(world.tiers) - 1
    decided = set(world.overrides["school"].tolist())
    columns = (records.boards[name].tolist() for name in ("school", "tick", "tier_after", "step"))
    stands = dict.fromkeys(range(len(world.schools)), _Seen({_OFF}, np.nan, world.span.begin))
    for row, (school, tick, tier, step) in enumerate(zip(*columns, strict=True)):
        seen = stands[school]
        short = monitoring.shortfall(
            records.observed[row], world.has_area[school], values["monitoring.need_threshold"]
        )
        moved_on = monitoring.progressed(short, seen.shortfall, values["monitoring.progress_points"])
        before = seen.rungs
        if school in decided:
            before = _between(world, records, school, seen.tick, tick, before)
        led_to = {_next(world, rung, tier == last_tier, moved_on) for rung in before}
        stands[school] = _Seen({rung for rung in led_to if rung.step == step}, short, tick)
        if not stands[school].rungs:
            steps = " or ".join(str(step) for step in sorted({rung.step for rung in led_to}))
            at = f"{world.names.labels[school]}, {when(tick)}"
            return f"{at}: step {step}, but what boards saw leads to {steps}"
    return None


def _next(world: World, rung: _Rung, last_tier: bool, moved_on: bool) -> _Rung:
    """Where a board leads to."""
    needed = int(world.steps["boards"][rung.step]) if rung.step != NONE else 0
    return _Rung(*monitoring.next_step(*rung, last_tier, moved_on, needed, len(world.steps)))


def _between(
    world: World, records: Records, school: int, since: int, until: int, rungs: set[_Rung]
) -> set[_Rung]:
    """Where it can stand just before a board: off the ladder if it left the last tier since the one before.

    Between boards only a decision of the chief executive takes a school out of a tier. The grid tells whether
    one did; before the first day reported nothing does, so both ways are possible.
    """
    first = (since // GRID_TICKS + 1) * GRID_TICKS
    passed = np.arange(first, until, GRID_TICKS)
    known = np.isin(records.grid_tick, passed)
    if (records.tier[known, school] != len(world.tiers) - 1).any():
        return {_OFF}
    return rungs if known.sum() == len(passed) else rungs | {_OFF}


class _Adviser(NamedTuple):
    """National support that an inspection brings."""

    start: int
    end: int
    milli: int
    areas: tuple[int, ...]  # any of the areas graded lowest: which was seen weakest is not recorded


@law("national targeted support comes where and when inspections bring it, and nowhere else")
def rise_as_inspected(world: World, records: Records) -> str | None:
    """After an urgent outcome or a second weak one running, unless an adviser is there or on the way."""
    for school in range(len(world.schools)):
        own = records.rise[records.rise["school"] == school]
        due = _due(world, records, school)
        for entry, adviser in zip(own, due, strict=False):
            came = (int(entry["start"]), int(entry["end"]), int(entry["milli"]))
            if came != adviser[:3] or int(entry["area"]) not in adviser.areas:
                return (
                    f"{world.names.labels[school]}: {when(came[0])} to {when(came[1])}, {came[2]} milli-days "
                    f"in area {entry['area']}; inspections bring {adviser}"
                )
        if len(own) != len(due):
            return f"{world.names.labels[school]}: {len(own)} times, inspections bring it {len(due)} times"
    return None


def _due(world: World, records: Records, school: int) -> list[_Adviser]:
    """What a school's inspections bring before the horizon."""
    values, before = world.values, int(world.schools["last_outcome"][school])
    days, terms = values["rise.days_per_term"], values["rise.terms"]
    found: list[_Adviser] = []
    for row in np.flatnonzero(records.inspections["school"] == school).tolist():
        seen, grades = records.inspections[row], records.grades[row]
        outcome = inspection.outcome_class(int(seen["worst"]), world.attention_grade, bool(seen["safe"]))
        now = int(seen["tick"])
        there = bool(found) and found[-1].end > now
        if inspection.brings_rise(before, outcome) and not there and days > 0.0 and terms >= 1.0:
            start = now + ticks(values["rise.delay_weeks"])
            end = start + int(terms) * TERM_TICKS
            weakest = tuple(np.flatnonzero(world.has_area[school] & (grades == seen["worst"])).tolist())
            found.append(_Adviser(start, end, matching.milli_of(days * terms), weakest))
        before = outcome
    return [adviser for adviser in found if adviser.start < world.span.end]
