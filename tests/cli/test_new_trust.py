"""`ist new-trust`: from files to a trust that runs, and nothing left behind where it is refused."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[1] / "inputs" / "public_data" / "samples"
SURREY = [
    *("--name", "THE KITE ACADEMY TRUST", "--gias", SAMPLES / "gias_search.csv"),
    *("--ofsted", SAMPLES / "ofsted_outcomes_2018.csv", "--ks2", f"2018/19={SAMPLES / 'ks2_2018_19.csv'}"),
]


def ist(*arguments: object, cwd: Path, typed: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ist_model.cli", *map(str, arguments)],
        cwd=cwd,
        input=typed,
        env=os.environ | {"COLUMNS": "120"},
        capture_output=True,
        encoding="utf-8",
    )


@pytest.fixture(scope="module")
def user(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder made by `ist init`."""
    made = tmp_path_factory.mktemp("new") / "user"
    done = ist("init", made, cwd=made.parent)
    assert done.returncode == 0, done.stderr
    return made


def tree(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.mark.slow
def test_a_trust_of_another_county_is_made_checked_and_run(user: Path) -> None:
    made = ist("new-trust", *SURREY, "--id", "kite", "--start", "2026-09-01", cwd=user)
    assert made.returncode == 0, made.stderr
    assert "10 schools" in made.stdout
    assert "Guesses to be edited first: 43 posts" in made.stdout
    report = (user / "scenarios/trusts/kite/report.md").read_text("utf-8")
    assert "Contains public sector information licensed under the Open Government Licence v3.0" in report
    assert "23 rows in, 23 kept, 0 set aside" in report
    checked = ist("check", cwd=user)
    assert checked.returncode == 0, checked.stderr
    ran = ist("run", "kite", "--runs", 2, "--workers", 1, cwd=user)
    assert ran.returncode == 0, ran.stderr
    assert "Pupils in a school with an area" in ran.stdout
    assert "Kite Academy" in ran.stdout


def test_a_trust_is_made_from_answers(user: Path) -> None:
    typed = "Ash Trust\n1\nAsh Primary\n\n\n210\n\ngood\n\n"
    made = ist("new-trust", "--interactive", "--id", "ash", cwd=user, typed=typed)
    assert made.returncode == 0, made.stderr
    assert "(1 school)" in made.stdout
    checked = ist("check", "ash", cwd=user)
    assert checked.returncode == 0, checked.stderr


def test_answers_broken_off_leave_nothing_behind(user: Path) -> None:
    before = tree(user)
    done = ist("new-trust", "--interactive", cwd=user, typed="Ash Trust\n2\n")
    assert done.returncode == 130
    assert tree(user) == before


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--uid", 5], "give at least a register"),
        (["--gias", SAMPLES / "gias_search.csv"], "one of the two"),
        (["--uid", 5, "--name", "x", "--gias", SAMPLES / "gias_search.csv"], "one of the two"),
        (["--interactive", "--uid", 5], "asks for all it needs"),
        (["--name", "a", "--name", "b", "--gias", SAMPLES / "gias_search.csv"], "--name is given 2 times"),
        ([*SURREY, "--start", "1.9.26"], "write a date as 2026-09-01"),
        ([*SURREY, "--start", "2026-10-05"], "the nearest are 2026-09-01 and 2026-11-01"),
        ([*SURREY, "--start", "1926-09-01"], "a plan starts between 2001 and 2199"),
        ([*SURREY, "--id", "no/such"], "letters, digits"),
        ([*SURREY, "--id", "inclusive-schools-trust"], "exists already"),
        ([*SURREY, "--absence", SAMPLES / "gias_links.csv"], "give it to the option that is for it"),
    ],
)
def test_what_is_refused_leaves_nothing_behind(user: Path, arguments: list[object], told: str) -> None:
    before = tree(user)
    done = ist("new-trust", *arguments, cwd=user)
    assert done.returncode == 2, done.stdout + done.stderr
    assert told in done.stderr
    assert tree(user) == before
