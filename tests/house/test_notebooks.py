"""Notebooks show; the model is elsewhere, and so are results."""

from __future__ import annotations

import ast
import json
from typing import Any

import pytest

HELPER_PREFIX = "show_"
HELPER_LINES = 10


@pytest.fixture(scope="module")
def notebooks(texts: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Every notebook that git holds, by path."""
    found = {name: json.loads(text) for name, text in texts.items() if name.endswith(".ipynb")}
    assert "notebooks/02_scenario.ipynb" in found
    return found


def code(notebook: dict[str, Any]) -> list[str]:
    """Source of each code cell."""
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]


def foreign_definitions(source: str) -> list[str]:
    """Names of the functions and classes of a cell that are not short display helpers."""
    definitions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, definitions)]
    return [
        node.name
        for node in nodes
        if isinstance(node, ast.ClassDef)
        or not node.name.startswith(HELPER_PREFIX)
        or (node.end_lineno or 0) - node.lineno >= HELPER_LINES
    ]


def test_no_results_are_committed(notebooks: dict[str, dict[str, Any]]) -> None:
    run = [
        f"{name}, cell {number}"
        for name, notebook in notebooks.items()
        for number, cell in enumerate(notebook["cells"], start=1)
        if cell.get("outputs") or cell.get("execution_count") or "papermill" in cell["metadata"]
    ]
    assert run == []
    assert [name for name, notebook in notebooks.items() if "papermill" in notebook["metadata"]] == []


def test_no_model_code(notebooks: dict[str, dict[str, Any]]) -> None:
    found = {
        name: [d for cell in code(book) for d in foreign_definitions(cell)]
        for name, book in notebooks.items()
    }
    assert {name: names for name, names in found.items() if names} == {}


def test_every_notebook_opens_with_its_question(notebooks: dict[str, dict[str, Any]]) -> None:
    first = {name: notebook["cells"][0] for name, notebook in notebooks.items()}
    assert [
        name
        for name, cell in first.items()
        if cell["cell_type"] != "markdown" or not "".join(cell["source"]).startswith("# ")
    ] == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def show_days(table):\n    return table.style\n", []),
        ("def utilisation(records):\n    return 1\n", ["utilisation"]),
        ("class Thing:\n    pass\n", ["Thing"]),
        ("def show_all(x):\n" + "    x += 1\n" * 10, ["show_all"]),
    ],
    ids=["helper", "measure", "class", "long"],
)
def test_the_rule_tells_helpers_from_code(source: str, expected: list[str]) -> None:
    assert foreign_definitions(source) == expected
