"""Runs that are looked at together: each says what it says alone, to the bit."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from ist_model.engines import growth
from ist_model.engines.compiled import Runner
from ist_model.engines.records import Records
from ist_model.experiments import batches
from ist_model.experiments.batches import tables_of_runs
from ist_model.inputs.resolve import resolve
from ist_model.results.checks import check_runs
from ist_model.results.facts import Facts
from ist_model.results.measures import MEASURES, measure_facts
from ist_model.results.runs import Runs
from ist_model.results.series import SERIES
from ist_model.results.tables import tables_of
from ist_model.world.build import build_world
from tests.generated import SCENARIOS

# Joinings that are drawn, schools that join and steps of the ladder: what a run may have and another not.
NAMES = ("baseline", "growth-national-rate", "merger-2026", "no-effect")
NUMBERS = (0, 1, 2, 3, 7, 1 << 32 | 5)


@cache
def runs_of(name: str) -> Runs:
    """A few runs of a shipped scenario."""
    runner = Runner(build_world(resolve(name, SCENARIOS)))
    worlds = [growth.of_run(runner.world, number) for number in NUMBERS]
    return Runs(worlds, runner.together(worlds, NUMBERS))


@pytest.mark.parametrize("name", NAMES)
def test_measures_and_series_of_runs_together_are_those_of_each_alone(name):
    together = tables_of(Facts(runs_of(name)), range(len(NUMBERS)))
    each = [tables_of(Facts(one), [place]) for place, one in enumerate(runs_of(name).one_by_one())]
    assert set(together) == {"measures", *SERIES}
    for table, rows in together.items():
        alone = pd.concat([tables[table].to_pandas() for tables in each], ignore_index=True)
        pd.testing.assert_frame_equal(rows.to_pandas(), alone, check_exact=True)


@pytest.mark.parametrize("name", NAMES)
def test_shipped_runs_obey_every_law_together_and_alone(name):
    check_runs(runs_of(name))
    for one in runs_of(name).one_by_one():
        check_runs(one)


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_gives_a_number_for_each_run(name):
    assert np.shape(MEASURES[name].of(Facts(runs_of("merger-2026")))) == (len(NUMBERS),)


def test_what_differs_between_worlds_of_runs_is_kept_run_by_run():
    """Whatever else a run may draw would be taken from the first run's world: it has to be laid out too."""
    runs = runs_of("growth-national-rate")
    laid_out = {"schools": {"joins", "exists", "joined"}, "posts": {"starts"}}
    own = {"drawn_for", "packages", "strength"}  # the start strength is the engine's alone
    for world in runs.worlds:
        for field, values in vars(world).items():
            if isinstance(values, np.ndarray) and field not in own:
                names = [name for name in values.dtype.names or () if name not in laid_out.get(field, set())]
                columns = [(values[n], getattr(runs.world, field)[n]) for n in names]
                pairs = columns if values.dtype.names else [(values, getattr(runs.world, field))]
                assert all(np.array_equal(*pair, equal_nan=values.dtype.kind == "f") for pair in pairs), field
    assert len(np.unique(runs.joins, axis=0)) > 1


def test_rows_say_of_which_run_they_are_and_deployments_find_their_needs():
    runs = runs_of("baseline")
    assert runs.summed(runs.run_of("needs")).tolist() == [len(run.needs) for run in runs.each]
    of_need = runs.run_of("needs")[runs.deployments["need"]]
    assert (of_need == runs.run_of("deployments")).all()
    keys = [run.needs["key"][run.deployments["need"]] for run in runs.each]
    assert (runs.needs["key"][runs.deployments["need"]] == np.concatenate(keys)).all()


def test_how_many_runs_there_is_room_for_changes_no_bit(monkeypatch):
    runner = Runner(build_world(resolve("baseline", SCENARIOS)))
    at_once = tables_of_runs(runner, range(5))
    monkeypatch.setattr(batches, "TOGETHER_BYTES", int(2.5 * runner.bytes_per_run))
    taken: list[int] = []
    monkeypatch.setattr(batches, "check_runs", lambda runs: taken.append(len(runs)))
    in_parts = tables_of_runs(runner, range(5))
    assert taken == [2, 2, 1]
    for name, table in at_once.items():
        pd.testing.assert_frame_equal(in_parts[name].to_pandas(), table.to_pandas(), check_exact=True)


def test_the_arrays_of_a_run_are_those_of_the_engine():
    runs = runs_of("baseline")
    for name in set(Records._fields) - {"run", "grid_tick", "oversize_matchings", "deployments"}:
        laid_out = np.concatenate if name in TABLES else np.stack
        each = laid_out([getattr(run, name) for run in runs.each])
        np.testing.assert_array_equal(getattr(runs, name), each)


TABLES = {"needs", "ledger", "inspections", "grades", "boards", "observed", "careers", "rise"}


def test_measures_that_share_facts_work_them_out_once(monkeypatch):
    facts = Facts(runs_of("baseline"))
    measure_facts(facts)
    kept = len(facts.kept)
    measure_facts(facts)
    assert len(facts.kept) == kept > 0
