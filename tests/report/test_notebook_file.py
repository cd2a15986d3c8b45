"""Notebooks are read as the library reads them, and without it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from ist_model.report.errors import NotebookError
from ist_model.report.notebooks.file import read
from tests.report.small import ROOT


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_cells_are_those_that_the_library_reads(path: Path) -> None:
    theirs = nbformat.read(path, as_version=4).cells
    assert [(cell.kind, cell.source, list(cell.tags)) for cell in read(path)] == [
        (cell.cell_type, cell.source, cell.metadata.get("tags", [])) for cell in theirs
    ]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("{", "Expecting"),
        (json.dumps({"nbformat": 3, "worksheets": []}), "its format is 3, not 4"),
        (json.dumps({"nbformat": 4}), "'cells' is missing"),
        (json.dumps([]), "cannot be read as a notebook"),
    ],
)
def test_what_is_no_notebook_is_told(tmp_path: Path, content: str, why: str) -> None:
    path = tmp_path / "x.ipynb"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(NotebookError, match=why):
        read(path)


def test_a_pack_without_changes_waits_for_none_of_the_libraries_that_run_notebooks() -> None:
    asked = (
        "import sys, ist_model.report.pack.build; "
        "print(sorted({'nbformat', 'nbconvert', 'papermill'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=ROOT)
    assert said.stdout.strip() == "[]"
