"""Many compiled runs in one call: who stops them, what is refused, and that no memory is left unwritten."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ist_model.engines import compiled, growth
from ist_model.engines.compiled import run_records, sorting
from ist_model.engines.compiled.fresh import Room
from ist_model.engines.records import Records
from ist_model.engines.together import TABLES
from ist_model.inputs.resolve import resolve
from ist_model.world.build import build_world
from tests.engines.equality import differing, must_be_as_narrated
from tests.generated import scenarios

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"
TINY = Room(needs=4, deployments=4, nodes=2, events=40, careers=4, inspections=1)
ASKED = {"givens", "samples", "halt", "rows", "used"}  # set before runs are made; all else they must write
ROOM_FOR = run_records.room_for


class EnoughError(Exception):
    """Whoever counts runs has had enough."""


@cache
def world_of(name):
    return build_world(resolve(name, SCENARIOS))


def together(runner, numbers, **given):
    worlds = [growth.of_run(runner.world, number) for number in numbers]
    return runner.together(worlds, numbers, **given)


def last_begun(runner):
    return runner._state.number("run")


@pytest.fixture
def clock(monkeypatch):
    """Sets how long a call of compiled code takes."""

    def takes(seconds):
        ticks = (seconds * half for half in range(10**6))
        monkeypatch.setattr(compiled, "perf_counter", lambda: next(ticks))

    return takes


@pytest.fixture
def odd_memory(monkeypatch):
    """What runs are to write holds odd bytes before."""

    def room_for(*given, **named):
        block = ROOM_FOR(*given, **named)
        for name in set(block.arrays) - ASKED:
            block.arrays[name].reshape(-1).view(np.uint8)[:] = 0xA5
        return block

    monkeypatch.setattr(compiled, "room_for", room_for)


def test_whoever_is_told_of_runs_may_end_them():
    runner = compiled.Runner(world_of("baseline"))

    def enough():
        raise EnoughError

    with pytest.raises(EnoughError):
        together(runner, range(50), after_run=enough)
    assert last_begun(runner) == 0
    assert [run.run for run in together(runner, range(3)).each] == [0, 1, 2]


def test_slow_runs_are_told_of_one_by_one(clock):
    clock(1.0)
    runner = compiled.Runner(world_of("baseline"))
    seen = []
    together(runner, range(20), after_run=lambda: seen.append(last_begun(runner)))
    assert seen == [*range(20)]


def test_quick_runs_take_hardly_more_calls_than_one(clock):
    clock(0.001)
    runner = compiled.Runner(world_of("baseline"))
    seen = []
    together(runner, range(50), after_run=lambda: seen.append(last_begun(runner)))
    assert len(seen) == 50
    assert len(set(seen)) == 3
    together(runner, range(50), after_run=lambda: seen.append(last_begun(runner)))
    assert set(seen[50:]) == {49}


def test_runs_that_are_halted_are_not_taken_for_runs():
    runner, halt = compiled.Runner(world_of("baseline")), compiled.Halt()
    assert len(together(runner, range(5), halt=halt)) == 5
    halt.now()
    with pytest.raises(compiled.Halted):
        together(runner, range(5, 10), halt=halt)
    assert last_begun(runner) == 4


def test_a_halt_while_runs_are_made_begins_no_further_one(clock):
    clock(1.0)
    runner, halt = compiled.Runner(world_of("baseline")), compiled.Halt()
    with pytest.raises(compiled.Halted):
        together(runner, range(5), halt=halt, after_run=halt.now)
    assert last_begun(runner) == 0


@pytest.mark.parametrize(("worlds", "runs"), [(1, 2), (2, 1), (0, 0)])
def test_each_run_needs_a_world(worlds, runs):
    world = world_of("baseline")
    with pytest.raises(ValueError, match="one for each"):
        compiled.Runner(world).together([world] * worlds, range(runs))


def fewer(world, name):
    return replace(world, **{name: getattr(world, name)[:-1]})


@pytest.mark.parametrize("name", ["schools", "posts", "strength", "designations", "suppliers"])
def test_a_world_that_is_not_the_runners_is_refused(name):
    world = world_of("baseline")
    runner = compiled.Runner(world)
    with pytest.raises(ValueError, match=rf"not the runner's .*'{name}'"):
        runner.together([world, fewer(world, name)], range(2))
    with pytest.raises(ValueError, match="not the runner's"):
        runner.make(build_world(resolve("growth-national-rate", SCENARIOS)), 0)


@pytest.mark.parametrize("most_bytes", [None, 2**40])
def test_a_table_that_proves_too_small_late_costs_no_run_that_is_done(most_bytes, odd_memory):
    world, numbers = world_of("merger-2026"), [*range(12)]
    needs = [int(compiled.Runner(world).make(growth.of_run(world, n), n).number("needs_n")) for n in numbers]
    numbers.sort(key=needs.__getitem__)
    room = Room(needs=sorted(needs)[-2])
    runner = compiled.Runner(world, room)
    told = []
    made = together(runner, numbers, most_bytes=most_bytes, after_run=lambda: told.append(runner._room))
    assert (told[0], told[-1], len(told)) == (room, room.doubled(), len(numbers))
    for number, run in zip(numbers, made.each, strict=True):
        assert differing(compiled.run(world, number), run) == []


def test_no_more_runs_than_there_is_room_for_when_tables_have_grown():
    world = world_of("merger-2026")
    runner = compiled.Runner(world, TINY)
    told = []
    made = together(
        runner, range(8), most_bytes=3 * runner.bytes_per_run, after_run=lambda: told.append(len(told))
    )
    assert [run.run for run in made.each] == told == [0]


@pytest.mark.parametrize("name", ["growth-national-rate", "merger-2026", "release-strong-deputy"])
@pytest.mark.parametrize("room", [None, TINY])
def test_every_byte_of_records_is_written(name, room, odd_memory):
    runner = compiled.Runner(world_of(name), room)
    for run in (*together(runner, (0, 1)).each, runner.run(2)):
        must_be_as_narrated(runner.world, run)


def test_runs_alone_use_the_same_memory_again(monkeypatch):
    made = []
    monkeypatch.setattr(compiled, "room_for", lambda *given: made.append(given) or ROOM_FOR(*given))
    runner = compiled.Runner(world_of("baseline"))
    for number in range(3):
        runner.run(number)
        runner.make(runner.world, number)
    assert len(made) == 2


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(scenario=scenarios(), number=st.integers(0, 2**40))
def test_every_byte_of_generated_records_is_written(odd_memory, scenario, number):
    runner = compiled.Runner(build_world(scenario))
    (run,) = together(runner, [number]).each
    must_be_as_narrated(runner.world, run)


def test_what_runs_leave_is_all_that_records_hold():
    runner = compiled.Runner(world_of("baseline"))
    made = together(runner, range(2))
    assert set(made._columns) == set(Records._fields)
    assert set(made._rows) == set(TABLES)
    fields = {name for name, field in run_records.RUN_RECORDS.fields.items() if field.dimensions} - ASKED
    assert fields | {"filled"} == set(Records._fields)


def sorted_columns() -> Iterator[int]:
    """How many columns of keys each table is put in order by."""
    for path in Path(sorting.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "sorting.in_order":
                yield ast.literal_eval(node.args[2])


def test_keys_are_as_wide_as_the_widest_order():
    found = [*sorted_columns()]
    assert len(found) >= len(run_records.COUNTED)
    assert max(found) == sorting.MOST_COLUMNS
