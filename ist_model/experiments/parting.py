"""Where two runs part: the first moment at which their records differ, for who changes an engine (MODEL 12).

Equality to the bit says that two engines differ, not why. Most of what differs is what followed; this finds
the earliest difference that can be dated, and tells its table, its row by name, and both values.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ist_model.engines.records import STATUS_WORDS, Records
from ist_model.inputs.calendar import TICKS_PER_WEEK, YEAR_TICKS, date_of
from ist_model.world.structs import NEVER, NONE, World

_HORIZON = "horizon"  # the moment of what is only known at the end


@dataclass(frozen=True)
class _Table:
    """How rows of a table are told apart, and which column dates a difference; else the first of `by`."""

    by: tuple[str, ...]
    moments: Mapping[str, str] = field(default_factory=dict)
    beside: str = ""  # a table of a column for each area, row by row


# In the order in which things of one tick happen; strength comes before, all that is only observed after.
_TABLES = {
    "careers": _Table(("tick", "post", "event", "designation")),
    "inspections": _Table(("tick", "school"), beside="grades"),
    "rise": _Table(("start", "school"), {"end": "end"}),
    "boards": _Table(("tick", "school"), beside="observed"),
    "needs": _Table(
        ("raised", "key"),
        {"first_start": "first_start", "closed": "closed", "status": "closed", "not_bought": "closed"}
        | dict.fromkeys(("urgency", "delivered_milli"), _HORIZON),
    ),
    "deployments": _Table(
        ("matched", "designation", "supplier", "key"), dict.fromkeys(("end", "cut", "delivered_milli"), "end")
    ),
}
_FIRST_OF_A_TICK = ("sustaining", "strength")
_AXES = {
    **dict.fromkeys(("strength", "sustaining"), ("labels", "areas")),
    **dict.fromkeys(("tier", "accountable", "under"), ("labels",)),
    **dict.fromkeys(("filled", "holder", "ready_for_next", "away_share"), ("posts",)),
    **dict.fromkeys(("active", "budget"), ("designations",)),
}
_TICKS = frozenset(
    ("tick", "start", "end", "raised", "deadline", "first_start", "closed", "matched", "ready_for_next")
)
_NAMES = {
    **dict.fromkeys(("school", "giver", "receiver"), "labels"),
    **dict.fromkeys(("post", "budget", "accountable", "under"), "posts"),
    **{"designation": "designations", "area": "areas", "stream": "streams", "supplier": "suppliers"},
    **{"specialism": "specialisms", "tier": "tiers", "tier_before": "tiers", "tier_after": "tiers"},
}


class Parting(NamedTuple):
    """The first difference of two runs."""

    tick: int
    table: str
    row: str
    column: str  # "": the row is in one of them only
    first: str
    second: str
    fields: tuple[str, ...]  # all fields of the records that differ

    def told(self, one: str = "narrated", other: str = "compiled") -> str:
        """The difference in words."""
        what = f" {self.column} is" if self.column else ""
        return (
            f"they part on {_date(self.tick)}, in {self.table}, {self.row}:{what}\n"
            f"  {one}: {self.first}\n  {other}: {self.second}\n"
            f"fields that differ by the end: {', '.join(self.fields)}"
        )


class _Difference(NamedTuple):
    tick: int
    table: str
    row: str
    column: str
    first: str
    second: str


def parting(world: World, one: Records, other: Records) -> Parting | None:
    """The first difference of two runs of a world; None if their records are equal to the bit."""
    fields = tuple(name for name in Records._fields if _differs(getattr(one, name), getattr(other, name)))
    if not fields:
        return None
    found = list(_differences(world, one, other, fields))
    first = min(found, key=lambda difference: difference.tick)  # of one tick the first found
    return Parting(*first, fields)


def _differs(a: Any, b: Any) -> bool:
    if not isinstance(a, np.ndarray):
        return bool(a != b)
    return bool(a.dtype != b.dtype or a.shape != b.shape or a.tobytes() != b.tobytes())


def _differences(
    world: World, one: Records, other: Records, fields: tuple[str, ...]
) -> Iterator[_Difference]:
    """In the order of what happens at one tick, as far as it is known."""
    for name in _FIRST_OF_A_TICK:
        if name in fields:
            yield from _of_frames(world, name, one, other)
    for name, table in _TABLES.items():
        if name in fields or table.beside in fields:
            yield from _of_tables(world, name, table, one, other)
    for name in fields:
        if name in _AXES and name not in _FIRST_OF_A_TICK:
            yield from _of_frames(world, name, one, other)
    if "ledger" in fields:
        yield from _of_ledgers(world, one, other)
    for name in fields:
        if name not in _AXES and name not in _TABLES and name != "ledger":
            yield from _of_totals(world, name, getattr(one, name), getattr(other, name))


def _unequal(a: NDArray[Any], b: NDArray[Any]) -> NDArray[np.bool_]:
    """Where two arrays of one shape differ by a bit, NaN included."""
    raw = [np.ascontiguousarray(part).view(f"V{part.dtype.itemsize}") for part in (a, b)]
    return np.asarray(raw[0] != raw[1]).reshape(a.shape)


def _of_frames(world: World, name: str, one: Records, other: Records) -> Iterator[_Difference]:
    a, b = getattr(one, name), getattr(other, name)
    if a.shape != b.shape:
        yield _Difference(world.span.end, name, "all", "", f"shape {a.shape}", f"shape {b.shape}")
        return
    places = np.argwhere(_unequal(a, b))
    if len(places):
        at = tuple(places[0].tolist())
        row = ", ".join(_name(world, axis, index) for axis, index in zip(_AXES[name], at[1:], strict=True))
        tick = int(one.grid_tick[at[0]])
        yield _Difference(tick, name, row, name, _value(world, name, a[at]), _value(world, name, b[at]))


def _of_tables(world: World, name: str, table: _Table, one: Records, other: Records) -> Iterator[_Difference]:
    first, second = (_keyed(world, name, table, records) for records in (one, other))
    for key in [*first, *(key for key in second if key not in first)]:
        a, b = first.get(key), second.get(key)
        if a is None or b is None:
            there = _row_told(world, table, a or b or {})
            told = ("no such row", "has it") if a is None else ("has it", "no such row")
            yield _Difference(key[0], name, there, "", *told)
            continue
        for column in a:
            if a[column].tobytes() != b[column].tobytes() and column != "need":
                yield _Difference(
                    _moment(world, table, column, a, b),
                    name,
                    _row_told(world, table, a),
                    column,
                    _value(world, column, a[column]),
                    _value(world, column, b[column]),
                )


Row = dict[str, Any]


def _keyed(world: World, name: str, table: _Table, records: Records) -> dict[tuple[int, ...], Row]:
    """Rows by what tells them apart; a deployment by its need's key, since its need's place may differ."""
    rows: NDArray[np.void] = getattr(records, name)
    beside = getattr(records, table.beside) if table.beside else None
    keyed: dict[tuple[int, ...], Row] = {}
    alike: Counter[tuple[int, ...]] = Counter()
    for at, row in enumerate(rows):
        columns: Row = {}
        if beside is not None:  # first, since what a board raised follows from what it saw
            for area, value in enumerate(beside[at]):
                columns[f"{table.beside}, {_name(world, 'areas', area)}"] = value
        columns |= {column: row[column] for column in rows.dtype.names or ()}
        if name == "boards":
            columns["needs raised"] = columns.pop("raised")  # a number; elsewhere "raised" is a tick
        if name == "deployments":
            columns["key"] = records.needs["key"][row["need"]]
        key = tuple(int(columns[column]) for column in table.by)
        alike[key] += 1
        keyed[*key, alike[key]] = columns
    return keyed


def _moment(world: World, table: _Table, column: str, a: Row, b: Row) -> int:
    """Tick at which two rows part in a column; the horizon where the records do not say."""
    dated = table.moments.get(column, table.by[0])
    if column == "deadline" and NEVER in (a[column], b[column]):
        dated = _HORIZON  # a deployment cut short takes it away, at a moment that is not recorded
    if dated == _HORIZON:
        return world.span.end
    return min([int(row[dated]) for row in (a, b) if row[dated] != NONE], default=world.span.end)


def _of_ledgers(world: World, one: Records, other: Records) -> Iterator[_Difference]:
    first, second = (
        {(int(r["post"]), int(r["year"])): r for r in records.ledger} for records in (one, other)
    )
    for post, year in first | second:
        a, b = first.get((post, year)), second.get((post, year))
        end = world.span.end if year == NONE else min(world.span.end, (year + 1) * YEAR_TICKS)
        row = f"{_name(world, 'posts', post)}, year {year}"
        if a is None or b is None:
            told = ("no such row", "has it") if a is None else ("has it", "no such row")
            yield _Difference(end, "ledger", row, "", *told)
            continue
        for column in one.ledger.dtype.names or ():
            if a[column] != b[column]:
                yield _Difference(end, "ledger", row, column, str(a[column]), str(b[column]))


def _of_totals(world: World, name: str, a: Any, b: Any) -> Iterator[_Difference]:
    end = world.span.end
    if not isinstance(a, np.ndarray) or a.shape != b.shape or a.ndim != 1:
        yield _Difference(end, name, "all", name, str(a)[:60], str(b)[:60])
        return
    at = int(np.argmax(_unequal(a, b)))
    yield _Difference(end, name, f"entry {at}", name, str(a[at]), str(b[at]))


def _row_told(world: World, table: _Table, row: Row) -> str:
    """A row by name."""
    wanted = ("school", "receiver", "area", "stream", "post", "designation", "supplier", "event")
    parts = [f"{name} {_value(world, name, row[name])}" for name in wanted if row.get(name, NONE) != NONE]
    since = table.by[0]
    return ", ".join([*parts, f"{since} {_value(world, since, row[since])}"])


def _value(world: World, column: str, value: Any) -> str:
    if column in _TICKS:
        return "never" if value in (NONE, NEVER) else _date(int(value))
    if column in _NAMES:
        return _name(world, _NAMES[column], int(value))
    if column == "status":
        return STATUS_WORDS[int(value)]
    return repr(float(value)) if isinstance(value, np.floating) else str(value)


def _name(world: World, axis: str, index: int) -> str:
    names = getattr(world.names, axis)
    return "none" if index == NONE else str(names[index]) if index < len(names) else f"number {index}"


def _date(tick: int) -> str:
    """A tick as a date, with the tick, since two ticks of a day are two moments."""
    try:
        day = date_of(tick).isoformat()
    except ValueError:
        day = f"week {tick / TICKS_PER_WEEK:.1f}"
    return f"{day} (tick {tick})"
