"""Inspections and the monitoring visits that follow them in a compiled run (MODEL 4.6)."""

from __future__ import annotations

import numpy as np

from ist_model.engines.compiled import asking, easing, events, rise, strengths, waiting
from ist_model.engines.compiled.jit import Given, State, part
from ist_model.engines.records import SOURCE_VISIT
from ist_model.inputs.calendar import TERM_TICKS, YEAR_TICKS
from ist_model.science import inspection, matching
from ist_model.world.structs import GROUP_JOINER, NEVER, NONE

_LONG_AGO = 1000 * YEAR_TICKS  # of a school whose last inspection is not known
_NEVER = int(NEVER)
_NO_KEY = np.uint64(0)


@part
def begin(w: Given, s: State, school: int) -> None:
    """The first inspection of the run: none came between the last one known and the first day reported.

    A school that joins in the run, and a new academy, has its clock start again at joining.
    """
    struct, row = w.schools[school], s.schools[school]
    if struct.group == GROUP_JOINER:
        _ask_for_next(w, s, school, inspection.OUTCOME_NEW_ACADEMY, s.now, s.now)
        return
    known_until = max(s.now, w.start)
    kind = inspection.OUTCOME_NEW_ACADEMY if struct.new_academy != 0 else row.last_outcome
    clock_from = row.last_inspected if row.last_inspected != _NEVER else -_LONG_AGO
    _ask_for_next(w, s, school, kind, clock_from, known_until)


@part
def _ask_for_next(w: Given, s: State, school: int, kind: int, clock_from: int, known_until: int) -> None:
    row = s.schools[school]
    low, mode, high = w.intervals[kind, 0], w.intervals[kind, 1], w.intervals[kind, 2]
    late = w.inspection_overdue_within_years
    row.inspection_expected = inspection.tick_expected(clock_from, mode, high, known_until, late)
    tick = inspection.tick_of_next(
        clock_from, low, mode, high, known_until, late, w.seed, s.run, w.schools[school].key, row.ordinal
    )
    events.spawn(s, events.WINDOW_CLOSES, school, 0)
    events.wait(s, tick, events.INSPECTIONS, school, events.ABSENT, _NO_KEY, events.INSPECTION, school, 0)


@part
def wait_for_window(w: Given, s: State, school: int) -> None:
    """Leaders kept at home for an expected inspection are free again when its window is over."""
    ends = s.schools[school].inspection_expected + w.inspection_window
    closes = int(ends) + 1
    if closes > s.now:
        events.wait(s, closes, events.ARRIVALS, NONE, school, _NO_KEY, events.WINDOW_CLOSES, school, 1)
    if ends == closes - 1 and ends > s.now:  # on a whole tick: over then, and told of at the next one
        events.wait(s, closes - 1, events.ARRIVALS, NONE, school, _NO_KEY, events.WINDOW_ENDS, school, 0)


@part
def window_closes(w: Given, s: State, school: int) -> None:
    """No inspection is expected any longer."""
    easing.leaders_of_school(w, s, school)
    waiting.call_if_it_matters(w, s)


@part
def inspect(w: Given, s: State, school: int) -> None:
    """Grades, and what follows from them; then the next one is awaited."""
    row = s.schools[school]
    ordinal, at = row.ordinal, _new_record(s)
    worst = _grade(w, s, school, ordinal, at)
    chance = w.inspection_safeguarding_not_met_chance
    safe = inspection.safeguarding_met(chance, w.seed, s.run, w.schools[school].key, ordinal)
    outcome = inspection.outcome_class(worst, w.attention_grade, safe)
    if inspection.is_downgrade(row.last_outcome, outcome):
        row.downgraded = s.now
    if inspection.brings_rise(row.last_outcome, outcome):
        rise.call_in(w, s, school)
    row.last_outcome, row.last_inspected, row.ordinal = outcome, s.now, ordinal + 1
    record = s.inspections[at]
    record.school, record.tick, record.ordinal = school, s.now, ordinal
    record.safe, record.worst = 1 if safe else 0, worst
    if row.in_trust != 0 and outcome == inspection.OUTCOME_URGENT:
        row.tier, row.better_boards, row.stalled_boards = w.tiers_n - 1, 0, 0
        row.acted_on = row.tier
        waiting.more_urgent(w, s, school)
    if row.in_trust != 0 and outcome != inspection.OUTCOME_GOOD:
        row.visits_left = int(w.monitoring_visits_after_attention)
        events.spawn(s, events.VISIT, school, row.ordinal)
    easing.leaders_of_school(w, s, school)
    waiting.call_if_it_matters(w, s)
    _ask_for_next(w, s, school, row.last_outcome, row.last_inspected, s.now)


@part
def _new_record(s: State) -> int:
    at = s.inspections_n
    if at >= s.inspections.size:
        s.overflow = 1
        return int(at - 1)
    s.inspections_n = at + 1
    return int(at)


@part
def _grade(w: Given, s: State, school: int, ordinal: int, at: int) -> int:
    """Grade every area into a row of grades; the worst grade."""
    worst, lowest = w.grade_cuts.size, np.inf
    for area in range(w.areas_n):
        s.grades[at, area] = inspection.NOT_GRADED
        if not w.has_area[school, area]:
            continue
        x = strengths.read(w, s, school, area)
        seen = inspection.inspected_strength(
            x, w.inspection_noise_sd, w.seed, s.run, w.pair_key[school, area], ordinal
        )
        grade = inspection.grade(seen, w.grade_cuts)
        s.grades[at, area] = grade
        worst = min(worst, grade)
        if seen < lowest:
            lowest = seen
            s.schools[school].worst_area = area
    return int(worst)


@part
def visit(w: Given, s: State, school: int, ordinal: int) -> None:
    """Monitoring visits each term after an area was graded as needing attention (MODEL 4.6, 5.3)."""
    row = s.schools[school]
    if row.visits_left <= 0 or row.ordinal != ordinal:
        return
    if not s.open_need[school, row.worst_area]:
        milli = matching.milli_of(w.monitoring_visit_days)
        asking.ask(w, s, school, row.worst_area, milli, SOURCE_VISIT, NONE)
    row.visits_left -= 1
    tick = (s.now // TERM_TICKS + 1) * TERM_TICKS
    first, absent = w.schools_n + school, events.ABSENT
    events.wait(s, tick, events.INSPECTIONS, first, absent, _NO_KEY, events.VISIT, school, ordinal)
