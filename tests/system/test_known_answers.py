"""Known answers on the compiled engine: ordinary scenario files whose results a formula gives (MODEL 12).

Pass rule: with N numbers checked, theory lies in each number's t-interval over replications at level 0.01/N,
and the 99 % interval is within 2 % of theory (5 % for tails). `docs/verification.md` has the numbers; run
with `-rP` to see them.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from ist_model.engines import compiled
from ist_model.engines.support_effect import effect_of
from ist_model.inputs.errors import InputError
from ist_model.oracles import erlang_c, ornstein_uhlenbeck
from tests.system import known_strength, number_table, queue_runs
from tests.system.known_numbers import CASES, NUMBERS_CHECKED, Case
from tests.system.output_analysis import faults
from tests.system.queue_points import Point
from tests.system.queue_table import POINTS
from tests.system.varied import world_of


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_theory_lies_in_the_interval_of_every_number_and_the_interval_is_narrow(case: Case) -> None:
    checks = case.measure()
    print("\n".join(check.line() for check in checks))
    assert len(checks) == case.numbers_checked, "each number's share of the error level rests on this count"
    assert not faults(checks, NUMBERS_CHECKED)
    told = number_table.rows(case, checks)
    assert told in number_table.written(), "docs/verification.md is out of step: `make numbers` writes it"


def test_the_table_has_no_rows_but_those_of_the_cases() -> None:
    lines = number_table.written().splitlines()
    assert len(lines) == 2 + NUMBERS_CHECKED
    assert f"({NUMBERS_CHECKED} on the compiled engine)" in number_table.PAGE.read_text(encoding="utf-8")
    named = [line.split(" | ")[0].removeprefix("| ") for line in lines[2:] if not line.startswith("|  |")]
    assert named == [f"{case.name} (`{case.scenario}`)" for case in CASES]


def test_the_numbers_that_travel_with_the_package_are_those_of_the_table() -> None:
    assert number_table.FACTS.read_text(encoding="utf-8") == number_table.as_json(number_table.written())
    told = number_table.facts(number_table.written())
    assert [case["scenario"] for case in told] == [case.scenario for case in CASES]
    assert sum(len(case["numbers"]) for case in told) == NUMBERS_CHECKED
    assert all(number["passes"] for case in told for number in case["numbers"])


@pytest.mark.parametrize("point", POINTS, ids=lambda point: f"{point.case}, {point.label}")
def test_a_run_is_the_rule_replayed_by_hand_tick_for_tick(point: Point) -> None:
    world = world_of(point.scenario, **{**point.fields, **_shorter(point)})
    runner = compiled.Runner(world)
    records = runner.run(0)
    run = queue_runs.from_records(world, point.posts, records)
    assert queue_runs.contradictions(point.label, run, records) == []
    in_memory = queue_runs.from_block(world, point.posts, runner.make(world, 0))
    for number in point.numbers:
        assert number.measure(run) == pytest.approx(number.measure(in_memory), rel=1e-12)
    if point.controlled:
        by_heap = queue_runs.replayed(run, queue_runs.SHORTER)
        assert np.array_equal(by_heap.start, queue_runs.shortened(run).start)


def _shorter(point: Point) -> dict[str, float]:
    years = min(point.years, 2.0 + point.settle_years)
    return {"years": years, "count_needs_for_years": years - point.settle_years}


def test_where_three_tenths_of_contracted_time_are_missing_twenty_posts_serve_as_fourteen_do() -> None:
    assert erlang_c.posts_to_contract(14, 0.3) == 20
    starts = []
    for scenario in ("k1-call-centre", "k1-twenty-contracted"):
        world = world_of(scenario)
        starts.append(compiled.run(world, 0).needs["first_start"])
    assert len(world.posts) == 20
    assert world.posts["opens_vacant"].mean() == pytest.approx(0.3)
    assert np.array_equal(*starts)


def test_an_overloaded_queue_runs_and_grows_unless_it_is_said_to_have_a_steady_state() -> None:
    overloaded = {"changes": {"streams": {"change": {"beyond": {"needs_per_week": 3.5}}}}}
    with pytest.raises(InputError, match=r"3\.5"):
        world_of("k3-three-posts", **overloaded)
    world = world_of("k3-three-posts", **overloaded, steady_state=False)
    run = queue_runs.from_records(world, 3, compiled.run(world, 0))
    weeks = (world.span.end - world.span.start) / queue_runs.TICKS_PER_WEEK
    assert run.utilisation() == pytest.approx(1.0)
    assert run.mean_waiting() > 0.25 * 0.5 * weeks  # half a need a week more than three posts can serve


def test_strength_without_noise_follows_the_closed_form_and_a_fine_integration() -> None:
    world = world_of("k9-noiseless")
    records = compiled.run(world, 0)
    kappa, persistence = world.values["strength.kappa_per_week"], world.values["strength.persistence"]
    supported = known_strength.supported_areas(world)
    weeks = np.arange(len(records.grid_tick)) * ornstein_uhlenbeck.HALF_TERM_WEEKS
    assert supported.sum() == 3
    for area in np.nonzero(world.has_area[0])[0]:
        start, gain = float(world.strength[0, area]), effect_of(world) if supported[area] else 0.0
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
