"""What is wrong with an input, said so that its writer can mend it."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

LONGEST_VALUE = 80


@dataclass(frozen=True, order=True)
class Problem:
    """One fault: where it is, what stands there, which rule it breaks, how to mend it."""

    file: str
    line: int  # counted from 1; 0: the whole file; of a workbook, place in the order of reading
    key: str  # dotted, with ids in place of list positions: posts[LJ-DH1].kind
    value: str
    rule: str
    remedy: str
    cell: str = ""  # of a workbook, in place of the line: People!D7

    def __str__(self) -> str:
        here = self.cell or (f"line {self.line}" if self.line else "")
        place = f"{self.file}, {here}" if here else self.file
        rows = [f"{place}: {self.key}" if self.key else place]
        rows += [f"  value:  {self.value}"] if self.value else []
        rows += [f"  rule:   {self.rule}", f"  remedy: {self.remedy}"]
        return "\n".join(rows)


class InputError(Exception):
    """Inputs that break a rule; holds every problem found, in the order of files and lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the distinct problems in reading order."""
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems)))
        super().__init__(self.problems)

    def __str__(self) -> str:
        count = len(self.problems)
        head = "1 problem in the input:" if count == 1 else f"{count} problems in the input:"
        return "\n\n".join([head, *(str(problem) for problem in self.problems)])


@contextmanager
def collecting(problems: list[Problem]) -> Iterator[None]:
    """Add the problems of an `InputError` raised inside to a list, and go on."""
    try:
        yield
    except InputError as error:
        problems += error.problems


def nearest(word: str, options: Iterable[str]) -> str | None:
    """The option most like a word, ignoring case and the kind of dash; None if nothing is close."""
    by_form = {_form(option): option for option in sorted(options, reverse=True)}
    close = difflib.get_close_matches(_form(word), by_form, n=1, cutoff=0.6)
    return by_form[close[0]] if close else None


def suggest(word: str, options: Iterable[str]) -> str:
    """Remedy for an unknown name: the nearest valid one, and the list of all when it is short."""
    names = sorted(options)
    close = nearest(word, names)
    if not names:
        return "there is none to choose from here: remove it"
    hint = f"did you mean {close!r}? " if close else ""
    if len(names) > 12:
        return hint.strip() or f"use one of {', '.join(names[:12])} ... ({len(names)} in all)"
    return f"{hint}Valid: {', '.join(names)}" if hint else f"use one of {', '.join(names)}"


def show(value: Any) -> str:
    """A value as a reader would recognise it from the file, cut to one short line."""
    if value is None:
        text = "null"
    elif isinstance(value, bool):
        text = "true" if value else "false"
    elif isinstance(value, dt.date):
        text = value.isoformat()
    elif isinstance(value, dict):
        text = f"(fields {', '.join(map(str, value))})" if value else "(no fields)"
    elif isinstance(value, (tuple, list)):
        text = f"[{', '.join(show(item) for item in value)}]"
    else:
        text = value if isinstance(value, str) else repr(value)
    text = " ".join(text.split()) if text.strip() else repr(text)
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 3] + "..."


def _form(word: str) -> str:
    return word.casefold().replace("_", "-").replace(" ", "-")
