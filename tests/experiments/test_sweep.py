"""Many points on the same runs: the values of `replicate` to the bit, stored in blocks, resumed, extended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from ist_model.engines.compiled import Runner
from ist_model.experiments import sweep as module
from ist_model.experiments.draws import sample
from ist_model.experiments.replicate import replicate
from ist_model.experiments.sweep import Evaluate, Point, sweep
from ist_model.results.checks import ConservationError
from ist_model.results.measures import UnknownMeasureError
from ist_model.results.store import Draw
from tests.experiments.small import small

MEASURES = ("pupils_attention_existing", "wait_mean_weeks_trust", "utilisation.sle")
RUNS = 3
SMALL = small()
VALUES = sample(SMALL.assumptions, 4, SMALL.seed)
# The register's own values, two draws with luck of their own, two with the luck of draw 0.
POINTS = [
    Point(SMALL),
    Point(SMALL, Draw(1, VALUES[1])),
    Point(SMALL, Draw(2, VALUES[2])),
    Point(SMALL, Draw(0, VALUES[3])),
    Point(small(no_effect=True), Draw(0, VALUES[3])),
]


@pytest.fixture(scope="module")
def replicated() -> NDArray[np.float64]:
    """[points, runs, measures] point by point, by the experiment that makes everything of it."""
    found = [replicate(each.resolved, runs=RUNS, draw=each.draw, workers=1).measures for each in POINTS]
    return np.array([each[list(MEASURES)].to_numpy() for each in found])


def test_every_value_is_that_of_replicate_in_any_grouping_and_by_any_number_of_workers(
    replicated, monkeypatch, tmp_path
):
    whole = sweep(POINTS, MEASURES, RUNS, None, workers=1)
    np.testing.assert_array_equal(whole, replicated)
    assert len(np.unique(whole[:, :, 0])) > len(POINTS), "points and runs differ"
    np.testing.assert_array_equal(sweep(POINTS[::-1], MEASURES, RUNS, None, workers=1), replicated[::-1])
    np.testing.assert_array_equal(sweep(POINTS[2:3], MEASURES[:1], 1, None), replicated[2:3, :1, :1])
    monkeypatch.setattr(module, "POINTS", 2)
    np.testing.assert_array_equal(sweep(POINTS, MEASURES, RUNS, tmp_path, workers=2), replicated)


def noted(
    point: Point, runs: range, measures: Sequence[str], after_run: Callable[[], None]
) -> NDArray[np.float64]:
    """Says what it was asked for; the first draw's number, the run, and an infinity of nothing."""
    ASKED.extend((point.draw.number, run) for run in runs)
    for _ in runs:
        after_run()
    return np.array([[point.draw.number, run, np.nan] for run in runs], np.float64)


ASKED: list[tuple[int, int]] = []
NUMBERED = [Point(SMALL, Draw(number, VALUES[1])) for number in range(70)]


def ask(points: Sequence[Point], runs: int, root: Path, **options: object) -> NDArray[np.float64]:
    """A sweep of `noted`, from which what was asked for anew is known."""
    ASKED.clear()
    found = sweep(points, MEASURES, runs, root, workers=1, evaluate=noted, **options)
    expected = np.empty((len(points), runs, 3))
    expected[..., 0] = np.array([each.draw.number for each in points])[:, None]
    expected[..., 1], expected[..., 2] = np.arange(runs), np.nan
    np.testing.assert_array_equal(found, expected)
    return found


def test_more_points_and_more_runs_cost_only_those_that_are_missing(tmp_path):
    ask(NUMBERED[:64], 4, tmp_path)
    assert len(ASKED) == 64 * 4
    ask(NUMBERED, 4, tmp_path)
    assert [(number, run) for number in range(64, 70) for run in range(4)] == ASKED
    ask(NUMBERED, 30, tmp_path)
    assert sorted(ASKED) == [(number, run) for number in range(70) for run in range(4, 30)]
    ask(NUMBERED, 30, tmp_path)
    ask(NUMBERED[:32], 7, tmp_path)
    assert not ASKED


