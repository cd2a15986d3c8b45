"""A workbook as the trust file and the scenario file that it stands for, every value with its cell."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ist_model.inputs.assumptions import Assumption, Register
from ist_model.inputs.calendar import EPOCH
from ist_model.inputs.errors import InputError, Problem, collecting
from ist_model.inputs.folder import ASSUMPTIONS, FRAMEWORK
from ist_model.inputs.framework import Framework
from ist_model.inputs.models import Trust
from ist_model.inputs.scenario_models import Scenario
from ist_model.inputs.unknown import Unknown
from ist_model.inputs.validate import validate
from ist_model.inputs.wording import REQUIRED
from ist_model.inputs.workbook import other_rows, school_rows
from ist_model.inputs.workbook.cells import Cell
from ist_model.inputs.workbook.columns import Sheet
from ist_model.inputs.workbook.doubt import Doubts
from ist_model.inputs.workbook.grid import read_grid
from ist_model.inputs.workbook.items import Item, Reading, stand_in
from ist_model.inputs.workbook.layout import HEADER_ROW, layout
from ist_model.inputs.workbook.located import CellLocated
from ist_model.inputs.workbook.opened import open_workbook
from ist_model.inputs.workbook.sheets_settings import DEFAULT_RUNS, DEFAULT_SEED, DEFAULT_YEARS
from ist_model.inputs.yaml_file import Keys, read, shown_path

QUESTION = "If nothing changes, do we cope?"
ABOUT = "From a workbook that the trust filled in; its cells that say unknown are listed with what stands in."
_NO_DAY = dt.date(2000, 9, 1)  # stands in while the first day is missing, which is a fault of its own


@dataclass(frozen=True)
class Book:
    """A workbook that was read.

    Attributes:
        trust: as its trust file would say.
        scenario: as its scenario file would say.
        unknowns: what it leaves open.
        rows: of the register, for what is sampled because of it.
    """

    trust: CellLocated
    scenario: CellLocated
    unknowns: tuple[Unknown, ...]
    rows: tuple[Assumption, ...]


def read_workbook(path: Path, scenarios_dir: Path) -> Book:
    """Read a workbook by the framework and the register of a scenarios folder.

    Raises:
        InputError: with every fault found in it, by sheet and cell.
    """
    framework = validate(Framework, read(scenarios_dir / FRAMEWORK))
    register = validate(Register, read(scenarios_dir / ASSUMPTIONS))
    sheets = {sheet.name: sheet for sheet in layout(framework)}
    file = shown_path(path)
    grid = read_grid(open_workbook(path), file, list(sheets.values()))
    reading = Reading(grid, sheets, framework)
    reading.read_all()
    if "Schools" not in grid.unread and not grid.rows["Schools"]:
        rule = "a trust has at least one school"
        grid.problems.append(Problem(file, 0, "", "", rule, "fill in a row", "sheet 'Schools'"))
    book = _Composed(reading, register, path, file).book()
    if grid.problems:
        raise InputError([*grid.problems, *_others(book, grid.problems)])
    return book


def _others(book: Book, told: list[Problem]) -> list[Problem]:
    """Faults that the models find besides those of cells that are told already."""
    found: list[Problem] = []
    with collecting(found):
        validate(Trust, book.trust)
    with collecting(found):
        validate(Scenario, book.scenario)
    cells = {problem.cell for problem in told}
    # What is needed is told by the reader; what a faulty cell leaves empty would be told again here.
    return [each for each in found if each.cell not in cells and each.rule != REQUIRED]


class _Composed:
    """The two files, put together sheet by sheet."""

    def __init__(self, reading: Reading, register: Register, path: Path, file: str) -> None:
        self.reading, self.file, self.code = reading, file, path.stem
        self.trust: dict[str, Any] = {}
        self.scenario: dict[str, Any] = {}
        self.opening: dict[str, Any] = {}
        self.cells: dict[str, dict[Keys, Cell]] = {"trust": {}, "scenario": {}}
        rows = register.assumptions
        self.doubts = Doubts(
            register.values(), {r.key: r.low for r in rows}, {r.key: r.high for r in rows}, _NO_DAY, path.name
        )

    def book(self) -> Book:
        """Both files and what they leave open."""
        self._settings()
        schools, people = self.reading.items["Schools"], self.reading.items["People"]
        for sheet in self.reading.sheets.values():
            for place, item in enumerate(self.reading.items[sheet.name]):
                self._stand_in(sheet, item, place)
        school_rows.finish_schools(self.reading, self.doubts)
        tiers, vacancies = school_rows.tiers(schools), other_rows.vacancies(people)
        other_rows.finish_people(self.reading)
        other_rows.finish_names(self.reading)
        other_rows.finish_deployments(self.reading)
        other_rows.finish_streams(self.reading)
        for sheet in self.reading.sheets.values():
            if sheet.shape == "items":
                self._items(sheet)
        for sheet in self.reading.sheets.values():
            if sheet.shape in ("fields", "children"):
                self._of_schools(sheet)
        self._numbers()
        self._opening(tiers, vacancies)
        return Book(
            CellLocated(self.file, _frozen(self.trust), self.cells["trust"]),
            CellLocated(self.file, _frozen(self.scenario), self.cells["scenario"]),
            tuple(self.doubts.unknowns),
            tuple(self.doubts.rows),
        )

    def _settings(self) -> None:
        items = self.reading.items["Trust"]
        if not items:  # the sheet is missing, and that is told
            return
        (item,) = items
        self.doubts.start = item.get("scenario.start") or _NO_DAY
        stand_in(self.reading, self.reading.sheets["Trust"], item, "", "", self.doubts)
        defaults = {
            "trust.about": ABOUT,
            "scenario.years": DEFAULT_YEARS,
            "scenario.question": QUESTION,
            "scenario.runs": DEFAULT_RUNS,
            "scenario.seed": DEFAULT_SEED,
        }
        for path, value in defaults.items():
            if item.get(path) is None:
                item.put(path, value)
        title = item.get("trust.title")
        self.trust = item.data.get("trust", {})
        self.scenario = item.data.get("scenario", {})
        self.scenario |= {"name": f"{title}: nothing changes", "trust": self.code}
        for column in self.reading.sheets["Trust"].columns:
            part, *keys = column.keys
            self.cells[str(part)][tuple(keys)] = item.cell(column.path)
        self.cells["scenario"][("name",)] = item.cell("trust.title")

    def _stand_in(self, sheet: Sheet, item: Item, place: int) -> None:
        if sheet.shape == "settings" or not item.unknown:
            return
        of = str(item.get("id") or item.get("school") or item.get("post") or f"row {item.row.number}")
        base = f"{sheet.target.replace('.', '/')}/{place}"
        if sheet.shape == "items" and sheet.part == "trust":
            base = f"trust/{sheet.target}/{item.get('id')}"
        elif sheet.shape == "children":
            base = f"trust/schools/{item.get('school')}/{sheet.target}/{self._turn(sheet, item)}"
        elif sheet.shape == "numbers":
            base = f"{sheet.target.replace('.', '/')}/{item.get('post')}"
        if item.get("count") not in (None, 1):
            cell = next(iter(item.unknown.values()))
            rule = "a row for several people alike cannot have unknown cells"
            self.reading.grid.note(cell, rule, "write a row for each of them")
            return
        stand_in(self.reading, sheet, item, of, base, self.doubts)

    def _turn(self, sheet: Sheet, item: Item) -> int:
        """Which of its school's rows of a sheet a row is."""
        rows = self.reading.items[sheet.name]
        before = rows[: next(i for i, row in enumerate(rows) if row is item)]
        return sum(row.get("school") == item.get("school") for row in before)

    def _items(self, sheet: Sheet) -> None:
        part = "scenario" if sheet.part == "scenario" else "trust"
        listed: list[Any] = []
        for item in self.reading.items[sheet.name]:
            self._place(part, (*_keys(sheet), len(listed)), sheet, item)
            listed.append(item.data)
        if listed and part == "scenario":
            self.opening[sheet.target.removeprefix("opening.")] = listed
        elif listed:
            self.trust[sheet.target] = listed

    def _of_schools(self, sheet: Sheet) -> None:
        """Further values of a school, or items of a list of it."""
        codes = [item.get("id") for item in self.reading.items["Schools"]]
        counts = Counter[str]()
        for item in self.reading.items[sheet.name]:
            code = item.drop("school")
            if code not in codes:
                continue
            at = codes.index(code)
            school = self.trust["schools"][at]
            turn, counts[code] = counts[code], counts[code] + 1
            if sheet.shape == "children":
                school.setdefault(sheet.target, []).append(item.data)
                self._place("trust", ("schools", at, sheet.target, turn), sheet, item)
            elif turn:
                rule = f"{code} has two rows in this sheet"
                self.reading.grid.note(item.cell("school"), rule, "keep one row for each school")
            else:
                school |= item.data
                self._place("trust", ("schools", at), sheet, item)

    def _numbers(self) -> None:
        sheet = next(sheet for sheet in self.reading.sheets.values() if sheet.shape == "numbers")
        used: dict[str, float] = {}
        for item in self.reading.items[sheet.name]:
            code, days = item.get("post"), item.get("days")
            if code in used:
                self.reading.grid.note(
                    item.cell("post"), f"{code} stands twice", "keep one row for each person"
                )
            elif code is not None and days is not None:
                used[code] = days
                self.cells["scenario"][("opening", "days_used", code)] = item.cell("days")
        if used:
            self.opening["days_used"] = used
        if self.doubts.start.month != EPOCH.month:
            self._no_days_used(sheet, {item.get("post") for item in self.reading.items[sheet.name]})

    def _no_days_used(self, sheet: Sheet, named: set[Any]) -> None:
        """Within a school year a supporter who is not in the sheet is a guess in the trust's favour: told."""
        supports: list[str] = []
        for item in self.reading.items["People"]:
            if item.get("designations"):
                code, alike = item.get("id"), item.get("count") or 1
                supports += [f"{code}-{n + 1}" for n in range(alike)] if alike > 1 else [str(code)]
        others = [code for code in supports if code not in named]
        if others:
            who = f" by {', '.join(others)}" if named else ""
            self.doubts.unknowns.append(
                Unknown(
                    cell=f"{sheet.name}!A{HEADER_ROW + 1 + len(named)}",
                    label=f"Days of support given this school year{who} before the first day",
                    taken="as if empty: nobody has given any",
                )
            )

    def _opening(self, tiers: Any, vacancies: Any) -> None:
        cells = self.cells["scenario"]
        for place, (item, tier) in enumerate(tiers):
            self.opening.setdefault("tiers", []).append(tier)
            cells["opening", "tiers", place] = item.cell("tier")
        for item, code, terms in vacancies:
            self.opening.setdefault("vacancies", {})[code] = terms
            cells["opening", "vacancies", code] = item.cell("vacant_terms")
        if self.opening:
            self.scenario["opening"] = self.opening

    def _place(self, part: str, base: Keys, sheet: Sheet, item: Item) -> None:
        """Note the cells of a row's values, and of those that are worked out from them."""
        cells = self.cells[part]
        cells.setdefault(base, next(iter(item.row.cells.values())))
        for column in sheet.columns:
            if column.path in item.row.cells:
                cells[(*base, *column.keys)] = item.cell(column.path)
                if len(column.keys) > 1:
                    cells.setdefault((*base, *column.keys[:-1]), item.cell(column.path))
        if sheet.name == "Schools":
            for column in sheet.columns:
                if column.kind == "strength" and item.row.cells[column.path].value is None:
                    cells[(*base, *column.keys)] = item.cell("overall")
        if sheet.name == "Beyond the trust":
            cells[(*base, "work", "mean_days")] = item.cell("work.mode_days")


def _keys(sheet: Sheet) -> Keys:
    return tuple(sheet.target.split("."))


def _frozen(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _frozen(value) for key, value in node.items()}
    return tuple(_frozen(item) for item in node) if isinstance(node, (list, tuple)) else node
