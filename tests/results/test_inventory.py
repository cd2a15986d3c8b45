"""What is stored is listed by what it says of itself; only what no model now would read is removed."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock, Timeout

from ist_model.results import inventory, store, sweeps, version
from ist_model.results.inventory import clean, stored, sweeps_size
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
        store.LOCKS,
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
    folder = store.folder_of(root, key_of(scenario()))
    older = root / f"model={OLDER}" / folder.relative_to(folder.parents[1])
    assert busy == [older, folder], "one lock for all models of a scenario and draw"
    assert len(whole_batches(root)) == 3


def test_who_waits_while_a_folder_is_removed_has_the_lock_afterwards(root, monkeypatch):
    """Nobody can take another lock beside it: the lock's file outlives the folder."""
    monkeypatch.setattr(inventory, "model_version", lambda: "0.2.0+newer")
    key, folder = key_of(scenario()), store.folder_of(root, key_of(scenario()))
    has_it, may_go = threading.Event(), threading.Event()

    def wait_for_it():
        with locked(root, key):
            has_it.set()
            may_go.wait(20)

    waiting = threading.Thread(target=wait_for_it)
    remove = inventory._remove

    def removed_while_another_waits(going, dry_run):
        if any(each.path == folder for each in going):
            waiting.start()
            assert not has_it.wait(0.3)
        remove(going, dry_run)

    monkeypatch.setattr(inventory, "_remove", removed_while_another_waits)
    clean(root)
    try:
        assert has_it.wait(20)
        assert not folder.exists()
        with pytest.raises(Timeout):
            FileLock(store.lock_of(folder), timeout=0).acquire()
    finally:
        may_go.set()
        waiting.join()


def test_a_folder_is_made_though_those_it_lies_in_are_removed_meanwhile(tmp_path, monkeypatch):
    mkdir, removed = Path.mkdir, []

    def removed_once(self, *given, **options):
        if not removed:
            removed.append(self)
            raise FileNotFoundError(self)
        mkdir(self, *given, **options)

    monkeypatch.setattr(Path, "mkdir", removed_once)
    save(tmp_path)
    assert removed
    assert len(whole_batches(tmp_path)) == 1


def test_where_nothing_is_stored_nothing_is_listed_or_removed(tmp_path):
    assert stored(tmp_path / "none") == []
    assert clean(tmp_path / "none") == ([], [])


def test_sweeps_of_older_models_go_and_those_of_this_one_stay(tmp_path, monkeypatch):
    address = sweeps.Address("a" * 64, "b" * 64)

    def save_sweep() -> None:
        sweeps.save(tmp_path, address, range(3), ["m"], np.zeros((2, 3, 1)), {})

    with monkeypatch.context() as older:
        older.setattr(sweeps, "model_version", lambda: OLDER)
        save_sweep()
    save_sweep()
    (address.folder(tmp_path) / ".part-1").mkdir()
    current, old = sweeps_size(tmp_path)
    assert min(current, old) > 0
    assert stored(tmp_path) == []
    with sweeps.locked(tmp_path, address):
        freed, busy = clean(tmp_path)
    assert (freed, len(busy)) == ([], 2), "a lock is for whatever model"
    assert sorted(each.why for each in clean(tmp_path)[0]) == ["half-written", f"made by model {OLDER}"]
    assert sweeps_size(tmp_path) == (current, 0)
    assert sweeps.load(tmp_path, address, ["m"], np.ones((2, 3, 1))) == []
