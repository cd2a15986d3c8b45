"""Plans worth comparing: a search in the large, then step by step downwards (MODEL 11; decision 25).

As in Industrial Strength COMPASS (Xu, Nelson & Hong 2010, ACM Transactions on Modeling and Computer
Simulation 20:3): a global phase finds regions, here NSGA-II of Optuna for cost against risk, or every plan
where there are few; a local phase walks from the best of them to where no single step down keeps the limit;
which plan is the cheapest is then for `selecting` to say, with other luck.
"""

from __future__ import annotations

import itertools
import logging
import math
import warnings
from collections.abc import Callable, Sequence

from ist_model.experiments.levers import Lever, Plan
from ist_model.experiments.plan_bench import Bench, Seen

LADDER = 8  # plans from all levers at the bottom to all at the top, looked at first
FEW_PLANS = 24  # at most: each is compared
POPULATION = 24
RUNS_WIDE, RUNS_CLOSE = 40, 120  # of a plan in the global and in the local phase
WIDE_SHARE = 0.5  # of the search's runs
CLOSER = 12  # plans looked at closely at a time, to find where to begin from
STARTS, ROUNDS = 2, 8  # of the local phase

Tell = Callable[[str, Seen | None], None]


def propose(bench: Bench, runs: int, seed: int, tell: Tell) -> list[Plan]:
    """Plans to compare, the most promising first; empty if none looked at comes near the limit.

    Args:
        bench: where plans are evaluated.
        runs: that the search may make, in all.
        seed: of the optimiser.
        tell: called with a phase and the best plan so far whenever there is news.
    """
    ladder = bench.look(_ladder(bench.levers), RUNS_WIDE)
    tell("first look", cheapest(bench, ladder))
    if every := every_plan(bench.levers):
        return sorted(bench.possible(every), key=lambda plan: bench.aside(plan).cost(bench.basis))
    _wide(bench, runs, seed, tell)
    for start in _starts(bench):
        _down(bench, start, runs, tell)
    return _promising(bench)


def every_plan(levers: Sequence[Lever]) -> list[Plan]:
    """All plans where there are few; else none."""
    if math.prod(len(lever.choices) for lever in levers) > FEW_PLANS:
        return []
    return list(itertools.product(*(lever.choices for lever in levers)))


def _promising(bench: Bench) -> list[Plan]:
    """What is worth comparing: the best plan that seems safe, those below it, the line around the limit."""
    near = [seen for seen in bench.all_seen() if seen.value >= bench.target.limit.at_least - _slack(bench)]
    close = [seen for seen in near if seen.runs >= RUNS_CLOSE]
    safe = [seen for seen in close if bench.keeps(seen, safely=True)]
    best = cheapest(bench, safe) or cheapest(bench, close)
    order = [] if best is None else [best.plan]
    if best is not None:
        cheaper = [seen for seen in close if seen.cost < best.cost]
        order += [seen.plan for seen in sorted(frontier(cheaper), key=lambda seen: -seen.value)]
        order += [seen.plan for seen in sorted(safe, key=lambda seen: seen.cost)[:CLOSER]]
        order += [seen.plan for seen in sorted(cheaper, key=lambda seen: -seen.value)]
    order += [seen.plan for seen in frontier(near)]
    return list(dict.fromkeys(order))


def cheapest(bench: Bench, plans: Sequence[Seen], safely: bool = False) -> Seen | None:
    """The cheapest of the plans that keeps the limit as far as has been seen; None if none does."""
    kept = (seen for seen in plans if bench.keeps(seen, safely))
    return min(kept, key=lambda seen: seen.cost, default=None)


def frontier(plans: Sequence[Seen]) -> list[Seen]:
    """Plans than which none seen is both cheaper and safer, the cheapest first."""
    found: list[Seen] = []
    for seen in sorted(plans, key=lambda each: (each.cost, -each.value)):
        if not found or seen.value > found[-1].value:
            found.append(seen)
    return found


def top(levers: Sequence[Lever]) -> Plan:
    """The plan with every lever at the top of its bounds."""
    return tuple(lever.choices[-1] for lever in levers)


def steps_down(levers: Sequence[Lever], plan: Plan) -> list[Plan]:
    """The plans with one lever one step lower."""
    found = []
    for place, (lever, number) in enumerate(zip(levers, plan, strict=True)):
        at = lever.choices.index(number)
        if at:
            found.append((*plan[:place], lever.choices[at - 1], *plan[place + 1 :]))
    return found


