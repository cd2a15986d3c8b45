"""Make the results that pages need, on workers that they share, so that starting up is paid for once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ist_model.results import store
from ist_model.results.store import Key, Wanted

if TYPE_CHECKING:
    from ist_model.experiments.executor import Workers


class Work:
    """Runs that pages need; what several need is there once."""

    def __init__(self, wanted: Sequence[Wanted]) -> None:
        """Keep what is wanted; nothing is looked up or made yet."""
        self._wanted = wanted

    @cached_property
    def _places(self) -> dict[Key, list[int]]:
        """Where each scenario and draw is wanted."""
        found: dict[Key, list[int]] = {}
        for place, each in enumerate(self._wanted):
            found.setdefault(store.key_of(each.resolved, each.draw), []).append(place)
        return found

    @cached_property
    def _longest(self) -> dict[Key, Wanted]:
        return {
            key: max((self._wanted[place] for place in places), key=lambda each: each.runs)
            for key, places in self._places.items()
        }

    @property
    def runs(self) -> int:
        """How many runs that is."""
        return sum(each.runs for each in self._longest.values())

    def make(
        self, results_dir: Path, workers: Workers, progress: Callable[[int], None]
    ) -> dict[int, Exception]:
        """Make and store what is not stored; the engine is imported only if it has to run.

        Args:
            results_dir: Where results are stored; runs already there are kept.
            workers: As `replicate`.
            progress: Called with the number of runs that are there or done.

        Returns:
            What went wrong, by position in what is wanted.

        Raises:
            StoreError, WorkerError: If no more can be made; what was finished is kept.
        """
        missing = {
            key: each for key, each in self._longest.items() if store.missing(results_dir, key, each.runs)
        }
        there = self.runs - sum(each.runs for each in missing.values())
        progress(there)
        if not missing:
            return {}
        from ist_model.experiments.replicate import make_all

        faults = make_all(
            list(missing.values()),
            results_dir,
            workers=workers,
            progress=lambda done, _total: progress(there + done),
        )
        keys = list(missing)
        return {place: fault for at, fault in faults.items() for place in self._places[keys[at]]}
