"""The PDF of the pack: contents that lead where they say, words for pictures, provenance on each sheet."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pypdf
import pytest
from bs4 import BeautifulSoup

from ist_model.inputs.resolve import resolve
from ist_model.inputs.scenario_models import Resolved
from ist_model.report.pack import pdf
from ist_model.report.pack.contents import Page, pages
from ist_model.report.pack.index import stamp
from ist_model.report.words.plain import CONFIDENTIAL, STATEMENT
from tests.report.small import RIGHT_TO_LEFT, SCENARIOS

pytestmark = pytest.mark.skipif(not pdf.possible(), reason="WeasyPrint needs Pango")


@pytest.fixture(scope="module")
def chosen(small: Path) -> dict[str, Resolved]:
    return {name: resolve(name, small / "scenarios") for name in ("baseline", *SCENARIOS)}


@pytest.fixture(scope="module")
def listed(small: Path, chosen: dict[str, Resolved]) -> list[Page]:
    found = [page for page in pages(chosen, "baseline") if not page.technical]
    texts = {page.file: (small / "outputs/pack" / page.file).read_text(encoding="utf-8") for page in found}
    # Where one font cannot write all letters, the reader finds spaces between all of them.
    return [page for page in found if RIGHT_TO_LEFT not in texts[page.file]]


@pytest.fixture(scope="module")
def made(
    small: Path, listed: list[Page], chosen: dict[str, Resolved], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    path, shown = tmp_path_factory.mktemp("pdf") / "pack.pdf", list(chosen.values())
    pdf.write_pdf(listed, small / "outputs/pack", path, scenarios=shown, title="Board pack", public=False)
    return path


@pytest.fixture(scope="module")
def read(made: Path) -> pypdf.PdfReader:
    return pypdf.PdfReader(made)


def test_the_pack_and_its_technical_file_are_there(small: Path) -> None:
    for name in ("pack.pdf", "technical.pdf"):
        assert len(pypdf.PdfReader(small / "outputs/pack" / name).pages) > 3


def test_trustees_read_four_sheets_first(small: Path) -> None:
    read = pypdf.PdfReader(small / "outputs/pack/pack.pdf")
    _, under = read.outline
    begins = [read.get_destination_page_number(each) for each in under if not isinstance(each, list)]
    titles = [each.title for each in under if not isinstance(each, list)]
    assert titles[4] == "All scenarios compared"
    assert begins[:5] == [1, 2, 3, 4, 5]


def test_the_contents_give_the_sheet_on_which_each_page_begins(
    read: pypdf.PdfReader, listed: list[Page], small: Path
) -> None:
    first = read.pages[0].extract_text()
    for page in listed:
        number = int(re.search(rf"^\s*{re.escape(page.title)}[ .]*?(\d+)\s*$", first, re.MULTILINE).group(1))
        html = BeautifulSoup((small / "outputs/pack" / page.file).read_text(encoding="utf-8"), "html.parser")
        sheet = " ".join(read.pages[number - 1].extract_text().split())
        assert " ".join(html.h1.get_text().split()) in sheet
        assert page.title in sheet
        stamp = " ".join(html.select_one("footer .stamp dd:first-of-type").get_text().split())
        assert f"Model version {stamp}" in sheet


def test_bookmarks_are_called_as_in_the_contents(read: pypdf.PdfReader, listed: list[Page]) -> None:
    """Pages of scenarios all ask the same; a reader looks for the scenario's name."""
    cover, under = read.outline
    assert cover.title == "Board pack"
    assert [each.title for each in under if not isinstance(each, list)] == [page.title for page in listed]


def test_every_sheet_says_whom_it_is_for_what_it_is_not_and_what_it_was_made_from(
    read: pypdf.PdfReader, chosen: dict[str, Resolved]
) -> None:
    for number, sheet in enumerate(read.pages, start=1):
        text = " ".join(sheet.extract_text().split())
        assert CONFIDENTIAL in text
        assert STATEMENT in text
        for fact in ("Model version", "Scenario", "Scenario hash", "Seed", "Runs", "Date"):
            assert re.search(rf"{fact} [\w.+, ]+", text), (number, fact)
        assert number == 1 or re.search(rf"(^| ){number}$", sheet.extract_text(), re.MULTILINE)
    whole = stamp(list(chosen.values()), [])
    first = " ".join(read.pages[0].extract_text().split())
    for name, value in whole.facts()[:-1]:
        assert f"{name} {value}" in first
    assert f"{whole.date:%Y}" in first


def test_it_is_tagged_and_every_picture_has_its_words(
    read: pypdf.PdfReader, listed: list[Page], small: Path
) -> None:
    root = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    wanted = []
    for page in listed:
        html = BeautifulSoup((small / "outputs/pack" / page.file).read_text(encoding="utf-8"), "html.parser")
        for hidden in html.select(".onscreen, .inprint"):
            hidden.decompose()
        wanted += [str(image["alt"]) for image in html.main.select("img")]
    assert wanted
    assert sorted(_alternatives(root["/StructTreeRoot"])) == sorted(wanted)


def _alternatives(element: Any) -> list[str]:
    """Alternative texts of figures in a structure tree."""
    element = element.get_object()
    if not isinstance(element, dict):
        return []
    kids = element.get("/K", [])
    own = [str(element["/Alt"])] if element.get("/S") == "/Figure" else []
    return own + [alt for kid in (kids if isinstance(kids, list) else [kids]) for alt in _alternatives(kid)]


def test_equal_pages_give_equal_bytes(
    made: Path, listed: list[Page], chosen: dict[str, Resolved], small: Path, tmp_path: Path
) -> None:
    again, shown = tmp_path / "again.pdf", list(chosen.values())
    pdf.write_pdf(listed, small / "outputs/pack", again, scenarios=shown, title="Board pack", public=False)
    assert again.read_bytes() == made.read_bytes()


def test_a_public_one_says_nothing_of_trustees(
    listed: list[Page], chosen: dict[str, Resolved], small: Path, tmp_path: Path
) -> None:
    path, shown = tmp_path / "p.pdf", list(chosen.values())
    pdf.write_pdf(listed[:1], small / "outputs/pack", path, scenarios=shown, title="Pack", public=True)
    for sheet in pypdf.PdfReader(tmp_path / "p.pdf").pages:
        assert CONFIDENTIAL not in sheet.extract_text()
