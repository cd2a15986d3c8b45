"""What was most likely meant by a cell that cannot be read: for the remedies of its fault."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from contextlib import suppress

from ist_model.inputs.errors import nearest

Options = Sequence[tuple[str, str]]  # of a choice: as files call it, and as readers see it
_YEAR_MONTH_DAY = re.compile(r"([0-9]{4})[/. -]([0-9]{1,2})[/. -]([0-9]{1,2})")
_DAY_MONTH_YEAR = re.compile(r"([0-9]{1,2})[/. -]([0-9]{1,2})[/. -]([0-9]{4})")
_FORM = "write it in the form 2026-09-01 (year-month-day)"
_YEARS = range(1900, 2200)


def date_meant(text: str) -> str:
    """How a date that is written in another way is to be written."""
    year_first, day_first = (each.fullmatch(text.strip()) for each in (_YEAR_MONTH_DAY, _DAY_MONTH_YEAR))
    if year_first:
        year, month, day = (int(part) for part in year_first.groups())
        readings = [(day, month)]
    elif day_first:
        day, month, year = (int(part) for part in day_first.groups())
        readings = [(day, month), (month, day)]
    else:
        return f"{_FORM}; where only the month, the term or the year is known, a day in it"
    meant = []
    for day, month in dict.fromkeys(readings):
        with suppress(ValueError):
            meant.append(dt.date(year, month, day).isoformat())
    if not meant:
        return f"this day is not in the calendar: correct it, and {_FORM}"
    return f"write it as {' or '.join(meant)}" + (", as is meant" if len(meant) > 1 else "")


def number_meant(value: float) -> str:
    """What to do with a number in place of a date: a year is none, and as a date it would be of 1905."""
    if value in _YEARS:
        return f"this looks like a year: choose a day in it, and {_FORM}"
    return f"give the cell the format Date, or {_FORM}"


def option_meant(wanted: str, options: Options) -> str | None:
    """What a reader sees of the option meant: the one with this word or these initials, else the nearest."""
    words = {label: re.findall(r"\w+", label.casefold()) for _, label in options}
    having = [
        label
        for label, each in words.items()
        if wanted in each or (len(each) > 1 and wanted == "".join(word[0] for word in each))
    ]
    if len(having) == 1:
        return having[0]
    labels = dict(options)
    close = nearest(wanted, list(labels.values())) or nearest(wanted, list(labels))
    return labels.get(close, close) if close else None
