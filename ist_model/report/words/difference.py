"""Paired differences in words: no change is claimed where the interval holds zero (MODEL 11.1, 11.5)."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from ist_model.report.words import coarse
from ist_model.report.words.levels import give_or_take
from ist_model.report.words.plain import money

NO_CLEAR, NO_DIFFERENCE = "no clear difference", "no difference"
Verdict = Literal["better", "worse", "changed", "unclear", "same"]
Better = Literal["lower", "higher", ""]
Survival = Literal["", "stands", "shrinks", "rests", "reverses"]
HALF = 0.5  # of a difference must be left if support has no effect, for a conclusion to stand
_DIRECTIONS = {
    "GBP": ("less", "more"),
    "share": ("lower", "higher"),
    "chance": ("lower", "higher"),
    "school weeks": ("shorter", "longer"),
}
_POINTS = ("share", "chance")
_WHOLE = ("days", "pupils", "needs", "boards")  # counted in many: a tenth of one means nothing
_ONE = ("1", "under 1")


@dataclass(frozen=True)
class Difference:
    """A paired difference, scenario less baseline, with the ends of its 95% interval, in `unit`."""

    label: str
    unit: str
    better: Better
    mean: float
    low: float
    high: float
    decimals: int = 0

    @property
    def known(self) -> bool:
        """Whether all three numbers are there."""
        return all(math.isfinite(v) for v in (self.mean, self.low, self.high))

    @property
    def clear(self) -> bool:
        """Whether the interval keeps away from zero."""
        return self.known and (self.low > 0 or self.high < 0)

    @property
    def verdict(self) -> Verdict:
        """What it means: `changed` where no direction is better, `same` where every run is equal."""
        if self.known and self.low == self.high == 0:
            return "same"
        if not self.clear:
            return "unclear"
        if not self.better:
            return "changed"
        return "better" if (self.mean > 0) == (self.better == "higher") else "worse"

    @property
    def drawn(self) -> coarse.Ends:
        """The three numbers as a chart draws them."""
        return coarse.together(self.mean, self.low, self.high, self.unit)

    @property
    def head(self) -> str:
        """The unit without its rate: days, GBP, share ..."""
        return self.unit.partition(" a ")[0]

    def change(self) -> str:
        """The difference in a few words, without its interval: "8 more pupils", "no clear difference"."""
        if not self.known:
            return "not known"
        if not self.clear:
            return NO_DIFFERENCE if self.verdict == "same" else NO_CLEAR
        way, size, rate = self._way(self.mean), self._sizes()(self.mean), self._rate()
        if self.head in _POINTS:
            return f"{size} percentage point{'' if size in _ONE else 's'} {way}"
        if self.head == "GBP":
            return f"{size} {way}{rate}"
        if way in ("fewer", "more"):
            noun = self.head.removesuffix("s") if size in _ONE else self.head
            return f"{'at most 1' if size == 'under 1' else size} {way} {noun}{rate}"
        return f"{size} {self.head} {way}{rate}"

    def span(self) -> str:
        """The interval in a few words: "5 to 11 more", "3 fewer to 5 more"; empty where there is none."""
        inner = self._inner()
        bare = inner.startswith(("±", "to the nearest"))
        return f"{inner} {self._way(self.mean)}" if inner and self.clear and not bare else inner

    def phrase(self) -> str:
        """The difference in words, with its interval; its direction is said once."""
        inner = self._inner()
        return f"{self.change()} ({inner})" if inner else self.change()

    def _inner(self) -> str:
        """The interval; for a clear difference without its direction."""
        if not self.known or self.low == self.high:
            return ""
        size, low, high = self._sizes(), self.low, self.high
        if coarse.counts_pupils(self.unit):
            _, low, high = self.drawn
        if not self.clear:
            noun = " points" if self.head in _POINTS else ""
            ends = (f"{size(end)}{noun} {self._way(end)}" for end in (low, high))
            return " to ".join(ends) + self._rate()
        near, far = (size(end) for end in sorted((low, high), key=abs))
        if near != far:
            return f"{near} to {far}"
        if near.startswith("under"):
            return ""
        if self.head in ("GBP", "chance"):
            return f"to the nearest {'£1,000' if self.head == 'GBP' else 5}"
        return give_or_take(near, self._decimals())

    def _rate(self) -> str:
        return self.unit.removeprefix(self.head)

    def _way(self, v: float) -> str:
        return _DIRECTIONS.get(self.head, ("fewer", "more"))[v >= 0]

    def _decimals(self) -> int:
        """Digits after the point of its numbers: small ones of what is not counted whole have one."""
        decimals = 0 if self.head == "share" else self.decimals
        largest = (100 if self.head == "share" else 1) * max(abs(self.low), abs(self.high))
        return 1 if self.head not in _WHOLE and decimals == 0 and largest < 5 else decimals

    def _sizes(self) -> Callable[[float], str]:
        """How to say sizes: all three numbers of a difference with equal precision."""
        if self.head == "GBP":
            return lambda v: money(abs(v))
        if self.head == "chance":
            return _to_five_points
        if coarse.counts_pupils(self.unit):
            return _to_ten
        scale, decimals = 100 if self.head == "share" else 1, self._decimals()

        def say(v: float) -> str:
            text, nothing = f"{scale * abs(v):,.{decimals}f}", f"{0:.{decimals}f}"
            return f"under {10.0**-decimals:.{decimals}f}" if v != 0 and text == nothing else text

        return say


def _to_five_points(v: float) -> str:
    points = 5 * math.floor(20 * abs(v) + 0.5)
    return "under 5" if points == 0 and v != 0 else str(points)


def _to_ten(v: float) -> str:
    """A number of pupils on a page for anyone to read."""
    return coarse.count(abs(v)).replace("fewer than", "under")


def survives_no_effect(assumed: Difference, no_effect: Difference | None) -> Survival:
    """What becomes of a conclusion if support has no effect (MODEL 4.7).

    Empty where nothing was concluded, or it is not known.
    """
    if no_effect is None or not no_effect.known or not assumed.clear:
        return ""
    if not no_effect.clear:
        return "rests"
    if (no_effect.mean > 0) != (assumed.mean > 0):
        return "reverses"
    return "shrinks" if abs(no_effect.mean) < HALF * abs(assumed.mean) else "stands"


def first_sentence(assumed: Difference, no_effect: Difference | None, *, who: str, where: str) -> str:
    """The sentence that opens an answer: the effect on pupils, and what no effect would leave of it.

    Args:
        assumed: Paired difference in pupils, support working as the register assumes (MODEL 11.2).
        no_effect: The same with support having no effect on either side (MODEL 4.7); None: not computed.
        who: "our existing schools".
        where: What the pupils are counted by: "in a school with an area needing attention".
    """
    if not assumed.known:
        return f"For the pupils of {who} this cannot be compared."
    if not assumed.clear:
        span = f": {assumed.span()} are {where}" if assumed.span() else f" in how many are {where}"
        return f"For the pupils of {who} there is {assumed.change()}{span}, on average."
    finding = f"{assumed.change()} of {who} ({assumed.span()}) are, on average, {where}"
    if not assumed.better:
        return (
            f"Rolls differ, so this is neither better nor worse for pupils: {finding}; the share says more."
        )
    opening = f"This is {assumed.verdict} for pupils"
    left = survives_no_effect(assumed, no_effect)
    if no_effect is None or not left:
        return f"{opening}: {finding}."
    if left == "reverses":
        opening = "This conclusion reverses if support has no effect"
        return f"{opening}: as assumed, {finding}; with no effect it is {no_effect.phrase()}."
    if left == "rests":
        opening, otherwise = (
            "If support works as assumed",
            f"if it has no effect, there is {no_effect.change()}",
        )
        return f"{opening}, {finding}; {otherwise}."
    if left == "shrinks":
        otherwise = f"if it has no effect, less than half of that is left: {no_effect.phrase()}"
        return f"If support works as assumed, {finding}; {otherwise}."
    return f"{opening}, whether or not support has an effect: {finding}."
