"""Results that were made already, so that nobody waits for them twice; few are kept, and they are small."""

from __future__ import annotations

from collections import OrderedDict

from ist_model.experiments.live import Wanted
from ist_model.results.result import ScenarioResult

_MOST = 60


class Kept:
    """Results by scenario (identity), what they hold and number of runs.

    Attributes:
        lawful: scenarios (identity) and numbers of runs of which each kept every law.
    """

    def __init__(self) -> None:
        """Nothing yet."""
        self.lawful: set[tuple[str, int]] = set()
        self._results: OrderedDict[tuple[str, Wanted, int], ScenarioResult] = OrderedDict()

    def find(self, scenario: str, wanted: Wanted, runs: int) -> ScenarioResult | None:
        """A result that was made before; None if there is none."""
        key = (scenario, wanted, runs)
        if key in self._results:
            self._results.move_to_end(key)
        return self._results.get(key)

    def keep(self, result: ScenarioResult, wanted: Wanted) -> None:
        """Keep one; the one that was looked for longest ago makes room."""
        self._results[result.identity, wanted, result.runs] = result
        while len(self._results) > _MOST:
            self._results.popitem(last=False)


KEPT = Kept()  # of this process, and of the one that it is a copy of
