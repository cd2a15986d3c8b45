"""Who leads each school: one accountable leader at every date, or somebody who stands in (MODEL 7.3)."""

from __future__ import annotations

from collections import Counter

from ist_model.engines.narrated.claims import Claims
from ist_model.engines.narrated.clock import PhaseClock
from ist_model.engines.narrated.people import People
from ist_model.engines.narrated.rules import careers, matching
from ist_model.engines.narrated.strengths import Strengths
from ist_model.inputs.calendar import YEAR_TICKS
from ist_model.world.structs import GROUP_TWIN, NEVER, NONE, World


class Headships:
    """The accountable leader of each school, who stands in for a missing one, and over whom a head leads."""

    def __init__(
        self, world: World, clock: PhaseClock, people: People, claims: Claims, strengths: Strengths
    ) -> None:
        """Nobody leads yet."""
        self.world, self.clock, self.people, self.claims = world, clock, people, claims
        self.strengths = strengths
        schools, posts = len(world.schools), world.posts
        self.accountable = [NONE] * schools
        self.under = [NONE] * schools  # Partnership Head over a head of school
        self.seconded: dict[int, int] = {}  # post: school of a full-time secondment
        self.placed_under: set[int] = (
            set()
        )  # schools over which the intervention ladder puts a Partnership Head
        self.standing_in: dict[int, tuple[int, int]] = {}  # school: post and person
        self.heads_at = [
            [p for p, post in enumerate(posts) if post["accountable"] and post["home"] == school]
            for school in range(schools)
        ]
        heads = world.kinds["accountable"] == 1
        self.next_to_head = (world.ladder[heads] != NONE).any(axis=0).tolist()
        self.partnership_heads = sorted({int(post) for post in world.partnership_heads if post != NONE})
        self.span = int(world.values.get("careers.span_schools", 0))

    def put_under(self, school: int, under: bool) -> None:
        """From the next half-term on a Partnership Head is over a school, or no longer (MODEL 5.5)."""
        (self.placed_under.add if under else self.placed_under.discard)(school)

    def nearness(self, vacancy: int, post: int) -> int:
        """How near a candidate works to a vacancy."""
        there, here = self.people.home[vacancy], self.people.home[post]
        if there == NONE or here == NONE:
            return careers.nearness(there == here, False)
        partnership = self.world.schools["partnership"]
        return careers.nearness(
            there == here, partnership[there] == partnership[here] and partnership[there] != NONE
        )

    def update(self) -> None:
        """Find every school's leader anew; who stands in goes on until the post is filled."""
        if self.clock.now % YEAR_TICKS == 0:
            self.claims.new_year()
        led = [school for school in range(len(self.world.schools)) if self._is_led(school)]
        self.accountable = [NONE] * len(self.world.schools)
        for school in led:
            self.accountable[school] = self._own_leader(school)
        for school in list(self.standing_in):
            post, person = self.standing_in[school]
            covered = self.accountable[school] != NONE or school not in led
            if covered or self.people.holder[post] != person or not self._may_go_on(post, school):
                self._step_down(school)
            else:
                self.accountable[school] = post
        self.under = [NONE] * len(self.world.schools)
        self._lead_heads_of_school()
        for school in led:
            missing = self.accountable[school] == NONE or school in self.standing_in
            unled = missing and self._is_missed(school)
            self.strengths.receive(school, self.world.values["support.receptiveness_unled"] if unled else 1.0)
        self._stand_in([s for s in led if self.accountable[s] == NONE and self._is_missed(s)])
        self._lead_heads_of_school()  # who has just begun to stand in may be one who is led
        for school, head in enumerate(self.under):
            self._claim_led(school, head)

    def _is_led(self, school: int) -> bool:
        struct = self.world.schools[school]
        return bool(struct["group"] != GROUP_TWIN and struct["joins"] <= self.clock.now)

    def _own_leader(self, school: int) -> int:
        """The post named, if its holder is there; else the first headship of the school that is filled."""
        named = int(self.world.schools["accountable_post"][school])
        for post in [*([named] if named != NONE else []), *self.heads_at[school]]:
            if self.people.is_filled(post) and post not in self.seconded:
                return post
        return NONE

    def _may_go_on(self, post: int, school: int) -> bool:
        """Unless sent to another school, or needed to lead the own."""
        needed = post in self.accountable and post not in self.partnership_heads
        return self.seconded.get(post, school) == school and not needed

    # Standing in -----------------------------------------------------------------------------------------

    def _is_missed(self, school: int) -> bool:
        """Whether the school has a headship, vacant now, of a kind on the ladder."""
        posts, now = self.world.posts, self.clock.now
        named = int(self.world.schools["accountable_post"][school])
        for post in [*([named] if named != NONE else []), *self.heads_at[school]]:
            on_ladder = self.world.kinds["rung"][posts["kind"][post]] > 0
            if on_ladder and posts["starts"][post] <= now < posts["ends"][post]:
                return True
        return False

    def _stand_in(self, missing: list[int]) -> None:
        """All schools' first choices before any second one: nobody is lent whom the own school needs."""
        for choice in range(careers.COVER_NONE):
            for school in missing:
                if self.accountable[school] == NONE:
                    self._ask(school, choice)

    def _ask(self, school: int, choice: int) -> None:
        """The nearest of those who are asked at this point in the order stands in."""
        load = Counter(self.accountable) + Counter(self.under)
        asked = [
            (self._distance(school, post), post)
            for post in range(len(self.world.posts))
            if self.people.is_filled(post) and self._choice(school, post, load) == choice
        ]
        if asked:
            self._step_up(school, min(asked)[1], choice)

    def _choice(self, school: int, post: int, load: Counter[int]) -> int:
        here = self.people.home[post] == school
        seconded_here = self.seconded.get(post) == school
        if self.people.away[post] and not seconded_here:
            return careers.COVER_NONE
        below = self.next_to_head[self.world.posts["kind"][post]]
        ready = self.people.ready_for_next[post] <= self.clock.now
        is_head = post in self.partnership_heads
        return careers.cover_choice(
            seconded_here,
            bool(below and (here or ready)) and self.people.away_share[post] == 0.0,
            here,
            bool(self.world.posts["accountable"][post]) and not is_head and load[post] > 0,
            is_head and self._heads(school) == post,
            is_head,
            self._led_beyond_own(post),
            self.span,
        )

    def _distance(self, school: int, post: int) -> int:
        home, partnership = self.people.home[post], self.world.schools["partnership"]
        near = home != NONE and partnership[home] == partnership[school] != NONE
        return careers.nearness(home == school, bool(near))

    def _heads(self, school: int) -> int:
        partnership = int(self.world.schools["partnership"][school])
        return NONE if partnership == NONE else int(self.world.partnership_heads[partnership])

    def _led_beyond_own(self, post: int) -> int:
        """Schools that a person leads besides the own: directly, or through a head of school."""
        home = self.people.home[post]
        pairs = zip(self.accountable, self.under, strict=True)
        return sum(school != home and post in pair for school, pair in enumerate(pairs))

    def _step_up(self, school: int, post: int, choice: int) -> None:
        self.standing_in[school] = (post, self.people.holder[post])
        self.accountable[school] = post
        days = self.world.values["careers.cover_days_per_year"]
        if choice != careers.COVER_SECONDED:
            self.claims.start(("cover", school), post, int(NEVER), days)
        if choice in (careers.COVER_SCHOOL, careers.COVER_BENCH):
            self.people.send_away(post, matching.ACTING)

    def _step_down(self, school: int) -> None:
        post, person = self.standing_in.pop(school)
        if self.claims.holder(("cover", school)) is not None:
            self.claims.stop(("cover", school))
        if self.people.holder[post] == person and self.people.away[post] == matching.ACTING:
            self.people.bring_back(post)

    # Heads of school -------------------------------------------------------------------------------------

    def _lead_heads_of_school(self) -> None:
        """Each head of school, and of a school on the intervention ladder, is under a Partnership Head.

        The head of the partnership, else the one with fewest schools; nobody where no span has room.
        """
        posts, kinds = self.world.posts, self.world.kinds
        for head_over in (self._own_head_over, self._other_head_over):
            for school, post in enumerate(self.accountable):
                if self.under[school] != NONE or post == NONE or post in self.partnership_heads:
                    continue
                if kinds["under_head"][posts["kind"][post]] or school in self.placed_under:
                    self.under[school] = head_over(school)

    def _own_head_over(self, school: int) -> int:
        own = self._heads(school)
        return own if own != NONE and self._has_room(own, school) else NONE

    def _other_head_over(self, school: int) -> int:
        free = [
            (self._led_beyond_own(post), post)
            for post in self.partnership_heads
            if self._has_room(post, school)
        ]
        return min(free)[1] if free else NONE

    def _has_room(self, head: int, school: int) -> bool:
        """Whether a Partnership Head is there and may lead one school more; the own takes no room."""
        there = self.people.is_filled(head) and head not in self.seconded
        return there and (self.people.home[head] == school or self._led_beyond_own(head) < self.span)

    def _claim_led(self, school: int, head: int) -> None:
        key = ("led", school)
        current = self.claims.holder(key)
        wanted = None
        if head != NONE and self.people.home[head] != school:
            wanted = (head, self.people.holder[head])
        if current != wanted and current is not None:
            self.claims.stop(key)
        if current != wanted and wanted is not None:
            days = self.world.values["careers.led_school_days_per_year"]
            self.claims.start(key, head, int(NEVER), days)
