"""The broker: one place where needs and supporters are matched, by a policy, in a fixed order (MODEL 6)."""

from __future__ import annotations

from bisect import insort
from itertools import groupby

from ist_model.engines.narrated.clock import Phase, PhaseClock, Process
from ist_model.engines.narrated.deployments import Deployments
from ist_model.engines.narrated.log import Event, Log, Obstacle
from ist_model.engines.narrated.pairing import Pairing, assigned
from ist_model.engines.narrated.people import People
from ist_model.engines.narrated.recording import Recording
from ist_model.engines.narrated.rules import matching
from ist_model.engines.narrated.things import Leading, Need
from ist_model.engines.records import BOUGHT, FINISHED, SOURCE_PACKAGE, UNMET
from ist_model.inputs.calendar import GRID_TICKS
from ist_model.world.structs import NEVER, NONE, World

_NEVER = int(NEVER)


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
        self._join_queue(need)
        self.recording.needs.begin(need)
        if need.school != NONE:
            self.open_at.add((need.school, need.area))
        if self.log is not None:
            self.log.add(Event(self.clock.now, "raised", need.key, school=need.school, milli=need.asked))
        if need.deadline != _NEVER:
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
            need.place = None
        self.waiting.sort(key=self._place)
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
        self.clock.meet(self.match)

    def half_terms(self) -> Process:
        """The Strategy Group meets at each half-term; continuous matching looks again then too."""
        tick = -(-self.clock.now // GRID_TICKS) * GRID_TICKS
        while True:
            yield self.clock.until(tick, Phase.ARRIVALS, -1)
            self.call()
            tick += GRID_TICKS

    def match(self) -> None:
        """Repeatedly take the smallest eligible pair under the policy."""
        everyone = not self.world.meetings or self.clock.now % GRID_TICKS == 0
        needs = self.waiting if everyone else [need for need in self.waiting if need.emergency]
        if len(needs) == 1:
            self._match_tied(needs[:])
        else:
            for _, tied in groupby(needs, key=self._leading):
                if not any(self.people.free):
                    break  # nobody is left to send to anyone
                self._match_tied(list(tied))
        self.waiting = [need for need in self.waiting if need.remaining]
        if self.log is not None:
            for need in needs:
                if need.remaining:
                    self.log.add(
                        Event(self.clock.now, "passed over", need.key, obstacles=self._obstacles(need))
                    )

    def _match_tied(self, needs: list[Need]) -> None:
        """Serve needs whose leading rank is equal: take the best offer, again and again."""
        pairing = self.pairing
        if pairing.policy.assigns:
            self._assign(needs)
            return
        while needs and (offers := pairing.offers(needs)):
            best = offers[0] if len(offers) == 1 else min(offers, key=pairing.rank)
            self.deployments.agree(best)
            if not best.need.remaining:
                needs.remove(best.need)

    def _assign(self, needs: list[Need]) -> None:
        """Serve needs by all offers together, as often as there is one."""
        pairing, deployments = self.pairing, self.deployments
        while offers := pairing.offers([need for need in needs if need.remaining]):
            chosen, whole = assigned([(pairing.rank(offer), offer) for offer in offers], self.people.free)
            if not whole:
                self.recording.oversize_matchings += 1
            for need, candidate, *_ in chosen:
                offer = deployments.offer(need, candidate)
                if offer.reason == matching.FREE:  # all may ask more of a person or school than there is
                    deployments.agree(offer)

    def _obstacles(self, need: Need) -> tuple[Obstacle, ...]:
        return tuple(
            Obstacle(
                candidate.slot,
                self.deployments.offer(need, candidate).reason,
                tuple(d.need.key for d in self.deployments.running_on[candidate.slot]),
            )
            for candidate in self.pairing.candidates(need)
        )

    def patience(self, need: Need) -> Process:
        """A need that no one has taken by its deadline is bought, or else unmet (MODEL 6.5)."""
        yield self.clock.until(need.deadline, Phase.WITHDRAWALS, need.key)
        if need.waited_until != _NEVER:
            return
        need.not_bought = matching.MAY_NOT_BUY
        bought = need.may_buy and self.deployments.buy(need)
        need.status = BOUGHT if bought else UNMET
        need.closed, need.remaining, need.waited_until = self.clock.now, 0, self.clock.now
        self.waiting.remove(need)
        if not bought:
            self.recording.needs.end(need)
            self.open_at.discard((need.school, need.area))
        if self.log is not None:
            self.log.add(Event(self.clock.now, "bought" if bought else "unmet", need.key, school=need.school))

    def bring(self, need: Need, supplier: int, pattern: int) -> None:
        """Support that is there without having been asked for: it starts now and never waits."""
        need.remaining, need.urgency = need.asked, need.priority
        need.waited_until = self.clock.now
        self.recording.needs.begin(need)
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
        self.recording.needs.end(need)
        if self.log is not None:
            self.log.add(Event(self.clock.now, "finished", need.key, school=need.school))

    def _requeue(self, need: Need) -> None:
        self._join_queue(need)
        self.supply_changed()

    def _join_queue(self, need: Need) -> None:
        if self.waiting:
            insort(self.waiting, need, key=self._place)
        else:
            self.waiting.append(need)

    def _place(self, need: Need) -> tuple[Leading, int]:
        """Place in the queue; found when there is another need to stand before or behind."""
        if need.place is None:
            need.place = self.pairing.leading(need), need.key
        return need.place

    def _leading(self, need: Need) -> Leading:
        return self._place(need)[0]
