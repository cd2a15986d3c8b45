"""What a process holds for notebooks copied from it is what is stored; each scenario keeps its name."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from ist_model.report.cases import held
from ist_model.results.stored import load
from tests.report.small import ODD


@pytest.fixture
def nothing_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "_scenarios", {})
    monkeypatch.setattr(held, "_results", {})


@pytest.mark.usefixtures("nothing_held")
def test_what_is_held_is_what_is_stored(small: Path) -> None:
    folder, results = small / "scenarios", small / "outputs/results"
    held.hold(["baseline", ODD], folder, results)
    assert len(held._results) == 4
    for name in ("baseline", ODD):
        resolved = held.resolve(name, folder)
        assert resolved.scenario_id == name
        for each in (resolved, held.without_effect(resolved)):
            kept, read = held.stored(results, each), load(results, each)
            assert held.stored(results, each) is kept
            assert kept.summary == read.summary
            assert kept.identity == read.identity
            pd.testing.assert_frame_equal(kept.measures, read.measures, check_exact=True)
            assert kept.series.keys() == read.series.keys()
            for series, frame in read.series.items():
                pd.testing.assert_frame_equal(kept.series[series], frame, check_exact=True)


@pytest.mark.usefixtures("nothing_held")
def test_what_is_not_held_is_read(small: Path) -> None:
    folder, results = small / "scenarios", small / "outputs/results"
    held.hold(["baseline"], folder, results)
    other = held.resolve("lose-an-nle", folder)
    assert other.scenario_id == "lose-an-nle"
    assert held.stored(results, other).summary.scenario_id == "lose-an-nle"
    fewer = held.stored(results, held.resolve("baseline", folder), runs=2)
    assert fewer.runs == 2
    assert held.stored(results, held.resolve("baseline", folder), runs=100_000) is None
