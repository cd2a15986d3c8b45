"""Runs enough to know one difference: two stored results lengthened until a rule is met (MODEL 11.1)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ist_model.experiments.compare import NotComparableError, compare
from ist_model.experiments.executor import Workers
from ist_model.experiments.precision import Look, Rule, run_until
from ist_model.experiments.replicate import Progress, replicate_or_load
from ist_model.inputs.scenario_models import Resolved


def until_known(
    baseline: Resolved,
    scenario: Resolved,
    measure: str,
    rule: Rule,
    root: Path,
    *,
    workers: Workers = None,
    progress: Progress | None = None,
) -> Look:
    """Lengthen both until their difference in a measure is known as closely as asked, or the budget is spent.

    Runs that are stored are used, and those made are stored.

    Raises:
        NotComparableError: if the two cannot be compared by this measure.
        ConservationError, StoreError, WorkerError: as `replicate_or_load`.
    """

    def make(first: int, count: int) -> NDArray[np.float64]:
        pair = [
            replicate_or_load(each, root, runs=first + count, workers=workers, progress=progress)
            for each in (baseline, scenario)
        ]
        if why_not := str(compare(*pair, only=[measure]).loc[measure, "why_not"]):
            raise NotComparableError(f"{measure} cannot be compared: {why_not}")
        before, after = (each.measures[measure].to_numpy(np.float64)[first:] for each in pair)
        return np.asarray(after - before)

    return run_until(rule, make)[0]
