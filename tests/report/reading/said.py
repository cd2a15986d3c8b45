"""What a text on a page says in numbers, each as the range of true values that it may stand for.

Written for the tests alone: nothing here is shared with the code that words the numbers.
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple


class Range(NamedTuple):
    """The sizes that a rounded number may stand for; `minus`: with a minus before it."""

    low: float
    high: float
    minus: bool = False

    def holds(self, value: float) -> bool:
        """Whether a size may have been rounded to this."""
        slack = 1e-9 * max(1.0, abs(value))
        return self.low - slack <= abs(value) <= self.high + slack and (value < 0 or not self.minus)


_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SAID = re.compile(
    rf"less than 1 in 20|more than 19 in 20|(?P<fewest>\d+) to (?P<most>\d+) in 20"
    rf"|(?P<part>\d+) in (?P<of>\d+)(?! \d)|under £1,000|(?P<least>under 1%)|(?P<nearly>over 99%)"
    rf"|(?:under|at most) (?P<under>{_NUMBER})"
    rf"|(?P<minus>−?)£(?P<money>{_NUMBER})|(?P<percent>{_NUMBER})%|(?P<plain>{_NUMBER})"
)
_UP, _DOWN = r"\b(more|higher|longer)\b", r"\b(fewer|less|lower|shorter)\b"


def numbers(text: str, *, money_to: float = 1000, points: bool = False) -> list[Range]:
    """Every number of a text in order; `points`: plain numbers are hundredths, as of percentage points."""
    return [_range(found, money_to, 0.01 if points else 1.0) for found in _SAID.finditer(text)]


def _range(found: re.Match[str], money_to: float, scale: float) -> Range:
    word = found[0]
    if word == "less than 1 in 20":
        return Range(0, 0.025)
    if word == "more than 19 in 20":
        return Range(0.975, 1)
    if found["fewest"]:  # rounded outwards: both ends together are tested as one
        return Range(int(found["fewest"]) / 20, int(found["most"]) / 20)
    if found["part"] and found["of"] not in ("4", "10", "20"):
        return Range(-1, -1)  # no way in which a chance is said
    if found["part"]:
        middle = int(found["part"]) / int(found["of"])
        return Range(middle - 0.025, middle + 0.025)
    if found["least"] or found["nearly"]:
        return Range(0, 0.01) if found["least"] else Range(0.99, 1)
    if word == "under £1,000":
        return Range(0, 500)
    if found["under"]:
        return Range(0, scale * _value(found["under"]) if found["under"] in ("1", "0.1", "5") else -1)
    for kind, least in (("money", money_to), ("percent", 0.0), ("plain", 0.0)):
        if found[kind]:
            size = 0.01 if kind == "percent" else scale if kind == "plain" else 1.0
            step = least or 10.0 ** -len(found[kind].partition(".")[2])
            if kind == "money" and _value(found[kind]) % step:
                return Range(-1, -1)  # more precise than it may be said
            ends = (size * (_value(found[kind]) + sign * step / 2) for sign in (-1, 1))
            return Range(*ends, minus=bool(found["minus"]))
    raise AssertionError(word)


def _value(text: str) -> float:
    return float(text.replace(",", ""))


def says(text: str, values: list[float], **how: float) -> bool:
    """Whether the numbers of a text are these, in order."""
    told = numbers(text, **how)
    return len(told) == len(values) and all(r.holds(v) for r, v in zip(told, values, strict=True))


def says_level(text: str, mean: float, low: float, high: float, unit: str) -> bool:
    """Whether a text says a mean and its interval; an interval that is too narrow to show may be left out."""
    if not math.isfinite(mean):
        return text in ("not known", "–")
    money = unit.startswith("GBP")
    least = 1000.0 if money else 0.01 if unit == "share" else 1.0
    bare = re.sub(r"\(\s*(± (£1,000|1\s?%?|0\.5|0\.1|0\.05)|to the nearest £1,000)\s*\)", "", text)
    told = numbers(bare)
    if not told or not told[0].holds(mean):
        return False
    if len(told) == 1:
        return not math.isfinite(low) or max(abs(low - mean), abs(high - mean)) <= least
    if unit == "chance":
        return _says_chances(bare.partition("(")[2], low, high)
    ends = [max(low, 0.0) if mean >= 0 and not money else low, min(high, 1.0) if unit == "share" else high]
    return len(told) == 3 and all(r.holds(v) for r, v in zip(told[1:], ends, strict=True))


def _says_chances(text: str, low: float, high: float) -> bool:
    """An interval of a chance, in twentieths rounded outwards."""
    parts = [math.floor(20 * low + 1e-9), math.ceil(20 * high - 1e-9)]
    if parts[0] == parts[1]:
        return says(text, [low])
    return text.startswith(f"{parts[0]} to {parts[1]} in 20")


def says_difference(text: str, mean: float, low: float, high: float, unit: str) -> bool:
    """Whether a text says a difference with its interval and the side on which it lies."""
    if not all(math.isfinite(v) for v in (mean, low, high)):
        return text.startswith(("not known", "not compared"))
    bare = re.sub(r"\(\s*(to the nearest (£1,000|5)|± (1|0\.5|0\.1|0\.05))\s*\)", "", text)
    if low <= 0 <= high:
        if low == high:
            return text == "no difference"
        if text == "no clear difference":
            return True
        if not text.startswith("no clear difference"):
            return False
        inner = text.partition("(")[2]
        ends = inner.split(" to ")
        return len(ends) == 2 and all(
            _one(end, value, unit) for end, value in zip(ends, (low, high), strict=True)
        )
    way = _UP if mean > 0 else _DOWN
    if not re.search(way, bare):
        return False
    near, far = sorted((low, high), key=abs)
    told = numbers(bare, points=unit in ("share", "chance"))
    if unit == "chance":  # to five points
        told = [Range(r.low - 0.02, r.high + 0.02) for r in told]
    if len(told) not in (1, 3):
        return False
    return all(r.holds(v) for r, v in zip(told, (mean, near, far), strict=False))


def _one(text: str, value: float, unit: str) -> bool:
    """Whether one end of an interval is this value: size and side."""
    told = numbers(text, points=unit in ("share", "chance"))
    if unit == "chance":
        told = [Range(r.low - 0.02, r.high + 0.02) for r in told]
    side = value == 0 or re.search(_UP if value > 0 else _DOWN, text) is not None
    return len(told) == 1 and told[0].holds(value) and side
