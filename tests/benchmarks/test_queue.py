"""What races on the queue K1 simulates that queue: C to the tick, the others by replay and by Erlang C."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from benchmarks import queue_race
from benchmarks.queue import c_program, case, ciw_queue, salabim_queue, simpy_queue
from ist_model.engines import compiled
from ist_model.oracles import erlang_c
from tests.conftest import IN_CI

CUSTOMERS, LAST = 10_000, 100
SEED, BATCHES, ERROR = 20261101, 20, 0.001
PEERS = (simpy_queue.simulate, ciw_queue.simulate, salabim_queue.simulate)


def by_tool(simulate: Callable[[int, int], list[case.Visit]]) -> str:
    return simulate.__module__.rpartition(".")[2]


@pytest.fixture(scope="module")
def runner() -> compiled.Runner:
    return compiled.Runner(case.world_for(CUSTOMERS))


@pytest.fixture(scope="module")
def program(runner: compiled.Runner, tmp_path_factory: pytest.TempPathFactory) -> c_program.CProgram:
    """The C program; without a compiler its tests are skipped, in CI they fail."""
    try:
        return c_program.CProgram(runner.world, tmp_path_factory.mktemp("k1"), room=2 * CUSTOMERS)
    except c_program.NoCompilerError as error:
        if IN_CI:
            pytest.fail(str(error))
        pytest.skip(str(error))


@pytest.mark.parametrize("run", [0, 1, 2**40])
def test_the_c_program_leaves_the_engines_record_to_the_tick(
    runner: compiled.Runner, program: c_program.CProgram, run: int
) -> None:
    records = runner.run(run)
    assert records.needs.size == pytest.approx(CUSTOMERS, rel=0.05)
    assert np.sum(records.needs["first_start"] > records.needs["raised"]) > 1_000
    assert queue_race.unequal(program, records, run) == []


def test_another_run_is_seen_to_be_another(runner: compiled.Runner, program: c_program.CProgram) -> None:
    records = runner.run(0)
    records.needs["first_start"][7] += 1
    assert queue_race.unequal(program, records, 0) == ["start", "start, by the bare program"]


def test_a_record_without_room_is_refused(runner: compiled.Runner, tmp_path: Path) -> None:
    try:
        small = c_program.CProgram(runner.world, tmp_path, room=10)
    except c_program.NoCompilerError as error:
        pytest.skip(str(error))
    with pytest.raises(ValueError, match="more room"):
        small.run(0)


def test_without_a_compiler_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CC", "no-such-compiler")
    with pytest.raises(c_program.NoCompilerError, match=r"no-such-compiler.*install one"):
        c_program.compiler()


@pytest.mark.slow
@pytest.mark.parametrize("simulate", PEERS, ids=by_tool)
def test_a_peer_serves_who_waits_longest_and_waits_as_erlang_c_says(
    simulate: Callable[[int, int], list[case.Visit]],
) -> None:
    visits = np.array(sorted(simulate(CUSTOMERS, SEED)))
    raised, start, end = visits.T
    assert raised.size == CUSTOMERS
    # Ciw tells nothing of those still being served when it stops, so the last are left out.
    np.testing.assert_allclose(start[:-LAST], started(raised, end - start)[:-LAST], rtol=0, atol=1e-6)
    agrees(np.diff(raised), 1.0 / case.RATE)
    agrees(end - start, case.MEAN_SERVICE)
    waits = (start - raised).reshape(BATCHES, -1).mean(axis=1)
    agrees(waits, erlang_c.mean_wait(case.POSTS, case.RATE, case.MEAN_SERVICE))


def started(raised: np.ndarray, service: np.ndarray) -> list[float]:
    """When each customer is begun, by the rule read once more: first come, first served, by so many posts."""
    free = [0.0] * case.POSTS
    begun = []
    for came, takes in zip(raised.tolist(), service.tolist(), strict=True):
        begun.append(max(came, heapq.heappop(free)))
        heapq.heappush(free, begun[-1] + takes)
    return begun


def agrees(values: np.ndarray, theory: float) -> None:
    """Theory lies in the t-interval of the mean, at a level of one in a thousand."""
    reach = stats.t.ppf(1 - ERROR / 2, values.size - 1) * values.std(ddof=1) / np.sqrt(values.size)
    assert abs(values.mean() - theory) < reach
