"""The shipped scenarios are sound, and however a shipped file is damaged, only a told problem comes of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ist_model.inputs.errors import InputError, Problem, collecting
from ist_model.inputs.folder import scenario_files
from ist_model.inputs.identity import identity
from ist_model.inputs.resolve import resolve, validate_all

FILES = (
    "framework.yaml",
    "assumptions.yaml",
    "two-schools-join-2027.yaml",
    "trusts/inclusive-schools-trust/trust.yaml",
)


@pytest.fixture(scope="module")
def shipped(repository: Path) -> Path:
    return repository / "scenarios"


@pytest.fixture(scope="module")
def copy(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the shipped folder, to damage."""
    return Path(shutil.copytree(shipped, tmp_path_factory.mktemp("copy") / "scenarios"))


def test_all_shipped_scenarios_are_sound(shipped: Path) -> None:
    assert len(scenario_files(shipped)) > 4
    assert [str(problem) for problem in validate_all(shipped)] == []


def test_shipped_scenarios_differ(shipped: Path) -> None:
    files = scenario_files(shipped)
    assert len({identity(resolve(path, shipped)) for path in files}) == len(files)


DAMAGE = st.tuples(
    st.sampled_from(FILES),
    st.floats(0, 1, exclude_max=True),
    st.sampled_from(["drop line", "double line", "indent", "drop word", "letter", "cut", "number"]),
    st.integers(0, 200),
)


@given(DAMAGE)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_file_is_refused_or_still_sound(copy: Path, damage: tuple[str, float, str, int]) -> None:
    name, where, kind, what = damage
    path = copy / name
    text = path.read_text(encoding="utf-8")
    try:
        path.write_text(damaged(text, where, kind, what), encoding="utf-8")
        problems: list[Problem] = []
        with collecting(problems):
            resolve("two-schools-join-2027", copy)
    finally:
        path.write_text(text, encoding="utf-8")
    for problem in problems:
        assert problem.file
        assert problem.rule
        assert problem.remedy
        assert str(InputError([problem])).startswith("1 problem in the input:")


def damaged(text: str, where: float, kind: str, what: int) -> str:
    """A text with one fault in it."""
    lines = text.splitlines()
    at = int(where * len(lines))
    line = lines[at]
    words = line.split(" ")
    position = what % max(1, len(line))
    edits = {
        "drop line": lambda: lines[:at] + lines[at + 1 :],
        "double line": lambda: [*lines[:at], line, *lines[at:]],
        "indent": lambda: [*lines[:at], f" {line}", *lines[at + 1 :]],
        "drop word": lambda: [*lines[:at], " ".join(words[:-1]), *lines[at + 1 :]],
        "letter": lambda: [*lines[:at], line[:position] + "x" + line[position + 1 :], *lines[at + 1 :]],
        "cut": lambda: [*lines[:at], line[:position]],
        "number": lambda: [*lines[:at], "".join("-9" if c.isdigit() else c for c in line), *lines[at + 1 :]],
    }
    return "\n".join(edits[kind]()) + "\n"
