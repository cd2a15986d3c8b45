"""Many runs: the same whoever makes them, checked one by one, stored whole or not at all."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time

import pandas as pd
import pytest

from ist_model.engines.compiled import Runner
from ist_model.experiments import batches
from ist_model.experiments import replicate as module
from ist_model.experiments.batches import WorkerError, cut, tables_of_runs
from ist_model.experiments.replicate import replicate, replicate_or_load
from ist_model.results.checks import ConservationError
from ist_model.results.files import check_whole
from ist_model.world.build import build_world
from tests.experiments.small import assert_equal, small


def test_runs_in_processes_equal_runs_one_after_another():
    assert_equal(replicate(small(), workers=2), replicate(small(), workers=1))


def test_a_run_is_the_same_alone_as_among_others():
    together = replicate(small(), workers=1)
    alone = tables_of_runs(Runner(build_world(small())), [4])["measures"].to_pandas().set_index("run")
    pd.testing.assert_frame_equal(together.measures.loc[[4]], alone, check_exact=True)
    more = replicate(small(), runs=8, workers=1)
    pd.testing.assert_frame_equal(more.measures.iloc[:6], together.measures, check_exact=True)


def test_runs_differ_from_each_other():
    measures = replicate(small(), workers=1).measures
    assert measures["pupils_attention_existing"].nunique() > 1


def test_a_result_says_what_it_is_of():
    made = replicate(small(), runs=2, workers=1)
    assert (made.runs, made.summary.runs, made.summary.seed) == (2, 2, small().seed)
    assert set(made.schools["label"]) == {"S1", "S2"}
    assert list(made.catalogue.index) == list(made.measures.columns)


def test_progress_counts_up_to_all_runs():
    seen: list[tuple[int, int]] = []
    replicate(small(), workers=1, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(done, 6) for done in range(1, 7)]


@pytest.mark.parametrize("gaps", [[range(1)], [range(7)], [range(40, 400)], [range(3, 9), range(61, 180)]])
@pytest.mark.parametrize("workers", [1, 2, 3])
def test_batches_hold_every_missing_run_once_and_never_reach_across_a_multiple_of_their_size(gaps, workers):
    made = cut(gaps, workers)
    assert [run for batch in made for run in batch] == [run for gap in gaps for run in gap]
    assert all(batch.start // 50 == (batch.stop - 1) // 50 for batch in made)
    assert workers > 1 or len(made) <= sum(2 + len(gap) // 50 for gap in gaps)


@pytest.mark.parametrize("asked", [{"runs": 0}, {"runs": -3}, {"workers": 0}])
def test_no_runs_and_no_workers_are_refused(asked):
    with pytest.raises(ValueError, match="must be 1 or more"):
        replicate(small(), **asked)


def broken_records(runner, worlds, runs, **given):
    """The engine's records, were it to lose a milli-day in run 2."""
    records = TOGETHER(runner, worlds, runs, **given)
    for run in records.each:
        if run.run == 2:
            run.ledger["idle_milli"][0] -= 1
    return records


TOGETHER = Runner.together


def test_a_run_that_breaks_a_law_stops_everything_and_nothing_is_stored(tmp_path, monkeypatch):
    monkeypatch.setattr(Runner, "together", broken_records)
    done: list[int] = []
    with pytest.raises(ConservationError, match="run 2"):
        replicate_or_load(small(), tmp_path, workers=1, progress=lambda count, total: done.append(count))
    assert done == [1, 2, 3, 4, 5, 6], "runs are checked together once they are made"
    assert not list(tmp_path.rglob("*.parquet"))


def test_whoever_is_told_of_a_run_may_end_its_block():
    runner = Runner(build_world(small()))

    def interrupted():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tables_of_runs(runner, range(50), after_run=interrupted)
    assert runner._state.number("run") == 0, "the runs after it were made nevertheless"


def test_a_broken_law_survives_the_way_back_from_a_worker():
    error = ConservationError("days add up", 7, "ledger row 3")
    back = pickle.loads(pickle.dumps(error))
    assert (str(back), back.law, back.run, back.detail) == (str(error), "days add up", 7, "ledger row 3")


class Deadly:
    """Kills the process that unpickles it."""

    def __reduce__(self):
        return os._exit, (1,)


def test_a_worker_that_dies_is_an_error_and_not_a_shorter_result(monkeypatch):
    asked = module.batches_of
    monkeypatch.setattr(
        module, "batches_of", lambda *given: [each._replace(draw=Deadly()) for each in asked(*given)]
    )
    with pytest.raises(WorkerError, match="fewer workers or one"):
        replicate(small(), workers=2)


def test_workers_of_another_model_are_refused(monkeypatch):
    monkeypatch.setattr(batches, "model_version", lambda: "0.0.9+older")
    with pytest.raises(WorkerError, match=r"0\.0\.9\+older at the start"):
        replicate(small(), workers=2)


def test_a_second_time_the_stored_result_is_read_and_nothing_is_run(tmp_path, monkeypatch):
    first = replicate_or_load(small(), tmp_path, runs=2, workers=1)
    monkeypatch.setattr(module, "make_all", lambda *given, **options: pytest.fail("it ran again"))
    seen: list[tuple[int, int]] = []
    again = replicate_or_load(
        small(), tmp_path, runs=2, progress=lambda done, total: seen.append((done, total))
    )
    assert_equal(again, first)
    assert seen == [(2, 2)]


LONG = """
import sys
from pathlib import Path
from tests.experiments.small import small
from ist_model.experiments.replicate import replicate_or_load

if __name__ == "__main__":
    root = Path(sys.argv[1])
    show = lambda done, total: print(done, flush=True)
    replicate_or_load(small(runs=100_000), root, workers=int(sys.argv[2]), progress=show)
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as a signal to a process group")
@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_leaves_nothing_half_written_and_no_worker_behind(tmp_path, repository, workers):
    script, root = tmp_path / "long.py", tmp_path / "results"
    script.write_text(LONG, encoding="utf-8")
    running = subprocess.Popen(
        [sys.executable, str(script), str(root), str(workers)],
        cwd=repository,
        env=os.environ | {"PYTHONPATH": str(repository)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert running.stdout is not None
    assert running.stdout.readline().strip().isdigit()  # it is under way
    os.killpg(running.pid, signal.SIGINT)
    _, errors = running.communicate(timeout=60)
    assert running.returncode != 0
    assert _separate_tracebacks(errors) == 1  # the parent's own; workers end quietly
    assert "KeyboardInterrupt" in errors
    assert not list(root.rglob(".part-*"))
    assert all(check_whole(batch) for batch in root.rglob("runs=*"))
    assert not _group_lives(running.pid)


def _group_lives(group: int) -> bool:
    """Whether a process of the group is still there after a moment."""
    for _ in range(50):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.1)
    return True


def _separate_tracebacks(errors):
    """Tracebacks, those that explain one another counted as one: SimPy passes on what stopped a process."""
    chained = errors.count("direct cause of the following exception") + errors.count(
        "During handling of the above"
    )
    return errors.count("Traceback") - chained
