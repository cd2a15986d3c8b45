"""The scenario files that a scenario extends, read and validated, from the base to the scenario itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ist_model.inputs.errors import InputError, Problem
from ist_model.inputs.folder import extended_file
from ist_model.inputs.scenario_models import Scenario
from ist_model.inputs.validate import validate
from ist_model.inputs.workbook.names import is_workbook
from ist_model.inputs.yaml_file import Located, read

if TYPE_CHECKING:
    from ist_model.inputs.workbook.read import Book

# A base scenario says all of these; one that extends another may not name a trust of its own.
NEEDED_IN_BASE = ("trust", "start", "years", "runs", "seed")


@dataclass(frozen=True)
class Link:
    """One scenario file of a chain; `book`: it is a workbook, which is a trust too."""

    scenario_id: str
    located: Located
    written: Scenario
    book: Book | None = None


def read_chain(path: Path, scenarios_dir: Path) -> list[Link]:
    """The scenario at a path and all it extends, base first.

    Raises:
        InputError: for a file that cannot be read, a missing base, a cycle, or a base that lacks a field.
    """
    files: list[tuple[Path, Located]] = []
    seen: dict[Path, str] = {}
    following: Path | None = path
    book: Book | None = None
    while following is not None:
        if is_workbook(following):
            from ist_model.inputs.workbook.read import read_workbook  # a library that few commands need

            book = read_workbook(following, scenarios_dir)
            files.append((following, book.scenario))
            break
        located = read(following)
        if following.resolve() in seen:
            names = " -> ".join([*seen.values(), following.stem])
            last = files[-1][1]
            rule = f"a scenario cannot extend itself, not even through others: {names}"
            raise InputError([last.problem(("extends",), rule, "let the first of them stand alone")])
        seen[following.resolve()] = following.stem
        files.append((following, located))
        base = located.data.get("extends")
        following = extended_file(base, following, located, scenarios_dir) if isinstance(base, str) else None
    return _validated(files[::-1], book)


def _validated(files: list[tuple[Path, Located]], book: Book | None) -> list[Link]:
    links: list[Link] = []
    problems: list[Problem] = []
    for position, (path, located) in enumerate(files):
        try:
            written = validate(Scenario, located)
        except InputError as error:
            problems += error.problems
            continue
        links.append(Link(path.stem, located, written, None if position else book))
        problems += _misplaced(located, written, is_base=position == 0)
    if problems:
        raise InputError(problems)
    return links


def _misplaced(located: Located, written: Scenario, is_base: bool) -> list[Problem]:
    if is_base:
        rule = "a scenario that extends no other says this itself"
        return [
            located.problem((name,), rule, f"add `{name}: ...`, or `extends: <scenario>`", "(absent)")
            for name in NEEDED_IN_BASE
            if getattr(written, name) is None
        ]
    if written.trust is None:
        return []
    rule = "a scenario that extends another has the same trust"
    return [located.problem(("trust",), rule, "remove `trust`, or remove `extends`")]
