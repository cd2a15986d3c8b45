"""Results on disk: whole or not there, and never those of another scenario, draw or model."""

from __future__ import annotations

import json
import tomllib

import duckdb
import numpy as np
import pandas as pd
import pytest

from ist_model.results import store, stored, version
from ist_model.results.combine import frames
from ist_model.results.facts import facts_of
from ist_model.results.files import check_whole
from ist_model.results.measures import measure_facts
from ist_model.results.store import Draw, key_of, mend, missing
from ist_model.results.stored import load
from tests.results.batches import RUNS, save, whole_batches
from tests.results.made import scenario, three
from tests.results.worlds import world


def test_a_result_is_put_together_from_its_batches_whatever_these_are(tmp_path):
    save(tmp_path / "one", range(12))
    for runs in (range(5, 9), range(5), range(9, 50)):
        save(tmp_path / "many", runs)
    one, many = (load(tmp_path / name, scenario(), 12) for name in ("one", "many"))
    assert one is not None
    assert many is not None
    assert (one.identity, one.summary, one.names, one.runs) == (many.identity, many.summary, many.names, 12)
    for name, frame in {"measures": one.measures, "schools": one.schools, **one.series}.items():
        other = getattr(many, name) if name in ("measures", "schools") else many.series[name]
        pd.testing.assert_frame_equal(frame, other, check_exact=True)


def test_a_result_that_was_kept_is_the_one_that_was_put_together(tmp_path, monkeypatch):
    save(tmp_path)
    made = load(tmp_path, scenario())
    monkeypatch.setattr(stored, "put_together", lambda *given: pytest.fail("put together again"))
    kept = load(tmp_path, scenario())
    assert made is not None
    assert kept is not None
    assert (kept.summary, kept.names, kept.manifest) == (made.summary, made.names, made.manifest)
    pd.testing.assert_frame_equal(kept.measures, made.measures, check_exact=True)
    pd.testing.assert_frame_equal(kept.catalogue, made.catalogue)
    assert list(kept.series) == list(made.series)
    for name, frame in made.series.items():
        pd.testing.assert_frame_equal(kept.series[name], frame, check_exact=True)


def test_a_kept_result_that_is_damaged_is_put_together_again(tmp_path):
    save(tmp_path)
    made = load(tmp_path, scenario())
    (path,) = tmp_path.rglob("series-days.parquet")
    path.write_bytes(path.read_bytes()[:-7])
    again = load(tmp_path, scenario())
    assert made is not None
    assert again is not None
    pd.testing.assert_frame_equal(again.series["days"], made.series["days"], check_exact=True)
    assert check_whole(path.parent)


def test_what_is_not_all_there_is_not_found_and_what_is_missing_is_said(tmp_path):
    key = key_of(scenario())
    assert missing(tmp_path, key, 7) == [range(7)]
    assert load(tmp_path, scenario()) is None
    save(tmp_path, range(2, 4))
    save(tmp_path, range(5, 50))
    assert load(tmp_path, scenario(), 7) is None
    assert missing(tmp_path, key, 7) == [range(2), range(4, 5)]
    assert missing(tmp_path, key, 1) == [range(1)]
    assert missing(tmp_path, key, 60) == [range(2), range(4, 5), range(50, 60)]


def test_neither_name_nor_number_of_runs_makes_another_scenario_but_seed_and_draw_do(tmp_path):
    save(tmp_path)
    found = load(tmp_path, scenario(scenario_id="twin", name="Another name", question="Why not?", runs=2))
    assert found is not None
    assert (found.summary.name, found.runs) == ("Another name", 2)
    assert load(tmp_path, scenario(seed=1)) is None
    assert load(tmp_path, scenario(), draw=Draw(1, {"a.b": 1.0})) is None


def test_a_draw_is_its_values_not_its_number(tmp_path, caplog):
    one, other = Draw(1, {"a.b": 1.0}), Draw(1, {"a.b": 2.0})
    save(tmp_path, key=key_of(scenario(), one))
    mend(tmp_path, key_of(scenario(), one))
    assert not caplog.records
    mend(tmp_path, key_of(scenario(), other))
    assert "holds runs of other values" in caplog.text
    assert whole_batches(tmp_path) == []


def test_saving_again_keeps_what_is_there(tmp_path):
    folder = save(tmp_path)
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert save(tmp_path) == folder
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_a_result_of_another_model_is_not_found(tmp_path, monkeypatch):
    save(tmp_path)
    monkeypatch.setattr(store, "model_version", lambda: "0.1.0+other")
    assert load(tmp_path, scenario()) is None
    assert missing(tmp_path, key_of(scenario()), 3) == [RUNS]