def test_a_sweep_that_is_stopped_goes_on_and_damage_is_made_again(tmp_path, caplog):
    def stop(done: int, total: int) -> None:
        assert total == 70 * 4
        if done > 50 * 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ask(NUMBERED, 4, tmp_path, progress=stop)
    ask(NUMBERED, 4, tmp_path)
    assert {number for number, _ in ASKED} == set(range(32, 70)), "the first block was kept"
    first, *_ = sorted(tmp_path.rglob("values.parquet"))
    first.write_bytes(b"\0" + first.read_bytes()[1:])
    ask(NUMBERED, 4, tmp_path)
    assert len(ASKED) in (32 * 4, 6 * 4)
    assert "made again" in caplog.text


def test_another_draw_or_scenario_or_measure_is_not_taken_for_what_is_stored(tmp_path):
    ask(NUMBERED[:2], 2, tmp_path)
    other = Draw(0, VALUES[1] | {"support.odds_ratio": VALUES[1]["support.odds_ratio"] + 1e-9})
    ask([Point(SMALL, other), NUMBERED[1]], 2, tmp_path)
    assert len(ASKED) == 4
    ask([Point(small(years=3), NUMBERED[0].draw), NUMBERED[1]], 2, tmp_path)
    assert len(ASKED) == 4
    ask([Point(small(name="the same by another name"), each.draw) for each in NUMBERED[:2]], 2, tmp_path)
    assert not ASKED


def test_progress_begins_with_what_is_stored_and_ends_with_all(tmp_path):
    sweep(POINTS[:2], MEASURES, 2, tmp_path, workers=1)
    seen: list[tuple[int, int]] = []
    sweep(POINTS[:2], MEASURES, 4, tmp_path, workers=1, progress=lambda *told: seen.append(told))
    assert seen == [(done, 8) for done in range(4, 9)]


def test_a_run_that_breaks_a_law_stops_the_sweep(monkeypatch, tmp_path):
    together = Runner.together

    def broken(*given, **named):
        records = together(*given, **named)
        records.each[1].ledger["idle_milli"][0] -= 1
        return records

    monkeypatch.setattr(Runner, "together", broken)
    with pytest.raises(ConservationError, match="run 1"):
        sweep(POINTS[:1], MEASURES, 2, tmp_path, workers=1)
    assert not list(tmp_path.rglob("*.parquet"))


@pytest.mark.parametrize(
    ("points", "measures", "runs"), [([], MEASURES, 1), (POINTS, [], 1), (POINTS, MEASURES, 0)]
)
def test_nothing_to_evaluate_is_refused(points, measures, runs):
    with pytest.raises(ValueError, match="one of each at least"):
        sweep(points, measures, runs, None)


def times(factor: float) -> Evaluate:
    """A function that another of the same name differs from."""

    def made(
        point: Point, runs: range, measures: Sequence[str], after_run: Callable[[], None]
    ) -> NDArray[np.float64]:
        return noted(point, runs, measures, after_run) * factor

    return made


@pytest.mark.parametrize("evaluate", [times(2.0), lambda *asked: noted(*asked), partial(noted)])
def test_what_is_stored_by_name_is_made_by_a_function_that_alone_has_it(tmp_path, evaluate):
    with pytest.raises(ValueError, match="top of a module"):
        sweep(NUMBERED[:2], MEASURES, 2, tmp_path, workers=1, evaluate=evaluate)
    assert not list(tmp_path.rglob("*.parquet"))
    assert sweep(NUMBERED[:2], MEASURES, 2, None, workers=1, evaluate=evaluate).shape == (2, 2, 3)


def test_an_unknown_measure_is_refused_with_the_nearest():
    with pytest.raises(
        UnknownMeasureError, match=r"'pupils_attention_exsting'(.|\n)*pupils_attention_existing"
    ):
        sweep(POINTS, ["pupils_attention_exsting"], 1, None)
