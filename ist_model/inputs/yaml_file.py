"""Reading one YAML file so that every value knows its line, and refusing what cannot be read safely.

The file is built from the parser's events in one pass. Anchors and aliases are refused, so a small file
cannot unfold into a large one; so are tags, duplicate keys, several documents and deep nesting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from ist_model.inputs.errors import InputError, Problem, nearest, show
from ist_model.inputs.yaml_scalars import plain

Keys = tuple[str | int, ...]

LARGEST_BYTES = 1_000_000
DEEPEST = 40
TOO_DEEP = f"values nest at most {DEEPEST} deep"

# Mappings whose keys are ids, shown in brackets as list items with an id are.
MAPS_BY_ID = frozenset(
    {
        "change",
        "assumptions",
        "start_percentile",
        "start_basis",
        "start_spread",
        "start_together",
        "days_used",
        "vacancies",
    }
)

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CONTROL = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Located:
    """A file as plain Python (dict, tuple, str, int, float, bool, date, None) and the line of each value."""

    def __init__(self, file: str, data: Any, lines: dict[Keys, int], texts: dict[Keys, str]) -> None:
        """Keep what was read; `texts` holds unquoted scalars as written."""
        self.file = file
        self.data = data
        self.lines = lines
        self._texts = texts

    def line(self, keys: Keys) -> int:
        """Line (from 1) of the value at a path, or of the nearest value around it."""
        while keys and keys not in self.lines:
            keys = keys[:-1]
        return self.lines.get(keys, 0)

    def where(self, keys: Keys) -> str:
        """The place of a value in words."""
        return f"line {self.line(keys)}"

    def get(self, keys: Keys) -> Any:
        """The value at a path, or None where there is none."""
        node = self.data
        for key in keys:
            node = _child(node, key)
        return node

    def text(self, keys: Keys) -> str:
        """A value as written in the file; empty where there is none."""
        if keys not in self.lines:
            return ""
        return self._texts.get(keys) or show(self.get(keys))

    def key(self, keys: Keys) -> str:
        """A path as a reader writes it: dotted, ids in brackets, list positions as [#1]."""
        shown, node, parent = "", self.data, ""
        for part in keys:
            node = _child(node, part)
            if isinstance(part, int):
                name = _id_of(node)
                shown += f"[{name}]" if name else f"[#{part + 1}]"
            elif parent in MAPS_BY_ID:
                shown += f"[{part}]"
            else:
                shown += f".{part}" if shown else part
            parent = part if isinstance(part, str) else ""
        return shown

    def problem(self, keys: Keys, rule: str, remedy: str, value: str | None = None) -> Problem:
        """A problem with the value at a path of this file."""
        shown = self.text(keys) if value is None else value
        return Problem(self.file, self.line(keys), self.key(keys), shown, rule, remedy)


def read(path: Path) -> Located:
    """Read one YAML file.

    Raises:
        InputError: if the file is missing, too large, not UTF-8 or not the plain YAML described above.
    """
    file = shown_path(path)
    text = _text(path, file)
    builder = _Builder(file)
    try:
        data = builder.document(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        raise InputError([_syntax_problem(file, text, error)]) from None
    if builder.problems:
        raise InputError(builder.problems)
    if not isinstance(data, dict):
        raise InputError(
            [
                Problem(
                    file,
                    1,
                    "",
                    show(data),
                    "a file is a list of `key: value` lines",
                    "see docs/reference/fields.md",
                )
            ]
        )
    return Located(file, data, builder.lines, builder.texts)


def shown_path(path: Path) -> str:
    """A path as messages show it: relative to the working folder when below it."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def _text(path: Path, file: str) -> str:
    if not path.is_file():
        near = (
            nearest(path.name, [p.name for p in path.parent.glob("*.yaml")]) if path.parent.is_dir() else None
        )
        remedy = f"did you mean {near}?" if near else "check the name, or write the file"
        raise InputError([Problem(file, 0, "", "", "there is no such file", remedy)])
    size = path.stat().st_size
    if size > LARGEST_BYTES:
        rule = f"an input file has at most {LARGEST_BYTES:,} bytes"
        raise InputError(
            [Problem(file, 0, "", f"{size:,} bytes", rule, "split it, or remove what is not needed")]
        )
    try:
        raw = path.read_bytes()
    except OSError as error:
        rule = f"the file cannot be read: {error.strerror}"
        raise InputError([Problem(file, 0, "", "", rule, "check that you may read it")]) from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        value = f"byte 0x{raw[error.start]:02x} at offset {error.start}"
        remedy = "save the file as UTF-8 (in Excel or Notepad: Save as, encoding UTF-8)"
        raise InputError([Problem(file, line, "", value, "input files are UTF-8 text", remedy)]) from None
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        value = f"character U+{ord(control.group()):04X}"
        raise InputError([Problem(file, line, "", value, "control characters are not allowed", "delete it")])
    return text


def _syntax_problem(file: str, text: str, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    lines = text.splitlines()
    here = lines[mark.line] if mark and mark.line < len(lines) else ""
    said = error.problem or error.context or "cannot be read"
    rule = (
        TOO_DEEP if "nesting depth" in said else f"not valid YAML: {said}"
    )  # newer parsers have a limit too
    if "\t" in here[: len(here) - len(here.lstrip())]:
        remedy = "indent with spaces, never with tabs"
    elif "mapping values are not allowed" in said:
        remedy = 'put text that holds ": " in quotes, and check the indentation'
    else:
        remedy = "check the indentation and brackets of this line and the one above; quote unusual text"
    return Problem(file, mark.line + 1 if mark else 0, "", here and show(here), rule, remedy)


class _Builder:
    """Turns parser events into plain Python, noting lines and collecting problems."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[Keys, int] = {}
        self.texts: dict[Keys, str] = {}
        self.problems: list[Problem] = []

    def document(self, events: Iterator[Any]) -> Any:
        data = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._stop(
                        event, "---", "a file holds one document", "remove the `---` line and what follows"
                    )
                data = self._node(next(events), events, ())
        return data

    def _node(self, event: Any, events: Iterator[Any], keys: Keys) -> Any:
        line = event.start_mark.line + 1
        self.lines.setdefault(keys, line)
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            rule = "anchors (&) and aliases (*) are not allowed: a short file could unfold without end"
            self._stop(
                event, f"{sign}{event.anchor}", rule, "write the value out, or put the text in quotes", keys
            )
        if event.tag is not None:
            rule = "YAML tags (!) are not allowed"
            self._stop(event, event.tag, rule, "remove the tag, or put the text in quotes", keys)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, keys)
        if len(keys) >= DEEPEST:
            self._stop(event, "", TOO_DEEP, "check the indentation", keys[:3])
        if isinstance(event, yaml.SequenceStartEvent):
            return tuple(self._items(events, keys))
        return self._mapping(events, keys)

    def _items(self, events: Iterator[Any], keys: Keys) -> Iterator[Any]:
        position = 0
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            yield self._node(event, events, (*keys, position))
            position += 1

    def _mapping(self, events: Iterator[Any], keys: Keys) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._key(event, keys)
            inside = (*keys, key)
            if key in found:
                rule = f"the key is given twice (first on line {self.lines[inside]})"
                self._note(event, key, rule, "keep one of the two", inside)
                inside = (*keys, key, "(again)")
            self.lines[inside] = event.start_mark.line + 1
            found[key] = self._node(next(events), events, inside)
        return found

    def _key(self, event: Any, keys: Keys) -> str:
        if not isinstance(event, yaml.ScalarEvent) or event.anchor is not None or event.tag is not None:
            self._stop(event, "", "a key is a plain word", "check the punctuation of this line", keys)
        if event.implicit[0] and not isinstance(plain(event.value), str):
            rule = "a key is text, but YAML reads this one as something else"
            self._note(event, event.value, rule, f'put the key in quotes: "{event.value}"', keys)
        return str(event.value)

    def _scalar(self, event: Any, keys: Keys) -> Any:
        if not event.implicit[0]:
            return event.value
        self.texts[keys] = event.value
        try:
            return plain(event.value)
        except ValueError as error:
            self._note(event, event.value, str(error), "correct it, or put it in quotes if it is text", keys)
            return None

    def _note(self, event: Any, value: str, rule: str, remedy: str, keys: Keys = ()) -> None:
        key = Located(self.file, None, {}, {}).key(keys)
        self.problems.append(Problem(self.file, event.start_mark.line + 1, key, show(value), rule, remedy))

    def _stop(self, event: Any, value: str, rule: str, remedy: str, keys: Keys = ()) -> None:
        self._note(event, value or "(nested)", rule, remedy, keys)
        raise InputError(self.problems)


def _child(node: Any, part: str | int) -> Any:
    if isinstance(node, dict):
        return node.get(part)
    if isinstance(node, tuple) and isinstance(part, int) and part < len(node):
        return node[part]
    return None


def _id_of(node: Any) -> str:
    """What to call a list item: its id, or its register key."""
    if isinstance(node, dict):
        for name in ("id", "key"):
            if isinstance(node.get(name), str):
                return str(node[name])
    return ""
