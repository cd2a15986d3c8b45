"""Every page of the pack through axe-core in a real browser: no serious or critical fault."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
GRAVE = ("serious", "critical")


def grave(browser: Browser, address: str, width: int) -> list[str]:
    """Grave faults of a page, each with the element that has it."""
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto(address)
    found = grave_on(page)
    context.close()
    return found


def grave_on(page: Page) -> list[str]:
    """Grave faults of a page as it stands."""
    found: dict[str, Any] = Axe().run(page).response
    assert len(found["passes"]) > 10, "axe looked at hardly anything"
    return [
        f"{fault['id']}: {node['html'][:160]}"
        for fault in found["violations"]
        if fault["impact"] in GRAVE
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize("width", [1280, 390], ids=["laptop", "phone"])
def test_no_page_has_a_grave_fault(browser: Browser, small: Path, width: int) -> None:
    pack = small / "outputs/pack"
    faults = {
        path.relative_to(pack).as_posix(): found
        for path in sorted(pack.rglob("*.html"))
        if (found := grave(browser, path.as_uri(), width))
    }
    assert faults == {}


def test_a_fault_would_be_found(browser: Browser, small: Path, tmp_path: Path) -> None:
    text = (small / "outputs/pack/index.html").read_text(encoding="utf-8")
    pale = text.replace("--ink: #1b242b", "--ink: #d8dde1")
    assert pale != text
    (tmp_path / "pale.html").write_text(pale, encoding="utf-8")
    assert any(
        f.startswith("color-contrast") for f in grave(browser, (tmp_path / "pale.html").as_uri(), 1280)
    )
