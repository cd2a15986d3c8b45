"""Every page explains the terms that it uses, as a rule at its end: short forms, roles, what is counted."""

from __future__ import annotations

import copy

from bs4 import BeautifulSoup, Tag

from ist_model.report.words.terms import explained

_SCREEN = "onscreen"  # what is left out in print


def explain_terms(soup: BeautifulSoup) -> None:
    """Put what the terms of a page mean where it wants that, else at its end; in print, of what is printed.

    Args:
        soup: The page as its readers get it, without its stamp.
    """
    printed = copy.copy(soup)
    for element in printed.select(f".{_SCREEN}"):
        element.decompose()
    told = explained(words_of(printed))
    place, sheets = soup.select_one("p.terms"), soup.select(".paper")
    if place is None:
        place = soup.new_tag("p")
        (sheets[-1] if sheets else soup).append(place)
    for text, kind in ((explained(f"{words_of(soup)} {told}"), f"terms {_SCREEN}"), (told, "terms")):
        if text:
            place.insert_after(soup.new_tag("p", attrs={"class": kind}, string=text))
    place.decompose()


def words_of(page: Tag) -> str:
    """All words of a page, alternative texts of its pictures included."""
    alternatives = [str(image.get("alt", "")) for image in page.select("img")]
    return " ".join(" ".join([page.get_text(" "), *alternatives]).split())
