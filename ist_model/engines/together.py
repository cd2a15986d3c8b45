"""Records of several runs of a world: one by one, or laid end to end, as laws and measures look at them.

A table laid end to end holds the rows of the first run, then of the second, and so on; all else has the run
as its first dimension.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ist_model.engines.records import Records, end_to_end

TABLES = (
    *("needs", "deployments", "ledger", "inspections", "grades", "boards", "observed", "careers", "rise"),
)
_NUMBERS = ("run", "oversize_matchings", "clamped")
Ints = NDArray[np.int64]


class Together(Protocol):
    """Records of R runs."""

    @property
    def each(self) -> Sequence[Records]:
        """The runs one by one."""

    def column(self, name: str) -> NDArray[Any]:
        """A field of `Records` of all runs: the rows of a table, or [R, ...]."""

    def rows(self, table: str) -> Ints:
        """[R] rows that each run has in a table."""


class Apart:
    """Runs that were made one by one; nothing is laid out before it is asked for."""

    def __init__(self, each: Sequence[Records]) -> None:
        """At least one run."""
        self.each = tuple(each)

    def column(self, name: str) -> NDArray[Any]:
        """A field of `Records` of all runs: the rows of a table, or [R, ...]."""
        parts = [getattr(run, name) for run in self.each]
        return end_to_end(parts) if name in TABLES else np.stack(parts)

    def rows(self, table: str) -> Ints:
        """[R] rows that each run has in a table."""
        return np.array([len(getattr(run, table)) for run in self.each], np.int64)


def _cut(table: NDArray[Any], rows: Sequence[int]) -> list[NDArray[Any]]:
    """Stretches of a table, of so many rows each; `numpy.split` takes five times as long."""
    return [table[first:last] for first, last in pairwise(accumulate(rows, initial=0))]


class Laid:
    """Runs that were made together, and lie so in memory."""

    def __init__(self, columns: Mapping[str, NDArray[Any]], rows: Mapping[str, Ints]) -> None:
        """Every field of `Records`, and of each table the rows that each run has."""
        self._columns, self._rows = columns, rows

    def __len__(self) -> int:
        return len(self._columns["run"])

    def column(self, name: str) -> NDArray[Any]:
        """A field of `Records` of all runs: the rows of a table, or [R, ...]."""
        return self._columns[name]

    def rows(self, table: str) -> Ints:
        """[R] rows that each run has in a table."""
        return self._rows[table]

    @cached_property
    def each(self) -> Sequence[Records]:
        """The runs one by one: parts of the same memory."""
        apart: dict[str, Sequence[Any]] = {
            name: _cut(self._columns[name], self._rows[name].tolist()) for name in TABLES
        }
        apart |= {name: self._columns[name].tolist() for name in _NUMBERS}
        names = Records._fields
        own = [apart.get(name, self._columns[name]) for name in names]
        return [Records(**dict(zip(names, run, strict=True))) for run in zip(*own, strict=True)]
