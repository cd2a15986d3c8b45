"""Numbers in the sentences that open a page equal the store: they are read back from its HTML."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.report.reading.alts import claims_of
from tests.report.reading.claims import Claim
from tests.report.reading.sentences import SENTENCES, found_in
from tests.report.reading.stored import Store


@pytest.fixture(scope="module")
def claims(small: Path) -> list[Claim]:
    """What every sentence that is read claims."""
    store, made = Store(small), []
    for path in sorted(store.pages.rglob("*.html")):
        page = path.relative_to(store.pages).as_posix().removesuffix(".html")
        main = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").find("main")
        text = " ".join(main.get_text(" ").split()).replace(" .", ".")
        for sentence, found in found_in(text, page):
            assert found or not sentence.always, f"{page}: {sentence.words}"
            if found:
                checks = sentence.claims(store, page)
                assert len(checks) == len(found.groups()), sentence.words
                made += [
                    Claim(f"{page}: {found[0]}", text, check)
                    for text, check in zip(found.groups(), checks, strict=True)
                ]
    return made


@pytest.fixture(scope="module")
def pictures(small: Path) -> list[Claim]:
    """What the alt text of every chart of the sheets for trustees claims."""
    return claims_of(Store(small))


def test_every_number_of_these_alt_texts_is_that_of_the_store(pictures: list[Claim]) -> None:
    wrong = [f"{claim.text!r} in {claim.place}" for claim in pictures if not claim.check(claim.text)]
    assert len(pictures) > 50
    assert not wrong, "\n".join(wrong)


def test_an_altered_number_of_an_alt_text_is_found(pictures: list[Claim]) -> None:
    assert not missed_in(pictures, at_least=100)


def test_every_kind_of_sentence_is_read(claims: list[Claim]) -> None:
    assert len(claims) > len(SENTENCES)


def test_every_number_of_these_sentences_is_that_of_the_store(claims: list[Claim]) -> None:
    wrong = [f"{claim.text!r} in {claim.place}" for claim in claims if not claim.check(claim.text)]
    assert not wrong, "\n".join(wrong)


def test_an_altered_number_is_found(claims: list[Claim]) -> None:
    assert not missed_in(claims, at_least=200)


def missed_in(claims: list[Claim], *, at_least: int) -> list[str]:
    """Claims that would be taken for true with a digit changed; every digit is tried."""
    missed, tried = [], 0
    for claim in claims:
        for at in (found.start() for found in re.finditer(r"\d", claim.text)):
            digit = (int(claim.text[at]) + 5) % 10
            tried += 1
            if claim.check(f"{claim.text[:at]}{digit}{claim.text[at + 1 :]}"):
                missed.append(f"{claim.place}: {claim.text} at {at}")
    assert tried > at_least
    return missed
