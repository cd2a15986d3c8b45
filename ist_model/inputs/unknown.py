"""What whoever wrote a trust down did not know: register rows of its own, and where their values go.

A cell of a workbook that says `unknown` becomes a row of the register, so draws sample it like any other
assumption, and a `changes: assumptions:` of a scenario can decide it. Some cells have no row of their own:
the register's rows stand in for them, or a default that is not varied.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, Field

from ist_model.inputs.base import Strict
from ist_model.inputs.yaml_file import Keys

if TYPE_CHECKING:
    from ist_model.inputs.assumptions import Register
    from ist_model.inputs.scenario_models import Resolved

PREFIX = "unknown."
PERCENT = 100.0
MIDDLE = 0.5  # of a `place`
Form = Literal["number", "whole", "date", "option", "several", "place"]
_NORMAL = NormalDist()


class Unknown(Strict):
    """Something that is not known, and what stands in for it."""

    cell: str = Field(description="Sheet and cell: Schools!B4")
    label: str = Field(description="What it is, in words")
    taken: str = Field(description="What stands in for it, in words")
    keys: tuple[str, ...] = Field(
        (), description="Register rows that say between what it lies; none: not varied"
    )
    targets: tuple[str, ...] = Field(
        (), description="Where the value goes, with / between: trust/schools/OAK/roll"
    )
    form: Form = Field("number", description="What the row's number means")
    options: tuple[str, ...] = Field((), description="For options: which one, counted from 0")
    factor: float = Field(1.0, description="That a number is shown multiplied by: 100 for percentiles")
    middle: float = Field(MIDDLE, description="For a place: national percentile (0-1) in the middle")
    spread: float = Field(0.0, description="For a place: standard deviation, in those between schools")
    roughly: bool = Field(False, description="True: known roughly (red, amber, green) rather than not at all")


def is_unknown(key: str) -> bool:
    """Whether a register row is one of a workbook's unknown cells."""
    return key.startswith(PREFIX)


def with_draw(resolved: Resolved, values: Mapping[str, float]) -> Resolved:
    """The scenario with what is not known as a draw has it; the rest stays.

    A value is put only where the row's own value stands: where a scenario decided otherwise, that holds.
    """
    central = resolved.assumptions.values()
    found = resolved
    for unknown in resolved.unknowns:
        for key in unknown.keys:
            if not unknown.targets or values.get(key, central[key]) == central[key]:
                continue
            before, after = decoded(unknown, central[key]), decoded(unknown, values[key])
            for target in unknown.targets:
                keys = split(target)
                if _at(found, keys) == before:
                    found = _put(found, keys, after)
    return found


def replaced(resolved: Resolved, unknown: Unknown, value: float) -> Resolved:
    """The scenario with one unknown value decided, whatever its register row says."""
    for target in unknown.targets:
        resolved = _put(resolved, split(target), decoded(unknown, value))
    return resolved


def decided(resolved: Resolved, values: Mapping[str, float]) -> Resolved:
    """The scenario with some register rows decided: fixed, and put wherever they are still unknown."""
    known = resolved.assumptions.values()
    chosen = {key: value for key, value in values.items() if key in known}
    if not chosen:
        return resolved
    found = with_draw(resolved, known | chosen)
    rows = tuple(
        row.model_copy(update={"value": chosen[row.key], "low": chosen[row.key], "high": chosen[row.key]})
        if row.key in chosen
        else row
        for row in resolved.assumptions.assumptions
    )
    register = resolved.assumptions.model_copy(update={"assumptions": rows})
    return found.model_copy(update={"assumptions": register})


