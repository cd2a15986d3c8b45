"""The intervention ladder in a compiled run: what follows where a school makes no progress (MODEL 5.5)."""

from __future__ import annotations

from ist_model.engines.compiled import asking, tiers
from ist_model.engines.compiled.jit import Given, State, part
from ist_model.engines.records import SOURCE_BOARD
from ist_model.science import monitoring
from ist_model.world.structs import NONE


@part
def after_board(w: Given, s: State, school: int, progressed: bool) -> int:
    """Take the step that a board leads to; needs it raised."""
    row = s.schools[school]
    before = row.step
    needed = w.steps[before].boards if before != NONE else 0
    row.step, row.step_stalled = monitoring.next_step(
        before, row.step_stalled, tiers.is_emergency(w, s, school), progressed, needed, w.steps.size
    )
    if row.step == before:
        return 0
    _act(w, s, school)
    return _ask_for_leadership(w, s, school) if row.step != NONE else 0


@part
def after_tier(w: Given, s: State, school: int) -> None:
    """A school that has left the last tier leaves the ladder, whatever step it was on."""
    row = s.schools[school]
    if row.step != NONE and not tiers.is_emergency(w, s, school):
        row.step, row.step_stalled = NONE, 0
        _act(w, s, school)


@part
def _act(w: Given, s: State, school: int) -> None:
    """What a step means for the school's leaders; without a step, nothing any more."""
    row = s.schools[school]
    if row.step == NONE:
        row.leave_factor, row.placed_under, row.must_go = 1.0, 0, 0
        return
    step = w.steps[row.step]
    row.leave_factor, row.placed_under = step.leave_factor, step.partnership_head
    if step.changes_head != 0:
        row.must_go = 1


@part
def _ask_for_leadership(w: Given, s: State, school: int) -> int:
    step, area = w.steps[s.schools[school].step], w.leadership_area
    if area == NONE or not w.has_area[school, area] or step.milli <= 0 or s.open_need[school, area]:
        return 0
    milli = max(step.milli, asking.days_wanted(w, s, school, area))
    return asking.ask(w, s, school, area, milli, SOURCE_BOARD, NONE)
