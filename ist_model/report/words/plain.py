"""Plain English for numbers: one place for wording and precision (MODEL 11.5).

Chances are said "about 3 in 10", to 5 points; days are whole; money is to £1,000. Nothing here computes a
measure. Differences are in `difference`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from ist_model.report.words import coarse

STATEMENT = "This is a planning model, not evidence of impact and not a predicted grade."
CONFIDENTIAL = "Confidential to trustees"
_BARE = "below expected"
_QUARTERS = {5: "1 in 4", 15: "3 in 4"}  # of twentieths


def chance(p: float) -> str:
    """A chance in words, to 5 points: "about 3 in 10". Never for one school's grade (MODEL 11.5).

    Raises:
        ValueError: If `p` is not between 0 and 1.
    """
    parts = _twentieths(p)
    if parts % 2 == 0 and 0 < parts < 20:
        return f"about {parts // 2} in 10"
    return f"about {_QUARTERS[parts]}" if parts in _QUARTERS else twentieths(p)


def twentieths(p: float) -> str:
    """The same in twentieths throughout, so that it stands beside an interval in them: "about 16 in 20".

    Raises:
        ValueError: If `p` is not between 0 and 1.
    """
    parts = _twentieths(p)
    return {0: "less than 1 in 20", 20: "more than 19 in 20"}.get(parts, f"about {parts} in 20")


def _twentieths(p: float) -> int:
    """How many twentieths, halves upwards."""
    if not 0 <= p <= 1:
        raise ValueError(f"a chance lies between 0 and 1, got {p!r}")
    return math.floor(p * 20 + 0.5)


def figure(value: float, decimals: int = 0, *, signed: bool = False) -> str:
    """A number with a minus that is one, not a hyphen: "−1,204.5"; `signed`: with a plus as well."""
    return f"{value:{'+' if signed else ''},.{decimals}f}".replace("-", "−")


def counted(number: float, noun: str, decimals: int | None = None) -> str:
    """A number of things, one of them in the singular: "1 week", "6.5 weeks", "1,204 days".

    Args:
        number: How many; one that cannot be counted, such as 6.5, is said as it is.
        noun: What, in the plural.
        decimals: Digits after the point; omit for as many as it has.
    """
    said = figure(number, decimals) if decimals is not None else f"{number:,g}"
    return f"{said} {one(noun) if said == '1' else noun}"


def valued(value: float, unit: str) -> str:
    """A value of the register with its unit: "1.2 odds ratio", "1 day per point", "£230 a day"."""
    if unit.partition(" ")[0] == "GBP":
        return f"£{value:,g}{unit.removeprefix('GBP')}"
    if unit.startswith("per "):
        return f"{_bare(value)} a {unit.removeprefix('per ')}"
    if unit == "school week":  # which of the year's, not how many
        return f"{unit} {value:g}"
    head, rate, of = next((p for way in (" a ", " per ") if (p := unit.partition(way))[1]), (unit, "", ""))
    return f"{_bare(value)} {one(head) if value == 1 else head}{rate}{of}"


def ranged(low: float, high: float) -> str:
    """The range of a value of the register, its unit said beside it: "0.5 to 1.5", "fixed"."""
    return "fixed" if low == high else f"{_bare(low)} to {_bare(high)}"


def _bare(value: float) -> str:
    """A number with as many digits as it has."""
    return f"{value:g}".replace("-", "−")


def in_short(meaning: str) -> str:
    """What a row of the register is, in a few words: the first part of what it says of itself."""
    return re.split(r"[;(]|\. ", meaning)[0].strip(" .")


def lowered(label: str) -> str:
    """A label inside a sentence: "English and phonics" and "SEND" keep the capitals that they own."""
    kept = (word if word.isupper() or word == "English" else word.lower() for word in label.split(" "))
    return " ".join(kept)


def one(noun: str) -> str:
    """The singular of a noun, or of a phrase that ends in one: "school week" of "school weeks"."""
    return noun.removesuffix("ies") + "y" if noun.endswith("ies") else noun.removesuffix("s")


def days(v: float) -> str:
    """Days, whole: "1,204 days"."""
    return counted(round(v), "days", 0)


def money(gbp: float) -> str:
    """Money to £1,000: "£12,000"; "under £1,000" where it rounds to nothing."""
    thousands = round(abs(gbp) / 1000)
    if thousands == 0:
        return "£0" if gbp == 0 else "under £1,000"
    return f"{'−' if gbp < 0 else ''}£{thousands:,},000"


def percent(share: float) -> str:
    """A share of one as a whole percentage: "62%"."""
    return f"{figure(100 * share)}%"


def amount(value: float, unit: str, decimals: int = 0) -> str:
    """A value with its unit, at the precision of MODEL 11.5.

    Args:
        value: The value; a share lies in 0-1. NaN is "not known".
        unit: share, chance, days, GBP (the last two also "a year"), or any other plural noun.
        decimals: For units that have no precision of their own.
    """
    if not math.isfinite(value):
        return "not known"
    head, _, rate = unit.partition(" a ")
    if coarse.counts_pupils(unit, decimals):
        return f"{coarse.count(value)} pupils"
    match head:
        case "share":
            return percent(value)
        case "chance":
            return chance(value)
        case "days":
            text = days(value)
        case "GBP":
            text = money(value)
        case _:
            text = counted(value, head, decimals)
    return f"{text} a {rate}" if rate else text


def standard(weeks: float) -> str:
    """A service standard of so many school weeks: "half a term", "4 school weeks"."""
    return "half a term" if weeks == 6.5 else counted(weeks, "school weeks")


def school_year(year: int) -> str:
    """A school year by the year of its September: "2026/27"."""
    return f"{year}/{(year + 1) % 100:02d}"


def term(half_term: str) -> str:
    """The term of a half-term, both in words: "Autumn 2026/27" of "Autumn 1, 2026/27"."""
    name, _, year = half_term.partition(", ")
    return f"{name.split()[0]} {year}"


def and_list(words: Iterable[str]) -> str:
    """A list as it is said: `a, b and c`."""
    items = list(words)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def sentence(text: str) -> str:
    """A sentence: a capital first, a full stop last."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")


def refuse_unclear(text: str) -> None:
    """Refuse words that readers would take for something else (MODEL 11.5).

    Raises:
        ValueError: If the text says a bare "below expected", which clashes with Key Stage 2 results.
    """
    if _BARE in text.lower():
        raise ValueError(
            f'a page may not say a bare "{_BARE}": it clashes with Key Stage 2 results; '
            'say "an area needing attention"'
        )
