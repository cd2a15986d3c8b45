"""The support that was really given, as a trust notes it: `support_log.csv` beside its trust file.

One line a visit or a stretch of support, with the success measure that was agreed and what came of it. No
forecast reads it: it is what a trust shows for itself. Every cell is text, whatever a spreadsheet would make
of it.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
from collections.abc import Mapping
from pathlib import Path

from pydantic import Field

from ist_model.inputs.base import Id, Strict
from ist_model.inputs.chain import read_chain
from ist_model.inputs.errors import InputError, Problem, show, suggest
from ist_model.inputs.folder import SUPPORT_LOG, TRUSTS, scenario_file
from ist_model.inputs.scenario_models import Resolved
from ist_model.inputs.yaml_file import shown_path

BEYOND, BOUGHT = "beyond", "bought"
LONGEST = 500
MOST_DAYS = 200.0


class Support(Strict):
    """A line of the log: support that was given, or agreed (columns by these names, in any order)."""

    date: dt.date = Field(description="First day of the support, for instance 2026-11-05")
    giver: Id = Field(description="Post of the trust file that gave it; `bought`: from outside the trust")
    school: Id = Field(description="School of the trust file that got it; `beyond`: none of the trust's")
    area: Id = Field(description="Improvement area of the framework")
    days: float = Field(gt=0, le=MOST_DAYS, description="Days given, preparation not counted")
    measure: str = Field(min_length=3, max_length=LONGEST, description="Success measure that was agreed")
    outcome: str = Field("", max_length=LONGEST, description="What came of it; empty: not known yet")


COLUMNS = tuple(Support.model_fields)


def support_log(scenario: str, resolved: Resolved, scenarios_dir: Path) -> tuple[Support, ...]:
    """The log beside the trust of a scenario, by date; nothing where there is none.

    Raises:
        InputError: with file, line, column, value, rule and remedy of everything wrong in it.
    """
    trust = read_chain(scenario_file(scenario, scenarios_dir), scenarios_dir)[0].written.trust
    path = scenarios_dir / TRUSTS / str(trust) / SUPPORT_LOG
    return read_support_log(path, resolved) if path.is_file() else ()


def read_support_log(path: Path, resolved: Resolved) -> tuple[Support, ...]:
    """A log, checked against the posts and schools of a trust and the areas of its framework, by date.

    Raises:
        InputError: with everything wrong in it.
    """
    rows = _rows(path)
    known = {
        "giver": [BOUGHT, *(post.id for post in resolved.trust.posts)],
        "school": [BEYOND, *(school.id for school in resolved.trust.schools)],
        "area": [area.id for area in resolved.framework.areas],
    }
    problems: list[Problem] = []
    read: list[Support] = []
    for line, row in rows:
        wrong = [
            Problem(shown_path(path), line, column, show(row[column]), *fault)
            for column in COLUMNS
            if (fault := _fault(column, row[column], known)) is not None
        ]
        problems += wrong
        if not wrong:
            typed = {"date": dt.date.fromisoformat(row["date"]), "days": float(row["days"])}
            read.append(Support.model_validate(row | typed))
    if problems:
        raise InputError(problems)
    return tuple(sorted(read, key=lambda each: each.date))


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Line number and cells by column; empty lines are passed over."""
    place = shown_path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        rule = f"the file is not UTF-8 text (byte {error.start + 1})"
        raise InputError([Problem(place, 0, "", "", rule, "save it as CSV UTF-8")]) from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        head = [name.strip().lower() for name in next(reader, [])]
        if sorted(head) != sorted(COLUMNS):
            rule = f"the first line names these columns, each once: {', '.join(COLUMNS)}"
            odd = [name for name in head if name not in COLUMNS]
            remedy = suggest(odd[0], set(COLUMNS) - set(head)) if odd else "add the columns that are missing"
            raise InputError([Problem(place, 1, "", ", ".join(head), rule, remedy)])
        rows: list[tuple[int, dict[str, str]]] = []
        line = reader.line_num
        for cells in reader:
            first, line = line + 1, reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(head):
                rule = f"a line has {len(head)} cells, this one has {len(cells)}"
                remedy = "put a cell that holds a comma in double quotes"
                raise InputError([Problem(place, first, "", ",".join(cells), rule, remedy)])
            rows.append((first, dict(zip(head, (cell.strip() for cell in cells), strict=True))))
    except csv.Error as error:
        rule = f"the line is not CSV ({error})"
        remedy = "close every double quote, and write one inside a cell twice"
        raise InputError([Problem(place, reader.line_num, "", "", rule, remedy)]) from error
    return rows


def _fault(column: str, value: str, known: Mapping[str, list[str]]) -> tuple[str, str] | None:
    """Rule and remedy where a cell breaks one."""
    if column in known and value not in known[column]:
        return f"{column} is one of the trust's own or {known[column][0]}", suggest(value, known[column])
    if column == "date" and _date(value) is None:
        return "a date is written year-month-day", "write it as 2026-11-05"
    if column == "days" and not 0 < _number(value) <= MOST_DAYS:
        return f"days are a number above 0, at most {MOST_DAYS:g}", "write it as 1.5"
    if column == "measure" and len(value) < 3:
        return "support has an agreed success measure", "say what was to change, and by when"
    if column in ("measure", "outcome") and len(value) > LONGEST:
        return (
            f"at most {LONGEST} characters",
            "say it shorter, and keep the rest where the work is written up",
        )
    return None


def _date(value: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value) if len(value) == 10 else None
    except ValueError:
        return None


def _number(value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        return math.nan
    return number if math.isfinite(number) and "_" not in value else math.nan
