"""What a trust's file says of itself that a reader must know before any number: that it is an example."""

from __future__ import annotations

from ist_model.inputs.models import Trust
from ist_model.report.words.plain import sentence

_EXAMPLE = "example"


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
