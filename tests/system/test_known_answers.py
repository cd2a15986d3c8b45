"""Known answers on the narrated engine: ordinary scenario files whose results a formula gives (MODEL 12).

Pass rule: with N numbers checked in this file, theory lies in each number's t-interval over replications at
level 0.01/N, and the 99 % interval is within 5 % of theory. `docs/verification.md` has the numbers.
Run with `-rP` to see them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

from ist_model.engines import narrated
from ist_model.engines.records import FILLED, LEFT, Records
from ist_model.engines.support_effect import effect_of
from ist_model.inputs.resolve import resolve
from ist_model.oracles import ornstein_uhlenbeck, renewal
from ist_model.world.build import build_world
from ist_model.world.structs import World
from tests.system import queue_cases
from tests.system.output_analysis import Check, controlled, faults, plain
from tests.system.queue_cases import CASES, SHORTER, QueueCase

SCENARIOS = Path(__file__).parents[2] / "scenarios"
ROOT_SEED = 20261101
NARROW = 0.05
STRENGTH_NUMBERS, CAREER_NUMBERS = 7, 3
SETTLED = (
    30  # half-terms after which nothing is left of a start without warm-up: exp(-6.5 x 30 x .05) < .0001
)
NUMBERS_CHECKED = sum(case.numbers_checked for case in CASES) + STRENGTH_NUMBERS + CAREER_NUMBERS

pytestmark = pytest.mark.slow


def replications(scenario: str) -> Iterator[tuple[World, Records]]:
    """All runs of a verification scenario, one after the other."""
    resolved = resolve(SCENARIOS / "verification" / f"{scenario}.yaml", SCENARIOS)
    assert resolved.seed == ROOT_SEED, "the root seed was fixed before the first run"
    world = build_world(resolved)
    for run in range(resolved.runs):
        yield world, narrated.run(world, run)


def judge(checks: list[Check], expected: int, for_reading: tuple[Check, ...] = ()) -> None:
    """Print all numbers and fail on those that do not pass; some are there for the reader only."""
    print("\n".join(check.line() for check in (*checks, *for_reading)))
    assert len(checks) == expected, "the share of the error level that each number gets rests on this count"
    assert not faults(checks, NUMBERS_CHECKED)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.scenario)
def test_a_queue_behaves_as_its_formula_says(case: QueueCase) -> None:
    rows: dict[str, list[float]] = {}
    for world, records in replications(case.scenario):
        run = queue_cases.from_records(case, world, records)
        assert not queue_cases.contradictions(case, run, records)
        control = queue_cases.replayed(run, SHORTER)
        for name in case.numbers:
            rows.setdefault(name, []).append(queue_cases.measured(run, records, name))
            rows.setdefault(f"control: {name}", []).append(control.number(name))
        for name in case.inputs:
            rows.setdefault(name, []).append(queue_cases.measured_input(case, run, name))
    of_runs = {name: np.array(values) for name, values in rows.items()}
    checks: list[Check] = []
    uncontrolled: list[Check] = []
    for name, theory in case.numbers.items():
        control_runs = of_runs[f"control: {name}"]
        estimate = controlled(of_runs[name], control_runs, theory(SHORTER))
        checks.append(Check(name, theory(1.0), estimate, NARROW))
        checks.append(Check(f"control: {name}", theory(SHORTER), plain(control_runs), None))
        uncontrolled.append(Check(f"without control: {name}", theory(1.0), plain(of_runs[name]), None))
    for name in case.inputs:
        checks.append(Check(f"input: {name}", case.input_theory(name), plain(of_runs[name]), None))
    judge(checks, case.numbers_checked, tuple(uncontrolled))


def around(path: NDArray[np.float64], centre: float, steps: int) -> float:
    """Mean product of deviations from a centre, some grid points apart; path is [grid, series]."""
    deviation = path - centre
    return float(np.mean(deviation[: len(path) - steps] * deviation[steps:]))


def strength_checks(
    runs: list[NDArray[np.float64]], mean: float, variance: float, correlations: dict[int, float]
) -> list[Check]:
    """Checks of the long-run mean, variance and correlations of strength; each run is [grid, series]."""
    checks = [
        Check("mean strength", mean, plain(np.array([path.mean() for path in runs])), NARROW),
        Check("variance", variance, plain(np.array([around(path, mean, 0) for path in runs])), NARROW),
    ]
    for steps, theory in correlations.items():
        values = np.array([around(path, mean, steps) / around(path, mean, 0) for path in runs])
        checks.append(Check(f"correlation over {steps} half-terms", theory, plain(values), NARROW))
    return checks


def test_strength_left_alone_is_an_ornstein_uhlenbeck_process() -> None:
    runs = []
    for world, records in replications("k9-strength"):
        sigma, kappa = world.values["strength.sigma_per_root_week"], world.values["strength.kappa_per_week"]
        has = world.has_area
        assert records.deployments.size == 0
        assert records.clamped == 0
        assert np.all(records.sustaining[:, has] == 50.0)
        runs.append(records.strength[:, has])
    correlations = {
        steps: ornstein_uhlenbeck.lag_correlation(steps * ornstein_uhlenbeck.HALF_TERM_WEEKS, kappa)
        for steps in (1, 3)
    }
    variance = ornstein_uhlenbeck.stationary_variance(sigma, kappa)
    judge(strength_checks(runs, 50.0, variance, correlations), 4)


def supported_areas(world: World) -> NDArray[np.bool_]:
    """[A] areas with a leader at work from the first day to the last."""
    supported = np.zeros(world.has_area.shape[1], np.bool_)
    supported[world.opening_deployments["area"]] = True
    return supported


def gain_per_week(world: World) -> float:
    """Points a week of one leader, one day a week, all of it on site, with the best match."""
    return effect_of(world)


def test_strength_under_constant_support_settles_and_varies_as_the_closed_form_says() -> None:
    runs = []
    for world, records in replications("k9-constant-support"):
        sigma, kappa = world.values["strength.sigma_per_root_week"], world.values["strength.kappa_per_week"]
        gain = gain_per_week(world)
        assert records.deployments["quality"].tolist() == [1.0, 1.0, 1.0]
        assert records.clamped == 0
        assert np.all(records.sustaining[:, world.has_area] == 50.0)
        runs.append(records.strength[SETTLED:, 0, supported_areas(world)])
    mean = ornstein_uhlenbeck.target(50.0, kappa, gain, 0.0)
    assert mean > 60.0, "support must matter, or this case could not tell it from none"
    variance = ornstein_uhlenbeck.supported_variance(sigma, kappa, gain)
    correlations = {1: ornstein_uhlenbeck.supported_correlation(1, kappa, gain)}
    judge(strength_checks(runs, mean, variance, correlations), 3)


def test_strength_without_noise_follows_the_closed_form_and_a_fine_integration() -> None:
    [(world, records)] = replications("k9-noiseless")
    kappa, persistence = world.values["strength.kappa_per_week"], world.values["strength.persistence"]
    supported = supported_areas(world)
    weeks = np.arange(len(records.grid_tick)) * ornstein_uhlenbeck.HALF_TERM_WEEKS
    assert supported.sum() == 3
    for area in np.nonzero(world.has_area[0])[0]:
        start, gain = float(world.strength[0, area]), gain_per_week(world) if supported[area] else 0.0
        level = 50.0 + persistence * (start - 50.0)
        closed = [
            ornstein_uhlenbeck.supported_strength(week, start, level, kappa, gain, 0.0) for week in weeks
        ]
        fine = solve_ivp(
            lambda _, x, level=level, gain=gain: kappa * (level - x) + gain * (1.0 - x / 100.0),
            (0.0, weeks[-1]),
            [start],
            t_eval=weeks,
            rtol=1e-10,
            atol=1e-10,
        )
        assert records.strength[:, 0, area] == pytest.approx(closed, rel=1e-12)
        assert records.strength[:, 0, area] == pytest.approx(fine.y[0], rel=1e-7)
        assert records.sustaining[:, 0, area] == pytest.approx(level, rel=1e-15)


def tenures_in_terms(records: Records, post: int, term_ticks: int) -> list[int]:
    """Terms that each holder of a post stayed, of those who came and left within the run."""
    events = records.careers[records.careers["post"] == post]
    came = events["tick"][events["event"] == FILLED]
    left = events["tick"][events["event"] == LEFT]
    left = left[left > came[0]] if came.size else left[:0]
    return [int(leaving - coming) // term_ticks for coming, leaving in zip(came, left, strict=False)]


def test_posts_are_left_and_filled_as_the_renewal_formulas_say() -> None:
    term = 13 * queue_cases.TICKS_PER_WEEK
    held: list[float] = []
    filled: list[float] = []
    after_one: list[float] = []
    for world, records in replications("k10-careers"):
        span = world.span
        refill = int(world.posts["refill_terms"][0])
        chance = renewal.leaving_chance(float(world.posts["leave_per_year"][0]))
        terms = (records.grid_tick % term == 0) & (records.grid_tick < span.end - term)
        left = records.careers[(records.careers["event"] == LEFT) & (records.careers["tick"] > span.start)]
        held.append(records.filled[terms].sum() / len(left))
        filled.append(float(records.filled.mean()))
        tenures = [t for post in range(len(world.posts)) for t in tenures_in_terms(records, post, term)]
        after_one.append(tenures.count(1) / len(tenures))
        for post in range(len(world.posts)):
            events = records.careers[records.careers["post"] == post]
            gaps = np.diff(events["tick"])[events["event"][:-1] == LEFT]
            assert np.all(gaps == refill * term)
    checks = [
        Check("mean tenure, terms", renewal.mean_tenure_terms(chance), plain(np.array(held)), NARROW),
        Check("share of time filled", renewal.share_filled(chance, refill), plain(np.array(filled)), NARROW),
        Check("share who leave after one term", chance, plain(np.array(after_one)), None),
    ]
    judge(checks, CAREER_NUMBERS)
