"""The scenario notebook as shipped: by its defaults as in JupyterLab, by parameters as in the pack."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from ist_model.report.errors import NotebookError
from ist_model.report.notebooks.run import run_notebook
from ist_model.report.pack.rendering import render

pytestmark = pytest.mark.notebook
NAME = "02_scenario.ipynb"


def test_it_runs_with_its_defaults_where_it_lies(small: Path, tmp_path: Path) -> None:
    manifest = run_notebook(small / "notebooks" / NAME, tmp_path / NAME, {})
    assert manifest.warnings == ()
    shown = nbformat.read(tmp_path / NAME, as_version=4)
    outputs = [o for cell in shown.cells if cell.cell_type == "code" for o in cell.outputs]
    assert len(outputs) == manifest.code_cells - 1  # all but the parameters show something
    assert all("text/html" in output["data"] for output in outputs)


def test_every_parameter_reaches_the_page(small: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    given = {
        "scenario": "lose-an-nle",
        "baseline": "baseline",
        "scenarios_dir": str(small / "scenarios"),
        "results_dir": str(elsewhere),
        "runs": 2,
        "named": True,
    }
    run_notebook(small / "notebooks" / NAME, tmp_path / "out.ipynb", given)
    render(tmp_path / "out.ipynb", tmp_path / "page.html")
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "One of two system leaders goes in 2027" in text
    assert "Lionwood Junior School" in text
    assert "<dt>Runs</dt><dd>2</dd>" in text
    assert list(elsewhere.iterdir())


def test_an_unknown_parameter_is_refused(small: Path, tmp_path: Path) -> None:
    with pytest.raises(NotebookError, match="did you mean 'scenario'"):
        run_notebook(small / "notebooks" / NAME, tmp_path / NAME, {"scenarios": "baseline"})
    assert list(tmp_path.iterdir()) == []


def test_a_scenario_that_does_not_exist_leaves_no_notebook(small: Path, tmp_path: Path) -> None:
    with pytest.raises(NotebookError, match="lose-an-nle"):
        run_notebook(small / "notebooks" / NAME, tmp_path / NAME, {"scenario": "lose-an-nlee"})
    assert list(tmp_path.iterdir()) == []
