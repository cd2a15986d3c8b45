"""The support log: good lines are read as text, every bad one is told with its line, column and remedy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ist_model.inputs.errors import InputError
from ist_model.inputs.resolve import resolve
from ist_model.inputs.scenario_models import Resolved
from ist_model.inputs.support_log import COLUMNS, LONGEST, read_support_log, support_log

ROOT = Path(__file__).resolve().parents[2]
HEAD = ",".join(COLUMNS)
ODD = ("=cmd|' /C calc'!A0", "<script>alert(1)</script>", 'He said "yes", twice', "‏שלום 🙂", "x" * LONGEST)


@pytest.fixture(scope="module")
def resolved() -> Resolved:
    return resolve("baseline", ROOT / "scenarios")


@pytest.fixture
def line(resolved: Resolved) -> str:
    trust, area = resolved.trust, resolved.framework.areas[0].id
    return f"2026-11-05,{trust.posts[-1].id},{trust.schools[0].id},{area},1.5,Reading by summer,"


def written(folder: Path, *lines: str, head: str = HEAD) -> Path:
    path = folder / "support_log.csv"
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return path


def problem(path: Path, resolved: Resolved) -> str:
    with pytest.raises(InputError) as caught:
        read_support_log(path, resolved)
    assert len(caught.value.problems) == 1
    return str(caught.value.problems[0])


def test_lines_are_read_in_the_order_of_dates(tmp_path: Path, resolved: Resolved, line: str) -> None:
    earlier = line.replace("2026-11-05", "2026-09-20") + "Met"
    read = read_support_log(written(tmp_path, line, "", earlier), resolved)
    assert [(f"{each.date}", each.days, each.outcome) for each in read] == [
        ("2026-09-20", 1.5, "Met"),
        ("2026-11-05", 1.5, ""),
    ]


@pytest.mark.parametrize("odd", ODD)
def test_odd_text_is_text(tmp_path: Path, resolved: Resolved, line: str, odd: str) -> None:
    quoted = '"' + odd.replace('"', '""') + '"'
    (read,) = read_support_log(written(tmp_path, line + quoted), resolved)
    assert read.outcome == odd


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("2026-11-05", "5/11/2026", r"line 2: date\n.*5/11/2026\n.*year-month-day"),
        ("2026-11-05", "2026-02-30", r"line 2: date"),
        (",1.5,", ",nan,", r"line 2: days\n.*nan\n.*above 0"),
        (",1.5,", ",-1,", r"line 2: days"),
        (",1.5,", ",1_0,", r"line 2: days"),
        ("Reading by summer", "", r"line 2: measure\n.*\n.*success measure"),
        ("Reading by summer", "x" * (LONGEST + 1), r"line 2: measure\n.*\n.*at most 500"),
        ("Reading by", '"Reading by', r"line 2\n.*not CSV"),
        (",1.5,", ",1,5,", r"line 2\n.*\n.*7 cells, this one has 8\n.*double quotes"),
    ],
)
def test_a_bad_cell_is_told_with_its_place(
    tmp_path: Path, resolved: Resolved, line: str, old: str, new: str, told: str
) -> None:
    bad = line.replace(old, new)
    assert bad != line
    found = problem(written(tmp_path, bad), resolved)
    assert re.search(told, found), found


def test_an_unknown_code_is_told_with_the_nearest(tmp_path: Path, resolved: Resolved, line: str) -> None:
    post = resolved.trust.posts[-1].id
    found = problem(written(tmp_path, line.replace(f",{post},", f",{post}x,")), resolved)
    assert "line 2: giver" in found
    assert f"did you mean '{post}'" in found


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path, resolved: Resolved, line: str) -> None:
    path = written(tmp_path, line.replace("2026", "26"), line.replace(",1.5,", ",0,"))
    with pytest.raises(InputError) as caught:
        read_support_log(path, resolved)
    assert [(each.line, each.key) for each in caught.value.problems] == [(2, "date"), (3, "days")]


def test_columns_and_encoding_are_checked(tmp_path: Path, resolved: Resolved, line: str) -> None:
    assert "did you mean 'outcome'" in problem(
        written(tmp_path, line, head=HEAD.replace("outcome", "outcom")), resolved
    )
    path = written(tmp_path, line)
    path.write_bytes(path.read_bytes() + b"\xff")
    assert "UTF-8" in problem(path, resolved)


def test_a_trust_without_a_log_has_none(resolved: Resolved) -> None:
    assert support_log("baseline", resolved, ROOT / "scenarios") == ()
