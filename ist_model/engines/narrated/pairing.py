"""Pairs of a need and a supporter that could be made now, as a policy ranks them (MODEL 6.4)."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ist_model.engines.narrated.deployments import Deployments
from ist_model.engines.narrated.people import People
from ist_model.engines.narrated.rules import assignment, direct, matching, policies, strength
from ist_model.engines.narrated.things import Candidate, Leading, Need, Offer
from ist_model.world.structs import NEVER, NONE, PHASE_BOTH, World

_NOBODY = policies.SupporterView(0, 0, 0, np.uint64(0))


class Pairing:
    """Who could serve what, and how a policy ranks it.

    A policy that weighs no gains goes by what does not change while designations stay where they are: it
    ranks the candidates for a need once, and the best pair is the first who is free.
    """

    def __init__(self, world: World, people: People, deployments: Deployments) -> None:
        """Rank by the world's policy."""
        self.world, self.people, self.deployments = world, people, deployments
        self.policy = policies.POLICIES[world.policy]
        self.rank_under_policy = direct(self.policy.rank)
        self.keys = [int(key) for key in world.designations["key"]]
        self.rolls: list[float] = world.schools["roll"].tolist()
        self.known: dict[tuple[int, int, int], list[Candidate]] = {}
        self.ranked: dict[tuple[int, int, int], list[Candidate]] = {}
        people.moved = self.ranked.clear  # the way to a school is another then
        sd = strength.noise_sd(
            world.values["strength.sigma_per_root_week"], world.values["strength.kappa_per_week"]
        )
        self.spread = float(np.hypot(sd, world.values["monitoring.observation_sd"]))
        self.attention_cut = float(world.grade_cuts[world.attention_grade])

    def leading(self, need: Need) -> Leading:
        """The part of a need's rank that depends on it alone."""
        rank = self.rank_under_policy(self._view(need), _NOBODY)
        return rank[: self.policy.leading_fields_of_need]

    def rank(self, offer: Offer) -> policies.Rank:
        """Rank of an offer: the smallest comes first."""
        return self._rank(offer.need, offer.candidate)

    def offers(self, needs: list[Need]) -> list[Offer]:
        """All who are free for each need; its best alone where candidates are ranked beforehand."""
        found, free, weighs_gain = [], self.people.free, self.policy.weighs_gain
        for need in needs:
            for candidate in self._in_order(need):
                if free[candidate.slot] > 0:
                    offer = self.deployments.offer(need, candidate)
                    if offer.reason == matching.FREE:
                        found.append(offer)
                        if not weighs_gain:
                            break
        return found

    def _in_order(self, need: Need) -> list[Candidate]:
        kind = (need.specialism, need.area, need.school)
        found = self.ranked.get(kind)
        if found is None:
            found = self.candidates(need)
            if not self.policy.weighs_gain:
                found = sorted(found, key=lambda candidate: self._rank(need, candidate))
            self.ranked[kind] = found
        return found

    def candidates(self, need: Need) -> list[Candidate]:
        """All that could ever serve a need like this, by designation."""
        phase = PHASE_BOTH if need.school == NONE else int(self.world.schools["phase"][need.school])
        kind = (need.specialism, need.area, phase)
        found = self.known.get(kind)
        if found is None:
            column = self.world.quality[:, need.specialism, need.area, phase]
            slots = np.nonzero(column)[0]
            found = [Candidate.of(int(slot), float(column[slot])) for slot in slots]
            self.known[kind] = found
        return found

    def _rank(self, need: Need, candidate: Candidate) -> policies.Rank:
        travel = self.deployments.terms.travel_to(need, candidate.slot)
        gain = self._gain_micro(need, candidate, travel) if self.policy.weighs_gain else 0
        way = matching.travel_milli(travel) if need.school != NONE else int(NEVER)
        supporter = policies.SupporterView(candidate.mismatch, way, gain, self.keys[candidate.slot])
        return self.rank_under_policy(self._view(need), supporter)

    def _view(self, need: Need) -> policies.NeedView:
        return policies.NeedView(need.urgency, need.raised, need.asked, self._had(need), need.key)

    def _had(self, need: Need) -> int:
        """Days per pupil so far; demand from beyond has no pupils and comes after the trust's own."""
        if need.school == NONE:
            return int(NEVER)
        agreed = self.deployments.agreed_for[need.school]
        return policies.had_per_pupil(agreed, self.rolls[need.school])

    def _gain_micro(self, need: Need, candidate: Candidate, travel_share: float) -> int:
        """Expected gain of a pair for pupils, per leader day, by what boards saw last."""
        slot, terms = candidate.slot, self.deployments.terms
        at_home = self.deployments.home_of[slot]
        pupils, seen, risk = 0.0, 0.0, 0.0
        if need.school != NONE:
            pupils = self.rolls[need.school]
            seen = self.deployments.schools.seen[need.school][need.area]
            risk = policies.risk_per_point(seen, self.attention_cut, self.spread)
        home_pupils = 0.0 if at_home == NONE else self.rolls[at_home]
        return policies.expected_gain_micro(
            pupils,
            risk,
            seen,
            terms.effect,
            candidate.quality,
            1.0 + terms.preparation_share + travel_share,
            home_pupils,
            self._home_risk(slot),
            terms.cost_per_day(slot),
        )

    def _home_risk(self, slot: int) -> float:
        """Mean risk per point over the areas that a leader serves at home; 0 without any."""
        home, total, count = self.deployments.home_of[slot], 0.0, 0
        if home == NONE:
            return 0.0
        for area in np.flatnonzero(self.world.own_areas[slot] & self.world.has_area[home]):
            seen = self.deployments.schools.seen[home][area]
            total += policies.risk_per_point(seen, self.attention_cut, self.spread)
            count += 1
        return total / count if count else 0.0


def assigned(offers: list[tuple[policies.Rank, Offer]], free: list[int]) -> tuple[list[Offer], bool]:
    """The offers of an optimal assignment, in rank order, and whether all needs and places took part.

    A designation counts once for each place that is free. At most `assignment.LARGEST` needs and places, the
    best-ranked first.
    """
    best_first = [offer for _, offer in sorted(offers, key=_rank_of)]
    needs = list({id(offer.need): offer.need for offer in best_first}.values())
    slots = [s for s in _once(offer.candidate.slot for offer in best_first) for _ in range(free[s])]
    whole = max(len(needs), len(slots)) <= assignment.LARGEST
    needs, slots = needs[: assignment.LARGEST], slots[: assignment.LARGEST]
    row_of = {id(need): row for row, need in enumerate(needs)}
    cost = np.zeros((len(needs), len(slots)), np.int64)
    allowed = np.zeros(cost.shape, np.bool_)
    offer_at: dict[tuple[int, int], tuple[policies.Rank, Offer]] = {}
    for rank, offer in offers:
        row = row_of.get(id(offer.need))
        if row is None:
            continue
        for column in [c for c, slot in enumerate(slots) if slot == offer.candidate.slot]:
            cost[row, column], allowed[row, column] = rank[0], True
            offer_at[row, column] = rank, offer
    columns = assignment.assign(cost, allowed)
    chosen = [offer_at[row, int(c)] for row, c in enumerate(columns) if c != assignment.UNASSIGNED]
    return [offer for _, offer in sorted(chosen, key=_rank_of)], whole


def _once(slots: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(slots))


def _rank_of(ranked: tuple[policies.Rank, Offer]) -> policies.Rank:
    return ranked[0]
