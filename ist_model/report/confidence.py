"""How sure a difference is, in one word with its reason (MODEL 4.7, 11.1)."""

from __future__ import annotations

from typing import NamedTuple

from ist_model.experiments.chances import OverDraws
from ist_model.report.difference import Difference, survives_no_effect

AGREE = 0.8  # share of draws of the assumptions that must be on the same side
RULE = (
    "How sure: “high” where a difference is beyond chance, at least half of it is left if support has no "
    "effect, and it is on the same side in at least 8 of 10 other sets of assumptions; “low” where chance "
    "leaves it open, or it turns round; else “medium”."
)


class Confidence(NamedTuple):
    """A word, and why."""

    word: str  # high, medium, low
    because: str
    agree: str  # in how many draws of the assumptions it is the same way


def confidence(made: Difference, without: Difference | None, over: OverDraws | None) -> Confidence:
    """How sure a difference is.

    Args:
        made: as assumed.
        without: the same if support has no effect; None: support has none anyway, or it is not known.
        over: over draws of the assumptions; None: they were not varied.
    """
    agree, draws = 0.0, "assumptions not varied"
    if over is not None and over.draws:
        side = over.interval.mean
        agree = side if made.mean < 0 else 1.0 - side
        if made.better == "higher":
            agree = 1.0 - agree
        draws = f"{agree * over.draws:.0f} of {over.draws} sets of assumptions agree"
    if made.verdict == "same":
        return Confidence("high", "nothing changes in any run", draws)
    if not made.clear:
        return Confidence("low", "chance leaves it open", draws)
    left = survives_no_effect(made, without)
    if left == "reverses":
        return Confidence("low", "it turns round if support has no effect", draws)
    if left in ("rests", "shrinks"):
        return Confidence("medium", "beyond chance, but little is left of it if support has no effect", draws)
    if over is None:
        return Confidence("medium", "beyond chance, but assumptions were not varied", draws)
    if agree < AGREE:
        return Confidence("medium", "beyond chance, but it depends on what is assumed", draws)
    return Confidence("high", "beyond chance, with or without an effect, in most sets of assumptions", draws)