def _ladder(levers: Sequence[Lever]) -> list[Plan]:
    return [
        tuple(lever.choices[round(rung / (LADDER - 1) * (len(lever.choices) - 1))] for lever in levers)
        for rung in range(LADDER)
    ]


def _slack(bench: Bench) -> float:
    """How far below the limit a plan seen in few runs may still be worth a closer look."""
    return 2 * bench.target.limit.margin


def _wide(bench: Bench, runs: int, seed: int, tell: Tell) -> None:
    """The global phase, generation by generation, until its share of the runs is used."""
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    logging.getLogger("optuna").propagate = False
    levers = bench.levers
    space = {lever.name: optuna.distributions.IntDistribution(0, len(lever.choices) - 1) for lever in levers}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)
        sampler = optuna.samplers.NSGAIISampler(population_size=POPULATION, seed=seed)
    study = optuna.create_study(directions=["minimize", "maximize"], sampler=sampler)
    for plan in _ladder(levers):
        study.enqueue_trial(
            {lever.name: lever.choices.index(n) for lever, n in zip(levers, plan, strict=True)}
        )
    best: Seen | None = None
    while bench.runs + POPULATION * RUNS_WIDE <= runs * WIDE_SHARE:
        trials = [study.ask(dict(space)) for _ in range(POPULATION)]
        plans = [tuple(lever.choices[trial.params[lever.name]] for lever in levers) for trial in trials]
        seen = {each.plan: each for each in bench.look(plans, RUNS_WIDE)}
        for trial, plan in zip(trials, plans, strict=True):
            if plan in seen:
                study.tell(trial, [seen[plan].cost[0], seen[plan].value])
            else:
                study.tell(trial, state=optuna.trial.TrialState.FAIL)
        now = cheapest(bench, [each for each in bench.all_seen() if each.runs >= RUNS_WIDE])
        if now is not None and (best is None or now.cost < best.cost):
            best = now
            tell("search", best)


def _starts(bench: Bench) -> list[Seen]:
    """Where the local phase begins: the cheapest plans that seem safe in enough runs, looked for upwards."""
    limit = bench.target.limit.at_least
    near = sorted((seen for seen in bench.all_seen() if seen.value >= limit), key=lambda seen: seen.cost)
    found: list[Seen] = []
    for first in range(0, len(near), CLOSER):
        looked = bench.look([seen.plan for seen in near[first : first + CLOSER]], RUNS_CLOSE)
        found += [seen for seen in looked if bench.keeps(seen, safely=True)]
        if len(found) >= STARTS:
            break
    return sorted(found, key=lambda seen: seen.cost)[:STARTS]


def _down(bench: Bench, start: Seen, runs: int, tell: Tell) -> None:
    """The local phase: steps down that save most for what they lose, as many at once as the limit bears.

    Every single step down is looked at; then those steps together, one more each time in the order of saving
    to loss; the cheapest of all that still seems safe is the next place. It ends where there is none.
    """
    at = start
    for _ in range(ROUNDS):
        steps = steps_down(bench.levers, at.plan)
        if not steps or bench.runs + 2 * len(steps) * RUNS_CLOSE > runs:
            return
        below = [seen for seen in bench.look(steps, RUNS_CLOSE) if seen.cost < at.cost]
        together = bench.look(_together(bench.levers, at, below), RUNS_CLOSE)
        better = cheapest(bench, [*below, *together], safely=True)
        if better is None or better.cost >= at.cost:
            return
        at = better
        tell("step by step", at)


def _together(levers: Sequence[Lever], at: Seen, below: Sequence[Seen]) -> list[Plan]:
    """Two single steps down at once, then three and so on, those first that save most for what they lose."""

    def worth(seen: Seen) -> float:
        saved = at.cost[0] - seen.cost[0] or at.cost[1] - seen.cost[1]
        return saved / (max(at.value - seen.value, 0.0) + 1.0 / at.runs)

    plan, found = at.plan, []
    for seen in sorted(below, key=worth, reverse=True):
        moved = zip(at.plan, seen.plan, plan, strict=True)
        plan = tuple(new if new != old else kept for old, new, kept in moved)
        found.append(plan)
    return found[1:]
