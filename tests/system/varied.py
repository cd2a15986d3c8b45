"""Verification scenarios changed as any scenario is: by a file that extends them."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import yaml

from ist_model.inputs.resolve import resolve
from ist_model.inputs.scenario_models import Resolved
from ist_model.world.build import build_world
from ist_model.world.structs import World

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"
ROOT_SEED = 20261101
_HEAD = {"name": "A point of a known answer", "question": "Is theory right?", "author": "verification"}


def resolved(scenario: str, **fields: Any) -> Resolved:
    """A verification scenario with some fields of its own."""
    with tempfile.TemporaryDirectory() as folder:
        for path in (SCENARIOS / "verification").glob("*.yaml"):
            shutil.copy(path, folder)  # `extends` looks beside the file first
        written = Path(folder) / "point.yaml"
        written.write_text(yaml.safe_dump({**_HEAD, "extends": scenario, **fields}), encoding="utf-8")
        found = resolve(written, SCENARIOS)
    assert found.seed == ROOT_SEED, "the root seed was fixed before the first run"
    return found


def world_of(scenario: str, **fields: Any) -> World:
    """The same as arrays."""
    return build_world(resolved(scenario, **fields))
