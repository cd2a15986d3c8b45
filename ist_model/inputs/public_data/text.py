"""From a file on disk to rows of cells: its encoding, and what it is when it is no CSV file at all."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ist_model.inputs.errors import InputError, Problem
from ist_model.inputs.yaml_file import shown_path

_SAVE = "open it and save the sheet with the data as CSV"
# What the first bytes say of a file that is no CSV, and what to do.
_MAGIC = (
    (b"PK\x03\x04", "an Excel workbook or a zip archive", f"{_SAVE}, or unpack it"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", _SAVE),
    (b"%PDF", "a PDF document", "take the CSV file of the same publication"),
    (b"\x1f\x8b", "a compressed file", "unpack it"),
)
_AGAIN = "download the file again; about one daily register file in a hundred is such a page"


class Text(NamedTuple):
    """A file's text and how it was encoded."""

    text: str
    encoding: str
    replaced: int  # characters that the encoding does not have
    cut_line: int | None  # number of the last line if it does not end as lines do, else None


def read_text(path: Path) -> Text:
    """A CSV file's text, whether UTF-8 (with or without mark), UTF-16 or windows-1252.

    Raises:
        InputError: if there is no such file, or it is not CSV; the problem says what it is.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError([_problem(path, f"cannot be read: {error.strerror}", "check the path")]) from None
    for start, what, remedy in _MAGIC:
        if content.startswith(start):
            raise InputError([_problem(path, f"this is {what}, not a CSV file", remedy)])
    decoded = _decode(content)
    opening = decoded.text.lstrip("\ufeff \t\r\n")[:200]
    if not opening:
        raise InputError([_problem(path, "the file is empty", _AGAIN)])
    if opening.startswith("<"):
        what = "this is a web page in place of the data (an error page?)"
        raise InputError([_problem(path, what, _AGAIN, opening)])
    if opening.startswith("{"):
        raise InputError([_problem(path, "this is JSON, not a CSV file", _AGAIN, opening)])
    return decoded


def rows_of(text: str) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of each row that is not blank.

    Raises:
        csv.Error: where a quoted cell does not end.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    for cells in reader:
        if any(cells):
            yield reader.line_num, cells


def _decode(content: bytes) -> Text:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _told(content.decode("utf-16", errors="replace"), "UTF-16")
    if content.startswith(b"\xef\xbb\xbf"):
        return _told(content.decode("utf-8-sig", errors="replace"), "UTF-8 with mark")
    try:
        return _told(content.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError:
        return _told(content.decode("cp1252", errors="replace"), "windows-1252")


def _told(text: str, encoding: str) -> Text:
    cut = None if text.endswith(("\n", "\r")) else text.count("\n") + 1
    return Text(text, encoding, text.count("\N{REPLACEMENT CHARACTER}"), cut)


def _problem(path: Path, rule: str, remedy: str, value: str = "") -> Problem:
    return Problem(shown_path(path), 0, "", " ".join(value.split())[:80], rule, remedy)
