"""Generated files are in step with the models, and say enough to write a scenario by."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import jsonschema
import pytest
from pydantic import BaseModel

from ist_model.inputs import schema
from ist_model.inputs.field_table import field_table
from ist_model.inputs.fields import alternatives, is_model
from ist_model.inputs.folder import scenario_files
from ist_model.inputs.schema import SCHEMAS, out_of_date, schemas, write
from ist_model.inputs.yaml_file import read


def models(kind: object, found: set[type[BaseModel]]) -> set[type[BaseModel]]:
    """A model and all inside it."""
    for arm in alternatives(kind):
        inner = [arm] if is_model(arm) else [part for part in getattr(arm, "__args__", ()) if part is not ...]
        for part in inner:
            if is_model(part) and part not in found:
                found.add(part)
                for field in part.model_fields.values():
                    models(field.annotation, found)
            elif not is_model(part):
                models(part, found)
    return found


def plain(node: object) -> object:
    """What a JSON reader would see: lists for tuples, text for dates."""
    if isinstance(node, dict):
        return {key: plain(value) for key, value in node.items()}
    if isinstance(node, tuple):
        return [plain(item) for item in node]
    return node.isoformat() if hasattr(node, "isoformat") else node


def test_files_on_disk_are_in_step(repository: Path) -> None:
    stale = out_of_date(repository / "scenarios" / "schema", repository / "docs" / "reference" / "fields.md")
    assert stale == [], "run `ist schema`"


def test_writing_brings_them_in_step_and_touches_nothing_else(tmp_path: Path, repository: Path) -> None:
    shutil.copy(repository / "scenarios" / "framework.yaml", tmp_path)  # whose choices the workbook offers
    folder, table = tmp_path / "schema", tmp_path / "docs" / "fields.md"
    assert len(out_of_date(folder, table)) == 7
    assert len(write(folder, table)) == 7
    assert out_of_date(folder, table) == []
    (folder / "trust.json").write_text("{}", encoding="utf-8")
    assert write(folder, table) == [folder / "trust.json"]


def test_the_same_text_each_time() -> None:
    assert schemas() == schemas()
    described = [(model, files) for model, files in SCHEMAS.values()]
    assert field_table(described) == field_table(described)


def test_every_field_has_a_meaning() -> None:
    all_models: set[type[BaseModel]] = set()
    for model, _ in SCHEMAS.values():
        models(model, all_models)
    assert len(all_models) > 30
    unsaid = [
        f"{m.__name__}.{name}" for m in all_models for name, f in m.model_fields.items() if not f.description
    ]
    assert unsaid == []


def test_every_model_has_its_table() -> None:
    text = field_table([(model, files) for model, files in SCHEMAS.values()])
    for heading in (
        "## Scenario:",
        "### School\n",
        "### Post\n",
        "### WorkPart\n",
        "## Framework:",
        "### Assumption\n",
    ):
        assert text.count(heading) == 1
    assert (
        "| `roll` | whole number (≥ 1, ≤ 5,000) | **required** | Pupils on roll in the first school year |"
        in text
    )


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_valid(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(schemas()[name]))


def test_shipped_files_keep_to_the_schemas(repository: Path) -> None:
    shipped = repository / "scenarios"
    files = dict.fromkeys(scenario_files(shipped), "scenario.json")
    files |= dict.fromkeys(shipped.glob("trusts/*/trust.yaml"), "trust.json")
    files |= {shipped / "framework.yaml": "framework.json", shipped / "assumptions.yaml": "assumptions.json"}
    validators = {n: jsonschema.Draft202012Validator(json.loads(text)) for n, text in schemas().items()}
    assert len(files) > 6
    faults = [
        f"{path.name}: {error.message}"
        for path, name in files.items()
        for error in validators[name].iter_errors(plain(read(path).data))
    ]
    assert faults == []


@pytest.mark.parametrize(
    "body",
    [
        {"changes": {"schools": {"change": {"OAK": {"rol": 3}}}}},
        {"changes": {"posts": {"change": {"PH": {"fte": 2}}}}},
        {"chnges": {}},
    ],
)
def test_the_scenario_schema_catches_what_the_models_do(body: dict[str, object]) -> None:
    validator = jsonschema.Draft202012Validator(json.loads(schema.schemas()["scenario.json"]))
    sound = {"name": "Some name", "question": "What if?"}
    assert list(validator.iter_errors(sound)) == []
    assert list(validator.iter_errors(sound | body))
