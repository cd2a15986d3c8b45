"""How much capacity is enough: the cheapest mix of posts and days that keeps the service standard (MODEL 11).

Plans are proposed (`proposing`), the cheapest that keeps the standard is selected run by run with luck that
the search has not seen (`selecting`), and what is shown of it, of today's plan and of the line between cost
and risk comes from ordinary runs of those scenarios, which are stored as any others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ist_model.experiments import binding, proposing
from ist_model.experiments.binding import Relaxed
from ist_model.experiments.choosing import column_of
from ist_model.experiments.executor import Workers
from ist_model.experiments.keeping import Floats
from ist_model.experiments.levers import Lever, Plan, adds_posts, plan_of
from ist_model.experiments.plan_bench import SEARCH_LUCK, Bench, Seen
from ist_model.experiments.plan_costs import SPENT_MEASURE, Basis, SetAside, must_have_limits, set_aside
from ist_model.experiments.replicate import Wanted, make_all
from ist_model.experiments.selecting import STAGE_RUNS, Rule, Selection, select
from ist_model.experiments.target import Target
from ist_model.inputs.scenario_models import Resolved
from ist_model.results.summary import Interval, chance_interval, t_interval

BUDGET = 30_000  # runs, of search and selection together
SEARCH_SHARE = 0.6
MOST_COMPARED = 24  # besides today's plan and the one at the top
TELL_APART_GBP = 500.0  # a year, where cost is what was spent: less is no difference
SHOWN = 8  # plans on the line between cost and risk


@dataclass(frozen=True)
class Shown:
    """A plan as it is shown, from ordinary runs of its scenario.

    Attributes:
        plan: a number for each lever; None: today's plan.
        aside: what it sets aside a school year.
        kept: mean of the target's values: the chance that the standard is kept, or the measure's mean.
        spent: pounds a school year that support costs, less income.
        resolved: the plan as a scenario.
    """

    plan: Plan | None
    aside: SetAside
    kept: Interval
    spent: Interval
    resolved: Resolved


@dataclass(frozen=True)
class Capacity:
    """The answer of a search.

    Attributes:
        levers: what could be chosen.
        target: what had to be kept.
        basis: of the cost.
        today: today's plan.
        best: the plan selected; or several, if runs do not tell which is the cheapest; or none.
        developed: the first of them where posts that it adds are filled and developed from the first day on,
            as in `next_best`, and are not there from the beginning; None: it adds none.
        sure: whether what is selected is known to keep the target and to be the cheapest that does, with the
            confidence of `rule`; several plans then cost the same.
        line: plans than which none found is both cheaper and safer, the cheapest first.
        relaxed: where no plan keeps the target: what each limit, taken away, would do; else empty.
        top: all levers at the top of their bounds.
        selection: how the selection went, plan by plan as in `compared`.
        compared: plans that were.
        every: whether these are all plans that the levers allow.
        rule: how sure, and how fine.
        runs: made by search and selection.
        shown_runs: ordinary runs of each plan shown; they are stored.
    """

    base: Resolved
    levers: tuple[Lever, ...]
    target: Target
    basis: Basis
    today: Shown
    best: tuple[Shown, ...]
    developed: Shown | None
    sure: bool
    line: tuple[Shown, ...]
    relaxed: tuple[Relaxed, ...]
    top: Shown | None
    selection: Selection
    compared: tuple[Plan, ...]
    every: bool
    rule: Rule
    runs: int
    shown_runs: int


def search(
    base: Resolved,
    levers: Sequence[Lever],
    target: Target,
    basis: Basis,
    root: Path,
    *,
    budget: int = BUDGET,
    rule: Rule | None = None,
    shown_runs: int | None = None,
    workers: Workers = None,
    tell: proposing.Tell = lambda phase, seen: None,
) -> Capacity:
    """The cheapest plan that keeps the target, the line between cost and risk, or what stands in the way.

    Args:
        base: the scenario of today.
        levers: what may be chosen, with bounds.
        target: what must be kept.
        basis: what cost is.
        root: where runs are stored.
        budget: runs of search and selection; ordinary runs of what is shown come on top.
        rule: how sure and how fine the selection is; its budget is set to what the search leaves.
        shown_runs: ordinary runs of each plan shown; omit for the scenario's own number.
        workers: as `replicate`.
        tell: called with a phase and the best plan so far.

    Raises:
        NoBudgetError: if cost is in money set aside, and days have no limit.
        UnknownMeasureError: if the scenario lacks the target's measure.
        ConservationError, StoreError, WorkerError: as `replicate_or_load`.
    """
    if basis in ("budget", "worth"):
        must_have_limits(base)
    bench = Bench(base, levers, target, basis, root, workers)
    compared, selection, used = decide(bench, budget, rule or usual_rule(basis), tell)
    left = [
        compared[place] for place in sorted(selection.left, key=lambda at: -selection.standings[at].value)
    ]
    showing = _Showing(bench, root, base.runs if shown_runs is None else shown_runs)
    best, line, top = showing.all(left, _spread(bench, left), proposing.top(bench.levers))
    relaxed = () if left else binding.relaxed(bench, proposing.top(bench.levers))
    return Capacity(
        base=base,
        levers=bench.levers,
        target=target,
        basis=basis,
        today=showing.today,
        best=best,
        developed=showing.developed(left[0]) if left else None,
        sure=_settled(selection, known=basis != "spent"),
        line=line,
        relaxed=tuple(relaxed),
        top=top,
        selection=selection,
        compared=tuple(compared),
        every=bool(proposing.every_plan(bench.levers)),
        rule=used,
        runs=bench.runs,
        shown_runs=showing.runs,
    )


def usual_rule(basis: Basis) -> Rule:
    """How sure and how fine a selection is by default; costs that are known are told apart to the pound."""
    return Rule(tell_apart=TELL_APART_GBP if basis == "spent" else 1.0)


def decide(bench: Bench, budget: int, rule: Rule, tell: proposing.Tell) -> tuple[list[Plan], Selection, Rule]:
    """Propose plans and select the cheapest that keeps the target.

    Returns:
        The plans compared, the selection among them, and the rule with the budget that the search left.
    """
    offered = proposing.propose(bench, round(budget * SEARCH_SHARE), bench.base.seed % 2**32, tell)
    ends = [proposing.top(bench.levers), *_todays(bench.levers)]
    compared = bench.possible([*offered[:MOST_COMPARED], *ends])
    used = replace(rule, budget=max(budget - bench.runs, STAGE_RUNS * len(compared)))
    return compared, _selected(bench, compared, used, tell), used


def _settled(selection: Selection, known: bool) -> bool:
    """Whether one plan is left, or several of one known cost, and all keep the limit."""
    left = [selection.standings[place] for place in selection.left]
    return bool(left) and all(each.verdict == "keeps" for each in left) and (known or len(left) == 1)


def _todays(levers: Sequence[Lever]) -> list[Plan]:
    """Today's plan, if it lies within the bounds."""
    inside = all(lever.today in lever.choices for lever in levers)
    return [tuple(round(lever.today) for lever in levers)] if inside else []


