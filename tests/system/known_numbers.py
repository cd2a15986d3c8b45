"""The numbers of K1 to K10 measured on the compiled engine, case by case, each set against its theory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ist_model.engines import compiled
from tests.system import known_careers, known_strength, known_wards, queue_runs
from tests.system.output_analysis import Check, controlled, plain
from tests.system.queue_points import INPUTS, Point
from tests.system.queue_table import POINTS
from tests.system.varied import world_of


@dataclass(frozen=True)
class Case:
    """Numbers measured together."""

    case: str
    label: str
    scenario: str
    numbers_checked: int
    measure: Callable[[], list[Check]]

    @property
    def name(self) -> str:
        """Of the test, and of the rows in the table."""
        return f"{self.case}, {self.label}"


def queue_checks(point: Point) -> list[Check]:
    """All numbers of a queue point, each from all runs."""
    world = world_of(point.scenario, **point.fields)
    runner = compiled.Runner(world)
    rows = {name: np.empty(point.runs) for name in _names(point)}
    for run in range(point.runs):
        seen = queue_runs.from_block(world, point.posts, runner.make(world, run))
        assert seen.unresolved() == 0, "every need that counts must be resolved before the run ends"
        _measure(point, seen, rows, run)
    return _checked(point, rows)


def _names(point: Point) -> list[str]:
    numbers = [number.name for number in point.numbers]
    more = [f"control: {name}" for name in numbers] + [name for name, *_ in INPUTS]
    return numbers + (more if point.controlled else [])


def _measure(point: Point, seen: queue_runs.QueueRun, rows: dict[str, NDArray[np.float64]], run: int) -> None:
    control = queue_runs.shortened(seen) if point.controlled else None
    for number in point.numbers:
        rows[number.name][run] = number.unit * number.measure(seen)
        if control is not None:
            rows[f"control: {number.name}"][run] = number.unit * number.measure(control)
    if control is not None:
        for name, measure, _ in INPUTS:
            rows[name][run] = measure(seen)


def _checked(point: Point, rows: dict[str, NDArray[np.float64]]) -> list[Check]:
    checks: list[Check] = []
    for number in point.numbers:
        theory, runs = number.theory(1.0), rows[number.name]
        if not point.controlled:
            checks.append(Check(number.name, theory, plain(runs), number.narrow))
            continue
        control = rows[f"control: {number.name}"]
        with_control = controlled(runs, control, number.theory(queue_runs.SHORTER))
        checks.append(Check(number.name, theory, with_control, number.narrow))
        checks.append(Check(f"{number.name}, without control", theory, plain(runs), None))
    if point.controlled:
        rate = float(world_of(point.scenario, **point.fields).streams["needs_per_week"].sum())
        checks += [Check(name, theory(rate), plain(rows[name]), None) for name, _, theory in INPUTS]
    return checks


CASES: tuple[Case, ...] = (
    *(
        Case(
            point.case,
            point.label,
            point.scenario,
            point.numbers_checked,
            lambda point=point: queue_checks(point),
        )
        for point in POINTS
    ),
    *(Case("K8", *case) for case in known_wards.CASES),
    *(Case("K9", *case) for case in known_strength.CASES),
    *(Case("K10", *case) for case in known_careers.CASES),
)
NUMBERS_CHECKED = sum(case.numbers_checked for case in CASES)
