"""Runs looked at while somebody waits: the same numbers as an experiment's, as few as are shown."""

from __future__ import annotations

import threading
import time
from queue import Empty, SimpleQueue

import pandas as pd
import pytest

from ist_model.experiments import live
from ist_model.experiments.live import Stopped, Wanted, evaluate, hold_laws
from ist_model.experiments.replicate import replicate
from ist_model.results.checks import ConservationError
from tests.experiments.small import small

SHOWN = Wanted(
    frozenset({"pupils_attention_existing", "share_unmet_existing", "utilisation.sle"}),
    frozenset({"attention", "days", "needs", "tiers", "flows_in_total"}),
)


def assert_part(part, whole, runs):
    assert part.runs == runs
    assert set(part.measures) == SHOWN.measures
    pd.testing.assert_frame_equal(part.measures, whole.measures[list(part.measures)], check_exact=True)
    assert set(part.series) == {*SHOWN.series, "attention_runs"}
    for name, frame in part.series.items():
        pd.testing.assert_frame_equal(frame, whole.series[name], check_exact=True)
    shared = list(part.catalogue.index)
    pd.testing.assert_frame_equal(part.catalogue, whole.catalogue.loc[shared], check_exact=True)
    assert (part.identity, part.summary, part.names) == (whole.identity, whole.summary, whole.names)


def test_every_stage_equals_an_experiment_of_so_many_runs():
    scenario = small(years=1.0)
    for part, runs in zip(evaluate(scenario, SHOWN, [50, 100, 130]), (50, 100, 130), strict=True):
        assert_part(part, replicate(scenario, runs=runs, workers=1), runs)


def test_names_that_a_scenario_does_not_know_are_left_out():
    wanted = Wanted(frozenset({"utilisation", "utilisation.no_such_role"}), frozenset())
    (made,) = evaluate(small(), wanted, [3])
    assert list(made.measures) == list(made.catalogue.index) == ["utilisation"]


def test_it_stops_when_nobody_waits_any_more():
    overtaken: list[bool] = []
    stages = evaluate(small(years=1.0), SHOWN, [50, 50_000], stop=lambda: bool(overtaken))
    assert next(stages).runs == 50
    overtaken.append(True)
    with pytest.raises(Stopped):
        next(stages)
    waited = time.monotonic() + 20
    while any(each.name.startswith("runs") for each in threading.enumerate()):
        assert time.monotonic() < waited, "runs are still made"
        time.sleep(0.01)


def test_a_failure_before_a_block_is_told_and_holds_nobody_up(monkeypatch):
    def luck_of(draw, run):
        if run >= 50:
            raise MemoryError("no room for a world")
        return draw << 32 | run

    class Idle(SimpleQueue):
        """Runners that wait for a block; a block waits not for ever for one."""

        def get(self):
            try:
                return super().get(timeout=10)
            except Empty:
                lost.append(threading.current_thread().name)
                raise

    lost: list[str] = []
    monkeypatch.setattr(live, "SimpleQueue", Idle)
    monkeypatch.setattr(live, "luck_of", luck_of)
    monkeypatch.setattr(live, "_threads", lambda: 1)
    with pytest.raises(MemoryError, match="no room"):
        list(evaluate(small(), SHOWN, [50, 500]))
    assert lost == [], "a block waits for a runner that never comes back"


def test_a_broken_law_is_told_before_the_result_or_after(monkeypatch):
    def broken(runs):
        raise ConservationError("a law", int(runs.number[0]), "found")

    (unchecked,) = evaluate(small(), SHOWN, [3])
    monkeypatch.setattr(live, "check_runs", broken)
    assert [each.runs for each in evaluate(small(), SHOWN, [3])] == [unchecked.runs]
    with pytest.raises(ConservationError, match="a law"):
        next(evaluate(small(), SHOWN, [3], check=True))
    with pytest.raises(ConservationError, match="a law"):
        hold_laws(small(), 3)


def test_laws_are_held_against_every_run(monkeypatch):
    seen = []
    monkeypatch.setattr(live, "check_runs", lambda runs: seen.extend(runs.number.tolist()))
    hold_laws(small(years=1.0), 120)
    assert sorted(seen) == list(range(120))


@pytest.mark.parametrize("stages", [[], [0], [30, 100], [100, 50]])
def test_stages_that_would_cut_a_block_in_two_are_refused(stages):
    with pytest.raises(ValueError, match="multiples of 50"):
        next(evaluate(small(), SHOWN, stages))
