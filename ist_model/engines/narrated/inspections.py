"""Inspections and the monitoring visits that follow them, as SimPy processes (MODEL 4.6)."""

from __future__ import annotations

from ist_model.engines.narrated.asking import Asking
from ist_model.engines.narrated.clock import Phase, PhaseClock, Process
from ist_model.engines.narrated.recording import Recording
from ist_model.engines.narrated.strengths import Strengths
from ist_model.engines.narrated.things import SchoolState
from ist_model.engines.records import SOURCE_VISIT
from ist_model.inputs.calendar import TERM_TICKS, TICKS_PER_WEEK, YEAR_TICKS
from ist_model.science import draws, inspection
from ist_model.world.structs import NEVER, World

_MILLI = 1000
_INTERVALS = ("good", "attention", "urgent", "new_academy")


class Inspections:
    """When each school is inspected, what grades it gets and which visits follow."""

    def __init__(
        self,
        world: World,
        run: int,
        clock: PhaseClock,
        strengths: Strengths,
        recording: Recording,
        states: list[SchoolState],
        asking: Asking,
    ) -> None:
        """Inspections of all schools, twins included."""
        self.world, self.run, self.clock, self.values = world, run, clock, world.values
        self.strengths, self.recording = strengths, recording
        self.states, self.asking = states, asking
        self.window = self.values["release.inspection_window_weeks"] * TICKS_PER_WEEK

    def near(self, school: int) -> bool:
        """Whether the trust expects an inspection now: around the usual interval since the last."""
        return abs(self.clock.now - self.states[school].inspection_expected) < self.window

    def live(self, school: int) -> Process:
        """Inspections for ever: an interval by the last outcome, then grades (MODEL 4.6)."""
        state = self.states[school]
        self._expect(state)
        tick = self._first_inspection(school)
        while True:
            yield self.clock.until(tick, Phase.INSPECTIONS, school)
            self._inspect(school)
            tick = self.clock.now + self._interval_ticks(school, state.last_outcome)

    def _first_inspection(self, school: int) -> int:
        struct, state = self.world.schools[school], self.states[school]
        joins_now = struct["new_academy"] and struct["exists"] > self.world.span.begin
        if joins_now:
            return self.clock.now + self._interval_ticks(school, inspection.OUTCOME_NEW_ACADEMY)
        kind = inspection.OUTCOME_NEW_ACADEMY if struct["new_academy"] else state.last_outcome
        if state.last_inspected != NEVER:
            due = state.last_inspected + self._interval_ticks(school, kind)
            if due > self.clock.now:
                return due
        u = draws.uniform(self.world.seed, self.run, draws.INSPECTION_GAP, struct["key"], state.ordinal)
        return self.clock.now + 1 + int(u * self.values["inspection.overdue_within_years"] * YEAR_TICKS)

    def _interval_ticks(self, school: int, kind: int) -> int:
        name = _INTERVALS[kind]
        low, mode, high = (
            self.values[f"inspection.{name}_interval_{point}_years"] for point in ("low", "mode", "high")
        )
        key, ordinal = self.world.schools[school]["key"], self.states[school].ordinal
        years = inspection.years_to_next(low, mode, high, self.world.seed, self.run, key, ordinal)
        return max(1, int(years * YEAR_TICKS + 0.5))

    def _expect(self, state: SchoolState) -> None:
        """What the trust expects: the usual interval after the last inspection; nothing if none is known."""
        if state.last_inspected != NEVER:
            mode = self.values[f"inspection.{_INTERVALS[state.last_outcome]}_interval_mode_years"]
            state.inspection_expected = state.last_inspected + mode * YEAR_TICKS

    def _inspect(self, school: int) -> None:
        world, state = self.world, self.states[school]
        key, ordinal = world.schools[school]["key"], state.ordinal
        grades, worst, lowest = [], len(world.grade_cuts), float("inf")
        for area, has in enumerate(world.has_area[school]):
            if not has:
                grades.append(inspection.NOT_GRADED)
                continue
            seen = inspection.inspected_strength(
                self.strengths.read(school, area),
                self.values["inspection.noise_sd"],
                world.seed,
                self.run,
                world.pair_key[school, area],
                ordinal,
            )
            grades.append(inspection.grade(seen, world.grade_cuts))
            worst = min(worst, grades[-1])
            if seen < lowest:
                lowest, state.worst_area = seen, area
        chance = self.values["inspection.safeguarding_not_met_chance"]
        safe = inspection.safeguarding_met(chance, world.seed, self.run, key, ordinal)
        state.last_outcome = inspection.outcome_class(worst, world.attention_grade, safe)
        state.last_inspected, state.ordinal = self.clock.now, ordinal + 1
        self._expect(state)
        self.recording.inspection(school, ordinal, safe, worst, grades)
        if state.in_trust and state.last_outcome != inspection.OUTCOME_GOOD:
            state.visits_left = int(self.values["monitoring.visits_after_attention"])
            self.clock.env.process(self.visits(school, state.ordinal))

    def visits(self, school: int, ordinal: int) -> Process:
        """Monitoring visits each term after an area was graded as needing attention (MODEL 4.6, 5.3)."""
        state = self.states[school]
        milli = round(self.values["monitoring.visit_days"] * _MILLI)
        while state.visits_left > 0 and state.ordinal == ordinal:
            if not self.asking.has_open(school, state.worst_area):
                self.asking.ask(school, state.worst_area, milli, SOURCE_VISIT)
            state.visits_left -= 1
            tick = (self.clock.now // TERM_TICKS + 1) * TERM_TICKS
            yield self.clock.until(tick, Phase.INSPECTIONS, len(self.states) + school)
