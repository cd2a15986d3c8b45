"""The name a scenario's content gives itself (MODEL 12)."""

from __future__ import annotations

import hashlib
import json
import weakref
from typing import Any

from ist_model.inputs.scenario_models import Resolved

# What a scenario is called changes no result.
NAMES = frozenset({"scenario_id", "name", "question", "author", "extends"})
# Lists whose order carries no meaning: the engines work in the order of keys, never of rows.
UNORDERED = frozenset(
    {
        "assumptions",
        "designations",
        "money_moved",
        "networks",
        "onboarding",
        "packages",
        "partnerships",
        "phases",
        "pool",
        "posts",
        "schools",
        "secondments",
        "shocks",
        "specialisms",
        "streams",
        "suppliers",
        "tier_overrides",
        "year_groups",
    }
)
# Parts whose every list keeps its order: tiers and grades are listed from one end to the other.
ORDERED_PARTS = frozenset({"framework", "opening"})


# Names already worked out, by the scenario's place in memory: scenarios are immutable, and each asks often.
_known: dict[tuple[int, bool], str] = {}


def identity(resolved: Resolved) -> str:
    """SHA-256 (hex) of a scenario's content: equal for equal content, whatever it is called.

    The order of a trust's rows and of the register's does not matter; the order of the framework's lists, of
    the opening state and of a mixture's parts does.
    """
    return _once(resolved, whole=True)


def identity_of_a_run(resolved: Resolved) -> str:
    """SHA-256 (hex) of what one run depends on: the scenario's content, whatever its number of runs."""
    return _once(resolved, whole=False)


def _once(resolved: Resolved, *, whole: bool) -> str:
    """The name, worked out once for as long as the scenario lives."""
    key = (id(resolved), whole)
    if key not in _known:
        _known[key] = _worked_out(resolved if whole else resolved.model_copy(update={"runs": 1}))
        weakref.finalize(resolved, _known.pop, key, None)  # its place may be another's afterwards
    return _known[key]


def _worked_out(resolved: Resolved) -> str:
    content = resolved.model_dump(mode="json", exclude=set(NAMES))
    canonical = {name: _canonical(part, name, name in ORDERED_PARTS) for name, part in content.items()}
    return hashlib.sha256(_text(canonical).encode()).hexdigest()


def _canonical(node: Any, name: str, ordered: bool) -> Any:
    if isinstance(node, dict):
        return {key: _canonical(value, key, ordered) for key, value in node.items()}
    if isinstance(node, list):
        items = [_canonical(item, "", ordered) for item in node]
        return sorted(items, key=_text) if name in UNORDERED and not ordered else items
    return node + 0.0 if isinstance(node, float) else node  # -0.0 is 0.0


def _text(node: Any) -> str:
    return json.dumps(node, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
