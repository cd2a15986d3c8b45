"""A scenario saved as a file: written whole, checked as any other file, never over another."""

from __future__ import annotations

import datetime as dt
import os
import re
import tempfile
from pathlib import Path
from typing import Any

import yaml

from ist_model.inputs.folder import NOT_SCENARIOS
from ist_model.inputs.identity import identity
from ist_model.inputs.resolve import resolve
from ist_model.inputs.scenario_models import Resolved
from ist_model.inputs.workbook.names import SUFFIX

_LONGEST = 60
_NOT_ON_WINDOWS = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9]")
_HEAD = "# Written by the explorer on {day}: what differs from the scenario that it extends.\n"


class _Plainly(yaml.SafeDumper):
    """YAML that says the same thing twice where it is meant twice: scenario files know no anchors."""

    def ignore_aliases(self, _: Any) -> bool:
        return True


class SaveError(Exception):
    """A scenario that was not saved; its text says why and what to do."""


def id_of(name: str) -> str:
    """The file name that a scenario's name gives, without its ending: "two-schools-join"."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:_LONGEST].strip("-")


def save(content: dict[str, Any], expected: Resolved, scenarios_dir: Path) -> Path:
    """Write a scenario file; from then on it is one like any other, in the pack too.

    Args:
        content: what the file says.
        expected: the scenario that was looked at: the file must mean the same.
        scenarios_dir: where it goes.

    Raises:
        SaveError: if the name will not do or is taken, or the folder cannot be written.
        InputError: if the file would not be a valid scenario; nothing is written.
    """
    for field, least in (("name", 3), ("question", 5)):
        if len(str(content[field]).strip()) < least:
            raise SaveError(f"give the scenario a {field} of at least {least} characters")
    name = id_of(str(content["name"]))
    if not name:
        raise SaveError("the name needs letters or digits, since the file is called after it")
    target = scenarios_dir / f"{name}.yaml"
    if _NOT_ON_WINDOWS.fullmatch(name):
        raise SaveError(f"Windows can have no file called {target.name}: choose another name")
    if target.exists() or target.name in NOT_SCENARIOS:
        raise SaveError(
            f"there is a file {target.name} already, and it is left as it is: choose another name"
        )
    for other in (name, f"{name}{SUFFIX}"):
        if (scenarios_dir / other).exists():
            raise SaveError(
                f"there is {other} in the folder, and one would be taken for the other: choose another name"
            )
    today = dt.date.today()
    day = f"{today.day} {today:%B %Y}"
    text = _HEAD.format(day=day) + yaml.dump(
        _plain(content), Dumper=_Plainly, sort_keys=False, allow_unicode=True, width=110
    )
    with tempfile.TemporaryDirectory() as folder:
        tried = Path(folder) / target.name
        tried.write_text(text, encoding="utf-8")
        if identity(resolve(tried, scenarios_dir)) != identity(expected):
            raise SaveError(
                "the file would mean something else than what you see, so it was not written: a scenario or "
                "the trust was changed meanwhile; reload the page"
            )
    try:
        _write_new(target, text)
    except FileExistsError:
        raise SaveError(f"somebody has just saved {target.name}: choose another name") from None
    except OSError as error:
        raise SaveError(f"{target.name} cannot be written: {error.strerror}") from None
    return target


def _write_new(target: Path, text: str) -> None:
    """The whole file at once, or none; never over one that is there."""
    handle, part = tempfile.mkstemp(dir=target.parent, prefix=f".{target.stem}-", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.chmod(part, 0o644)
        os.link(part, target)
    finally:
        os.unlink(part)


def _plain(node: Any) -> Any:
    """Content as YAML has it: lists for tuples, whole numbers without a point."""
    if isinstance(node, dict):
        return {key: _plain(value) for key, value in node.items()}
    if isinstance(node, list | tuple):
        return [_plain(item) for item in node]
    return int(node) if isinstance(node, float) and node.is_integer() else node
