"""Applying the changes of one scenario to what it extends: first add, then change, then remove."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import ValidationError

from ist_model.inputs.assumptions import Assumption, Register
from ist_model.inputs.errors import Problem, suggest
from ist_model.inputs.models import Network, Package, Partnership, Post, School, Stream, Supplier
from ist_model.inputs.scenario_models import AssumptionChange, Edits
from ist_model.inputs.sources import Sources
from ist_model.inputs.validate import problems_of
from ist_model.inputs.yaml_file import Keys, Located

Item = TypeVar("Item", School, Post, Stream, Supplier, Partnership, Package, Network)


class Layer:
    """One scenario file being applied, with the problems found in it so far."""

    def __init__(self, located: Located, sources: Sources, problems: list[Problem]) -> None:
        self.located = located
        self.sources = sources
        self.problems = problems

    def note(self, keys: Keys, rule: str, remedy: str) -> None:
        """Keep a problem with the value at a path of the file."""
        self.problems.append(self.located.problem(keys, rule, remedy))


def apply_edits(items: tuple[Item, ...], edits: Edits[Item], kind: str, layer: Layer) -> tuple[Item, ...]:
    """The items of one kind (schools, posts ...) after a scenario's edits."""
    found = {item.id: item for item in items}
    at: Keys = ("changes", kind)
    for position, item in enumerate(edits.add):
        _add(found, item, kind, (*at, "add", position), layer)
    for name, fields in edits.change.items():
        _change(found, name, fields, kind, (*at, "change", name), layer)
    for position, name in enumerate(edits.remove):
        if _known(found, name, kind, (*at, "remove", position), layer):
            del found[name]
            layer.sources.remove(kind, name, layer.located, (*at, "remove", position))
    return tuple(found.values())


def change_register(
    register: Register, changes: dict[str, float | AssumptionChange], layer: Layer
) -> Register:
    """The register after a scenario's changed values.

    A plain number is a decision: every draw uses it, unless it is the row's own and so changes nothing. A
    change that is written out keeps the range, stretched only as far as its value needs, or brings its own.
    """
    rows = {row.key: row for row in register.assumptions}
    for key, change in changes.items():
        at: Keys = ("changes", "assumptions", key)
        if key not in rows:
            layer.note(at, f"unknown assumption {key!r}: the register has no such row", suggest(key, rows))
            continue
        rows[key] = _changed_row(rows[key], change, at, layer)
        layer.sources.record(("assumptions", key), layer.located, at)
    return Register(assumptions=tuple(rows.values()))


def _add(found: dict[str, Item], item: Item, kind: str, at: Keys, layer: Layer) -> None:
    name = item.id
    if name in found:
        rule = f"{kind} already has an item {name!r}"
        layer.note(
            (*at, "id"), rule, f"give it another id, or put the fields that differ under `change: {name}:`"
        )
        return
    found[name] = item
    layer.sources.record(("trust", kind, name), layer.located, at)


def _change(
    found: dict[str, Item], name: str, fields: dict[str, Any], kind: str, at: Keys, layer: Layer
) -> None:
    if not _known(found, name, kind, at, layer):
        return
    if "id" in fields:
        layer.note((*at, "id"), "an id cannot be changed", "remove the item and add the new one")
        return
    item = found[name]
    before = {field: getattr(item, field) for field in type(item).model_fields}
    after = {field: _merged(before.get(field), value) for field, value in fields.items()}
    try:
        found[name] = type(item).model_validate(before | after)
    except ValidationError as error:
        layer.problems += problems_of(error, type(item), layer.located, at)
        return
    for field in fields:
        keep = isinstance(before[field], dict)
        layer.sources.record(("trust", kind, name, field), layer.located, (*at, field), keep=keep)


def _merged(before: Any, value: Any) -> Any:
    """A mapping by area keeps the areas that a change does not name; any other value is replaced."""
    return before | value if isinstance(before, dict) and isinstance(value, dict) else value


def _known(found: dict[str, Item], name: str, kind: str, at: Keys, layer: Layer) -> bool:
    if name in found:
        return True
    gone = layer.sources.removed_at(kind, name)
    rule = f"{kind} has no item {name!r}" + (f" ({gone})" if gone else "")
    layer.note(at, rule, suggest(name, found))
    return False


def _changed_row(row: Assumption, change: float | AssumptionChange, at: Keys, layer: Layer) -> Assumption:
    if not isinstance(change, AssumptionChange):
        fixed = {"value": change, "low": change, "high": change, "distribution": "fixed"}
        return row if change == row.value else row.model_copy(update=fixed)
    value = row.value if change.value is None else change.value
    low = min(row.low, value) if change.low is None else change.low
    high = max(row.high, value) if change.high is None else change.high
    if not low <= value <= high:
        rule = f"value {value:g} lies outside its range {low:g} to {high:g}"
        layer.note(at, rule, "give a value and a range that holds it")
        return row
    return row.model_copy(update={"value": value, "low": low, "high": high})
