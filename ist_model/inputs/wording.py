"""The rule and the remedy for each kind of fault, in plain words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from ist_model.inputs.base import ID_PATTERN
from ist_model.inputs.errors import nearest
from ist_model.inputs.yaml_file import Keys

# Faults that say "not of this kind at all", which another kind of a union may explain better.
WRONG_KIND = frozenset(
    {
        "bool_type",
        "date_type",
        "dict_type",
        "float_type",
        "int_from_float",
        "int_type",
        "literal_error",
        "model_type",
        "none_required",
        "string_type",
        "tuple_type",
    }
)

_KINDS = {
    "bool_type": ("must be true or false", "write true or false, without quotes"),
    "date_type": ("must be a date", "write it as 2027-09-01, without quotes"),
    "dict_type": ("must be `key: value` lines", "indent the lines below the key"),
    "finite_number": ("must be a finite number", "write a number"),
    "float_type": ("must be a number", "write a number without quotes, unit or thousands sign"),
    "int_from_float": ("must be a whole number", "write it without decimals"),
    "int_type": ("must be a whole number", "write digits only, without quotes"),
    "model_type": ("must be `key: value` lines", "indent the lines below the key"),
    "tuple_type": ("must be a list", "write `[a, b]`, or one line `- a` for each"),
}
REQUIRED = "this field is required"
_VALUE = "write a value, or leave the key out"
_BOUNDS = {
    "greater_than": ("must be more than", "gt"),
    "greater_than_equal": ("must be at least", "ge"),
    "less_than": ("must be less than", "lt"),
    "less_than_equal": ("must be at most", "le"),
}


@dataclass(frozen=True)
class Fault:
    """A fault found in a value, before it is put into words."""

    kind: str
    keys: Keys
    context: dict[str, Any]
    message: str
    owner: type[BaseModel] | None
    value: Any


def wording(fault: Fault, text: str) -> tuple[str, str]:
    """Rule and remedy for a fault whose value is written as `text` in the file."""
    kind, context = fault.kind, fault.context
    if kind in _KINDS:
        rule, remedy = _KINDS[kind]
        return rule, _VALUE if fault.value is None else remedy
    if kind in _BOUNDS:
        words, bound = _BOUNDS[kind]
        limit = f"{context[bound]:,}".removesuffix(".0")
        return f"{words} {limit}", f"write a number that is {words.removeprefix('must be ')} {limit}"
    if kind == "missing":
        return REQUIRED, f"add `{fault.keys[-1]}: ...`{_meaning(fault)}"
    if kind == "string_type":
        return "must be text", _quote(fault.value, text)
    if kind == "literal_error":
        return f"must be {context['expected']}", _choose(str(fault.value), str(context["expected"]))
    if kind == "string_pattern_mismatch":
        return _pattern(str(context["pattern"]))
    if kind in ("string_too_short", "string_too_long", "too_short", "too_long"):
        return _length(kind, context)
    return fault.message.removeprefix("Value error, "), "correct it"


def _quote(value: Any, text: str) -> str:
    if value is None:
        return "write a text, or leave the key out"
    if isinstance(value, (bool, int, float, dt.date)):
        meaning = (
            "true or false"
            if isinstance(value, bool)
            else "a date"
            if isinstance(value, dt.date)
            else "a number"
        )
        return f'YAML reads it as {meaning}: put it in quotes, "{text}"'
    return "write one text"


def _choose(value: str, expected: str) -> str:
    options = [part.strip().strip("'") for part in expected.replace(" or ", ", ").split(",")]
    close = nearest(value, options)
    return f"did you mean {close!r}?" if close else f"write {expected}"


def _pattern(pattern: str) -> tuple[str, str]:
    if pattern == ID_PATTERN:
        rule = "an id starts with a letter or digit, then letters, digits, dot, underscore, dash; at most 64"
        return rule, "leave out spaces and other signs"
    return (
        f"must follow the pattern {pattern}",
        "write lower-case words joined by dots, as in support.odds_ratio",
    )


def _length(kind: str, context: dict[str, Any]) -> tuple[str, str]:
    short = kind.endswith("short")
    limit = int(context["min_length" if short else "max_length"])
    unit = "character" if kind.startswith("string") else "item"
    words = f"{'at least' if short else 'at most'} {limit} {unit}{'' if limit == 1 else 's'}"
    return f"must have {words}", f"write {words}"


def _meaning(fault: Fault) -> str:
    field = fault.owner.model_fields.get(str(fault.keys[-1])) if fault.owner else None
    return f" ({field.description})" if field and field.description else ""
