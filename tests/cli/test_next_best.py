"""`ist next-best`: the answer first, no more than the runs can tell, and what is refused."""

from __future__ import annotations

import csv
import json
import shutil

import pytest
from typer.testing import CliRunner

from ist_model.cli.app import app
from ist_model.shipped import shipped_dir

SHORT = "name: Two years\nquestion: Does the command work?\nextends: baseline\nyears: 2\nruns: 2\n"
ONE = ("--specialism", "maths", "--home", "LI")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("user")
    shutil.copytree(shipped_dir() / "scenarios", made / "scenarios")
    (made / "scenarios" / "short.yaml").write_text(SHORT, encoding="utf-8")
    return made


def here(folder, *arguments, scenario="short"):
    """The command in this process, for a scenarios folder and outputs elsewhere."""
    given = [
        "next-best",
        scenario,
        *arguments,
        "--scenarios",
        folder / "scenarios",
        "--outputs",
        folder / "o",
    ]
    return CliRunner().invoke(app, [str(each) for each in given])


def test_that_no_difference_can_be_detected_is_told_first_and_in_the_files(folder):
    files = ("--json", folder / "n.json", "--csv", folder / "n.csv")
    done = here(folder, *ONE, "--budget", 150, "--no-break-even", *files)
    assert done.exit_code == 0, done.output
    assert done.output.splitlines()[1].startswith("No step makes a detectable difference")
    for words in ("SLE: Maths", "Bought day: Partner SLEs", "Cover for 10 release days", "Planning model"):
        assert words in done.output
    told = json.loads((folder / "n.json").read_text(encoding="utf-8"))
    assert told["nothing_may_be_best"]
    assert {each["option"] for each in told["options"]} == {
        "sle.maths",
        "bought.partner-sle",
        "day.TIP",
        "cover",
    }
    rows = list(csv.DictReader((folder / "n.csv").read_text(encoding="utf-8").splitlines()))
    (sle,) = [row for row in rows if row["kind"] == "leader"]
    # The first of two years is spent on development: half of ten days at 230 GBP.
    assert float(sle["gbp_per_year"]) == pytest.approx(1150)
    assert float(sle["gbp_full_year"]) == pytest.approx(2300)
    (bought,) = [row for row in rows if row["kind"] == "bought"]
    # Bought from the first day run, so in three years of which two are reported.
    assert float(bought["gbp_per_year"]) == pytest.approx(1.5 * float(bought["gbp_full_year"]))
    assert sle["home"].startswith("School ")
    assert "LI" not in done.output + (folder / "n.csv").read_text(encoding="utf-8")


def test_effects_are_tried_within_the_registers_range(folder):
    """In one year an SLE is only developed: it has no day to give yet, and that is told."""
    year = SHORT.replace("years: 2", "years: 1")
    (folder / "scenarios" / "short.yaml").write_text(year, encoding="utf-8")
    done = here(folder, *ONE, "--budget", 150, "--worth", 1)
    (folder / "scenarios" / "short.yaml").write_text(SHORT, encoding="utf-8")
    assert done.exit_code == 0, done.output
    assert "register 1 to 1.6, taken 1.2)" in done.output
    assert "gains more than it costs, at £1 for one pupil a year" in done.output
    assert "one more SLE: being developed takes 39 school weeks" in done.output
    assert "takes no cover" not in done.output


def test_a_scenario_that_fixes_the_effect_has_none_to_try_and_says_so(folder):
    fixed = f"{SHORT}changes:\n  assumptions:\n    support.odds_ratio: 1.3\n"
    (folder / "scenarios" / "fixed.yaml").write_text(fixed, encoding="utf-8")
    done = here(folder, *ONE, "--budget", 150, scenario="fixed")
    assert done.exit_code == 0, done.output
    assert "this scenario fixes the odds ratio at 1.3" in done.output
    assert "register 1 to 1.6" not in done.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--specialism", "math"), "did you mean 'maths'"),
        (("--home", "LX"), "--home LX"),
        (("--budget", "1000"), "too few for 45 steps"),
        (("--worth", "0"), "--worth is 0"),
        (("--tip-day", "-1"), "--tip-day is -1"),
        (("--measure", "needs_raised_existing"), "no better side"),
        (("--measure", "pupils_attention_existin"), "pupils_attention_existing"),
        (("--csv", "nowhere/n.csv"), "there is no folder nowhere"),
    ],
)
def test_what_cannot_be_asked_is_refused(folder, arguments, said):
    done = here(folder, *arguments)
    assert done.exit_code != 0
    assert said in f"{done.exception} {done.output}"
