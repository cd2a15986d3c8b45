"""Every page explains each term that it uses, wherever it came from: no list of pages to keep."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from ist_model.report.pack.explaining import explain_terms, words_of
from ist_model.report.words.terms import TERMS, explained, used

# What needs no explanation: country, kinds of file, a licence that is called by its name.
_PLAIN = {"UK", "PDF", "UTF", "MIT"}


def unexplained(page: str, term_list: str = ".terms") -> list[str]:
    """Terms that a page's readers meet and that it does not explain."""
    main = BeautifulSoup(page, "html.parser").main
    assert main is not None
    said = words_of(main).lower()
    for element in main.select(term_list):
        element.decompose()
    return [term for term in used(words_of(main)) if TERMS[term].lower() not in said]


@pytest.fixture(scope="module")
def pages(small: Path) -> dict[str, str]:
    folder = small / "outputs/pack"
    found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*.html"))}
    return {name: path.read_text(encoding="utf-8") for name, path in found.items()}


def test_every_page_explains_each_term_that_it_uses(pages: dict[str, str]) -> None:
    assert {name: terms for name, page in pages.items() if (terms := unexplained(page))} == {}


def test_a_page_that_explains_nothing_is_found(pages: dict[str, str]) -> None:
    missed = {}
    for name, page in pages.items():
        soup = BeautifulSoup(page, "html.parser")
        for element in soup.select(".terms"):
            element.decompose()
        missed[name] = unexplained(str(soup))
    for name, term in (
        ("decision.html", "needing attention"),
        ("days.html", "Lead Practitioner"),
        ("leaders.html", "Partnership Head"),
        ("trust.html", "Trust Improvement Partner"),
        ("network.html", "NLE"),
        ("money.html", "top slice"),
        ("money/school-a.html", "DfE"),
        ("schools/school-a.html", "FTE"),
        ("join-test.html", "draws"),
    ):
        assert term in missed[name], name


def test_every_short_form_on_a_page_is_a_known_term(pages: dict[str, str]) -> None:
    """Two capitals or more, not those of a post's code, nor within a longer word."""
    known = _PLAIN | {term for term in TERMS if term.isupper()}
    for name, page in pages.items():
        main = BeautifulSoup(page, "html.parser").main
        found = re.findall(r"(?<![\w-])([A-Z]{2,})s?(?![\w-])", words_of(main))
        assert set(found) <= known, name


def test_what_is_only_on_screen_is_explained_only_there() -> None:
    soup = BeautifulSoup('<div class="paper"><p>13 SLEs</p><p class="onscreen">NLE</p></div>', "html.parser")
    explain_terms(soup)
    told = {" ".join(each["class"]): each.get_text() for each in soup.select(".paper > .terms")}
    assert told == {
        "terms": "SLE: specialist leader of education.",
        "terms onscreen": "NLE: national leader of education.",
    }


def test_a_page_may_say_where_it_explains_its_terms() -> None:
    soup = BeautifulSoup('<p>13 SLEs</p><p class="terms"></p><p>More</p>', "html.parser")
    explain_terms(soup)
    assert [each.get_text() for each in soup.select("p")] == [
        "13 SLEs",
        "SLE: specialist leader of education.",
        "More",
    ]
    nothing = BeautifulSoup('<p>More</p><p class="terms"></p>', "html.parser")
    explain_terms(nothing)
    assert str(nothing) == "<p>More</p>"


def test_a_term_that_the_text_explains_is_not_explained_again() -> None:
    assert explained("Integrated curriculum and financial planning (ICFP) asks") == ""
    assert explained("No school needs attention; growth draws on leaders").startswith("Needing attention: ")
    assert "draws" not in explained("growth draws on leaders")
