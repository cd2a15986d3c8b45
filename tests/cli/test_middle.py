"""Every command that takes what is not known at its middle says so before its numbers."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from typer.main import get_command
from typer.testing import CliRunner

from ist_model.cli import printing
from ist_model.cli.app import app
from ist_model.cli.middle import caution
from ist_model.inputs.resolve import resolve
from ist_model.shipped import shipped_dir

SHORT = "name: One year\nquestion: Does it warn?\nextends: baseline\nyears: 1\nruns: 2\n"
CANDIDATE = "trusts/inclusive-schools-trust/candidates/school-x.yaml"
AT_MIDDLE = {
    "run": ["short"],
    "compare": ["short", "other"],
    "why-different": ["short", "other"],
    "network": ["short"],
    "weak-points": ["short"],
    "explain": ["short"],
    "capacity": ["short"],
    "frontier": ["short"],
    "join-test": [CANDIDATE, "--scenario", "short"],
    "next-best": ["short"],
    "stress": ["short"],
}
# These vary what is not known, list it themselves, show it on pages, or show no number that rests on it.
OTHERS = {
    *("choose", "robust", "value-of-knowing", "sensitivity", "unknowns", "check", "pack", "explore"),
    *("init", "new-trust", "effect-per-day", "calibrate", "backtest", "fit-rates", "schema", "same", "runs"),
}


class SaidError(Exception):
    """Raised in place of the first line that is printed."""


@pytest.fixture(scope="module")
def scenarios(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose trust knows one school's strength only roughly."""
    made = tmp_path_factory.mktemp("user") / "scenarios"
    shutil.copytree(shipped_dir() / "scenarios", made)
    trust = made / "trusts/inclusive-schools-trust/trust.yaml"
    own = {"start_spread": {"DR": {"inclusion": 0.9, "achievement": 0.9}}}
    trust.write_text(trust.read_text("utf-8") + yaml.safe_dump(own), encoding="utf-8")
    for name in ("short", "other"):
        (made / f"{name}.yaml").write_text(SHORT, encoding="utf-8")
    return made


def test_every_command_is_sorted() -> None:
    assert set(get_command(app).commands) == AT_MIDDLE.keys() | OTHERS


@pytest.mark.parametrize("command", AT_MIDDLE)
def test_the_first_line_is_the_caution(
    command: str, scenarios: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def first(text: str) -> None:
        said.append(text)
        raise SaidError

    monkeypatch.setattr(printing, "say", first)
    given = [str(scenarios / each) if each == CANDIDATE else each for each in AT_MIDDLE[command]]
    folders = ["--scenarios", str(scenarios)]
    CliRunner().invoke(app, [command, *given, *folders])
    assert said == [caution(resolve("short", scenarios))]
    assert "starting strengths of 1 school)" in said[0]
    assert "fewer are weak here than will be" in said[0]
    assert "`ist choose`" in said[0]


def test_where_all_is_known_nothing_is_said() -> None:
    assert caution(resolve("baseline", shipped_dir() / "scenarios")) == ""
