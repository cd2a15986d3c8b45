"""What common random numbers spare: runs needed for a difference, paired against independent."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.page import Section
from benchmarks.queue.case import SCENARIOS
from benchmarks.sizes import Sizes
from benchmarks.timing import figures
from ist_model.engines import compiled
from ist_model.inputs.folder import scenario_files
from ist_model.inputs.resolve import resolve
from ist_model.results.facts import facts_of
from ist_model.results.measures import MEASURES
from ist_model.world.build import build_world

BASELINE = "baseline"
WAIT, UTILISATION = "wait_mean_weeks_trust", "utilisation"
_RESAMPLES, _SEED = 1_000, 20261101
_TOGETHER = 50  # runs that are measured at once
TEXT = """\
A scenario and the baseline are compared run by run: run 7 of both has the same luck wherever both have the
same school, post or need, because each draw is keyed to what it is about. The variance of the difference of
independent runs, over that of paired runs, is how many times fewer runs the pairs need for the same
precision. In brackets the 95 % interval by bootstrap."""


@dataclass(frozen=True)
class Spared:
    """How many times fewer runs are needed, with its interval."""

    times: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{figures(self.times)} ({figures(self.low)}–{figures(self.high)})"


@dataclass(frozen=True)
class Luck:
    """By scenario and measure; runs of each."""

    spared: dict[str, dict[str, Spared]]
    runs: int


def run(sizes: Sizes) -> Luck:
    """The same runs of every shipped scenario and of the baseline."""
    base = _measured(BASELINE, sizes.pairs)
    names = [
        path.stem for path in scenario_files(SCENARIOS) if path.parent == SCENARIOS and path.stem != BASELINE
    ]
    spared = {}
    for name in names:
        other = _measured(name, sizes.pairs)
        spared[name] = {measure: runs_spared(base[measure], other[measure]) for measure in base}
    return Luck(dict(sorted(spared.items(), key=lambda item: -item[1][WAIT].times)), sizes.pairs)


def _measured(scenario: str, runs: int) -> dict[str, NDArray[np.float64]]:
    runner = compiled.Runner(build_world(resolve(scenario, SCENARIOS)))
    values: dict[str, list[NDArray[np.float64]]] = {WAIT: [], UTILISATION: []}
    for first in range(0, runs, _TOGETHER):
        numbers = range(first, min(runs, first + _TOGETHER))
        facts = facts_of(runner.world, *(runner.run(number) for number in numbers))
        for name, found in values.items():
            found.append(MEASURES[name].of(facts))
    return {name: np.concatenate(found) for name, found in values.items()}


def runs_spared(base: NDArray[np.float64], other: NDArray[np.float64]) -> Spared:
    """Variance of the difference of independent runs over that of the same runs paired.

    A run in which the measure does not exist on both sides counts on neither.
    """
    known = ~(np.isnan(base) | np.isnan(other))
    pairs = np.array([base[known], other[known]])
    luck = np.random.default_rng(_SEED)
    chosen = luck.integers(pairs.shape[1], size=(_RESAMPLES, pairs.shape[1]))
    low, high = np.quantile(_quotient(pairs[:, chosen]), [0.025, 0.975])
    return Spared(float(_quotient(pairs)), float(low), float(high))


def _quotient(pairs: NDArray[np.float64]) -> NDArray[np.float64]:
    """[2, ..., runs] values to [...] quotients."""
    independent = pairs.var(axis=-1, ddof=1).sum(axis=0)
    return np.asarray(independent / (pairs[1] - pairs[0]).var(axis=-1, ddof=1))


def section(result: Luck) -> Section:
    """The table."""
    rows = tuple((f"`{name}`", str(by[WAIT]), str(by[UTILISATION])) for name, by in result.spared.items())
    return Section(
        "Common random numbers",
        TEXT,
        ("scenario against baseline", "mean wait: times fewer runs", "utilisation: times fewer runs"),
        rows,
        after=f"From {result.runs:,} runs of each. The more a scenario changes, the less luck it shares.",
    )
