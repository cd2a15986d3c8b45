"""Pairs of a need and a supporter that could be made now, as a policy ranks them (MODEL 6.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np

from ist_model.engines.narrated.deployments import Deployments
from ist_model.engines.narrated.people import People
from ist_model.engines.narrated.rules import assignment, direct, matching, policies, strength
from ist_model.engines.narrated.things import Need
from ist_model.world.structs import NEVER, NONE, PHASE_BOTH, World

_NOBODY = policies.SupporterView(0, 0, 0, np.uint64(0))


class Pair(NamedTuple):
    """A need and a supporter who is free for it, with the days on site that can be reserved."""

    rank: policies.Rank
    need: Need
    slot: int
    on_site: int
    quality: float


class Pairing:
    """Who could serve what, and how a policy ranks it."""

    def __init__(self, world: World, people: People, deployments: Deployments) -> None:
        """Rank by the world's policy."""
        self.world, self.people, self.deployments = world, people, deployments
        self.policy = policies.POLICIES[world.policy]
        self.rank = direct(self.policy.rank)
        self.keys = [np.uint64(key) for key in world.designations["key"]]
        self.known: dict[tuple[int, int, int], list[tuple[int, float, int]]] = {}
        sd = strength.noise_sd(
            world.values["strength.sigma_per_root_week"], world.values["strength.kappa_per_week"]
        )
        self.spread = float(np.hypot(sd, world.values["monitoring.observation_sd"]))
        self.attention_cut = float(world.grade_cuts[world.attention_grade])

    def leading(self, need: Need) -> tuple[int, ...]:
        """The part of a need's rank that depends on it alone."""
        rank = self.rank(self._view(need), _NOBODY)
        return tuple(int(part) for part in rank[: self.policy.leading_fields_of_need])

    def places_free(self, slot: int) -> int:
        """Places of a designation on which nobody is promised yet."""
        return self.deployments.places[slot] - self.people.busy[slot]

    def pairs(self, need: Need) -> list[Pair]:
        """All supporters who are free for a need, ranked."""
        found, view = [], self._view(need)
        for slot, quality, mismatch in self.candidates(need):
            if self.places_free(slot) <= 0:
                continue
            reason, on_site = self.deployments.can_take(need, slot, quality)
            if reason == matching.FREE:
                travel = self.deployments.terms.travel_to(need, slot)
                gain = self._gain_micro(need, slot, quality, travel) if self.policy.weighs_gain else 0
                way = matching.travel_milli(travel) if need.school != NONE else int(NEVER)
                supporter = policies.SupporterView(mismatch, way, gain, self.keys[slot])
                found.append(Pair(self.rank(view, supporter), need, slot, on_site, quality))
        return found

    def candidates(self, need: Need) -> list[tuple[int, float, int]]:
        """(designation, match quality, mismatch) of all that could ever serve a need like this."""
        phase = PHASE_BOTH if need.school == NONE else int(self.world.schools["phase"][need.school])
        kind = (need.specialism, need.area, phase)
        found = self.known.get(kind)
        if found is None:
            column = self.world.quality[:, need.specialism, need.area, phase]
            slots = np.nonzero(column)[0]
            found = [(int(d), float(column[d]), matching.mismatch_milli(column[d])) for d in slots]
            self.known[kind] = found
        return found

    def _view(self, need: Need) -> policies.NeedView:
        return policies.NeedView(need.urgency, need.raised, need.asked, self._had(need), need.key)

    def _had(self, need: Need) -> int:
        """Days per pupil so far; demand from beyond has no pupils and comes after the trust's own."""
        if need.school == NONE:
            return int(NEVER)
        agreed = self.deployments.agreed_for[need.school]
        return policies.had_per_pupil(agreed, self.world.schools["roll"][need.school])

    def _gain_micro(self, need: Need, slot: int, quality: float, travel_share: float) -> int:
        """Expected gain of a pair for pupils, per leader day, by what boards saw last."""
        world, at_home = self.world, self.deployments.home_of[slot]
        terms = self.deployments.terms
        pupils, seen, risk = 0.0, 0.0, 0.0
        if need.school != NONE:
            pupils = float(world.schools["roll"][need.school])
            seen = self.deployments.schools.seen[need.school][need.area]
            risk = policies.risk_per_point(seen, self.attention_cut, self.spread)
        home_pupils = 0.0 if at_home == NONE else float(world.schools["roll"][at_home])
        return policies.expected_gain_micro(
            pupils,
            risk,
            seen,
            terms.effect,
            quality,
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


def assigned(pairs: list[Pair], places_free: Callable[[int], int]) -> tuple[list[Pair], bool]:
    """The pairs of an optimal assignment, in rank order, and whether all needs and places took part.

    A designation counts once for each place that is free. At most `assignment.LARGEST` needs and places, the
    best-ranked first.
    """
    best_first = sorted(pairs, key=lambda pair: pair.rank)
    needs = list({id(pair.need): pair.need for pair in best_first}.values())
    slots = [s for slot in _once(p.slot for p in best_first) for s in [slot] * places_free(slot)]
    whole = max(len(needs), len(slots)) <= assignment.LARGEST
    needs, slots = needs[: assignment.LARGEST], slots[: assignment.LARGEST]
    row_of = {id(need): row for row, need in enumerate(needs)}
    cost = np.zeros((len(needs), len(slots)), np.int64)
    allowed = np.zeros(cost.shape, np.bool_)
    pair_at: dict[tuple[int, int], Pair] = {}
    for pair in pairs:
        row = row_of.get(id(pair.need))
        if row is None:
            continue
        for column in [c for c, slot in enumerate(slots) if slot == pair.slot]:
            cost[row, column], allowed[row, column] = pair.rank[0], True
            pair_at[row, column] = pair
    columns = assignment.assign(cost, allowed)
    chosen = [pair_at[row, int(c)] for row, c in enumerate(columns) if c != assignment.UNASSIGNED]
    return sorted(chosen, key=lambda pair: pair.rank), whole


def _once(slots: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(slots))
