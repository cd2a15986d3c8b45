"""Which assumptions carry an answer: functions with known answers pass through all of it, luck included."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray
from SALib.analyze import morris as salib_morris
from SALib.analyze import sobol as salib_sobol
from SALib.sample import morris as salib_morris_sample
from SALib.sample import sobol as salib_sample
from SALib.test_functions import Ishigami, Sobol_G

from ist_model.experiments.compare import NotComparableError
from ist_model.experiments.sensitivity.morris import screen
from ist_model.experiments.sensitivity.question import Question, UnanswerableError
from ist_model.experiments.sensitivity.sobol import Indices, estimate, indices
from ist_model.experiments.sensitivity.tornado import tornado
from ist_model.experiments.sensitivity.whole import Budget, sensitivity
from ist_model.experiments.sweep import Point, sweep
from ist_model.inputs.assumptions import Assumption, Register
from ist_model.inputs.scenario_models import Resolved
from ist_model.results.measures import UnknownMeasureError
from ist_model.results.store import Draw
from tests.experiments.known import Evaluated, ishigami, ishigami_with_luck, of
from tests.experiments.small import small
from tests.generated import school, with_values

PUPILS = "pupils_attention_existing"
# Ishigami & Homma (1990) with a = 7 and b = 0.1: shares of the variance, worked out by hand from its formula.
A, B = 7.0, 0.1
V1, V2, V13 = 0.5 * (1 + B * math.pi**4 / 5) ** 2, A**2 / 8, B**2 * math.pi**8 * (1 / 18 - 1 / 50)
V = V1 + V2 + V13
G_A = (0, 0.5, 3, 9, 99, 99)  # the g-function of Saltelli & Sobol' (1995): the smaller, the more it matters


def unknowns(number: int, low: float, high: float) -> Resolved:
    """A scenario of so many assumptions, all uniform."""
    rows = (
        Assumption(
            key=f"x.{place}",
            value=(low + high) / 2,
            low=low,
            high=high,
            distribution="uniform",
            unit="1",
            grade="D",
            source="made up",
            meaning="A coordinate of a function.",
        )
        for place in range(number)
    )
    return small().model_copy(update={"assumptions": Register(assumptions=tuple(rows))})


def g_function(x: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(Sobol_G.evaluate(x, np.array(G_A)))


def asked(resolved: Resolved, evaluate: Callable[..., Evaluated], **fields: object) -> Question:
    """A question to a function."""
    return Question("m", resolved, evaluate=evaluate, workers=1, **fields)


def inside(found: Indices, name: str, expected: Sequence[float], widest: float) -> None:
    """Known shares lie in the intervals, none of which is wider than so much."""
    bounds = getattr(found, name)
    assert (bounds.high - bounds.low < widest).all(), (name, bounds)
    assert (bounds.low - 1e-9 <= expected).all(), (name, bounds)
    assert (bounds.high + 1e-9 >= expected).all(), (name, bounds)


CUBE = unknowns(3, -math.pi, math.pi)
KEYS = ("x.0", "x.1", "x.2")


@pytest.mark.parametrize(
    ("function", "noise", "widest"), [(ishigami, 0.0, 0.2), (ishigami_with_luck, 1.5, 0.35)]
)
def test_ishigami_is_recovered_with_and_without_luck(tmp_path, function, noise, widest):
    found = indices(asked(CUBE, function, root=tmp_path), KEYS, 256, 4)
    inside(found, "first", [V1 / V, V2 / V, 0.0], widest)
    inside(found, "total", [(V1 + V13) / V, V2 / V, V13 / V], widest)
    assert found.second.low[0, 2] <= V13 / V <= found.second.high[0, 2]
    assert [pair.keys for pair in found.pairs] == [("x.0", "x.2")], "the only two that act together"
    assert found.variance.low[0] < V < found.variance.high[0]
    assert found.chance_variance == pytest.approx(10 * noise**2, rel=0.1, abs=1e-12)
    assert found.share_of_assumptions == pytest.approx(V / (V + 10 * noise**2), rel=0.15)
    assert len(list(tmp_path.rglob("values.parquet"))) == 256 * 8 / 32, "it went through the store"


def test_luck_is_not_taken_for_interactions():
    """Of a sum nothing is left to interactions, though luck is nine times what the assumptions do."""
    rng, rows, size = np.random.default_rng(3), 64, 8
    problem = {"num_vars": 3, "names": list(KEYS), "bounds": [[0.0, 1.0]] * 3}
    totals, held = [], []
    for repeat in range(40):
        points = salib_sample.sample(problem, rows, seed=repeat).reshape(rows, size, 3)
        luck = 3 * rng.normal(size=(rows, 1, 4)) + rng.normal(size=(rows, size, 4))
        found = estimate(KEYS, points, 2 * points.sum(axis=2)[..., None] + 0.95 * luck, repeat)
        totals.append(found.total.value)
        held.append((found.total.low <= 1 / 3) & (found.total.high >= 1 / 3))
        assert found.chance_variance == pytest.approx(9.0, rel=0.3)
        assert found.pairs == ()
    off = np.mean(totals, axis=0) - 1 / 3
    assert (np.abs(off) < 3 * np.std(totals, axis=0) / 40**0.5).all()
    assert np.mean(held) > 0.9
    # Without the correction a total would be larger by what luck of a point's own adds to half a square.
    assert (np.abs(off) < 0.2 * 0.95**2 / 4).all()


def test_the_g_function_is_recovered_and_salib_agrees():
    keys = tuple(f"x.{place}" for place in range(len(G_A)))
    found = indices(asked(unknowns(len(G_A), 0, 1), of(g_function, 0.0)), keys, 512, 2)
    inside(found, "first", Sobol_G.sensitivity_index(np.array(G_A)), 0.25)
    inside(found, "total", Sobol_G.total_sensitivity_index(np.array(G_A)), 0.25)
    assert found.tied == ("x.0",)
    problem = {"num_vars": len(G_A), "names": list(keys), "bounds": [[0.0, 1.0]] * len(G_A)}
    points = salib_sample.sample(problem, 512, seed=small().seed % 2**32)
    theirs = salib_sobol.analyze(problem, g_function(points), seed=1)
    assert np.abs(theirs["S1"] - found.first.value).max() < 0.05
    assert np.abs(theirs["ST"] - found.total.value).max() < 0.05


def test_screening_is_morriss_and_leaves_luck_out():
    def rough(x: NDArray[np.float64]) -> NDArray[np.float64]:
        return 10 * x[:, 0] + 5 * x[:, 1] ** 2 + 0 * x[:, 2]

    resolved = unknowns(3, 0, 1)
    plain = screen(asked(resolved, of(rough, 0.0)), 8, 2)
    assert [each.key for each in plain.effects] == ["x.0", "x.1", "x.2"]
    problem = {"num_vars": 3, "names": list(KEYS), "bounds": [[0.0, 1.0]] * 3}
    points = salib_morris_sample.sample(problem, 8, seed=resolved.seed % 2**32)
    theirs = salib_morris.analyze(problem, points, rough(points))
    for each, mean, star, sigma in zip(
        plain.effects, theirs["mu"], theirs["mu_star"], theirs["sigma"], strict=True
    ):
        assert (each.mean, each.mean_absolute, each.spread) == pytest.approx((mean, star, sigma), abs=1e-9)
    assert plain.chosen(5) == ("x.0", "x.1"), "what does nothing is not chosen"
    lucky = screen(asked(resolved, of(rough, 3.0)), 16, 8)
    worst = lucky.effects[-1]
    assert (worst.key, worst.low) == ("x.2", 0.0)
    assert worst.size < 0.5 * worst.mean_absolute


def test_ends_of_ranges_are_in_the_answers_own_unit():
    def slope(x: NDArray[np.float64]) -> NDArray[np.float64]:
        return 10 * x[:, 0] - 2 * x[:, 1]

    found = tornado(asked(unknowns(3, 0, 4), of(slope, 0.0)), KEYS, 3)
    assert found.central.mean == 16
    assert [each.key for each in found.ends] == ["x.0", "x.1", "x.2"]
    changes = [(each.at_low.mean, each.at_high.mean) for each in found.ends]
    assert changes == [(-20, 20), (4, -4), (0, 0)]


def test_a_difference_is_paired_and_each_scenario_keeps_what_it_decides():
    def slope(x: NDArray[np.float64]) -> NDArray[np.float64]:
        return 10 * x[:, 0] - 2 * x[:, 1]

    one = unknowns(2, 0, 4)
    fixed = one.assumptions.assumptions[0].model_copy(update={"distribution": "fixed", "value": 1.0})
    other = one.model_copy(
        update={"assumptions": Register(assumptions=(fixed, one.assumptions.assumptions[1]))}
    )
    found = tornado(asked(one, of(slope, 0.0), against=other), ("x.0", "x.1"), 2)
    assert found.central.mean == 10
    assert [(each.key, each.at_low.mean, each.at_high.mean) for each in found.ends] == [
        ("x.0", -20, 20),
        ("x.1", 0, 0),
    ]


def only(register: Register, *parts: str) -> Register:
    """The register with ranges of these assumptions alone."""
    return Register(
        assumptions=tuple(
            row if row.key.startswith(parts) else row.model_copy(update={"distribution": "fixed"})
            for row in register.assumptions
        )
    )


LITTLE = Budget(trajectories=4, assumptions=3, samples=16, runs=2, central_runs=4)


def test_the_model_itself_is_asked_and_what_no_effect_leaves_is_told(tmp_path):
    scenario = small(assumptions=only(with_values(support__odds_ratio=3.0), "support.", "monitoring.need_"))
    found = sensitivity(Question(PUPILS, scenario, root=tmp_path, workers=1), LITTLE)
    assert found.measure.unit == "pupils"
    assert found.indices is not None
    assert "monitoring.need_threshold" in found.indices.keys
    assert found.no_effect is not None
    assert found.no_effect.answer.mean - found.tornado.central.mean == pytest.approx(
        found.no_effect.change.mean
    )
    assert found.no_effect.change.mean > 0, "without help more pupils are in schools that need it"
    without = small(no_effect=True, assumptions=only(scenario.assumptions, "monitoring.need_"))
    assert sensitivity(Question(PUPILS, without, root=tmp_path, workers=1), LITTLE).no_effect is None


def test_an_answer_that_nothing_moves_is_said_to_be_so():
    def constant(x: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.full(len(x), 7.0)

    question = asked(CUBE, of(constant, 0.0))
    assert screen(question, 4, 2).chosen(3) == ()
    found = indices(question, KEYS, 16, 2)
    assert (found.clear, found.tied, found.pairs, found.share_of_assumptions) == (False, (), (), 0.0)


def test_an_answer_of_luck_alone_is_not_given_to_the_assumptions():
    def nothing(x: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.zeros(len(x))

    assert not indices(asked(CUBE, of(nothing, 1.0)), KEYS, 64, 2).clear


@pytest.mark.parametrize(("samples", "runs"), [(100, 2), (8, 2), (64, 1)])
def test_too_few_samples_are_refused(samples, runs):
    with pytest.raises(UnanswerableError, match="will not do"):
        indices(asked(CUBE, of(Ishigami.evaluate, 0.0)), KEYS, samples, runs)
    with pytest.raises(UnanswerableError, match="too few"):
        screen(asked(CUBE, of(Ishigami.evaluate, 0.0)), 3, runs)


def test_an_answer_that_most_runs_lack_is_refused():
    def seldom(x: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.where(x[:, 0] > 0, x[:, 0], np.nan)

    for ask in (lambda q: screen(q, 4, 2), lambda q: indices(q, KEYS, 16, 2)):
        with pytest.raises(UnanswerableError, match="no value in most runs"):
            ask(asked(CUBE, of(seldom, 0.0)))


def test_points_without_an_answer_are_left_out_and_counted():
    def corner(x: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.where(x.sum(axis=1) > 2.7, np.nan, x[:, 0] + x[:, 1])

    question = asked(unknowns(3, 0, 1), of(corner, 0.0))
    screening = screen(question, 16, 2)
    assert 0 < screening.missing < 0.3
    assert [round(each.mean, 9) for each in screening.effects] == [1, 1, 0]
    found = indices(question, KEYS, 256, 2)
    assert 0 < found.missing < 40
    assert found.rows + found.missing == 256
    assert found.total.value == pytest.approx([0.5, 0.5, 0], abs=0.1)


def test_assumptions_that_contradict_each_other_have_no_answer():
    strong = small().assumptions.values() | {"support.odds_ratio": 1e5, "strength.kappa_per_week": 0.03}
    points = [Point(small(), Draw(1, strong)), Point(small(), Draw(1, small().assumptions.values()))]
    values = sweep(points, [PUPILS], 2, None, workers=1)
    assert np.isnan(values[0]).all()
    assert not np.isnan(values[1]).any()


def test_what_cannot_be_asked_is_refused_before_anything_runs():
    with pytest.raises(UnknownMeasureError, match="pupils_attention_existing"):
        Question("pupils_attention_exsting", small()).check()
    with pytest.raises(UnanswerableError, match="is not given"):
        Question("designations_lost", small()).check()
    rows = tuple(row.model_copy(update={"distribution": "fixed"}) for row in small().assumptions.assumptions)
    decided = small(assumptions=Register(assumptions=rows))
    with pytest.raises(UnanswerableError, match="nothing is left open"):
        Question(PUPILS, decided).check()
    with pytest.raises(NotComparableError, match="seed differs"):
        Question(PUPILS, small(), small(seed=5)).check()
    trust = small().trust
    larger = small().model_copy(
        update={"trust": trust.model_copy(update={"schools": (*trust.schools, school("S3"))})}
    )
    with pytest.raises(NotComparableError, match="schools that are not the same"):
        Question(PUPILS, larger, small()).check()
