"""What is stored is listed by what it says of itself; only what no model now would read is removed."""

from __future__ import annotations

import pytest

from ist_model.results import inventory, store, version
from ist_model.results.inventory import clean, stored
from ist_model.results.store import Draw, key_of, locked
from ist_model.results.stored import load
from tests.results.batches import save, whole_batches
from tests.results.made import scenario

OLDER = "0.0.9+older"


@pytest.fixture
def root(tmp_path, monkeypatch):
    """Two batches and a draw of this model, a batch of an older one, and what a killed process left."""
    with monkeypatch.context() as older:
        older.setattr(store, "model_version", lambda: OLDER)
        save(tmp_path)
    for runs in (range(3), range(3, 9)):
        save(tmp_path, runs)
    save(tmp_path, key=key_of(scenario(), Draw(2, {"a.b": 1.0})))
    partial = store.folder_of(tmp_path, key_of(scenario())) / ".part-1"
    partial.mkdir()
    (partial / "measures.parquet").write_bytes(b"half")
    former = tmp_path / f"{'0f' * 12}-40-{'a1' * 6}"
    former.mkdir()
    (former / "manifest.json").write_text("{}", encoding="utf-8")
    (tmp_path / "someone's own").mkdir()
    return tmp_path


def test_what_is_stored_is_listed_with_what_it_is_of(root):
    new, old = stored(root)
    assert (new.current, new.runs, new.names, new.damaged) == (True, {0: 9, 2: 3}, {scenario().name}, 0)
    assert (old.current, old.model, old.runs) == (False, OLDER, {0: 3})
    assert new.bytes > old.bytes > 0
    assert new.made >= old.made > "2020"


def test_a_batch_that_cannot_be_read_is_counted_as_such(root):
    (manifest,) = root.glob(f"model={version.model_version()}/*/draw=2/*/manifest.json")
    manifest.write_text("{", encoding="utf-8")
    new, _ = stored(root)
    assert (new.damaged, new.runs[2]) == (1, 3)


def test_a_dry_run_says_what_would_go_and_removes_nothing(root):
    before = sorted(root.rglob("*.parquet"))
    freed, busy = clean(root, dry_run=True)
    whys = sorted(each.why for each in freed)
    assert whys == ["half-written", f"made by model {OLDER}", "stored as it was before batches"]
    assert (busy, sorted(root.rglob("*.parquet"))) == ([], before)


def test_older_models_and_half_written_folders_go_and_nothing_else(root):
    freed, _ = clean(root)
    assert sum(each.bytes for each in freed) > 0
    assert not any(each.path.exists() for each in freed)
    assert sorted(path.name for path in root.iterdir()) == [
        f"model={version.model_version()}",
        "someone's own",
    ]
    assert len(whole_batches(root)) == 3
    assert load(root, scenario(), 9) is not None
    assert clean(root) == ([], [])


def test_where_a_process_is_at_work_nothing_is_removed(root, monkeypatch):
    monkeypatch.setattr(inventory, "model_version", lambda: "0.2.0+newer")
    with locked(root, key_of(scenario())):
        _, busy = clean(root)
    assert busy == [store.folder_of(root, key_of(scenario()))]
    assert len(whole_batches(root)) == 2


def test_where_nothing_is_stored_nothing_is_listed_or_removed(tmp_path):
    assert stored(tmp_path / "none") == []
    assert clean(tmp_path / "none") == ([], [])
