"""Batches on a real Dask cluster of processes: the same results, and what goes wrong said clearly."""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import dask
import pytest
from distributed import Client, LocalCluster

from ist_model.experiments import cluster
from ist_model.experiments import replicate as replicate_module
from ist_model.experiments.batches import WorkerError, batches_of
from ist_model.experiments.cluster import Cluster, ClusterError
from ist_model.experiments.replicate import replicate, replicate_or_load
from ist_model.results import version
from ist_model.results.checks import ConservationError
from ist_model.results.result import ScenarioResult
from ist_model.results.store import CENTRAL
from tests.experiments.small import assert_equal, small

pytestmark = pytest.mark.slow

RUNS = 60


@pytest.fixture(autouse=True)
def nothing_left_over() -> None:
    """Clients that another test left end here, and not while Dask holds the lock that their end waits for."""
    gc.collect()


class Broken:
    """Runs of which one breaks a law."""

    def __len__(self) -> int:
        return 1

    def __iter__(self) -> Iterator[int]:
        raise ConservationError("days add up", 3, "ledger row 3")


# Dask's nanny sets this for its workers, which makes every run slower.
SLOWS_RUNS = "MALLOC_TRIM_THRESHOLD_"


@pytest.fixture(scope="module")
def dask_cluster() -> Iterator[LocalCluster]:
    """Two worker processes, each with a nanny that starts it again when it dies."""
    kept = dict(dask.config.get("distributed.nanny.pre-spawn-environ"))
    kept.pop(SLOWS_RUNS, None)
    with (
        dask.config.set({"distributed.nanny.pre-spawn-environ": kept}),
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0") as running,
    ):
        yield running


@pytest.fixture
def address(dask_cluster: LocalCluster) -> str:
    """Where its scheduler is."""
    return str(dask_cluster.scheduler_address)


def test_one_after_another_in_processes_on_dask_and_resumed_are_the_same_to_the_bit(address, tmp_path):
    sequential = replicate(small(runs=RUNS), workers=1)
    assert_equal(replicate(small(runs=RUNS), workers=2), sequential)
    seen: list[tuple[int, int]] = []
    on_dask = replicate_or_load(
        small(runs=RUNS), tmp_path / "dask", workers=address, progress=lambda *told: seen.append(told)
    )
    assert_equal(on_dask, sequential)
    assert (seen[-1], seen) == ((RUNS, RUNS), sorted(seen))
    assert_equal(_resumed(tmp_path / "resumed"), sequential)


def _resumed(root: Path) -> ScenarioResult:
    """Begun with few runs, extended, stopped in the middle of that, and taken up again."""
    replicate_or_load(small(runs=7), root, workers=1)

    def stop(done: int, total: int) -> None:
        if done > 52:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replicate_or_load(small(runs=RUNS), root, workers=1, progress=stop)
    held = sorted(folder.name for folder in root.rglob("runs=*"))
    assert held == ["runs=000000-000006", "runs=000007-000049"]
    return replicate_or_load(small(runs=RUNS), root, workers=2)


def test_a_worker_that_is_killed_in_the_middle_costs_its_batches_alone(address, tmp_path):
    killed: list[int] = []

    def kill(done: int, total: int) -> None:
        if not killed:
            with Client(address) as client:
                killed.append(next(iter(client.run(os.getpid).values())))
            os.kill(killed[0], signal.SIGKILL)

    made = replicate_or_load(small(runs=RUNS, seed=2), tmp_path, workers=address, progress=kill)
    assert killed
    assert_equal(made, replicate(small(runs=RUNS, seed=2), workers=1))


def test_a_law_that_is_broken_there_is_the_error_it_is_here(address, tmp_path, monkeypatch):
    asked = replicate_module.batches_of
    monkeypatch.setattr(
        replicate_module,
        "batches_of",
        lambda *given: [each._replace(runs=Broken()) for each in asked(*given)],
    )
    with pytest.raises(ConservationError, match="run 3 breaks a law"):
        replicate_or_load(small(runs=RUNS), tmp_path, workers=address)


def test_workers_of_another_model_are_refused_at_once(address, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "model_version", lambda: "0.0.9+older")
    with pytest.raises(ClusterError, match=r"has not the model that runs here(.|\n)*0\.0\.9\+older here"):
        replicate_or_load(small(runs=RUNS), tmp_path, workers=address)


def test_workers_with_other_libraries_are_refused_by_name(address, monkeypatch):
    monkeypatch.setattr(cluster, "environment", lambda: version.environment() | {"numba": "0.1"})
    with pytest.raises(ClusterError, match=r"has numba \d.* \(here 0\.1\)"):
        Cluster(address)


def test_workers_without_the_package_are_refused(address, monkeypatch):
    monkeypatch.setattr(cluster, "VERSIONS", "ist_model_that_is_not_installed")
    with pytest.raises(ClusterError, match=r"ModuleNotFoundError.*ist_model_that_is_not_installed"):
        Cluster(address)


def test_a_worker_of_another_model_that_joins_later_refuses_its_batches(address):
    (batch,) = batches_of(small(), CENTRAL, [range(2)], 1)
    (outcome,) = Cluster(address).run([batch._replace(version="0.0.9+older")], lambda done: None)
    assert isinstance(outcome[1], WorkerError)
    assert "0.0.9+older at the start" in str(outcome[1])


@pytest.mark.parametrize("nobody", ["tcp://127.0.0.1:9", "no such address", "tcp://"])
def test_a_scheduler_that_does_not_answer_is_said_in_time(nobody):
    began = time.monotonic()
    with pytest.raises(ClusterError, match=r"no Dask scheduler answers at(.|\n)*remedy: start one"):
        Cluster(nobody)
    assert time.monotonic() - began < 12


def test_a_cluster_without_workers_is_said():
    with (
        LocalCluster(n_workers=0, processes=False, dashboard_address=":0") as empty,
        pytest.raises(ClusterError, match="has no workers"),
    ):
        Cluster(str(empty.scheduler_address))


def test_without_dask_the_message_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError, match="pip install 'distributed"):
        Cluster("tcp://127.0.0.1:9")
