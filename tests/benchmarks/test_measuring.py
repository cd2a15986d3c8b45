"""How costs are measured and told: in turn, as ratios of rounds, and written only as a whole; not speed."""

from __future__ import annotations

import sys
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from benchmarks import __main__ as command
from benchmarks import baseline, fresh, growth, laboratory, luck, queue_race, whole
from benchmarks.sizes import QUICK
from benchmarks.timing import Contender, Ratio, duration, figures, race, ratio


def measured() -> whole.Measured:
    """Made-up results of every part."""
    slower = {name: [float(place + 1)] * 2 for place, name in enumerate(queue_race.ORDER)}
    policies = {
        policy: {"6": [1e-5, 1e-5], "30": [2e-5, 3e-5]} for policy in ("triage", "first_come", "optimal")
    }
    spared = luck.Spared(8.0, 6.0, 10.0)
    return whole.Measured(
        queue_race.QueueRace(slower, dict.fromkeys(slower, 1_000)),
        baseline.Baseline(
            {baseline.ALONE: [1e-3], baseline.LAID_OUT: [2e-3], baseline.NARRATED: [0.5]},
            {baseline.ALONE: Ratio(1.9, 1.8, 2.0)},
        ),
        fresh.Fresh([fresh.Start(1.5, dict.fromkeys(fresh.STEPS, 0.3))], None, {100: 200.0, 1_000: 200.0}),
        growth.Growth(
            policies,
            {
                "triage": growth.Alone(300, {"seconds": 5e-5, "build": 2.0, "megabytes": 900.0}),
                "optimal": growth.Alone(300, "longer than 9 s"),
            },
            {"5 years": [1e-4], "10 years": [1e-4]},
            {"100 runs": [1e-3], "1,000 runs": [1e-3]},
        ),
        luck.Luck({"lose-an-nle": {luck.WAIT: spared, luck.UTILISATION: spared}}, 100),
        laboratory.Laboratory(
            {
                laboratory.SHARES: laboratory.Timed(100.0, 190.0, "10,752 points, 4 runs each"),
                laboratory.CAPACITY: laboratory.Timed(90.0, 100.0, "30,000 runs", 4.0),
                laboratory.FRONTIER: laboratory.Timed(40.0, 70.0, "104 cells, 9,000 runs"),
            }
        ),
    )


def test_contenders_take_turns_and_cost_what_one_unit_costs() -> None:
    turns: list[str] = []
    one = Contender("one", lambda number: turns.append(f"one {number}"), 10)
    other = Contender("other", lambda number: turns.append(f"other {number}"), 10, warm=False)
    costs = race([one, other], 2)
    assert turns == ["one 0", "one 0", "other 0", "one 1", "other 1"]
    assert {name: len(rounds) for name, rounds in costs.items()} == {"one": 2, "other": 2}
    assert all(cost < 0.01 for rounds in costs.values() for cost in rounds)


def test_a_ratio_is_taken_round_by_round() -> None:
    found = ratio({"slow": [4.0, 9.0, 20.0], "fast": [2.0, 3.0, 5.0]}, "slow", "fast")
    assert found == Ratio(3.0, 2.0, 4.0)
    assert str(found) == "3.00 (2.00–4.00)"


def test_numbers_are_told_to_three_figures() -> None:
    assert [figures(value) for value in (0.01234, 1.234, 12.34, 1234.5)] == [
        "0.0123",
        "1.23",
        "12.3",
        "1,234",
    ]
    assert [duration(value) for value in (2.0, 0.0021, 3.5e-6, 8e-8)] == [
        "2.00 s",
        "2.10 ms",
        "3.50 µs",
        "80.0 ns",
    ]


def test_pairs_that_share_luck_spare_runs_and_strangers_none() -> None:
    dice = np.random.default_rng(1)
    base, noise = dice.normal(size=(2, 4_000))
    base[:5] = np.nan
    # Var(A) + Var(B) over Var(B - A), with B = A + noise / 2.
    shared = luck.runs_spared(base, base + noise / 2)
    assert shared.low < (1 + 1.25) / 0.25 < shared.high
    strangers = luck.runs_spared(base, noise)
    assert strangers.low < 1 < strangers.high


def test_the_page_has_every_part_and_a_picture_in_words(tmp_path: Path) -> None:
    whole.write(measured(), tmp_path)
    page = (tmp_path / whole.PAGE).read_text("utf-8")
    for title in (
        "Goals",
        "One queue, every tool",
        "The shipped trust",
        "The first result",
        "Memory",
        "Common random",
    ):
        assert f"## {title}" in page
    assert "| triage | 10.0 µs | 25.0 µs, × 2.50 (2.00–3.00) | 50.0 µs, × 5.00 |" in page
    assert "at least 300 | 500 (500–500) |" in page
    assert "300 schools, × six: triage | at most 3 | 5.00 |" in page
    assert "8.00 (`lose-an-nle`); 0 of 1 scenarios reach 10 |" in page
    assert "| optimal | 10.0 µs | 25.0 µs, × 2.50 (2.00–3.00) | too long |" in page
    assert "300 schools, optimal: not measured, longer than 9 s." in page
    assert f"]({whole.PICTURE})" in page
    assert "SimPy 1.67" in page  # in the words beside the picture
    picture = ElementTree.parse(tmp_path / whole.PICTURE)
    assert picture.getroot().tag.endswith("svg")


def test_a_page_without_a_part_is_not_written(tmp_path: Path) -> None:
    empty = whole.measure(QUICK, ())
    with pytest.raises(ValueError, match="measure them together"):
        whole.write(empty, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("words", "files"), [(["--quick"], 0), (["--only", "queue"], 0), ([], 2)])
def test_only_a_whole_run_writes(
    words: list[str], files: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "measure", lambda sizes, parts: measured())
    monkeypatch.setattr(command.machine, "lines", lambda: ["a machine"])
    monkeypatch.setattr(command, "DOCS", tmp_path)
    monkeypatch.setattr(sys, "argv", ["benchmarks", *words])
    command.main()
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == files


def test_a_process_that_measures_tells_numbers_or_why_not() -> None:
    assert 50 < fresh.child("memory", "1")["megabytes"] < 5_000
    with pytest.raises(fresh.ChildError, match="ended with code"):
        fresh.child("school-years", "triage", "7")
    with pytest.raises(fresh.ChildError, match="longer than"):
        fresh.child("first", seconds=0.01)
