"""Options over draws of the uncertain assumptions: one measure of each, the same luck and draws for all.

What is worth knowing, which option does least badly and where one fails are all asked of this. Draws are
those of `draws.sample`, so an option's runs are those that `choose` makes of the same draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ist_model.experiments.best import Best, Better, best
from ist_model.experiments.compare import NotComparableError
from ist_model.experiments.draws import quantiles, sample
from ist_model.experiments.executor import Workers
from ist_model.experiments.replicate import Progress
from ist_model.experiments.sensitivity.question import Question, UnanswerableError
from ist_model.experiments.sweep import Evaluate, Point, of_model, sweep
from ist_model.inputs.scenario_models import Resolved
from ist_model.results.measures import Measure, catalogue
from ist_model.results.store import Draw
from ist_model.world.build import build_world

Floats = NDArray[np.float64]
FEWEST_DRAWS = 32
NO_EFFECT_RUNS = 100
FRESH_RUNS = 100


@dataclass(frozen=True)
class Sampled:
    """Options over draws.

    Attributes:
        names: of the options, by title.
        better: which side of the measure is better.
        keys: assumptions that vary.
        quantiles: [draws, keys] where in its distribution each is in each draw, 0 to 1.
        inputs: [draws, keys] the value of each in each draw, of the first option.
        values: [draws, runs, options] the measure; draws in which an option lacks it in all but one run are
            left out, and so are runs in which one lacks it (NaN for all).
        left_out: draws that are.
        numbers: [draws] of each, among all.
    """

    names: tuple[str, ...]
    better: Better
    keys: tuple[str, ...]
    quantiles: Floats
    inputs: Floats
    values: Floats
    left_out: int = 0
    numbers: tuple[int, ...] = ()

    @property
    def means(self) -> Floats:
        """[draws, options] over runs, counted so that more is better."""
        return np.asarray(np.nanmean(self.signed, axis=1))

    @property
    def signed(self) -> Floats:
        """[draws, runs, options] counted so that more is better."""
        return self.values if self.better == "higher" else -self.values


def measure_of(scenarios: Sequence[Resolved], name: str, fewest: int = 2) -> Measure:
    """The measure that options are set against each other by.

    Raises:
        UnknownMeasureError, UnanswerableError, NotComparableError: if it cannot be asked, or has no better
            side, or there are too few options.
    """
    if len(scenarios) < fewest:
        raise UnanswerableError(f"name {fewest} options or more: one alone leaves nothing to choose")
    first, *others = scenarios
    Question(name, first).check()
    for other in others:
        Question(name, first, other).check()
    found = catalogue(build_world(first))[name]
    if found.better not in ("lower", "higher"):
        raise NotComparableError(
            f"{name} has no better side: more of it is neither good nor bad in itself.\n"
            "  rule:   options are set against each other by a measure of which more, or less, is better\n"
            "  remedy: name another, for instance pupils_attention_existing"
        )
    return found


def sampled(
    scenarios: Sequence[Resolved],
    measure: str,
    better: Better,
    draws: int,
    runs: int,
    root: Path | None,
    *,
    workers: Workers = None,
    progress: Progress | None = None,
    evaluate: Evaluate = of_model,
) -> Sampled:
    """Evaluate options over draws; what is stored is not evaluated again.

    Args:
        scenarios: the options, of one seed.
        measure: name of the measure.
        better: which side of it is better.
        draws: samples of the assumptions.
        runs: samples of chance in each, with luck of their own, the same for all options.
        root: where results are stored; None: nothing is stored.
        workers: as `replicate`.
        progress: called with (runs stored or done, runs in all).
        evaluate: what makes numbers of a point.

    Raises:
        UnanswerableError: if there are too few draws or runs, or too few have a value.
        ConservationError, StoreError, WorkerError: as `sweep`.
    """
    if draws < FEWEST_DRAWS or runs < 2:
        raise UnanswerableError(
            f"{draws} draws of {runs} runs are too few.\n"
            "  rule:   what an assumption does is seen across draws, and luck between runs\n"
            f"  remedy: {FEWEST_DRAWS} draws and 2 runs at least; 256 and 4 are usual"
        )
    columns = [sample(each.assumptions, draws, each.seed)[1:] for each in scenarios]
    points = [
        Point(each, Draw(number, values))
        for each, of_scenario in zip(scenarios, columns, strict=True)
        for number, values in enumerate(of_scenario, 1)
    ]
    found = sweep(points, [measure], runs, root, workers=workers, progress=progress, evaluate=evaluate)
    values = found[:, :, 0].reshape(len(scenarios), draws, runs).transpose(1, 2, 0).copy()
    values[np.isnan(values).any(axis=2)] = np.nan
    whole = np.asarray((~np.isnan(values[:, :, 0])).sum(axis=1) >= 2)
    if whole.sum() < FEWEST_DRAWS:
        raise UnanswerableError(
            f"{measure} exists in too few runs of the draws.\n"
            f"  value:  {int(whole.sum())} of {draws} draws have two runs in which every option has it\n"
            f"  rule:   {FEWEST_DRAWS} such draws at least\n"
            "  remedy: more runs in each draw, or a measure that every run has"
        )
    keys = tuple(dict.fromkeys(key for each in scenarios for key in Question(measure, each).assumptions()))
    seed = scenarios[0].seed
    return Sampled(
        names=titles(scenarios),
        better=better,
        keys=keys,
        quantiles=np.stack([quantiles(key, draws, seed) for key in keys], axis=1)[whole],
        inputs=np.array([[values[key] for key in keys] for values in columns[0]])[whole],
        values=values[whole],
        left_out=int((~whole).sum()),
        numbers=tuple(int(place) + 1 for place in np.flatnonzero(whole)),
    )


def again(
    scenarios: Sequence[Resolved],
    made: Sampled,
    places: Sequence[int],
    measure: str,
    root: Path | None,
    *,
    runs: int = FRESH_RUNS,
    workers: Workers = None,
    progress: Progress | None = None,
    evaluate: Evaluate = of_model,
) -> Floats:
    """[places, runs, options] the measure in some of the draws, with luck that they have not had yet.

    Args:
        scenarios: those of `made`, in its order.
        made: the options over draws.
        places: of draws among its own.
        measure: its measure.
        root: where results are stored; None: nothing is stored.
        runs: of each option in each draw.
        workers: as `replicate`.
        progress: as `sweep`.
        evaluate: what makes numbers of a point.

    Raises:
        ConservationError, StoreError, WorkerError: as `sweep`.
    """
    before, total = made.values.shape[1], len(made.values) + made.left_out
    points = []
    for each in scenarios:
        values = sample(each.assumptions, total, each.seed)
        points += [Point(each, Draw(made.numbers[p], values[made.numbers[p]])) for p in places]
    found = sweep(
        points, [measure], before + runs, root, workers=workers, progress=progress, evaluate=evaluate
    )
    return np.asarray(found[:, before:, 0].reshape(len(scenarios), len(places), runs).transpose(1, 2, 0))


def at_no_effect(
    scenarios: Sequence[Resolved],
    measure: str,
    better: Better,
    root: Path | None,
    *,
    runs: int = NO_EFFECT_RUNS,
    workers: Workers = None,
    progress: Progress | None = None,
    evaluate: Evaluate = of_model,
) -> Best | None:
    """Which options may be the best if support has no effect, at the register's own values (MODEL 4.7).

    Args and errors as `sampled`.

    Returns:
        None where an option has no effect of support in itself, or fewer than two runs have the measure.
    """
    if any(each.no_effect for each in scenarios):
        return None
    points = [Point(each.model_copy(update={"no_effect": True})) for each in scenarios]
    found = sweep(points, [measure], runs, root, workers=workers, progress=progress, evaluate=evaluate)
    made = best(found[:, :, 0].T, titles(scenarios), better)
    return made if made.runs > 1 else None


def titles(scenarios: Sequence[Resolved]) -> tuple[str, ...]:
    """Scenarios by title, with their file's name where two have the same."""
    names = [each.name for each in scenarios]
    return tuple(
        each.name if names.count(each.name) == 1 else f"{each.name} ({each.scenario_id})"
        for each in scenarios
    )
