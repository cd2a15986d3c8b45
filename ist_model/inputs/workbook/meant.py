"""What was most likely meant by a cell that cannot be read: for the remedies of its fault."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from contextlib import suppress

from ist_model.inputs.errors import nearest

Options = Sequence[tuple[str, str]]  # of a choice: as files call it, and as readers see it
_DAY_MONTH_YEAR = re.compile(r"([0-9]{1,2})[/. -]([0-9]{1,2})[/. -]([0-9]{4})")


def date_meant(text: str) -> str:
    """How a date that is written in another way is to be written."""
    parts = _DAY_MONTH_YEAR.fullmatch(text.strip())
    if parts is None:
        return "write it as 2026-09-01; where only the month or the term is known, a day in it"
    first, second, year = (int(part) for part in parts.groups())
    meant = []
    for day, month in dict.fromkeys([(first, second), (second, first)]):
        with suppress(ValueError):
            meant.append(dt.date(year, month, day).isoformat())
    return f"write it as {' or '.join(meant or ['2026-09-01'])}" + (", as is meant" if len(meant) > 1 else "")


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
