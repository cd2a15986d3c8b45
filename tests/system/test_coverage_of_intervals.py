"""Whether a 95 % interval of the engine's numbers covers theory 95 times in 100.

1,000 experiments of 20 runs each, with luck of their own: in how many does the ordinary t-interval hold the
long-run value? With one number between 93 % and 97 %; with more, as many standard errors further as share the
error level of that band (Bonferroni). Runs must be long: waits are skewed, and an interval over few short
runs covers less than it says, which is no fault of the engine.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from scipy import stats

from ist_model.engines import compiled
from ist_model.oracles import erlang_c, pollaczek_khinchine
from tests.system import queue_runs
from tests.system.output_analysis import plain
from tests.system.queue_runs import QueueRun
from tests.system.varied import world_of

EXPERIMENTS, RUNS, YEARS = 1000, 20, 30
NOMINAL, BAND = 0.95, 0.02
Quantity = tuple[str, Callable[[QueueRun], float], float]


@dataclass(frozen=True)
class Queue:
    """A queue whose numbers are measured again and again."""

    label: str
    scenario: str
    posts: int
    rate: float
    work: dict[str, Any]
    quantities: tuple[Quantity, ...]


def _waiting(posts: int, rate: float) -> tuple[Quantity, ...]:
    chance, wait = erlang_c.chance_of_wait(posts, rate), erlang_c.mean_wait(posts, rate, 1.0)
    return ("chance of waiting", QueueRun.chance_of_wait, chance), ("mean wait", QueueRun.mean_wait, wait)


QUEUES = (
    Queue("M/M/2, load 1", "k3-three-posts", 2, 1.0, {"distribution": "exponential"}, _waiting(2, 1.0)),
    Queue(
        "M/G/1, load .5, variation .5",
        "k6-variable-work",
        1,
        0.5,
        {"distribution": "gamma", "coefficient_of_variation": 0.5},
        (("mean wait", QueueRun.mean_wait, pollaczek_khinchine.mean_wait_by_variation(0.5, 1.0, 0.5)),),
    ),
)
NUMBERS = sum(len(queue.quantities) for queue in QUEUES)


def band() -> float:
    """How far coverage may lie from nominal, with so many numbers."""
    error = np.sqrt(NOMINAL * (1.0 - NOMINAL) / EXPERIMENTS)
    level = 2.0 * stats.norm.sf(BAND / error)
    return float(stats.norm.isf(level / NUMBERS / 2.0) * error)


def test_the_band_for_one_number_is_that_of_the_rule_and_more_numbers_widen_it() -> None:
    assert BAND < band() < 1.2 * BAND


@pytest.mark.slow
@pytest.mark.parametrize("queue", QUEUES, ids=lambda queue: queue.label)
def test_the_nominal_interval_covers_theory_as_often_as_it_says(queue: Queue) -> None:
    stream = {"needs_per_week": queue.rate, "work": {"mean_days": 1.0, **queue.work}, "draw_key": queue.label}
    changes = {
        "posts": {"change": {"supporter": {"count": queue.posts}}},
        "streams": {"change": {"beyond": stream}},
    }
    lengths = {"warm_up_weeks": 39, "years": YEARS, "count_needs_for_years": YEARS - 1}
    world = world_of(queue.scenario, **lengths, changes=changes)
    runner = compiled.Runner(world)
    covered = np.zeros((EXPERIMENTS, len(queue.quantities)), np.bool_)
    for experiment in range(EXPERIMENTS):
        values = np.empty((RUNS, len(queue.quantities)))
        for run in range(RUNS):
            block = runner.make(world, experiment * RUNS + run)
            seen = queue_runs.from_block(world, queue.posts, block)
            values[run] = [measure(seen) for _, measure, _ in queue.quantities]
        for at, (_, _, theory) in enumerate(queue.quantities):
            estimate = plain(values[:, at])
            covered[experiment, at] = abs(estimate.mean - theory) <= estimate.half_width(1.0 - NOMINAL)
    for (name, _, _), share in zip(queue.quantities, covered.mean(axis=0), strict=True):
        print(f"{queue.label}, {name}: {share:.1%} of {EXPERIMENTS} intervals")
        assert abs(share - NOMINAL) <= band(), name
