"""All benchmarks together: measured one after the other, and written as one page with its picture."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from benchmarks import baseline, chart, fresh, goals, growth, laboratory, luck, machine, queue_race
from benchmarks.page import Section
from benchmarks.sizes import Sizes

Result = TypeVar("Result")

PAGE, PICTURE = "performance.md", "images/performance.svg"
PARTS = ("queue", "baseline", "fresh", "growth", "luck", "laboratory")
INTRODUCTION = """\
# Speed and memory

Written by `make bench`, which measures everything here in one run; `make bench QUICK=1` shows smaller
numbers in a minute and writes nothing. Machines are shared and noisy, so what counts are ratios: the two
sides are measured in turn, A B A B, in processor time of one core; given is the median over the rounds, in
brackets the smallest and the largest. No test looks at a time."""


@dataclass(frozen=True)
class Measured:
    """All results of one run of the benchmarks; parts that were not asked for are None."""

    queue: queue_race.QueueRace | None
    baseline: baseline.Baseline | None
    fresh: fresh.Fresh | None
    growth: growth.Growth | None
    luck: luck.Luck | None
    laboratory: laboratory.Laboratory | None

    def sections(self) -> list[Section]:
        """The tables in the order of the page."""
        found: list[Section] = []
        if self.queue and self.baseline and self.fresh and self.growth and self.luck and self.laboratory:
            found.append(
                goals.section(self.queue, self.baseline, self.fresh, self.growth, self.luck, self.laboratory)
            )
        if self.queue:
            found.append(queue_race.section(self.queue))
        if self.baseline:
            found.append(baseline.section(self.baseline))
        if self.fresh:
            found += fresh.sections(self.fresh)
        if self.growth:
            found += growth.sections(self.growth)
        if self.luck:
            found.append(luck.section(self.luck))
        if self.laboratory:
            found.append(laboratory.section(self.laboratory))
        return found


def measure(sizes: Sizes, parts: Collection[str]) -> Measured:
    """Measure these parts, one after the other."""

    def part(name: str, run: Callable[[Sizes], Result]) -> Result | None:
        if name not in parts:
            return None
        print(f"Measuring: {name}", flush=True)
        return run(sizes)

    return Measured(
        queue=part("queue", queue_race.run),
        baseline=part("baseline", baseline.run),
        fresh=part("fresh", fresh.run),
        growth=part("growth", growth.run),
        luck=part("luck", luck.run),
        laboratory=part("laboratory", laboratory.run),
    )


def write(measured: Measured, docs: Path, shortened: str = "") -> None:
    """The page and its picture, in a folder. `shortened`: what was measured less of than `make bench` does.

    Raises:
        ValueError: if a part that the picture shows was not measured.
    """
    if measured.queue is None or measured.growth is None or measured.luck is None:
        raise ValueError("the page shows all parts: measure them together")
    drawn = chart.chart(measured.queue, measured.growth, measured.luck)
    (docs / PICTURE).parent.mkdir(parents=True, exist_ok=True)
    (docs / PICTURE).write_text(drawn.wide, encoding="utf-8")
    picture = f"![{drawn.words.alt}]({PICTURE})"
    what = "\n".join(f"- {line}" for line in machine.lines())
    introduction = (INTRODUCTION, shortened) if shortened else (INTRODUCTION,)
    parts = [*introduction, what, picture, *(section.markdown() for section in measured.sections())]
    (docs / PAGE).write_text("\n\n".join(parts) + "\n", encoding="utf-8")
