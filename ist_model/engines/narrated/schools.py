"""Schools during a narrated run: tiers, Progress Boards and joining (MODEL 5, 10)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ist_model.engines.narrated.asking import Asking
from ist_model.engines.narrated.clock import Phase, PhaseClock, Process
from ist_model.engines.narrated.inspections import Inspections
from ist_model.engines.narrated.people import People
from ist_model.engines.narrated.recording import Recording
from ist_model.engines.narrated.rules import matching, monitoring
from ist_model.engines.narrated.sight import Sight
from ist_model.engines.narrated.strengths import Strengths
from ist_model.engines.narrated.things import SchoolState
from ist_model.engines.records import SOURCE_BOARD, SOURCE_ONBOARDING
from ist_model.inputs.calendar import GRID_TICKS, YEAR_TICKS
from ist_model.world.structs import GROUP_TWIN, NO_LIMIT, NONE, World


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
        self.releasing = [bool(flag) for flag in world.tiers["may_release"]]
        self.giving: list[float] = world.tiers["giving_share"].tolist()
        self.states = [SchoolState() for _ in world.schools]
        self.overrides: list[list[tuple[int, int, int]]] = [[] for _ in world.schools]
        for row in world.overrides:
            self.overrides[row["school"]].append((int(row["starts"]), int(row["ends"]), int(row["tier"])))
        self.asking = Asking(world, run, clock, self.tier_of)
        self.inspections = Inspections(world, run, clock, strengths, recording, self.states, self.asking)
        self.supply_changed: Callable[[], None] = lambda: None
        self.intervene: Callable[[int, bool], int] = lambda school, progressed: 0
        self.left_tier: Callable[[int], None] = lambda school: None
        self.sight = Sight(world, clock, people)
        self.leaders_of = [
            [p for p, post in enumerate(world.posts) if post["accountable"] and post["home"] == school]
            for school in range(len(world.schools))
        ]
        self.seen: list[list[float]] = world.believed.tolist()  # what each area was last seen at
        self.board_makers = [p for p, post in enumerate(world.posts) if post["prepares_boards"]]

    def may_release(self, school: int) -> bool:
        """Whether a school's tier lets its leaders support others (MODEL 6.2, 6.6)."""
        return self.releasing[self.tier_of(school)]

    def giving_share(self, school: int) -> float:
        """Part of its leaders' release days that a school gives in its tier (earned autonomy, MODEL 5.2)."""
        return self.giving[self.tier_of(school)]

    def begin(self, school: int) -> Process:
        """A school comes into the model: its strengths, tier, and place in the trust."""
        struct, state = self.world.schools[school], self.states[school]
        if struct["exists"] > self.clock.now:
            yield self.clock.until(int(struct["exists"]), Phase.JOINING, school)
        state.last_outcome = int(struct["last_outcome"])
        state.last_inspected = int(struct["last_inspected"])
        self.strengths.begin(school)
        self.clock.begin(self.inspections.live(school))
        if struct["group"] == GROUP_TWIN:
            return
        state.in_trust = True
        self._first_tier(school)
        state.acted_on = self.tier_of(school)
        self._onboard(school)
        self.clock.begin(self.boards(school))
        self.supply_changed()

    def boards(self, school: int) -> Process:
        """Progress Boards at each term or half-term, as the tier asks (MODEL 5.1, 5.2)."""
        tick = -(-self.clock.now // GRID_TICKS) * GRID_TICKS
        while True:
            yield self.clock.until(tick, Phase.BOARDS, school)
            boards_per_year = int(self.world.tiers["boards_per_year"][self.tier_of(school)])
            if (tick // GRID_TICKS) % (YEAR_TICKS // GRID_TICKS // boards_per_year) == 0:
                self._hold_board(school)
            self.act_on_tier(school)
            tick += GRID_TICKS

    def act_on_tier(self, school: int) -> None:
        """A worse tier makes waiting needs more urgent, a better one may release leaders."""
        state, tier = self.states[school], self.tier_of(school)
        if tier > state.acted_on:
            self.asking.more_urgent(school)
        elif tier < state.acted_on:
            self.left_tier(school)
            self.supply_changed()
        state.acted_on = tier

    def _first_tier(self, school: int) -> None:
        state = self.states[school]
        written = self.world.opening_tier[school]
        if written[0] != NONE and self.clock.now == self.world.span.begin:
            state.tier, state.better_boards, state.stalled_boards = (int(v) for v in written)
            return
        state.tier = monitoring.first_tier(state.last_outcome, len(self.world.tiers))

    def _onboard(self, school: int) -> None:
        for row in self.world.onboarding:
            if row["school"] == school:
                self.asking.ask(
                    school, int(row["area"]), int(row["milli"]), SOURCE_ONBOARDING, int(row["specialism"])
                )

    def _hold_board(self, school: int) -> None:
        state, values = self.states[school], self.values
        self._prepare_board()
        seen = self._see(school)
        threshold = values["monitoring.need_threshold"]
        indicated = monitoring.indicated_tier(
            seen,
            self.world.has_area[school],
            self.world.leadership_area,
            threshold,
            values["monitoring.urgent_threshold"],
            values["monitoring.supported_margin"],
            state.last_outcome,
            self.inspections.near(school),
            self._led(school),
        )
        self.seen[school] = seen.tolist()
        short = monitoring.shortfall(seen, self.world.has_area[school], threshold)
        moved_on = monitoring.progressed(short, state.shortfall, values["monitoring.progress_points"])
        state.shortfall = short
        before = self.tier_of(school)
        state.tier, state.better_boards, state.stalled_boards = monitoring.next_tier(
            state.tier,
            state.better_boards,
            state.stalled_boards,
            indicated,
            moved_on,
            len(self.world.tiers),
        )
        raised = self.intervene(school, moved_on)  # a step's days first: they may be more than the gap's
        raised += self._ask_for_support(school)
        self.recording.board(school, (before, self.tier_of(school), state.step), raised, seen.tolist())

    def _led(self, school: int) -> bool:
        """Whether an accountable leader is in post who is not new: the one named, or any at the school."""
        named = int(self.world.schools["accountable_post"][school])
        leaders = [named] if named != NONE else self.leaders_of[school]
        terms = self.values["monitoring.new_leader_terms"]
        return not leaders or any(
            self.people.is_filled(post)
            and self.people.away[post] == 0
            and monitoring.is_settled(self.clock.now, self.people.since[post], terms)
            for post in leaders
        )

    def _prepare_board(self) -> None:
        """Preparation comes out of support days first; the board is held whatever is left (MODEL 5.1)."""
        wanted = matching.milli_of(self.values["monitoring.board_preparation_days"])
        for post in self.board_makers:
            if not self.people.is_filled(post):
                continue
            budget = self.people.budget[post]
            left = self.people.left[budget]
            spent = monitoring.preparation_milli(wanted, left)
            if left != NO_LIMIT:
                self.people.left[budget] -= spent
            self.recording.boards_milli[budget, self.clock.now // YEAR_TICKS] += spent

    def _see(self, school: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        sd = self.sight.spread(school, sum(state.in_trust for state in self.states))
        seen = np.full(len(self.world.names.areas), np.nan)
        index = self.clock.now // GRID_TICKS
        for area, has in enumerate(self.world.has_area[school]):
            if has:
                key = self.world.pair_key[school, area]
                x = self.strengths.read(school, area)
                seen[area] = monitoring.observe(x, sd, self.world.seed, self.run, key, index)
        return seen

    def tier_of(self, school: int) -> int:
        """The tier in force: the CEO's dated decision while it lasts, else what boards say (MODEL 5.2)."""
        for starts, ends, tier in self.overrides[school]:
            if starts <= self.clock.now < ends:
                return tier
        return self.states[school].tier

    def days_wanted(self, school: int, area: int) -> int:
        """Milli-days that a gap asks for, as the last board saw it; 0 if it asks for none (MODEL 5.3)."""
        values, seen = self.values, self.seen[school][area]
        threshold = monitoring.asking_threshold(
            self.tier_of(school),
            len(self.world.tiers),
            values["monitoring.need_threshold"],
            values["monitoring.supported_margin"],
        )
        if not seen < threshold:
            return 0
        return monitoring.days_for_gap(
            seen,
            threshold,
            values["monitoring.need_days_per_point"],
            values["monitoring.need_days_min"],
            values["monitoring.need_days_max"],
        )

    def _ask_for_support(self, school: int) -> int:
        raised = 0
        for area in range(len(self.world.names.areas)):
            milli = self.days_wanted(school, area)
            if milli > 0 and not self.asking.has_open(school, area):
                raised += self.asking.ask(school, area, milli, SOURCE_BOARD)
        return raised
