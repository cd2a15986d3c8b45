"""Release days that other duties take: leading a further school, standing in, a secondment (MODEL 7.3)."""

from __future__ import annotations

from dataclasses import dataclass

from ist_model.engines.narrated.clock import PhaseClock
from ist_model.engines.narrated.people import People
from ist_model.engines.narrated.rules import careers
from ist_model.inputs.calendar import YEAR_TICKS
from ist_model.world.structs import NO_LIMIT, NONE

Key = tuple[str, int]


@dataclass(eq=False, slots=True)
class _Claim:
    post: int
    person: int
    days_per_year: float
    share: float  # of the release days of each year
    until: int
    budget: int = NONE  # the post whose days are taken this year
    milli: int = 0
    since: int = 0
    to: int = 0


class Claims:
    """What each duty takes from whom: its part of the year at once, as far as days are left.

    Days still to come are given back when the duty ends.
    """

    def __init__(self, clock: PhaseClock, people: People) -> None:
        """No claims yet."""
        self.clock, self.people = clock, people
        self.claims: dict[Key, _Claim] = {}

    def start(self, key: Key, post: int, until: int, days_per_year: float = 0.0, share: float = 0.0) -> None:
        """A duty of the holder of a post begins: it takes days a year, or a share of those of the year."""
        claim = self.claims[key] = _Claim(post, self.people.holder[post], days_per_year, share, until)
        self._take(claim)

    def stop(self, key: Key) -> None:
        """A duty ends; days of this year still to come are free again."""
        claim = self.claims.pop(key)
        if claim.since // YEAR_TICKS == self.clock.now // YEAR_TICKS:
            self._book(claim, -careers.still_to_come(claim.milli, claim.since, claim.to, self.clock.now))

    def holder(self, key: Key) -> tuple[int, int] | None:
        """(post, person) of a duty, or None."""
        claim = self.claims.get(key)
        return None if claim is None else (claim.post, claim.person)

    def new_year(self) -> None:
        """On 1 September every duty takes its part of the new year's days."""
        for claim in self.claims.values():
            if claim.since < self.clock.now:
                self._take(claim)

    def _take(self, claim: _Claim) -> None:
        now = self.clock.now
        claim.since, claim.to = now, min(claim.until, (now // YEAR_TICKS + 1) * YEAR_TICKS)
        claim.budget, claim.milli = self.people.budget[claim.post], 0
        left = self.people.left[claim.budget]
        if left != NO_LIMIT:
            allowance = self.people.rolls.allowance_milli(claim.budget, now // YEAR_TICKS)
            days = careers.claimed_days(claim.days_per_year, claim.share, allowance)
            wanted = careers.part_of_year_milli(days, now, claim.to)
            claim.milli = min(left, wanted)
            self._book(claim, claim.milli)

    def _book(self, claim: _Claim, milli: int) -> None:
        if milli != 0:
            self.people.left[claim.budget] -= milli
            self.people.recording.cover_milli[claim.budget, self.clock.now // YEAR_TICKS] += milli
