"""What the README promises a newcomer works: its example scenario is valid, its commands exist."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import typer
import yaml

from ist_model.cli.app import app
from ist_model.inputs.resolve import resolve


@pytest.fixture(scope="module")
def readme(repository: Path) -> str:
    """The README's text."""
    return (repository / "README.md").read_text("utf-8")


def test_the_example_scenario_is_valid_and_changes_something(
    readme: str, repository: Path, tmp_path: Path
) -> None:
    scenarios = tmp_path / "scenarios"
    shutil.copytree(repository / "scenarios", scenarios)
    (name,) = re.findall(r"Save this as `scenarios/([\w-]+)\.yaml`", readme)
    (example,) = re.findall(r"```yaml\n(.*?)```", readme, re.DOTALL)
    (scenarios / f"{name}.yaml").write_text(example, "utf-8")

    changed = resolve(name, scenarios).assumptions
    base = resolve(yaml.safe_load(example)["extends"], scenarios).assumptions
    assert changed != base
    assert f"ist check {name}" in readme


def test_the_files_and_folders_it_names_exist(readme: str, repository: Path) -> None:
    made_by_the_machine = {"outputs/", "outputs/pack/index.html", "outputs/public-pack/"}
    made_by_the_reader = set(re.findall(r"Save this as `([^`]+)`", readme))
    named = set(re.findall(r"`([\w./-]+(?:/|\.(?:md|yaml|html|toml|lock)|LICENSE))`", readme))
    assert {"scenarios/", "NOTICE.md"} <= named
    missing = {name for name in named if not (repository / name).exists()}
    assert missing - made_by_the_machine - made_by_the_reader - {"assumptions.yaml", "cli.py"} == set()


def test_the_documents_name_only_commands_that_exist(texts: dict[str, str]) -> None:
    command = typer.main.get_command(app)
    named = {
        (page, word)
        for page, text in texts.items()
        if page.endswith(".md")
        for word in re.findall(r"(?:`|bin/|Scripts\\)ist ([a-z][a-z-]*)", text)
    }
    assert {"init", "check", "compare", "pack"} <= {word for page, word in named if page == "README.md"}
    assert {(page, word) for page, word in named if word not in command.commands} == set()
