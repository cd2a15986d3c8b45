"""What rows of the other sheets leave to a rule: roles of people and deployments, days of demand."""

from __future__ import annotations

from typing import Any

from ist_model.inputs.workbook.items import Item, Reading
from ist_model.inputs.workbook.sheets_people import BOTH, CENTRAL

_NAMED = ("Partnerships", "Networks")  # a name is needed, and the code is one


def finish_people(reading: Reading) -> None:
    """Roles as a list, the words `central` and `both` as files have them."""
    matched = {role.id for role in reading.framework.roles if role.areas and role.matching == "by specialism"}
    for item in reading.items["People"]:
        if item.get("school") == CENTRAL:
            item.put("school", "none")
        for slot in (0, 1):
            _designation(reading, item, slot, matched)
        slots = item.data.pop("designations", {})
        if slots:
            if 0 not in slots:
                rule = "a person with a second role has a first one"
                reading.grid.note(
                    item.cell("designations.0.role"), rule, "write the role in the first columns"
                )
            item.data["designations"] = tuple(slots[place] for place in sorted(slots))


def _designation(reading: Reading, item: Item, slot: int, matched: set[str]) -> None:
    at = f"designations.{slot}"
    phases = item.drop(f"{at}.phases")
    role = item.get(f"{at}.role")
    if role is None:
        if item.untold(f"{at}.role") and (item.get(f"{at}.specialisms") is not None or phases is not None):
            rule = "specialisms and age groups are of a role, and none is written"
            reading.grid.note(item.cell(f"{at}.role"), rule, "choose the role")
        slots = item.data.get("designations", {})
        slots.pop(slot, None)
        return
    if phases not in (None, BOTH):
        item.put(f"{at}.phases", (phases,))
    if role in matched and item.untold(f"{at}.specialisms"):
        rule = "who has this role supports by specialism, and none is written"
        reading.grid.note(item.cell(f"{at}.specialisms"), rule, "choose one or more; or: unknown")
        item.faulty.add(f"{at}.specialisms")


def vacancies(items: list[Item]) -> list[tuple[Item, str, Any]]:
    """Posts that are vacant on the first day: code and terms until filled."""
    found = []
    for item in items:
        terms = item.drop("vacant_terms")
        if terms is not None and item.get("id") is not None:
            found.append((item, str(item.get("id")), terms))
    return found


def finish_names(reading: Reading) -> None:
    """Where a name is needed and none is written, the code is the name."""
    for sheet in _NAMED:
        for item in reading.items[sheet]:
            if item.get("label") is None and item.get("id") is not None:
                item.put("label", item.get("id"))


def finish_deployments(reading: Reading) -> None:
    """The role of a deployment, where none is written: the first of the person."""
    people = {item.get("id"): item for item in reading.items["People"]}
    for item in reading.items["Deployments"]:
        person = people.get(item.get("post"))
        if item.get("role") is not None or person is None or "role" in item.faulty:
            continue
        slots = person.get("designations")
        role = slots[0].get("role") if slots else None
        if role is None:
            rule = f"{item.get('post')} has no role in the sheet People"
            reading.grid.note(item.cell("role"), rule, "write the person's role there")
        else:
            item.put("role", role)


def finish_streams(reading: Reading) -> None:
    """Days as a distribution: the same for all, or between fewest and most."""
    for item in reading.items["Beyond the trust"]:
        work = item.data.get("work")
        if work and "mode_days" in work:
            if "low_days" in work or "high_days" in work:
                usual = work["mode_days"]
                item.data["work"] = {
                    "distribution": "triangular",
                    "low_days": usual,
                    "high_days": usual,
                } | work
            else:
                item.data["work"] = {"distribution": "fixed", "mean_days": work["mode_days"]}
        if item.get("patience.mean_weeks") is not None:
            item.put("patience.distribution", "exponential")
