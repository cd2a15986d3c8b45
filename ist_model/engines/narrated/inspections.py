"""Inspections and the monitoring visits that follow them, as SimPy processes (MODEL 4.6)."""

from __future__ import annotations

from collections.abc import Callable

from ist_model.engines.narrated.asking import Asking
from ist_model.engines.narrated.clock import Phase, PhaseClock, Process
from ist_model.engines.narrated.recording import Recording
from ist_model.engines.narrated.rules import inspection, matching
from ist_model.engines.narrated.strengths import Strengths
from ist_model.engines.narrated.things import SchoolState
from ist_model.engines.records import SOURCE_VISIT
from ist_model.inputs.calendar import TERM_TICKS, TICKS_PER_WEEK, YEAR_TICKS
from ist_model.world.structs import GROUP_JOINER, NEVER, World

_LONG_AGO = 1000 * YEAR_TICKS  # of a school whose last inspection is not known
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
        self.supply_changed: Callable[[], None] = lambda: None
        self.call_in: Callable[[int, SchoolState], None] = lambda school, state: None
        self.downgraded: Callable[[int], None] = lambda school: None
        self.window = self.values["release.inspection_window_weeks"] * TICKS_PER_WEEK

    def near(self, school: int) -> bool:
        """Whether the trust expects an inspection now, around the time usual after the last one."""
        return inspection.is_expected(self.clock.now, self.states[school].inspection_expected, self.window)

    def live(self, school: int) -> Process:
        """Inspections for ever: an interval by the last outcome, then grades (MODEL 4.6)."""
        state = self.states[school]
        tick = self._next_of_a_known_school(school)
        while True:
            self.clock.begin(self._window_closes(school))
            yield self.clock.until(tick, Phase.INSPECTIONS, school)
            self._inspect(school)
            tick = self._next(school, state.last_outcome, state.last_inspected, self.clock.now)

    def _next_of_a_known_school(self, school: int) -> int:
        """The first inspection of the run: none came between the last one known and the first day reported.

        A school that joins in the run, and a new academy, has its clock start again at joining.
        """
        struct, state, now = self.world.schools[school], self.states[school], self.clock.now
        if struct["group"] == GROUP_JOINER:
            return self._next(school, inspection.OUTCOME_NEW_ACADEMY, now, now)
        known_until = max(now, self.world.span.start)
        kind = inspection.OUTCOME_NEW_ACADEMY if struct["new_academy"] else state.last_outcome
        clock_from = state.last_inspected if state.last_inspected != NEVER else -_LONG_AGO
        return self._next(school, kind, clock_from, known_until)

    def _next(self, school: int, kind: int, clock_from: int, known_until: int) -> int:
        name, state = _INTERVALS[kind], self.states[school]
        low, mode, high = (
            self.values[f"inspection.{name}_interval_{point}_years"] for point in ("low", "mode", "high")
        )
        late = self.values["inspection.overdue_within_years"]
        state.inspection_expected = inspection.tick_expected(clock_from, mode, high, known_until, late)
        key, seed = self.world.schools[school]["key"], self.world.seed
        return inspection.tick_of_next(
            clock_from, low, mode, high, known_until, late, seed, self.run, key, state.ordinal
        )

    def _window_closes(self, school: int) -> Process:
        """Leaders kept at home for an expected inspection are free again when its window is over."""
        closes = int(self.states[school].inspection_expected + self.window) + 1
        if closes > self.clock.now:
            yield self.clock.until(closes, Phase.ARRIVALS, -1, school)
            self.supply_changed()

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
        outcome = inspection.outcome_class(worst, world.attention_grade, safe)
        if inspection.is_downgrade(state.last_outcome, outcome):
            self.downgraded(school)
        if inspection.brings_rise(state.last_outcome, outcome):
            self.call_in(school, state)
        state.last_outcome = outcome
        state.last_inspected, state.ordinal = self.clock.now, ordinal + 1
        self.recording.inspection(school, ordinal, safe, worst, grades)
        if state.in_trust and state.last_outcome == inspection.OUTCOME_URGENT:
            state.tier, state.better_boards, state.stalled_boards = len(world.tiers) - 1, 0, 0
            state.acted_on = state.tier
            self.asking.more_urgent(school)
        if state.in_trust and state.last_outcome != inspection.OUTCOME_GOOD:
            state.visits_left = int(self.values["monitoring.visits_after_attention"])
            self.clock.begin(self.visits(school, state.ordinal))
        self.supply_changed()

    def visits(self, school: int, ordinal: int) -> Process:
        """Monitoring visits each term after an area was graded as needing attention (MODEL 4.6, 5.3)."""
        state = self.states[school]
        milli = matching.milli_of(self.values["monitoring.visit_days"])
        while state.visits_left > 0 and state.ordinal == ordinal:
            if not self.asking.has_open(school, state.worst_area):
                self.asking.ask(school, state.worst_area, milli, SOURCE_VISIT)
            state.visits_left -= 1
            tick = (self.clock.now // TERM_TICKS + 1) * TERM_TICKS
            yield self.clock.until(tick, Phase.INSPECTIONS, len(self.states) + school)
