"""Steps with gains made up, for what compares them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ist_model.experiments.next_best.steps import Step, steps_of
from ist_model.experiments.outcomes import ODDS_RATIO


def made_up(gains: dict[str, float], spread: float = 1.0, seed: int = 0, slope: float = 0.0) -> Callable:
    """A measure that a step raises by so much on average, more with the effect of support."""

    def evaluate(point, runs, measures, after_run):
        name = point.resolved.scenario_id
        gain = gains.get(name, 0.0)
        if name in gains and slope:
            gain += slope * (point.draw.values[ODDS_RATIO] - 1.2)
        values = []
        for number in runs:
            shared = np.random.default_rng([seed, point.draw.number, number]).normal()
            own = np.random.default_rng([seed, point.draw.number, number, sum(name.encode())]).normal()
            values.append(10 * shared + gain + (spread * own if name in gains else 0.0))
            after_run()
        return np.array(values)[:, None]

    return evaluate


def some(base) -> list[Step]:
    """Two specialisms at two schools, and the other steps."""
    homes = [school.id for school in base.members()][:2]
    return list(steps_of(base, specialisms=["maths", "curriculum"], homes=homes).steps)


def gains_of(steps, **of: float) -> dict[str, float]:
    """Gain by scenario; those named by kind, or by specialism of an SLE."""
    found = {}
    for step in steps:
        part = step.key.split(".")[1] if step.kind == "leader" else step.kind
        found[step.resolved.scenario_id] = of.get(part, 0.0)
    return found
