"""Why two scenarios differ: the difference split by cause, in steps that sum exactly (MODEL 11.3).

Every coalition of causes that is needed is run as a scenario of its own, with the same luck. A cause's step
is its Shapley value: what it adds, averaged over the orders in which the causes could come into effect. Steps
are worked out in fractions, so that start + steps = end holds exactly.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from ist_model.experiments import shapley
from ist_model.experiments.causes import Cause, find_causes, part_way
from ist_model.experiments.compare import (
    HELD_EQUAL,
    NotComparableError,
    rolls_differ,
    schools_of,
    withheld,
)
from ist_model.inputs.scenario_models import Resolved
from ist_model.results.measures import MEASURES, must_be_known
from ist_model.results.result import ScenarioResult
from ist_model.results.summary import t_interval

# Answered unless others are asked for: pupils first (MODEL 11.2), then waiting, days and money.
USUAL = (
    "pupils_attention_existing",
    "within_standard_resolved_existing",
    "days_unmet_existing",
    "cost_gbp_per_year_existing",
)
Coalition = shapley.Coalition
Run = Callable[[Resolved, int], ScenarioResult]


@dataclass(frozen=True)
class Step:
    """What one cause adds to a measure."""

    cause: int  # place among the causes
    exact: Fraction
    low: float  # 95 % interval over runs; NaN with fewer than two
    high: float

    @property
    def tied(self) -> bool:
        """Whether the interval holds 0, or there is none."""
        return not (self.low > 0 or self.high < 0)


@dataclass(frozen=True)
class Split:
    """A measure from one scenario to the other: start + steps = end, exactly."""

    measure: str
    label: str
    unit: str
    better: str
    decimals: int
    start: Fraction
    end: Fraction
    steps: tuple[Step, ...]
    low: float  # 95 % interval of the difference
    high: float
    pairs: int  # runs that have the measure in every scenario run


@dataclass(frozen=True)
class WhyDifferent:
    """The answer: causes, the split of each measure, and how it was found.

    `not_split` says of a measure why it has no split; `scenarios_run` how many scenarios were run; steps are
    averages over `orders` of the `all_orders` in which the causes could come.
    """

    a: Resolved
    b: Resolved
    causes: tuple[Cause, ...]
    splits: tuple[Split, ...]
    not_split: Mapping[str, str]
    runs: int
    scenarios_run: int
    orders: int
    all_orders: int


def known_measures(names: Sequence[str]) -> tuple[str, ...]:
    """The measures asked for, or the usual ones.

    Raises:
        UnknownMeasureError: naming the nearest measure there is.
    """
    must_be_known(names)
    return tuple(dict.fromkeys(names)) or USUAL


def must_be_pairs(a: Resolved, b: Resolved) -> None:
    """Refuse two scenarios whose runs are not pairs.

    Raises:
        NotComparableError: if trust, seed, period or grade map differ, with value, rule and remedy.
    """
    held = {"trust": (a.trust.title, b.trust.title)} | {
        words: (_value(a, field), _value(b, field)) for field, words in HELD_EQUAL.items()
    }
    for words, (one, other) in held.items():
        if one != other:
            raise NotComparableError(
                f"why {a.scenario_id} and {b.scenario_id} differ cannot be said: their {words} differs.\n"
                f"  value:  {one} in {a.scenario_id}, {other} in {b.scenario_id}\n"
                "  rule:   a difference is split between runs of the same trust, luck and period\n"
                "  remedy: let one scenario extend the other without changing this"
            )


def why_different(
    a: Resolved, b: Resolved, run: Run, measures: Sequence[str] = (), runs: int | None = None
) -> WhyDifferent:
    """Split the difference between two scenarios by cause.

    Args:
        a: where the split starts.
        b: where it ends.
        run: makes, or finds, the result of a scenario with a number of runs.
        measures: names; omit for the usual four.
        runs: samples of chance; omit for the smaller number of the two scenarios.

    Raises:
        UnknownMeasureError, NotComparableError: before anything is run.
    """
    asked = known_measures(measures)
    must_be_pairs(a, b)
    found = find_causes(a, b, needed_coalitions)
    weights = shapley.weights_for(len(found))
    number = min(a.runs, b.runs) if runs is None else runs
    needed = needed_coalitions(len(found))
    results = {coalition: run(part_way_by(a, b, found, coalition), number) for coalition in needed}
    not_split = {name: reason for name in asked if found and (reason := why_not(name, results))}
    splits = [split(name, results, weights) for name in asked if found and name not in not_split]
    every = math.factorial(len(found))
    in_all = len(found) <= shapley.MOST_IN_ALL_ORDERS
    orders = every if in_all else len(shapley.balanced_orders(len(found)))
    return WhyDifferent(a, b, found, tuple(splits), not_split, number, len(needed), orders, every)


def needed_coalitions(number: int) -> list[Coalition]:
    """The coalitions of so many causes that must be run: none and all of them among these."""
    return shapley.coalitions_of(shapley.weights_for(number)) if number else []


def why_not(name: str, results: Mapping[shapley.Coalition, ScenarioResult]) -> str:
    """Why a measure cannot be split; empty where it can."""
    scope = MEASURES[name].schools
    if len({frozenset(schools_of(each, scope)) for each in results.values()}) > 1:
        return "it is taken over schools that are not the same in both scenarios"
    if words := withheld(name, *results.values()):
        return words
    if not _values(name, results):
        return "no run has it in every scenario"
    return ""


def split(name: str, results: Mapping[Coalition, ScenarioResult], weights: shapley.Weights) -> Split:
    """One measure's steps, from the results of every coalition that has a weight."""
    about = MEASURES[name]
    by_run = _values(name, results)
    number = len(by_run)
    none, every = frozenset[int](), frozenset(range(len(weights)))
    steps_by_run = [shapley.values(worth, weights) for worth in by_run]
    steps = []
    for cause in range(len(weights)):
        added = [values[cause] for values in steps_by_run]
        interval = t_interval(np.array(added, np.float64))
        steps.append(Step(cause, sum(added, Fraction(0)) / number, interval.low, interval.high))
    whole = t_interval(np.array([worth[every] - worth[none] for worth in by_run], np.float64))
    start, end = (sum((worth[each] for worth in by_run), Fraction(0)) / number for each in (none, every))
    return Split(
        name,
        about.label,
        about.unit,
        "" if rolls_differ(name, results[none], results[every]) else about.better,
        about.decimals,
        start,
        end,
        tuple(steps),
        whole.low,
        whole.high,
        number,
    )


def _values(name: str, results: Mapping[Coalition, ScenarioResult]) -> list[dict[Coalition, Fraction]]:
    """A measure by coalition, for each run that has it in every scenario."""
    columns = {coalition: result.measures[name].to_numpy(np.float64) for coalition, result in results.items()}
    runs = min((len(column) for column in columns.values()), default=0)
    rows = ({coalition: column[run] for coalition, column in columns.items()} for run in range(runs))
    return [
        {coalition: Fraction(float(value)) for coalition, value in row.items()}
        for row in rows
        if not any(math.isnan(value) for value in row.values())
    ]


def part_way_by(a: Resolved, b: Resolved, found: Sequence[Cause], coalition: Coalition) -> Resolved:
    """The scenario in which the causes of a coalition are in effect, and no other."""
    if len(coalition) == len(found):
        return b
    return part_way(a, b, (found[index] for index in coalition)) if coalition else a


def _value(resolved: Resolved, field: str) -> object:
    return resolved.policy.grade_map if field == "grade_map" else getattr(resolved, field)
