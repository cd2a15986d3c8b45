"""`ist why-different` as a user calls it: what it prints and writes, and what it refuses."""

from __future__ import annotations

import csv
import json
from fractions import Fraction
from pathlib import Path

import pytest

from tests.cli.test_cli import files, folder, ist

__all__ = ["folder"]
PAIR = ("small", "grown")
GROWN = """\
name: A short look with a school that joins
question: What does the command line say of growth?
extends: small
changes:
  schools:
    add:
      - id: N
        name: "A new school"
        label: "School N"
        age_low: 4
        age_high: 11
        roll: 200
        joined: 2027-01-01
        joining: sponsored
        start_percentile:
          inclusion: 0.1
          curriculum_teaching: 0.1
          achievement: 0.1
          attendance_behaviour: 0.2
          personal_development: 0.1
          leadership_governance: 0.1
          early_years: 0.3
  assumptions:
    role.sle.days_per_year: 14
"""


@pytest.fixture(scope="module", autouse=True)
def grown(folder: Path) -> None:
    """A scenario that differs in two ways."""
    (folder / "scenarios" / "grown.yaml").write_text(GROWN, encoding="utf-8")


def why(folder: Path, *arguments: object):
    return ist("why-different", *arguments, "--workers", 1, cwd=folder)


def test_each_measure_is_a_waterfall_with_a_sentence(folder):
    done = why(folder, *PAIR)
    assert done.returncode == 0, done.stderr
    assert (
        "Why “A short look with a school that joins” differs from “A short look at the trust”" in done.stdout
    )
    assert done.stdout.count("School N joins") >= 4
    assert "Assumptions about role" in done.stdout
    assert "4 scenarios, 2 runs each with the same luck" in done.stdout
    assert "not evidence of impact" in done.stdout


def test_data_sum_exactly_and_say_what_was_run(folder):
    done = why(folder, *PAIR, "--json", "why.json", "--csv", "why.csv")
    assert done.returncode == 0, done.stderr
    data = json.loads((folder / "why.json").read_text(encoding="utf-8"))
    assert (data["from"], data["to"], data["runs"], len(data["causes"])) == ("small", "grown", 2, 2)
    assert len(data["measures"]) == 4
    for split in data["measures"]:
        steps = [Fraction(step["value_exact"]) for step in split["steps"]]
        assert Fraction(split["start_exact"]) + sum(steps) == Fraction(split["end_exact"])
    rows = list(csv.DictReader((folder / "why.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["kind"] for row in rows[:4]] == ["start", "step", "step", "end"]
    assert {row["measure"] for row in rows} == {split["measure"] for split in data["measures"]}


def test_a_measure_over_other_schools_is_not_split_and_says_why(folder):
    done = why(folder, *PAIR, "--measure", "needs_raised_trust")
    assert done.returncode == 0, done.stderr
    assert "schools that are not the same in both" in done.stdout


def test_a_scenario_and_itself_say_the_same(folder):
    done = why(folder, "small", "small")
    assert done.returncode == 0
    assert "say the same: there is nothing to explain" in done.stdout


WRONG = {
    "unknown scenario": (["small", "grwn"], "grown"),
    "unknown measure": ([*PAIR, "--measure", "days_unmet_existin"], "did you mean 'days_unmet_existing'"),
    "other trust": (["small", "verification/k10-careers"], "their trust differs"),
    "other period": (["baseline", "small"], "years reported differs"),
    "no such folder": ([*PAIR, "--json", "nowhere/why.json"], "there is no folder nowhere"),
}


@pytest.mark.parametrize(("arguments", "says"), WRONG.values(), ids=WRONG)
def test_wrong_input_is_refused_before_anything_is_run(folder, arguments, says):
    before = files(folder)
    done = why(folder, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert files(folder) == before
