"""Writes a scenario as a file beside the one that it extends; nothing is left behind if it breaks a rule."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from ist_model.inputs.base import ID_PATTERN
from ist_model.inputs.errors import InputError, Problem
from ist_model.inputs.folder import scenario_file
from ist_model.inputs.resolve import resolve
from ist_model.inputs.scenario_models import Resolved, Scenario
from ist_model.inputs.yaml_file import shown_path


class _Plain(yaml.SafeDumper):
    """YAML without anchors, which the reader refuses."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def target_of(name: str, extends: str, scenarios_dir: Path) -> Path:
    """Where a new scenario would be written.

    Raises:
        InputError: if the name is unfit or taken, or there is no scenario to extend.
    """
    if not re.fullmatch(ID_PATTERN, name):
        rule = "a scenario's name is letters, digits, dot, underscore, dash; at most 64"
        raise InputError([Problem("--save", 0, "", name, rule, "choose another name")])
    path = scenario_file(extends, scenarios_dir).with_name(f"{name}.yaml")
    if path.exists():
        rule = "it exists already, and nothing is overwritten"
        raise InputError([Problem(shown_path(path), 0, "", "", rule, "choose another name with --save")])
    return path


def write_scenario(written: Scenario, name: str, scenarios_dir: Path, heading: str = "") -> Resolved:
    """Write a scenario that extends another, and read it as any other.

    Args:
        written: what the file says; it extends a scenario.
        name: of the file, without `.yaml`.
        scenarios_dir: folder of scenario files.
        heading: a comment at the top, without `#`.

    Returns:
        The scenario as it is read from the file.

    Raises:
        InputError: if the name is unfit or taken, or the scenario breaks a rule.
    """
    target = target_of(name, str(written.extends), scenarios_dir)
    content = written.model_dump(mode="json", exclude_defaults=True)
    text = yaml.dump(content, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=108)
    comment = "".join(f"# {line}\n" for line in heading.splitlines())
    with target.open("x", encoding="utf-8") as file:
        file.write(comment + text)
    try:
        return resolve(target, scenarios_dir)
    except InputError:
        target.unlink()
        raise
