"""Writes a trust folder and a scenario that runs it; nothing is left behind if the trust breaks a rule."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from ist_model.inputs.base import ID_PATTERN
from ist_model.inputs.errors import InputError, Problem
from ist_model.inputs.folder import ASSUMPTIONS, FRAMEWORK, TRUST_FILE, TRUSTS
from ist_model.inputs.resolve import resolve
from ist_model.inputs.yaml_file import shown_path

REPORT = "report.md"
_HEADINGS = {
    "title": "Made by `ist new-trust` from public data, to be edited; report.md says what is guess.",
    "partnerships": "Guess: schools grouped by distance.",
    "schools": "Facts, but for partnership, joining, accountable_post and start_percentile.",
    "posts": "Guess, every one: as many leaders to a school as one trust published. Edit them first.",
}


def write_trust(
    trust: dict[str, Any], report: str, code: str, start: dt.date, scenarios_dir: Path
) -> tuple[Path, Path]:
    """Write `trusts/<code>/` and the scenario `<code>.yaml` into a scenarios folder.

    Returns:
        The trust's folder and the scenario's file.

    Raises:
        InputError: if one of them exists, the folder has no framework, or the trust breaks a rule.
    """
    folder, scenario = scenarios_dir / TRUSTS / code, scenarios_dir / f"{code}.yaml"
    _refuse(code, folder, scenario, scenarios_dir)
    (scenarios_dir / TRUSTS).mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=scenarios_dir / TRUSTS, prefix=".new-") as made:
        staging = Path(made)
        for name in (FRAMEWORK, ASSUMPTIONS):
            shutil.copyfile(scenarios_dir / name, staging / name)
        new = staging / TRUSTS / code
        new.mkdir(parents=True)
        (new / TRUST_FILE).write_text(_trust_text(trust), encoding="utf-8")
        (new / REPORT).write_text(report, encoding="utf-8")
        written = staging / f"{code}.yaml"
        written.write_text(_scenario_text(trust, code, start), encoding="utf-8")
        resolve(code, staging)
        os.replace(new, folder)
        os.replace(written, scenario)
    return folder, scenario


def _refuse(code: str, folder: Path, scenario: Path, scenarios_dir: Path) -> None:
    if not re.fullmatch(ID_PATTERN, code):
        rule = "a folder's name is letters, digits, dot, underscore, dash; at most 64"
        raise InputError([Problem("--id", 0, "", code, rule, "choose another with --id")])
    for path in (folder, scenario):
        if path.exists():
            rule = "it exists already, and nothing is overwritten"
            raise InputError([Problem(shown_path(path), 0, "", "", rule, "choose another name with --id")])
    for name in (FRAMEWORK, ASSUMPTIONS):
        if not (scenarios_dir / name).is_file():
            rule = f"a scenarios folder holds {FRAMEWORK} and {ASSUMPTIONS}"
            remedy = "make one with `ist init my-trust`"
            raise InputError([Problem(shown_path(scenarios_dir), 0, "", name, rule, remedy)])


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


def _trust_text(trust: dict[str, Any]) -> str:
    return "\n".join(_parts(trust))


def _parts(trust: dict[str, Any]) -> Iterator[str]:
    for key, value in trust.items():
        heading = f"# {_HEADINGS[key]}\n" if key in _HEADINGS else ""
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
