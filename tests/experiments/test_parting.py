"""Where two runs part: the earliest difference that can be dated, told by name."""

import numpy as np
import pytest

from ist_model.engines import narrated
from ist_model.experiments.parting import parting
from ist_model.inputs.calendar import date_of
from ist_model.inputs.resolve import resolve
from ist_model.world.build import build_world
from tests.engines import seeded
from tests.system.varied import SCENARIOS


@pytest.fixture(scope="module")
def world():
    return build_world(resolve("release-strong-deputy", SCENARIOS))


@pytest.fixture(scope="module")
def records(world):
    return narrated.run(world, 0)


def changed(records, name, at, value, column=None):
    array = getattr(records, name).copy()
    (array if column is None else array[column])[at] = value
    return records._replace(**{name: array})


def test_equal_runs_do_not_part(world, records):
    assert parting(world, records, narrated.run(world, 0)) is None


def test_one_bit_of_strength_is_told_with_school_area_and_date(world, records):
    at = (5, 2, 1)
    other = changed(records, "strength", at, np.nextafter(records.strength[at], 100.0))
    found = parting(world, records, other)
    assert found.tick == records.grid_tick[5]
    assert found.row == f"{world.names.labels[2]}, {world.names.areas[1]}"
    assert (found.first, found.second) == (repr(float(records.strength[at])), repr(float(other.strength[at])))
    assert found.fields == ("strength",)
    assert date_of(found.tick).isoformat() in found.told()


def test_the_earliest_of_several_differences_is_told(world, records):
    late = changed(records, "strength", (-1, 0, 0), 99.0)
    both = changed(late, "boards", 3, 9, "tier_after")
    found = parting(world, records, both)
    assert (found.table, found.column, found.tick) == ("boards", "tier_after", records.boards["tick"][3])
    assert found.fields == ("boards", "strength")


def test_what_a_need_came_to_is_dated_by_its_end_not_by_its_beginning(world, records):
    row = int(np.argmax(records.needs["closed"] > records.needs["raised"]))
    other = changed(records, "needs", row, 3, "status")
    found = parting(world, records, other)
    assert (found.column, found.tick) == ("status", records.needs["closed"][row])


def test_a_row_of_one_run_only_is_told_as_such(world, records):
    other = records._replace(careers=np.delete(records.careers, 4))
    found = parting(world, records, other)
    assert (found.table, found.column, found.tick) == ("careers", "", records.careers["tick"][4])
    assert (found.first, found.second) == ("has it", "no such row")


def test_what_is_only_counted_is_told_at_the_horizon(world, records):
    for name, at in (("busy_ticks", 0), ("waiting_ticks", 1)):
        found = parting(world, records, changed(records, name, at, -7))
        assert (found.table, found.tick, found.second) == (name, world.span.end, "-7")
    assert parting(world, records, records._replace(clamped=-7)).table == "clamped"
    ledger = parting(world, records, changed(records, "ledger", 0, -7, "idle_milli"))
    assert (ledger.table, ledger.column, ledger.second) == ("ledger", "idle_milli", "-7")


def test_a_fault_of_an_engine_is_told_from_the_moment_it_matters(world, records, monkeypatch):
    seeded.secondment_without_end(monkeypatch)
    found = parting(world, records, narrated.run(world, 0))
    [returned] = {int(end) for end in world.secondments["ends"]}
    assert found.table == "sustaining"
    assert found.row.endswith("leadership_governance")
    assert found.tick > returned
