"""Changes of one thing in a valid run, to see which law notices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ist_model.engines.records import Records

Change = Callable[[Records], Records]


def field(table: str, row: Any, name: str, value: Any) -> Change:
    """A change of one field of one row."""

    def change(run: Records) -> Records:
        rows = getattr(run, table).copy()
        rows[name][row] = value
        return run._replace(**{table: rows})

    return change


def cell(table: str, place: Any, value: Any) -> Change:
    """A change of one number of an array."""

    def change(run: Records) -> Records:
        values = getattr(run, table).copy()
        values[place] = value
        return run._replace(**{table: values})

    return change


def swapped(table: str, row: int) -> Change:
    """Two neighbouring rows of a table change places."""

    def change(run: Records) -> Records:
        rows = getattr(run, table).copy()
        rows[[row, row + 1]] = rows[[row + 1, row]]
        return run._replace(**{table: rows})

    return change


def shorter(name: str) -> Change:
    """An array without its last row."""
    return lambda run: run._replace(**{name: getattr(run, name)[:-1]})


def all_of(*changes: Change) -> Change:
    """Several changes, one after another."""

    def change(run: Records) -> Records:
        for each in changes:
            run = each(run)
        return run

    return change


def moved(place: int, other: int, ticks: int) -> Change:
    """Ticks of the distribution of needs waiting, moved from one number to another."""

    def change(run: Records) -> Records:
        moved_ticks = run.waiting_ticks.copy()
        moved_ticks[place] -= ticks
        moved_ticks[other] += ticks
        return run._replace(waiting_ticks=moved_ticks)

    return change
