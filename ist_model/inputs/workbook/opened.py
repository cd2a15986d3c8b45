"""Opening an Excel workbook safely: bounded in size, without macros, and nothing in it is carried out."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook

from ist_model.inputs.errors import InputError, Problem, nearest
from ist_model.inputs.workbook.names import OTHER_SUFFIXES, SUFFIX
from ist_model.inputs.yaml_file import shown_path

LARGEST_BYTES = 5_000_000
LARGEST_UNPACKED = 60_000_000
MOST_ROWS, MOST_COLUMNS = 2_000, 100
_SAVE_AS = "in Excel or LibreOffice: Save as, Excel workbook (.xlsx)"


def open_workbook(path: Path) -> Workbook:
    """The workbook of a file, formulas as they are written.

    Raises:
        InputError: if the file is missing, of another kind, too large, protected or damaged, or holds macros.
    """
    file = shown_path(path)

    def refuse(value: str, rule: str, remedy: str) -> InputError:
        return InputError([Problem(file, 0, "", value, rule, remedy)])

    suffix = path.suffix.lower()
    if suffix in OTHER_SUFFIXES:
        raise refuse(path.name, f"this is {OTHER_SUFFIXES[suffix]}; only .xlsx is read", _SAVE_AS)
    if not path.is_file():
        near = nearest(path.name, [found.name for found in path.parent.glob(f"*{SUFFIX}")])
        remedy = f"did you mean {near}?" if near else "check the name, or make one with `ist init --sheet`"
        raise refuse("", "there is no such file", remedy)
    size = path.stat().st_size
    if size > LARGEST_BYTES:
        remedy = "remove pictures and what is not needed"
        raise refuse(f"{size:,} bytes", f"a workbook has at most {LARGEST_BYTES:,} bytes", remedy)
    try:
        _look_inside(path, refuse)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that are not read, such as pictures
            return load_workbook(path, data_only=False, keep_links=False)
    except InputError:
        raise
    except OSError as error:
        raise refuse(
            "", f"the file cannot be read: {error.strerror or error}", "check that you may"
        ) from None
    except Exception as error:  # whatever a damaged file makes the library raise
        rule = f"the file is no sound workbook ({type(error).__name__})"
        raise refuse("", rule, f"open it and save it again: {_SAVE_AS}") from None


def _look_inside(path: Path, say: Callable[[str, str, str], InputError]) -> None:
    """Refuse a file that is no zip, unfolds too far, or holds macros or declarations of its own."""
    if not zipfile.is_zipfile(path):
        with path.open("rb") as opened:
            head = opened.read(8)
        locked = head.startswith(b"\xd0\xcf\x11\xe0")
        rule = (
            "the file has a password, or is a workbook of Excel before 2007"
            if locked
            else "the file is no workbook"
        )
        raise say(path.name, rule, f"take the password away, and {_SAVE_AS}" if locked else _SAVE_AS)
    with zipfile.ZipFile(path) as packed:
        parts = packed.infolist()
        unpacked = sum(part.file_size for part in parts)
        if unpacked > LARGEST_UNPACKED:
            rule = f"a workbook unfolds to at most {LARGEST_UNPACKED:,} bytes"
            raise say(f"{unpacked:,} bytes", rule, "remove pictures and what is not needed")
        if any("vbaproject" in part.filename.lower() for part in parts):
            raise say("", "the workbook holds macros, and none is ever carried out", _SAVE_AS)
        if not any(part.filename == "xl/workbook.xml" for part in parts):
            raise say(path.name, "the file is no Excel workbook", _SAVE_AS)
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                with packed.open(part) as opened:
                    if b"<!DOCTYPE" in opened.read(2_000):
                        rule = "a part of the workbook declares entities, which none of Excel's does"
                        raise say(part.filename, rule, f"open it and save it again: {_SAVE_AS}")
