"""K9: strength left alone and under constant support, as a random process seen at half-terms."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from ist_model.engines import compiled
from ist_model.engines.records import Records
from ist_model.engines.support_effect import effect_of
from ist_model.oracles import ornstein_uhlenbeck
from ist_model.world.structs import World
from tests.system.output_analysis import Check, plain
from tests.system.varied import world_of

RUNS = 400
NARROW = 0.02
SETTLED = (
    30  # half-terms after which nothing is left of a start without warm-up: exp(-6.5 x 30 x .05) < .0001
)
START = 50.0


def _replications(scenario: str) -> Iterator[tuple[World, Records]]:
    world = world_of(scenario)
    runner = compiled.Runner(world)
    return ((world, runner.run(run)) for run in range(RUNS))


def _around(path: NDArray[np.float64], centre: float, steps: int) -> float:
    """Mean product of deviations from a centre, some grid points apart; path is [grid, series]."""
    deviation = path - centre
    return float(np.mean(deviation[: len(path) - steps] * deviation[steps:]))


def _checks(
    runs: list[NDArray[np.float64]], mean: float, variance: float, correlations: dict[int, float]
) -> list[Check]:
    """Long-run mean, variance and correlations; each run is [grid, series]."""
    checks = [
        Check("mean strength", mean, plain(np.array([path.mean() for path in runs])), NARROW),
        Check("variance", variance, plain(np.array([_around(path, mean, 0) for path in runs])), NARROW),
    ]
    for steps, theory in correlations.items():
        values = np.array([_around(path, mean, steps) / _around(path, mean, 0) for path in runs])
        name = f"correlation over {steps} half-term{'s' if steps > 1 else ''}"
        checks.append(Check(name, theory, plain(values), NARROW))
    return checks


def alone() -> list[Check]:
    """An Ornstein-Uhlenbeck process around m, which never moves while nothing lasts."""
    runs = []
    for world, records in _replications("k9-strength"):
        sigma, kappa = world.values["strength.sigma_per_root_week"], world.values["strength.kappa_per_week"]
        assert records.deployments.size == 0
        assert records.clamped == 0
        assert np.all(records.sustaining[:, world.has_area] == START)
        runs.append(records.strength[:, world.has_area])
    correlations = {
        steps: ornstein_uhlenbeck.lag_correlation(steps * ornstein_uhlenbeck.HALF_TERM_WEEKS, kappa)
        for steps in (1, 3)
    }
    return _checks(runs, START, ornstein_uhlenbeck.stationary_variance(sigma, kappa), correlations)


def supported_areas(world: World) -> NDArray[np.bool_]:
    """[A] areas with a leader at work from first day to last: a day a week on site, the best match."""
    supported = np.zeros(world.has_area.shape[1], np.bool_)
    supported[world.opening_deployments["area"]] = True
    return supported


def supported() -> list[Check]:
    """Constant support pulls strength to a higher level and narrows how it varies."""
    runs = []
    for world, records in _replications("k9-constant-support"):
        sigma, kappa = world.values["strength.sigma_per_root_week"], world.values["strength.kappa_per_week"]
        gain = effect_of(world)
        assert records.deployments["quality"].tolist() == [1.0, 1.0, 1.0]
        assert records.clamped == 0
        assert np.all(records.sustaining[:, world.has_area] == START)
        runs.append(records.strength[SETTLED:, 0, supported_areas(world)])
    mean = ornstein_uhlenbeck.target(START, kappa, gain, 0.0)
    assert mean > START + 10, "support must matter, or this case could not tell it from none"
    variance = ornstein_uhlenbeck.supported_variance(sigma, kappa, gain)
    correlations = {1: ornstein_uhlenbeck.supported_correlation(1, kappa, gain)}
    return _checks(runs, mean, variance, correlations)


CASES: tuple[tuple[str, str, int, Callable[[], list[Check]]], ...] = (
    ("strength left alone", "k9-strength", 4, alone),
    ("strength under constant support", "k9-constant-support", 3, supported),
)
