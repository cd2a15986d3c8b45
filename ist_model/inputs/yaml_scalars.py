"""What an unquoted YAML scalar means.

Numbers follow YAML 1.2: `1e-3` is a number; `010`, `1_000` and `1:30` are text. The words that YAML 1.1 takes
for true and false (`yes`, `no`, `on`, `off`) keep that meaning, so that an error can say "put it in quotes"
where a text was wanted.
"""

from __future__ import annotations

import datetime as dt
import re

Scalar = str | int | float | bool | dt.date | None

LONGEST_INTEGER = 18

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"([-+]?)\.(inf|Inf|INF|nan|NaN|NAN)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MEANINGS: dict[bool | None, tuple[str, ...]] = {
    None: ("null",),
    True: ("true", "yes", "on"),
    False: ("false", "no", "off"),
}
_WORDS: dict[str, bool | None] = {"": None, "~": None}
for _meaning, _words in _MEANINGS.items():
    for _word in _words:
        _WORDS |= dict.fromkeys((_word, _word.capitalize(), _word.upper()), _meaning)


def plain(text: str) -> Scalar:
    """Value of an unquoted scalar.

    Raises:
        ValueError: for a date that is not in the calendar or a whole number with too many digits.
    """
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        if len(text) > LONGEST_INTEGER:
            raise ValueError(f"a whole number has at most {LONGEST_INTEGER} digits")
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    if found := _NOT_FINITE.fullmatch(text):
        return float(found[1] + found[2])
    if _DATE.fullmatch(text):
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            raise ValueError("a date is written year-month-day and must be in the calendar") from None
    return text
