"""Stored batches of the hand-made runs, for tests of the store."""

from __future__ import annotations

from pathlib import Path

from ist_model.results import store
from ist_model.results.facts import facts_of
from ist_model.results.files import check_whole
from ist_model.results.store import Key, key_of
from ist_model.results.tables import Tables, tables_of
from tests.results.made import scenario, three
from tests.results.worlds import world

RUNS = range(3)


def tables(runs: range = RUNS) -> Tables:
    """The hand-made runs over and over, under these numbers."""
    made = three()
    return tables_of(facts_of(world(), *(made[run % len(made)] for run in runs)), runs)


def save(root: Path, runs: range = RUNS, key: Key | None = None) -> Path:
    """A stored batch of the hand-made runs."""
    return store.save(root, key or key_of(scenario()), runs, tables(runs), scenario(), 1.5)


def whole_batches(root: Path) -> list[Path]:
    """Every batch there is; each is as it was written."""
    found = sorted(root.rglob("runs=*"))
    assert all(check_whole(path) for path in found)
    return found
