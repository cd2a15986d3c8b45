"""`ist capacity`: the answer, what is refused, and a plan that is written as a scenario."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from ist_model.cli.app import app
from tests.cli.test_cli import SMALL, ist

# Two levers, few plans: the search is short, and every plan is compared.
FEW = ("--only", "--lever", "sle.days=5..15:10", "--lever", "lead_practitioner.days=10..40:30")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("user") / "my-trust"
    assert ist("init", made, cwd=made.parent).returncode == 0
    (made / "scenarios" / "small.yaml").write_text(SMALL, encoding="utf-8")
    return made


def here(folder, *arguments):
    """The command in this process, for a scenarios folder and outputs elsewhere."""
    given = [
        "capacity",
        "small",
        *arguments,
        "--scenarios",
        folder / "scenarios",
        "--outputs",
        folder / "outputs",
    ]
    return CliRunner().invoke(app, [str(each) for each in given])


def test_a_plan_is_found_told_and_written_and_its_runs_are_stored(folder):
    asked = ("--standard", 0.3, "--confidence", 0.8, "--budget", 1000, "--runs", 6, "--save", "enough")
    done = ist("capacity", "small", *FEW, *asked, cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "first look" in done.stderr
    for words in (
        "The cheapest plan found",
        "Cost and risk",
        "95% confidence",
        "do not rest on what support",
    ):
        assert words in done.stdout
    assert "no confidence is claimed" not in done.stdout  # all four were compared
    assert "posts added" not in done.stdout
    assert "Wrote the scenario enough" in done.stdout
    written = (folder / "scenarios" / "enough.yaml").read_text(encoding="utf-8")
    assert "extends: small" in written
    assert "role.sle.days_per_year: 5.0" in written
    assert (
        CliRunner().invoke(app, ["check", "enough", "--scenarios", str(folder / "scenarios")]).exit_code == 0
    )


def test_posts_added_are_told_as_if_always_there_and_as_developed_first(folder):
    one_more = ("--only", "--lever", "sle.maths=4", "--lever", "sle.days=5..15:10")
    done = here(folder, *one_more, "--standard", 0.3, "--confidence", 0.8, "--budget", 1000, "--runs", 6)
    assert done.exit_code == 0, done.output
    told = " ".join(done.output.split())
    assert "posts added as if the trust had always had them" in told
    assert "developed from the first day on" in told


def test_where_no_plan_keeps_the_standard_it_says_what_stands_in_the_way(folder):
    asked = ("--standard", 0.99, "--budget", 1000, "--runs", 2, "--save", "none")
    done = here(folder, *FEW, *asked)
    for words in ("No plan within these bounds", "points short", "What would help", "supporters"):
        assert words in done.stdout
    assert "there is none to write" in str(done.exception)
    assert not (folder / "scenarios" / "none.yaml").exists()


def test_levers_are_listed_without_a_run(folder):
    done = here(folder, "--levers", "--lever", "sle.maths=2..4")
    assert done.exit_code == 0
    assert "sle.maths" in done.stdout
    assert "2, 3, 4" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--standard", 1.2), "--standard is 1.2: it must lie between 0 and 1"),
        (("--confidence", 0), "--confidence is 0: it must lie between 0 and 1"),
        (("--lever", "sle.musik=1..2"), "no lever is called 'sle.musik'"),
        (("--lever", "sle.maths=4..2"), "put the lower one first"),
        (("--measure", "wait_mean_weeks_beyond"), "needs --at-most or --at-least"),
        (("--at-most", 3), "are for --measure"),
        (("--measure", "wait_meen_weeks_trust", "--at-most", 3), "no measure is called"),
        (("--measure", "wait_mean_weeks_trust", "--at-most", 3, "--standard", 0.5), "not both"),
        (("--margin", 0.5), "make it smaller"),
        (("--save", "small"), "exists already"),
        (("--cost", "guess"), "'guess' is not one of"),
        (("--schools", "all"), "'all' is not one of"),
    ],
)
def test_what_cannot_be_asked_is_refused_before_anything_runs(folder, arguments, said):
    done = here(folder, *arguments)
    assert done.exit_code != 0
    assert said in f"{done.exception} {done.output}"
    assert not isinstance(done.exception, SystemExit) or done.exit_code == 2
    assert not (folder / "outputs" / "crash.txt").exists()
