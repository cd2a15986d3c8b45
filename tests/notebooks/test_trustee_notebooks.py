"""The notebooks of the pages that trustees read first: with their defaults, and with every parameter."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest

from ist_model.inputs.folder import scenario_files
from ist_model.report.notebooks.run import run_notebook
from ist_model.report.pack.rendering import check, render

pytestmark = [pytest.mark.notebook, pytest.mark.slow]
KEPT = ("baseline", "two-schools-join-2027", "growth-national-rate", "lose-an-nle")
OF_ONE = ("01_trust_on_a_page.ipynb", "15_days_have_and_need.ipynb", "16_who_leads.ipynb")
JOINING = "11_joining_and_timing.ipynb"
OF_MANY = ("00_decision_paper.ipynb", "03_compare.ipynb")


@pytest.fixture(scope="module")
def few(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small working folder with few scenarios, so that all of them are soon run."""
    folder = tmp_path_factory.mktemp("few")
    for name in ("scenarios", "notebooks", "outputs"):
        shutil.copytree(small / name, folder / name, symlinks=True)
    for path in scenario_files(folder / "scenarios"):
        if path.stem not in KEPT:
            path.unlink()
    return folder


@pytest.mark.parametrize("name", [*OF_ONE, *OF_MANY, JOINING])
def test_it_runs_with_its_defaults_where_it_lies(few: Path, tmp_path: Path, name: str) -> None:
    manifest = run_notebook(few / "notebooks" / name, tmp_path / name, {})
    assert manifest.warnings == ()
    shown = nbformat.read(tmp_path / name, as_version=4)
    outputs = [o for cell in shown.cells if cell.cell_type == "code" for o in cell.outputs]
    assert len(outputs) == manifest.code_cells - 1  # all but the parameters show something
    assert all("text/html" in output["data"] for output in outputs)


def common(few: Path, elsewhere: Path) -> dict[str, Any]:
    return {
        "baseline": "baseline",
        "scenarios_dir": str(few / "scenarios"),
        "results_dir": str(elsewhere),
        "runs": 2,
        "named": True,
    }


@pytest.mark.parametrize("name", OF_ONE)
def test_a_page_of_one_scenario_takes_every_parameter(few: Path, tmp_path: Path, name: str) -> None:
    given = common(few, tmp_path / "elsewhere") | {"scenario": "two-schools-join-2027"}
    text = made(few, tmp_path, name, given)
    assert "<dt>Runs</dt><dd>2</dd>" in text
    if name != "15_days_have_and_need.ipynb":
        assert "Lionwood Junior School" in text
    assert list((tmp_path / "elsewhere").iterdir())


@pytest.mark.parametrize("name", OF_MANY)
def test_a_page_of_many_scenarios_takes_every_parameter(few: Path, tmp_path: Path, name: str) -> None:
    given = common(few, tmp_path / "elsewhere") | {"draws": 2, "runs_per_draw": 2}
    given |= {"scenarios": ["baseline", "lose-an-nle", "two-schools-join-2027"]}
    if name == "00_decision_paper.ipynb":
        given["options"] = ["lose-an-nle"]
    text = made(few, tmp_path, name, given)
    assert "<dt>Runs</dt><dd>2 each</dd>" in text
    assert "One of two system leaders goes in 2027" in text
    assert ("Two schools join in September 2027" in text) == (name == "03_compare.ipynb")
    assert "of 2" in text  # draws of the assumptions


def test_the_page_of_joining_takes_every_parameter(few: Path, tmp_path: Path) -> None:
    given = common(few, tmp_path / "elsewhere") | {
        "scenarios": ["baseline", "growth-national-rate", "two-schools-join-2027"],
        "each_september": [[3]],
        "first_year": 2027,
        "years_later": [0],
        "least_share": 0.25,
    }
    text = made(few, tmp_path, JOINING, given)
    assert "3 schools at once in 2027" in text
    assert "25%" in text
    assert "<dt>Runs</dt><dd>2 each</dd>" in text


def made(few: Path, tmp_path: Path, name: str, given: dict[str, Any]) -> str:
    run_notebook(few / "notebooks" / name, tmp_path / name, given)
    render(tmp_path / name, tmp_path / "page.html")
    text = (tmp_path / "page.html").read_text(encoding="utf-8").replace("\u00a0", " ")
    check(text)
    return text
