"""Schools during a narrated run: tiers, boards, inspections, visits and joining (MODEL 4.6, 5, 10)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import simpy

from ist_model.engines.narrated.clock import Phase, PhaseClock
from ist_model.engines.narrated.people import People
from ist_model.engines.narrated.recording import Recording
from ist_model.engines.narrated.strengths import Strengths
from ist_model.engines.narrated.things import Need, SchoolState
from ist_model.engines.records import SOURCE_BOARD, SOURCE_ONBOARDING, SOURCE_VISIT
from ist_model.inputs.calendar import GRID_TICKS, TERM_TICKS, TICKS_PER_WEEK, YEAR_TICKS
from ist_model.science import draws, inspection, monitoring
from ist_model.world.structs import GROUP_TWIN, NEVER, NO_LIMIT, NONE, World

_MILLI = 1000
_INTERVALS = ("good", "attention", "urgent", "new_academy")


class Schools:
    """State of schools and the SimPy processes that watch over them."""

    def __init__(
        self,
        world: World,
        run: int,
        clock: PhaseClock,
        people: People,
        strengths: Strengths,
        recording: Recording,
    ) -> None:
        """Schools as the scenario describes them; `join` brings each into the trust."""
        self.world, self.run, self.clock = world, run, clock
        self.people, self.strengths, self.recording = people, strengths, recording
        self.values = world.values
        self.states = [SchoolState() for _ in world.schools]
        self.raise_need: Callable[[Need], None] = lambda need: None
        self.has_open: Callable[[int, int], bool] = lambda school, area: False
        self.supply_changed: Callable[[], None] = lambda: None
        areas = world.names.areas
        self.leadership = areas.index("leadership_governance") if "leadership_governance" in areas else NONE
        self.data_leads = [
            int(d["post"]) for d in world.designations if world.names.roles[d["role"]] == "data_lead"
        ]
        self.board_makers = [p for p, post in enumerate(world.posts) if post["prepares_boards"]]

    def may_release(self, school: int) -> bool:
        """Whether a school's tier lets its leaders support others (MODEL 6.2, 6.6)."""
        return bool(self.world.tiers["may_release"][self.states[school].tier])

    def inspection_near(self, school: int) -> bool:
        """Whether the trust expects an inspection now: around the usual interval since the last."""
        state = self.states[school]
        window = self.values["release.inspection_window_weeks"] * TICKS_PER_WEEK
        return abs(self.clock.now - self._expected_inspection(state)) < window

    def begin(self, school: int) -> Iterator[simpy.Event]:
        """A school comes into the model: its strengths, tier, and place in the trust."""
        struct, state = self.world.schools[school], self.states[school]
        if struct["exists"] > self.clock.now:
            yield self.clock.until(int(struct["exists"]), Phase.JOINING, school)
        state.exists = True
        state.last_outcome = int(struct["last_outcome"])
        state.last_inspected = int(struct["last_inspected"])
        self.strengths.begin(school)
        self.clock.env.process(self.inspections(school))
        if struct["group"] == GROUP_TWIN:
            return
        state.in_trust = True
        self._first_tier(school)
        self._onboard(school)
        self.clock.env.process(self.boards(school))
        self.supply_changed()

    def boards(self, school: int) -> Iterator[simpy.Event]:
        """Progress Boards at each term or half-term, as the tier asks (MODEL 5.1, 5.2)."""
        state = self.states[school]
        tick = -(-self.clock.now // GRID_TICKS) * GRID_TICKS
        while True:
            yield self.clock.until(tick, Phase.BOARDS, school)
            boards_per_year = int(self.world.tiers["boards_per_year"][state.tier])
            if (tick // GRID_TICKS) % (YEAR_TICKS // GRID_TICKS // boards_per_year) == 0:
                self._hold_board(school)
            tick += GRID_TICKS

    def inspections(self, school: int) -> Iterator[simpy.Event]:
        """Inspections for ever: an interval by the last outcome, then grades (MODEL 4.6)."""
        state = self.states[school]
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
        years = inspection.years_to_next(
            *(self.values[f"inspection.{name}_interval_{point}_years"] for point in ("low", "mode", "high")),
            self.world.seed,
            self.run,
            self.world.schools[school]["key"],
            self.states[school].ordinal,
        )
        return max(1, int(years * YEAR_TICKS + 0.5))

    def _expected_inspection(self, state: SchoolState) -> float:
        if state.last_inspected == NEVER:
            return float(-NEVER)
        mode = self.values[f"inspection.{_INTERVALS[state.last_outcome]}_interval_mode_years"]
        return state.last_inspected + mode * YEAR_TICKS

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
        self.recording.inspection(school, ordinal, safe, worst, grades)
        if state.in_trust and state.last_outcome != inspection.OUTCOME_GOOD:
            state.visits_left = int(self.values["monitoring.visits_after_attention"])
            self.clock.env.process(self.visits(school, state.ordinal))

    def visits(self, school: int, ordinal: int) -> Iterator[simpy.Event]:
        """Monitoring visits each term after an area was graded as needing attention (MODEL 4.6, 5.3)."""
        state = self.states[school]
        milli = round(self.values["monitoring.visit_days"] * _MILLI)
        while state.visits_left > 0 and state.ordinal == ordinal:
            if not self.has_open(school, state.worst_area):
                self._raise(school, state.worst_area, milli, SOURCE_VISIT)
            state.visits_left -= 1
            tick = (self.clock.now // TERM_TICKS + 1) * TERM_TICKS
            yield self.clock.until(tick, Phase.INSPECTIONS, len(self.states) + school)

    def _first_tier(self, school: int) -> None:
        state = self.states[school]
        written = self.world.opening_tier[school]
        if written[0] != NONE and self.clock.now == self.world.span.begin:
            state.tier, state.better_boards, state.stalled_boards = (int(v) for v in written)
            return
        by_outcome = {inspection.OUTCOME_ATTENTION: 2, inspection.OUTCOME_URGENT: 3}
        state.tier = min(by_outcome.get(state.last_outcome, 1), len(self.world.tiers) - 1)

    def _onboard(self, school: int) -> None:
        for row in self.world.onboarding:
            if row["school"] == school:
                self._raise(
                    school, int(row["area"]), int(row["milli"]), SOURCE_ONBOARDING, int(row["specialism"])
                )

    def _hold_board(self, school: int) -> None:
        state, values = self.states[school], self.values
        self._prepare_board()
        seen = self._see(school)
        threshold = values["monitoring.need_threshold"]
        leader = int(self.world.schools["accountable_post"][school])
        indicated = monitoring.indicated_tier(
            seen,
            self.world.has_area[school],
            self.leadership,
            threshold,
            values["monitoring.urgent_threshold"],
            values["monitoring.supported_margin"],
            state.last_outcome,
            self.inspection_near(school),
            leader == NONE or self.people.filled[leader],
        )
        below = [float(y) for y in seen if y < threshold]
        mean_below = float(np.mean(below)) if below else threshold
        progressed = not mean_below < state.last_seen_below + values["monitoring.progress_points"]
        state.last_seen_below = mean_below
        before = state.tier
        state.tier, state.better_boards, state.stalled_boards = monitoring.next_tier(
            state.tier,
            state.better_boards,
            state.stalled_boards,
            indicated,
            progressed,
            len(self.world.tiers),
        )
        self._override(school)
        raised = self._ask_for_support(school, seen)
        self.recording.board(school, before, state.tier, raised, seen.tolist())
        if state.tier != before:
            self.supply_changed()

    def _prepare_board(self) -> None:
        """Preparation comes out of support days first; the board is held whatever is left (MODEL 5.1)."""
        wanted = round(self.values["monitoring.board_preparation_days"] * _MILLI)
        for post in self.board_makers:
            left = self.people.left[post]
            if not self.people.filled[post]:
                continue
            spent = wanted if left == NO_LIMIT else min(wanted, left)
            if left != NO_LIMIT:
                self.people.left[post] -= spent
            self.recording.boards_milli[post, self.clock.now // YEAR_TICKS] += spent

    def _see(self, school: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        sd = monitoring.observation_sd(
            self.values["monitoring.observation_sd"],
            self.values["monitoring.validation_factor"],
            self.values["monitoring.data_lead_factor"],
            self.world.externally_validated,
            any(self.people.filled[post] for post in self.data_leads),
        )
        seen = np.full(len(self.world.names.areas), np.nan)
        index = self.clock.now // GRID_TICKS
        for area, has in enumerate(self.world.has_area[school]):
            if has:
                key = self.world.pair_key[school, area]
                x = self.strengths.read(school, area)
                seen[area] = monitoring.observe(x, sd, self.world.seed, self.run, key, index)
        return seen

    def _override(self, school: int) -> None:
        for row in self.world.overrides:
            if row["school"] == school and row["starts"] <= self.clock.now < row["ends"]:
                self.states[school].tier = int(row["tier"])

    def _ask_for_support(self, school: int, seen: np.ndarray[tuple[int], np.dtype[np.float64]]) -> int:
        values, state = self.values, self.states[school]
        threshold = values["monitoring.need_threshold"]
        if state.tier == len(self.world.tiers) - 1:
            threshold += values["monitoring.supported_margin"]  # a package across areas, not only the worst
        raised = 0
        for area, y in enumerate(seen):
            if y < threshold and not self.has_open(school, area):
                milli = monitoring.days_for_gap(
                    float(y),
                    threshold,
                    values["monitoring.need_days_per_point"],
                    values["monitoring.need_days_min"],
                    values["monitoring.need_days_max"],
                )
                raised += self._raise(school, area, milli, SOURCE_BOARD)
        return raised

    def _raise(self, school: int, area: int, milli: int, source: int, specialism: int = NONE) -> int:
        world, now = self.world, self.clock.now
        pair, index = world.pair_key[school, area], now // GRID_TICKS
        if specialism == NONE:
            u = draws.uniform(world.seed, self.run, draws.BOARD_SPECIALISM, pair, index)
            specialism = monitoring.pick_specialism(world.area_specialisms[area], u)
            if specialism == NONE:
                return 0
        tier = world.tiers[self.states[school].tier]
        patience = int(tier["patience_ticks"])
        self.raise_need(
            Need(
                key=np.uint64(draws.derived_key(pair, source, now)),
                source=source,
                school=school,
                stream=NONE,
                area=area,
                specialism=specialism,
                priority=int(tier["priority"]),
                raised=now,
                deadline=int(NEVER) if patience == NO_LIMIT else now + patience,
                asked=milli,
                may_buy=len(world.suppliers) > 0,
            )
        )
        return 1
