"""What moves through a narrated run: needs, deployments, and the state of posts and schools."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from ist_model.engines.narrated.rules import matching
from ist_model.engines.records import OPEN, SOURCE_OPENING, SOURCE_PACKAGE
from ist_model.science.jit import Word
from ist_model.science.matching import NOT_REFUSED
from ist_model.world.structs import NEVER, NONE

Leading: TypeAlias = tuple[Word, ...]  # the fields of a rank that depend on a need alone


@dataclass(eq=False, slots=True)
class Need:
    """A support need and what has become of it. Days in milli-days on site."""

    key: int
    source: int
    school: int
    stream: int
    area: int
    specialism: int
    priority: int  # when it was raised
    raised: int
    deadline: int
    asked: int
    may_buy: bool
    number: int = NONE  # in the order raised
    emergency: bool = False  # of a school in the last tier: matched at once, between meetings too
    urgency: int = 0  # by which it is ranked now
    remaining: int = 0  # not yet agreed with anyone
    running: int = 0  # deployments not ended
    first_start: int = NONE
    closed: int = NONE
    status: int = OPEN
    not_bought: int = NOT_REFUSED
    place: tuple[Leading, int] | None = None  # in the queue: what ranks the need alone, then its key
    agreed: int = 0  # milli-days on site agreed so far, for what later days are worth
    waited_until: int = int(NEVER)  # tick at which a deployment was agreed, or it was bought or withdrawn

    @property
    def takes_room(self) -> bool:
        """Whether help for it is a school's share of the trust's, and of what the school can take in at once.

        A package's visits were bought for the school, not shared out (decision 13).
        """
        return self.school != NONE and self.source != SOURCE_PACKAGE


class Candidate(NamedTuple):
    """A designation that could serve needs of one kind."""

    slot: int
    quality: float  # of the match, 0-1
    mismatch: int  # thousandths

    @classmethod
    def of(cls, slot: int, quality: float) -> Candidate:
        """A designation whose match is so good."""
        return cls(slot, quality, matching.mismatch_milli(quality))


class Offer(NamedTuple):
    """What a supporter could do for a need from now on."""

    need: Need
    candidate: Candidate
    reason: int  # matching.FREE, or why not
    on_site: int  # milli-days that can be reserved
    start: int  # tick at which the home school releases
    pattern: int  # leader milli-days a week
    travel_share: float


@dataclass(eq=False, slots=True)
class Deployment:
    """A supporter at work on a need, or bought help (`supplier` set). Days in milli-days."""

    need: Need
    designation: int
    supplier: int
    post: int
    budget: int  # post whose release days are used
    giver: int
    matched: int
    start: int
    end: int
    on_site: int
    preparation: int
    travel: int
    quality: float
    pattern: int  # leader milli-days a week
    gain_per_week: float = 0.0  # points that its school gains
    visits: int = 0  # milli-days on site a week that its school sees
    number: int = NONE  # in the order agreed
    from_outside: bool = False  # national support, worth the same whoever leads the school
    home_cost: float = 0.0  # points a week in each area that its leader serves at home
    home_learning: float = 0.0  # likewise, brought back
    delivered: int = 0
    begun: bool = False
    ended: bool = False
    cut: bool = False

    def given_by(self, tick: int) -> int:
        """Milli-days on site given by a tick, if nothing cuts it short before."""
        return matching.done_by(self.on_site, max(0, tick - self.start), self.end - self.start)

    @property
    def key(self) -> tuple[int, int, int]:
        """Its place among deployments that begin or end at one moment."""
        return (self.designation, self.supplier, self.need.key)

    @property
    def order(self) -> tuple[int, int, int, int]:
        """Place among the supporters of one school and area, so that sums never depend on history."""
        return (self.designation, self.supplier, self.matched, self.need.key)


def presence(key: int, school: int, area: int, start: int, end: int, **fields: Any) -> Deployment:
    """Somebody at work in a school beside the matching: nothing is asked, reserved or counted (MODEL 4.1)."""
    need = Need(key, SOURCE_OPENING, school, NONE, area, NONE, 0, start, int(NEVER), 0, False)
    nobody: dict[str, Any] = {"post": NONE, "budget": NONE, "giver": NONE, "quality": 1.0, "pattern": 0}
    nothing: dict[str, Any] = {"on_site": 0, "preparation": 0, "travel": 0}
    return Deployment(
        need=need,
        designation=NONE,
        supplier=NONE,
        matched=start,
        start=start,
        end=end,
        **nothing,
        **(nobody | fields),
    )


@dataclass(eq=False, slots=True)
class SchoolState:
    """A school during a run."""

    in_trust: bool = False
    tier: int = 0
    acted_on: int = 0  # the tier in force when its change was last acted on
    better_boards: int = 0
    stalled_boards: int = 0
    step: int = NONE  # of the intervention ladder
    step_stalled: int = 0  # boards without progress at that step
    rise_until: int = 0  # tick at which national targeted support ends
    shortfall: float = float("nan")  # points below the need threshold at the last board
    last_outcome: int = 0
    last_inspected: int = 0
    inspection_expected: float = float("-inf")  # tick
    ordinal: int = 0
    visits_left: int = 0
    worst_area: int = NONE
