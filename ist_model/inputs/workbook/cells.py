"""What stands in one cell, and what it means as a value of its column's kind."""

from __future__ import annotations

import datetime as dt
import math
import re
from typing import Any, NamedTuple

from ist_model.inputs.errors import show
from ist_model.inputs.workbook.columns import Column
from ist_model.inputs.workbook.meant import Options, date_meant, number_meant, option_meant
from ist_model.inputs.workbook.strength import COLOURS


class Cell(NamedTuple):
    """A cell of the file, filled or empty."""

    sheet: str
    ref: str  # D7
    header: str
    value: Any  # as the library gives it
    order: int  # place in reading order
    formula: bool = False

    @property
    def place(self) -> str:
        """Sheet and cell as Excel names them."""
        return f"{self.sheet}!{self.ref}"

    @property
    def text(self) -> str:
        """What stands there, as a reader would recognise it."""
        value = self.value
        if isinstance(value, dt.datetime):
            value = value.date() if value.time() == dt.time() else value.isoformat(" ")
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return "" if value is None or not str(value).strip() else show(value)


class CellError(ValueError):
    """A cell that breaks a rule."""

    def __init__(self, rule: str, remedy: str) -> None:
        """Keep the rule and what to do."""
        super().__init__(rule)
        self.rule, self.remedy = rule, remedy


LONGEST_TEXT = 2_000
DIGITS = 10  # after the point, of a number that is kept in another unit than it is written in
_GROUPED = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_PLAIN = re.compile(r"-?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]{1,2})?")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# A few capitals, before them a usual short name of a post or not: HT-OAK, as `ist new-trust` writes.
_FEW_CAPITALS = re.compile(r"((HT|IH|HS|DH|AH|PH|LP|SLE|NLE|T)[-_])?[A-Z]{1,4}")
# A word and a number, unless the word names a post.
_SURNAME = re.compile(
    r"(?!(?i:adviser|assistant|central|coach|deputy|expert|headteacher|interim|leader|partner|person"
    r"|practitioner|principal|senco|sendco|specialist|staff|teacher)[-_]?[0-9])[A-Za-z]{5,}[-_]?[0-9]{1,2}"
)
_YES, _NO = ("yes", "y", "true"), ("no", "n", "false")
_PERSON = "people stand here by code, never by name: pages and files must not tell who somebody is"


def meaning(cell: Cell, column: Column, options: Options) -> Any:
    """The value of a filled cell.

    Args:
        cell: a cell that is not empty and not `unknown`.
        column: whose kind says how it is read.
        options: what a choice may be: as files call it, and as readers see it.

    Raises:
        CellError: with the rule that it breaks and what to do.
    """
    if cell.formula:
        rule = "a cell holds a value: formulas are not worked out here"
        raise CellError(rule, "copy the cell, then Paste special, values")
    if isinstance(cell.value, str) and cell.value.startswith("#") and cell.value.endswith(("!", "?", "/A")):
        raise CellError("the cell holds an error of the spreadsheet", "write the value")
    return _READERS[column.kind](cell, column, options)


def number_of(cell: Cell) -> float:
    """A number, also where it is written as text without doubt: `1,200`, `£430`, `5 %`.

    Raises:
        CellError: if it is none.
    """
    value = cell.value
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise CellError("must be a number", "write digits only")
    if isinstance(value, str):
        value = _from_text(value)
    if not math.isfinite(value) or abs(value) > 1e12:
        raise CellError("must be a number of usual size", "write digits only")
    return float(value)


def _from_text(text: str) -> float:
    bare = text.strip().replace("\u00a0", " ").replace("\u2212", "-")
    share = bare.endswith("%")
    bare = bare.removesuffix("%").strip().removeprefix("£").strip()
    if _GROUPED.fullmatch(bare):
        bare = bare.replace(",", "")
    elif "," in bare:
        raise CellError("a comma may be a decimal point or a thousands sign", "write it as 1.5 or 1500")
    if not _PLAIN.fullmatch(bare):
        raise CellError("must be a number", "write digits only, without words; or: unknown")
    return float(bare) / 100 if share else float(bare)


def whole_of(cell: Cell) -> int:
    """A whole number.

    Raises:
        CellError: if it is none.
    """
    found = number_of(cell)
    if not found.is_integer():
        raise CellError("must be a whole number", "write it without decimals")
    return int(found)


def text_of(cell: Cell) -> str:
    """Text; a number or a date as its owner sees it.

    Raises:
        CellError: if it is too long.
    """
    found = cell.value.strip() if isinstance(cell.value, str) else cell.text
    if len(found) > LONGEST_TEXT:
        raise CellError(f"a text has at most {LONGEST_TEXT:,} characters", "say it shorter")
    return found


def date_of(cell: Cell) -> dt.date:
    """A date, as Excel keeps it or as text 2026-09-01.

    Raises:
        CellError: if it is none, or could be read in two ways.
    """
    value = cell.value
    if isinstance(value, dt.datetime):
        if value.time() != dt.time():
            raise CellError("a date has no time of day", "write the day alone")
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, str) and _ISO.fullmatch(value.strip()):
        try:
            return dt.date.fromisoformat(value.strip())
        except ValueError:
            raise CellError("the date is not in the calendar", "correct it") from None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        raise CellError("must be a date, and this is a number", number_meant(value))
    rule = "must be a date, and text is read only as year-month-day"
    raise CellError(rule, date_meant(str(value)))


