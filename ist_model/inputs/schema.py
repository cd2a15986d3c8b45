"""JSON Schemas, the field table and the table of the workbook's columns, generated (`ist schema`).

The schemas serve editors: many complete and check a file while it is written if it begins with the line
`# yaml-language-server: $schema=schema/scenario.json`.
"""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from ist_model.inputs.assumptions import Register
from ist_model.inputs.base import ID_PATTERN, Strict
from ist_model.inputs.candidate import Candidate
from ist_model.inputs.field_table import field_table
from ist_model.inputs.folder import FRAMEWORK, SUPPORT_LOG
from ist_model.inputs.models import Framework, Trust
from ist_model.inputs.scenario_models import Scenario
from ist_model.inputs.support_log import Support
from ist_model.inputs.validate import validate
from ist_model.inputs.workbook.layout import layout
from ist_model.inputs.workbook.words import sheet_tables
from ist_model.inputs.yaml_file import read

# File name: model, and which files it describes.
SCHEMAS: dict[str, tuple[type[Strict], str]] = {
    "scenario.json": (Scenario, "scenarios/<id>.yaml"),
    "trust.json": (Trust, "scenarios/trusts/<folder>/trust.yaml"),
    "framework.json": (Framework, "scenarios/framework.yaml"),
    "candidate.json": (Candidate, "scenarios/trusts/<folder>/candidates/<id>.yaml"),
    "assumptions.json": (Register, "scenarios/assumptions.yaml"),
}
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, str]:
    """JSON Schema by file name, the same text each time."""
    return {name: _text(model, files) for name, (model, files) in SCHEMAS.items()}


def generated(schema_dir: Path, table: Path) -> dict[Path, str]:
    """Every file that is generated from the models, with its text."""
    described: list[tuple[type[Strict], str]] = [*SCHEMAS.values()]
    described.append((Support, f"scenarios/trusts/<folder>/{SUPPORT_LOG}"))
    sheets = layout(validate(Framework, read(schema_dir.parent / FRAMEWORK)))
    tables = {table: field_table(described), table.with_name("workbook.md"): sheet_tables(sheets)}
    return {schema_dir / name: text for name, text in schemas().items()} | tables


def out_of_date(schema_dir: Path, table: Path) -> list[Path]:
    """Generated files that are missing or differ from what the models say now."""
    files = generated(schema_dir, table).items()
    return [path for path, text in files if not path.is_file() or path.read_text(encoding="utf-8") != text]


def write(schema_dir: Path, table: Path) -> list[Path]:
    """Write the generated files that are out of date, and name them."""
    changed = out_of_date(schema_dir, table)
    texts = generated(schema_dir, table)
    for path in changed:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(texts[path], encoding="utf-8", newline="\n")
    return changed


def _text(model: type[Strict], files: str) -> str:
    schema = _partial_changes(model.model_json_schema())
    head = {"$schema": DIALECT, "title": f"{model.__name__} ({files})"}
    return (
        json.dumps(head | {k: v for k, v in schema.items() if k != "title"}, indent=1, ensure_ascii=False)
        + "\n"
    )


def _partial_changes(schema: dict[str, Any]) -> dict[str, Any]:
    """Let `change` offer the fields of what it changes, none of them required."""
    definitions: dict[str, Any] = schema.get("$defs", {})
    for name, definition in list(definitions.items()):
        if not name.startswith("Edits_"):
            continue
        item = name.removeprefix("Edits_").strip("_")
        partial = copy.deepcopy(definitions[item])
        partial.pop("required", None)
        partial["properties"].pop("id", None)
        definitions[f"{item}Change"] = partial
        change = definition["properties"]["change"]
        change["patternProperties"] = {ID_PATTERN: {"$ref": f"#/$defs/{item}Change"}}
        change["additionalProperties"] = False
    return schema
