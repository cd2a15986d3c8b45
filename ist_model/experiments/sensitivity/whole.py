"""The whole answer: every assumption screened, indices of those that matter, ends of ranges, no effect."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ist_model.experiments.sensitivity import morris, sobol
from ist_model.experiments.sensitivity.morris import Screening, screen
from ist_model.experiments.sensitivity.question import Question
from ist_model.experiments.sensitivity.sobol import Indices, indices
from ist_model.experiments.sensitivity.tornado import Tornado, tornado
from ist_model.results.measures import Measure, catalogue
from ist_model.results.summary import Interval, t_interval
from ist_model.world.build import build_world


@dataclass(frozen=True)
class Budget:
    """How much is evaluated.

    Attributes:
        trajectories: of the screening.
        assumptions: most that go from the screening into the indices.
        samples: rows of the indices' sample, a power of 2.
        runs: samples of chance of each point of both.
        central_runs: samples of chance at the central values and at the ends of ranges.
    """

    trajectories: int = 16
    assumptions: int = 20
    samples: int = 256
    runs: int = 4
    central_runs: int = 100


@dataclass(frozen=True)
class NoEffect:
    """The answer at the central values if support had no effect (MODEL 4.7).

    Attributes:
        answer: without any effect of support.
        change: of the answer, no effect less as assumed, run by run.
    """

    answer: Interval
    change: Interval


@dataclass(frozen=True)
class Sensitivity:
    """What an answer owes to its assumptions.

    Attributes:
        question: what was asked.
        measure: as catalogued: label, unit, better side.
        screening: of all assumptions that vary.
        indices: of those with the largest effects; None where nothing moves the answer.
        tornado: the answer, and the same assumptions at the ends of their ranges.
        no_effect: None where the scenario itself has no effect of support.
    """

    question: Question
    measure: Measure
    screening: Screening
    indices: Indices | None
    tornado: Tornado
    no_effect: NoEffect | None


def sensitivity(question: Question, budget: Budget = Budget()) -> Sensitivity:
    """Screen all assumptions, take the indices of those with the largest effects, and look at both ends.

    Raises:
        UnknownMeasureError, NotComparableError: as `Question.check`; nothing is run.
        UnanswerableError: likewise, or if the budget is too small or the answer has too few values.
        ConservationError, StoreError, WorkerError: as `sweep`; what was finished is kept.
    """
    question.check()
    morris.must_do(budget.trajectories, budget.runs)
    sobol.must_do(budget.samples, budget.runs)
    screening = screen(question, budget.trajectories, budget.runs)
    keys = screening.chosen(budget.assumptions)
    found = indices(question, keys, budget.samples, budget.runs) if keys else None
    ends = tornado(question, keys, budget.central_runs)
    measure = catalogue(build_world(question.scenario))[question.measure]
    return Sensitivity(question, measure, screening, found, ends, _no_effect(question, budget.central_runs))


def _no_effect(question: Question, runs: int) -> NoEffect | None:
    if any(each.no_effect for each in question.scenarios):
        return None
    without = replace(
        question,
        scenario=question.scenario.model_copy(update={"no_effect": True}),
        against=question.against and question.against.model_copy(update={"no_effect": True}),
    )
    nothing, center = np.empty((1, 0)), np.zeros(1, np.int64)
    assumed, none = (each.answers([], nothing, center, runs)[0] for each in (question, without))
    return NoEffect(t_interval(none), t_interval(none - assumed))
