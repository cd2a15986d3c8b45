"""A small working folder and its pack, built once for all tests that read pages, in whatever process."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import pytest

from ist_model.report.pack.build import build_pack

ROOT = Path(__file__).resolve().parents[2]
RUNS, YEARS = 3, 1.5
SCENARIOS = ("two-schools-join-2027", "lose-an-nle")
# A scenario that changes nothing and is called all that may not be taken for anything but text.
ODD, RIGHT_TO_LEFT = "odd-names", "\u200f\u05e9\u05dc\u05d5\u05dd"
ODD_NAME = (
    f"=cmd|' /C calc'!A0 \"<script>alert('x')</script>\" & {RIGHT_TO_LEFT} 🙂 $x^2$ {{{{7*7}}}} " + "w" * 120
)
_LONGEST_SECONDS = 300


def working_folder(folder: Path) -> Path:
    """Scenarios and notebooks as shipped, except that the baseline is short and has few runs."""
    for name in ("scenarios", "notebooks"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".ipynb*"))
    baseline = folder / "scenarios" / "baseline.yaml"
    lines = baseline.read_text(encoding="utf-8").splitlines()
    short = {"runs": f"runs: {RUNS}", "years": f"years: {YEARS}", "start": "start: 2027-01-01"}
    assert short.keys() <= {line.split(":")[0] for line in lines}
    changed = [short.get(line.split(":")[0], line) for line in lines]
    baseline.write_text("\n".join(changed) + "\n", encoding="utf-8")
    odd = {"name": ODD_NAME, "question": f"What of {ODD_NAME}?", "extends": "baseline"}
    (folder / "scenarios" / f"{ODD}.yaml").write_text(json.dumps(odd, ensure_ascii=False), encoding="utf-8")
    return folder


def shared_pack(factory: pytest.TempPathFactory, worker: str) -> Path:
    """The working folder with a built pack in `outputs/`; the first process that asks builds it."""
    base = factory.getbasetemp()
    folder = (base if worker == "master" else base.parent) / "small-pack"
    try:
        folder.mkdir()
    except FileExistsError:
        _wait_for(folder / "built")
        return folder
    try:
        working_folder(folder)
        build_pack((*SCENARIOS, ODD), folder / "scenarios", folder / "outputs", workers=2)
    finally:
        (folder / "built").touch()
    return folder


def _wait_for(mark: Path) -> None:
    end = time.monotonic() + _LONGEST_SECONDS
    while not mark.exists():
        if time.monotonic() > end:
            raise TimeoutError(f"no pack was built in {mark.parent}")
        time.sleep(0.2)
