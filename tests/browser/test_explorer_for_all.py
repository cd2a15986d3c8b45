"""The explorer for everybody: by keyboard, with a screen reader, on a tablet; and what can be saved."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib.image import imread

from ist_model.explorer.levers import levers
from ist_model.explorer.settings import settings_of
from ist_model.explorer.views import VIEWS
from ist_model.inputs.resolve import resolve
from tests.browser.explored import COMPLETE, Served, opened, settled
from tests.browser.test_accessible import grave_on

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
BLUE = (0x15, 0x5A, 0x94)  # the scenario in every chart
# What has the focus: its name, and whether one can see that it has it.
FOCUSED = """() => {
  const at = document.activeElement, look = getComputedStyle(at);
  const box = at.closest(".widget-inline-hbox"), own = at.labels && at.labels[0];
  const label = at.matches("a, button") ? at : own || (box && box.querySelector(".widget-label")) || at;
  const name = at.getAttribute("aria-label") || label.textContent.trim();
  return [at.tagName, name, look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2];
}"""


@pytest.fixture(scope="module")
def page(served: Served, browser: Browser) -> Iterator[Page]:
    context, page = opened(browser, served.address, 1024, 768)
    yield page
    context.close()


def test_no_grave_fault_on_a_laptop_or_on_a_tablet(page: Page) -> None:
    for width, height in ((1280, 800), (1024, 768), (768, 1024)):
        page.set_viewport_size({"width": width, "height": height})
        assert grave_on(page) == [], width
        narrow = page.locator(".ist-narrow input").is_checked()
        assert narrow == (width < 960)  # then its pictures have larger letters
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_every_lever_view_and_button_is_reached_by_tab_and_seen_to_be(page: Page, served: Served) -> None:
    page.evaluate("document.activeElement.blur()")
    seen: list[tuple[str, str, bool]] = []
    while len(seen) < 200:
        page.keyboard.press("Tab")
        tag, name, visible = page.evaluate(FOCUSED)
        if tag == "BODY":
            break
        seen.append((tag, name, visible))
    assert [each for each in seen if not each[2]] == []
    names = " | ".join(name for _, name, _ in seen)
    known = levers(resolve("baseline", served.folder / "scenarios"), named=False)
    for wanted in (
        *(lever.label for own in known.values() for lever in own),
        *(look.label for look in VIEWS.values()),
        *("Start from", "Undo", "Reset", "Save as scenario", "Open a link", "Link to these settings"),
    ):
        assert wanted in names, wanted


def test_a_screen_reader_is_told_every_lever_and_each_new_answer(page: Page, served: Served) -> None:
    """By what the browser hands to screen readers: role, name and value; and a live region that changes."""
    session = page.context.new_cdp_session(page)

    def nodes() -> list[dict[str, Any]]:
        return [each for each in session.send("Accessibility.getFullAXTree")["nodes"] if not each["ignored"]]

    def told(node: dict[str, Any], what: str) -> Any:
        return node.get(what, {}).get("value")

    def said() -> str:
        (live,) = [
            node
            for node in nodes()
            if told(node, "role") == "status"
            and {"name": "live", "value": {"type": "token", "value": "polite"}} in node["properties"]
        ]
        below = {each["nodeId"]: each for each in nodes()}
        return " ".join(told(below[child], "name") or "" for child in live["childIds"] if child in below)

    by_kind = {"slider": "slider", "choice": "combobox", "tick": "checkbox"}
    start = resolve("baseline", served.folder / "scenarios")
    plain = settings_of(start)
    seen = [(told(node, "role"), told(node, "name")) for node in nodes()]
    values = {told(node, "name"): told(node, "value") for node in nodes() if told(node, "role") == "slider"}
    for lever in (each for own in levers(start, named=False).values() for each in own):
        assert (by_kind[lever.kind], lever.label) in seen, lever.label
        if lever.kind == "slider":
            assert float(values[lever.label]) == pytest.approx(getattr(plain, lever.name)), lever.label
    before = said()
    slider = page.get_by_role("slider", name="SLE days a year, each")
    slider.focus()
    page.keyboard.press("ArrowRight")
    settled(page, "11 days a year")
    moved = next(
        node
        for node in nodes()
        if told(node, "name") == "SLE days a year, each" and told(node, "role") == "slider"
    )
    assert float(told(moved, "value")) == 11.0
    after = said()
    assert after != before
    assert after.endswith("samples of chance.")
    page.keyboard.press("ArrowLeft")
    page.get_by_text("11 days a year").first.wait_for(state="detached")
    page.wait_for_selector(COMPLETE)


def test_a_view_is_chosen_by_key_and_the_picture_saved_is_the_one_seen(page: Page, tmp_path: Path) -> None:
    slider = page.get_by_role("slider", name="SLE days a year, each")
    slider.focus()
    page.keyboard.press("ArrowRight")
    settled(page, "11 days a year")
    page.get_by_role("button", name=VIEWS["waits"].label).focus()
    page.keyboard.press("Enter")
    page.get_by_alt_text("Dot chart of average waits").wait_for()
    page.wait_for_selector(COMPLETE)
    source = str(page.locator(".ist-view figure img").get_attribute("src"))
    with page.expect_download() as saving:
        page.get_by_role("link", name="Save the picture (SVG)").click()
    assert saving.value.suggested_filename == "explorer-waits.svg"
    saved = Path(saving.value.path()).read_bytes()
    assert saved == base64.b64decode(unquote(source).partition(",")[2])
    drawing = ElementTree.fromstring(saved)
    assert drawing.tag.endswith("svg")
    with page.expect_download() as saving:
        page.get_by_role("link", name="Save it as PNG").click()
    assert saving.value.suggested_filename == "explorer-waits.png"
    saving.value.save_as(tmp_path / "saved.png")
    pixels = np.rint(imread(tmp_path / "saved.png")[..., :3] * 255).astype(int)
    ratio = [float(number) for number in re.findall(r"[\d.]+", str(drawing.get("viewBox")))[2:]]
    assert pixels.shape[1] / pixels.shape[0] == pytest.approx(ratio[0] / ratio[1], rel=0.01)
    assert pixels.shape[1] > 1000
    assert (pixels[0, 0] == 255).all()
    assert (np.abs(pixels - BLUE).max(axis=2) < 8).sum() > 100  # it shows the scenario
