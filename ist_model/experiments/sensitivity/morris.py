"""Screening: which of very many assumptions matter at all (Morris 1991, Technometrics 33:161).

A trajectory walks through the cube of assumptions and changes one at a step, each once; the change of the
answer over a step is an elementary effect. All points of a trajectory share their luck, so an assumption that
plays no part in the answer has effects of exactly nothing. Trajectories are those of SALib. Assumptions are
ranked by the root mean square of their effects with chance taken out (`luck`), in place of the mean of their
absolute values (Campolongo et al. 2007), which counts luck as effect.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from SALib.sample import morris

from ist_model.experiments.sensitivity.luck import squares
from ist_model.experiments.sensitivity.question import Floats, Question, UnanswerableError

LEVELS = 4  # of each assumption: its lowest value, its quantiles at a third and two thirds, its highest
FEWEST_TRAJECTORIES = 4
LARGEST_SEED = 2**32


@dataclass(frozen=True)
class Effect:
    """What an assumption does to the answer, in the answer's unit, over its whole range.

    Attributes:
        key: of the assumption.
        mean: of the elementary effects (mu).
        mean_absolute: of their sizes, luck included (mu star).
        spread: standard deviation of the effects, luck included (sigma).
        size: root mean square of the effects without luck; 0 where no more than luck was seen.
        low: lower end of a one-sided 95 % interval of the mean square, as `size`; 0: may be nothing.
    """

    key: str
    mean: float
    mean_absolute: float
    spread: float
    size: float
    low: float


@dataclass(frozen=True)
class Screening:
    """Effects of all assumptions that vary, the largest first."""

    effects: tuple[Effect, ...]
    trajectories: int
    runs: int
    missing: float  # share of the effects left out because the answer has no value at an end

    def chosen(self, most: int) -> tuple[str, ...]:
        """The assumptions with the largest effects, those that have any."""
        return tuple(each.key for each in self.effects[:most] if each.mean_absolute > 0)


def screen(question: Question, trajectories: int, runs: int) -> Screening:
    """Elementary effects of every assumption that varies.

    Args:
        question: what is asked.
        trajectories: walks through the cube, each with luck of its own.
        runs: samples of chance of each point.

    Raises:
        UnanswerableError: if there are too few trajectories or runs, or too few have an answer.
    """
    must_do(trajectories, runs)
    keys = list(question.assumptions())
    steps = len(keys)
    problem = {"num_vars": steps, "names": keys, "bounds": [[0.0, 1.0]] * steps}
    seed = question.scenario.seed % LARGEST_SEED
    points = np.asarray(morris.sample(problem, trajectories, num_levels=LEVELS, seed=seed), np.float64)
    group = np.repeat(np.arange(trajectories), steps + 1)
    answers = question.answers(keys, points, group, runs).reshape(trajectories, steps + 1, runs)
    moves = np.diff(points.reshape(trajectories, steps + 1, steps), axis=1)
    return _screening(keys, moves, answers)


def must_do(trajectories: int, runs: int) -> None:
    """Refuse walks that are too few.

    Raises:
        UnanswerableError: naming what would do.
    """
    if trajectories < FEWEST_TRAJECTORIES or runs < 2:
        raise UnanswerableError(
            f"{trajectories} trajectories of {runs} runs are too few.\n"
            "  rule:   effects vary from place to place, and luck shows between runs\n"
            f"  remedy: {FEWEST_TRAJECTORIES} trajectories and 2 runs at least; 16 and 4 are usual"
        )


def _screening(keys: Sequence[str], moves: Floats, answers: Floats) -> Screening:
    """Effects from [trajectories, steps, keys] moves and [trajectories, points, runs] answers."""
    changed = np.abs(moves).argmax(axis=2)
    step = np.take_along_axis(moves, changed[:, :, None], axis=2)
    effects = np.empty((*changed.shape, answers.shape[2]))
    np.put_along_axis(effects, changed[:, :, None], np.diff(answers, axis=1) / step, axis=1)
    counts = (~np.isnan(effects)).sum(axis=2).astype(np.float64)  # [trajectories, keys] runs with a value
    known = counts >= 2
    if known.sum(axis=0).min() < 2:
        raise UnanswerableError(
            "the answer has no value in most runs.\n"
            f"  value:  {known.mean():.0%} of the effects have two runs with a value at both ends\n"
            "  rule:   effects are taken between runs in which the answer has a value, in two walks\n"
            "  remedy: name a measure that every run has, or ask for more trajectories or runs"
        )
    counts = np.where(known, counts, 2.0)
    filled = np.where(known[:, :, None] & ~np.isnan(effects), effects, 0.0)
    mean = np.where(known, filled.sum(axis=2) / counts, np.nan)
    square = np.where(known, squares(filled[:, :, None], counts)[:, :, 0], np.nan)
    error = np.nanstd(square, axis=0, ddof=1) / known.sum(axis=0) ** 0.5
    size = np.nanmean(square, axis=0)
    found = [
        Effect(
            key=key,
            mean=float(np.nanmean(mean[:, place])),
            mean_absolute=float(np.nanmean(np.abs(mean[:, place]))),
            spread=float(np.nanstd(mean[:, place], ddof=1)),
            size=math.sqrt(max(0.0, float(size[place]))),
            low=math.sqrt(max(0.0, float(size[place] - 1.645 * error[place]))),
        )
        for place, key in enumerate(keys)
    ]
    ranked = sorted(found, key=lambda each: (-each.size, -each.mean_absolute, each.key))
    return Screening(tuple(ranked), len(answers), answers.shape[2], float(1 - known.mean()))
