"""Draws: what every sampled register keeps, how they are spread, and what more of them change."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from ist_model.experiments.draws import BLOCK, RangesNotInOrderError, quantiles, sample
from ist_model.inputs import rules_careers, rules_register
from ist_model.inputs.assumptions import Assumption, Register
from ist_model.inputs.check import check
from ist_model.inputs.context import Context
from ist_model.inputs.resolve import resolve
from ist_model.inputs.scenario_models import Resolved
from ist_model.inputs.sources import Sources
from ist_model.world.build import build_world

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"
SEED = 20261101


@pytest.fixture(scope="module")
def baseline() -> Resolved:
    return resolve("baseline", SCENARIOS)


@pytest.fixture(scope="module")
def many(baseline: Resolved) -> list[dict[str, float]]:
    """2,000 sampled draws of the shipped register, and draw 0."""
    return sample(baseline.assumptions, 2000, SEED)


def row(key: str, low: float, value: float, high: float, distribution: str = "triangular") -> Assumption:
    """A row of a register."""
    return Assumption.model_validate(
        {"key": key, "value": value, "low": low, "high": high, "distribution": distribution}
        | {"unit": "1", "grade": "D", "source": "made up", "meaning": "A number for a test."}
    )


def register(*rows: Assumption) -> Register:
    """A register of a few rows."""
    return Register(assumptions=rows)


def column(draws: list[dict[str, float]], key: str) -> np.ndarray:
    """One assumption over the sampled draws, without draw 0."""
    return np.array([draw[key] for draw in draws[1:]])


def drawn(resolved: Resolved, values: dict[str, float]) -> Resolved:
    """A scenario whose register has a draw's values for its central ones."""
    rows = resolved.assumptions.assumptions
    moved = tuple(each.model_copy(update={"value": values[each.key]}) for each in rows)
    return resolved.model_copy(update={"assumptions": Register.model_construct(assumptions=moved)})


def test_draw_0_is_the_central_values_always(baseline: Resolved):
    assert sample(baseline.assumptions, 0, 1) == [baseline.assumptions.values()]
    assert sample(baseline.assumptions, 3, 1)[0] == sample(baseline.assumptions, 5, 2)[0]
    with pytest.raises(ValueError, match="fewer than none"):
        sample(baseline.assumptions, -1, 1)


def test_every_draw_of_the_shipped_register_keeps_the_register_s_rules(
    baseline: Resolved, many: list[dict[str, float]]
):
    """Orders draw by draw; limits at the ends of what was drawn; wholes in every value."""
    table = {each.key: column(many, each.key) for each in baseline.assumptions.assumptions}
    for ends in (np.min, np.max):
        extreme = drawn(baseline, {key: float(ends(values)) for key, values in table.items()})
        assert [*rules_register.values_usable(Context(extreme, Sources("draw")))] == []
    for values in many:
        context = Context(drawn(baseline, values), Sources("draw"))
        assert [*rules_register.values_in_order(context)] == []
    for each in baseline.assumptions.assumptions:
        assert each.low <= table[each.key].min() <= table[each.key].max() <= each.high
    whole = [key for key in table if any(fnmatchcase(key, name) for name in rules_register.WHOLE)]
    assert len(whole) > 15
    assert all((table[key] % 1 == 0).all() for key in whole)
    boards = [values for key, values in table.items() if key.endswith("boards_per_year")]
    assert set(np.concatenate(boards)) == set(rules_register.BOARDS_A_YEAR)


@pytest.mark.parametrize("scenario", ["baseline", "merger-2026", "falling-rolls", "growth-national-rate"])
def test_a_scenario_with_a_draw_s_values_passes_all_checks_and_becomes_a_world(scenario: str):
    resolved = resolve(scenario, SCENARIOS)
    for values in sample(resolved.assumptions, 2 * BLOCK, resolved.seed):
        assert check(drawn(resolved, values)) == []
        assert build_world(resolved, values).values == values


def test_other_checks_hold_in_every_draw_too(baseline: Resolved, many: list[dict[str, float]]):
    """Staff and money from a draw's ratios, places of the opening state, signal of the indicators ..."""
    assert [problem for values in many[::10] for problem in check(drawn(baseline, values))] == []


def test_only_a_span_may_be_drawn_below_what_a_scenario_asks_of_it():
    """Three schools for one Partnership Head, where the register leaves 2 to 4 open: the run copes (7.3)."""
    resolved = resolve("four-heads-of-school", SCENARIOS)
    registers = [drawn(resolved, values) for values in sample(resolved.assumptions, 40, SEED)]
    assert any(check(each) for each in registers)
    assert not any(check(each, leaving_out=[rules_careers.spans_hold]) for each in registers)


def test_each_block_has_one_value_in_each_sixteenth():
    both = quantiles("some.key", 3 * BLOCK, SEED).reshape(3, BLOCK)
    assert (np.sort(np.floor(both * BLOCK), axis=1) == np.arange(BLOCK)).all()


def test_triangular_uniform_and_fixed_rows_have_their_distributions():
    rows = register(row("a.tri", 1, 2, 5), row("a.uni", -1, 0, 3, "uniform"), row("a.fix", 1, 2, 3, "fixed"))
    draws = sample(rows, 4000, SEED)
    assert stats.kstest(column(draws, "a.tri"), stats.triang(0.25, 1, 4).cdf).pvalue > 0.001
    assert stats.kstest(column(draws, "a.uni"), stats.uniform(-1, 4).cdf).pvalue > 0.001
    assert set(column(draws, "a.fix")) == {2.0}
    assert abs(np.corrcoef(column(draws, "a.tri"), column(draws, "a.uni"))[0, 1]) < 4 / 4000**0.5


