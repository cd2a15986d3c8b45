"""The import rules of the rooms are alive: a planted breach of each is caught. `make check` runs them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BREACHES = [
    ("world/structs.py", "import ist_model.science.draws", "One street: a room imports only from its left"),
    ("shipped.py", "import ist_model.inputs.errors", "One street: a room imports only from its left"),
    ("oracles/__init__.py", "import ist_model.shipped", "Oracles import nothing of the package"),
    ("results/__init__.py", "import ist_model.oracles", "Only tests import oracles"),
    ("science/strength.py", "import pandas", "Science never sees tables, SimPy or written files"),
    ("science/strength.py", "import time", "Science never opens a file or reads a clock"),
    ("engines/records.py", "import yaml", "Engines see arrays, never YAML"),
    ("report/words/plain.py", "import ist_model.report.cases.case", "Within the report too"),
    ("report/__init__.py", "import simpy", "The report shows what results measured"),
]


@pytest.mark.parametrize(("module", "line", "contract"), BREACHES, ids=lambda value: value.split(":")[0])
def test_a_breach_is_caught(repository: Path, tmp_path: Path, module: str, line: str, contract: str) -> None:
    shutil.copy(repository / "pyproject.toml", tmp_path)
    package = tmp_path / "ist_model"
    shutil.copytree(repository / "ist_model", package, ignore=shutil.ignore_patterns("__pycache__"))
    with (package / module).open("a", encoding="utf-8") as source:
        source.write(f"\n{line}\n")
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [program, "--no-cache"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path), "COLUMNS": "200"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    broken = [row for row in done.stdout.splitlines() if " BROKEN" in row]
    assert any(row.startswith(contract) for row in broken), done.stdout
