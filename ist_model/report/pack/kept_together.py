"""What no line of a page breaks apart: a number and its unit, a short interval."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from bs4.element import NavigableString

_NUMBER = r"£?\d(?:[\d,.]*\d)?%?"
_KEPT = re.compile(
    r"\((?=[^()]*\d)[^()]{1,20}\)"  # (£9,000 to £11,000)
    rf"|(?<![^\s(“])(?:[±−+] ?)?{_NUMBER}(?: (?:in|to|of) {_NUMBER})?"
    r"(?: a [a-z]{1,7}\b| [a-z]{1,12}\b)?"
)


def keep_together(soup: BeautifulSoup) -> None:
    """Put spaces at which no line breaks into what is read as one: "16 in 20", "3 pupils", "(2 to 4)".

    Headings of columns may break anywhere, so that columns are as narrow as what stands in them. Words that
    are read back from a page are the same once runs of white space are taken as one.
    """
    for text in list(soup.find_all(string=True)):
        if type(text) is not NavigableString or text.find_parent("thead"):
            continue
        if (kept := _KEPT.sub(_unbroken, text)) != text:
            text.replace_with(kept)


def _unbroken(found: re.Match[str]) -> str:
    return found[0].replace(" ", "\N{NO-BREAK SPACE}")
