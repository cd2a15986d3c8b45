"""The pack in a real browser, from disk: nothing is fetched, all can be read, on screens and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ist_model.report.pack.rendering import compose
from ist_model.report.tables import table
from tests.report.test_pages import BODY

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


def test_every_page_is_whole_by_itself(opened: Opened, small: Path) -> None:
    pages = sorted((small / "outputs/pack").rglob("*.html"))
    assert len(pages) > 20
    for path in pages:
        opened.requests.clear()
        opened.page.goto(path.as_uri())
        told = path.name
        assert [url for url in opened.requests if not url.startswith("data:")] == [path.as_uri()], told
        assert opened.complaints == [], told
        assert opened.page.locator("h1").count() == 1, told
        assert opened.page.locator("html").get_attribute("lang") == "en-GB", told
        for image in opened.page.locator("img").all():
            assert (image.get_attribute("alt") or "").strip(), told
            assert image.evaluate("i => i.complete && (i.naturalWidth > 0 || !i.offsetParent)"), told
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert opened.page.evaluate(wide) == 0, told


@pytest.mark.parametrize("name", PAGES[1:])
def test_a_scenario_has_pictures(opened: Opened, small: Path, name: str) -> None:
    opened.page.goto((small / "outputs/pack" / name).as_uri())
    assert opened.page.locator("img").count() > 5


def test_the_index_leads_to_a_scenario_and_back(opened: Opened, small: Path) -> None:
    opened.page.goto((small / "outputs/pack/index.html").as_uri())
    opened.page.get_by_role("link", name="Two schools join in September 2027").first.click()
    assert opened.page.locator("p.lead").inner_text() == "Two schools join in September 2027"
    opened.page.get_by_role("link", name="Contents").click()
    assert opened.page.locator("h1").inner_text() == "Board pack"


def test_the_skip_link_and_the_scrolling_tables_work_from_the_keyboard(opened: Opened, small: Path) -> None:
    opened.page.goto((small / "outputs/pack" / PAGES[1]).as_uri())
    opened.page.keyboard.press("Tab")
    focused = opened.page.locator(":focus")
    assert focused.inner_text() == "Skip to the report"
    assert focused.bounding_box()["x"] >= 0
    assert opened.page.locator('[role="region"][tabindex="0"][aria-label]').count() >= 4


def test_a_long_table_can_be_sorted_and_nothing_else_runs(opened: Opened, small: Path) -> None:
    opened.page.goto((small / "outputs/pack" / PAGES[1]).as_uri())
    table = opened.page.locator("table.sortable").first
    column = table.locator("tbody tr > :nth-child(2)")
    before = column.all_inner_texts()
    head = table.locator("thead th").nth(1)
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    ascending = column.all_inner_texts()
    assert sorted(ascending) == sorted(before)
    assert ascending != before
    head.get_by_role("button").press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    blocked = "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran = 1\">')"
    opened.page.evaluate(blocked)
    opened.page.wait_for_timeout(200)
    assert opened.page.evaluate("window.ran") is None


def test_numbers_sort_as_numbers(browser: Browser, tmp_path: Path) -> None:
    shown = [
        "£12,000",
        "−£3,000",
        "not known",
        "£900",
        "£100,000",
        "£0",
        "£5,000",
        "£7,000",
        "£1",
        "£2",
        "£3",
        "£4",
    ]
    made = table(
        ["School", "Money"], [[f"School {i}", text] for i, text in enumerate(shown)], caption="Money"
    )
    (tmp_path / "page.html").write_text(compose(BODY + made), encoding="utf-8")
    page = browser.new_page()
    page.goto((tmp_path / "page.html").as_uri())
    page.get_by_role("button", name="Money").click()
    cells = page.locator("tbody td").all_inner_texts()
    page.close()
    wanted = [
        "−£3,000",
        "£0",
        "£1",
        "£2",
        "£3",
        "£4",
        "£900",
        "£5,000",
        "£7,000",
        "£12,000",
        "£100,000",
        "not known",
    ]
    assert cells == wanted


def test_it_prints_on_a_handful_of_pages(browser: Browser, small: Path) -> None:
    page = browser.new_page()
    page.goto((small / "outputs/pack" / PAGES[1]).as_uri())
    printed = page.pdf(prefer_css_page_size=True)
    page.close()
    assert printed.count(b"/Type /Page\n") in range(4, 10)
