"""`ist fit-rates`: shown, written, refused."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from ist_model.cli.app import app
from ist_model.cli.failures import RefusedError

ROOT = Path(__file__).parents[2]
HERE = ["--scenarios", str(ROOT / "scenarios")]
LINKS = ROOT / "tests" / "inputs" / "public_data" / "samples" / "gias_group_links.csv"


def test_shipped_counts_and_a_file_are_worked_out(tmp_path: Path) -> None:
    made = tmp_path / "rates.json"
    done = CliRunner().invoke(app, ["fit-rates", *HERE, "--json", str(made)])
    assert done.exit_code == 0, done.output
    assert "all-primary trusts, 2018/19 to 2020/21" in done.output
    data = json.loads(made.read_text("utf-8"))
    assert [row["trust_years"] for row in data["growth"]] == [546, 501, 182, 81, 47, 25]
    assert len(data["hazards"]) == 7
    counted = CliRunner().invoke(app, ["fit-rates", *HERE, "--group-links", str(LINKS), "--to-year", "2020"])
    assert counted.exit_code == 0, counted.output
    assert "rows in," in counted.output


def test_years_out_of_order_are_refused() -> None:
    done = CliRunner().invoke(app, ["fit-rates", *HERE, "--from-year", "2021"])
    assert isinstance(done.exception, RefusedError)
    assert "comes after" in str(done.exception)
