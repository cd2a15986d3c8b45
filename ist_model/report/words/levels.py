"""A number of one scenario in words, always with its interval (MODEL 11.5)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from ist_model.report.words import coarse
from ist_model.report.words.plain import amount, counted, figure, money, percent, twentieths
from ist_model.results.summary import Interval, widest_of_chances

NOT_GIVEN, NOT_KNOWN = "not given", "not known"
_ENDS_OF_SHARES = {"0%": "under 1%", "100%": "over 99%"}  # where no interval shows beside them


Rows = dict[str, dict[str, Any]]  # rows of a summary or of differences, by measure


class Summed(Protocol):
    """What has means with intervals by measure: a `Case`, or a `View`."""

    @property
    def summary(self) -> Rows:
        """Means with intervals, by measure (`results.summary.summarise`)."""
        ...


class Contrasted(Protocol):
    """What has the same with support having no effect: a `Case`."""

    @property
    def summary_no_effect(self) -> Rows | None:
        """As `Summed.summary`, with support having no effect; None where that was not run."""
        ...


def level(case: Summed, measure: str) -> str:
    """A measure's mean over runs with the 95% interval of the mean: "16 days a year (15 to 17)".

    "not given" where it would tell of single people, "not known" where no run has it.
    """
    row = case.summary.get(measure)
    return NOT_KNOWN if row is None else of_row(row)


def at_no_effect(case: Contrasted, measure: str) -> str:
    """The same with support having no effect (MODEL 4.7); "not known" where that was not run."""
    row = (case.summary_no_effect or {}).get(measure)
    return NOT_KNOWN if row is None else of_row(row)


def of_row(row: Mapping[str, Any]) -> str:
    """The same of one row of a summary (`results.summary.summarise`)."""
    if row["withheld"]:
        return NOT_GIVEN
    unit, decimals = str(row["unit"]), int(row["decimals"])
    return with_interval(float(row["mean"]), float(row["mean_low"]), float(row["mean_high"]), unit, decimals)


def with_interval(mean: float, low: float, high: float, unit: str, decimals: int = 0) -> str:
    """A value and its interval in words, both as precise as their unit allows."""
    if not math.isfinite(mean):
        return NOT_KNOWN
    said = amount(mean, unit, decimals)
    if not (math.isfinite(low) and math.isfinite(high)) or low == high:
        return said
    if coarse.counts_pupils(unit, decimals):
        return _coarse_count(said, mean, max(low, 0.0) if mean >= 0 else low, high)
    head = unit.partition(" a ")[0]
    if head == "chance":
        return f"{twentieths(mean)} ({chances(low, high)})"
    if head == "share":
        near, far = (percent(end) for end in within_one(mean, low, high))
        if near == far and mean >= 0 and near in _ENDS_OF_SHARES:
            return _ENDS_OF_SHARES[near]
        return f"{said} (± 1%)" if near == far else f"{said} ({near} to {far})"
    if head == "GBP":
        near, far = money(low), money(high)
        if near == far:
            return said if near.startswith("under") else f"{said} (± £1,000)"
        return f"{said} ({near} to {far})"
    digits = 0 if head == "days" else decimals
    near, far = (figure(end, digits) for end in (max(low, 0.0) if mean >= 0 else low, high))
    if near == far == figure(0.0, digits) and mean >= 0:
        return f"under {amount(10.0**-digits, unit, digits)}"
    return f"{said} ({give_or_take(near, digits)})" if near == far else f"{said} ({near} to {far})"


def give_or_take(said: str, digits: int) -> str:
    """An interval both of whose ends round to one number: "± 1"; of a single one "± 0.5", never to none."""
    step = f"{10.0**-digits:.{digits}f}"
    return f"± {step}" if said != step else f"± {0.5 * 10.0**-digits:.{digits + 1}f}"


def _coarse_count(said: str, mean: float, low: float, high: float) -> str:
    """A count of pupils and its interval on a page for anyone; of fewer than ten that says enough."""
    ends = coarse.together(mean, low, high, "pupils")
    if ends.low >= 0 and ends.high <= coarse.PUPILS_STEP and mean < coarse.PUPILS_STEP:
        return said
    return f"{said} ({figure(ends.low)} to {figure(ends.high)})"


def up_to(low: float, high: float) -> str:
    """Pupils between two numbers; where the lower is not known, at most so many."""
    ends = coarse.together(low, low, high, "pupils")
    most = amount(ends.high, "pupils")
    return f"{ends.low:.0f} to {most}" if math.isfinite(low) else f"{most} at most"


def plus_or_minus(pupils: float) -> str:
    """By how many pupils something varies."""
    said = amount(pupils, "pupils")
    return said if said.startswith("fewer") else f"± {said}"


def of_interval(found: Interval, unit: str, scale: float = 1.0) -> str:
    """A mean and its interval in words; `scale`: what both are divided by, such as years."""
    mean, low, high = (float(end) / scale for end in found[:3])
    return with_interval(mean, low, high, unit)


def sure_to(found: Iterable[Interval], unit: str, scale: float = 1.0) -> str:
    """How far any of these averages may be off: half the widest of their intervals, "± 2 days or better"."""
    widest = max(((each.high - each.low) / 2 for each in found), default=math.nan)
    if not math.isfinite(widest):
        return "an extent not known"
    return f"± {counted(max(1, math.ceil(widest / scale)), unit)} or better"


def chances_sure_to(runs: int) -> str:
    """How far any share of so many runs may be off: "± 1 in 20 or better"."""
    return f"± {math.ceil(20 * widest_of_chances(runs))} in 20 or better"


def within_one(mean: float, low: float, high: float) -> tuple[float, float]:
    """The ends of a share's interval, held to 0-1 where the share itself is: few runs know no better."""
    return (max(0.0, low), min(1.0, high)) if 0 <= mean <= 1 else (low, high)


def chances(low: float, high: float) -> str:
    """An interval of a chance in twentieths, rounded outwards: "14 to 18 in 20"."""
    near, far = math.floor(20 * low + 1e-9), math.ceil(20 * high - 1e-9)
    return twentieths(low) if near == far else f"{near} to {far} in 20"


def one_in_ten(case: Summed, measure: str) -> str:
    """What 1 run in 10 goes beyond, on the worse side."""
    row = case.summary[measure]
    end = float(row["p90"] if row["better"] == "lower" else row["p10"])
    return amount(end, str(row["unit"]), int(row["decimals"]))
