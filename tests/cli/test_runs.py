"""`ist runs` and `ist runs gc`: what is stored is listed, and what no model now would read is removed."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from ist_model.cli.app import app
from ist_model.cli.failures import RefusedError
from ist_model.results import store
from tests.results.batches import save
from tests.results.made import scenario

OLDER = "0.0.9+older"


@pytest.fixture
def outputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Results of this model and of an older one."""
    save(tmp_path / "results")
    with monkeypatch.context() as older:
        older.setattr(store, "model_version", lambda: OLDER)
        save(tmp_path / "results")
    return tmp_path


def said(*arguments: object) -> str:
    """What a command prints."""
    done = CliRunner().invoke(app, [str(each) for each in arguments], env={"COLUMNS": "120"})
    assert done.exit_code == 0, done.output
    return done.output


def test_runs_lists_what_is_stored_by_scenario_and_model(outputs):
    listed = said("runs", "--outputs", outputs)
    rows = [line for line in listed.splitlines() if scenario().name in line]
    assert [("current" in row, " old" in row) for row in rows] == [(True, False), (False, True)]
    assert "`ist runs gc` removes them" in listed


def test_gc_removes_the_older_model_and_says_what_that_freed(outputs):
    would = said("runs", "gc", "--dry-run", "--outputs", outputs)
    assert f"made by model {OLDER}" in would
    assert "Would free" in would
    did = said("runs", "--outputs", outputs, "gc")
    assert did.replace("Freed", "Would free") == would
    assert " old" not in said("runs", "--outputs", outputs)
    assert "in 0 folders" in said("runs", "gc", "--outputs", outputs)


def test_where_nothing_is_stored_that_is_said(tmp_path):
    assert "Nothing is stored" in said("runs", "--outputs", tmp_path)


@pytest.mark.parametrize("command", [("runs",), ("runs", "gc")])
def test_a_file_where_the_folder_of_results_should_be_is_refused(tmp_path, command):
    for outputs in (tmp_path / "outputs", tmp_path / "others" / "results"):
        outputs.parent.mkdir(exist_ok=True)
        outputs.write_text("no folder", encoding="utf-8")
    for outputs in (tmp_path / "outputs", tmp_path / "others"):
        done = CliRunner().invoke(app, [*command, "--outputs", str(outputs)])
        assert isinstance(done.exception, RefusedError)
        assert "is a file: --outputs names the folder" in str(done.exception)