def test_more_draws_begin_with_the_fewer(baseline: Resolved):
    few, more = (sample(baseline.assumptions, count, SEED) for count in (21, 50))
    assert more[:22] == few


def test_another_row_or_another_order_changes_no_value():
    one, two = row("a.one", 0, 1, 2), row("a.two", 0, 1, 3)
    alone, swapped = sample(register(one), 20, SEED), sample(register(two, one), 20, SEED)
    assert (column(alone, "a.one") == column(swapped, "a.one")).all()
    assert (column(alone, "a.one") != column(sample(register(one), 20, SEED + 1), "a.one")).all()


def test_two_scenarios_meet_the_same_assumptions(baseline: Resolved):
    other = sample(resolve("sle-days-halved", SCENARIOS).assumptions, 20, baseline.seed)
    differ = {
        key
        for before, after in zip(sample(baseline.assumptions, 20, baseline.seed), other, strict=True)
        for key in before
        if before[key] != after[key]
    }
    assert differ == {"role.sle.days_per_year"}


def test_counts_are_whole_and_keep_their_mean():
    rows = register(
        row("post.head.refill_terms", 1, 1, 2), row("role.x.places", 1, 2, 6), row("x.y", 1, 2, 6)
    )
    draws = sample(rows, 4000, SEED)
    terms, places = column(draws, "post.head.refill_terms"), column(draws, "role.x.places")
    assert set(terms) == {1.0, 2.0}
    assert terms.mean() == pytest.approx(4 / 3, abs=0.01)
    assert set(places) == set(range(1, 7))
    assert places.mean() == pytest.approx(3, abs=0.01)
    assert (column(draws, "x.y") % 1 != 0).all()


def test_supporters_at_once_are_whole_so_that_four_can_be_drawn(many: list[dict[str, float]]):
    assert set(column(many, "absorption.supporters")) == {1.0, 2.0, 3.0, 4.0}


def test_boards_come_each_term_or_each_half_term():
    draws = sample(register(row("tier.x.boards_per_year", 3, 3, 6)), 400, SEED)
    assert set(column(draws, "tier.x.boards_per_year")) == {3.0, 6.0}
    assert (column(draws, "tier.x.boards_per_year") == 6).mean() == pytest.approx(0.25, abs=0.02)


OVERLAPPING = [
    row("monitoring.urgent_threshold", 20, 30, 40),
    row("monitoring.need_threshold", 22, 35, 41),
    row("grade.legacy_4.cut_1", 10, 20, 40),
    row("grade.legacy_4.cut_2", 15, 30, 35),
    row("grade.legacy_4.cut_3", 29, 31, 60),
    row("inspection.good_interval_low_years", 3, 3, 3, "fixed"),
    row("inspection.good_interval_mode_years", 2, 3.5, 5),
    row("inspection.good_interval_high_years", 4, 4, 6),
]


def test_rows_that_must_rise_do_where_their_ranges_overlap():
    draws = sample(register(*OVERLAPPING), 4000, SEED)
    for below, above in (
        ("monitoring.urgent_threshold", "monitoring.need_threshold"),
        ("grade.legacy_4.cut_1", "grade.legacy_4.cut_2"),
        ("grade.legacy_4.cut_2", "grade.legacy_4.cut_3"),
        ("inspection.good_interval_low_years", "inspection.good_interval_mode_years"),
        ("inspection.good_interval_mode_years", "inspection.good_interval_high_years"),
    ):
        assert (column(draws, below) < column(draws, above)).all()
    for each in OVERLAPPING:
        values = column(draws, each.key)
        assert each.low <= values.min() <= values.max() <= each.high
    # Corners that rise already are kept: so is the whole distribution.
    threshold = stats.triang(13 / 19, 22, 19)
    assert stats.kstest(column(draws, "monitoring.need_threshold"), threshold.cdf).pvalue > 0.001


def test_mixed_shapes_that_may_fall_are_refused_in_words():
    rows = register(
        row("monitoring.urgent_threshold", 0, 1, 10, "uniform"), row("monitoring.need_threshold", 0, 1, 10)
    )
    with pytest.raises(RangesNotInOrderError, match="give both the same distribution"):
        sample(rows, 40, SEED)


def test_blocks_lower_the_variance_of_additive_effects_and_leave_joint_ones():
    """64 draws of two assumptions: of a sum to about 1/16², of a product of deviations not at all."""
    sums, products = [], []
    for seed in range(300):
        one, two = (quantiles(key, 64, seed) - 0.5 for key in ("a.one", "a.two"))
        sums.append((one + two).mean())
        products.append((one * two).mean())
    alone = 2 / 12 / 64
    assert np.var(sums) / alone == pytest.approx(1 / BLOCK**2, rel=0.35)
    assert np.var(products) / (1 / 144 / 64) == pytest.approx(1, rel=0.35)


def test_rows_that_were_fitted_together_move_together(many: list[dict[str, float]]) -> None:
    kappa, sigma = (column(many, f"strength.{name}") for name in ("kappa_per_week", "sigma_per_root_week"))
    assert stats.spearmanr(kappa, sigma).statistic == pytest.approx(1.0)
    # So no draw pairs a slow return with large ups and downs: schools stay about as spread out as they are.
    assert (sigma / np.sqrt(2.0 * kappa)).max() < 15.0
    assert abs(stats.spearmanr(kappa, column(many, "strength.persistence")).statistic) < 0.1
