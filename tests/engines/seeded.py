"""Small faults to put into the narrated engine, each as a programmer might make it; one at a time, in tests.

A fault takes pytest's `monkeypatch` and changes one rule. Science is shared with the compiled engine, so a
fault in a scientific function is put into the name by which the narrated engine calls it.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from ist_model.engines.narrated import (
    broker,
    buying,
    careers,
    clock,
    demand,
    deployments,
    inspections,
    pairing,
    people,
    schools,
    secondments,
    strengths,
    terms,
)
from ist_model.engines.narrated.clock import Phase
from ist_model.science import careers as careers_rules
from ist_model.science import matching, requests, strength

Patch = pytest.MonkeyPatch
Fault = Callable[[Patch], None]


def _called(patch: Patch, room: ModuleType, science: ModuleType, **wrong: Callable[..., Any]) -> None:
    """Replace functions of a science module where one file of the engine calls them."""
    name = science.__name__.rpartition(".")[2]
    patch.setattr(room, name, SimpleNamespace(**{**vars(science), **wrong}))


def _phases(patch: Patch, other: dict[Phase, Phase]) -> None:
    right = clock.PhaseClock.until

    def until(self: Any, tick: int, phase: Phase, *key: int) -> Any:
        return right(self, tick, other.get(phase, phase), *key)

    patch.setattr(clock.PhaseClock, "until", until)


def noise_of_the_next_half_term(patch: Patch) -> None:
    """The noise's index is off by one."""

    def noise(sd: float, seed: int, run: int, key: int, index: int) -> float:
        return strength.noise(sd, seed, run, key, index + 1)

    _called(patch, strengths, strength, noise=noise)


def noise_before_credit(patch: Patch) -> None:
    """The half-term's noise comes before what lasts of support is credited."""
    right_credit, right_shake = strengths.Strengths.credit, strengths.Strengths.shake
    patch.setattr(strengths.Strengths, "credit", right_shake)
    patch.setattr(strengths.Strengths, "shake", right_credit)


def ties_by_another_key(patch: Patch) -> None:
    """Equal supporters are told apart by each other's keys."""
    right = pairing.Pairing.__init__

    def init(self: Any, *args: Any) -> None:
        right(self, *args)
        self.keys.reverse()

    patch.setattr(pairing.Pairing, "__init__", init)


def arrivals_before_boards(patch: Patch) -> None:
    """What arrives at a tick, networks' meetings too, comes before its Progress Boards."""
    _phases(patch, {Phase.BOARDS: Phase.ARRIVALS, Phase.ARRIVALS: Phase.BOARDS})


def careers_before_the_new_year(patch: Patch) -> None:
    """On 1 September people come and go before the allowances are those of the new year."""
    _phases(patch, {Phase.CAREERS: Phase.YEAR_RESET, Phase.YEAR_RESET: Phase.CAREERS})


def a_place_freed_too_late(patch: Patch) -> None:
    """Who comes back is free only after the tick's matching."""
    right = deployments.Deployments._end

    def end(self: Any, deployment: Any) -> None:
        right(self, deployment)
        if deployment.designation >= 0:
            self.people.free[deployment.designation] -= 1
            self.clock.begin(later(self, deployment.designation))

    def later(self: Any, slot: int) -> Any:
        yield self.clock.until(self.clock.now, Phase.WITHDRAWALS, -1)
        self.people.free[slot] += 1

    patch.setattr(deployments.Deployments, "_end", end)


def preparation_forgotten(patch: Patch) -> None:
    """Days on site need no preparation."""
    right = terms.Terms.__init__

    def init(self: Any, *args: Any) -> None:
        right(self, *args)
        self.preparation_share = 0.0

    patch.setattr(terms.Terms, "__init__", init)


def deadline_excluded(patch: Patch) -> None:
    """A need withdraws before the matching of its last tick."""
    _phases(patch, {Phase.WITHDRAWALS: Phase.ARRIVALS})


def release_days_not_renewed(patch: Patch) -> None:
    """On 1 September a budget keeps what the year before left of it."""
    right = people.People.school_year

    def school_year(self: Any, post: int) -> Any:
        kept = None
        for event in right(self, post):
            if kept is not None:
                self.left[post] = kept
            yield event
            kept = self.left[post]

    patch.setattr(people.People, "school_year", school_year)


def urgency_not_raised(patch: Patch) -> None:
    """Waiting needs of a school that fell keep the urgency of its old tier."""
    patch.setattr(broker.Broker, "more_urgent", lambda self, school: self.supply_changed())


def cut_needs_at_the_end_of_the_queue(patch: Patch) -> None:
    """What a leaver did not give is asked for again as if it were new."""

    def requeue(self: Any, need: Any) -> None:
        self.waiting.append(need)
        self.supply_changed()

    patch.setattr(broker.Broker, "_requeue", requeue)


def patience_of_the_next_need(patch: Patch) -> None:
    """Patience is drawn on the wrong lane."""

    def block_of_needs(*given: Any) -> tuple[Any, ...]:
        gap, work, _, key = requests.block_of_needs(*given)
        *before, first, count = given
        return gap, work, requests.block_of_needs(*before, first + 1, count)[2], key

    _called(patch, demand, requests, block_of_needs=block_of_needs)


def gaps_rounded_down(patch: Patch) -> None:
    """A duration is cut to whole ticks rather than rounded."""
    patch.setattr(demand, "ticks", lambda weeks: max(1, int(weeks * 2**20)))


def the_same_inspection_again(patch: Patch) -> None:
    """An inspection's ordinal is not advanced, so that the next draws the same luck."""
    right = inspections.Inspections._inspect

    def inspect(self: Any, school: int) -> None:
        right(self, school)
        self.states[school].ordinal -= 1

    patch.setattr(inspections.Inspections, "_inspect", inspect)


def secondment_without_end(patch: Patch) -> None:
    """The support that somebody seconded gives goes on after the return."""
    right = secondments.Secondments._support_now

    def support_now(self: Any, running: Any, wanted: bool) -> None:
        if wanted:
            right(self, running, wanted)

    patch.setattr(secondments.Secondments, "_support_now", support_now)


def nobody_missed_at_home(patch: Patch) -> None:
    """A leader's own school does not feel that the leader is away."""
    patch.setattr(terms.Terms, "cost_per_day", lambda self, slot: 0.0)


def bought_people_never_return(patch: Patch) -> None:
    """A supplier's person stays taken."""
    patch.setattr(buying.Buying, "left", lambda self, deployment: None)


def a_leaver_gave_one_day_in_a_thousand_more(patch: Patch) -> None:
    """What a deployment that is cut has given is rounded up."""

    def done_by(total: int, elapsed: int, whole: int) -> int:
        return min(total, matching.done_by(total, elapsed, whole) + 1)

    _called(patch, deployments, matching, done_by=done_by)


def leaving_by_the_luck_of_the_next_term(patch: Patch) -> None:
    """The uniform of leaving is that of the term to come."""

    def leaves(hazard: float, seed: int, run: int, key: int, term: int) -> bool:
        return bool(careers_rules.leaves(hazard, seed, run, key, term + 1))

    _called(patch, careers, careers_rules, leaves=leaves)


def sums_in_the_order_of_history(patch: Patch) -> None:
    """Gains are added up in the order in which supporters came."""

    def keep(those: list[Any], deployment: Any, begins: bool) -> None:
        (those.append if begins else those.remove)(deployment)

    patch.setattr(strengths, "_keep", keep)


def boards_without_preparation(patch: Patch) -> None:
    """Nobody's days go into a board."""
    patch.setattr(schools.Schools, "_prepare_board", lambda self: None)
