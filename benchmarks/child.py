"""What is measured in a process of its own, as JSON: `python -m benchmarks.child memory 100`."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path


def first() -> dict[str, float]:
    """Seconds of each step to the first result, from the first line of this program on."""
    began = time.perf_counter()
    from benchmarks.queue.case import SCENARIOS
    from ist_model.engines import compiled
    from ist_model.inputs.resolve import resolve
    from ist_model.world.build import build_world

    imported = time.perf_counter()
    world = build_world(resolve("baseline", SCENARIOS))
    built = time.perf_counter()
    runner = compiled.Runner(world)
    ready = time.perf_counter()
    runner.run(0)
    ran = time.perf_counter()
    return {
        "import": imported - began,
        "scenario": built - imported,
        "engine": ready - built,
        "run": ran - ready,
    }


def memory(runs: int) -> dict[str, float]:
    """Peak memory in megabytes of a process that makes runs of the baseline and lets each record go."""
    from benchmarks.queue.case import SCENARIOS
    from ist_model.engines import compiled
    from ist_model.inputs.resolve import resolve
    from ist_model.world.build import build_world

    runner = compiled.Runner(build_world(resolve("baseline", SCENARIOS)))
    needs = sum(runner.run(number).needs.size for number in range(runs))
    return {"megabytes": peak_megabytes(), "needs": needs}


def school_years(policy: str, schools: int) -> dict[str, float]:
    """Processor seconds for a school-year of one run of a larger trust, and peak memory."""
    from benchmarks.growth import larger_trust
    from ist_model.engines import compiled
    from ist_model.inputs.calendar import YEAR_TICKS
    from ist_model.world.build import build_world

    began = time.thread_time()
    world = build_world(larger_trust(policy, schools))
    built = time.thread_time()
    runner = compiled.Runner(world)
    runner.make(world, 0)  # tables grow to their size
    grown = time.thread_time()
    runner.make(world, 1)
    spent = time.thread_time() - grown
    years = (world.span.end - world.span.begin) / YEAR_TICKS
    return {"seconds": spent / years / schools, "build": built - began, "megabytes": peak_megabytes()}


def peak_megabytes() -> float:
    """The most memory that this process has held so far.

    Linux tells it of the program itself; what `resource` tells there includes what the parent held.
    """
    status = Path("/proc/self/status")
    if status.exists():
        told = dict(line.split(":", 1) for line in status.read_text(encoding="utf-8").splitlines())
        return int(told["VmHWM"].split()[0]) / 1e3
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most / 1e3


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    if what == "first":
        told = first()
    elif what == "memory":
        told = memory(int(rest[0]))
    else:
        told = school_years(rest[0], int(rest[1]))
    print(json.dumps(told), flush=True)
