"""A school's rows in files of accounts: which may be used, and why the others are not."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ist_model.inputs.new_trust.national import national
from ist_model.inputs.new_trust.published import Row, Source, ended
from ist_model.inputs.new_trust.strengths import MOST_OF_ENGLAND, Figure

TEACHING = ("teaching_gbp", "supply_gbp", "agency_gbp")
OTHER_STAFF = ("support_gbp", "premises_gbp", "clerical_gbp", "catering_gbp", "others_gbp")
_ERROR = 2.0  # spending of more than twice the income, or of less than half of it, is taken for an error
_PRIMARIES = ("primary", "infant", "junior", "infant and junior")  # as the two master lists call them
_YEAR_MONTHS = 12
_DAYS_PER_YEAR = 365.25
_NONE = "suppressed, not supplied or blank"


class Level(NamedTuple):
    """An amount of a school's row that is set against that of all primaries."""

    column: str
    name: str


LEVELS = (Level("income_gbp", "Income per pupil"), Level("grant_gbp", "General annual grant per pupil"))


def row_with_money(source: Source, rows: Sequence[Figure]) -> Figure | str:
    """The first row of a school in a file that has income or grant; else why there is none, in words."""
    if not rows:
        return f"it stands in no row of {source.told}"
    for figure in rows:
        if any(figure.row.get(level.column) is not None for level in LEVELS):
            return figure
    names = " or ".join(
        "income" if level is LEVELS[0] else "grant" for level in LEVELS if _has(source, level)
    )
    return f"its row in {source.told} has no {names} ({_NONE}): not used"


def _has(source: Source, level: Level) -> bool:
    return level.column in source.table.frame


def part_year(row: Row) -> str:
    """Of what part of a year a row is, in words; empty if of a whole one."""
    months = row.get("months")
    if months is not None and months != _YEAR_MONTHS:
        return f"of {months} months, not of a year"
    return "of part of a year" if row.get("part_year") is not None else ""


def shown_only(source: Source, start: dt.date) -> str:
    """Why a file's money may be shown but not used on the first day, in words; empty if it may be used."""
    if not source.year:
        return "their school year is not known: write it before the path (2018/19=FILE)"
    limit, age = national().oldest_accounts_years, round((start - ended(source.year)).days / _DAYS_PER_YEAR)
    if age <= limit:
        return ""
    return (
        f"their year ended {age} years before the first day, and after {limit:g} years money is not today's"
    )


def error_of(row: Row) -> str:
    """What is taken for an error in a row's income and spending, in words; empty if nothing is."""
    income, spent = row["income_gbp"], row.get("expenditure_gbp")
    if spent is not None and income > 0 and income / _ERROR <= spent <= income * _ERROR:
        return ""
    shown = "nothing" if spent is None else f"{spent:,.0f} pounds"
    return f"{income:,.0f} pounds came in and {shown} was spent, which is taken for an error of the file"


def per_pupil(row: Row, column: str) -> float | None:
    """Pounds a pupil; None where pupils or amount are missing or nought."""
    amount, pupils = row.get(column), row.get("pupils")
    if amount is None or pupils is None or not amount > 0 or not 0 < pupils < math.inf:
        return None
    return float(amount / pupils)


def of_all(source: Source, column: str) -> tuple[float | None, int]:
    """Pounds a pupil in all primaries of a file, and how many; None where they are not most of England's."""
    frame = source.table.frame
    if "phase" not in frame:
        return None, 0
    use = frame["phase"].str.casefold().isin(_PRIMARIES)
    use &= (frame[column] > 0) & (frame["pupils"] > 0)
    if "part_year" in frame:
        use &= frame["part_year"].isna()
    if "months" in frame:
        use &= frame["months"].fillna(_YEAR_MONTHS) == _YEAR_MONTHS
    chosen = frame[use]
    if len(chosen) < MOST_OF_ENGLAND:
        return None, len(chosen)
    return float(chosen[column].sum() / chosen["pupils"].sum()), len(chosen)


def cost_of(row: Row, columns: Iterable[str], most: float) -> float | str:
    """Sum of columns; or in words why there is none: a cell is empty, below nought or beyond all spending."""
    cells = [(column, row.get(column)) for column in columns]
    empty = [column for column, cell in cells if cell is None]
    if empty:
        return f"{_words(empty)}: {_NONE}"
    below = [column for column, cell in cells if cell is not None and cell < 0]
    if below:
        return f"{_words(below)} below nought, which is taken for an error of the file"
    total = math.fsum(float(cell) for _, cell in cells if cell is not None)
    if total > most:
        return f"{total:,.0f} pounds of {most:,.0f} spent in all, which is taken for an error of the file"
    return total


def _words(columns: Iterable[str]) -> str:
    return ", ".join(column.removesuffix("_gbp") for column in columns)


def told(figure: Figure) -> str:
    """The file of a figure, and whether it stands there under a former number."""
    return figure.source.told + (", under a former number" if figure.of_before else "")
