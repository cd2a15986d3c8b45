"""The intervention ladder in a narrated run: what follows where a school makes no progress (MODEL 5.5)."""

from __future__ import annotations

from ist_model.engines.narrated.careers import Careers
from ist_model.engines.narrated.headships import Headships
from ist_model.engines.narrated.rules import monitoring
from ist_model.engines.narrated.schools import Schools
from ist_model.engines.records import SOURCE_BOARD
from ist_model.world.structs import NONE, World


class Interventions:
    """Steps of the ladder, taken at boards; one lasts until the next, or until the school leaves the tier."""

    def __init__(self, world: World, schools: Schools, careers: Careers, headships: Headships) -> None:
        """No school is on the ladder yet."""
        self.world, self.schools = world, schools
        self.careers, self.headships = careers, headships

    def after_board(self, school: int, progressed: bool) -> int:
        """Take the step that a board leads to; needs it raised."""
        state, steps = self.schools.states[school], self.world.steps
        before = state.step
        needed = int(steps["boards"][before]) if before != NONE else 0
        last_tier = self.schools.asking.is_emergency(school)
        state.step, state.step_stalled = monitoring.next_step(
            before, state.step_stalled, last_tier, progressed, needed, len(steps)
        )
        return self._act(school, state.step) if state.step != before else 0

    def after_tier(self, school: int) -> None:
        """A school that has left the last tier leaves the ladder, whatever step it was on."""
        state = self.schools.states[school]
        if state.step != NONE and not self.schools.asking.is_emergency(school):
            state.step, state.step_stalled = NONE, 0
            self._act(school, NONE)

    def _act(self, school: int, step: int) -> int:
        struct = self.world.steps[step] if step != NONE else None
        self.careers.leave_factor[school] = 1.0 if struct is None else float(struct["leave_factor"])
        self.headships.put_under(school, struct is not None and bool(struct["partnership_head"]))
        if struct is None:
            self.careers.must_go.discard(school)
            return 0
        if struct["changes_head"]:
            self.careers.must_go.add(school)
        area = self.world.leadership_area
        has = area != NONE and bool(self.world.has_area[school, area])
        if not has or struct["milli"] <= 0 or self.schools.asking.has_open(school, area):
            return 0
        milli = max(int(struct["milli"]), self.schools.days_wanted(school, area))
        return self.schools.asking.ask(school, area, milli, SOURCE_BOARD)