def _selected(bench: Bench, plans: Sequence[Plan], rule: Rule, tell: proposing.Tell) -> Selection:
    """The selection among plans, each stage with luck of its own."""
    known = (
        None if bench.basis == "spent" else _ranks([bench.aside(plan).cost(bench.basis) for plan in plans])
    )

    def sample(chosen: Sequence[int], runs: range) -> tuple[Floats, Floats]:
        stage = SEARCH_LUCK + 1 + runs.start
        return bench.sample([plans[place] for place in chosen], stage, len(runs))

    last: list[int] = []

    def told(so_far: Selection) -> None:
        keeping = [place for place in so_far.left if so_far.standings[place].verdict == "keeps"]
        if keeping:
            best = min(keeping, key=lambda place: bench.aside(plans[place]).cost(bench.basis))
            if last == [best]:
                return
            last[:] = [best]
            standing = so_far.standings[best]
            cost = (standing.cost if known is None else bench.aside(plans[best]).cost(bench.basis)[0], 0.0)
            tell("selection", Seen(plans[best], cost, standing.value, standing.runs))

    return select(len(plans), sample, bench.target.limit, rule, known, told)


def _ranks(costs: Sequence[tuple[float, float]]) -> NDArray[np.float64]:
    """[plans] places in the order of cost; equal costs share one."""
    order = {cost: place for place, cost in enumerate(sorted(set(costs)))}
    return np.array([order[cost] for cost in costs], np.float64)


