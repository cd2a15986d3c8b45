"""Take the README's picture of the pack: `make picture`, after `make pack`. Needs Chromium."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "outputs" / "pack" / "decision.html"
PICTURE = Path(__file__).with_name("pack.png")
LAPTOP = {"width": 1100, "height": 1330}


def take() -> None:
    """Open the decision paper without a network and save its first screen."""
    if not PAGE.is_file():
        raise SystemExit(f"{PAGE.relative_to(ROOT)} is not there yet: run `make pack` first")
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("no Chromium on the PATH: install it (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(offline=True, viewport=LAPTOP).new_page()
        page.goto(PAGE.as_uri())
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    take()
