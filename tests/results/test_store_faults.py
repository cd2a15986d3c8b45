"""What goes wrong with a store: damage, full disks, killed processes, two at once. What is finished stays."""

from __future__ import annotations

import errno
import logging
import multiprocessing
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from ist_model.results import files, store
from ist_model.results.store import StoreError, key_of, mend, missing
from ist_model.results.stored import load
from tests.results.batches import RUNS, save, whole_batches
from tests.results.made import scenario


def truncated(path: Path) -> None:
    """As a disk that filled, or a copy that stopped, leaves it."""
    path.write_bytes(path.read_bytes()[:-7])


def flipped(path: Path) -> None:
    """One bit is another."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


@pytest.mark.parametrize("harm", [truncated, flipped, Path.unlink])
@pytest.mark.parametrize("name", ["measures.parquet", "days.parquet", "manifest.json"])
def test_a_damaged_file_is_named_and_its_batch_made_again(tmp_path, caplog, name, harm):
    damaged, sound = save(tmp_path) / name, save(tmp_path, range(3, 6))
    harm(damaged)
    assert load(tmp_path, scenario(), 6) is None
    mend(tmp_path, key_of(scenario()))
    (said,) = caplog.records
    assert (said.levelno, str(damaged) in said.getMessage()) == (logging.WARNING, True)
    assert whole_batches(tmp_path) == [sound]
    assert missing(tmp_path, key_of(scenario()), 6) == [RUNS]


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), OSError(errno.EIO, "the disk broke"), MemoryError()])
def test_a_write_that_stops_half_way_leaves_nothing(tmp_path, monkeypatch, stop):
    written = []
    whole = files._write

    def stopping(path, content):
        if len(written) == 3:
            raise stop
        written.append(path)
        whole(path, content)

    monkeypatch.setattr(files, "_write", stopping)
    with pytest.raises(type(stop)):
        save(tmp_path)
    assert len(written) == 3
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_batch_is_invisible_until_all_of_it_is_on_disk(tmp_path, monkeypatch):
    seen = []
    rename = Path.rename

    def watching(partial, target):
        seen.append((missing(tmp_path, key_of(scenario()), 3), (partial / "manifest.json").is_file()))
        return rename(partial, target)

    monkeypatch.setattr(Path, "rename", watching)
    save(tmp_path)
    assert seen == [([RUNS], True)]
    assert missing(tmp_path, key_of(scenario()), 3) == []


def test_the_first_of_two_who_finish_together_is_kept(tmp_path, monkeypatch):
    rename = Path.rename

    def overtaken(partial, target):
        rename(partial, target)  # the other process was faster
        partial.mkdir()
        (partial / "manifest.json").write_text("{}", encoding="utf-8")
        return rename(partial, target)

    monkeypatch.setattr(Path, "rename", overtaken)
    assert whole_batches(save(tmp_path).parent) == sorted(tmp_path.rglob("runs=*"))
    assert not list(tmp_path.rglob(".part-*"))


@pytest.fixture
def small_disk(tmp_path):
    """A disk of a quarter of a megabyte; where none can be mounted, the test is skipped."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    if mount is None or subprocess.run([mount, "-t", "tmpfs", "-o", "size=256k", "none", disk]).returncode:
        pytest.skip("a small disk can only be mounted by root, on Linux")
    yield disk
    subprocess.run(["umount", disk], check=True)


FULL = r"no space is left .*\n.*finished before are kept\n.*`ist runs gc`"


def fill(root: Path) -> list[Path]:
    """Save batch after batch until the disk is full; the batches finished before."""
    saved: list[Path] = []
    with pytest.raises(StoreError, match=FULL):
        saved.extend(save(root, range(first, first + 3)) for first in range(0, 3000, 3))
    return saved


def test_a_full_disk_loses_nothing_that_was_finished(small_disk):
    saved = fill(small_disk)
    assert saved == whole_batches(small_disk) != []
    assert not list(small_disk.rglob(".part-*"))
    runs = 3 * len(saved)
    assert load(small_disk, scenario(), runs) is not None  # though there is no room to keep it
    assert missing(small_disk, key_of(scenario()), runs + 1) == [range(runs, runs + 1)]


def test_a_disk_that_says_it_is_full_loses_nothing_that_was_finished(tmp_path, monkeypatch):
    force, left = os.fsync, iter(range(60))

    def full(handle):
        if next(left, None) is None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        force(handle)

    monkeypatch.setattr(os, "fsync", full)
    saved = fill(tmp_path)
    assert saved == whole_batches(tmp_path) != []
    assert not list(tmp_path.rglob(".part-*"))


def _hold(root: Path, held, release) -> None:
    with store.locked(root, key_of(scenario())):
        held.set()
        release.wait(30)
        save(root)


def test_a_second_process_waits_says_so_and_finds_the_work_done(tmp_path, caplog):
    context = multiprocessing.get_context("spawn")
    held, release = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(tmp_path, held, release))
    other.start()
    assert held.wait(60)

    class Releasing(logging.Handler):
        def emit(self, record):
            release.set()  # it has said that it waits

    said = Releasing()
    logging.getLogger(store.__name__).addHandler(said)
    try:
        with store.locked(tmp_path, key_of(scenario())):
            assert missing(tmp_path, key_of(scenario()), 3) == []
    finally:
        logging.getLogger(store.__name__).removeHandler(said)
    assert "Waiting for another process" in caplog.text
    other.join(30)
    assert other.exitcode == 0


def test_what_a_killed_process_left_is_swept_by_the_next(tmp_path):
    partial = save(tmp_path).parent / ".part-of-a-killed-process"
    partial.mkdir()
    (partial / "measures.parquet").write_bytes(b"half")
    mend(tmp_path, key_of(scenario()))
    assert not partial.exists()
    assert len(whole_batches(tmp_path)) == 1
