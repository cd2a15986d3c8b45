"""Schools whose names could be taken for anything but text; and how the command ends when a page failed."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from ist_model.cli import app
from ist_model.cli.failures import FAILED, exit_code
from ist_model.report.cases.case import load_case
from ist_model.report.errors import PackError
from ist_model.report.pack import build as pack
from ist_model.report.pack.rendering import compose
from ist_model.report.pages import school as school_page
from ist_model.report.pages import trust as trust_page
from tests.report.small import RIGHT_TO_LEFT, working_folder

NAMES = {
    "quotes": "\"Double\" and 'single' & <b>bold</b>",
    "script": "<script>alert('school')</script>",
    "right to left": f"{RIGHT_TO_LEFT} school",
    "emoji": "🙂 school",
    "long": "w" * 200,
    "formula": "=cmd|' /C calc'!A0",
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder in which each school of the trust has one of the names."""
    folder = working_folder(tmp_path_factory.mktemp("hostile"))
    path = folder / "scenarios/trusts/inclusive-schools-trust/trust.yaml"
    names = iter(NAMES.values())

    def renamed(_: re.Match[str]) -> str:
        return f"name: {json.dumps(next(names), ensure_ascii=False)}"

    text = path.read_text(encoding="utf-8")
    text, count = re.subn(r'name: "[^\n]*"(?=\n\s+label: "School)', renamed, text)
    assert count == len(NAMES), count
    path.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.filterwarnings("ignore:Glyph .* missing from font")  # the font of charts has no emoji
def test_schools_with_such_names_are_shown_as_text(hostile: Path) -> None:
    where = {"scenarios_dir": hostile / "scenarios", "results_dir": hostile / "outputs/results"}
    case = load_case("baseline", "baseline", named=True, **where)
    blocks = trust_page.where_schools_stand(case) + trust_page.facts(case)
    shown = BeautifulSoup(compose(f"<h1>Trust</h1>{blocks.markup}"), "html.parser")
    words = " ".join(shown.main.get_text().split())
    for name in NAMES.values():
        assert name in words.replace("\xa0", " "), name
    assert not shown.main.find_all("b")
    assert not shown.find_all("script")
    for school in case.resolved.trust.schools:
        page = school_page.load(school.id, "baseline", named=True, **where)
        own = school_page.heading(page) + school_page.waits(page) + page.view.stamp()
        soup = BeautifulSoup(compose(f"<h1>School</h1>{own.markup}"), "html.parser")
        assert school.name in " ".join(soup.main.get_text().split())
        assert not soup.main.find_all(["script", "b"])


def test_a_pack_of_which_a_page_failed_ends_with_a_code_that_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object, **__: object) -> Path:
        raise PackError("1 of 9 pages failed:\n  money.html: NotebookError: 07.ipynb, cell 4: ValueError: no")

    monkeypatch.setattr(pack, "build_pack", fails)
    monkeypatch.setattr(sys, "argv", ["ist", "pack"])
    assert exit_code(app.app) == FAILED != 0
    assert "money.html: NotebookError: 07.ipynb, cell 4" in capsys.readouterr().err
