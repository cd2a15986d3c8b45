"""Numbers in the words of pages and in alt texts equal the store: they are read back from the HTML."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.report.reading.all_sentences import FIXED, SENTENCES, no_reader_needed, read_pages
from tests.report.reading.claims import Claim
from tests.report.reading.passages import Page
from tests.report.reading.stored import Store


@pytest.fixture(scope="module")
def store(small: Path) -> Store:
    return Store(small)


@pytest.fixture(scope="module")
def pages(store: Store) -> list[Page]:
    return read_pages(store)


@pytest.fixture(scope="module")
def claims(pages: list[Page]) -> list[Claim]:
    """What every sentence that is read claims."""
    return [claim for page in pages for claim in page.claims]


def test_many_sentences_are_read(claims: list[Claim]) -> None:
    assert len(SENTENCES) > 100
    assert len(claims) > 1300


def test_every_number_of_these_sentences_is_that_of_the_store(claims: list[Claim]) -> None:
    wrong = [f"{claim.text!r} in {claim.place}" for claim in claims if not claim.check(claim.text)]
    assert not wrong, "\n".join(wrong)


def test_an_altered_number_is_found(claims: list[Claim]) -> None:
    """Every digit of every claim, changed alone."""
    missed, tried = [], 0
    for claim in claims:
        for at in (found.start() for found in re.finditer(r"\d", claim.text)):
            digit = (int(claim.text[at]) + 5) % 10
            tried += 1
            if claim.check(f"{claim.text[:at]}{digit}{claim.text[at + 1 :]}"):
                missed.append(f"{claim.place}: {claim.text} at {at}")
    assert tried > 5500
    assert not missed, f"{len(missed)} of {tried}:\n" + "\n".join(missed[:60])


def test_no_number_in_words_is_left_unread(store: Store, pages: list[Page]) -> None:
    """A number that a page says outside its tables has a reader, or stands among what needs none."""
    left = [words for page in pages for words in page.unread(no_reader_needed(store))]
    assert not left, f"{len(left)} without a reader (see reading/all_sentences.py):\n" + "\n".join(left[:60])


def test_a_number_on_a_new_page_is_found_to_have_no_reader(store: Store) -> None:
    words = "Of 8 runs in 10 we know, with 95% intervals, that 7 of 12 are late; see Spring 1, 2026/27."
    left = list(Page("new", words).unread(no_reader_needed(store)))
    assert [number in each for number, each in zip((" 7 ", " 12 "), left, strict=True)] == [True, True]


def test_nothing_is_let_through_that_no_page_says(pages: list[Page]) -> None:
    text = "\n".join(page.text for page in pages)
    assert [why for why, words in FIXED.items() if not re.search(words, text)] == []
