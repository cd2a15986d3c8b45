"""A trust that is known already as rows of the workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ist_model.inputs.assumptions import Register
from ist_model.inputs.errors import InputError, Problem
from ist_model.inputs.models import Opening, Policy, Stream, Trust
from ist_model.inputs.scenario_models import Resolved
from ist_model.inputs.unknown import without
from ist_model.inputs.workbook.cells import DIGITS
from ist_model.inputs.workbook.columns import Column, Sheet
from ist_model.inputs.workbook.layout import layout
from ist_model.inputs.workbook.sheets_people import CENTRAL
from ist_model.inputs.workbook.write import write_workbook

Row = dict[str, Any]
_EXTEND = "make the workbook of what this scenario extends, and let a scenario file extend the workbook"
_SLOTS = 2  # roles of a person that the workbook has columns for
# Not written, since an empty cell means the same.
_DEFAULTS: dict[str, Any] = {
    "fte": 1.0,
    "count": 1,
    "opens_vacant": False,
    "last_inspection.predecessor": False,
}


# Parts of a scenario that no sheet has: a scenario file that extends the workbook may.
_BEYOND_SHEETS = ("growth", "tier_overrides", "secondments", "shocks", "money_moved")


def workbook_of(resolved: Resolved, register: Register, path: Path, next_steps: Sequence[str]) -> Path:
    """Write the workbook that says the same as a scenario.

    Args:
        resolved: the scenario.
        register: that the workbook will be read with; the scenario may not differ from it.
        path: of the new workbook.
        next_steps: commands for its first sheet.

    How far starting strengths are open (decision 28) has no column: they are written as if known.

    Raises:
        InputError: if the scenario says what the workbook has no place for, or the file exists.
    """
    problems = [
        Problem(resolved.scenario_id, 0, name, "", "the workbook has no place for it", _EXTEND)
        for name in _BEYOND_SHEETS
        if getattr(resolved, name)
    ]
    if resolved.policy != Policy() or resolved.no_effect:
        rule = "the workbook has no place for another policy, nor for support without effect"
        problems.append(Problem(resolved.scenario_id, 0, "policy", "", rule, _EXTEND))
    cells = [unknown for unknown in resolved.unknowns if unknown.form != "place"]
    open_strengths = {key for unknown in resolved.unknowns if unknown.form == "place" for key in unknown.keys}
    if without(resolved.assumptions, open_strengths) != register and not cells:
        rule = "the workbook has no place for changed assumptions"
        problems.append(Problem(resolved.scenario_id, 0, "changes.assumptions", "", rule, _EXTEND))
    if cells:
        rule = "what a workbook leaves unknown stands in that workbook"
        problems.append(Problem(resolved.scenario_id, 0, "", "", rule, "copy the workbook itself"))
    if problems:
        raise InputError(problems)
    sheets = layout(resolved.framework)
    plan = ("start", "years", "question", "runs", "seed")
    settings = {f"scenario.{name}": getattr(resolved, name) for name in plan}
    rows = rows_of(resolved.trust, sheets, settings, resolved.opening)
    return write_workbook(path, sheets, rows, next_steps)


def rows_of(
    trust: Trust, sheets: Sequence[Sheet], settings: Mapping[str, Any], opening: Opening | None = None
) -> dict[str, list[Row]]:
    """The rows of every sheet for a trust.

    Args:
        trust: as it is.
        sheets: of the layout.
        settings: what the sheet `Trust` says of the plan, by path (`scenario.start`).
        opening: what is under way on the first day.

    Raises:
        InputError: for what the workbook has no columns for.
    """
    problems = list(_beyond(trust))
    if problems:
        raise InputError(problems)
    found: dict[str, list[Row]] = {}
    for sheet in sheets:
        if sheet.shape == "settings":
            found[sheet.name] = [{**_row({"trust": trust}, sheet), **settings}]
        elif sheet.part == "scenario":
            found[sheet.name] = _under_way(sheet, opening)
        elif sheet.shape == "items":
            found[sheet.name] = [_row(item, sheet) for item in getattr(trust, sheet.target)]
        elif sheet.shape == "children":
            found[sheet.name] = [
                {**_row(child, sheet), "school": school.id}
                for school in trust.schools
                for child in getattr(school, sheet.target)
            ]
        else:
            found[sheet.name] = list(_figures(trust, sheet))
    _adjust(found, trust, opening)
    return found


def _row(item: Any, sheet: Sheet) -> Row:
    """The values of an item by path, those that are not there left out."""
    found = {column.path: _at(item, column) for column in sheet.columns}
    return {path: value for path, value in found.items() if value not in (None, _DEFAULTS.get(path))}


def _at(item: Any, column: Column) -> Any:
    node = item
    for key in column.keys:
        if isinstance(node, Mapping):
            node = node.get(key)
        elif isinstance(node, tuple) and isinstance(key, int):
            node = node[key] if key < len(node) else None
        else:
            node = getattr(node, str(key), None)
    if node in ("", (), None):
        return None
    return round(node * column.factor, DIGITS) if column.factor != 1.0 else node


def _figures(trust: Trust, sheet: Sheet) -> Iterator[Row]:
    for school in trust.schools:
        row = _row(school, sheet)
        if row.get("finance.other_income_gbp") == 0:
            del row["finance.other_income_gbp"]
        if row:
            yield {**row, "school": school.id}


def _under_way(sheet: Sheet, opening: Opening | None) -> list[Row]:
    if opening is None:
        return []
    if sheet.shape == "numbers":
        return [{"post": code, "days": days} for code, days in opening.days_used.items()]
    return [_row(item, sheet) for item in getattr(opening, sheet.target.removeprefix("opening."))]


def _adjust(found: Mapping[str, list[Row]], trust: Trust, opening: Opening | None) -> None:
    """Words of the workbook in place of those of files."""
    tiers = {entry.school: entry.tier for entry in opening.tiers} if opening else {}
    vacant = opening.vacancies if opening else {}
    for row in found["Schools"]:
        if row["id"] in tiers:
            row["tier"] = tiers[row["id"]]
    for row in found["People"]:
        if row["school"] == "none":
            row["school"] = CENTRAL
        if row["id"] in vacant:
            row["vacant_terms"] = vacant[row["id"]]
        if row.get("allowance_days_per_year") == "none":
            row["allowance_days_per_year"] = "no limit"
        for slot in range(_SLOTS):
            phases = row.get(f"designations.{slot}.phases")
            if phases is not None:
                row[f"designations.{slot}.phases"] = None if len(phases) > 1 else phases[0]
    for row, stream in zip(found["Beyond the trust"], trust.streams, strict=True):
        if stream.work.distribution == "fixed":
            row["work.mode_days"] = stream.work.mean_days


def _beyond(trust: Trust) -> Iterator[Problem]:
    """What a trust may have that the workbook has no columns for."""
    remedy = "keep this trust as YAML"
    for post in trust.posts:
        if len(post.designations) > _SLOTS:
            rule = f"the workbook has columns for {_SLOTS} roles of a person"
            yield Problem("trust", 0, f"posts[{post.id}].designations", "", rule, remedy)
    for stream in trust.streams:
        if not _plain(stream):
            rule = "the workbook has columns for triangular or equal days and for exponential patience"
            yield Problem("trust", 0, f"streams[{stream.id}]", stream.work.distribution, rule, remedy)


def _plain(stream: Stream) -> bool:
    return stream.work.distribution in ("triangular", "fixed") and stream.patience.distribution != "fixed"
