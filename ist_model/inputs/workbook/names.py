"""Which names are those of workbooks; apart from what opens them, so that asking costs no import."""

from __future__ import annotations

from pathlib import Path

SUFFIX = ".xlsx"
# Other kinds of sheet, so that a name that ends so is known for what it is.
OTHER_SUFFIXES = {
    ".xlsm": "a workbook with macros",
    ".xls": "a workbook of Excel before 2007",
    ".xlsb": "a binary workbook",
    ".xltx": "a template",
    ".xltm": "a template with macros",
    ".ods": "a workbook of LibreOffice",
    ".numbers": "a workbook of Numbers",
    ".csv": "one table as text",
}


def is_workbook(name: str | Path) -> bool:
    """Whether a name is that of a workbook, or of a file that was meant as one."""
    return Path(str(name)).suffix.lower() in (SUFFIX, *OTHER_SUFFIXES)
