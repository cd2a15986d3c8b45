"""The two commands, and what the README says about them."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def makefile(repository: Path) -> str:
    """The Makefile's text."""
    return (repository / "Makefile").read_text("utf-8")


def recipes(makefile: str) -> dict[str, str]:
    """Recipe text of each named target."""
    found = re.findall(r"^([a-z]+):.*\n((?:\t.*\n|\s*\n)*)", makefile, re.MULTILINE)
    return {target: recipe.replace("\\\n", " ") for target, recipe in found}


def test_ci_runs_the_two_commands_and_no_other(repository: Path) -> None:
    script = repository / ".ci" / "run"
    lines = [line.strip() for line in script.read_text("utf-8").splitlines()]
    assert [line for line in lines if re.match(r"(make|python|pytest|ist|pip|uv)\b", line)] == [
        "make pack",
        "make test",
    ]
    assert lines[-2:] == ["make pack", "make test"]
    assert "set -euo pipefail" in lines
    assert os.access(script, os.X_OK)


def test_make_pack_and_make_test_do_what_they_say(makefile: str) -> None:
    recipe = recipes(makefile)
    assert recipe["pack"].strip() == "$(BIN)/ist pack"
    assert "-m pytest" in recipe["test"]
    assert re.search(r"^test: check\b", makefile, re.MULTILINE)
    for tool in ("ruff check", "ruff format", "mypy", "lint-imports", "nbstripout --verify", "--check"):
        assert tool in recipe["check"]


def test_every_target_is_explained(makefile: str) -> None:
    explained = set(re.findall(r"^([a-z]+):.*## \S", makefile, re.MULTILINE))
    assert explained == set(recipes(makefile))


def test_the_documents_name_only_targets_that_exist(makefile: str, texts: dict[str, str]) -> None:
    pages = {name: text for name, text in texts.items() if name.endswith(".md")}
    named = {
        (name, target)
        for name, text in pages.items()
        for target in re.findall(r"(?:`|^ {4})make ([a-z]+)", text, re.MULTILINE)
    }
    assert {"pack", "test", "lab", "clean"} <= {target for name, target in named if name == "README.md"}
    assert {(name, target) for name, target in named if target not in recipes(makefile)} == set()


def test_windows_users_build_the_same_environment(makefile: str, texts: dict[str, str]) -> None:
    installs = [line for line in makefile.splitlines() if "pip install" in line]
    assert len(installs) == 2
    for line in installs:
        essential = [word for word in shlex.split(line.partition("install")[2]) if word not in ("-qq", "off")]
        arguments = " ".join(word for word in essential if word != "--progress-bar")
        assert f"`.venv\\Scripts\\python -m pip install {arguments}`" in texts["README.md"]


def test_linked_files_exist(repository: Path, texts: dict[str, str]) -> None:
    broken = [
        f"{name}: {target}"
        for name, text in texts.items()
        if name.endswith(".md")
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text)
        if "://" not in target and not (repository / name).parent.joinpath(target).exists()
    ]
    assert broken == []


def test_make_clean_removes_what_the_machine_made_and_nothing_of_the_readers(
    repository: Path, tmp_path: Path
) -> None:
    if not (shutil.which("make") and shutil.which("git")):
        pytest.skip("needs make and git")
    for name in ("Makefile", ".gitignore"):
        shutil.copy(repository / name, tmp_path)
    quiet = {"cwd": tmp_path, "check": True, "capture_output": True, "encoding": "utf-8"}
    identity = ["-c", "user.name=nobody", "-c", "user.email=nobody@localhost"]
    subprocess.run(["git", "init", "-q"], **quiet)
    subprocess.run(["git", "add", "--all"], **quiet)
    subprocess.run(["git", *identity, "commit", "-qm", "first"], **quiet)

    made = [".venv/x", "outputs/pack/index.html", ".cache/k", "ist_model/__pycache__/a.pyc", ".mypy_cache/x"]
    for name in [*made, "scenarios/mine.yaml"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", "utf-8")
    told = subprocess.run(["make", "--no-print-directory", "clean"], **quiet).stdout

    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert {name for name in left if not name.startswith(".git/")} == {
        "Makefile",
        ".gitignore",
        "scenarios/mine.yaml",
    }
    assert "scenarios/mine.yaml" in told
