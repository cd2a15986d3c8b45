"""The broker: one place where needs and supporters are matched, by a policy, in a fixed order (MODEL 6)."""

from __future__ import annotations

from bisect import insort
from itertools import groupby

import numpy as np
import simpy

from ist_model.engines.narrated.clock import Phase, PhaseClock, Process
from ist_model.engines.narrated.deployments import Deployments
from ist_model.engines.narrated.log import Event, Log, Obstacle
from ist_model.engines.narrated.people import People
from ist_model.engines.narrated.recording import Recording
from ist_model.engines.narrated.things import Need
from ist_model.engines.records import BOUGHT, FINISHED, UNMET
from ist_model.inputs.calendar import GRID_TICKS
from ist_model.science import matching
from ist_model.world.structs import NEVER, NONE, PHASE_BOTH, World

_NOBODY = matching.SupporterView(0, 0, np.uint64(0))


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
        self.policy = matching.POLICIES[world.policy]
        self.waiting: list[Need] = []
        self.open_at: set[tuple[int, int]] = set()
        self.asked_at = -1
        people.supply_changed = self.supply_changed
        deployments.supply_changed = self.supply_changed
        deployments.requeue = self._requeue
        deployments.finished = self.close_finished
        self.quality = world.quality
        self.keys = [np.uint64(key) for key in world.designations["key"]]
        self.candidates: dict[tuple[int, int, int], list[tuple[int, float, int]]] = {}

    def raise_need(self, need: Need) -> None:
        """A need begins to wait. One open need per school and area: raise none where `has_open` says so."""
        need.remaining = need.asked
        rank = self.policy.rank(self._view(need), _NOBODY)
        leading = tuple(int(part) for part in rank[: self.policy.leading_fields_of_need])
        need.order = (leading, int(need.key))
        insort(self.waiting, need, key=_order)
        self.recording.raised(need)
        if need.school != NONE:
            self.open_at.add((need.school, need.area))
        if self.log is not None:
            self.log.add(Event(self.clock.now, "raised", need.key, school=need.school, milli=need.asked))
        if need.deadline != NEVER:
            self.clock.env.process(self.patience(need))
        if not self.world.meetings or need.emergency:
            self.call()

    def has_open(self, school: int, area: int) -> bool:
        """Whether a school has an open need in an area."""
        return (school, area) in self.open_at

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
        """Serve needs whose leading rank is equal: the best of all their pairs, again and again."""
        while True:
            pairs = [pair for need in needs if need.waiting for pair in self._pairs(need)]
            if not pairs:
                return
            _, need, slot, on_site, quality = min(pairs, key=_rank_of)
            self.deployments.agree(need, slot, on_site, quality)

    def _pairs(self, need: Need) -> list[tuple[matching.Rank, Need, int, int, float]]:
        pairs, view = [], self._view(need)
        for slot, quality, mismatch in self._candidates(need):
            if self.people.busy[slot] >= self.deployments.places[slot]:
                continue
            reason, on_site = self.deployments.can_take(need, slot, quality)
            if reason == matching.FREE:
                travel = matching.travel_milli(self.deployments.travel_to(need, slot))
                supporter = matching.SupporterView(mismatch, travel, self.keys[slot])
                pairs.append((self.policy.rank(view, supporter), need, slot, on_site, quality))
        return pairs

    def _view(self, need: Need) -> matching.NeedView:
        return matching.NeedView(need.priority, need.raised, need.asked, self._had(need), need.key)

    def _had(self, need: Need) -> int:
        """Days per pupil so far; demand from beyond has no pupils and comes after the trust's own."""
        if need.school == NONE:
            return int(NEVER)
        agreed = self.deployments.agreed_for[need.school]
        return matching.had_per_pupil(agreed, self.world.schools["roll"][need.school])

    def _candidates(self, need: Need) -> list[tuple[int, float, int]]:
        """(designation, match quality, mismatch) of all that could ever serve a need like this."""
        phase = PHASE_BOTH if need.school == NONE else int(self.world.schools["phase"][need.school])
        kind = (need.specialism, need.area, phase)
        found = self.candidates.get(kind)
        if found is None:
            column = self.quality[:, need.specialism, need.area, phase]
            slots = np.nonzero(column)[0]
            found = [(int(d), float(column[d]), matching.mismatch_milli(column[d])) for d in slots]
            self.candidates[kind] = found
        return found

    def _obstacles(self, need: Need) -> tuple[Obstacle, ...]:
        return tuple(
            Obstacle(
                slot,
                self.deployments.can_take(need, slot, quality)[0],
                tuple(d.need.key for d in self.deployments.running_on[slot]),
            )
            for slot, quality, _ in self._candidates(need)
        )

    def patience(self, need: Need) -> Process:
        """A need that no one has taken by its deadline is bought, or else unmet (MODEL 6.5)."""
        yield self.clock.until(need.deadline, Phase.WITHDRAWALS, int(need.key))
        if need.matched:
            return
        bought = need.may_buy and self.deployments.buy(need)
        need.status = BOUGHT if bought else UNMET
        need.closed, need.remaining = self.clock.now, 0
        self.recording.no_longer_waits()
        self.waiting.remove(need)
        if need.school != NONE and not bought:
            self.open_at.discard((need.school, need.area))
        if self.log is not None:
            self.log.add(Event(self.clock.now, "bought" if bought else "unmet", need.key, school=need.school))

    def close_finished(self, need: Need) -> None:
        """All days are given: the need is finished, and its area may ask again."""
        if need.school != NONE:
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


def _rank_of(pair: tuple[matching.Rank, Need, int, int, float]) -> matching.Rank:
    return pair[0]
