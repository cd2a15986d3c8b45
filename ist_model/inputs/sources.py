"""Where each value of a resolved scenario was written: file, line and key, through the chain of `extends`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ist_model.inputs.errors import Problem, show
from ist_model.inputs.yaml_file import Keys, Located


@dataclass
class Sources:
    """Maps a path in a `Resolved`, ids in place of list positions, to the file and path that last set it."""

    name: str  # what to call values that no file set
    _places: dict[Keys, tuple[Located, Keys]] = field(default_factory=dict)
    _removed: dict[tuple[str, str], tuple[Located, Keys]] = field(default_factory=dict)

    def record(self, target: Keys, located: Located, keys: Keys, *, keep: bool = False) -> None:
        """Note that the value at `target` was written at a path of a file; `keep` adds to what was there."""
        if not keep:
            self._places = {at: place for at, place in self._places.items() if at[: len(target)] != target}
        self._walk(target, located, keys)

    def alias(self, target: Keys, original: Keys) -> None:
        """Note that what stands at `target` was written where `original` was; positions may be text there."""
        depth, wanted = len(original), tuple(map(str, original))
        self._places |= {
            (*target, *at[depth:]): place
            for at, place in self._places.items()
            if tuple(map(str, at[:depth])) == wanted
        }

    def remove(self, kind: str, name: str, located: Located, keys: Keys) -> None:
        """Note that a scenario removed an item."""
        self._removed[kind, name] = (located, keys)

    def removed_at(self, kind: str, name: str) -> str:
        """Where an item was removed, in words; empty if no scenario removed it."""
        if (kind, name) not in self._removed:
            return ""
        located, keys = self._removed[kind, name]
        return f"{located.file}, {located.where(keys)} removes {name!r}"

    def file_of(self, target: Keys) -> str:
        """File that set the value at a path."""
        place, _ = self._place(target)
        return place[0].file if place else self.name

    def problem(self, target: Keys, value: Any, rule: str, remedy: str) -> Problem:
        """A problem with the value at a path of the resolved scenario, placed where it was written."""
        place, rest = self._place(target)
        if place is None:
            return Problem(self.name, 0, Located("", None, {}, {}).key(target), show(value), rule, remedy)
        located, keys = place
        return located.problem((*keys, *rest), rule, remedy, show(value))

    def _place(self, target: Keys) -> tuple[tuple[Located, Keys] | None, Keys]:
        for end in range(len(target), -1, -1):
            if target[:end] in self._places:
                return self._places[target[:end]], target[end:]
        return None, target

    def _walk(self, target: Keys, located: Located, keys: Keys) -> None:
        self._places[target] = (located, keys)
        node = located.get(keys)
        if isinstance(node, dict):
            for key in node:
                self._walk((*target, key), located, (*keys, key))
        elif isinstance(node, tuple):
            for position, item in enumerate(node):
                name = next(
                    (item[f] for f in ("id", "key") if isinstance(item, dict) and f in item), position
                )
                self._walk((*target, name), located, (*keys, position))
