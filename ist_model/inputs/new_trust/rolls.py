"""How many pupils a school has: the latest count at hand, and what stands in for one."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from ist_model.inputs.new_trust.national import national
from ist_model.inputs.new_trust.predecessors import Past
from ist_model.inputs.new_trust.published import Published, Row


class Roll(NamedTuple):
    """Pupils, the school year of the count ("" if unknown), and what is to be said of it."""

    pupils: int
    year: str
    remarks: tuple[str, ...]


def roll_of(published: Published, urn: int, past: Past, register: Row) -> Roll:
    """Roll of a school: the register's or the census's, whichever is later; else what stands in for it."""
    counts: list[tuple[str, int]] = []
    if register.get("roll"):
        counts.append((_school_year(register.get("counted")), int(register["roll"])))
    numbers = (urn, *past.urns)
    for source in published.of("census"):
        rows = [published.row(source, number) for number in numbers]
        counts += [(source.year, int(row["roll"])) for row in rows if row and row.get("roll")][:1]
    if counts:
        year, pupils = max(counts)
        return Roll(pupils, year, () if year else ("school year of the roll is unknown",))
    for source in published.of("inspections"):
        row = published.row(source, urn)
        if row and row.get("roll"):
            return Roll(int(row["roll"]), "", (f"roll is that of {source.told}, of an unknown day",))
    if register.get("capacity"):
        return Roll(int(register["capacity"]), "", ("no roll in these files: its capacity stands in",))
    return Roll(national().roll, "", ("no roll in these files: the national mean of primaries stands in",))


def _school_year(day: dt.date | None) -> str:
    if day is None:
        return ""
    first = day.year if day.month >= 9 else day.year - 1
    return f"{first}/{(first + 1) % 100:02d}"
