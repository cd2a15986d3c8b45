"""What is worth knowing before a choice: a case worked by hand, and the normal-normal case in closed form."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from ist_model.experiments import knowing as knowing_module
from ist_model.experiments.compare import NotComparableError
from ist_model.experiments.knowing import knowing
from ist_model.experiments.sampled import Sampled, measure_of, sampled
from ist_model.experiments.sensitivity.question import UnanswerableError
from ist_model.experiments.smooth import Smoother
from tests.experiments.known import coordinates
from tests.experiments.small import small
from tests.experiments.test_sensitivity import unknowns


def given(inputs, values, better="higher") -> Sampled:
    """Options over made-up draws."""
    keys = tuple(f"x.{place}" for place in range(inputs.shape[1]))
    names = tuple("ABCDE"[: values.shape[2]])
    return Sampled(names, better, keys, inputs, inputs, values)


def test_perfect_information_in_a_case_worked_by_hand():
    """Rain in one of two years: an umbrella shop earns 100 or 20, an ice-cream shop 10 or 90.

    Best on average is the umbrella shop with 60; knowing the weather one earns 100 or 90, 95 on average. So
    knowing is worth 35, whether counted as earnings or as losses, and the weather is all there is to know.
    """
    rain = np.tile([0.25, 0.75], 32)[:, None]
    earned = np.where(rain < 0.5, [[100.0, 10.0]], [[20.0, 90.0]])[:, None, :].repeat(3, axis=1)
    for values, better in ((earned, "higher"), (-earned, "lower")):
        found = knowing(given(rain, values, better))
        assert (found.best, found.perfect_least, found.perfect_most) == (0, 35.0, 35.0)
        assert found.perfect_low < 35 < found.perfect_high
        assert found.each[0].value == pytest.approx(35, abs=1)
        assert found.first == found.each


def unit_loss(mean: float, sd: float) -> float:
    """Gain of choosing between nothing and N(mean, sd²) once it is known (Raiffa & Schlaifer 1961)."""
    known = sd * stats.norm.pdf(mean / sd) + mean * stats.norm.cdf(mean / sd)
    return float(known - max(0.0, mean))


def normal(number: int, rng: np.random.Generator, luck: float) -> Sampled:
    """B gains a normal amount over A, the sum of two that matter; eight more assumptions do nothing."""
    inputs = rng.normal(size=(number, 10))
    gain = -0.5 + 2.0 * inputs[:, 0] + 1.0 * inputs[:, 1]
    values = np.zeros((number, 4, 2))
    values[:, :, 1] = gain[:, None] + luck * rng.normal(size=(number, 4))
    return given(inputs, values + 5 * rng.normal(size=(number, 4, 1)))  # luck that options share


def test_one_assumption_is_worth_what_the_closed_form_says():
    truth = {"x.0": unit_loss(-0.5, 2.0), "x.1": unit_loss(-0.5, 1.0), "all": unit_loss(-0.5, 5**0.5)}
    held = dict.fromkeys(truth, 0)
    values: dict[str, list[float]] = {key: [] for key in truth}
    rng = np.random.default_rng(11)
    for _ in range(12):
        found = knowing(normal(256, rng, luck=2.0))
        by_key = {each.key: each for each in found.each}
        for key in ("x.0", "x.1"):
            held[key] += by_key[key].low <= truth[key] <= by_key[key].high
            values[key].append(by_key[key].value)
        held["all"] += found.perfect_low <= truth["all"] <= found.perfect_high
        values["all"].append((found.perfect_least + found.perfect_most) / 2)
        assert [each.key for each in found.first] == ["x.0"]
        assert sum(each.clear for each in found.each) <= 3
    assert min(held.values()) >= 10
    for key, expected in truth.items():
        assert np.mean(values[key]) == pytest.approx(expected, abs=0.12), key


@pytest.mark.parametrize(
    ("mean", "known", "unknown", "luck", "draws"),
    [
        pytest.param(0.0, 1.0, 1e-6, 0.0, 64, id="equal on average, one assumption is all"),
        pytest.param(0.1, 1.0, 1e-6, 0.0, 256, id="no luck"),
        pytest.param(0.0, 0.55, 0.84, 0.0, 256, id="a third of the variance"),
        pytest.param(-0.3, 0.55, 0.84, 2.0, 256, id="much luck"),
        pytest.param(0.2, 1.0, 1e-6, 3.0, 64, id="few draws, much luck"),
    ],
)
def test_intervals_hold_the_closed_form_as_often_as_they_say(monkeypatch, mean, known, unknown, luck, draws):
    """120 repeats: 95 % within three standard errors, for one assumption and for all."""
    monkeypatch.setattr(knowing_module, "RESAMPLES", 200)
    monkeypatch.setattr(knowing_module, "SHUFFLES", 1)
    one, both = unit_loss(mean, known), unit_loss(mean, (known**2 + unknown**2) ** 0.5)
    rng = np.random.default_rng(3)
    held_one = held_all = 0
    for _ in range(120):
        inputs = rng.normal(size=(draws, 2))
        values = np.zeros((draws, 4, 2))
        gains = mean + known * inputs[:, 0] + unknown * inputs[:, 1]
        values[:, :, 1] = gains[:, None] + luck * rng.normal(size=(draws, 4))
        found = knowing(given(inputs, values))
        (first,) = [each for each in found.each if each.key == "x.0"]
        held_one += first.low <= one <= first.high
        held_all += found.perfect_low <= both <= found.perfect_high
    assert held_one >= 107
    assert held_all >= 107


def test_nothing_is_named_where_nothing_is_worth_knowing():
    rng = np.random.default_rng(5)
    named = 0
    for _ in range(6):
        values = np.array([0.0, -0.3, -0.3]) + rng.normal(size=(128, 4, 3))
        named += bool(knowing(given(rng.random((128, 20)), values)).first)
    assert named <= 1


def gain(point, runs, measures, after_run):
    """Of B over A: normal, of two coordinates; A gives nothing."""
    x = stats.norm.ppf(coordinates(point)[0])
    for _ in runs:
        after_run()
    return np.full((len(runs), 1), 0.0 if point.resolved.name == "A" else -0.5 + 2 * x[0] + x[1])


def test_it_goes_through_the_same_sampling_and_store_as_the_model(tmp_path):
    options = [unknowns(2, 1e-9, 1 - 1e-9).model_copy(update={"name": name}) for name in "AB"]
    options[1] = options[1].model_copy(update={"runs": 7, "years": 2.0})
    made = sampled(options, "m", "higher", 512, 2, tmp_path, workers=1, evaluate=gain)
    found = knowing(made)
    assert found.perfect_low <= unit_loss(-0.5, 5**0.5) <= found.perfect_high
    assert found.each[0].key == "x.0"
    assert found.each[0].low <= unit_loss(-0.5, 2.0) <= found.each[0].high
    assert list(tmp_path.rglob("values.parquet"))


def test_curves_follow_the_data_and_luck_does_not_bend_them():
    x = np.random.default_rng(2).random(400)
    truth = np.sin(6 * (np.argsort(np.argsort(x)) / 400))[:, None]
    noisy = truth + np.random.default_rng(3).normal(size=(400, 1))
    assert np.abs(Smoother(x).fit(truth).fitted - truth).max() < 0.01
    assert np.sqrt(((Smoother(x).fit(noisy).fitted - truth) ** 2).mean()) < 0.25
    steps = np.repeat([1.0, 2.0, 3.0], 50)
    fitted = Smoother(steps).fit((steps**2)[:, None]).fitted[:, 0]
    assert np.unique(fitted.round(6)).size == 3


def test_what_cannot_be_chosen_among_is_refused():
    with pytest.raises(UnanswerableError, match="2 options"):
        measure_of([small()], "pupils_attention_existing")
    with pytest.raises(NotComparableError, match="no better side"):
        measure_of([small(), small(no_effect=True)], "needs_raised_trust")
    with pytest.raises(UnanswerableError, match="too few"):
        sampled([small()], "m", "lower", 8, 2, None)
