"""What is left of steps shown to help if support has no effect (MODEL 4.7)."""

from __future__ import annotations

from pathlib import Path

from ist_model.experiments.best import Better
from ist_model.experiments.executor import Workers
from ist_model.experiments.next_best.answer import NextBest, gain_of, gains_over_base
from ist_model.experiments.replicate import Progress
from ist_model.experiments.sweep import Evaluate, Point, of_model, sweep
from ist_model.inputs.scenario_models import Resolved
from ist_model.results.store import Draw
from ist_model.results.summary import Interval

LUCK = 3_200_000
MOST_RUNS = 4_000  # in all
FEWEST = 100  # of each


def at_no_effect(
    base: Resolved,
    found: NextBest,
    measure: str,
    better: Better,
    root: Path | None,
    *,
    workers: Workers = None,
    progress: Progress | None = None,
    evaluate: Evaluate = of_model,
) -> dict[str, Interval]:
    """Gain of the options that may be the best and are shown to help, by key, without effect of support.

    Of SLEs the average over home schools. Intervals hold together. Nothing where no such option is, or where
    the scenario has no effect of support in itself.

    Args:
        base: today's plan.
        found: the comparison.
        measure: name of the measure.
        better: which side of it is better.
        root: where runs are stored; None: nowhere.
        workers: as `replicate`.
        progress: as `sweep`.
        evaluate: what makes numbers of a point.

    Raises:
        UnanswerableError: if too few runs have the measure.
        ConservationError, StoreError, WorkerError: as `sweep`.
    """
    options = [option for option in found.first if option.helps]
    if base.no_effect or not options:
        return {}
    scenarios = [base, *(step.resolved for option in options for step in option.steps)]
    runs = max(FEWEST, min(found.runs, MOST_RUNS // len(scenarios)))
    points = [Point(each.model_copy(update={"no_effect": True}), Draw(LUCK)) for each in scenarios]
    values = sweep(points, [measure], runs, root, workers=workers, progress=progress, evaluate=evaluate)
    gains = iter(gains_over_base(values[:, :, 0], better))
    return {
        option.key: gain_of([next(gains) for _ in option.steps], len(options), measure) for option in options
    }
