"""Where a page stands among the others: what comes before and after it, and the contents that lead to all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ist_model.report.pack.contents import PARTS, Page

INDEX = "index.html"


@dataclass(frozen=True)
class Link:
    """A title and an address relative to the page that holds the link."""

    title: str
    href: str


@dataclass(frozen=True)
class Place:
    """What a page's band and foot lead to; None at an end."""

    contents: Link | None = None
    before: Link | None = None
    after: Link | None = None


NOWHERE = Place()


def places(pages: Sequence[Page]) -> list[Place]:
    """The place of each page, in the order given."""
    return [
        Place(
            Link("Contents", page.home + INDEX),
            _link(page, pages[i - 1]) if i else None,
            _link(page, pages[i + 1]) if i + 1 < len(pages) else None,
        )
        for i, page in enumerate(pages)
    ]


def by_part(pages: Sequence[Page]) -> list[tuple[str, list[Page]]]:
    """Pages under the words of their part, parts without any left out."""
    found = [(words, [p for p in pages if p.kind.part == part]) for part, words in PARTS.items()]
    return [(words, some) for words, some in found if some]


def _link(page: Page, other: Page) -> Link:
    return Link(other.title, page.home + other.file)
