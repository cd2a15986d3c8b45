"""Costs measured side by side: A B A B ..., so that whatever else the machine does falls on both alike."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

Costs = dict[str, list[float]]  # name: seconds of one core for one unit, round by round


@dataclass(frozen=True)
class Contender:
    """Something to be measured.

    Attributes:
        name: What it is called in tables.
        work: Does the work of a round, given its number; contenders of one race get the same numbers.
        units: Customers, runs or whatever one round's work consists of.
        warm: Whether it is run once before it counts: compiled code, and memory that is used again.
    """

    name: str
    work: Callable[[int], object]
    units: float
    warm: bool = True


@dataclass(frozen=True)
class Ratio:
    """A quotient of two costs: the middle of all rounds, the smallest and the largest."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, quotients: Iterable[float]) -> Ratio:
        """From the quotients of the rounds."""
        values = sorted(quotients)
        return cls(statistics.median(values), values[0], values[-1])

    def __str__(self) -> str:
        return f"{figures(self.median)} ({figures(self.low)}–{figures(self.high)})"


def race(contenders: Sequence[Contender], rounds: int) -> Costs:
    """Cost of a unit of each contender in each round, in seconds of processor time of this thread."""
    costs: Costs = {contender.name: [] for contender in contenders}
    for contender in contenders:
        if contender.warm:
            contender.work(0)
    for number in range(rounds):
        for contender in contenders:
            costs[contender.name].append(_seconds(contender, number) / contender.units)
    return costs


def _seconds(contender: Contender, number: int) -> float:
    gc.collect()  # nobody pays for another's rubbish
    begun = time.thread_time()
    contender.work(number)
    return time.thread_time() - begun


def ratio(costs: Mapping[str, Sequence[float]], above: str, below: str) -> Ratio:
    """How many times the cost of `below` that of `above` is, round by round."""
    return Ratio.of(a / b for a, b in zip(costs[above], costs[below], strict=True))


def figures(value: float) -> str:
    """A number to about three figures, without an exponent."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 1 else f"{value:.3g}"


def duration(seconds: float) -> str:
    """A time in a unit that suits it."""
    for unit, length in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= length:
            return f"{figures(seconds / length)} {unit}"
    return f"{figures(seconds * 1e9)} ns"
