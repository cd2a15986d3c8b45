"""The files that were given: read, sorted by what they hold, and asked for one school's row."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from ist_model.inputs.errors import InputError, collecting
from ist_model.inputs.public_data.formats import read_published
from ist_model.inputs.public_data.layout import Family
from ist_model.inputs.public_data.reader import Table

_GIVEN_YEAR = re.compile(r"^(\d{4})[/-](\d{2})=(.+)$")
_YEARS_IN_NAME = re.compile(r"(?<!\d)(20\d\d)[-_](?:20)?(\d\d)(?!\d)")
_YEARS_IN_CELL = re.compile(r"(20\d\d)[-/](?:20)?(\d\d)")

_DATES = ("opened", "closed", "inspected")
_ENDS = (8, 31)  # month and day on which the figures of a school year are complete
_LA = 10_000  # local numbers have four digits

# Which kinds of file each option takes.
OPTIONS: dict[str, tuple[Family, ...]] = {
    "gias": ("school register", "members of groups", "groups", "predecessors and successors"),
    "ofsted": ("inspections",),
    "ks2": ("key stage 2",),
    "absence": ("absence",),
    "census": ("census",),
    "workforce": ("workforce",),
    "finance": ("finance",),
}


_YEARLY: tuple[Family, ...] = ("key stage 2", "absence", "census", "workforce", "finance")


class Source(NamedTuple):
    """A table, the school year it is of ("" if unknown), and how it is named in reports."""

    table: Table
    year: str

    @property
    def told(self) -> str:
        """File and year, as a report names them; registers and lists of outcomes are of no school year."""
        year = self.year or ("school year unknown" if self.yearly else "")
        return self.table.path.name + (f" ({year})" if year else "")

    @property
    def yearly(self) -> bool:
        """Whether its figures are of one school year."""
        return self.table.layout.family in _YEARLY


Row = dict[str, Any]


@dataclass(frozen=True)
class Published:
    """All files that were given, by kind; in a kind the latest year first, then the latest date in a file."""

    sources: dict[Family, tuple[Source, ...]]
    _indices: dict[tuple[str, str], dict[int, int]] = field(default_factory=dict)

    def of(self, family: Family) -> tuple[Source, ...]:
        """Files of one kind."""
        return self.sources.get(family, ())

    def everything(self) -> list[Source]:
        """All files."""
        return [source for sources in self.sources.values() for source in sources]

    @cached_property
    def before(self) -> dict[int, list[int]]:
        """Former numbers of each school that the links files know, one step back."""
        found: dict[int, list[int]] = {}
        for source in self.of("predecessors and successors"):
            frame = source.table.frame
            for urn, other, kind in zip(frame["urn"], frame["link_urn"], frame["link_type"], strict=True):
                earlier, later = (other, urn) if kind.casefold().startswith("predecessor") else (urn, other)
                if int(earlier) not in found.setdefault(int(later), []):
                    found[int(later)].append(int(earlier))
        return found

    def row(self, source: Source, urn: int) -> Row | None:
        """A school's row of a file by its number, missing values as None; None if it has none."""
        return self._row(source, "urn", urn) if "urn" in source.table.frame else None

    def row_by_local_number(self, source: Source, la_code: int | None, estab: int | None) -> Row | None:
        """A school's row of a file by authority and local number, which may outlast a change of URN."""
        if la_code is None or estab is None or not has_local_numbers(source):
            return None
        return self._row(source, "laestab", la_code * _LA + estab)

    def _row(self, source: Source, key: str, number: int) -> Row | None:
        at = self._places(source, key).get(number)
        return None if at is None else records(source.table.frame.iloc[at : at + 1])[0]

    def _places(self, source: Source, key: str) -> dict[int, int]:
        """Position of each number that stands once in a file."""
        known = (str(source.table.path), key)
        if known not in self._indices:
            frame = source.table.frame
            numbers = local_numbers(source) if key == "laestab" else frame[key]
            once = ~numbers.duplicated(keep=False) & numbers.notna()
            self._indices[known] = {int(number): at for at, number in enumerate(numbers) if once.iloc[at]}
        return self._indices[known]


def ended(school_year: str) -> dt.date:
    """Day on which the figures of a school year (`2018/19`) were complete."""
    return dt.date(int(school_year[:4]) + 1, *_ENDS)


def local_number(row: Row) -> int | None:
    """Authority and local number of a register's row as one number; None if it lacks one."""
    la_code, estab = row.get("la_code"), row.get("estab")
    return None if la_code is None or estab is None else int(la_code) * _LA + int(estab)


def has_local_numbers(source: Source) -> bool:
    """Whether a file's rows have authority and local number, in two columns or in one."""
    columns = set(source.table.frame)
    return "laestab" in columns or {"la_code", "estab"} <= columns


def local_numbers(source: Source) -> pd.Series[Any]:
    """Authority and local number of each row as one number."""
    frame = source.table.frame
    return frame["laestab"] if "laestab" in frame else frame["la_code"] * _LA + frame["estab"]


def records(frame: pd.DataFrame) -> list[Row]:
    """Rows of a table as dictionaries, missing values as None."""
    as_objects = frame.astype(object).where(frame.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in as_objects.to_dict("records")]


def read_files(given: Mapping[str, Sequence[str]]) -> Published:
    """Read the files of each option.

    Args:
        given: option (a key of `OPTIONS`): paths, each with the school year before it or not
            (`2018/19=england_abs.csv`).

    Raises:
        InputError: with the problems of all files.
    """
    problems: list[Any] = []
    found: dict[Family, list[Source]] = {}
    for option, entries in given.items():
        for entry in entries:
            with collecting(problems):
                year, path = _year_and_path(entry)
                table = read_published(path, OPTIONS[option])
                found.setdefault(table.layout.family, []).append(Source(table, year or _year_of_rows(table)))
    if problems:
        raise InputError(problems)
    return Published(
        {
            family: tuple(sorted(s, key=lambda source: (source.year, _as_at(source.table)), reverse=True))
            for family, s in found.items()
        }
    )


def _as_at(table: Table) -> dt.date:
    """Latest date on which a school of a register opened, closed or was inspected: what it is as at."""
    if table.layout.family != "school register":
        return dt.date.min
    columns = (table.frame[name].dropna() for name in _DATES if name in table.frame)
    return max((day for column in columns for day in column), default=dt.date.min)


def _year_and_path(entry: str) -> tuple[str, Path]:
    given = _GIVEN_YEAR.match(entry)
    if given:
        return f"{given[1]}/{given[2]}", Path(given[3])
    path = Path(entry)
    named = _YEARS_IN_NAME.search(path.name)
    if named and (int(named[1]) + 1) % 100 == int(named[2]):
        return f"{named[1]}/{named[2]}", path
    return "", path


def _year_of_rows(table: Table) -> str:
    """School or financial year of a table whose rows name it, or the summer in which it ends."""
    if "year" not in table.frame or table.layout.family not in ("key stage 2", "finance"):
        return ""
    years = sorted(set(table.frame["year"].dropna()))
    if len(years) != 1:
        return ""
    (year,) = years
    if isinstance(year, str):
        named = _YEARS_IN_CELL.fullmatch(year)
        return f"{named[1]}/{named[2]}" if named and (int(named[1]) + 1) % 100 == int(named[2]) else ""
    return f"{year - 1}/{year % 100:02d}"
