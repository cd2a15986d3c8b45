"""Strict notebook parameters: what the notebook declares, and whether given values fit it.

Papermill only warns at an unknown parameter and checks no types, so a typo would publish a page about the
wrong scenario. Here both are refused before anything runs, and so is a parameter that no cell reads.
"""

from __future__ import annotations

import ast
import difflib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ist_model.report.errors import NotebookError
from ist_model.report.notebooks.file import Cell

TAG = "parameters"
_PLAIN: dict[str, tuple[type, ...]] = {"str": (str,), "int": (int,), "float": (int, float), "bool": (bool,)}


@dataclass(frozen=True)
class Declared:
    """One declared parameter: its annotation as written, and its default."""

    name: str
    annotation: ast.expr
    default: Any

    @property
    def type_name(self) -> str:
        """The annotation as written, for messages."""
        return ast.unparse(self.annotation)


def check(notebook: Path, cells: Sequence[Cell], given: Mapping[str, Any]) -> dict[str, Declared]:
    """Refuse parameters that the notebook does not declare, does not read, or that have the wrong type.

    Args:
        notebook: The notebook's path, for messages.
        cells: Its cells.
        given: Parameter values to inject.

    Returns:
        What the notebook declares, by name.

    Raises:
        NotebookError: Naming the parameter, the rule and the remedy.
    """
    declared = _declared(notebook, cells)
    _all_are_read(notebook, cells, declared)
    for name, value in given.items():
        if name not in declared:
            raise NotebookError(notebook, None, _unknown(name, declared))
        if not fits(declared[name].annotation, value):
            wanted = declared[name].type_name
            raise NotebookError(
                notebook, None, f"parameter {name} must be {wanted}, got {type(value).__name__} {value!r}"
            )
    return declared


def _unknown(name: str, declared: Iterable[str]) -> str:
    known = sorted(declared)
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    return f"unknown parameter {name!r}{hint} (declared: {', '.join(known) or 'none'})"


def _declared(notebook: Path, cells: Sequence[Cell]) -> dict[str, Declared]:
    """Read the one cell tagged `parameters`: only lines of the form `name: type = value`."""
    tagged = [i for i, cell in enumerate(cells) if TAG in cell.tags]
    if len(tagged) != 1:
        raise NotebookError(notebook, None, f"needs exactly one cell tagged {TAG!r}, found {len(tagged)}")
    place = tagged[0] + 1
    found: dict[str, Declared] = {}
    for statement in _tree(notebook, place, cells[tagged[0]].source).body:
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            continue  # a docstring
        if not (
            isinstance(statement, ast.AnnAssign)
            and isinstance(statement.target, ast.Name)
            and statement.value is not None
        ):
            rule = "the parameters cell may hold only lines of the form `name: type = value`"
            raise NotebookError(notebook, place, f"{rule}, found `{ast.unparse(statement)}`")
        name = statement.target.id
        try:
            default = ast.literal_eval(statement.value)
        except ValueError as error:
            raise NotebookError(notebook, place, f"the default of {name} must be a plain value") from error
        if name in found:
            raise NotebookError(notebook, place, f"parameter {name} is declared twice")
        if not fits(statement.annotation, default):
            wanted = ast.unparse(statement.annotation)
            raise NotebookError(notebook, place, f"the default of {name}, {default!r}, is not {wanted}")
        found[name] = Declared(name, statement.annotation, default)
    return found


def _all_are_read(notebook: Path, cells: Sequence[Cell], declared: Mapping[str, Declared]) -> None:
    read: set[str] = set()
    for place, cell in enumerate(cells, start=1):
        if cell.kind != "code" or TAG in cell.tags:
            continue
        for part in ast.walk(_tree(notebook, place, cell.source)):
            bound = part.arg if isinstance(part, ast.arg) else None
            if isinstance(part, ast.Name):
                if isinstance(part.ctx, ast.Load):
                    read.add(part.id)
                else:
                    bound = part.id
            if bound in declared:
                raise NotebookError(
                    notebook,
                    place,
                    f"parameter {bound} is overwritten here; use another name for the new value",
                )
    unread = sorted(set(declared) - read)
    if unread:
        raise NotebookError(
            notebook,
            None,
            f"no cell reads the parameter {', '.join(unread)}; use it or remove its declaration",
        )


def _tree(notebook: Path, place: int, source: str) -> ast.Module:
    try:
        return ast.parse(source)
    except SyntaxError as error:
        cause = f"is not plain Python (line {error.lineno}: {error.msg}); magics are not allowed"
        raise NotebookError(notebook, place, cause) from error


def fits(annotation: ast.expr, value: Any) -> bool:
    """Whether a value has the annotated type: str, int, float, bool, None, list, dict or a union of these.

    A whole number fits `float`; a truth value is not a number; a float must be finite.
    """
    match annotation:
        case ast.Constant(value=None):
            return value is None
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return fits(left, value) or fits(right, value)
        case ast.Name(id=name) if name in _PLAIN:
            if isinstance(value, bool) and name != "bool":
                return False
            return type(value) in _PLAIN[name] and not (isinstance(value, float) and not math.isfinite(value))
        case ast.Subscript(value=ast.Name(id="list"), slice=item):
            return type(value) is list and all(fits(item, v) for v in value)
        case ast.Subscript(value=ast.Name(id="dict"), slice=ast.Tuple(elts=[key, item])):
            return type(value) is dict and all(fits(key, k) and fits(item, v) for k, v in value.items())
    raise ValueError(
        f"cannot check the type {ast.unparse(annotation)!r}: use str, int, float, bool, list or dict"
    )
