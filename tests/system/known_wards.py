"""K8: how many are in progress at once, and what that says of fewer posts (Monks and others 2016)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ist_model.engines import compiled
from ist_model.engines.compiled.struct import Block
from ist_model.oracles import erlang_b
from ist_model.world.structs import World
from tests.system.output_analysis import Check, plain
from tests.system.varied import world_of

SCENARIO = "k8-stroke-wards"
RUNS, YEARS = 110, 40
NARROW, NARROW_IN_A_TAIL, TAIL = 0.02, 0.05, 0.05
LOADS = {"acute": 8.145493, "rehabilitation": 9.718218}
LOADS["pooled"] = sum(LOADS.values())
BEDS = {"acute": (10, 12, 14), "rehabilitation": (10, 12, 14), "pooled": (22, 26)}


def in_progress_ticks(world: World, block: Block, stream: int) -> NDArray[np.int64]:
    """Ticks of the reported window with n needs of one stream in progress; none ever waits."""
    rows = block.arrays["needs"][: int(block.number("needs_n"))]
    rows = rows[rows["stream"] == stream]
    assert np.all(rows["first_start"] == rows["raised"])
    start, end = world.span.start, world.span.end
    leaves = np.where(rows["closed"] < 0, end, rows["closed"])
    ticks = np.clip(np.concatenate([rows["raised"], leaves]), start, end)
    order = np.argsort(ticks, kind="stable")
    change = np.repeat([1, -1], len(rows))[order]
    at = np.concatenate([ticks[order], [end]])
    here = np.cumsum(change)
    counts = np.bincount(here, np.diff(at), minlength=block.arrays["in_progress_ticks"].size)
    counts[0] += at[0] - start
    return counts


def _delays(ticks: NDArray[np.int64], beds: int) -> float:
    """P(N = n) / P(N <= n)."""
    return float(ticks[beds] / ticks[: beds + 1].sum())


def checks() -> list[Check]:
    """The chance of delay in each ward with so many beds, and pooled."""
    world = world_of(SCENARIO, years=YEARS, count_needs_for_years=YEARS - 1)
    runner = compiled.Runner(world)
    names = list(world.names.streams)
    found: dict[tuple[str, int], list[float]] = {(ward, n): [] for ward, beds in BEDS.items() for n in beds}
    for run in range(RUNS):
        block = runner.make(world, run)
        wards = {name: in_progress_ticks(world, block, row) for row, name in enumerate(names)}
        wards["pooled"] = block.arrays["in_progress_ticks"]
        for (ward, n), values in found.items():
            values.append(_delays(wards[ward], n))
    return [_check(ward, n, np.array(values)) for (ward, n), values in found.items()]


def _check(ward: str, beds: int, values: NDArray[np.float64]) -> Check:
    theory = erlang_b.chance_of_delay(beds, LOADS[ward])
    narrow = NARROW if theory >= TAIL else NARROW_IN_A_TAIL
    return Check(f"chance of delay, {ward}, {beds} beds", theory, plain(values), narrow)


CASES: tuple[tuple[str, str, int, Callable[[], list[Check]]], ...] = (
    ("stroke beds", SCENARIO, sum(map(len, BEDS.values())), checks),
)
