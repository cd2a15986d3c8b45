"""What became of each row and cell of a file that was read: nothing is dropped without being counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

_EXAMPLES = 3


@dataclass
class SetAside:
    """Rows left out for one reason."""

    rows: int = 0
    examples: list[str] = field(default_factory=list)  # of at most three: line and what stands there

    def add(self, line: int, what: str) -> None:
        """Count a row."""
        self.rows += 1
        if len(self.examples) < _EXAMPLES:
            self.examples.append(f"line {line}" + (f" ({what})" if what else ""))


@dataclass
class Intake:
    """Counts of one file: rows in = rows kept + rows set aside."""

    file: str
    format: str
    encoding: str
    rows_in: int = 0
    rows_kept: int = 0
    set_aside: dict[str, SetAside] = field(default_factory=dict)
    absent: dict[str, Counter[str]] = field(default_factory=dict)  # column: how it says there is no value
    not_understood: dict[str, SetAside] = field(default_factory=dict)  # column: cells taken as no value
    not_in_file: tuple[str, ...] = ()  # columns of the format that this file lacks
    personal: tuple[str, ...] = ()  # columns of personal data in the file, not read
    notes: list[str] = field(default_factory=list)

    def leave_out(self, reason: str, line: int, what: str = "") -> None:
        """Count a row that is set aside."""
        self.set_aside.setdefault(reason, SetAside()).add(line, what)

    def lines(self) -> list[str]:
        """The report, a sentence a line."""
        out = [
            f"{self.file}: {self.format} ({self.encoding}); "
            f"{self.rows_in} rows in, {self.rows_kept} kept, {self.rows_in - self.rows_kept} set aside"
        ]
        for reason, aside in self.set_aside.items():
            out.append(f"  set aside, {reason}: {aside.rows} ({', '.join(aside.examples)})")
        for column, cells in self.not_understood.items():
            out.append(
                f"  {column}: {cells.rows} cells not understood and taken as missing "
                f"({', '.join(cells.examples)})"
            )
        for column, ways in self.absent.items():
            told = {way: count for way, count in ways.items() if way != "blank"}
            if told:
                out.append(f"  {column}: " + ", ".join(f"{count} {way}" for way, count in told.items()))
        if self.not_in_file:
            out.append(f"  columns this file does not have: {', '.join(self.not_in_file)}")
        if self.personal:
            out.append(f"  columns about persons, not read: {', '.join(self.personal)}")
        return out + [f"  {note}" for note in self.notes]
