"""A table of grades from two published files, added to those that travel with the package."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from ist_model.inputs.public_data import held
from ist_model.inputs.published.tables import Inspections, National

FROM_FILES = "your-files"


class Files(NamedTuple):
    """Two files of inspections, and what else is known of them."""

    earlier: Path
    later: Path
    earlier_date: str = ""  # as 2015-05-31; empty: the date in the file's name
    later_date: str = ""
    links: Path | None = None  # GIAS links, to follow schools whose number changed


class Counted(NamedTuple):
    """The table and what became of every row."""

    table: Inspections
    account: tuple[str, ...]


def count(files: Files) -> Counted:
    """Grades that primaries held at the dates of two files.

    Raises:
        InputError: if a file cannot be used; says what it is and what is missing.
    """
    day = held.as_at(files.earlier, files.earlier_date)
    later_day = held.as_at(files.later, files.later_date)
    found = held.between(files.earlier, files.later, day, later_day, files.links)
    table = Inspections(
        id=FROM_FILES,
        title=f"Outcome held on {day} -> outcome held on {later_day}, inspected between or not",
        kind="held",
        from_date=day,
        to_date=later_day,
        source=f"{files.earlier.name}, {files.later.name}",
        counts=tuple(tuple(int(n) for n in row) for row in found.counts),
        half_years=tuple(tuple(row) for row in held.by_half_year(found)),
        inspected=tuple(int(n) for n in found.inspected),
    )
    return Counted(table, found.account)


class Added(NamedTuple):
    """The published facts with one table more, and the tables that had to go."""

    national: National
    left_out: tuple[str, ...]  # of the same years: the same schools would count twice


def with_table(national: National, table: Inspections) -> Added:
    """The published facts and one table more, without those that tell of the same years."""
    apart = tuple(
        each
        for each in national.inspections
        if each.to_date <= table.from_date or each.from_date >= table.to_date
    )
    left_out = tuple(each.id for each in national.inspections if each not in apart)
    return Added(national.model_copy(update={"inspections": (*apart, table)}), left_out)
