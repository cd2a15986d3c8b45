"""What only a process of its own can show: time to the first result, cold and warm, and memory by runs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.page import Section
from benchmarks.sizes import Sizes
from benchmarks.timing import Ratio, duration, figures

ROOT = Path(__file__).resolve().parents[1]
STEPS = {
    "import": "import the model",
    "scenario": "read the scenario",
    "engine": "make the engine ready",
    "run": "one run, laid out",
}
TEXT = """\
From starting a process to the record of one run of the baseline in it. Warm: the engine is in the compile
cache of the machine. Cold: it is compiled, once for each version of the model; a message says so."""
MEMORY_TEXT = """\
Peak memory of a process that makes runs of the baseline one after another and lets each record go, as
experiments do."""


@dataclass(frozen=True)
class Start:
    """Seconds to the first result: in all, as seen from outside the process, and by step, as seen in it."""

    whole: float
    steps: dict[str, float]


@dataclass(frozen=True)
class Fresh:
    """Starts with a warm cache, perhaps one with a cold one, and megabytes by number of runs."""

    warm: list[Start]
    cold: Start | None
    memory: dict[int, float]


class ChildError(Exception):
    """A measuring process failed or took too long."""


def child(
    *words: str, seconds: float | None = None, environment: Mapping[str, str] | None = None
) -> dict[str, float]:
    """What a process of `benchmarks.child` tells.

    Raises:
        ChildError: if it fails, or takes longer than so many seconds.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-m", "benchmarks.child", *words]
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**kept, **(environment or {})},
            timeout=seconds,
            check=True,
            stdout=subprocess.PIPE,
        )
    except subprocess.TimeoutExpired as error:
        raise ChildError(f"{' '.join(words)} took longer than {seconds:g} s") from error
    except subprocess.CalledProcessError as error:
        raise ChildError(f"{' '.join(words)} ended with code {error.returncode}") from error
    told: dict[str, float] = json.loads(done.stdout)
    return told


def run(sizes: Sizes) -> Fresh:
    """Start processes one after another."""
    _start()  # bytecode and the compile cache are there from now on
    warm = [_start() for _ in range(sizes.starts)]
    cold = None
    if sizes.cold:
        with tempfile.TemporaryDirectory() as folder:
            cold = _start({"IST_CACHE_DIR": folder})
    memory = {runs: child("memory", str(runs))["megabytes"] for runs in sizes.streamed}
    return Fresh(warm, cold, memory)


def _start(environment: Mapping[str, str] | None = None) -> Start:
    begun = time.perf_counter()
    steps = child("first", environment=environment)
    return Start(time.perf_counter() - begun, steps)


def sections(result: Fresh) -> tuple[Section, Section]:
    """The tables: first result, memory."""
    columns = {"warm": result.warm} | ({"cold": [result.cold]} if result.cold else {})
    rows = [
        (
            "from start to end of the process",
            *(_seconds([s.whole for s in starts]) for starts in columns.values()),
        )
    ]
    for step, words in STEPS.items():
        rows.append(
            (f"of it: {words}", *(_seconds([s.steps[step] for s in starts]) for starts in columns.values()))
        )
    few, many = sorted(result.memory)
    memory = tuple((f"{runs:,}", f"{figures(result.memory[runs])} MB") for runs in (few, many))
    return (
        Section("The first result", TEXT, ("", *columns), tuple(rows)),
        Section(
            "Memory",
            MEMORY_TEXT,
            ("runs", "peak"),
            memory,
            after=f"{many:,} runs: {figures(result.memory[many] / result.memory[few])} × that of {few:,}.",
        ),
    )


def _seconds(values: list[float]) -> str:
    middle = duration(float(np.median(values)))
    if len(values) == 1:
        return middle
    spread = Ratio.of(values)
    return f"{middle} ({figures(spread.low)}–{figures(spread.high)} s)" if spread.median >= 1 else middle
