"""The lock file: every library pinned and hashed, no host named, and the environment built from it."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


@pytest.fixture(scope="module")
def lock(repository: Path) -> str:
    """The lock file's text."""
    return (repository / "requirements.lock").read_text("utf-8")


@pytest.fixture(scope="module")
def pins(lock: str) -> list[Requirement]:
    """The lock file's entries, without their hashes."""
    entries = lock.replace("\\\n", " ").splitlines()
    return [Requirement(entry.split("--hash")[0]) for entry in entries]


@pytest.fixture(scope="module")
def project(repository: Path) -> dict[str, Any]:
    """`pyproject.toml`."""
    return tomllib.loads((repository / "pyproject.toml").read_text("utf-8"))


def declared(project: dict[str, Any]) -> Iterator[Requirement]:
    """What pyproject.toml asks for: at run time, for tests and checks, and to build."""
    groups = project["dependency-groups"]
    for group in (project["project"]["dependencies"], project["build-system"]["requires"], *groups.values()):
        yield from (Requirement(line) for line in group if isinstance(line, str))


def test_every_line_is_an_exact_version_with_hashes(lock: str) -> None:
    entries = lock.replace("\\\n", " ").splitlines()
    form = re.compile(r"[a-z0-9.-]+==[\w.!+]+( ; [^\\#@]+?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*")
    assert len(entries) > 100
    assert [entry[:60] for entry in entries if not form.fullmatch(entry)] == []


def test_no_host_or_option_is_named(lock: str) -> None:
    assert re.findall(r"://|^\s*-[^-]|^\s*--(?!hash=)|\.org\b|\.com\b| @ ", lock, re.MULTILINE) == []


def test_each_declared_library_is_locked_within_its_bounds(
    project: dict[str, Any], pins: list[Requirement]
) -> None:
    locked = {canonicalize_name(pin.name): next(iter(pin.specifier)).version for pin in pins}
    outside = [
        f"{wanted} (locked: {locked.get(canonicalize_name(wanted.name), 'no')})"
        for wanted in declared(project)
        if not wanted.specifier.contains(locked.get(canonicalize_name(wanted.name), "0"), prereleases=True)
    ]
    assert outside == []


def imported(source: str) -> set[str]:
    """Top-level names of the modules that a source file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def test_each_library_that_the_package_imports_is_declared(
    project: dict[str, Any], sources: dict[str, str]
) -> None:
    extras = project["project"]["optional-dependencies"].values()
    lines = [*project["project"]["dependencies"], *(line for extra in extras for line in extra)]
    wanted = {canonicalize_name(Requirement(line).name) for line in lines}
    outside = set().union(*map(imported, sources.values())) - set(sys.stdlib_module_names) - {"ist_model"}
    makers = importlib.metadata.packages_distributions()
    undeclared = {
        name for name in outside if not wanted & {canonicalize_name(maker) for maker in makers.get(name, [])}
    }
    assert {"numpy", "numba", "simpy"} <= outside
    assert undeclared == set()


def test_this_environment_is_the_locked_one(pins: list[Requirement]) -> None:
    here = [pin for pin in pins if pin.marker is None or pin.marker.evaluate()]
    differing = {}
    for pin in here:
        try:
            installed = importlib.metadata.version(pin.name)
        except importlib.metadata.PackageNotFoundError:
            installed = "missing"
        if not pin.specifier.contains(installed if installed != "missing" else "0", prereleases=True):
            differing[str(pin)] = installed
    assert differing == {}, "build the environment from the lock: make clean, then make test"
