"""What differs between two resolved scenarios, and scenarios part of the way from one to the other."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from pydantic import BaseModel

from ist_model.inputs.identity import NAMES
from ist_model.inputs.models import Policy, Trust
from ist_model.inputs.scenario_models import Resolved

# What must be equal for runs to be pairs, and the number of runs, which says nothing of the trust.
HELD = frozenset({"seed", "start", "years", "warm_up_weeks", "count_needs_for_years", "runs"})
SCHOOLS, POSTS, ASSUMPTIONS, TRUST, POLICY, SCENARIO = (
    "schools",
    "posts",
    "assumptions",
    "trust",
    "policy",
    "scenario",
)

Change = tuple[str, str]  # a list of the trust, or another part; and the item or field of it that differs
Items = Mapping[str, Any]


def changed(a: Resolved, b: Resolved) -> tuple[Change, ...]:
    """Everything that differs between two scenarios, but their names and what is held equal."""
    listed = [(name, *_items(a, b, name)) for name in (*_lists(a, b), ASSUMPTIONS)]
    found = [
        (part, key)
        for part, old, new in listed
        for key in [*old, *(k for k in new if k not in old)]
        if old.get(key) != new.get(key)
    ]
    single = [name for name in Trust.model_fields if name not in _lists(a, b)]
    found += [(TRUST, name) for name in single if getattr(a.trust, name) != getattr(b.trust, name)]
    policies = [name for name in Policy.model_fields if getattr(a.policy, name) != getattr(b.policy, name)]
    found += [(POLICY, name) for name in policies]
    apart = NAMES | HELD | {TRUST, POLICY, ASSUMPTIONS}
    whole = [name for name in Resolved.model_fields if name not in apart]
    found += [(SCENARIO, name) for name in whole if getattr(a, name) != getattr(b, name)]
    return tuple(found)


def mixed(a: Resolved, b: Resolved, chosen: Collection[Change]) -> Resolved:
    """The first scenario with some of its differences from the second put into effect.

    With all of them it has the content of the second, but for the number of runs, which is the first's.
    It is not checked.
    """
    trust: dict[str, Any] = {name: getattr(b.trust, name) for part, name in chosen if part == TRUST}
    trust |= {name: _mixed_items(a, b, name, chosen) for name in _lists(a, b)}
    rows = _mixed_items(a, b, ASSUMPTIONS, chosen)
    policy = {name: getattr(b.policy, name) for part, name in chosen if part == POLICY}
    whole = {name: getattr(b, name) for part, name in chosen if part == SCENARIO}
    update: dict[str, Any] = {
        "name": f"Part of the way from {a.name} to {b.name}",
        "extends": a.scenario_id,
        "trust": a.trust.model_copy(update=trust),
        "policy": a.policy.model_copy(update=policy),
        "assumptions": a.assumptions.model_copy(update={"assumptions": rows}),
    }
    return a.model_copy(update=update | whole)


def _lists(a: Resolved, b: Resolved) -> list[str]:
    """Fields of the trust that list items with ids, in either scenario."""
    return [name for name in Trust.model_fields if _holds_items(a.trust, name) or _holds_items(b.trust, name)]


def _holds_items(trust: Trust, name: str) -> bool:
    value = getattr(trust, name)
    return (
        isinstance(value, tuple)
        and len(value) > 0
        and all(isinstance(item, BaseModel) and hasattr(item, "id") for item in value)
    )


def _items(a: Resolved, b: Resolved, part: str) -> tuple[Items, Items]:
    if part == ASSUMPTIONS:
        old, new = ({row.key: row for row in each.assumptions.assumptions} for each in (a, b))
    else:
        old, new = ({item.id: item for item in getattr(each.trust, part)} for each in (a, b))
    return old, new


def _mixed_items(a: Resolved, b: Resolved, part: str, chosen: Collection[Change]) -> tuple[Any, ...]:
    old, new = _items(a, b, part)
    keys = [*old, *(key for key in new if key not in old)]
    picked = ((new if (part, key) in chosen else old).get(key) for key in keys)
    return tuple(item for item in picked if item is not None)
