"""Careers as one SimPy process: at each half-term who leaves, who is promoted, who is appointed (MODEL 7)."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush

from ist_model.engines.narrated.clock import Phase, PhaseClock, Process
from ist_model.engines.narrated.headships import Headships
from ist_model.engines.narrated.people import People
from ist_model.engines.narrated.rules import careers
from ist_model.engines.narrated.secondments import Secondments
from ist_model.engines.records import NO_CAUSE, RESIGNED
from ist_model.inputs.calendar import GRID_TICKS, TERM_TICKS, YEAR_TICKS
from ist_model.world.structs import NEVER, NONE, World

Rank = tuple[int, int, int]  # nearness, place on the ladder, post: the smallest is promoted
NOBODY: Rank = (int(NEVER), NONE, NONE)


class Careers:
    """Sequences what happens to seats; the rules are in `science.careers`."""

    def __init__(
        self,
        world: World,
        run: int,
        clock: PhaseClock,
        people: People,
        headships: Headships,
        secondments: Secondments,
    ) -> None:
        """No post has begun yet."""
        self.world, self.run, self.clock, self.people = world, run, clock, people
        self.headships, self.secondments = headships, secondments
        posts = world.posts
        begin = world.span.begin
        self.starts = [max(int(tick), begin) for tick in posts["starts"]]
        self.ends = [int(tick) for tick in posts["ends"]]
        self.kind = [int(kind) for kind in posts["kind"]]
        self.home = [int(home) for home in posts["home"]]
        self.rung = [int(world.kinds["rung"][kind]) for kind in self.kind]
        self.due: dict[int, int] = {}  # vacant post: tick at which the round of advertising ends
        self.settled: set[int] = set()  # vacancies of the opening state: who comes, and when, is known
        self.downgraded = [int(NEVER)] * len(world.schools)
        self.leave_factor = [1.0] * len(world.schools)  # on the head's hazard, by the intervention ladder
        self.must_go: set[int] = set()  # schools whose head goes at the end of the term
        self.by_kind: dict[int, list[int]] = {}
        for post, kind in enumerate(self.kind):
            self.by_kind.setdefault(kind, []).append(post)

    def was_downgraded(self, school: int) -> None:
        """An inspection was worse than the one before (MODEL 7.1)."""
        self.downgraded[school] = self.clock.now

    def live(self) -> Process:
        """Every half-term for ever; the first at once."""
        while True:
            self._turn()
            tick = (self.clock.now // GRID_TICKS + 1) * GRID_TICKS
            yield self.clock.until(tick, Phase.CAREERS, -1)

    def _turn(self) -> None:
        now = self.clock.now
        term_starts = now % TERM_TICKS == 0
        for post, ends in enumerate(self.ends):
            if ends == now and self.starts[post] < now:
                self._end(post)
        if term_starts and now > self.world.span.begin:
            self._resignations()
        for post, starts in enumerate(self.starts):
            if starts == now < self.ends[post]:
                self._begin(post)
        for lower, upper in self.secondments.end():  # once it is known which seats begin vacant
            self._vacate(lower)
            self.due.pop(upper, None)
            self.settled.discard(upper)
        if term_starts:
            self._fill_vacancies()
        if now % YEAR_TICKS == 0:
            self.people.settle_budgets()
        self.secondments.begin()
        self.headships.update()
        self.secondments.support()

    def _begin(self, post: int) -> None:
        struct, now = self.world.posts[post], self.clock.now
        vacant_terms = int(struct["vacant_terms"])
        if vacant_terms > 0:
            self.people.lose_designations(post, RESIGNED, opening=True)
            self.due[post] = careers.next_term(now, vacant_terms)
            self.settled.add(post)
        elif struct["opens_vacant"]:
            self.people.lose_designations(post, NO_CAUSE, opening=True)
            first = now if now % TERM_TICKS == 0 else careers.next_term(now, 1)
            self.due[post] = first + int(struct["refill_terms"]) * TERM_TICKS
        else:
            self.people.found_in_post(post)

    def _end(self, post: int) -> None:
        self.people.close(post)
        self.due.pop(post, None)

    def _resignations(self) -> None:
        """One uniform per (post, term), against the hazard of the moment (MODEL 7.1)."""
        term = self.clock.now // TERM_TICKS - 1
        for post, struct in enumerate(self.world.posts):
            if not self.people.is_filled(post):
                continue
            hazard = float(struct["leave_per_year"]) * self._factor(post)
            left = careers.leaves(hazard, self.world.seed, self.run, struct["key"], term)
            if left or self._is_removed(post):
                self.people.resign(post)
                self._vacate(post)
        self.must_go.clear()

    def _is_removed(self, post: int) -> bool:
        """Whether the intervention ladder ends with this head."""
        return self._heads_own(post) and self.home[post] in self.must_go

    def _heads_own(self, post: int) -> bool:
        """Whether the holder of a headship leads the school of the post; not one who stands in."""
        school = self.home[post]
        if school == NONE or not self.world.posts["accountable"][post]:
            return False
        return self.headships.accountable[school] == post and school not in self.headships.standing_in

    def _factor(self, post: int) -> float:
        """By how much the hazard is raised: joining, a worse inspection, a change of hands."""
        values, now, school = self.world.values, self.clock.now, self.home[post]
        who = "head" if self.world.posts["accountable"][post] else "staff"
        happened = {"changed_hands": self.world.changed_hands}
        if school != NONE:
            happened["joining"] = int(self.world.schools["joined"][school])
            happened["downgrade"] = self.downgraded[school]
        factor, years = 1.0, values["careers.raised_for_years"]
        if self._heads_own(post):
            factor = self.leave_factor[school]
        for what, since in happened.items():
            factor *= careers.hazard_factor(since, now - 1, years, values[f"careers.{who}_{what}_factor"])
        return factor

    def _vacate(self, post: int) -> None:
        """A vacancy from now on: a round of advertising begins."""
        self.due[post] = self.clock.now + int(self.world.posts["refill_terms"][post]) * TERM_TICKS

    def _fill_vacancies(self) -> None:
        """From the top of the ladder down, so that a promotion's vacancy is filled in the same term."""
        queue: list[tuple[int, int]] = []
        for post in self.due:
            heappush(queue, (-self.rung[post], post))
        while queue:
            _, post = heappop(queue)
            candidate = NONE if post in self.settled else self._candidate(post)
            if candidate != NONE:
                del self.due[post]
                self.people.move(candidate, post)
                self._vacate(candidate)
                heappush(queue, (-self.rung[candidate], candidate))
            elif self.due[post] == self.clock.now:
                self._round_ends(post)

    def _round_ends(self, post: int) -> None:
        """Appointed from outside, or advertised again."""
        struct, term = self.world.posts[post], self.clock.now // TERM_TICKS
        if post not in self.settled and careers.round_fails(
            struct["fail_chance"], self.world.seed, self.run, struct["key"], term
        ):
            again = careers.round_again_terms(int(struct["refill_terms"]))
            self.due[post] = self.clock.now + again * TERM_TICKS
            return
        del self.due[post]
        self.settled.discard(post)
        self.people.appoint(post)

    def _candidate(self, vacancy: int) -> int:
        """Of those ready for a vacancy the nearest, then by the ladder's order and draw key; NONE: nobody.

        Nobody goes elsewhere whom a vacancy of the own school will take in its turn.
        """
        best = NOBODY
        for rank in self._ready_for(vacancy):
            if rank < best and (rank[0] == careers.HERE or not self._is_wanted_at_home(rank[2])):
                best = rank
        return NONE if best is NOBODY else best[2]

    def _ready_for(self, vacancy: int) -> Iterator[Rank]:
        """(nearness, place on the ladder, post) of all who are ready for a vacancy."""
        for kind, place in enumerate(self.world.ladder[self.kind[vacancy]].tolist()):
            if place == NONE:
                continue
            for post in self.by_kind.get(kind, ()):
                if self._is_ready(post):
                    yield self.headships.nearness(vacancy, post), place, post

    def _is_wanted_at_home(self, post: int) -> bool:
        """Whether the holder is the first in line for another vacancy of the own school."""
        return any(
            self.home[vacancy] == self.home[post]
            and vacancy not in self.settled
            and min(self._ready_for(vacancy), default=NOBODY)[2] == post
            for vacancy in self.due
        )

    def _is_ready(self, post: int) -> bool:
        """Ready, and neither seconded nor only just come."""
        people, now = self.people, self.clock.now
        return (
            people.is_filled(post)
            and people.ready_for_next[post] <= now
            and people.came[post] < now
            and people.away_share[post] == 0.0
        )
