"""The assumption laboratory as users call it: shares of the variance, a search for capacity, maps."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.page import Section
from benchmarks.sizes import Sizes
from benchmarks.timing import duration
from ist_model.experiments.capacity import search
from ist_model.experiments.frontier import frontier
from ist_model.experiments.levers import levers_of
from ist_model.experiments.replicate import replicate
from ist_model.experiments.sensitivity.morris import screen
from ist_model.experiments.sensitivity.question import Question
from ist_model.experiments.sensitivity.sobol import indices
from ist_model.experiments.target import standard
from ist_model.inputs.resolve import resolve

ROOT = Path(__file__).resolve().parents[1]
PUPILS = "pupils_attention_existing"
ASSUMPTIONS, RUNS = 20, 4
SCREENING = "all assumptions screened (Morris)"
SHARES = f"shares of the variance of {ASSUMPTIONS} assumptions (Sobol')"
CAPACITY = "a search for capacity"
FRONTIER = "maps of how far growth is safe"
TEXT = """\
On the real trust, as `ist sensitivity`, `ist capacity` and `ist frontier` do it, nothing stored before and as
many workers as there are cores. Time as a user waits for it, and processor time of all processes together."""


@dataclass
class Timed:
    """What something took.

    Attributes:
        seconds: as a user waits.
        processor: seconds of processors, of this process and its workers.
        size: how much it was, in words.
        first: seconds until a first answer; None: there is none before the end.
    """

    seconds: float = 0.0
    processor: float = 0.0
    size: str = ""
    first: float | None = None
    begun: float = field(default_factory=time.perf_counter)

    def answered(self, *_answer: object) -> None:
        """A first answer is there."""
        if self.first is None:
            self.first = time.perf_counter() - self.begun


@dataclass(frozen=True)
class Laboratory:
    """What each part took, by what it is."""

    parts: dict[str, Timed]


def run(sizes: Sizes) -> Laboratory:
    """Do all of it, one part after the other, each in an empty folder of results."""
    base, growth = (resolve(name, ROOT / "scenarios") for name in ("baseline", "growth-national-rate"))
    replicate(base, runs=1, workers=1)  # the engine is compiled from now on
    parts: dict[str, Timed] = {}
    with tempfile.TemporaryDirectory() as folder:
        question = Question(PUPILS, base, root=Path(folder))
        with _timed(parts, SCREENING) as took:
            screening = screen(question, sizes.walks, RUNS)
            took.size = f"{len(screening.effects)} assumptions, {sizes.walks} walks, {RUNS} runs a point"
        keys = [effect.key for effect in screening.effects][:ASSUMPTIONS]
        with _timed(parts, SHARES) as took:
            indices(question, keys, sizes.samples, RUNS)
            took.size = f"{sizes.samples * (2 * len(keys) + 2):,} points, {RUNS} runs each"
        with _timed(parts, CAPACITY) as took:
            found = search(
                base,
                levers_of(base),
                standard(0.7, 0.9, "existing"),
                "budget",
                Path(folder),
                budget=sizes.search_runs,
                tell=took.answered,
            )
            took.size = f"{found.runs:,} runs"
        paces, posts, shares = sizes.cells
        with _timed(parts, FRONTIER) as took:
            drawn = frontier(
                base,
                growth,
                standard(0.7, 0.9, "existing", 0.05),
                Path(folder),
                paces=paces,
                more_posts=posts,
                shares=shares,
            )
            took.size = f"{len(paces) * (len(posts) + len(shares))} cells, {drawn.runs:,} runs"
    return Laboratory(parts)


@contextmanager
def _timed(parts: dict[str, Timed], name: str) -> Iterator[Timed]:
    took, before = Timed(), _processor()
    yield took
    took.seconds, took.processor = time.perf_counter() - took.begun, _processor() - before
    parts[name] = took


def _processor() -> float:
    """Seconds of processors so far, of this process and of workers that have ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def section(result: Laboratory) -> Section:
    """The table."""
    rows = tuple(
        (
            name,
            took.size,
            duration(took.seconds),
            "" if took.first is None else duration(took.first),
            duration(took.processor),
        )
        for name, took in result.parts.items()
    )
    head = ("what", "how much", "time", "first answer", "processor time")
    return Section("The assumption laboratory", TEXT, head, rows)


def goals(result: Laboratory) -> tuple[tuple[str, str, str], ...]:
    """Rows of the table of goals."""
    limits = {SHARES: "under 3 min", CAPACITY: "under 2 min", FRONTIER: "100 cells under 1 min"}
    rows = [
        (f"{name}, two cores", limit, f"{duration(result.parts[name].seconds)} ({result.parts[name].size})")
        for name, limit in limits.items()
    ]
    first = result.parts[CAPACITY].first
    if first is not None:
        rows.append((f"{CAPACITY}: a first answer", "in 10 s", duration(first)))
    return tuple(rows)
