"""The broker: one place where needs and supporters are matched, by a policy, in a fixed order (MODEL 6)."""

from __future__ import annotations

from bisect import insort
from itertools import groupby

import simpy

from ist_model.engines.narrated.clock import Phase, PhaseClock, Process
from ist_model.engines.narrated.deployments import Deployments
from ist_model.engines.narrated.log import Event, Log, Obstacle
from ist_model.engines.narrated.pairing import Pair, Pairing, assigned
from ist_model.engines.narrated.people import People
from ist_model.engines.narrated.recording import Recording
from ist_model.engines.narrated.rules import matching, policies
from ist_model.engines.narrated.things import Need
from ist_model.engines.records import BOUGHT, FINISHED, SOURCE_PACKAGE, UNMET
from ist_model.inputs.calendar import GRID_TICKS
from ist_model.world.structs import NEVER, NONE, World


class Broker:
    """Waiting needs, and the Strategy Group that matches them."""

    def __init__(
        self,
        world: World,
        clock: PhaseClock,
        people: People,
        deployments: Deployments,
        recording: Recording,
        log: Log | None,
    ) -> None:
        """A broker with no needs. Supply that changes wakes it where matching is continuous."""
        self.world, self.clock, self.people, self.log = world, clock, people, log
        self.deployments, self.recording = deployments, recording
        self.pairing = Pairing(world, people, deployments)
        self.waiting: list[Need] = []
        self.open_at: set[tuple[int, int]] = set()
        self.asked_at = -1
        people.supply_changed = self.supply_changed
        deployments.supply_changed = self.supply_changed
        deployments.requeue = self._requeue
        deployments.finished = self.close_finished

    def raise_need(self, need: Need) -> None:
        """A need begins to wait. One open need per school and area: raise none where `has_open` says so."""
        need.remaining, need.urgency = need.asked, need.priority
        need.order = (self.pairing.leading(need), int(need.key))
        insort(self.waiting, need, key=_order)
        self.recording.raised(need)
        if need.school != NONE:
            self.open_at.add((need.school, need.area))
        if self.log is not None:
            self.log.add(Event(self.clock.now, "raised", need.key, school=need.school, milli=need.asked))
        if need.deadline != NEVER:
            self.clock.begin(self.patience(need))
        if not self.world.meetings or need.emergency:
            self.call()

    def has_open(self, school: int, area: int) -> bool:
        """Whether a school has an open need in an area."""
        return (school, area) in self.open_at

    def more_urgent(self, school: int) -> None:
        """A school went into a worse tier: its waiting needs take the higher priority (MODEL 5.2, 5.3)."""
        asking = self.deployments.schools.asking
        for need in [need for need in self.waiting if need.school == school]:
            need.emergency = need.emergency or asking.is_emergency(school)
            need.urgency = min(need.urgency, asking.priority(school, need.area))
            need.order = (self.pairing.leading(need), int(need.key))
        self.waiting.sort(key=_order)
        self.supply_changed()

    def supply_changed(self) -> None:
        """Someone became free or ready: matters at once where matching is continuous, or to an emergency."""
        if not self.world.meetings or any(need.emergency for need in self.waiting):
            self.call()

    def call(self) -> None:
        """Ask for a matching at the current tick; asked twice, it still happens once."""
        if self.asked_at == self.clock.now or not (self.waiting or self.world.meetings):
            return
        self.asked_at = self.clock.now
        meeting = self.clock.until(self.clock.now, Phase.MATCHING)
        meeting.callbacks.append(self._meet)

    def half_terms(self) -> Process:
        """The Strategy Group meets at each half-term; continuous matching looks again then too."""
        tick = -(-self.clock.now // GRID_TICKS) * GRID_TICKS
        while True:
            yield self.clock.until(tick, Phase.ARRIVALS, -1)
            self.call()
            tick += GRID_TICKS

    def _meet(self, _: simpy.Event) -> None:
        self.match()

    def match(self) -> None:
        """Repeatedly take the smallest eligible pair under the policy."""
        everyone = not self.world.meetings or self.clock.now % GRID_TICKS == 0
        needs = [need for need in self.waiting if everyone or need.emergency]
        for _, tied in groupby(needs, key=_leading):
            self._match_tied(list(tied))
        self.waiting = [need for need in self.waiting if need.waiting]
        if self.log is not None:
            for need in needs:
                if need.waiting:
                    self.log.add(
                        Event(self.clock.now, "passed over", need.key, obstacles=self._obstacles(need))
                    )

    def _match_tied(self, needs: list[Need]) -> None:
        """Serve needs whose leading rank is equal: the best of all their pairs, again and again.

        Under `optimal`, all pairs of the moment together; again for what that left over, such as the rest of
        a need that was cut.
        """
        while True:
            pairs = [pair for need in needs if need.waiting for pair in self.pairing.pairs(need)]
            if not pairs:
                return
            chosen = self._assigned(pairs) if self.pairing.policy.assigns else [min(pairs, key=_rank_of)]
            for pair in chosen:
                reason, on_site = self.deployments.can_take(pair.need, pair.slot, pair.quality)
                if reason == matching.FREE:  # an assignment may ask more of a person or school than there is
                    self.deployments.agree(pair.need, pair.slot, on_site, pair.quality)

    def _assigned(self, pairs: list[Pair]) -> list[Pair]:
        chosen, whole = assigned(pairs, self.pairing.places_free)
        if not whole:
            self.recording.oversize_matchings += 1
        return chosen

    def _obstacles(self, need: Need) -> tuple[Obstacle, ...]:
        return tuple(
            Obstacle(
                slot,
                self.deployments.can_take(need, slot, quality)[0],
                tuple(d.need.key for d in self.deployments.running_on[slot]),
            )
            for slot, quality, _ in self.pairing.candidates(need)
        )

    def patience(self, need: Need) -> Process:
        """A need that no one has taken by its deadline is bought, or else unmet (MODEL 6.5)."""
        yield self.clock.until(need.deadline, Phase.WITHDRAWALS, int(need.key))
        if need.matched:
            return
        need.not_bought = matching.MAY_NOT_BUY
        bought = need.may_buy and self.deployments.buy(need)
        need.status = BOUGHT if bought else UNMET
        need.closed, need.remaining = self.clock.now, 0
        self.recording.no_longer_waits()
        self.waiting.remove(need)
        if need.school != NONE and not bought:
            self.open_at.discard((need.school, need.area))
        if self.log is not None:
            self.log.add(Event(self.clock.now, "bought" if bought else "unmet", need.key, school=need.school))

    def bring(self, need: Need, supplier: int, pattern: int) -> None:
        """Support that is there without having been asked for: it starts now and never waits."""
        need.remaining, need.urgency = need.asked, need.priority
        self.recording.raised(need)
        self.recording.no_longer_waits()
        if self.log is not None:
            self.log.add(Event(self.clock.now, "raised", need.key, school=need.school, milli=need.asked))
        quality = float(self.world.supplier_quality[supplier, need.specialism, need.area])
        self.deployments.bring_in(need, supplier, quality, pattern, self.clock.now)

    def close_finished(self, need: Need) -> None:
        """All days are given: the need is finished, and its area may ask again."""
        if need.school != NONE and need.source != SOURCE_PACKAGE:
            self.open_at.discard((need.school, need.area))
        if need.status != BOUGHT:
            need.status, need.closed = FINISHED, self.clock.now
        if self.log is not None:
            self.log.add(Event(self.clock.now, "finished", need.key, school=need.school))

    def _requeue(self, need: Need) -> None:
        insort(self.waiting, need, key=_order)
        self.supply_changed()


def _order(need: Need) -> tuple[tuple[int, ...], int]:
    return need.order


def _leading(need: Need) -> tuple[int, ...]:
    return need.order[0]


def _rank_of(pair: Pair) -> policies.Rank:
    return pair.rank
