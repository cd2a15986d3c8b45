"""What a column of the workbook is: header, kind of value, where it goes, and what `unknown` means in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from ist_model.inputs.framework import Framework

Kind = Literal[
    "text",
    "code",  # names a row; letters and digits
    "person",  # names a person; never by name
    "number",
    "whole",
    "date",
    "yes_no",
    "choice",  # one of a list
    "choices",  # one or several of a list
    "days",  # a number, or `no limit`
    "wholes",  # one or several whole numbers
    "strength",  # red, amber, green, or a national percentile
    "figure",  # a number, or text as published
]
# In words, for the page that describes the workbook.
KIND_WORDS: dict[Kind, str] = {
    "text": "text",
    "code": "code: letters, digits, - and _",
    "person": "code of a person, never a name: `HT-1`",
    "number": "number",
    "whole": "whole number",
    "date": "date, or text such as 2026-09-01",
    "yes_no": "yes or no",
    "choice": "one of a list",
    "choices": "one or several of a list, with ; between",
    "days": "number, or `no limit`",
    "wholes": "one or several whole numbers, with ; between",
    "strength": "red, amber, green, or a national percentile between 0 and 1",
    "figure": "number, or text as published",
}


@dataclass(frozen=True)
class Never:
    """The cell cannot be unknown: it is a choice of whoever fills the workbook in."""

    why: str


@dataclass(frozen=True)
class StandsIn:
    """What stands in for an empty cell stands in here too, or `words`; not varied, and the list says so."""

    words: str = ""


@dataclass(frozen=True)
class Rows:
    """The register's own rows stand in, and are what is varied; `{role}` and `{kind}` are the row's own."""

    keys: tuple[str, ...]


@dataclass(frozen=True)
class Range:
    """Sampled between two numbers, each plain or the `low`, `value` or `high` of a register row.

    With a most likely value it is triangular, else uniform with the middle as its central value.
    """

    low: float | str
    high: float | str
    mode: float | str | None = None
    why: str = ""


@dataclass(frozen=True)
class DaysBefore:
    """A date, uniformly between so many days before the first day of the plan and that day."""

    days: int
    why: str


@dataclass(frozen=True)
class AnyOf:
    """One of the column's choices, equally likely, or as often as `weights` says."""

    weights: Mapping[str, int] = field(default_factory=dict)
    why: str = ""


Unknown = Never | StandsIn | Rows | Range | DaysBefore | AnyOf


YOURS = Never("it is yours to choose")


@dataclass(frozen=True)
class Column:
    """A column of a sheet, or a line of the sheet `Trust`.

    Attributes:
        header: as it stands in the sheet.
        path: where the value goes in the row's item, dotted.
        kind: of value.
        note: what it means, for who fills it in.
        default: what an empty cell means, in words; empty: the cell must be filled.
        choices: of a list: what files call it, and what a reader sees.
        of: sheet whose codes may be named.
        unknown: what `unknown` means.
        factor: what a number is divided by before it is kept.
        width: of the column, in characters.
        example: for instance, in the note.
    """

    header: str
    path: str
    kind: Kind
    note: str
    default: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    of: str = ""
    unknown: Unknown = StandsIn()
    factor: float = 1.0
    width: int = 14
    example: Any = None

    @property
    def required(self) -> bool:
        """Whether the cell must be filled."""
        return not self.default

    @property
    def keys(self) -> tuple[str | int, ...]:
        """The path as keys: `designations.0.role` has a list position in it."""
        return tuple(int(part) if part.isdigit() else part for part in self.path.split("."))


@dataclass(frozen=True)
class Sheet:
    """A sheet of the workbook.

    Attributes:
        name: as the tab says.
        about: one sentence above the headers.
        columns: from left to right; of a sheet of settings, from top to bottom.
        part: `trust` or `scenario`: which of the two files its values would stand in.
        target: list, mapping or item that its rows go to, dotted.
        shape: `settings`: one value a line; `items`: one item a row; `fields`: further fields of a school;
            `children`: items of a list of a school; `numbers`: a number by person.
        group: `first`: to be filled; `now`: what is under way today; `more`: only where there is any.
        rows: that lists of choices and forms are laid out for.
    """

    name: str
    about: str
    columns: tuple[Column, ...]
    part: Literal["trust", "scenario"]
    target: str
    shape: Literal["settings", "items", "fields", "children", "numbers"]
    group: Literal["first", "now", "more"]
    rows: int = 200

    def column(self, path: str) -> Column:
        """The column of a path.

        Raises:
            KeyError: if there is none.
        """
        for column in self.columns:
            if column.path == path:
                return column
        raise KeyError(path)


class Named(Protocol):
    """What a framework lists: an id for files, a label for readers."""

    @property
    def id(self) -> str:
        """For files."""

    @property
    def label(self) -> str:
        """For readers."""


def choices(items: Sequence[Named]) -> tuple[tuple[str, str], ...]:
    """Ids with their labels."""
    return tuple((item.id, item.label) for item in items)


def plain(*words: str) -> tuple[tuple[str, str], ...]:
    """Choices that files call what readers see."""
    return tuple((word, word) for word in words)


def what_is_asked(framework: Framework, about_area: str) -> tuple[Column, ...]:
    """Area and specialism of a need: the two columns of every sheet that asks for support."""
    return (
        Column(
            "Area",
            "area",
            "choice",
            about_area,
            choices=choices(framework.areas),
            unknown=AnyOf(),
            width=24,
        ),
        Column(
            "Specialism",
            "specialism",
            "choice",
            "What is asked for.",
            choices=choices(framework.specialisms),
            unknown=AnyOf(),
            width=22,
        ),
    )
