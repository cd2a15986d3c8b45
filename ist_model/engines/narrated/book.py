"""A book of things that begin and end during a narrated run, each written down as a row when it is over."""

from __future__ import annotations

from itertools import chain, count
from operator import attrgetter
from typing import Any, Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray


class Numbered(Protocol):
    """Something with a place for its number in the book."""

    number: int


Thing = TypeVar("Thing", bound=Numbered)


class Book(Generic[Thing]):
    """What is over is written down and let go: Python looks through all that is kept, time and again.

    Attributes:
        current: things that have begun and are not over, by number.
    """

    def __init__(self, columns: dict[str, str], dtype: np.dtype[Any]) -> None:
        """An empty book. `columns`: what attribute each is filled from; `dtype` has all of their types."""
        self.current: dict[int, Thing] = {}
        self._dtype = np.dtype([("number", "i8"), *((name, dtype[name]) for name in columns)])
        self._row_of = attrgetter("number", *columns.values())
        self._numbers = count()
        self._rows: list[tuple[Any, ...]] = []

    def begin(self, thing: Thing) -> None:
        """Number a thing that begins, from 0 on."""
        number = thing.number = next(self._numbers)
        self.current[number] = thing

    def end(self, thing: Thing) -> None:
        """Write down a thing that is over: what is written about it no longer changes."""
        del self.current[thing.number]
        self._rows.append(self._row_of(thing))

    def table(self) -> NDArray[np.void]:
        """[things] `number` and each column, in no order; of things that are not over as they stand."""
        rows = chain(self._rows, map(self._row_of, self.current.values()))
        return np.fromiter(rows, self._dtype, len(self._rows) + len(self.current))
