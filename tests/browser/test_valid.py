"""Every page of the pack through the Nu HTML checker: not one error."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import IN_CI


@pytest.fixture(scope="module")
def checker() -> list[str]:
    """The command of the checker; without Java and its jar a test is skipped, in CI it fails."""
    java, jar = shutil.which("java"), os.environ.get("IST_VNU_JAR", "")
    if java is None or not Path(jar).is_file():
        reason = "no Nu HTML checker: needs Java, and IST_VNU_JAR naming the jar of the npm package vnu-jar"
        if IN_CI:
            pytest.fail(reason)
        pytest.skip(reason)
    return [java, "-jar", jar, "--format", "json", "--errors-only", "--exit-zero-always"]


def errors(checker: list[str], *paths: Path) -> list[str]:
    """What the checker calls errors."""
    done = subprocess.run([*checker, *map(str, paths)], capture_output=True, encoding="utf-8", check=True)
    messages: list[dict[str, Any]] = json.loads(done.stderr)["messages"]
    return [f"{m['url'].rsplit('/', 1)[-1]}, line {m.get('lastLine')}: {m['message']}" for m in messages]


def test_every_page_is_valid(checker: list[str], small: Path) -> None:
    pages = sorted((small / "outputs/pack").rglob("*.html"))
    assert len(pages) > 3
    assert errors(checker, *pages) == []


def test_a_fault_would_be_found(checker: list[str], tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<!DOCTYPE html><html lang=en><title>A</title><p><table></p>")
    assert errors(checker, tmp_path / "page.html")
