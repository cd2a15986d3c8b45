"""Posts during a narrated run: who is in post, which designations are ready, and the days that are left."""

from __future__ import annotations

from collections.abc import Callable

from ist_model.engines.narrated.clock import Phase, PhaseClock, Process
from ist_model.engines.narrated.recording import Recording
from ist_model.engines.records import DESIGNATION_LOST, DESIGNATION_READY, FILLED, LEFT
from ist_model.engines.rolls import Rolls
from ist_model.inputs.calendar import TERM_TICKS, YEAR_TICKS, part_of_year
from ist_model.science import careers
from ist_model.world.structs import NEVER, NO_LIMIT, NONE, World

_NOT_READY = int(NEVER)


class People:
    """State of posts and designations, and the SimPy processes of careers and of the school year."""

    def __init__(self, world: World, run: int, clock: PhaseClock, recording: Recording) -> None:
        """Everyone starts out of post; `career` puts them in."""
        self.world, self.run, self.clock, self.recording = world, run, clock, recording
        self.rolls = Rolls(world, run)
        posts, slots = len(world.posts), len(world.designations)
        self.filled = [False] * posts
        self.left = [0] * posts
        self.ready_at = [_NOT_READY] * slots
        self.busy = [0] * slots
        self.slots_of: list[list[int]] = [[] for _ in range(posts)]
        for slot, post in enumerate(world.designations["post"]):
            self.slots_of[int(post)].append(slot)
        self.cut_short: Callable[[int], None] = lambda post: None
        self.supply_changed: Callable[[], None] = lambda: None

    def active(self, slot: int) -> bool:
        """Whether a designation can be deployed: someone is in the post and it is developed."""
        return (
            self.filled[int(self.world.designations["post"][slot])] and self.ready_at[slot] <= self.clock.now
        )

    def career(self, post: int) -> Process:
        """A seat's life: filled, at each term's end perhaps left, refilled after whole terms, ended."""
        struct = self.world.posts[post]
        ends, hazard, refill = (
            int(struct["ends"]),
            float(struct["leave_per_year"]),
            int(struct["refill_terms"]),
        )
        tick = max(int(struct["starts"]), self.clock.now)
        first = struct["vacant_terms"] == 0
        if not first:
            self._lose_designations(post, opening=True)
            tick = (tick // TERM_TICKS + int(struct["vacant_terms"])) * TERM_TICKS
        if tick >= ends:
            return
        if tick > self.clock.now:
            yield self.clock.until(tick, Phase.CAREERS, post)
        while True:
            self._fill(post, first)
            first = False
            while True:
                tick = (self.clock.now // TERM_TICKS + 1) * TERM_TICKS
                yield self.clock.until(min(tick, ends), Phase.CAREERS, post)
                if self.clock.now >= ends:
                    self._close(post)
                    return
                if careers.leaves(hazard, self.world.seed, self.run, struct["key"], tick // TERM_TICKS - 1):
                    break
            self._vacate(post)
            if refill > 0:
                back = self.clock.now + refill * TERM_TICKS
                if back >= ends:
                    return
                yield self.clock.until(back, Phase.CAREERS, post)

    def developed(self, slot: int) -> Process:
        """A designation is developed anew after its holder left (MODEL 3.3)."""
        due = self.ready_at[slot]
        yield self.clock.until(due, Phase.CAREERS, len(self.filled) + slot)
        if self.ready_at[slot] == due:
            post = int(self.world.designations["post"][slot])
            self.recording.career(DESIGNATION_READY, post, slot)
            self._tell_slot(slot)
            self.supply_changed()

    def school_year(self, post: int) -> Process:
        """Allowances are reset on 1 September (MODEL 6.1)."""
        struct = self.world.posts[post]
        starts, ends = int(struct["starts"]), int(struct["ends"])
        if starts > self.clock.now:
            yield self.clock.until(starts, Phase.YEAR_RESET, post)
        used = int(struct["used_milli"])
        while self.clock.now < ends:
            year = self.clock.now // YEAR_TICKS
            whole = self.rolls.allowance_milli(post, year)
            contracted = whole if whole == NO_LIMIT else self._part_of_year(whole, starts, ends)
            self.left[post] = contracted if contracted == NO_LIMIT else max(0, contracted - used)
            self.recording.contract(post, year, contracted, min(used, max(0, contracted)))
            used = 0
            self.supply_changed()
            yield self.clock.until((year + 1) * YEAR_TICKS, Phase.YEAR_RESET, post)

    def _part_of_year(self, whole: int, starts: int, ends: int) -> int:
        """Days of this school year from now on; with an opening state, from when the post began."""
        first = self.clock.now if self.world.assumed_opening else starts
        return part_of_year(whole, self.clock.now // YEAR_TICKS, first, ends)

    def _fill(self, post: int, first: bool) -> None:
        self.filled[post] = True
        self.recording.filled(post, True)
        if not first:
            self.recording.career(FILLED, post, NONE)
        for slot in self.slots_of[post]:
            if first or self.world.designations["develop_ticks"][slot] == 0:
                self.ready_at[slot] = self.clock.now
            self._tell_slot(slot)
        self.supply_changed()

    def _close(self, post: int) -> None:
        """The post itself ends, and its designations with it."""
        self.cut_short(post)
        self.filled[post] = False
        self.recording.filled(post, False)
        self.recording.career(LEFT, post, NONE)
        for slot in self.slots_of[post]:
            self.ready_at[slot] = _NOT_READY
            self._tell_slot(slot)

    def _vacate(self, post: int) -> None:
        self.cut_short(post)
        self.filled[post] = False
        self.recording.filled(post, False)
        self.recording.career(LEFT, post, NONE)
        self._lose_designations(post)

    def _lose_designations(self, post: int, opening: bool = False) -> None:
        """What must be developed anew is lost, and its development begins (MODEL 3.3)."""
        for slot in self.slots_of[post]:
            develop = int(self.world.designations["develop_ticks"][slot])
            if develop > 0:
                if self.ready_at[slot] <= self.clock.now or opening:
                    self.recording.career(DESIGNATION_LOST, post, slot)
                self.ready_at[slot] = -(-(self.clock.now + develop) // TERM_TICKS) * TERM_TICKS
                self.clock.env.process(self.developed(slot))
            self._tell_slot(slot)

    def _tell_slot(self, slot: int) -> None:
        self.recording.active(slot, self.active(slot))
