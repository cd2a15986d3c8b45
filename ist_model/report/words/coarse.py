"""How numbers are made coarse on a page that anyone may read, before they are said or drawn (decision 22).

A count of pupils and its interval are rounded together: the count to the nearest ten, the interval outwards,
so that the count lies within it. Money is drawn to the £1,000 to which it is said. Pages for trustees stay
exact.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

PUPILS_STEP, POUNDS_STEP = 10, 1000
_SMALL = 1e-9  # of a step: what sums of floats leave
# A number, with its interval where it has one; not of runs and the like, nor a decision's.
_WRITTEN = re.compile(
    r"(?<![\d.,£\w/])(?<!decision )(\d[\d,]*)(?![\d%\w/]|[.,]\d| (?:runs|draws|school|schools|years|days)\b)"
    r"(?: \((\d[\d,]*) to (\d[\d,]*)\))?"
)
_audience = {"anyone": False}  # of this process: a notebook has one of its own


class Ends(NamedTuple):
    """A number and the ends of its interval, as they are said or drawn."""

    mean: float
    low: float
    high: float


def for_anyone(anyone: bool) -> None:
    """Say whether what this process makes from here on is for anyone to read; a notebook's first call."""
    _audience["anyone"] = anyone


def is_for_anyone() -> bool:
    """Whether anyone may read what is made."""
    return _audience["anyone"]


def counts_pupils(unit: str, decimals: int = 0) -> bool:
    """Whether numbers of this unit are counts of pupils that are rounded here; an average class is none."""
    return is_for_anyone() and unit == "pupils" and decimals == 0


def step(unit: str) -> int:
    """What numbers of a unit are rounded to; 0: they stay as they are."""
    if not is_for_anyone():
        return 0
    return PUPILS_STEP if unit == "pupils" else POUNDS_STEP if unit.startswith("GBP") else 0


def together(mean: float, low: float, high: float, unit: str) -> Ends:
    """A number to the nearest step, its interval outwards; NaN stays what it is."""
    by = step(unit)
    if not by:
        return Ends(mean, low, high)
    return Ends(_to(mean, by, _nearest), _to(low, by, _down), _to(high, by, _up))


def drawn(values: pd.Series[float], unit: str) -> pd.Series[float]:
    """Numbers as a chart may draw them: each to the nearest step."""
    by = step(unit)
    return values if not by else by * ((values / by + 0.5) // 1)


def count(value: float) -> str:
    """A count of pupils in figures: "57"; for anyone "60", and "fewer than 10" of what is less."""
    if not is_for_anyone():
        return f"{value:,.0f}"
    if 0 < abs(value) < PUPILS_STEP:
        return f"fewer than {PUPILS_STEP}"
    return f"{_to(value, PUPILS_STEP, _nearest):,.0f}".replace("-", "−")


def told(text: str) -> str:
    """What somebody wrote of numbers of pupils, with those numbers as coarse as all others of the page."""
    if not is_for_anyone() or "pupils" not in text:
        return text
    return _WRITTEN.sub(_written, text)


def _written(found: re.Match[str]) -> str:
    mean, low, high = (float(each.replace(",", "")) if each else math.nan for each in found.groups())
    if math.isnan(low):
        return count(mean)
    _, low, high = together(mean, low, high, "pupils")
    return f"{count(mean)} ({low:,.0f} to {high:,.0f})"


def _to(value: float, by: int, way: Callable[[float], int]) -> float:
    return float(by * way(value / by)) if math.isfinite(value) else value


def _nearest(steps: float) -> int:
    return math.floor(steps + 0.5)


def _down(steps: float) -> int:
    return math.floor(steps + _SMALL)


def _up(steps: float) -> int:
    return math.ceil(steps - _SMALL)
