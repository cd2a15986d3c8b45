"""Stress tests: named shocks (`shocks`) put on a scenario, ranked by harm, and how long recovery takes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from ist_model.experiments.compare import compare_attention
from ist_model.experiments.removal import Effect, effects
from ist_model.experiments.shocks import Stress, shocks_of
from ist_model.inputs.calendar import tick_of
from ist_model.inputs.scenario_models import Resolved
from ist_model.results.result import ScenarioResult
from ist_model.results.summary import CONFIDENCE

RECOVERED = 0.25  # of the worst: what is left where a trust counts as recovered
Run = Callable[[Resolved, int], ScenarioResult]


@dataclass(frozen=True)
class Recovery:
    """How pupils of existing schools fare after a shock with a date, by half-term.

    Attributes:
        worst: largest mean difference in pupils in a school needing attention at a half-term's end.
        half_terms: from the shock until the mean difference is, for good, a quarter of the worst or less; an
            estimate, which more runs make surer and not longer; None: not within the period.
        harmed: whether any half-term shows harm beyond chance.
    """

    worst: float
    half_terms: int | None
    harmed: bool


@dataclass(frozen=True)
class Stressed:
    """What a shock does; `effects` in the order of `removal.HARM`."""

    stress: Stress
    effects: tuple[Effect, ...]
    recovery: Recovery | None


@dataclass(frozen=True)
class StressTests:
    """Shocks by harm, the worst first, and those that could not be put on this trust."""

    resolved: Resolved
    runs: int
    stressed: tuple[Stressed, ...]
    left_out: tuple[str, ...]

    @property
    def worst(self) -> tuple[Stressed, ...]:
        """The most harmful to pupils, with all whose intervals reach that one's: they cannot be told apart.

        Empty where no shock clearly harms pupils.
        """
        harmful = [each for each in self.stressed if each.effects[0].harm]
        return tuple(each for each in harmful if each.effects[0].high >= harmful[0].effects[0].low)


def stress_tests(resolved: Resolved, run: Run, date: dt.date, runs: int | None = None) -> StressTests:
    """Put each named shock on a scenario and compare, run by run, with the scenario itself.

    Args:
        resolved: the scenario.
        run: makes, or finds, the result of a scenario with a number of runs.
        date: on which the shocks with a date fall: the first day of a term.
        runs: samples of chance; omit for the scenario's own number.

    Raises:
        InputError: if the date is none of the scenario's.
    """
    number = resolved.runs if runs is None else runs
    found, left_out = shocks_of(resolved, date)
    base = run(resolved, number)
    stressed = [_stressed(stress, base, run(stress.resolved, number)) for stress in found]
    return StressTests(resolved, number, tuple(sorted(stressed, key=_rank)), tuple(left_out))


def recovery(base: ScenarioResult, other: ScenarioResult, date: dt.date) -> Recovery:
    """How pupils fare after a shock, from the paired differences by half-term.

    Intervals of all half-terms hold together at 95 % (Bonferroni): one of many would leave nought by luck.
    """
    count = int((base.series["attention"]["tick"] > tick_of(date)).sum())
    rows = compare_attention(base, other, 1 - (1 - CONFIDENCE) / max(1, count))
    after = rows[rows["tick"] > tick_of(date)].reset_index(drop=True)
    if not (after["low"] > 0).any():
        return Recovery(0.0, 0, harmed=False)
    mean = after["difference"].to_numpy()
    still = (mean > RECOVERED * mean.max()).nonzero()[0]
    since = int(still[-1]) + 2  # the half-term after the last one that is above, counted from the shock
    return Recovery(float(mean.max()), since if since <= len(after) else None, harmed=True)


def _stressed(stress: Stress, base: ScenarioResult, other: ScenarioResult) -> Stressed:
    back = None if stress.from_date is None else recovery(base, other, stress.from_date)
    return Stressed(stress, effects(base, other), back)


def _rank(each: Stressed) -> tuple[float, ...]:
    return tuple(-effect.harm for effect in each.effects)
