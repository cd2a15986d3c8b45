"""How a law is written: a function of world and runs that says what is wrong, or None.

It is asked of many runs laid end to end (`results.runs`), of which any may break it. Its words need only suit
one run: where it is broken, it is asked again of each run by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ist_model.inputs.calendar import date_of
from ist_model.results.arrays import Bools, Ints
from ist_model.results.runs import Runs
from ist_model.world.structs import World

Rule = Callable[[World, Runs], str | None]


@dataclass(frozen=True)
class Law:
    """A rule that records of all runs obey; `broken` describes the first breach, or gives None."""

    name: str
    broken: Rule


LAWS: list[Law] = []


def law(name: str) -> Callable[[Rule], Rule]:
    """Register a law under the sentence that it states."""

    def register(rule: Rule) -> Rule:
        LAWS.append(Law(name, rule))
        return rule

    return register


def first(breach: NDArray[np.bool_] | np.bool_) -> int | None:
    """Row of the first breach, or None."""
    rows = np.flatnonzero(breach)
    return int(rows[0]) if len(rows) else None


def one_of(values: NDArray[np.integer], *codes: int) -> Bools:
    """[n] the value is one of a few codes; for these quicker than `np.isin`."""
    return np.asarray(np.any([values == code for code in codes], axis=0))


def days(milli: int) -> str:
    """Milli-days as days."""
    return f"{int(milli) / 1000:.3f} days"


def when(tick: int) -> str:
    """A tick with its date, where it has one."""
    try:
        return f"tick {int(tick)} ({date_of(int(tick)).isoformat()})"
    except ValueError:
        return f"tick {int(tick)}"


def need_words(records: Runs, row: int) -> str:
    """A need as an error names it."""
    return f"need row {row} (key {int(records.needs['key'][row])})"


def deployment_words(records: Runs, row: int) -> str:
    """A deployment as an error names it."""
    entry = records.deployments[row]
    who = (
        f"designation {entry['designation']}"
        if entry["designation"] >= 0
        else f"supplier {entry['supplier']}"
    )
    return f"deployment row {row} ({who} for need row {entry['need']})"


def overlap(start: Ints, stop: Ints, low: int, high: int) -> Ints:
    """[n] ticks of [start, stop) within [low, high)."""
    return np.asarray(np.maximum(0, np.minimum(stop, high) - np.maximum(start, low)), np.int64)
