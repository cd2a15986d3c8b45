"""Schools from the rows of the sheet `Schools`: ages by phase, strengths by colour, neutral labels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ist_model.inputs.framework import Area
from ist_model.inputs.new_trust.posts import neutral_labels
from ist_model.inputs.unknown import PERCENT
from ist_model.inputs.workbook.cells import Cell
from ist_model.inputs.workbook.doubt import Doubts
from ist_model.inputs.workbook.items import Item, Reading
from ist_model.inputs.workbook.sheets_trust import AGES
from ist_model.inputs.workbook.strength import HOW_SURE, Spread, spread

_UNSURE = list(HOW_SURE)[-1]
_NATION = Spread(0.01, 0.5, 0.99)
_ANY = "national percentiles of any primary in the country"


def finish_schools(reading: Reading, doubts: Doubts) -> None:
    """Give every school what its row leaves to a rule."""
    items = reading.items["Schools"]
    _labels(items)
    for item in items:
        code = item.get("id")
        if code is None:  # told already; what only a finished school turns into fields is no fault of its own
            for path in ("overall", "how_sure", "start_percentile"):
                item.drop(path)
            continue
        if item.get("name") is None:
            item.put("name", code)
        _ages(item)
        _place(reading, item)
        _inspection(reading, item)
        _strengths(reading, item, str(code), doubts)


def _labels(items: list[Item]) -> None:
    """Neutral labels for schools without one, in an order that says nothing of number or name."""
    taken = {item.get("label") for item in items}
    wanting = [item for item in items if item.get("label") is None]
    letters = sorted(neutral_labels([str(place) for place in range(2 * len(items))]), key=_by_letter)
    free = [label for label in letters if label not in taken]
    own = neutral_labels([str(item.get("urn") or item.get("id") or id(item)) for item in wanting])
    ranked = sorted(own, key=_by_letter)
    for item, label in zip(wanting, own, strict=True):
        item.put("label", free[ranked.index(label)])


def _by_letter(label: str) -> tuple[int, str]:
    return len(label), label


def _ages(item: Item) -> None:
    if item.get("phase") is None and item.untold("phase"):
        item.put("phase", "primary")
    youngest, oldest = AGES[item.get("phase") or "primary"]
    if item.get("age_low") is None:
        item.put("age_low", youngest)
    if item.get("age_high") is None:
        item.put("age_high", oldest)


def _place(reading: Reading, item: Item) -> None:
    """Both degrees or none."""
    both = ("place.latitude", "place.longitude")
    told = [path for path in both if item.get(path) is not None]
    if len(told) == 1:
        other = both[1 - both.index(told[0])]
        if item.untold(other):
            reading.grid.note(
                item.cell(other), "a place has latitude and longitude", "write both, or neither"
            )
        item.data.pop("place", None)


def _inspection(reading: Reading, item: Item) -> None:
    """Date and kind of an inspection need its outcome."""
    path = "last_inspection.outcome"
    if item.get("last_inspection") and item.get(path) is None and item.untold(path):
        rule = "an inspection that has a date has an outcome"
        reading.grid.note(item.cell(path), rule, "choose the outcome; or: unknown")
    if item.get(path) is None:
        item.data.pop("last_inspection", None)


def _strengths(reading: Reading, item: Item, code: str, doubts: Doubts) -> None:
    """A percentile for every area that the school has: its own, else the overall strength's."""
    low = item.get("age_low")
    has = [area for area in reading.framework.areas if _has(area, low)]
    word = item.drop("how_sure")
    how_sure = _UNSURE if "how_sure" in item.unknown else word or "fairly sure"
    general = [area for area in has if item.untold(f"start_percentile.{area.id}")]
    silent, overall = item.untold("overall"), item.drop("overall")
    if general and silent:
        names = ", ".join(area.label for area in general)
        every = "a school has a strength"
        rule = every if len(general) == len(has) else f"{every}; these areas have none of their own: {names}"
        reading.grid.note(item.cell("overall"), rule, "write red, amber or green; or: unknown")
    if overall is not None and not general:
        rule = "every area of this school has a strength of its own: this one would not be read"
        reading.grid.note(item.cell("overall"), rule, "empty it, or empty the areas that it is meant for")
    told = overall is not None or "overall" in item.unknown
    if general and told:
        first, *rest = [f"trust/schools/{code}/start_percentile/{area.id}" for area in general]
        cell = item.cell("overall")
        name = f"trust/schools/{code}/strength"
        value = _percentile(
            overall, how_sure, cell, f"Overall strength of {code}", (first, *rest), doubts, name=name
        )
        for area in general:
            item.put(f"start_percentile.{area.id}", value)
    for area in reading.framework.areas:
        path = f"start_percentile.{area.id}"
        own = item.get(path) if area not in general else None
        if isinstance(own, str) or path in item.unknown:
            label, target = (
                f"Strength: {area.label} of {code}",
                f"trust/schools/{code}/start_percentile/{area.id}",
            )
            item.put(path, _percentile(own, how_sure, item.cell(path), label, (target,), doubts))


def _percentile(
    told: Any,
    how_sure: str,
    cell: Cell,
    label: str,
    targets: tuple[str, ...],
    doubts: Doubts,
    *,
    name: str = "",
) -> float:
    """A percentile as written; of a colour or where it is unknown, the middle of a range that is sampled."""
    if isinstance(told, float):
        return told
    if told is None:
        found, why = _NATION, _ANY
    else:
        found, why = spread(told, how_sure, doubts.values), f"national percentiles of {told}, {how_sure}"
    percentile: float = doubts.sampled(
        cell,
        label,
        found,
        "triangular",
        why,
        targets[0],
        more=targets[1:],
        roughly=told is not None,
        name=name,
        factor=PERCENT,
    )
    return percentile


def _has(area: Area, age_low: int) -> bool:
    return area.only_if_ages_below is None or age_low < area.only_if_ages_below


def tiers(items: list[Item]) -> list[tuple[Item, Mapping[str, Any]]]:
    """The tier of each school that has one written, for the opening state."""
    found: list[tuple[Item, Mapping[str, Any]]] = []
    for item in items:
        tier = item.drop("tier")
        if tier is not None and item.get("id") is not None:
            found.append((item, {"school": item.get("id"), "tier": tier}))
    return found