def _spread(bench: Bench, left: Sequence[Plan]) -> list[Plan]:
    """Plans of the line that was seen, spread evenly over how safe they are; those selected left out."""
    line = [seen for seen in proposing.frontier(bench.all_seen()) if seen.plan not in left]
    if len(line) <= SHOWN:
        return [seen.plan for seen in line]
    values = np.array([seen.value for seen in line])
    wanted = np.linspace(values[0], values[-1], SHOWN)
    return [line[place].plan for place in sorted({int(np.abs(values - value).argmin()) for value in wanted})]


class _Showing:
    """Plans in ordinary runs of their scenarios."""

    def __init__(self, bench: Bench, root: Path, runs: int) -> None:
        self.bench, self.root, self.runs = bench, root, runs
        self._make([bench.base])
        self.today = self._shown(None, bench.base)

    def all(
        self, best: Sequence[Plan], line: Sequence[Plan], top: Plan
    ) -> tuple[tuple[Shown, ...], tuple[Shown, ...], Shown | None]:
        """The plans selected, those on the line between cost and risk, and that at the top of all bounds."""
        plans = self.bench.possible([*best, *line, top])
        scenarios = {plan: resolved for plan in plans if (resolved := self.bench.resolved(plan)) is not None}
        self._make(list(scenarios.values()))
        shown = {plan: self._shown(plan, resolved) for plan, resolved in scenarios.items()}
        return tuple(shown[plan] for plan in best), self._line(list(shown.values())), shown.get(top)

    def developed(self, plan: Plan) -> Shown | None:
        """A plan whose new posts are developed first; None if it has none."""
        if not adds_posts(self.bench.levers, plan):
            return None
        resolved = plan_of(self.bench.base, self.bench.levers, plan, there="to be developed")[1]
        self._make([resolved])
        return self._shown(plan, resolved)

    def _make(self, scenarios: Sequence[Resolved]) -> None:
        wanted = [Wanted(each, self.runs) for each in scenarios]
        for fault in make_all(wanted, self.root, workers=self.bench.workers).values():
            raise fault

    def _shown(self, plan: Plan | None, resolved: Resolved) -> Shown:
        wanted, target = Wanted(resolved, self.runs), self.bench.target
        values = target.values(column_of(self.root, wanted, target.measure))
        kept = chance_interval(values) if target.limit.chance else t_interval(values)
        spent = t_interval(column_of(self.root, wanted, SPENT_MEASURE))
        return Shown(plan, set_aside(resolved), kept, spent, resolved)

    def _line(self, shown: Sequence[Shown]) -> tuple[Shown, ...]:
        """Those that stay cheaper or safer than all others in these runs too."""
        found: list[Shown] = []
        for each in sorted(shown, key=lambda each: (self._cost(each), -each.kept.mean)):
            if not found or each.kept.mean > found[-1].kept.mean:
                found.append(each)
        return tuple(found)

    def _cost(self, shown: Shown) -> tuple[float, float]:
        if self.bench.basis == "spent":
            return shown.spent.mean, shown.aside.leader_days
        return shown.aside.cost(self.bench.basis)
