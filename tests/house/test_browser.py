"""The browser that page tests use: it starts, and its absence is said aloud, or fails in CI."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.mark.browser
def test_the_browser_shows_a_page(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<title>Pack</title><main><h1>Days we have, days we need</h1></main>")
    assert page.title() == "Pack"
    assert page.get_by_role("heading", level=1).inner_text() == "Days we have, days we need"
    page.close()


@pytest.mark.parametrize(("ci", "outcome"), [("", "1 skipped"), ("true", "1 error")], ids=["local", "CI"])
def test_without_a_browser_a_page_test_says_so(
    repository: Path, tmp_path: Path, ci: str, outcome: str
) -> None:
    shutil.copy(repository / "tests" / "conftest.py", tmp_path)
    (tmp_path / "test_page.py").write_text("def test_page(chromium):\n    assert chromium\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-rsE", "-p", "no:cacheprovider", "-c", os.devnull, "test_page.py"],
        cwd=tmp_path,
        env={**os.environ, "PATH": str(tmp_path), "CI": ci},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert outcome in done.stdout, done.stdout + done.stderr
    assert "install it (Debian: apt-get install chromium)" in done.stdout
