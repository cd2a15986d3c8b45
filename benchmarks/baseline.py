"""The shipped baseline: the compiled engine against the narrated one, and two threads against one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from benchmarks.page import Section
from benchmarks.queue.case import SCENARIOS
from benchmarks.sizes import Sizes
from benchmarks.timing import Contender, Costs, Ratio, duration, figures, race, ratio
from ist_model.engines import compiled, narrated
from ist_model.inputs.resolve import resolve
from ist_model.world.build import build_world
from ist_model.world.structs import World

ALONE, LAID_OUT, NARRATED = "compiled", "compiled, records laid out", "narrated"
THREADS = 2
TEXT = """\
The baseline: six schools, five years after a warm-up of one, on one core. Both engines make the same runs
and leave the same records to the bit. A run alone leaves its memory as it is, to be counted from; laid out,
it is the sorted record that measures are taken from."""


@dataclass(frozen=True)
class Baseline:
    """Seconds per run by engine and round; runs in the time of one thread by two, alone and laid out."""

    costs: Costs
    threads: dict[str, Ratio]


def run(sizes: Sizes) -> Baseline:
    """The same runs by each engine, round by round."""
    world = build_world(resolve("baseline", SCENARIOS))
    runner = compiled.Runner(world)

    def numbers(round_: int) -> range:
        return range(round_ * sizes.runs, (round_ + 1) * sizes.runs)

    def often(one: Callable[[int], object]) -> Callable[[int], object]:
        return lambda round_: [one(number) for _ in range(sizes.repeats) for number in numbers(round_)]

    repeated = sizes.runs * sizes.repeats
    costs = race(
        [
            Contender(ALONE, often(lambda number: runner.make(world, number)), repeated),
            Contender(LAID_OUT, often(runner.run), repeated),
            Contender(NARRATED, lambda r: [narrated.run(world, n) for n in numbers(r)], sizes.runs),
        ],
        sizes.rounds,
    )
    threads = {name: _threads(world, sizes, name == LAID_OUT) for name in (ALONE, LAID_OUT)}
    return Baseline(costs, threads)


def _threads(world: World, sizes: Sizes, laid_out: bool) -> Ratio:
    """How many runs two threads make in the time that one thread takes for one."""
    runners = [compiled.Runner(world) for _ in range(THREADS)]

    def make(runner: compiled.Runner, numbers: Iterable[int]) -> None:
        for number in numbers:
            if laid_out:
                runner.run(number)
            else:
                runner.make(world, number)

    quotients = []
    with ThreadPoolExecutor(THREADS) as pool:
        for _ in range(sizes.rounds):
            seconds = []
            for used in (runners[:1], runners):
                begun = time.perf_counter()
                list(pool.map(lambda runner: make(runner, range(sizes.thread_runs)), used))
                seconds.append(time.perf_counter() - begun)
            quotients.append(THREADS * seconds[0] / seconds[1])
    return Ratio.of(quotients)


def section(result: Baseline) -> Section:
    """The table."""
    costs = result.costs
    rows = tuple(
        (
            name,
            duration(float(np.median(costs[name]))),
            figures(1.0 / float(np.median(costs[name]))),
            "1" if name == NARRATED else str(ratio(costs, NARRATED, name)),
            str(result.threads[name]) if name in result.threads else "",
        )
        for name in (NARRATED, ALONE, LAID_OUT)
    )
    return Section(
        "The shipped trust",
        TEXT,
        ("engine", "a run", "runs a second and core", "× narrated", f"{THREADS} threads against one"),
        rows,
    )
