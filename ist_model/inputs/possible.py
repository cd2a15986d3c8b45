"""Of the choices that something unknown may be, those that break no rule where all else is as it stands."""

from __future__ import annotations

from ist_model.inputs.check import check
from ist_model.inputs.scenario_models import Resolved
from ist_model.inputs.unknown import Unknown, replaced


def only_possible(resolved: Resolved) -> Resolved:
    """The scenario with every unknown choice narrowed to what could be; its middle one stands in.

    A choice is left out if it breaks a rule that another choice keeps. So a deployment of unknown specialism
    is never one that its person cannot give, and a post of unknown kind is no second head.
    """
    for place, unknown in enumerate(resolved.unknowns):
        if unknown.options:
            resolved = _narrowed(resolved, place, unknown)
    return resolved


def _narrowed(resolved: Resolved, place: int, unknown: Unknown) -> Resolved:
    names = list(dict.fromkeys(unknown.options))
    broken = {
        name: frozenset(check(replaced(resolved, unknown, float(unknown.options.index(name)))))
        for name in names
    }
    always = frozenset.intersection(*broken.values())
    kept = tuple(name for name in unknown.options if broken[name] == always)
    if not kept or len(kept) == len(unknown.options):
        return resolved
    central = len(kept) // 2
    (key,) = unknown.keys
    found = replaced(resolved, unknown, float(unknown.options.index(kept[central])))
    rows = tuple(
        row.model_copy(update={"value": float(central), "high": len(kept) - 0.5}) if row.key == key else row
        for row in resolved.assumptions.assumptions
    )
    labels = _labels(resolved)
    told = [labels.get(name, name) for name in dict.fromkeys(kept)]
    some = ", ".join(told[:6]) + (" ..." if len(told) > 6 else "")
    taken = f"any of {some} (what breaks no rule); {labels.get(kept[central], kept[central])} stands in"
    narrowed = unknown.model_copy(update={"options": kept, "taken": taken})
    unknowns = (*resolved.unknowns[:place], narrowed, *resolved.unknowns[place + 1 :])
    register = resolved.assumptions.model_copy(update={"assumptions": rows})
    return found.model_copy(update={"assumptions": register, "unknowns": unknowns})


def _labels(resolved: Resolved) -> dict[str, str]:
    """What readers call the framework's things."""
    framework = resolved.framework
    lists = (framework.areas, framework.specialisms, framework.roles, framework.post_kinds)
    return {item.id: item.label for items in lists for item in items}
