"""Notebooks 04 to 09 as shipped: by their defaults as in JupyterLab, and by parameters as in the pack."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest

from ist_model.report.errors import NotebookError
from ist_model.report.notebooks.run import run_notebook
from ist_model.report.pack.rendering import render

pytestmark = pytest.mark.notebook
OTHERS = ["baseline", "lose-an-nle"]
# Other values than the defaults, and what the page then says.
GIVEN: dict[str, tuple[dict[str, Any], str]] = {
    "04_school_on_a_page.ipynb": ({"school": "LJ", "named": True}, "Lionwood Junior School"),
    "05_support_network.ipynb": (
        {"scenario": "lose-an-nle", "removal_runs": 2},
        "scenario run again 2 times",
    ),
    "06_succession.ipynb": ({"scenarios": OTHERS}, "One of two system leaders goes in 2027"),
    "07_value_for_money.ipynb": ({"scenario": "lose-an-nle", "range_runs": 2}, "One of two system leaders"),
    "07_icfp_sheet.ipynb": ({"school": "LJ", "named": True}, "Lionwood Junior School"),
    "09_assumptions.ipynb": (
        {"measure": "days_unmet_existing", "assumptions": 2, "samples": 16},
        "Days of support unmet",
    ),
    "11_joining.ipynb": (
        {"joiners": [0.0], "posts": [1], "shares": [0.0], "cell_runs": [2]},
        "School X (invented): ",
    ),
    "08_model_evidence.ipynb": ({"scenarios": OTHERS}, "One of two system leaders goes in 2027"),
}


@pytest.fixture(scope="module")
def folder(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the working folder, in which notebooks may make results."""
    copy = tmp_path_factory.mktemp("later") / "folder"
    shutil.copytree(small, copy)
    return copy


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another place for results than a notebook's default."""
    return tmp_path_factory.mktemp("elsewhere")


@pytest.mark.parametrize("name", GIVEN)
def test_it_runs_with_its_defaults_where_it_lies(folder: Path, tmp_path: Path, name: str) -> None:
    manifest = run_notebook(folder / "notebooks" / name, tmp_path / name, {})
    assert manifest.warnings == ()
    shown = nbformat.read(tmp_path / name, as_version=4)
    outputs = [o for cell in shown.cells if cell.cell_type == "code" for o in cell.outputs]
    assert len(outputs) == manifest.code_cells - 1  # all but the parameters show something
    assert all("text/html" in output["data"] for output in outputs)
    render(tmp_path / name, tmp_path / "page.html")
    assert (tmp_path / "page.html").stat().st_size < 3_000_000


@pytest.mark.parametrize("name", GIVEN)
def test_every_parameter_reaches_the_page(folder: Path, elsewhere: Path, tmp_path: Path, name: str) -> None:
    own, said = GIVEN[name]
    common = {"scenarios_dir": str(folder / "scenarios"), "results_dir": str(elsewhere), "runs": 2}
    run_notebook(folder / "notebooks" / name, tmp_path / "out.ipynb", common | own)
    render(tmp_path / "out.ipynb", tmp_path / "page.html")
    text = (tmp_path / "page.html").read_text(encoding="utf-8").replace("\u00a0", " ")
    assert said in text
    assert re.search(r"<dt>Runs</dt><dd>2(</dd>| or \d+ each; maps )", text)
    assert list(elsewhere.iterdir())


def test_a_school_that_does_not_exist_leaves_no_notebook(folder: Path, tmp_path: Path) -> None:
    name = "04_school_on_a_page.ipynb"
    with pytest.raises(NotebookError, match="no school is called 'School Z'"):
        run_notebook(folder / "notebooks" / name, tmp_path / name, {"school": "School Z"})
    assert list(tmp_path.iterdir()) == []
