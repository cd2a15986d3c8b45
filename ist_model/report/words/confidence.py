"""How sure a difference is, in one word with its reason (MODEL 4.7, 11.1)."""

from __future__ import annotations

from typing import NamedTuple

from ist_model.experiments.chances import OverDraws
from ist_model.report.words.difference import Difference, survives_no_effect

AGREE = 0.8  # share of draws of the assumptions that must be on the same side
BEYOND = 0.5  # share of draws in which it must be beyond chance on that side
RULE = (
    "How sure: “low” where chance leaves it open, less than half is left if support has no effect, or fewer "
    "than 8 of 10 other sets of assumptions agree; “high” where half of them also do so beyond chance."
)


class Confidence(NamedTuple):
    """A word, and why."""

    word: str  # high, medium, low
    because: str
    agree: str  # in how many draws of the assumptions it is the same way


def confidence(
    made: Difference, without: Difference | None, over: OverDraws | None, runs: int = 0
) -> Confidence:
    """How sure a difference is.

    Args:
        made: as assumed.
        without: the same if support has no effect; None: support has none anyway, or it is not known.
        over: over draws of the assumptions; None: they were not varied.
        runs: samples of chance in each draw; 0: not told.
    """
    agree, beyond, draws = 0.0, 0.0, "assumptions not varied"
    if over is not None and over.draws:
        better = (made.mean < 0) == (made.better != "higher")
        agree = over.interval.mean if better else 1.0 - over.interval.mean
        beyond = over.clearly_better if better else over.clearly_worse
        found = f"{beyond * over.draws:.0f}" if beyond else "none"
        few = f" in {runs} runs" if runs else ""
        same = f"{agree * over.draws:.0f} of {over.draws} sets of assumptions agree"
        draws = f"{same}, {found} clearly{few}"
    if made.verdict == "same":
        return Confidence("high", "nothing changes in any run", draws)
    if not made.clear:
        return Confidence("low", "chance leaves it open", draws)
    left = survives_no_effect(made, without)
    if left == "reverses":
        return Confidence("low", "it turns round if support has no effect", draws)
    if left in ("rests", "shrinks"):
        return Confidence("low", "it rests on support having an effect", draws)
    if over is None:
        return Confidence("medium", "beyond chance, but assumptions were not varied", draws)
    if agree < AGREE:
        return Confidence("low", "it depends on what is assumed", draws)
    if beyond < BEYOND:
        return Confidence("medium", "beyond chance as assumed, but in few other sets of assumptions", draws)
    return Confidence("high", "beyond chance, with or without an effect, in most sets of assumptions", draws)
