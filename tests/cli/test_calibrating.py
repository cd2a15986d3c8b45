"""`ist calibrate` and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ist_model.cli.app import app
from ist_model.cli.failures import RefusedError
from ist_model.inputs.errors import InputError

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "tests" / "inputs" / "public_data" / "samples"
QUICK = ["--schools", "200", "--points", "64", "--rounds", "1", "--scenarios", str(ROOT / "scenarios")]


def test_a_fit_is_shown_and_written(tmp_path: Path) -> None:
    made = tmp_path / "fit.json"
    files = [
        "--earlier",
        str(SAMPLES / "ofsted_2015.csv"),
        "--later",
        str(SAMPLES / "ofsted_outcomes_2018.csv"),
    ]
    dates = ["--earlier-date", "2015-05-31", "--later-date", "2018-07-31"]
    done = CliRunner().invoke(app, ["calibrate", *QUICK, *files, *dates, "--json", str(made)])
    assert done.exit_code == 0, done.output
    for told in ("rows in,", "in both:", "What fits", "Published shares", "Too few for steady intervals"):
        assert told in done.output
    data = json.loads(made.read_text("utf-8"))
    assert "your-files" in data["held_to"]
    assert set(data["parameters"]) == {"kappa", "persistence", "sigma", "noise_sd", "cut_1", "cut_2", "cut_3"}
    assert 2 * 3 * 4 < len(data["cells"]) <= 3 * 3 * 4
    assert "2015-2018" not in data["held_to"], "the same years would count twice"
    assert "since the files tell of the same years: 2015-2018" in done.output
    assert "Few: " in done.output
    assert "England has more than 15,000" in done.output


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["--without", "tea-leaves"], "the facts are 2012-2015, 2015-2018, 2018-2020, results, spread"),
        (["--earlier", "a.csv"], "give both --earlier and --later"),
        (["--links", "a.csv"], "give both --earlier and --later"),
    ],
)
def test_what_cannot_be_fitted_is_refused(given: list[str], told: str) -> None:
    done = CliRunner().invoke(app, ["calibrate", *QUICK, *given])
    assert isinstance(done.exception, RefusedError)
    assert told in str(done.exception)


def test_a_file_of_another_kind_is_named() -> None:
    files = ["--earlier", str(SAMPLES / "workforce_2020_21.csv"), "--later", str(SAMPLES / "ofsted_2015.csv")]
    dates = ["--earlier-date", "2015-05-31", "--later-date", "2018-07-31"]
    done = CliRunner().invoke(app, ["calibrate", *QUICK, *files, *dates])
    assert isinstance(done.exception, InputError)
    assert "workforce" in str(done.exception)
    assert "wanted here: inspections" in str(done.exception)


def test_a_back_test_is_shown_and_written(tmp_path: Path) -> None:
    made = tmp_path / "back.json"
    done = CliRunner().invoke(app, ["backtest", *QUICK, "--json", str(made)])
    assert done.exit_code == 0, done.output
    for told in (
        "From 2015-05-31 to 2018-07-31",
        "Markov chain",
        "everything stays",
        "Outstanding schools are",
    ):
        assert told in done.output
    data = json.loads(made.read_text("utf-8"))
    assert len(data["scores"]) == 6
    assert len(data["cells"]) == 12


def test_a_back_test_of_two_files_of_before_the_counts_is_refused() -> None:
    files = ["--earlier", str(SAMPLES / "ofsted_2013.csv"), "--later", str(SAMPLES / "ofsted_2015.csv")]
    dates = ["--earlier-date", "2013-07-31", "--later-date", "2015-05-31"]
    done = CliRunner().invoke(app, ["backtest", *QUICK, *files, *dates])
    assert isinstance(done.exception, RefusedError)
    assert "nothing was known" in str(done.exception)
