"""Writes a trust folder and a scenario that runs it; nothing is left behind if the trust breaks a rule."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any

import yaml

from ist_model.inputs.base import ID_PATTERN
from ist_model.inputs.errors import InputError, Problem
from ist_model.inputs.folder import ASSUMPTIONS, FRAMEWORK, TRUST_FILE, TRUSTS
from ist_model.inputs.resolve import resolve
from ist_model.inputs.yaml_file import shown_path

REPORT = "report.md"


def write_trust(
    trust: dict[str, Any],
    report: str,
    code: str,
    start: dt.date,
    scenarios_dir: Path,
    headings: Mapping[str, str],
) -> tuple[Path, Path]:
    """Write `trusts/<code>/` and the scenario `<code>.yaml` into a scenarios folder.

    Args:
        trust: content of its file.
        report: what goes beside it, Markdown.
        code: name of the folder and of the scenario.
        start: first day of the scenario.
        scenarios_dir: folder with a framework and a register.
        headings: comment above a part of the file, by key.

    Returns:
        The trust's folder and the scenario's file.

    Raises:
        InputError: if one of them exists, the folder has no framework, or the trust breaks a rule.
    """
    folder, scenario = _targets(code, scenarios_dir)
    refuse_taken(code, scenarios_dir)
    (scenarios_dir / TRUSTS).mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=scenarios_dir / TRUSTS, prefix=".new-") as made:
        staging = Path(made)
        for name in (FRAMEWORK, ASSUMPTIONS):
            shutil.copyfile(scenarios_dir / name, staging / name)
        new = staging / TRUSTS / code
        new.mkdir(parents=True)
        (new / TRUST_FILE).write_text(_trust_text(trust, headings), encoding="utf-8")
        (new / REPORT).write_text(report, encoding="utf-8")
        written = staging / f"{code}.yaml"
        written.write_text(_scenario_text(trust, code, start), encoding="utf-8")
        resolve(code, staging)
        os.replace(new, folder)
        os.replace(written, scenario)
    return folder, scenario


def refuse_taken(code: str | None, scenarios_dir: Path) -> None:
    """Refuse a name that is unfit or taken, and a folder that is no scenarios folder.

    Raises:
        InputError: saying what to do.
    """
    if code is not None and not re.fullmatch(ID_PATTERN, code):
        rule = "a folder's name is letters, digits, dot, underscore, dash; at most 64"
        raise InputError([Problem("--id", 0, "", code, rule, "choose another with --id")])
    for path in () if code is None else _targets(code, scenarios_dir):
        if path.exists():
            rule = "it exists already, and nothing is overwritten"
            raise InputError([Problem(shown_path(path), 0, "", "", rule, "choose another name with --id")])
    for name in (FRAMEWORK, ASSUMPTIONS):
        if not (scenarios_dir / name).is_file():
            rule = f"a scenarios folder holds {FRAMEWORK} and {ASSUMPTIONS}"
            remedy = "make one with `ist init my-trust`"
            raise InputError([Problem(shown_path(scenarios_dir), 0, "", name, rule, remedy)])


def _targets(code: str, scenarios_dir: Path) -> tuple[Path, Path]:
    return scenarios_dir / TRUSTS / code, scenarios_dir / f"{code}.yaml"


def free_code(name: str, scenarios_dir: Path) -> str:
    """A folder name for a trust's name that is not taken: with -2, -3 ... where the plain one is."""
    code = code_of(name)
    numbered = (code if number == 1 else f"{code[:60]}-{number}" for number in count(1))
    return next(made for made in numbered if not any(path.exists() for path in _targets(made, scenarios_dir)))


def code_of(name: str) -> str:
    """A folder name for a trust's name: `THE KITE ACADEMY TRUST` gives `the-kite-academy-trust`."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:64].strip("-") or "new-trust"


def next_september(today: dt.date) -> dt.date:
    """First of September on or after a day."""
    return dt.date(today.year + (today > dt.date(today.year, 9, 1)), 9, 1)


class _Plain(yaml.SafeDumper):
    """YAML without anchors, which the reader refuses."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _trust_text(trust: dict[str, Any], headings: Mapping[str, str]) -> str:
    return "\n".join(_parts(trust, headings))


def _parts(trust: dict[str, Any], headings: Mapping[str, str]) -> Iterator[str]:
    for key, value in trust.items():
        heading = f"# {headings[key]}\n" if key in headings else ""
        yield heading + _dumped({key: value})


def _scenario_text(trust: dict[str, Any], code: str, start: dt.date) -> str:
    content = {
        "name": f"{trust['title']}: nothing changes",
        "question": "If nothing changes, do we cope?",
        "author": "ist new-trust",
        "trust": code,
        "start": start,
        "years": 5,
        "runs": 400,
        "seed": 20261101,
    }
    return _dumped(content)


def _dumped(content: dict[str, Any]) -> str:
    return yaml.dump(content, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=108)
