"""What `unknown` in a cell becomes: a range, dates or choices to be sampled, or what stands in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ist_model.inputs.assumptions import Assumption
from ist_model.inputs.unknown import PREFIX, Form, Unknown, decoded, in_words
from ist_model.inputs.workbook.cells import Cell, CellError, nothing_yet
from ist_model.inputs.workbook.columns import AnyOf, Column, DaysBefore, Never, Range, Rows
from ist_model.inputs.workbook.meant import Options
from ist_model.inputs.workbook.strength import Spread


@dataclass
class Doubts:
    """All that a workbook leaves open, with the register rows that it adds.

    Attributes:
        values: the register's central values.
        lows, highs: and the ends of its ranges.
        start: first day of the plan.
        file: name of the workbook.
    """

    values: Mapping[str, float]
    lows: Mapping[str, float]
    highs: Mapping[str, float]
    start: dt.date
    file: str
    unknowns: list[Unknown] = field(default_factory=list)
    rows: list[Assumption] = field(default_factory=list)

    def about(
        self, cell: Cell, column: Column, of: str, item: Mapping[str, Any], target: str, options: Options
    ) -> Any:
        """What stands in for an unknown cell; None: as if it were empty.

        Args:
            cell: the cell.
            column: its column.
            of: what the row is about, in words: `OAK`.
            item: the row's other values, for register rows of its role or kind.
            target: where its value goes.
            options: of a choice.

        Raises:
            CellError: if the cell cannot be unknown.
        """
        label = f"{column.header} of {of}" if of else column.header
        doubt = column.unknown
        if isinstance(doubt, Never):
            raise CellError(f"this cannot be unknown: {doubt.why}", "write a value")
        if isinstance(doubt, Rows):
            keys = tuple(key for each in doubt.keys for key in self._rows_of(each, item))
            taken = "the register's range" if keys else (column.default or "nothing")
            self._add(Unknown(cell=cell.place, label=label, taken=taken, keys=keys))
            return None
        if isinstance(doubt, Range):
            low, high = self._number(doubt.low), self._number(doubt.high)
            mode = None if doubt.mode is None else self._number(doubt.mode)
            central = (low + high) / 2 if mode is None else mode
            if column.kind == "whole":
                central = float(round(central))
            low, central, high = (each / column.factor for each in (low, central, high))
            form: Form = "whole" if column.kind == "whole" else "number"
            spread = Spread(low, central, high)
            shape = "uniform" if mode is None else "triangular"
            return self.sampled(cell, label, spread, shape, doubt.why, target, form, factor=column.factor)
        if isinstance(doubt, DaysBefore):
            last = self.start.toordinal()
            spread = Spread(last - doubt.days, last - doubt.days // 2, last - 1)
            return self.sampled(cell, label, spread, "uniform", doubt.why, target, "date")
        if isinstance(doubt, AnyOf) and (options or column.kind == "yes_no" or column.required):
            return self._any(cell, column, label, doubt, target, options)
        self._add(Unknown(cell=cell.place, label=label, taken=f"as if empty: {column.default}"))
        return None

    def sampled(
        self,
        cell: Cell,
        label: str,
        spread: Spread,
        shape: str,
        why: str,
        target: str,
        form: Form = "number",
        *,
        more: Sequence[str] = (),
        roughly: bool = False,
        name: str = "",
        factor: float = 1.0,
    ) -> Any:
        """A register row for something sampled, and its central value as the trust has it.

        Args:
            cell: where it stands.
            label: what it is, in words.
            spread: lowest, central and highest value, as the trust has them.
            shape: of the distribution.
            why: this range.
            target: where the value goes.
            form: what the row's number means.
            more: further places that the value goes to.
            roughly: whether it is known roughly rather than not at all.
            name: of the row, in place of the target.
            factor: that a number is shown multiplied by.
        """
        key = _key(name or target)
        low, value, high = (float(each) for each in spread)
        row = {"low": low, "value": value, "high": high, "distribution": shape, "key": key, "grade": "D"}
        unit = "day number" if form == "date" else "as in the workbook"
        source = f"{self.file}, {cell.place}: {cell.text}; {why}"
        self.rows.append(
            Assumption.model_validate(row | {"unit": unit, "source": source, "meaning": f"{label}."})
        )
        words = [str(dt.date.fromordinal(int(e))) if form == "date" else in_words(e, factor) for e in spread]
        middle = "most likely" if shape == "triangular" else "in the middle"
        taken = f"{words[0]} to {words[2]}, {middle} {words[1]} ({why})"
        unknown = Unknown(
            cell=cell.place,
            label=label,
            taken=taken,
            keys=(key,),
            targets=(target, *more),
            form=form,
            roughly=roughly,
            factor=factor,
        )
        return self._add(unknown, value)

    def _any(
        self, cell: Cell, column: Column, label: str, doubt: AnyOf, target: str, options: Options
    ) -> Any:
        names = ["no", "yes"] if column.kind == "yes_no" else [name for name, _ in options]
        if doubt.weights:
            names = [name for name in doubt.weights for _ in range(doubt.weights[name])]
        if not names:
            raise nothing_yet(column.of)
        shown = dict(options)
        why = doubt.why or "each as likely"
        key = _key(target)
        source = f"{self.file}, {cell.place}: {cell.text}; {why}"
        central = len(names) // 2
        self.rows.append(
            Assumption(
                key=key,
                value=float(central),
                low=-0.5,
                high=len(names) - 0.5,
                distribution="uniform",
                unit="which of the choices, from 0",
                grade="D",
                source=source,
                meaning=f"{label}: which of {len(set(names))} choices.",
            )
        )
        told = [shown.get(name, name) for name in dict.fromkeys(names)]
        some = ", ".join(told[:6]) + (" ..." if len(told) > 6 else "")
        unknown = Unknown(
            cell=cell.place,
            label=label,
            taken=f"any of {some} ({why}); {shown.get(names[central], names[central])} stands in",
            keys=(key,),
            targets=(target,),
            form="several" if column.kind == "choices" else "option",
            options=tuple(names),
        )
        return self._add(unknown, float(central))

    def _add(self, unknown: Unknown, value: float | None = None) -> Any:
        self.unknowns.append(unknown)
        return None if value is None else decoded(unknown, value)

    def _rows_of(self, pattern: str, item: Mapping[str, Any]) -> list[str]:
        """Register rows of a pattern: one for each role that a person holds."""
        if "{role}" in pattern:
            slots = item.get("designations") or {}
            roles = [slot.get("role") for slot in slots.values() if slot.get("role")]
            names = [pattern.format(role=role) for role in roles]
        else:
            names = [pattern]
        return [name for name in dict.fromkeys(names) if name in self.values]

    def _number(self, written: float | str) -> float:
        """A number, or one end of a register row."""
        if not isinstance(written, str):
            return float(written)
        for ending, table in ((".low", self.lows), (".high", self.highs)):
            if written.endswith(ending) and written.removesuffix(ending) in table:
                return table[written.removesuffix(ending)]
        return self.values[written]


def _key(target: str) -> str:
    """Register key for what goes to a place."""
    return PREFIX + target.removeprefix("trust/").replace("/", ".")
