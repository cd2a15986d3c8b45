"""The commands as a user calls them: what they print, what they write, and their exit codes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ist_model.cli import printing
from ist_model.shipped import shipped_dir

SCENARIOS = shipped_dir() / "scenarios"
SMALL = """\
name: A short look at the trust
question: Does the command line work?
extends: baseline
years: 1
runs: 2
"""


def ist(*arguments, cwd, **environment):
    return subprocess.run(
        [sys.executable, "-m", "ist_model.cli", *map(str, arguments)],
        cwd=cwd,
        env=os.environ | {"COLUMNS": "120"} | environment,
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A working folder made by `ist init`, with one small scenario of its own."""
    made = tmp_path_factory.mktemp("user") / "my-trust"
    done = ist("init", made, cwd=made.parent)
    assert done.returncode == 0, done.stderr
    assert "ist check" in done.stdout
    (made / "scenarios" / "small.yaml").write_text(SMALL, encoding="utf-8")
    return made


def files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_init_copies_everything_that_runs_without_a_clone(folder):
    assert (folder / "scenarios" / "baseline.yaml").read_bytes() == (SCENARIOS / "baseline.yaml").read_bytes()
    assert (folder / "notebooks" / "02_scenario.ipynb").is_file()


def test_init_refuses_a_folder_that_holds_something(folder):
    before = files(folder)
    done = ist("init", folder, cwd=folder)
    assert done.returncode == 2
    assert "not empty" in done.stderr
    assert files(folder) == before


def test_check_passes_a_folder_without_faults(folder):
    done = ist("check", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "no faults found" in done.stdout


def test_run_prints_key_numbers_and_keeps_the_result(folder):
    first, again = (ist("run", "small", "--workers", 1, cwd=folder) for _ in range(2))
    assert first.returncode == 0, first.stderr
    assert "A short look at the trust: 2 runs" in first.stdout
    assert "not evidence of impact and not a predicted grade" in first.stdout
    assert again.stdout == first.stdout
    assert len(list((folder / "outputs" / "results").glob("model=*"))) == 1


def test_compare_shows_paired_differences(folder):
    done = ist("compare", "small", "small", "--workers", 1, cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "no difference" in done.stdout


def test_explain_lists_requests_and_tells_the_story_of_one(folder):
    listed = ist("explain", "small", cwd=folder)
    assert listed.returncode == 0, listed.stderr
    assert "longest wait first" in listed.stdout
    told = ist("explain", "small", "--request", "longest", cwd=folder)
    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith("Request ")
    assert "raised" in told.stdout


def test_schema_writes_what_editors_use_and_then_says_it_is_up_to_date(folder):
    table = folder / "fields.md"
    assert ist("schema", "--table", table, cwd=folder).returncode == 0
    assert "| " in table.read_text(encoding="utf-8")
    assert ist("schema", "--check", "--table", table, cwd=folder).returncode == 0
    table.write_text("stale", encoding="utf-8")
    stale = ist("schema", "--check", "--table", table, cwd=folder)
    assert stale.returncode == 1
    assert "fields.md" in stale.stderr


WRONG = {
    "unknown scenario": (["run", "smal"], "small"),
    "unknown request": (["explain", "small", "--request", "100000"], "numbered 1 to"),
    "unknown command": (["rum"], "No such command"),
    "unknown option": (["run", "small", "--rnus", "3"], "--runs"),
    "no runs": (["run", "small", "--runs", "0"], "--runs"),
    "no folder": (["check", "--scenarios", "elsewhere"], "ist init"),
}


@pytest.mark.parametrize(("arguments", "says"), WRONG.values(), ids=WRONG)
def test_wrong_input_exits_with_2_one_message_and_nothing_written(folder, arguments, says):
    before = files(folder)
    done = ist(*arguments, cwd=folder)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert files(folder) == before


def test_every_fault_of_a_file_is_shown_with_its_place(folder):
    bad = folder / "scenarios" / "bad.yaml"
    bad.write_text(SMALL + "rnus: 3\nseed: -1\n", encoding="utf-8")
    try:
        done = ist("run", "bad", cwd=folder)
    finally:
        bad.unlink()
    assert done.returncode == 2
    for part in ("bad.yaml, line 6", "rnus", "runs", "line 7", "seed", "remedy"):
        assert part in done.stderr
    assert "Traceback" not in done.stderr


def test_help_names_every_command():
    done = ist("--help", cwd=Path.cwd())
    assert done.returncode == 0
    for command in ("init", "check", "run", "compare", "explain", "pack", "schema"):
        assert command in done.stdout


@pytest.mark.parametrize(
    ("unit", "decimals", "value", "shown"),
    [
        ("share", 2, 0.0018, "0.2 % points"),
        ("share", 2, -0.0001, "0.0 % points"),
        ("needs", 0, -0.4, "-0.4 needs"),
        ("needs", 0, -0.01, "0.0 needs"),
        ("GBP a year", 0, -1203.4, "-£1,203 a year"),
        ("GBP a year", 0, -0.2, "£0 a year"),
    ],
)
def test_a_small_difference_is_not_shown_as_nothing_nor_nought_with_a_sign(unit, decimals, value, shown):
    row = {"difference": value, "unit": unit, "decimals": decimals}
    assert printing._difference(row, "difference") == shown


def test_same_says_that_both_engines_give_one_run(folder):
    done = ist("same", "small", "--run", "3", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "small, run 3: both engines give the same records, to the bit" in done.stdout


def test_a_cluster_that_does_not_answer_is_said_and_nothing_is_run(folder):
    done = ist("run", "small", "--runs", 3, cwd=folder, DASK_SCHEDULER_ADDRESS="no such address")
    assert done.returncode == 1
    assert "no Dask scheduler answers at no such address" in done.stderr
    assert "remedy:" in done.stderr
    done = ist("run", "small", "--workers", 2, "--cluster", "tcp://127.0.0.1:9", cwd=folder)
    assert done.returncode == 2
    assert "give one of them" in done.stderr


def test_a_name_is_never_read_as_markup(capsys):
    table = printing.table_of("[/foo] [red]title")
    table.add_column("[/bar] head")
    table.add_row("[bold]cell[/bold] [/baz]")
    printing.console().print(table)
    printing.say("[/foo] said")
    shown = capsys.readouterr().out
    for text in ("[/foo] [red]title", "[/bar] head", "[bold]cell[/bold] [/baz]", "[/foo] said"):
        assert text in shown
