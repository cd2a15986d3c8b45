"""What can go wrong in the report: one family, so that a caller can tell it from a fault of the program."""

from __future__ import annotations

from pathlib import Path


class ReportError(Exception):
    """A page, a notebook or a pack that could not be made; the message says which and why."""


class NotebookError(ReportError):
    """A notebook that was refused or did not run to its end; names the notebook, the cell and the cause."""

    def __init__(self, notebook: Path, cell: int | None, cause: str) -> None:
        self.notebook = notebook
        self.cell = cell
        self.cause = cause
        place = f"{notebook}" if cell is None else f"{notebook}, cell {cell}"
        super().__init__(f"{place}: {cause}")


class PageError(ReportError):
    """A page that may not be shown; names the fault."""


class PackError(ReportError):
    """Scenarios that failed; the pack holds the others and says so."""
