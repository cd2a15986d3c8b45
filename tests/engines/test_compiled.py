"""The compiled engine against the narrated one: the same records to the bit (MODEL 12)."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ist_model.engines import compiled, growth
from ist_model.engines.compiled.filling import block_of, block_of_run
from ist_model.engines.compiled.fresh import Room
from ist_model.engines.compiled.given import POLICY_ORDER
from ist_model.inputs.resolve import resolve
from ist_model.science.policies import POLICIES
from ist_model.world.build import build_world
from tests.engines.equality import differing, must_be_as_narrated, same
from tests.generated import scenarios

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"
NOT_SCENARIOS = {"assumptions", "framework"}
SHIPPED = sorted(
    path.relative_to(SCENARIOS).with_suffix("").as_posix()
    for folder in (SCENARIOS, SCENARIOS / "verification")
    for path in folder.glob("*.yaml")
    if path.stem not in NOT_SCENARIOS
)
TINY = Room(needs=4, deployments=4, nodes=2, events=40, careers=4, inspections=1)


def world_of(name):
    return build_world(resolve(name, SCENARIOS))


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_scenario_gives_the_same_records(name):
    world = world_of(name)
    runner = compiled.Runner(world)
    for number in (0, 1, 2**40):
        must_be_as_narrated(world, runner.run(number))


@pytest.mark.slow
@settings(max_examples=450, suppress_health_check=[HealthCheck.too_slow])
@given(scenario=scenarios(), number=st.integers(0, 2**40))
def test_generated_scenarios_give_the_same_records(scenario, number):
    world = build_world(scenario)
    must_be_as_narrated(world, compiled.run(world, number))


@pytest.mark.parametrize("name", ["merger-2026", "release-strong-deputy", "verification/k7-patience"])
def test_tables_that_are_too_small_grow_and_change_no_bit(name):
    world = world_of(name)
    assert differing(compiled.run(world, 5), compiled.Runner(world, TINY).run(5)) == []


def test_a_run_beyond_all_memory_is_refused(monkeypatch):
    monkeypatch.setattr(compiled, "_MOST_NEEDS", 4)
    with pytest.raises(MemoryError, match="run 5 has more than 4 needs"):
        compiled.Runner(world_of("merger-2026"), TINY).run(5)


def test_memory_that_a_new_run_puts_back_cannot_be_replaced():
    world = world_of("baseline")
    state = compiled.Runner(world).make(world, 0)
    with pytest.raises(ValueError, match="schools was gathered"):
        state.set_array("schools", state.arrays["schools"].copy())
    with pytest.raises(ValueError, match="cannot be altered"):
        state.altered({"schools": state.arrays["schools"].copy()})


def test_memory_used_before_changes_no_bit():
    world = world_of("two-schools-join-2027")
    runner = compiled.Runner(world)
    first = runner.run(0)
    runner.run(1)
    assert differing(first, runner.run(0)) == []
    assert differing(first, compiled.run(world, 1)) != []


@pytest.mark.parametrize("name", ["baseline", "growth-national-rate", "merger-2026"])
def test_runs_made_together_are_those_made_one_by_one(name):
    world, numbers = world_of(name), (3, 0, 8, 2**40)
    worlds = [growth.of_run(world, number) for number in numbers]
    together = compiled.Runner(world, TINY).together(worlds, numbers).each
    assert [run.run for run in together] == [*numbers]
    for own, number, run in zip(worlds, numbers, together, strict=True):
        assert differing(run, compiled.run(world, number)) == []
        assert differing(run, compiled.run(own, number)) == []


@pytest.mark.parametrize("name", ["growth-national-rate", "merger-2026"])
def test_what_a_run_draws_is_laid_out_as_a_world_of_its_own_would_be(name):
    world = world_of(name)
    for number in (0, 1, 2):
        drawn = growth.of_run(world, number)
        shared, own = block_of_run(world, block_of(world), drawn), block_of(drawn)
        assert drawn is not world
        assert all(same(shared.arrays[label], array) for label, array in own.arrays.items())
        assert all(
            shared.number(label) == own.number(label)
            for label, field in own.kind.fields.items()
            if not field.dimensions
        )


def test_of_runs_for_which_there_is_no_room_the_first_are_made():
    world = world_of("baseline")
    runner = compiled.Runner(world)
    room = int(2.5 * runner.bytes_per_run)
    assert [run.run for run in runner.together([world] * 5, range(5), most_bytes=room).each] == [0, 1]
    assert [run.run for run in runner.together([world] * 5, range(5), most_bytes=1).each] == [0]


def test_records_do_not_change_when_the_memory_is_used_again():
    runner = compiled.Runner(world_of("baseline"))
    first, others = runner.run(0), compiled.run(runner.world, 0)
    runner.run(1)
    runner.make(runner.world, 2)
    assert differing(first, others) == []


def test_compiled_code_knows_every_policy():
    assert set(POLICY_ORDER) == set(POLICIES)
