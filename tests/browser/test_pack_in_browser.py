"""The pack in a real browser, from disk: nothing is fetched, all can be read, on screens and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
PAGES = ("index.html", "scenarios/two-schools-join-2027.html", "scenarios/baseline.html")
SIZES = {"laptop": (1280, 800), "phone": (390, 844)}


class Opened:
    """A page and what it asked for."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))


@pytest.fixture(params=SIZES)
def opened(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Opened]:
    width, height = SIZES[request.param]
    context = browser.new_context(viewport={"width": width, "height": height})
    yield Opened(context.new_page())
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole_by_itself(opened: Opened, small: Path, name: str) -> None:
    address = (small / "outputs/pack" / name).as_uri()
    opened.page.goto(address)
    assert [url for url in opened.requests if not url.startswith("data:")] == [address]
    assert opened.complaints == []
    assert opened.page.locator("h1").count() == 1
    assert opened.page.locator("html").get_attribute("lang") == "en-GB"
    images = opened.page.locator("img").all()
    assert images
    for image in images:
        assert (image.get_attribute("alt") or "").strip()
        assert image.evaluate("i => i.complete && i.naturalWidth > 0")
    wide = opened.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == 0


def test_the_index_leads_to_a_scenario_and_back(opened: Opened, small: Path) -> None:
    opened.page.goto((small / "outputs/pack/index.html").as_uri())
    opened.page.get_by_role("link", name="Two schools join in September 2027").first.click()
    assert opened.page.locator("p.lead").inner_text() == "Two schools join in September 2027"
    opened.page.get_by_role("link", name="Contents").click()
    assert opened.page.locator("h1").inner_text() == "The scenarios compared"


def test_the_skip_link_and_the_scrolling_tables_work_from_the_keyboard(opened: Opened, small: Path) -> None:
    opened.page.goto((small / "outputs/pack" / PAGES[1]).as_uri())
    opened.page.keyboard.press("Tab")
    focused = opened.page.locator(":focus")
    assert focused.inner_text() == "Skip to the report"
    assert focused.bounding_box()["x"] >= 0
    assert opened.page.locator('[role="region"][tabindex="0"][aria-label]').count() >= 4


def test_it_prints_on_a_handful_of_pages(browser: Browser, small: Path) -> None:
    page = browser.new_page()
    page.goto((small / "outputs/pack" / PAGES[1]).as_uri())
    printed = page.pdf(prefer_css_page_size=True)
    page.close()
    assert printed.count(b"/Type /Page\n") in range(4, 10)