def settled(
    unknowns: Iterable[Unknown], before: Mapping[str, float], resolved: Resolved
) -> tuple[Resolved, set[str]]:
    """A scenario after its changes, with what is still unknown, and the keys of rows that are not any more.

    Args:
        unknowns: as they were written.
        before: central values of their rows, as written.
        resolved: the scenario with all changes; its register may hold changed values of these rows.
    """
    now = resolved.assumptions.values()
    kept: list[Unknown] = []
    gone: set[str] = set()
    for unknown in unknowns:
        if not unknown.targets:
            kept.append(unknown)
            continue
        (key,) = unknown.keys
        old = decoded(unknown, before[key])
        left = tuple(target for target in unknown.targets if _at(resolved, split(target)) == old)
        if not left:
            gone.add(key)
            continue
        kept.append(unknown.model_copy(update={"targets": left}))
        if now[key] != before[key]:
            for target in left:
                resolved = _put(resolved, split(target), decoded(unknown, now[key]))
    gone -= {key for unknown in kept for key in unknown.keys}  # a row may be of several
    return resolved.model_copy(update={"unknowns": tuple(kept)}), gone


def without(register: Register, keys: set[str]) -> Register:
    """A register without some rows."""
    rows = tuple(row for row in register.assumptions if row.key not in keys)
    return register.model_copy(update={"assumptions": rows})


def decoded(unknown: Unknown, value: float) -> Any:
    """What a row's number means as a value of the trust.

    A place, 0 to 1, is a quantile of the normal law of what is not known of a strength: a percentile follows.
    """
    if unknown.form == "number":
        return value
    if unknown.form == "place":
        if value == MIDDLE:
            return unknown.middle
        return _NORMAL.cdf(_NORMAL.inv_cdf(unknown.middle) + unknown.spread * _NORMAL.inv_cdf(value))
    whole = math.floor(value + 0.5)
    if unknown.form == "whole":
        return whole
    if unknown.form == "date":
        return dt.date.fromordinal(whole)
    word = unknown.options[min(max(whole, 0), len(unknown.options) - 1)]
    if word in ("yes", "no"):
        return word == "yes"
    return (word,) if unknown.form == "several" else word


def in_words(value: float, factor: float) -> str:
    """A number as it is shown: percentiles whole, all else to three digits."""
    return f"{value * factor:.0f}" if factor == PERCENT else f"{value * factor:.3g}"


def split(target: str) -> Keys:
    """A target as keys: ids, or positions in lists whose items have none, all as text."""
    return tuple(target.split("/"))


def must_lead(unknowns: Iterable[Unknown], parts: Mapping[str, Any]) -> None:
    """See that the targets of what is unknown lead somewhere.

    Args:
        unknowns: what is unknown.
        parts: of a scenario, by the first key of the targets that are looked at; others are left alone.

    Raises:
        LookupError: if one leads nowhere, so that a draw would change nothing.
    """
    for unknown in unknowns:
        for target in unknown.targets:
            first, _, rest = target.partition("/")
            if first in parts and _at(parts[first], split(rest)) is None:
                raise LookupError(f"{unknown.cell}: nothing stands at {target}")


def _at(node: Any, keys: Keys) -> Any:
    """The value at a path; None where there is none."""
    for key in keys:
        if isinstance(node, BaseModel):
            node = getattr(node, str(key), None)
        elif isinstance(node, dict):
            node = node.get(key)
        elif isinstance(node, tuple):
            place = _position(node, key)
            node = None if place is None else node[place]
        else:
            return None
    return node


def _put(node: Any, keys: Keys, value: Any) -> Any:
    """A copy with another value at a path that there is."""
    if not keys:
        return value
    key, rest = keys[0], keys[1:]
    if isinstance(node, BaseModel):
        return node.model_copy(update={str(key): _put(getattr(node, str(key)), rest, value)})
    if isinstance(node, dict):
        return node | {key: _put(node[key], rest, value)}
    place = _position(node, key)
    if place is None:
        raise KeyError(key)
    return (*node[:place], _put(node[place], rest, value), *node[place + 1 :])


def _position(items: Sequence[Any], key: str | int) -> int | None:
    """Position of the item with an id, be it all digits; of items without ids the key is the position."""
    if any(hasattr(item, "id") for item in items):
        return next((i for i, item in enumerate(items) if item.id == key), None)
    place = int(key) if str(key).isdecimal() else len(items)
    return place if place < len(items) else None
