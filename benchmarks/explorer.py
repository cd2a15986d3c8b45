"""`python -m benchmarks.explorer`: from a key on a lever to the picture, in a real browser.

On the real trust, one person and then five at once; memory of a session. It writes nothing.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Page, sync_playwright

from benchmarks import machine

ROOT = Path(__file__).resolve().parents[1]
RUNS = 500
MOVES, PEOPLE = 20, 5
_WAIT_MS = 180_000
# When a key went down, and when a picture of so many runs stood on the page.
_WATCH = """() => {
  window.seen = [];
  document.addEventListener("keydown", () => { window.seen = [["key", performance.now()]]; }, true);
  new MutationObserver(() => {
    const line = document.querySelector(".ist-runs[data-runs]");
    const runs = line && line.dataset.runs;
    const last = window.seen.length && window.seen[window.seen.length - 1][0];
    if (runs && runs !== last) window.seen.push([runs, performance.now()]);
  }).observe(document.querySelector(".ist-status"), { subtree: true, childList: true });
}"""


@contextmanager
def served() -> Iterator[tuple[str, float]]:
    """The address of a running explorer, and the seconds until it listened."""
    command = [sys.executable, "-m", "ist_model.cli", "explore", "--no-browser", "--runs", str(RUNS)]
    began = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8", env=os.environ | {"COLUMNS": "200"}
    )
    assert process.stdout is not None
    found = next(match for line in process.stdout if (match := re.search(r"http://\S+", line)))
    try:
        yield found[0], time.perf_counter() - began
    finally:
        process.terminate()
        process.wait()


def opened(browser: Any, address: str) -> tuple[Page, float]:
    """A page that shows its first picture, and the seconds that took."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    began = time.perf_counter()
    page.goto(address, timeout=_WAIT_MS)
    page.wait_for_selector(".ist-runs[data-runs]", timeout=_WAIT_MS)
    usable = time.perf_counter() - began
    page.wait_for_selector(".ist-runs[data-complete=True]", timeout=_WAIT_MS)
    page.evaluate(_WATCH)
    page.get_by_role("slider", name="SLE days a year, each").focus()
    return page, usable


def press(page: Page, move: int) -> None:
    """Move the lever to where it was not yet."""
    page.keyboard.press("ArrowRight" if move % 40 < 19 else "ArrowLeft")


def times(page: Page) -> tuple[float, float]:
    """Milliseconds from the key to the first picture, and to that of all runs."""
    page.wait_for_function(f"window.seen.some((each) => each[0] === '{RUNS}')", timeout=_WAIT_MS)
    seen = page.evaluate("window.seen")
    return seen[1][1] - seen[0][1], seen[-1][1] - seen[0][1]


def megabytes() -> tuple[list[float], list[float]]:
    """Of each session (Linux tells it): what it alone holds, and with its share of what several hold."""
    own, shared = [], []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        above = _parents(path.parent)
        # Sessions are copies of a child of the server, which is a child of this process.
        if b"ist_model.report.notebooks.warm" in path.read_bytes() and str(os.getpid()) in above[2:]:
            lines = (path.parent / "smaps_rollup").read_text(encoding="utf-8").splitlines()
            told = [(line.split()[0], int(line.split()[1]) / 1e3) for line in lines[1:]]
            own.append(sum(size for name, size in told if name.startswith("Private_")))
            shared.append(sum(size for name, size in told if name == "Pss:"))
    return own, shared


def _parents(process: Path) -> list[str]:
    """Numbers of the processes above one."""
    above: list[str] = []
    while process.name not in ("0", "1") and process.exists():
        status = (process / "stat").read_text(encoding="utf-8")
        above.append(status.rpartition(")")[2].split()[1])
        process = Path("/proc") / above[-1]
    return above


def told(what: str, values: Sequence[float]) -> str:
    """A row: median and 95th percentile."""
    return f"{what}: median {np.median(values):.0f} ms, 95th percentile {np.percentile(values, 95):.0f} ms"


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.explorer", description=__doc__)
    asked.add_argument("--moves", type=int, default=MOVES, help="moves of the lever")
    moves = asked.parse_args().moves
    print(*machine.lines(), sep="\n")
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with served() as (address, listening), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page, usable = opened(browser, address)
        print(f"listening after {listening:.1f} s; page usable {usable:.1f} s later")
        alone = []
        for move in range(moves):
            press(page, move)
            alone.append(times(page))
        print(told("one person, first picture", [first for first, _ in alone]))
        print(told(f"one person, picture of {RUNS} runs", [last for _, last in alone]))
        pages = [page, *(opened(browser, address)[0] for _ in range(PEOPLE - 1))]
        together = []
        for move in range(moves, moves + max(2, moves // PEOPLE)):
            for each in pages:
                press(each, move)
            together += [times(each) for each in pages]
        print(told(f"{PEOPLE} people at once, first picture", [first for first, _ in together]))
        print(told(f"{PEOPLE} people at once, picture of {RUNS} runs", [last for _, last in together]))
        for what, sizes in zip(("its own", "with its share of what several hold"), megabytes(), strict=True):
            print(
                f"memory of {len(sizes)} sessions, {what}, MB: {', '.join(f'{each:.0f}' for each in sizes)}"
            )
        browser.close()


if __name__ == "__main__":
    main()
