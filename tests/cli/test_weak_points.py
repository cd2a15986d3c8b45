"""`ist network` and `ist weak-points` as a user calls them."""

from __future__ import annotations

import csv

import pytest

from tests.cli.test_cli import files, folder, ist

__all__ = ["folder"]


def test_groups_of_five_leaders_or_more_are_shown_most_missed_first(folder):
    done = ist("weak-points", "small", "--workers", 1, "--csv", "weak.csv", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "Whom would “A short look at the trust” miss?" in done.stdout
    for part in (
        "Lead Practitioner",
        "School E",
        "same luck",
        "groups of fewer than five",
        "not evidence of impact",
    ):
        assert part in done.stdout
    assert "George White" not in done.stdout
    rows = list(csv.DictReader((folder / "weak.csv").read_text(encoding="utf-8").splitlines()))
    assert len(rows) % 3 == 0
    assert all(int(row["leaders"]) >= 5 for row in rows)
    assert [int(row["rank"]) for row in rows] == sorted(int(row["rank"]) for row in rows)


def test_the_network_shows_who_supports_whom(folder):
    done = ist("network", "small", "--workers", 1, "--csv", "flows.csv", cwd=folder)
    assert done.returncode == 0, done.stderr
    for part in ("Who supports whom: A short look", "central team", "in all", "on average", "School F"):
        assert part in done.stdout
    rows = list(csv.DictReader((folder / "flows.csv").read_text(encoding="utf-8").splitlines()))
    assert {row["term"] for row in rows} == {"Autumn 2026/27", "Spring 2026/27", "Summer 2026/27"}
    assert all(float(row["days"]) > 0 for row in rows)


WRONG = {
    "unknown scenario": (["smal"], "small"),
    "no such folder": (["small", "--csv", "nowhere/weak.csv"], "there is no folder nowhere"),
}


@pytest.mark.parametrize(("arguments", "says"), WRONG.values(), ids=WRONG)
def test_wrong_input_is_refused_before_anything_is_run(folder, arguments, says):
    before = files(folder)
    done = ist("weak-points", *arguments, cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert files(folder) == before
