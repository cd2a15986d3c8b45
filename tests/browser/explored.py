"""A running explorer for tests in a real browser, and what they look at on its page."""

from __future__ import annotations

import csv
import io
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.report.small import working_folder

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

RUNS = 60
LONGEST_MS = 180_000  # a kernel starts and does its imports; a busy machine takes its time
COMPLETE = ".ist-runs[data-complete=True]"


class Served(NamedTuple):
    """A running explorer."""

    address: str  # with its token
    folder: Path  # with `scenarios/`
    process: subprocess.Popen[str]

    @property
    def root(self) -> str:
        """The address without its token."""
        return self.address.partition("?")[0]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@contextmanager
def serving(parent: Path) -> Iterator[Served]:
    """`ist explore` in a working folder; ended as Ctrl-C ends it."""
    folder = working_folder(parent)
    options = ["--no-browser", "--runs", str(RUNS), "--port", str(free_port())]
    process = subprocess.Popen(
        [sys.executable, "-m", "ist_model.cli", "explore", *options],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env=os.environ | {"COLUMNS": "200"},
    )
    assert process.stdout is not None
    told = ""
    while (found := re.search(r"http://\S+", told)) is None:
        line = process.stdout.readline()
        assert line, told
        told += line
    yield Served(found[0], folder, process)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)


def opened(browser: Browser, address: str, width: int, height: int) -> tuple[BrowserContext, Page]:
    """A person's own browser with the explorer's finished first picture."""
    context = browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True)
    page = context.new_page()
    page.goto(address, timeout=LONGEST_MS)
    page.wait_for_selector(COMPLETE, timeout=LONGEST_MS)
    return context, page


def settled(page: Page, words: str) -> None:
    """Wait for the finished picture of levers that these words, in the list of differences, tell of."""
    page.locator(".ist-differs").get_by_text(words).first.wait_for(timeout=LONGEST_MS)
    page.wait_for_selector(COMPLETE, timeout=LONGEST_MS)


def key_number(page: Page, label: str) -> str:
    """One of the key numbers, as it stands on the page."""
    return page.locator(".kpis div").filter(has_text=label).locator("dd").first.inner_text()


def numbers(page: Page) -> dict[str, dict[str, str]]:
    """What a person gets who saves the numbers: columns by measure."""
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Save the numbers (CSV)").click()
    text = Path(downloading.value.path()).read_text("utf-8-sig")
    return {row["measure"]: row for row in csv.DictReader(io.StringIO(text))}
