"""What a benchmark has to tell: a table with a sentence before it, in Markdown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """A table of results.

    Attributes:
        title: Heading.
        text: What was measured and how to read it, before the table.
        head: Heads of the columns.
        rows: Cells, as text.
        after: What must be said of the results, after the table.
    """

    title: str
    text: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    after: str = ""

    def markdown(self) -> str:
        """The section as Markdown."""
        lines = [self.head, tuple("---" for _ in self.head), *self.rows]
        table = "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
        return "\n\n".join(part for part in (f"## {self.title}", self.text, table, self.after) if part)
