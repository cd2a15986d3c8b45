"""What a page says outside the cells of its tables, and which of its numbers are read back from it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from bs4 import BeautifulSoup

from tests.report.reading.claims import Check, Claim
from tests.report.reading.stored import Store

NUMBER = re.compile(r"\d+(?:[.,:/–]\d+)*")
Span = tuple[int, int]
_BLOCKS = ("p", "li", "figcaption", "caption", "th", "h1", "h2", "h3", "h4", "dt", "dd", "summary")


class Sentence(NamedTuple):
    """Pages it stands on (a pattern of their address), its words, and a check for each unnamed group.

    Named groups are what a claim is about: a school, a role. A sentence is read wherever it stands, beside
    a chart and in the chart's alt text alike. Between its fixed words stands nothing but claims.
    """

    pages: str
    words: str
    claims: Callable[[Store, str, re.Match[str]], list[Check]]
    always: bool = True


@dataclass
class Page:
    """A page's words and what is claimed in them."""

    address: str
    text: str
    claims: list[Claim] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)

    def claim(self, span: Span, check: Check, about: str) -> None:
        """Claim a part of the text."""
        self.spans.append(span)
        self.claims.append(Claim(f"{self.address}: {about}", self.text[slice(*span)], check))

    def read(self, sentence: Sentence, store: Store) -> bool:
        """Claim what a sentence says wherever it stands; False if it should stand here and does not."""
        at = None
        for at in re.finditer(sentence.words, self.text):
            named = at.re.groupindex.values()
            groups = [n for n in range(1, at.re.groups + 1) if n not in named]
            checks = sentence.claims(store, self.address, at)
            assert len(checks) == len(groups), f"{sentence.words}: {len(checks)} checks"
            for group, check in zip(groups, checks, strict=True):
                if at[group] is not None:
                    self.claim(at.span(group), check, at[0])
        return at is not None or not sentence.always

    def unread(self, allowed: str) -> Iterator[str]:
        """Numbers that nothing claims, each with the words around it; `allowed`: what needs no reader."""
        free = [at.span() for at in re.finditer(allowed, self.text)]
        for at in NUMBER.finditer(self.text):
            if not any(start <= at.start() and at.end() <= end for start, end in [*self.spans, *free]):
                yield f"{self.address}: {self.text[max(0, at.start() - 70) : at.end() + 40]}"


def page_of(path: Path, address: str) -> Page:
    """A page as read: passage by passage, then the alt texts of its charts, each once."""
    soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    alts = [_plain(str(image["alt"])) for image in soup.select("img[alt]")]
    for each in soup.select("head, script, style, svg, nav, tbody, dl.kpis"):
        each.decompose()  # a table's cells and the key numbers are read by `reading.pages`
    passages = []
    for block in [each for each in soup.find_all(_BLOCKS) if not each.find(_BLOCKS)]:
        passages.append(_plain(block.get_text()))
        block.clear()
    return Page(address, " ".join([*passages, _plain(soup.get_text(" ")), *dict.fromkeys(alts)]))


def _plain(text: str) -> str:
    return " ".join(text.split())
