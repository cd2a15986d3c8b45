"""From plain values to the models a person writes; every fault is told in plain words and placed by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ist_model.inputs.base import Strict
from ist_model.inputs.errors import InputError, Problem, nearest, show, suggest
from ist_model.inputs.fields import field_names, home_of, model_at
from ist_model.inputs.wording import WRONG_KIND, Fault, wording
from ist_model.inputs.yaml_file import Keys, Located

Model = TypeVar("Model", bound=Strict)


def validate(model: type[Model], located: Located) -> Model:
    """Check a whole file against a model.

    Raises:
        InputError: with one problem per fault, each naming line, key, value, rule and remedy.
    """
    twice = list(repeated_ids(located))
    if twice:
        raise InputError(twice)
    try:
        return model.model_validate(located.data)
    except ValidationError as error:
        raise InputError(problems_of(error, model, located, ())) from None


def problems_of(error: ValidationError, model: type[BaseModel], located: Located, at: Keys) -> list[Problem]:
    """Problems for the faults pydantic found in the value that stands at a path of a file."""
    faults: dict[Keys, list[Fault]] = {}
    for detail in error.errors(include_url=False):
        fault = _fault(detail, model, located, at)
        faults.setdefault(fault.keys, []).append(fault)
    return [_problem(found, located) for found in _most_telling(_one_for_a_typo(faults))]


def repeated_ids(located: Located) -> Iterator[Problem]:
    """Problems for items of one list that carry the same id (or the same register key)."""
    for keys, name, first in _repeats(located.data, ()):
        place = located.where((*keys[:-2], first, keys[-1]))
        rule = f"an id is used once (this one stands first on {place})"
        yield located.problem(keys, rule, f"give one of the two {name!r} another id, or remove it")


def _repeats(node: Any, keys: Keys) -> Iterator[tuple[Keys, str, int]]:
    children: Iterable[tuple[str | int, Any]] = ()
    if isinstance(node, dict):
        children = node.items()
    elif isinstance(node, tuple):
        children = enumerate(node)
        seen: dict[str, int] = {}
        for position, item in enumerate(node):
            field = next((f for f in ("id", "key") if isinstance(item, dict) and f in item), None)
            name = str(item[field]) if field else ""
            if field and seen.setdefault(name, position) != position:
                yield (*keys, position, field), name, seen[name]
    for key, child in children:
        yield from _repeats(child, (*keys, key))


def _fault(detail: Any, model: type[BaseModel], located: Located, at: Keys) -> Fault:
    """One pydantic error, its path freed of the labels pydantic adds for unions and mapping keys."""
    keys, kind = at, str(detail["type"])
    steps = [step for step in detail["loc"] if step != "[key]"]
    for step in steps:
        node = located.get(keys)
        inside_list = isinstance(node, tuple) and isinstance(step, int)
        if inside_list or (isinstance(node, dict) and step in node):
            keys = (*keys, step)
    if kind == "missing":
        keys = (*keys, steps[-1])
    owner = model_at(model, keys[len(at) : -1])
    return Fault(kind, keys, detail.get("ctx") or {}, str(detail["msg"]), owner, located.get(keys))


def _one_for_a_typo(faults: dict[Keys, list[Fault]]) -> dict[Keys, list[Fault]]:
    """A misspelt required key is one fault, not an unknown key and a missing one."""
    missing = {keys for keys, found in faults.items() if found[0].kind == "missing"}
    meant: set[Keys] = set()
    for keys, found in faults.items():
        if found[0].kind == "extra_forbidden":
            near = nearest(str(keys[-1]), [str(other[-1]) for other in missing if other[:-1] == keys[:-1]])
            meant.add((*keys[:-1], near or ""))
    return {keys: found for keys, found in faults.items() if keys not in meant}


def _most_telling(faults: dict[Keys, list[Fault]]) -> Iterator[list[Fault]]:
    """Where a value may be of several kinds, drop the complaints of the kinds it was not meant to be."""
    for keys, found in faults.items():
        deeper = any(other[: len(keys)] == keys and len(other) > len(keys) for other in faults)
        narrower = [fault for fault in found if fault.kind not in WRONG_KIND]
        if deeper:  # pydantic leaves out the items it refused before it counts a list
            narrower = [fault for fault in narrower if not _long_enough(fault)]
        if deeper and not narrower:
            continue
        yield narrower or found


def _long_enough(fault: Fault) -> bool:
    """Whether a list said to be too short has items enough as it is written."""
    written = len(fault.value) if isinstance(fault.value, (tuple, list)) else 0
    return fault.kind == "too_short" and written >= int(fault.context["min_length"])


def _problem(found: list[Fault], located: Located) -> Problem:
    first = found[0]
    if first.kind == "extra_forbidden":
        name = str(first.keys[-1])
        where = first.owner.__name__.split("[")[0] if first.owner else "this place"
        rule = f"unknown key: {where} has no field {name!r}"
        remedy = home_of(name, first.owner) or suggest(name, field_names(first.owner))
        return located.problem(first.keys, rule, remedy)
    told = [wording(fault, located.text(fault.keys)) for fault in found]
    rules = list(dict.fromkeys(rule for rule, _ in told))
    rule = " or ".join([rules[0], *(rule.removeprefix("must be ") for rule in rules[1:])])
    remedy = "; or ".join(dict.fromkeys(remedy for _, remedy in told if remedy))
    return located.problem(first.keys, rule, remedy, None if first.kind != "missing" else show("(absent)"))
