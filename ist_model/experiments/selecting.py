"""The cheapest plan that keeps a limit, found run by run among plans that share their luck.

The fully sequential procedure of Andradóttir & Kim (2010, Naval Research Logistics 57:403): whether each plan
keeps the limit is tested (`keeping`) while costs are compared pair by pair (Kim & Nelson 2001, ACM
Transactions on Modeling and Computer Simulation 11:251). A plan leaves when it fails, or when one that is
known to keep the limit is cheaper. Chances of error are shared out by Bonferroni's bound, one test a plan and
one comparison for each plan but the best, so any dependence between plans is allowed: the same luck for all
makes differences small and the procedure short.

With at least the confidence asked for, the plan selected is no more than the margin short of the limit and
none that clearly keeps it is cheaper, provided costs differ by what is to be told apart, or are known. That
is proved for a chance and costs that are known; with means it rests on roughly normal values, and on waiting
for runs where values are rare or skewed (`keeping`). Where the runs allowed do not suffice, all plans that
may still be the cheapest are named, and none is chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ist_model.experiments.keeping import Floats, Limit, Verdict, half_width, spread

STAGE_RUNS = 40  # made at a time for each plan; looked at one by one

# Values of the runs of some plans: [plans x runs] of the limit, and of cost where it is not known beforehand.
Sample = Callable[[Sequence[int], range], tuple[Floats, Floats]]


@dataclass(frozen=True)
class Rule:
    """How sure, and how fine.

    Attributes:
        confidence: of a right selection.
        tell_apart: smallest difference in cost that matters.
        most_runs: of one plan.
        budget: of all plans together.
    """

    confidence: float = 0.95
    tell_apart: float = 1.0
    most_runs: int = 4000
    budget: int = 100_000


class Standing(NamedTuple):
    """What is known of one plan."""

    verdict: Verdict
    runs: int  # made of it
    value: float  # mean of the values that the limit is about
    cost: float  # mean, or as known
    dearer: bool  # than a plan that keeps the limit


class Selection(NamedTuple):
    """The plans by place: what is known of each, and which may be the cheapest."""

    standings: tuple[Standing, ...]
    left: tuple[int, ...]  # neither failed nor dearer than one that keeps the limit
    runs: int  # made in all

    @property
    def chosen(self) -> int | None:
        """The one plan left, if it is known to keep the limit."""
        (first, *others) = self.left or (-1,)
        return first if first >= 0 and not others and self.standings[first].verdict == "keeps" else None


def select(
    plans: int,
    sample: Sample,
    limit: Limit,
    rule: Rule,
    known_costs: Floats | None = None,
    tell: Callable[[Selection], None] = lambda _: None,
) -> Selection:
    """Sample plans until the cheapest that keeps the limit is known, none is left, or the runs are used up.

    Args:
        plans: how many.
        sample: makes runs of some of them; the same runs of different plans share their luck.
        limit: what a plan must keep.
        rule: how sure, and how fine.
        known_costs: [plans] where costs are known and not measured; sampled ones are then not looked at.
        tell: called after each stage with what is known so far.

    Raises:
        ValueError: if there is no plan.
    """
    if plans < 1:
        raise ValueError("name one plan or more")
    race = _Race(plans, limit, rule, known_costs)
    while chosen := race.to_sample():
        runs = race.next_runs(len(chosen))
        if not runs:
            break
        race.add(chosen, *sample(chosen, runs))
        tell(race.selection())
    return race.selection()


class _Race:
    """The state of a selection between two stages."""

    def __init__(self, plans: int, limit: Limit, rule: Rule, known_costs: Floats | None) -> None:
        self.limit, self.rule, self.known = limit, rule, known_costs
        error = 1.0 - rule.confidence
        self.test_error = error / plans if known_costs is not None else error / (2 * plans)
        self.pair_error = error / (2 * max(plans - 1, 1))
        self.values = [np.empty(0) for _ in range(plans)]
        self.costs = [np.empty(0) for _ in range(plans)]
        self.told: list[tuple[Verdict, int]] = [("open", 0)] * plans  # and after how many runs
        self.dearer = np.zeros(plans, bool)
        self.looked = 0  # runs that have been looked at one by one
        self.made = 0

    def to_sample(self) -> list[int]:
        """Plans in the race about which more runs would tell something."""
        left = self.left()
        open_ = [place for place in left if self.told[place][0] == "open"]
        if self.known is None and (open_ or len(left) > 1):
            return left
        return open_

    def left(self) -> list[int]:
        """Plans that have neither failed nor are dearer than one that keeps the limit."""
        return [
            place
            for place, (verdict, _) in enumerate(self.told)
            if verdict != "fails" and not self.dearer[place]
        ]

    def next_runs(self, plans: int) -> range:
        """Runs that budget and rule still allow for so many plans."""
        room = min(self.rule.most_runs - self.looked, (self.rule.budget - self.made) // plans, STAGE_RUNS)
        return range(self.looked, self.looked + max(room, 0))

    def add(self, chosen: Sequence[int], values: Floats, costs: Floats) -> None:
        """Take in a stage's runs and look at them one after another."""
        told = {}
        for row, place in enumerate(chosen):
            self.values[place] = np.concatenate([self.values[place], values[row]])
            if self.known is None:
                self.costs[place] = np.concatenate([self.costs[place], costs[row]])
            told[place] = self.limit.verdict(self.values[place], self.test_error)
        over = self._over(chosen, values.shape[1])
        for step in range(values.shape[1]):
            run = self.looked + step + 1
            for place in chosen:
                verdict, known_after = told[place]
                if self.told[place][0] == "open" and not self.dearer[place] and known_after <= run:
                    self.told[place] = (verdict, known_after)
            left = self.left()
            rivals = [place for place in left if self.told[place][0] == "keeps"]
            if rivals and len(left) > 1:
                self.dearer[left] |= over[step][np.ix_(left, rivals)].any(axis=1)
        self.looked += values.shape[1]
        self.made += values.size

    def _over(self, chosen: Sequence[int], runs: int) -> NDArray[np.bool_]:
        """[runs x plans x plans] whether after each run one plan is clearly dearer than another."""
        plans = len(self.values)
        if self.known is not None:
            return np.broadcast_to(self.known[:, None] > self.known[None, :], (runs, plans, plans))
        found = np.zeros((runs, plans, plans), bool)
        costs = np.stack([self.costs[place] for place in chosen])
        pairs = np.ix_(chosen, chosen)
        variances = spread(costs[:, None] - costs[None, :])[:, :, self.looked :]
        sums = costs.cumsum(axis=1)[:, self.looked :]
        for step in range(runs):
            number = np.array(self.looked + step + 1)
            bound = half_width(number, variances[:, :, step], self.rule.tell_apart, self.pair_error)
            found[step][pairs] = sums[:, None, step] - sums[None, :, step] > bound
        return found

    def selection(self) -> Selection:
        """What is known now."""
        standings = tuple(self._standing(place) for place in range(len(self.values)))
        return Selection(standings, tuple(self.left()), self.made)

    def _standing(self, place: int) -> Standing:
        values = self.values[place]
        costs: NDArray[np.float64] = self.costs[place] if self.known is None else self.known[[place]]
        mean, cost = (float(each.mean()) if len(each) else np.nan for each in (values, costs))
        return Standing(self.told[place][0], len(values), mean, cost, bool(self.dearer[place]))
