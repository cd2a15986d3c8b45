"""The explorer in a real browser: levers by mouse and keyboard, numbers as the command line has them."""

from __future__ import annotations

import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ist_model.experiments.compare import compare
from ist_model.inputs.resolve import resolve
from ist_model.results.stored import load
from tests.browser.explored import COMPLETE, LONGEST_MS, RUNS, Served, key_number, numbers, settled

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


def ist(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ist_model.cli", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=True)


@pytest.fixture(scope="module")
def page(served: Served, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1024, "height": 900}, accept_downloads=True)
    page = context.new_page()
    outside: list[str] = []
    context.on("request", lambda request: outside.append(request.url))
    page.goto(served.address, timeout=LONGEST_MS)
    page.wait_for_selector(COMPLETE, timeout=LONGEST_MS)
    assert [url for url in outside if not url.startswith((served.root, "data:", "blob:"))] == []
    yield page
    context.close()


def test_no_code_can_be_seen(page: Page, served: Served) -> None:
    content = page.content()
    assert "scenarios_dir" not in content
    assert "ist_model" not in content
    assert "token=" not in page.url


def test_keys_move_a_lever_and_the_numbers_are_those_of_the_command_line(page: Page, served: Served) -> None:
    before = key_number(page, "Needs of existing schools begun")
    lever = page.get_by_role("slider", name="SLE days a year, each")
    lever.focus()
    for _ in range(8):
        page.keyboard.press("ArrowLeft")
    settled(page, "2 days a year")
    shown = key_number(page, "Needs of existing schools begun")
    assert page.locator(".ist-spoken [aria-live=polite]").inner_text().endswith(f"{RUNS} samples of chance.")
    here = numbers(page)
    page.get_by_label("Name of the scenario").fill("Two days each")
    page.get_by_label("Question that it answers").fill("What if each SLE had two days?")
    page.get_by_role("button", name="Save as scenario").click()
    page.get_by_text("Saved as two-days-each.yaml").wait_for()
    ist(served.folder, "compare", "baseline", "two-days-each", "--runs", str(RUNS))
    scenarios, results = served.folder / "scenarios", served.folder / "outputs" / "results"
    told = [load(results, resolve(name, scenarios), RUNS) for name in ("baseline", "two-days-each")]
    assert None not in told
    difference = compare(*told)
    for name in ("within_standard_resolved_existing", "pupils_attention_existing"):
        assert float(here[name]["mean"]) == told[1].measures[name].mean()
        assert float(here[name]["difference"]) == difference.loc[name, "difference"]
    assert shown != before
    page.get_by_role("button", name="Reset").click()
    settled(page, "Nothing differs")
    assert key_number(page, "Needs of existing schools begun") == before


def test_the_mouse_moves_a_lever_and_undo_brings_it_back(page: Page) -> None:
    handle = page.get_by_role("slider", name="Strong schools")
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 400, box["y"] + box["height"] / 2, steps=4)
    page.mouse.up()
    settled(page, "School J (imagined)")
    assert "joiners" in page.locator(".kpis").inner_text().lower()
    page.get_by_role("button", name="Undo").click()  # a drag is one move
    settled(page, "Nothing differs")


def test_levers_that_make_no_sense_say_so_in_place(page: Page) -> None:
    page.get_by_label("Budget for it a year").select_option(label="£0")
    alert = page.get_by_role("alert")
    alert.wait_for()
    assert "raise the budget" in alert.inner_text()
    page.get_by_role("button", name="Undo").click()
    page.wait_for_selector(COMPLETE)
    alert.wait_for(state="detached")


def test_a_link_opens_the_same_settings_and_a_closed_page_frees_its_session(
    page: Page, served: Served, browser: Browser
) -> None:
    context = browser.new_context(viewport={"width": 800, "height": 1100})
    other = context.new_page()
    code = "#eNqrViouSSwqUbJSSkosTs3JzEtVqgUAStMHLA"  # the baseline as it is
    page.get_by_role("slider", name="NLE days a year, each").focus()
    page.keyboard.press("ArrowRight")
    settled(page, "41 days a year")
    assert page.url != f"{served.root}{code}"
    other.goto(f"{served.address}#{page.url.partition('#')[2]}", timeout=LONGEST_MS)
    settled(other, "41 days a year")
    assert other.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    with other.expect_request(re.compile("/voila/api/shutdown/")) as ending:
        other.close(run_before_unload=True)
    kernel = ending.value.url.rpartition("/")[2]
    end = time.monotonic() + 30
    while page.request.get(f"{served.root}api/kernels/{kernel}").status == 200:
        assert time.monotonic() < end
        time.sleep(0.2)
    context.close()


def status(address: str, **headers: str) -> int:
    """What a request outside the browser gets."""
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code


def test_without_the_token_or_from_another_origin_nothing_is_given(served: Served) -> None:
    for path in ("", "?token=wrong", "voila/static/voila.js", "api/contents", "10_explore.ipynb"):
        assert status(served.root + path) == 403, path
    assert status(served.address, Origin="http://evil.example") == 403
    assert status(served.address, Host="evil.example") == 403
