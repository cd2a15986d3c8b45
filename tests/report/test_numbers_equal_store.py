"""Numbers in the pack equal the store: every table of every page is read back from its HTML."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.report.reading.claims import Shown, tables
from tests.report.reading.pages import reader_of
from tests.report.reading.stored import Store

WITHOUT_TABLES = {"index.html", "log.html"}  # no numbers of results: contents; a log that nobody keeps yet
OTHER_NUMBERS = {
    "stress-des.html",
    "assumptions.html",
    "join-test.html",
}  # of the model itself; of a sweep (READERS say where they are tested)


@pytest.fixture(scope="module")
def store(small: Path) -> Store:
    return Store(small)


@pytest.fixture(scope="module")
def read(store: Store) -> list[Shown]:
    """Every table of the pack, with what it claims."""
    found = []
    for path in sorted(store.pages.rglob("*.html")):
        for shown in tables(path, path.relative_to(store.pages).as_posix()):
            reader = reader_of(shown)
            if not isinstance(reader, str):
                reader(store, shown)
                found.append(shown)
    return found


def test_every_page_is_read(store: Store, read: list[Shown]) -> None:
    pages = {path.relative_to(store.pages).as_posix() for path in store.pages.rglob("*.html")}
    assert pages - {shown.file for shown in read} == WITHOUT_TABLES | OTHER_NUMBERS
    assert sum(len(shown.claims) for shown in read) > 1000


def test_every_number_of_a_table_is_that_of_the_store(read: list[Shown]) -> None:
    wrong = [f"{c.place}: {c.text}" for shown in read for c in shown.claims if not c.check(c.text)]
    assert not wrong, "\n".join(wrong)


def test_no_cell_with_a_number_is_left_unread(read: list[Shown]) -> None:
    left = [cell for shown in read for cell in shown.unclaimed()]
    assert not left, "\n".join(left)


def test_an_altered_number_is_found(read: list[Shown]) -> None:
    """Every digit of every claim, changed alone."""
    missed, tried = [], 0
    for shown in read:
        for claim in shown.claims:
            for at in (found.start() for found in re.finditer(r"\d", claim.text)):
                digit = (int(claim.text[at]) + 5) % 10
                tried += 1
                if claim.check(f"{claim.text[:at]}{digit}{claim.text[at + 1 :]}"):
                    missed.append(f"{claim.place}: {claim.text} at {at}")
    assert tried > 2000
    assert not missed, f"{len(missed)} of {tried}:\n" + "\n".join(missed[:60])
