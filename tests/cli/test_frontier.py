"""`ist frontier`: the last safe point in words, two maps, and what is refused."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from ist_model.cli.app import app
from ist_model.shipped import shipped_dir

SHORT = "name: Two years\nquestion: Does the command work?\nextends: baseline\nyears: 2\nruns: 2\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    import shutil

    made = tmp_path_factory.mktemp("user")
    shutil.copytree(shipped_dir() / "scenarios", made / "scenarios")
    (made / "scenarios" / "short.yaml").write_text(SHORT, encoding="utf-8")
    return made


def here(folder, *arguments, scenario="short"):
    """The command in this process, for a scenarios folder and outputs elsewhere."""
    given = ["frontier", scenario, *arguments, "--scenarios", folder / "scenarios", "--outputs", folder / "o"]
    return CliRunner().invoke(app, [str(each) for each in given])


def test_the_last_safe_point_is_told_before_the_maps(folder):
    chart = folder / "maps.svg"
    done = here(
        folder, "--joiners", "0,4", "--posts", "0", "--shares", "0", "--standard", 0.1, "--chart", chart
    )
    assert done.exit_code == 0, done.output
    assert "With today's 13 SLE posts" in done.output
    for words in (
        "nobody joins",
        "4 schools a year",
        "13 posts (today)",
        "0% sponsored",
        "in at least 80% of the runs",
        "at most 5 runs in 100 below it",
        "the worst school year by itself",
        "in 2026/27",
        "wrong in that at most once in a hundred",
    ):
        assert words in " ".join(done.output.split())
    assert done.output.index("With today's") < done.output.index("across, pace of joining")
    assert chart.read_text(encoding="utf-8").startswith(("<?xml", "<svg"))


def test_a_scenario_with_joiners_of_its_own_is_refused(folder):
    done = here(folder, "--posts", "0", scenario="growth-national-rate")
    assert "has schools that join by themselves" in f"{done.exception} {done.output}"
    assert "name this one by --growth" in f"{done.exception} {done.output}"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--joiners", "1,two"), "write numbers with commas between"),
        (("--joiners", "-1"), "each number lies between 0 and 20"),
        (("--shares", "0,2"), "each number lies between 0 and 1"),
        (("--posts", "0.5"), "posts are whole numbers"),
        (("--posts=-20",), "there are 13 today"),
        (("--standard", "1.5"), "--standard is 1.5"),
        (("--growth", "baseline"), "it has no `growth: pool:`"),
        (("--chart", "nowhere/f.svg"), "there is no folder nowhere"),
    ],
)
def test_what_cannot_be_mapped_is_refused(folder, arguments, said):
    done = here(folder, *arguments)
    assert done.exit_code != 0
    assert said in f"{done.exception} {done.output}"
