"""A process killed at twenty random moments: nothing finished is lost, and the result is that of one life."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

LIVES = """
import os, random, signal, sys, time
from pathlib import Path
from tests.experiments.small import assert_equal, small
from ist_model.experiments import batches
from ist_model.experiments.replicate import replicate, replicate_or_load
from ist_model.results.files import check_whole
from ist_model.results.store import folder_of, key_of

# Batches so small that a life of some hundredths of a second may finish one.
batches.SIZES = (2,)
RUNS, root, luck = 100, Path(sys.argv[1]), random.Random(int(sys.argv[2]))

def live():
    replicate_or_load(small(runs=RUNS), root, workers=1)

def finished():
    return {path for path in folder_of(root, key_of(small())).glob("runs=*") if check_whole(path)}

expected = replicate(small(runs=RUNS), workers=1)
took = time.perf_counter()
replicate_or_load(small(runs=4, seed=1), root, workers=1)
took = time.perf_counter() - took  # what begins a life, and two batches
lives, partial = 0, 0
while lives < 20:
    before = finished()
    child = os.fork()  # what is imported need not be imported again: a life is short
    if child == 0:
        live()
        os._exit(0)
    time.sleep(luck.uniform(0, 2 * took))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    lives += 1
    partial += bool(list(root.rglob(".part-*")))
    assert before <= finished(), "a finished batch is gone"

def times():
    return {path: path.stat().st_mtime_ns for path in finished()}

survived = times()
assert_equal(replicate_or_load(small(runs=RUNS), root, workers=1), expected)
assert survived.items() <= times().items(), "a batch was made twice"
assert not list(root.rglob(".part-*"))
print(len(survived), partial)
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="a life is a fork, and is killed by a signal")
def test_twenty_kills_lose_nothing_that_was_finished(tmp_path, repository):
    script = tmp_path / "lives.py"
    script.write_text(LIVES, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script), str(tmp_path / "results"), "7"],
        env=os.environ | {"PYTHONPATH": str(repository)},
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    batches, _ = map(int, done.stdout.split())
    assert batches > 0, "no life finished a batch: the kills prove nothing"
