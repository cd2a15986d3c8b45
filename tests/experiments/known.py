"""Functions of known answer that evaluate a point; those that are stored have names of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from SALib.test_functions import Ishigami

from ist_model.experiments.sweep import Point

Evaluated = NDArray[np.float64]


def coordinates(point: Point) -> NDArray[np.float64]:
    """[1, assumptions] of a point."""
    values = point.draw.values or {}
    return np.array([[values[key] for key in sorted(values)]])


Function = Callable[[NDArray[np.float64]], NDArray[np.float64]]


def of(function: Function, noise: float) -> Callable[..., Evaluated]:
    """The function; with noise, a run has luck in common with its group, and luck of its own at the point."""

    def evaluate(
        point: Point, runs: range, measures: Sequence[str], after_run: Callable[[], None]
    ) -> Evaluated:
        x = coordinates(point)
        luck = [np.random.default_rng([point.draw.number, run]).normal() for run in runs]
        own = np.random.default_rng(np.frombuffer(x.tobytes(), np.uint32)).normal(size=1000)[list(runs)]
        for _ in runs:
            after_run()
        return (function(x) + noise * (3 * np.array(luck) + own))[:, None]

    return evaluate


def ishigami(*asked: Any) -> Evaluated:
    """The function of Ishigami & Homma, without luck."""
    return of(Ishigami.evaluate, 0.0)(*asked)


def ishigami_with_luck(*asked: Any) -> Evaluated:
    """And with luck of one and a half."""
    return of(Ishigami.evaluate, 1.5)(*asked)
