"""`ist pack --baseline`: a trust other than the example's has a pack of its own scenarios."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from ist_model.cli import commands
from ist_model.inputs.errors import InputError
from ist_model.report.pack import build as report_pack

SCENARIOS = Path(__file__).parents[2] / "scenarios"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What is asked of the report, in place of pages."""
    calls: list[Any] = []

    def build(names: Any, *_: object, baseline: str, **__: object) -> Path:
        calls.append((names, baseline))
        return Path("index.html")

    monkeypatch.setattr(report_pack, "build_pack", build)
    return calls


def other_trust(folder: Path) -> Path:
    """The shipped scenarios, and another trust with a scenario of its own that extends it."""
    made = folder / "scenarios"
    shutil.copytree(SCENARIOS, made)
    shutil.copytree(made / "trusts/inclusive-schools-trust", made / "trusts/ash")
    trust = made / "trusts/ash/trust.yaml"
    lines = trust.read_text("utf-8").splitlines()
    lines = ["title: Ash Trust" if line.startswith("title:") else line for line in lines]
    trust.write_text("\n".join(lines), encoding="utf-8")
    text = (made / "baseline.yaml").read_text("utf-8").replace("inclusive-schools-trust", "ash")
    (made / "ash.yaml").write_text(text, encoding="utf-8")
    (made / "ash-more.yaml").write_text("name: More\nquestion: More?\nextends: ash\n", encoding="utf-8")
    return made


def pack(names: list[str], baseline: str, folder: Path) -> None:
    commands.pack(names, baseline, False, False, False, 1, folder, folder / "out")


def test_a_baseline_shows_the_scenarios_of_its_trust(tmp_path: Path, asked: list[Any]) -> None:
    folder = other_trust(tmp_path)
    pack([], "ash", folder)
    pack(["ash-more"], "ash", folder)
    pack([], "", folder)
    assert [(sorted(set(names or ())), baseline) for names, baseline in asked] == [
        (["ash", "ash-more"], "ash"),
        (["ash-more"], "ash"),
        ([], "baseline"),
    ]


def test_a_baseline_that_is_not_there_is_told(tmp_path: Path, asked: list[Any]) -> None:
    with pytest.raises(InputError, match="there is no such scenario"):
        pack([], "ask", other_trust(tmp_path))
    assert asked == []
