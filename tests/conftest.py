"""What all tests share: the repository, one compile cache, hypothesis settings and a headless browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[1]
IN_CI = os.environ.get("CI", "").lower() not in ("", "0", "false")

# Set before anything imports the science: workers and subprocesses share the code compiled once.
os.environ.setdefault("IST_CACHE_DIR", str(ROOT / ".cache"))
os.environ["MPLBACKEND"] = "agg"

# No deadline: an example may be the one that compiles. CI tries the same examples each time.
hypothesis.settings.register_profile("house", deadline=None, derandomize=IN_CI, print_blob=True)
hypothesis.settings.load_profile("house")

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER_OPTIONS = (
    "--no-sandbox",  # as root, in a container
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def repository() -> Path:
    """Root of the clone."""
    return ROOT


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The installed Chromium; without one a browser test is skipped, in CI it fails."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        reason = "no Chromium on the PATH: install it (Debian: apt-get install chromium) to run browser tests"
        if IN_CI:
            pytest.fail(reason)
        pytest.skip(reason)
    return Path(found)


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    """A headless Chromium, driven by Playwright; `browser.new_context(offline=True)` cuts its network off."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=list(BROWSER_OPTIONS))
        yield running
        running.close()
