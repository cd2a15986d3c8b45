"""Make the results that pages need, on workers that they share, so that starting up is paid for once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ist_model.inputs.scenario_models import Resolved
from ist_model.results import store

if TYPE_CHECKING:
    from ist_model.experiments.executor import Workers


def make_results(
    scenarios: Sequence[Resolved], results_dir: Path, workers: Workers, progress: Callable[[int], None]
) -> dict[int, Exception]:
    """Make and store the results of scenarios; the engine is imported only if it has to run.

    Args:
        scenarios: What to run, each its own number of times.
        results_dir: Where results are stored; runs already there are kept.
        workers: As `replicate`.
        progress: Called with the number of runs that are there or done.

    Returns:
        What went wrong, by position in `scenarios`.

    Raises:
        StoreError, WorkerError: If no more can be made; what was finished is kept.
    """
    missing = [r for r in scenarios if store.missing(results_dir, store.key_of(r), r.runs)]
    there = sum(r.runs for r in scenarios) - sum(r.runs for r in missing)
    progress(there)
    if not missing:
        return {}
    from ist_model.experiments.replicate import Wanted, make_all

    faults = make_all(
        [Wanted(r, r.runs) for r in missing],
        results_dir,
        workers=workers,
        progress=lambda done, _total: progress(there + done),
    )
    return {scenarios.index(missing[place]): fault for place, fault in faults.items()}
