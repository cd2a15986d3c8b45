"""Would the comparison of the two engines notice a small error? Faults are put into one, one at a time.

The compiled engine runs each scenario once, as it is; the narrated engine runs it without a fault, which must
give the same records, and with each fault of `seeded`, which must not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ist_model.engines import compiled, narrated
from ist_model.engines.records import Records
from ist_model.experiments.parting import parting
from ist_model.inputs.models import Patience, Stream, Supplier, Trust, Work
from ist_model.inputs.scenario_models import Resolved
from ist_model.world.build import build_world
from ist_model.world.structs import World
from tests.engines import seeded
from tests.engines.test_compiled import world_of
from tests.generated import resolved, scenarios

SHIPPED = ("baseline", "release-strong-deputy", "verification/k7-patience")
GENERATED = 40
FAULTS = [
    value
    for name, value in vars(seeded).items()
    if getattr(value, "__module__", "") == seeded.__name__ and not name.startswith("_")
]


class Run(NamedTuple):
    """A run that both engines make."""

    name: str
    world: World
    number: int
    compiled: Records


@pytest.fixture(scope="module")
def runs() -> list[Run]:
    """Shipped scenarios, then generated ones, the same each time; before any fault is in place."""
    found = [_run(name, world_of(name), 0) for name in SHIPPED]
    found.append(_run("one person who can be bought", build_world(_buying()), 0))

    @settings(
        max_examples=GENERATED,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(scenario=scenarios(), number=st.integers(0, 2**40))
    def collect(scenario, number):
        found.append(_run(f"generated {len(found)}", build_world(scenario), number))

    collect()
    return found


def _buying() -> Resolved:
    """Nobody but a supplier's one person can help; needs wait a week in vain, then ask for that one."""
    stream = Stream(
        id="E",
        area="achievement",
        specialism="maths",
        needs_per_week=0.5,
        work=Work(distribution="exponential", mean_days=2.0),
        patience=Patience(distribution="fixed", mean_weeks=1.0),
        may_buy=True,
    )
    supplier = Supplier(id="out", specialisms=("maths",), people=1, days_per_year=500.0)
    return resolved(Trust(title="bought", about="bought", streams=(stream,), suppliers=(supplier,)))


def _run(name: str, world: World, number: int) -> Run:
    return Run(name, world, number, compiled.run(world, number))


def _partings(runs: list[Run]) -> Iterator[str]:
    """Where the narrated engine, as it is now, parts from what the compiled engine gave."""
    for run in runs:
        found = parting(run.world, narrated.run(run.world, run.number), run.compiled)
        if found is not None:
            yield f"{run.name}: {found.told()}"


def test_without_a_fault_all_runs_are_the_same(runs):
    assert list(_partings(runs)) == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_fault_is_caught(fault, runs, monkeypatch):
    fault(monkeypatch)
    told = next(_partings(runs), "")
    print(told)
    assert told, f"not caught in {len(runs)} runs: {fault.__doc__}"


def test_there_are_faults_of_many_kinds():
    assert len(FAULTS) >= 20
