"""How a published format is described: its columns, what they are for, and how it is told from the others."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ist_model.inputs.public_data.values import Kind

Family = Literal[
    "school register",
    "members of groups",
    "groups",
    "predecessors and successors",
    "inspections",
    "key stage 2",
    "absence",
    "census",
    "workforce",
    "finance",
]

# Columns that name, or reach, a person. No layout may list one; what a file has of them is not read.
PERSONAL = re.compile(
    r"^head(title|first|last|preferred|name|honours)|^head of group|propsname|telephone|^tel(num)?\b|^fax"
    r"|e-?mail|^chair|firstname|lastname|forename|surname|contact",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Column:
    """A column that is read: our name (units in it), the published headers it may have, and its use."""

    name: str
    headers: tuple[str, ...]  # the first is the usual one
    kind: Kind
    use: str  # completes "is for ..."
    needed: bool = False


@dataclass(frozen=True)
class Layout:
    """A published format. A file is of it if its header has all of `marks` and none of `not_marks`."""

    id: str
    title: str
    family: Family
    columns: tuple[Column, ...]
    marks: tuple[str, ...]
    not_marks: tuple[str, ...] = ()
    key: tuple[str, ...] = ("urn",)  # a second row with the same key is set aside
    last_is_open: bool = False  # the last column may spill over into columns without a header
    row_rule: Callable[[Mapping[str, Any]], str | None] | None = None  # reason to set a row aside
    published_by: str = "Department for Education"
    notes: tuple[str, ...] = field(default=())

    def is_of(self, header: set[str]) -> bool:
        """Whether a header, normalised, is of this format."""
        return all(normal(m) in header for m in self.marks) and not any(
            normal(m) in header for m in self.not_marks
        )

    def likeness(self, header: set[str]) -> float:
        """Share of the columns that a header has (0-1)."""
        found = sum(any(normal(h) in header for h in column.headers) for column in self.columns)
        return found / len(self.columns)


def normal(header: str) -> str:
    """A header as it is compared: case, runs of blanks and marks of the encoding do not count."""
    return " ".join(header.replace("\ufeff", "").replace("\N{REPLACEMENT CHARACTER}", "").split()).casefold()


def is_personal(header: str) -> bool:
    """Whether a column names or reaches a person."""
    return bool(PERSONAL.search(header.strip()))
