"""A sign and its number, or two numbers and a dash, between which no line breaks; and words that have to."""

from __future__ import annotations

import html
import re

_KEPT = re.compile(
    r"(?P<long>\S{60,})|(?:[−+]£|± ?£?)[\d,.]*\d|\(?\d+–\d+\)?"
)  # lines break after sign or dash


def unbroken(text: str) -> str:
    """Text as HTML in which no line breaks after a sign or dash: "−£2,000", "± £1,000", "(47–76)".

    A word longer than any line may break anywhere, so that no column is as wide as it.
    """
    return _KEPT.sub(_held, html.escape(text))


def _held(found: re.Match[str]) -> str:
    return f'<span class="{"anywhere" if found["long"] else "nowrap"}">{found[0]}</span>'