def choice_of(text: str, options: Options, of: str = "") -> str:
    """What files call one of the options, found by either name; `of` is the sheet whose codes they are.

    Raises:
        CellError: if it is none of them, with the nearest that is.
    """
    wanted = " ".join(text.split()).casefold()
    for name, label in options:
        if wanted in (name.casefold(), label.casefold()):
            return name
    shown = [label for _, label in options]
    close = option_meant(wanted, options)
    if not shown:
        raise nothing_yet(of)
    listed = "; ".join(shown) if len(shown) <= 14 else "; ".join(shown[:14]) + " ..."
    hint = f"did you mean {close!r}? " if close else ""
    raise CellError(f"{text!r} is not on the list", f"{hint}Valid: {listed}")


def nothing_yet(of: str) -> CellError:
    """The fault of a choice that has no options: the sheet whose codes it names is empty."""
    rule = f"there is nothing to choose from yet: the sheet {of} has no code"
    return CellError(
        rule, f"fill in the sheet {of} first, or leave this cell empty if its header is not dark"
    )


def parts_of(cell: Cell) -> list[str]:
    """The parts of a cell that lists several, with `;`, a comma or a new line between."""
    text = text_of(cell)
    return [part.strip() for part in re.split(r"[;,\n]", text) if part.strip()]


def code_of(cell: Cell, person: bool) -> str:
    """A code; of a person, nothing that looks like a name.

    Raises:
        CellError: saying why not.
    """
    text = text_of(cell)
    if person and not _CODE.fullmatch(text):
        raise CellError(
            f"{_PERSON}; a code is letters, digits, - and _", "write a code such as HT-1 or SLE-4"
        )
    if not _CODE.fullmatch(text):
        raise CellError(
            "a code is letters, digits, - and _, without spaces; at most 40",
            "write one such as OAK; what it is called in full goes into the column Name, where there is one",
        )
    if person and not any(char.isdigit() for char in text) and not _FEW_CAPITALS.fullmatch(text):
        rule = f"this looks like a person's name. {_PERSON}"
        raise CellError(rule, "write a code with a digit, such as HT-1, or a few capitals, such as CEO")
    if person and _SURNAME.fullmatch(text):
        rule = f"this looks like a person's name with a number. {_PERSON}"
        raise CellError(rule, "write what the post is and a number, such as HT-1, SLE-4 or OAK-DH-1")
    return text


def _yes_no(cell: Cell, column: Column, options: Options) -> bool:
    if isinstance(cell.value, bool):
        return cell.value
    word = text_of(cell).casefold()
    if word in (*_YES, *_NO):
        return word in _YES
    raise CellError("must be yes or no", "write yes or no; or: unknown")


def _days(cell: Cell, column: Column, options: Options) -> float | str:
    if isinstance(cell.value, str) and cell.value.strip().casefold() in ("no limit", "none"):
        return "none"
    return number_of(cell)


def _wholes(cell: Cell, column: Column, options: Options) -> tuple[int, ...]:
    if not isinstance(cell.value, str):
        return (whole_of(cell),)
    return tuple(whole_of(cell._replace(value=part)) for part in parts_of(cell))


def _strength(cell: Cell, column: Column, options: Options) -> float | str:
    word = cell.value.strip().casefold() if isinstance(cell.value, str) else ""
    if word in COLOURS:
        return word
    try:
        found = number_of(cell)
    except CellError:
        rule = "a strength is red, amber or green, or a national percentile between 0 and 1"
        raise CellError(rule, "write red, amber or green; or: unknown") from None
    if not 0 < found < 1:
        rule = "a strength in numbers is a national percentile, more than 0 and less than 1"
        raise CellError(rule, "write 0.48 for the 48th percentile, or red, amber or green")
    return found


def _figure(cell: Cell, column: Column, options: Options) -> float | str:
    return text_of(cell) if isinstance(cell.value, str) else number_of(cell)


def _choices(cell: Cell, column: Column, options: Options) -> tuple[str, ...]:
    whole = text_of(cell).casefold()
    if any(whole in (name.casefold(), label.casefold()) for name, label in options):
        return (choice_of(text_of(cell), options, column.of),)  # its own name may hold a comma
    return tuple(dict.fromkeys(choice_of(part, options, column.of) for part in parts_of(cell)))


def _number(cell: Cell, column: Column, options: Options) -> float:
    found = number_of(cell)
    return found if column.factor == 1.0 else round(found / column.factor, DIGITS)


_READERS: dict[str, Any] = {
    "text": lambda cell, column, options: text_of(cell),
    "code": lambda cell, column, options: code_of(cell, False),
    "person": lambda cell, column, options: code_of(cell, True),
    "number": _number,
    "whole": lambda cell, column, options: whole_of(cell),
    "date": lambda cell, column, options: date_of(cell),
    "yes_no": _yes_no,
    "choice": lambda cell, column, options: choice_of(text_of(cell), options, column.of),
    "choices": _choices,
    "days": _days,
    "wholes": _wholes,
    "strength": _strength,
    "figure": _figure,
}
