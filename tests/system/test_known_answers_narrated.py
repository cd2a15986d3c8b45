"""Known answers on the narrated engine, a short subset: one M/M/c point, K4, one of K6, and K7 (MODEL 12).

Equality to the bit with the compiled engine carries the rest. The rule is that of `test_known_answers` with
intervals within 5 %; a control (the same needs with shorter work) makes up for few runs, and what the streams
bring is checked by itself, since a control would hide it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from ist_model.engines import narrated
from ist_model.world.structs import World
from tests.system import queue_runs
from tests.system.output_analysis import Check, controlled, faults, plain
from tests.system.queue_points import Point
from tests.system.queue_runs import QueueRun
from tests.system.queue_table import POINTS
from tests.system.varied import world_of

NARROW = 0.05
RUNS = 20
LABELS = (
    "M/M/3, load 2",
    "two classes, Prabhu, load 10/12",
    "M/G/1, load .8, variation 2",
    "M/M/50 + M, patience 2 min",
)
CASES = tuple(point for point in POINTS if point.label in LABELS)
Input = tuple[str, Callable[[QueueRun], float], float]

pytestmark = pytest.mark.slow


def _inputs(world: World, variation: float) -> list[Input]:
    """What the streams bring, and what they are written to bring; mean work is one week."""
    found: list[Input] = [("mean square of work", lambda run: run.mean_work(power=2), 1.0 + variation**2)]
    for stream in world.streams:
        rank = int(stream["priority"])
        rate = float(stream["needs_per_week"])
        found.append((f"needs a week, priority {rank}", lambda run, rank=rank: run.needs_a_week(rank), rate))
        found.append((f"mean work, priority {rank}", lambda run, rank=rank: run.mean_work(rank), 1.0))
    patience = float(world.streams[0]["patience_mean_weeks"])
    if world.streams[0]["patience_kind"]:
        found.append(("mean patience", QueueRun.mean_patience, patience))
    return found


def _world(point: Point) -> World:
    return world_of(point.scenario)


def _variation(point: Point) -> float:
    return 2.0 if "variation 2" in point.label else 1.0


NUMBERS_CHECKED = sum(2 * len(point.numbers) + len(_inputs(_world(point), 1.0)) for point in CASES)


@pytest.mark.parametrize("point", CASES, ids=lambda point: point.label)
def test_a_queue_behaves_as_its_formula_says(point: Point) -> None:
    world, shorter = _world(point), queue_runs.SHORTER
    inputs = _inputs(world, _variation(point))
    rows: dict[str, list[float]] = {}
    for number in range(RUNS):
        records = narrated.run(world, number)
        run = queue_runs.from_records(world, point.posts, records)
        assert not queue_runs.contradictions(point.label, run, records)
        control = queue_runs.replayed(run, shorter)
        for n in point.numbers:
            rows.setdefault(n.name, []).append(n.unit * n.measure(run))
            rows.setdefault(f"control: {n.name}", []).append(n.unit * n.measure(control))
        for name, measure, _ in inputs:
            rows.setdefault(name, []).append(measure(run))
    of_runs = {name: np.array(values) for name, values in rows.items()}
    checks = [Check(name, theory, plain(of_runs[name]), None) for name, _, theory in inputs]
    for n in point.numbers:
        control_runs = of_runs[f"control: {n.name}"]
        estimate = controlled(of_runs[n.name], control_runs, n.theory(shorter))
        checks.append(Check(n.name, n.theory(1.0), estimate, NARROW))
        checks.append(Check(f"control: {n.name}", n.theory(shorter), plain(control_runs), None))
    print("\n".join(check.line() for check in checks))
    assert len(CASES) == len(LABELS)
    assert not faults(checks, NUMBERS_CHECKED)
