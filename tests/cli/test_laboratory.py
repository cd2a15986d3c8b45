"""`ist sensitivity`, `ist value-of-knowing` and `ist robust`: real runs, what no effect leaves, bad input."""

from __future__ import annotations

import csv
import shutil

import pytest
import yaml
from typer.testing import CliRunner

from ist_model.cli.app import app
from ist_model.shipped import shipped_dir
from tests.generated import register

FREE = ("role.sle.days_per_year", "money.travel_gbp_per_km", "money.cover_gbp_per_day")
FIXED = {
    row.key: {"low": row.value, "high": row.value} for row in register().assumptions if row.key not in FREE
}
HEAD = {"question": "Does the command work?", "extends": "baseline", "years": 1, "runs": 2}
BEYOND = {"support.odds_ratio": {"high": 200}, "support.package_days": 3}
FILES = {
    "few": {"changes": {"assumptions": FIXED}},
    "travel": {"changes": {"assumptions": FIXED | {FREE[0]: 9, FREE[2]: 231}}},
    "none": {"changes": {"assumptions": {"role.sle.days_per_year": 0}}},
    "beyond": {"changes": {"assumptions": BEYOND}},
    "beyond-none": {"changes": {"assumptions": BEYOND | {"role.sle.days_per_year": 0}}},
    "upside-down": {"changes": {"assumptions": {"support.odds_ratio": {"low": 1.5, "high": 1.1}}}},
    "short": {},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("user")
    shutil.copytree(shipped_dir() / "scenarios", made / "scenarios")
    for name, fields in FILES.items():
        written = {"name": f"The scenario {name}", **HEAD, **fields}
        (made / "scenarios" / f"{name}.yaml").write_text(yaml.safe_dump(written), encoding="utf-8")
    return made


def here(folder, *arguments):
    """A command in this process, for a scenarios folder and outputs elsewhere."""
    given = [*arguments, "--scenarios", folder / "scenarios", "--outputs", folder / "o"]
    return CliRunner().invoke(app, [str(each) for each in given])


SMALL = ("--trajectories", 4, "--samples", 16, "--runs", 2, "--assumptions", 3)


def test_sensitivity_says_what_carries_the_answer_and_what_no_effect_leaves(folder):
    table = folder / "s.csv"
    done = here(folder, "sensitivity", "few", *SMALL, "--measure", "cover_gbp_per_year", "--csv", table)
    assert done.exit_code == 0, done.output
    assert done.output.startswith("Cost of supply cover: “The scenario few”")
    for words in (
        "Cost of covering a class",
        "money.cover_gbp_per_day",
        "£200 to £260 a day",
        "no effect",
        "Planning model",
    ):
        assert words in done.output
    rows = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
    assert {row["assumption"] for row in rows} == set(FREE)


def test_a_measure_that_no_assumption_moves_is_told_so(folder):
    done = here(folder, "sensitivity", "travel", *SMALL)
    assert done.exit_code == 0, done.output
    assert "No assumption changes it: it is the same over the whole of every range." in done.output


DRAWS = ("--draws", 64, "--runs-per-draw", 2)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("value-of-knowing",), ("no inquiry is worth more", "Most worth finding out")),
        (("robust", "--line", 1e6), ("doing least badly", "regret", "has at most 1,000,000 pupils in")),
    ],
    ids=["value-of-knowing", "robust"],
)
def test_draws_without_an_answer_are_counted_and_no_effect_is_told(folder, command, words):
    name, *options = command
    done = here(folder, name, "beyond", "beyond-none", *options, *DRAWS)
    assert done.exit_code == 0, done.output
    assert "of 64 draws are left out: their assumptions contradict each other" in done.output
    assert "If support has no effect" in done.output or "reverses if support has no effect" in done.output
    for each in words:
        assert each in done.output.replace("does least badly", "doing least badly")


def test_an_assumption_is_said_in_words_with_its_name_in_the_register(folder):
    from ist_model.inputs.resolve import resolve
    from ist_model.report.words.carries import with_key

    few = resolve("few", folder / "scenarios")
    assert with_key(few, "money.cover_gbp_per_day") == (
        "“Cost of covering a class for a day” (money.cover_gbp_per_day)"
    )
    assert with_key(few, "start.no_row") == "start.no_row"


def test_what_reverses_without_effect_of_support_is_the_first_sentence():
    import numpy as np

    from ist_model.experiments.best import best
    from ist_model.report.words.worth import no_effect_sentences

    runs = np.random.default_rng(1).normal(size=(50, 1)) + np.array([[0.0, 5.0]])
    without = best(runs, ["A", "B"], "higher")
    first, last = no_effect_sentences(["A"], without)
    assert first == ["This conclusion reverses if support has no effect: then the best is “B”."]
    assert last == []
    assert no_effect_sentences(["B"], without) == ([], ["If support has no effect the best is “B” too."])
    assert no_effect_sentences(["B"], None) == ([], [])
    tied = best(runs[:, [0, 0]], ["A", "B"], "higher")
    assert no_effect_sentences(["A"], tied)[1] == [
        "If support has no effect these are not told apart: “A” and “B”."
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("sensitivity", "upside-down"), "low"),
        (("sensitivity", "short", "--measure", "pupils_attention_existin"), "pupils_attention_existing"),
        (("sensitivity", "short", "--samples", 17), "powers of 2"),
        (("sensitivity", "short", "--runs", 1), "2"),
        (("sensitivity", "short", "--against", "nobody"), "nobody"),
        (("value-of-knowing", "short"), "2 options or more"),
        (("value-of-knowing", "short", "none", "--draws", 8), "too few"),
        (("robust", "short", "short"), "named twice"),
        (("robust", "short", "none", "--measure", "needs_raised_existing"), "no better side"),
        (("robust", "short", "none", "--draws", 32, "--runs-per-draw", 1), "too few"),
    ],
)
def test_what_cannot_be_asked_is_refused(folder, arguments, said):
    done = here(folder, *arguments)
    assert done.exit_code != 0
    assert said in f"{done.exception} {done.output}"
