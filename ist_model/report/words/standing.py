"""What a trust's file says of itself: that it is an example, and how its starting strengths were read."""

from __future__ import annotations

import re

from ist_model.inputs.models import Trust
from ist_model.report.words.plain import sentence

_EXAMPLE = "example"
_PUPILS = re.compile(r"\b(\d[\d,]*) pupils\b")


def standing_of(trust: Trust) -> str:
    """That the trust is an example, in its own words; empty where its title does not call it one.

    Args:
        trust: Its title says "…, worked example: …"; `about` begins with what it is not, and says what is
            assumed in a sentence that begins with "Assumed:".
    """
    if _EXAMPLE not in trust.title.lower():
        return ""
    _, _, rest = trust.title.partition(", ")
    told = [sentence(rest or trust.title), sentence(trust.about.partition(". ")[0])]
    if "Assumed:" in trust.about:
        told.append("Much is assumed: see the foot of “The trust on a page”.")
    return " ".join(each for each in told if each != ".")


def how_read(trust: Trust, pupils: float) -> str:
    """What the file says of how its starting strengths were read (`start_note`), if it is of this result.

    Args:
        trust: Its note names the result that it speaks of by its number of pupils, first of all.
        pupils: Of the existing schools, in a school needing attention: mean of the runs beside which the note
            would stand.

    Returns:
        The note; empty where its first sentence names another number of pupils, as it does beside results of
        another scenario or of other runs: the note was typed once and does not move with them. A note
        that names none is of any result.
    """
    named = _PUPILS.search(trust.start_note.partition(". ")[0])
    return trust.start_note if named is None or named[1] == f"{pupils:,.0f}" else ""
