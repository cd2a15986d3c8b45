"""Checks that stop a wrong result from being shown: every law, on every run (MODEL 11.3, 12).

A law is a function in `results.laws`; add one there and it is checked from then on. Laws of form come first,
since the others rely on them. A law is asked of many runs at once, and where it is broken of each by itself,
so that what it finds is told in the words of one run.
"""

from __future__ import annotations

from ist_model.engines.records import Records
from ist_model.results.laws import days, interventions, leaders, limits, needs, network, people, shape, time
from ist_model.results.laws.common import LAWS, Law
from ist_model.results.runs import Runs
from ist_model.world.structs import World

__all__ = ["LAWS", "ConservationError", "check", "check_runs"]

_IN_ORDER = [
    law
    for module in (shape, days, needs, limits, people, leaders, time, network, interventions)
    for law in LAWS
    if law.broken.__module__ == module.__name__
]


class ConservationError(Exception):
    """A run broke a law, so nothing of its experiment may be shown."""

    def __init__(self, law: str, run: int, detail: str) -> None:
        """Keep the law, the run and what was found."""
        self.law, self.run, self.detail = law, run, detail
        super().__init__(law, run, detail)

    def __str__(self) -> str:
        return (
            f"run {self.run} breaks a law of the model: {self.law}.\n"
            f"  found:  {self.detail}\n"
            "  rule:   a result that breaks a law is neither stored nor shown\n"
            "  remedy: this is a fault of the program, not of the scenario; report it with the scenario file"
        )


def check(world: World, *records: Records) -> None:
    """Check every law on runs of a world, which need not have drawn its joinings yet.

    Raises:
        ConservationError: as `check_runs`.
    """
    check_runs(Runs.of(world, *records))


def check_runs(runs: Runs) -> None:
    """Check every law on every run.

    Raises:
        ConservationError: naming the first law broken, the first run that breaks it, the row and the values.
    """
    for law in _IN_ORDER:
        detail = law.broken(runs.world, runs)
        if detail is not None:
            raise _in_words_of_one_run(law, runs, detail)


def _in_words_of_one_run(law: Law, runs: Runs, detail: str) -> ConservationError:
    for one in runs.one_by_one():
        found = law.broken(one.world, one)
        if found is not None:
            return ConservationError(law.name, one.each[0].run, found)
    return ConservationError(law.name, runs.each[0].run, f"{len(runs)} runs from it on, together: {detail}")
