"""Five people at one explorer: each sees their own numbers, a crash is one's own, and memory comes back."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ist_model.experiments.replicate import replicate
from ist_model.explorer.session import Session
from tests.browser.explored import COMPLETE, RUNS, Served, numbers, opened, settled

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(sys.platform != "linux", reason="looks at processes where Linux tells of them"),
]
PEOPLE = 5
MOST_MB = 300  # that a session alone may hold
MEASURE = "within_standard_resolved_existing"
Person = tuple["BrowserContext", "Page"]


@pytest.fixture(scope="module")
def people(served: Served, browser: Browser) -> Iterator[list[Person]]:
    made = [opened(browser, served.address, 1024, 768) for _ in range(PEOPLE)]
    yield made
    for context, _ in made:
        context.close()


def kernel_of(page: Page) -> str:
    """The id of a page's session."""
    found = re.search(r'"kernelId": ?"([0-9a-f-]{36})"', page.content())
    assert found is not None
    return found[1]


def process_of(page: Page) -> int:
    """The process of a page's session: it listens on sockets that have the session's id in their names."""
    rows = [line.split() for line in Path("/proc/net/unix").read_text("utf-8").splitlines()]
    own = {f"socket:[{row[6]}]" for row in rows if len(row) > 7 and kernel_of(page) in row[7]}
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):  # it has ended meanwhile, or is another user's
            if b"ist_model.report.notebooks.warm" in command.read_bytes():
                held = {os.readlink(each) for each in (command.parent / "fd").iterdir()}
                if held & own:
                    return int(command.parent.name)
    raise AssertionError("no process has this session")


def own_mb(process: int) -> float:
    """Memory that a process alone holds, megabytes."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text("utf-8").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1e3


def until(true: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.2)


def gone(process: int) -> bool:
    return not Path(f"/proc/{process}/exe").exists()  # also of one that has ended and is not yet forgotten


def test_each_sees_their_own_numbers_though_all_move_at_once(people: list[Person], served: Served) -> None:
    for place, (_, page) in enumerate(people):
        page.get_by_role("slider", name="SLE days a year, each").focus()
        for _ in range(place + 1):
            page.keyboard.press("ArrowLeft")
    session = Session(served.folder / "scenarios")
    plain = session.plain("baseline")
    seen = []
    for place, (_, page) in enumerate(people):
        days = plain.sle_days - place - 1
        settled(page, f"{days:g} days a year")
        alone = replicate(session.scenario(replace(plain, sle_days=days)), runs=RUNS, workers=1)
        seen.append(float(numbers(page)[MEASURE]["mean"]))
        assert seen[-1] == alone.measures[MEASURE].mean()
    assert len(set(seen)) == PEOPLE


def test_a_session_takes_no_more_memory_than_it_may(people: list[Person]) -> None:
    processes = {process_of(page) for _, page in people}
    assert len(processes) == PEOPLE
    assert max(own_mb(each) for each in processes) < MOST_MB


def test_a_crash_of_one_leaves_the_others_alone_and_its_page_says_what_to_do(people: list[Person]) -> None:
    (_, crashed), *others = people
    process = process_of(crashed)
    os.kill(process, signal.SIGKILL)
    for _, page in others:
        page.get_by_role("slider", name="NLE days a year, each").focus()
        page.keyboard.press("ArrowRight")
    for _, page in others:
        settled(page, "41 days a year")
    crashed.get_by_role("alert").get_by_text("Reload").wait_for()
    crashed.reload()
    settled(crashed, "SLE")  # the address has kept where the levers stood
    assert process_of(crashed) != process


def test_who_closes_the_page_gives_the_memory_back(people: list[Person]) -> None:
    closing = people[1:3]
    processes = [process_of(page) for _, page in closing]
    for _, page in closing:
        page.close(run_before_unload=True)
    for process in processes:
        until(partial(gone, process))
    _, left = people[3]
    left.get_by_role("button", name="Undo").click()
    left.wait_for_selector(COMPLETE)
