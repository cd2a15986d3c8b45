"""Results on disk: whole or not there, and never those of another scenario or model."""

from __future__ import annotations

import json
import os
import tomllib
from pathlib import Path

import pandas as pd
import pytest

from ist_model.results import store, version
from ist_model.results.store import StoreError, load, save
from tests.results.made import result, scenario


def visible(root: Path) -> list[str]:
    """Names in a folder, hidden ones too."""
    return sorted(path.name for path in root.iterdir()) if root.exists() else []


def test_a_saved_result_is_read_back_as_it_was(tmp_path):
    made = result()
    save(made, tmp_path)
    found = load(tmp_path, scenario())
    assert found is not None
    assert (found.identity, found.summary, found.names, found.manifest) == (
        made.identity,
        made.summary,
        made.names,
        made.manifest,
    )
    pd.testing.assert_frame_equal(found.measures, made.measures, check_exact=True)
    pd.testing.assert_frame_equal(found.catalogue, made.catalogue)
    pd.testing.assert_frame_equal(found.schools, made.schools)
    assert set(found.series) == set(made.series)
    for name, frame in made.series.items():
        pd.testing.assert_frame_equal(found.series[name], frame, check_exact=True)


def test_what_was_never_saved_is_not_found(tmp_path):
    assert load(tmp_path, scenario()) is None
    save(result(), tmp_path)
    assert load(tmp_path, scenario(seed=1)) is None
    assert load(tmp_path, scenario(), runs=4) is None


def test_a_scenario_of_another_name_and_equal_content_finds_the_result_under_its_own_name(tmp_path):
    save(result(), tmp_path)
    found = load(tmp_path, scenario(scenario_id="twin", name="Another name", question="Does it matter?"))
    assert found is not None
    assert found.summary.name == "Another name"
    assert found.identity == result().identity


def test_saving_again_keeps_what_is_there(tmp_path):
    folder = save(result(), tmp_path)
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert save(result(), tmp_path) == folder
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_a_result_of_another_model_is_not_found(tmp_path, monkeypatch):
    save(result(), tmp_path)
    monkeypatch.setattr(store, "model_version", lambda: "0.1.0+other")
    assert load(tmp_path, scenario()) is None


@pytest.mark.parametrize("name", ["measures.parquet", "series-days.parquet", "manifest.json"])
def test_a_damaged_file_is_named_and_not_read(tmp_path, name):
    folder = save(result(), tmp_path)
    path = folder / name
    content = path.read_bytes()
    path.write_bytes(content[:-7] + b"damaged")
    with pytest.raises(StoreError, match=name) as caught:
        load(tmp_path, scenario())
    assert "remedy: delete the folder" in str(caught.value)


def test_a_missing_file_is_named(tmp_path):
    (save(result(), tmp_path) / "measures.parquet").unlink()
    with pytest.raises(StoreError, match=r"measures\.parquet.*missing"):
        load(tmp_path, scenario())


def test_a_manifest_of_another_scenario_is_refused(tmp_path):
    manifest = save(result(), tmp_path) / "manifest.json"
    content = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps(content | {"identity": "0" * 64}), encoding="utf-8")
    with pytest.raises(StoreError, match="another scenario"):
        load(tmp_path, scenario())


@pytest.mark.parametrize("stop", [KeyboardInterrupt, OSError("no space left"), MemoryError])
def test_a_write_that_stops_half_way_leaves_nothing(tmp_path, monkeypatch, stop):
    written = []
    whole = pd.DataFrame.to_parquet

    def stopping(frame, path, **options):
        if len(written) == 3:
            raise stop
        written.append(path)
        whole(frame, path, **options)

    monkeypatch.setattr(pd.DataFrame, "to_parquet", stopping)
    with pytest.raises(stop if isinstance(stop, type) else type(stop)):
        save(result(), tmp_path)
    assert len(written) == 3
    assert visible(tmp_path) == []
    assert load(tmp_path, scenario()) is None


def test_a_result_is_invisible_until_all_of_it_is_on_disk(tmp_path, monkeypatch):
    seen = []
    rename = Path.rename

    def watching(partial, target):
        seen.append((load(tmp_path, scenario()), (partial / "manifest.json").is_file()))
        return rename(partial, target)

    monkeypatch.setattr(Path, "rename", watching)
    save(result(), tmp_path)
    assert seen == [(None, True)]
    assert load(tmp_path, scenario()) is not None


def test_the_first_of_two_who_finish_together_is_kept(tmp_path, monkeypatch):
    rename = Path.rename

    def overtaken(partial, target):
        rename(partial, target)  # the other process was faster
        partial.mkdir()
        (partial / "manifest.json").write_text("{}", encoding="utf-8")
        return rename(partial, target)

    monkeypatch.setattr(Path, "rename", overtaken)
    save(result(), tmp_path)
    found = load(tmp_path, scenario())
    assert found is not None
    assert len(visible(tmp_path)) == 1


def test_what_a_killed_process_left_is_swept_after_a_day_and_not_before(tmp_path):
    old, young = tmp_path / ".part-old", tmp_path / ".part-young"
    for partial in (old, young):
        partial.mkdir()
        (partial / "measures.parquet").write_bytes(b"half")
    os.utime(old, (0, 0))
    save(result(), tmp_path)
    assert not old.exists()
    assert young.exists()


def test_the_manifest_says_which_model_made_it(tmp_path):
    made = json.loads((save(result(), tmp_path) / "manifest.json").read_text(encoding="utf-8"))
    assert made["made"]["model_version"] == version.model_version()
    assert len(made["made"]["sources_sha256"]) == 64
    assert {"python", "numpy", "numba"} <= set(made["made"]["environment"])
    assert made["made"]["created_utc"].endswith("+00:00")
    assert (made["runs"], made["seed"]) == (3, scenario().seed)


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
