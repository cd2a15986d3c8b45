"""Seats during a narrated run: who is in post, which designations they carry, and the days that are left."""

from __future__ import annotations

from collections.abc import Callable

from ist_model.engines.narrated.clock import Phase, PhaseClock, Process
from ist_model.engines.narrated.recording import Recording
from ist_model.engines.narrated.rules import careers, matching
from ist_model.engines.records import (
    AWAY,
    BACK,
    BY_APPOINTMENT,
    BY_PROMOTION,
    DESIGNATION_LOST,
    DESIGNATION_MOVED,
    DESIGNATION_READY,
    FILLED,
    LEFT,
    POST_ENDED,
    RESIGNED,
)
from ist_model.engines.rolls import Rolls
from ist_model.inputs.calendar import TERM_TICKS, YEAR_TICKS, part_of_year
from ist_model.world.structs import NEVER, NO_LIMIT, NONE, World

_NOT_READY = int(NEVER)


class People:
    """State of seats and designations. A person is a number; each holds one seat (MODEL 3.3).

    `carrier`, `slots_of` and `home_of` follow a designation whose holder was promoted and keeps it: it is
    given from the new seat's school. `budget` says of which seat a holder uses the release days; no two
    holders use those of one seat (decision 7).
    """

    def __init__(self, world: World, run: int, clock: PhaseClock, recording: Recording) -> None:
        """Everyone starts out of post; `careers.Careers` puts them in."""
        self.world, self.run, self.clock, self.recording = world, run, clock, recording
        self.rolls = Rolls(world, [run])
        posts, slots = len(world.posts), len(world.designations)
        self.holder = [NONE] * posts
        self.since = [0] * posts  # tick since which the holder has been in post, before the first day too
        self.came = [0] * posts  # tick at which the holder came, or was found in post
        self.ready_for_next = [_NOT_READY] * posts  # tick from which the holder is ready for the next rung
        self.next_person = posts
        self.away = [0] * posts  # matching.SECONDED or ACTING while the holder cannot be deployed
        self.away_share = [0.0] * posts  # of the holder's week at another school
        self.left = [0] * posts
        self.contracted = [0] * posts  # of this school year
        self.ready_at = [_NOT_READY] * slots
        self.free: list[int] = world.designations["places"].tolist()  # places on which nobody is promised
        self.seat = [int(post) for post in world.designations["post"]]
        self.carrier = self.seat[:]
        self.home = [int(home) for home in world.posts["home"]]
        self.home_of = [self.home[post] for post in self.seat]
        self.budget = list(range(posts))  # by post: the seat whose release days its holder uses
        self.develops = [int(ticks) for ticks in world.designations["develop_ticks"]]
        self.slots_of: list[list[int]] = [[] for _ in range(posts)]
        for slot, post in enumerate(self.seat):
            self.slots_of[post].append(slot)
        self.cut_short: Callable[[int], None] = lambda post: None
        self.supply_changed: Callable[[], None] = lambda: None
        self.moved: Callable[[], None] = lambda: None

    def is_filled(self, post: int) -> bool:
        """Whether somebody is in post."""
        return self.holder[post] != NONE

    def in_post(self, slot: int) -> bool:
        """Whether the seat that carries a designation has a holder who is there."""
        post = self.carrier[slot]
        return self.holder[post] != NONE and self.away[post] == 0

    def why_not_in_post(self, slot: int) -> int:
        """The code for a designation whose holder is not in post: away, or gone."""
        return self.away[self.carrier[slot]] or matching.NOT_IN_POST

    def active(self, slot: int) -> bool:
        """Whether a designation can be deployed: someone is in the post and it is developed."""
        return self.in_post(slot) and self.ready_at[slot] <= self.clock.now

    def developed(self, slot: int) -> Process:
        """A designation is developed anew after its holder left (MODEL 3.3)."""
        due = self.ready_at[slot]
        yield self.clock.until(due, Phase.CAREERS, len(self.holder) + slot)
        if self.ready_at[slot] == due:
            self.recording.career(DESIGNATION_READY, self.seat[slot], slot)
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
            self.contracted[post] = contracted
            self.left[post] = contracted if contracted == NO_LIMIT else max(0, contracted - used)
            self.recording.contract(post, year, contracted, min(used, max(0, contracted)))
            used = 0
            self.supply_changed()
            yield self.clock.until((year + 1) * YEAR_TICKS, Phase.YEAR_RESET, post)

    def _part_of_year(self, whole: int, starts: int, ends: int) -> int:
        """Days of this school year from now on; with an opening state, from when the post began."""
        first = self.clock.now if self.world.assumed_opening else starts
        return part_of_year(whole, self.clock.now // YEAR_TICKS, first, ends)

    # Coming and going ------------------------------------------------------------------------------------

    def found_in_post(self, post: int) -> None:
        """On the first day of a post its holder is there, with all designations, since some time."""
        struct = self.world.posts[post]
        hazard, key = float(struct["leave_per_year"]), struct["key"]
        tenure = careers.opening_tenure_terms(hazard, self.world.seed, self.run, key)
        self._come(post, post, tenure)
        for slot in self.slots_of[post]:
            self.ready_at[slot] = self.clock.now
            self._tell_slot(slot)
        self.supply_changed()

    def appoint(self, post: int) -> None:
        """Somebody from outside comes; what comes with the post is there again."""
        self._arrive(post, self.next_person, BY_APPOINTMENT)
        self.next_person += 1

    def resign(self, post: int) -> None:
        """The holder leaves at a term's end."""
        self._leave(post, RESIGNED)
        self.lose_designations(post, RESIGNED)

    def close(self, post: int) -> None:
        """The post itself ends, and its own designations with it."""
        if self.is_filled(post):
            self._leave(post, POST_ENDED)
        for slot in list(self.slots_of[post]):
            if self.seat[slot] != post:
                self._lose(slot, post, POST_ENDED)
        for slot in self.slots_of[post]:
            self.ready_at[slot] = _NOT_READY
            self._tell_slot(slot)
        self._exchange_days(self.budget.index(post), post)  # its days end with it

    def move(self, post: int, to: int, cause: int = BY_PROMOTION) -> None:
        """A holder changes seats, with what is developed if it may be kept there (MODEL 7.2)."""
        person, kept, kind = self.holder[post], [], self.world.posts["kind"]
        if careers.keeps(kind[post] == kind[to], bool(self.world.kinds["keeps_designations"][kind[to]])):
            kept = [
                slot
                for slot in self.slots_of[post]
                if self.develops[slot] > 0 and self.ready_at[slot] <= self.clock.now
            ]
        self._leave(post, cause)
        for slot in kept:
            self._carry(slot, to)
            self.recording.career(DESIGNATION_MOVED, to, slot, person, cause)
        if kept:
            self._take_days_along(post, to)
        self.lose_designations(post, cause)
        self._arrive(to, person, cause)

    def lose_designations(self, post: int, cause: int, opening: bool = False) -> None:
        """What must be developed anew is lost, and its development begins (MODEL 3.3)."""
        for slot in list(self.slots_of[post]):
            if self.develops[slot] > 0:
                self._lose(slot, post, cause, opening)
            self._tell_slot(slot)

    def _lose(self, slot: int, post: int, cause: int, opening: bool = False) -> None:
        if self.ready_at[slot] <= self.clock.now or opening:
            self.recording.career(DESIGNATION_LOST, post, slot, NONE, cause)
        self._carry(slot, self.seat[slot])
        self.ready_at[slot] = -(-(self.clock.now + self.develops[slot]) // TERM_TICKS) * TERM_TICKS
        self.clock.begin(self.developed(slot))
        self._tell_slot(slot)

    def _carry(self, slot: int, to: int) -> None:
        """A designation goes to a seat."""
        self.slots_of[self.carrier[slot]].remove(slot)
        self.slots_of[to] = sorted([*self.slots_of[to], slot])
        self.carrier[slot], self.home_of[slot] = to, self.home[to]
        self.moved()

    # Release days ----------------------------------------------------------------------------------------

    def settle_budgets(self) -> None:
        """On 1 September, before any is used, release days are those of the seats again.

        Except where designations are still given from elsewhere: the days of their seat go with the first.
        """
        self.budget = list(range(len(self.holder)))
        gone = [False] * len(self.holder)
        for slot, to in enumerate(self.carrier):
            seat = self.seat[slot]
            if seat != to and not gone[seat] and self.world.posts["ends"][seat] > self.clock.now:
                gone[seat] = self._take_days_along(self.budget.index(seat), to)

    def _take_days_along(self, post: int, to: int) -> bool:
        """The larger budget goes where the designations go, and the other one to the seat that was left."""
        days = self.world.posts["allowance_milli"]
        if not careers.more_days(days[self.budget[post]], days[self.budget[to]]):
            return False
        self._exchange_days(post, to)
        return True

    def _exchange_days(self, one: int, other: int) -> None:
        self.budget[one], self.budget[other] = self.budget[other], self.budget[one]

    def _arrive(self, post: int, person: int, cause: int) -> None:
        self._come(post, person, 0)
        self.recording.career(FILLED, post, NONE, person, cause)
        for slot in self.slots_of[post]:
            if self.develops[slot] == 0:
                self.ready_at[slot] = self.clock.now
            self._tell_slot(slot)
        self.supply_changed()

    def _come(self, post: int, person: int, tenure_terms: int) -> None:
        struct, now = self.world.posts[post], self.clock.now
        self.holder[post], self.came[post] = person, now
        self.since[post] = now - tenure_terms * TERM_TICKS
        self.ready_for_next[post] = _NOT_READY
        term = now // TERM_TICKS
        if careers.will_be_ready(struct["ready_share"], self.world.seed, self.run, struct["key"], term):
            self.ready_for_next[post] = now + (int(struct["ready_terms"]) - tenure_terms) * TERM_TICKS

    def _leave(self, post: int, cause: int) -> None:
        self.cut_short(post)
        self.bring_back(post)
        self.recording.career(LEFT, post, NONE, self.holder[post], cause)
        self.holder[post], self.ready_for_next[post] = NONE, _NOT_READY

    # Away ------------------------------------------------------------------------------------------------

    def send_away(self, post: int, code: int) -> None:
        """The holder cannot be deployed from now on: seconded full time, or standing in for a head."""
        self.cut_short(post)
        self.away[post] = code
        self.recording.career(AWAY, post, NONE, self.holder[post])
        for slot in self.slots_of[post]:
            self._tell_slot(slot)

    def bring_back(self, post: int) -> None:
        """The holder can be deployed again."""
        if self.away[post] == 0:
            return
        self.away[post] = 0
        self.recording.career(BACK, post, NONE, self.holder[post])
        for slot in self.slots_of[post]:
            self._tell_slot(slot)
        self.supply_changed()

    def _tell_slot(self, slot: int) -> None:
        self.recording.active(slot, self.active(slot))
