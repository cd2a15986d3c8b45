"""The explorer's notebook in JupyterLab: it opens, runs, and its levers move what it shows."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.explored import COMPLETE, LONGEST_MS, free_port, settled
from tests.report.small import working_folder

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
TOKEN = "known-to-the-test-alone"


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[str]:
    """The address of the notebook in a running JupyterLab."""
    folder, port = working_folder(tmp_path / "working"), free_port()
    settings = (f"--ServerApp.port={port}", f"--IdentityProvider.token={TOKEN}", "--allow-root")
    homes = {f"JUPYTER_{name}_DIR": str(tmp_path / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", "--no-browser", "--notebook-dir=notebooks", *settings],
        cwd=folder,
        stderr=subprocess.DEVNULL,
        env=os.environ | homes,
    )
    root, end = f"http://127.0.0.1:{port}", time.monotonic() + LONGEST_MS / 1e3
    while True:
        try:
            urllib.request.urlopen(f"{root}/api?token={TOKEN}").close()
            break
        except OSError:
            assert process.poll() is None
            assert time.monotonic() < end
            time.sleep(0.2)
    yield f"{root}/lab/tree/10_explore.ipynb?token={TOKEN}"
    process.terminate()
    process.wait()


def test_the_notebook_opens_runs_and_follows_a_lever(lab: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(lab, timeout=LONGEST_MS)
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=LONGEST_MS)
    page.get_by_text("| Idle").wait_for(timeout=LONGEST_MS)  # what is run before the kernel is there is lost
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.wait_for_selector(COMPLETE, timeout=LONGEST_MS)
    page.get_by_role("slider", name="SLE days a year, each").focus()  # by the name that a screen reader tells
    page.keyboard.press("ArrowRight")
    settled(page, "11 days a year")
    assert page.locator(".ist-spoken [aria-live=polite]").inner_text().endswith("samples of chance.")
    assert page.locator(".ist-view figure img").first.evaluate("img => img.naturalWidth") > 300
    context.close()
