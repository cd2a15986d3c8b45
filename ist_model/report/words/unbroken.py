"""A sign and its number, or two numbers and a dash, between which no line of a page breaks."""

from __future__ import annotations

import html
import re

_KEPT = re.compile(r"(?:[−+]£|± ?£?)[\d,.]*\d|\(?\d+–\d+\)?")  # a line might break after the sign or dash


def unbroken(text: str) -> str:
    """Text as HTML in which no line breaks after a sign or dash: "−£2,000", "± £1,000", "(47–76)"."""
    return _KEPT.sub(r'<span class="nowrap">\g<0></span>', html.escape(text))