def test_files_are_read_by_pandas_and_by_duckdb_with_what_their_folders_say(tmp_path):
    for runs in (range(3), range(3, 6)):
        save(tmp_path, runs)
    save(tmp_path, key=key_of(scenario(), Draw(2, {"a.b": 1.0})))
    alone = pd.read_parquet(next(tmp_path.glob("*/*/draw=0/runs=000000-*/measures.parquet")))
    assert alone["run"].tolist() == [0, 1, 2]
    model = version.model_version()
    every = f"{tmp_path}/model=*/scenario=*/draw=*/runs=*/measures.parquet"
    rows = duckdb.sql(
        f"SELECT model, draw, count(*), count(DISTINCT run), avg(utilisation) FROM read_parquet('{every}', "
        "hive_partitioning = true) GROUP BY ALL ORDER BY draw"
    ).fetchall()
    utilisation = measure_facts(facts_of(world(), *three()))["utilisation"].mean()
    assert [row[:4] for row in rows] == [(model, 0, 6, 6), (model, 2, 3, 3)]
    assert [row[4] for row in rows] == [pytest.approx(utilisation)] * 2
    days = duckdb.sql(
        f"SELECT sum(delivered_days) FROM '{tmp_path}/**/draw=0/runs=*/days.parquet'"
    ).fetchall()
    expected = frames(facts_of(world(), *three()))["days"]["delivered_days"].sum()
    assert days == [(pytest.approx(2 * expected),)]


def test_the_manifest_says_what_made_the_batch_and_of_what(tmp_path):
    folder = save(tmp_path)
    said = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert said["made"]["model_version"] == version.model_version()
    assert len(said["made"]["sources_sha256"]) == 64
    assert {"python", "numpy", "numba"} <= set(said["made"]["environment"])
    assert said["made"]["created_utc"].endswith("+00:00")
    assert (said["runs"], said["seed"], said["draw"], said["seconds"]) == ([0, 2], scenario().seed, 0, 1.5)
    assert said["scenario"] == key_of(scenario()).scenario
    assert set(said["files"]) == {path.name for path in folder.glob("*.parquet")}
    assert all(len(each["sha256"]) == 64 for each in said["files"].values())


def test_a_change_in_any_room_that_moves_numbers_makes_another_model(tmp_path):
    rooms = ("science", "engines")
    for room in rooms:
        (tmp_path / room).mkdir()
        (tmp_path / room / "rule.py").write_text("x = 1\n", encoding="utf-8")
    before = version.sources_hash(tmp_path, rooms)
    assert version.sources_hash(tmp_path, rooms) == before
    (tmp_path / "engines" / "rule.py").write_text("x = 2\n", encoding="utf-8")
    changed = version.sources_hash(tmp_path, rooms)
    (tmp_path / "engines" / "rule.py").rename(tmp_path / "engines" / "law.py")
    moved = version.sources_hash(tmp_path, rooms)
    assert len({before, changed, moved}) == 3


def test_a_package_without_sources_is_refused(tmp_path):
    with pytest.raises(FileNotFoundError, match="science"):
        version.sources_hash(tmp_path, ("science",))


def test_every_room_left_of_the_report_is_part_of_the_model(repository):
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))
    street = next(each for each in project["tool"]["importlinter"]["contracts"] if each["id"] == "street")
    rooms = street["layers"][street["layers"].index("report") + 1 :]  # listed from right to left
    assert set(version.ROOMS) == set(rooms) - {"shipped"}


def test_runs_are_added_up_in_the_same_blocks_however_they_were_cut(tmp_path):
    """Sums of fractions depend on their order in the last bit: 120 runs in one piece, and in pieces."""
    save(tmp_path / "one", range(120))
    for runs in (range(7), range(7, 50), range(50, 60), range(60, 100), range(100, 130)):
        save(tmp_path / "many", runs)
    one, many = (load(tmp_path / name, scenario(), 120) for name in ("one", "many"))
    assert one is not None
    assert many is not None
    for name, frame in one.series.items():
        pd.testing.assert_frame_equal(frame, many.series[name], check_exact=True)


def test_percentiles_over_many_runs_are_exact(tmp_path):
    """Those of NumPy over all values of a key, however many parts they came in."""
    for runs in (range(50), range(50, 100), range(100, 110)):
        save(tmp_path, runs)
    result = load(tmp_path, scenario(), 110)
    assert result is not None
    rows = result.series["attention_runs"]
    values = rows[rows["half_term"] == 1]["pupils_existing"].to_numpy()
    assert len(values) == 110
    row = result.series["attention"].set_index("half_term").loc[1]
    for q in (10, 25, 50, 75, 90):
        assert row[f"pupils_existing_p{q}"] == np.percentile(values, q)
    assert row["pupils_existing_mean"] == pytest.approx(values.mean(), rel=1e-14)


def test_libraries_that_compute_make_another_model(monkeypatch):
    """Runs of another version of one of them are stored apart, and never read as this model's."""
    before, known = version.model_version(), version.version
    for name in version.COMPUTING:
        version._digits.cache_clear()
        other = {name: "9.9"}
        monkeypatch.setattr(version, "version", lambda each, other=other: other.get(each) or known(each))
        assert version.model_version() != before, name
    monkeypatch.undo()
    version._digits.cache_clear()
    assert version.model_version() == before
