"""Results of many scenarios on shared workers: a failing one harms no other; stopping leaves nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from ist_model.inputs.resolve import resolve
from ist_model.inputs.scenario_models import Resolved
from ist_model.report.cases.making import Work
from ist_model.results.store import Wanted
from ist_model.results.stored import load
from tests.report.small import working_folder


@pytest.fixture
def short(tmp_path: Path) -> Resolved:
    folder = working_folder(tmp_path / "work")
    return resolve("baseline", folder / "scenarios").model_copy(update={"runs": 2})


def test_a_scenario_that_fails_is_named_and_the_others_are_stored(short: Resolved, tmp_path: Path) -> None:
    broken = short.model_copy(
        update={"policy": short.policy.model_copy(update={"order": "no such policy"}), "seed": 1}
    )
    seen: list[int] = []
    root = tmp_path / "results"
    faults = Work([Wanted(broken, 2), Wanted(short, 2)]).make(root, 1, seen.append)
    assert list(faults) == [0]
    assert load(root, broken) is None
    found = load(root, short)
    assert found is not None
    assert found.runs == 2
    assert seen[-1] == 2
    assert seen == sorted(seen)


def test_stopping_leaves_no_partial_result(short: Resolved, tmp_path: Path) -> None:
    long = short.model_copy(update={"runs": 200})
    root = tmp_path / "results"

    def stop(done: int) -> None:
        if done > 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Work([Wanted(long, 200)]).make(root, 1, stop)
    assert load(root, long) is None
    assert not list(root.rglob("*.parquet"))


def test_nothing_to_make_starts_nothing(tmp_path: Path) -> None:
    assert Work([]).make(tmp_path / "results", None, lambda _done: None) == {}
    assert list(tmp_path.iterdir()) == []


def test_what_several_pages_need_is_made_once(short: Resolved, tmp_path: Path) -> None:
    again = short.model_copy(update={"name": "the same by another name"})
    work = Work([Wanted(short, 1), Wanted(again, 2), Wanted(short, 2)])
    assert work.runs == 2
    seen: list[int] = []
    assert work.make(tmp_path / "results", 1, seen.append) == {}
    assert seen == [0, 1, 2]
    assert load(tmp_path / "results", short, 2) is not None
    assert Work([Wanted(short, 2)]).make(tmp_path / "results", 1, seen.append) == {}
    assert seen[-1] == 2
