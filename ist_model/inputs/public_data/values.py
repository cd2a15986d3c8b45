"""What a cell of a published file says: a value, a known way of saying that there is none, or a fault."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

SATISFACTORY_UNTIL = dt.date(2012, 9, 1)  # until then 3 said satisfactory, which is another judgement
# Phases of the register that are primaries. Infant, junior and first schools are of phase "Primary" there; of
# a middle school the law decides, and one "deemed primary" is inspected and has results as a primary.
_PRIMARY_PHASES = ("primary", "middle deemed primary")
# Ways in which the publishers say that there is no value. None of them is a zero.
ABSENT = {
    "": "blank",
    "-": "blank",
    "NULL": "blank",
    ".": "blank",
    ":": "not available",
    "NA": "not applicable or not available",
    "N/A": "not applicable or not available",
    "Z": "not applicable",
    "NE": "no pupils entered",
    "NP": "not published",
    "NEW": "new school",
    "SUPP": "suppressed, few pupils",
    "LOWCOV": "suppressed, few pupils with results",
    "X": "suppressed",
    "C": "suppressed",
    "DNS": "did not supply",
}
_MANY = 200_000  # distinct cells remembered; a national file has fewer in any one column

# 1 best, 4 worst, as Ofsted counts them.
_GRADES = {
    "1": 1,
    "2": 2,
    "3": 3,
    "4": 4,
    "outstanding": 1,
    "good": 2,
    "requires improvement": 3,
    "satisfactory": 3,
    "inadequate": 4,
    "serious weaknesses": 4,
    "special measures": 4,
}
# 9 and 8: no judgement, or no such provision; in words since September 2024.
_NO_GRADE = {"9", "8", "0", "not judged", "insufficient evidence", "not applicable"}
_CONCERNS = {
    "sm": "special measures",
    "special measures": "special measures",
    "in special measures": "special measures",
    "swk": "serious weaknesses",
    "serious weaknesses": "serious weaknesses",
    "requires significant improvement": "requires significant improvement",
    "rsi": "requires significant improvement",
    "nti": "notice to improve",  # until 2012
    "notice to improve": "notice to improve",
}
CARD_GRADES = (
    "urgent improvement",
    "needs attention",
    "expected standard",
    "strong standard",
    "exceptional",
)


class Kind(NamedTuple):
    """How the cells of a column are read; `parse` raises ValueError for a cell it cannot read."""

    name: str
    parse: Callable[[str], Any]
    dtype: str  # of the table's column


def text_of(cell: str) -> str:
    """A cell without outer blanks, runs of blanks made one."""
    return " ".join(cell.split())


def is_primary(phase: object) -> bool:
    """Whether a phase, as a register or Ofsted words it, is that of a primary (middle deemed primary is)."""
    return str(phase).casefold() in _PRIMARY_PHASES


@lru_cache(_MANY)
def number_of(cell: str) -> float:
    """A number as published: `63%`, `£45,421`, `-1.4`, `(1,200)` for a negative amount of money.

    Raises:
        ValueError: if it is none.
    """
    bare = cell.replace(",", "").replace("£", "").replace(" ", "").removesuffix("%")
    if bare.startswith("(") and bare.endswith(")"):
        bare = "-" + bare[1:-1]
    if not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", bare):
        raise ValueError(cell)
    return float(bare)


@lru_cache(_MANY)
def whole_of(cell: str) -> int:
    """A whole number, thousands separated by commas or not.

    Raises:
        ValueError: if it is none.
    """
    value = number_of(cell)
    if not value.is_integer():
        raise ValueError(cell)
    return int(value)


@lru_cache(_MANY)
def urn_of(cell: str) -> int:
    """A unique reference number: six digits.

    Raises:
        ValueError: if it is none.
    """
    if not re.fullmatch(r"[1-9]\d{5}", cell):
        raise ValueError(cell)
    return int(cell)


@lru_cache(_MANY)
def grade_of(cell: str) -> int | None:
    """Ofsted's grade 1 (best) to 4, in numbers or words; None where none was given.

    Serious weaknesses and special measures are grade 4. A 3 of before September 2012 says satisfactory.

    Raises:
        ValueError: for anything else.
    """
    word = cell.casefold().removesuffix(".0")
    if word in _NO_GRADE:
        return None
    if word not in _GRADES:
        raise ValueError(cell)
    return _GRADES[word]


@lru_cache(_MANY)
def concern_of(cell: str) -> str | None:
    """Category of concern in words; None for none.

    Raises:
        ValueError: for anything else.
    """
    word = cell.casefold()
    if word in ("none", "not applicable", "9", "not in special measures"):
        return None
    if word not in _CONCERNS:
        raise ValueError(cell)
    return _CONCERNS[word]


@lru_cache(_MANY)
def card_grade_of(cell: str) -> str | None:
    """Grade of a report card, in words; None where the area was not graded.

    Raises:
        ValueError: for anything else.
    """
    word = cell.casefold()
    if word in ("not applicable", "not judged", "not evaluated", "9"):
        return None
    if word not in CARD_GRADES:
        raise ValueError(cell)
    return word


def _met(cell: str) -> str | None:
    word = cell.casefold()
    if word in ("not applicable", "9", "not judged"):
        return None
    if word not in ("met", "not met"):
        raise ValueError(cell)
    return word


def _yes(cell: str) -> str:
    word = cell.casefold()
    if word not in ("yes", "no", "not applicable", "9"):
        raise ValueError(cell)
    return word


def _year_first(cell: str) -> dt.date:
    found = re.fullmatch(r"(\d{4})-?(\d{2})-?(\d{2})", cell)
    if not found:
        raise ValueError(cell)
    return dt.date(int(found[1]), int(found[2]), int(found[3]))


def _day_first(cell: str) -> dt.date:
    found = re.fullmatch(r"(\d{1,2})([-/])(\d{1,2})\2(\d{4})(?: 00:00(?::00)?)?", cell)
    if not found:
        raise ValueError(cell)
    return dt.date(int(found[4]), int(found[3]), int(found[1]))


TEXT = Kind("text", text_of, "object")
WHOLE = Kind("whole number", whole_of, "Int64")
NUMBER = Kind("number", number_of, "float64")
URN = Kind("URN, six digits", urn_of, "Int64")
GRADE = Kind("Ofsted grade", grade_of, "Int64")
CONCERN = Kind("category of concern", concern_of, "object")
CARD = Kind("grade of a report card", card_grade_of, "object")
MET = Kind("met or not met", _met, "object")
YES = Kind("yes or no", _yes, "object")
DAY_FIRST = Kind("date, day first", lru_cache(_MANY)(_day_first), "object")  # 31-12-2021, 31/12/2021
YEAR_FIRST = Kind("date, year first", lru_cache(_MANY)(_year_first), "object")  # 20211231
