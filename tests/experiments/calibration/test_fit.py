"""Fits find the rules that made the facts, and are no surer than they should be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from ist_model.experiments.calibration import facts, fit
from ist_model.experiments.calibration.calibrate import ROWS, everything, register_rules
from ist_model.experiments.calibration.facts import Facts, Predicted
from ist_model.experiments.calibration.population import Rules, clock, schools
from ist_model.inputs.published.tables import national
from ist_model.inputs.resolve import resolve

NATIONAL = national()
VALUES = resolve("baseline", Path(__file__).parents[3] / "scenarios").assumptions.values()
ALL = everything(NATIONAL)


def predictor(count: int, seed: int = 1) -> fit.Predict:
    """What rules say of the facts, from so many schools."""
    followed, when = schools(count, seed), clock(VALUES)
    return lambda rules: facts.predict(rules, followed, when, NATIONAL)


def made_by(true: Predicted, known: Facts, rng: np.random.Generator) -> Facts:
    """Facts as they would be if those rules held: years differ, measures scatter."""
    counts = np.zeros_like(known.counts)
    for t, table in enumerate(known.counts):
        for g in range(4):
            share = rng.dirichlet(known.concentration * true.tables[t, g])
            counts[t, g] = rng.multinomial(int(table[g].sum()), share)
    ratio = rng.normal(true.two_years / true.one_year, known.two_to_one_sd)
    signal = rng.normal(known.signal, known.signal_sd)
    return replace(known, counts=counts, two_to_one=ratio, one_year=signal * true.one_year)


@pytest.fixture(scope="module")
def points() -> fit.Points:
    """Rules all over the prior, and what each says of the facts."""
    return fit.explore(predictor(400), facts.facts_of(NATIONAL), (), 2048, 0, 5)


@pytest.fixture(scope="module")
def box() -> fit.Points:
    """The middle of the prior, a narrower prior of its own, so that many points count for each truth."""
    at = 0.35 + 0.5 * stats.qmc.Sobol(len(fit.PRIOR), rng=np.random.default_rng(8)).random_base2(11)
    rules, predict = tuple(fit.rules_at(one) for one in at), predictor(300)
    return fit.Points(at, np.zeros(len(at)), rules, tuple(predict(one) for one in rules))


def test_a_fit_is_as_sure_as_it_should_be(box: fit.Points) -> None:
    """Simulation-based calibration (Talts and others 2018): ranks of the truth are uniform over many sets.

    Facts are made by rules of the prior and fitted with all the other rules. Were intervals too narrow,
    truths would pile up at the ends; were they off, at one end. Spread is left out: it is no random fact.
    """
    known = replace(facts.facts_of(NATIONAL), concentration=3.0)
    rng = np.random.default_rng(11)
    ranks, effective = [], []
    for truth in rng.choice(len(box.rules), 200, replace=False):
        made = made_by(box.predicted[truth], known, rng)
        found = fit.posterior(box, made, ("2015-2018", "2018-2020", facts.RESULTS))
        others = found.weights.copy()
        others[truth] = 0.0
        others /= others.sum()
        ranks.append(others @ (box.at < box.at[truth]))
        effective.append(found.effective)
    array = np.array(ranks)
    assert np.median(effective) > 60.0
    for k, name in enumerate(fit.PRIOR):
        counts = np.histogram(array[:, k], bins=10, range=(0.0, 1.0))[0]
        assert stats.chisquare(counts).pvalue > 0.001, (name, counts)


def test_what_was_put_in_comes_out() -> None:
    """Known rules make facts without error; a fit that searches finds them, where facts can tell."""
    true = Rules(0.02, 0.5, 2.1, 18.0, 4.0, 28.0, 84.0)
    predict = predictor(400)
    exact = predict(true)
    known = facts.facts_of(NATIONAL)
    counts = np.array([exact.tables[t] * known.counts[t].sum(axis=1)[:, None] for t in range(3)])
    given = replace(
        known,
        counts=counts,
        two_to_one=exact.two_years / exact.one_year,
        one_year=known.signal * exact.one_year,
        concentration=60.0,
    )
    found = fit.posterior(fit.explore(predict, given, (ALL,), 320, 8, 2), given, ALL)
    assert found.effective > 8.0
    for name in Rules._fields:
        interval = found.interval(found.values(name))
        assert interval.low <= getattr(true, name) <= interval.high, name
    scatter = found.interval(found.values("noise_sd"))
    assert scatter.high - scatter.low < 20.0  # the prior leaves 1 to 40


def test_what_the_facts_cannot_tell_is_said_to_be_tied(points: fit.Points) -> None:
    known = facts.facts_of(NATIONAL)
    found = fit.posterior(points, known, (facts.RESULTS, facts.SPREAD))
    matrix = found.correlations()
    kappa, sigma = Rules._fields.index("kappa"), Rules._fields.index("sigma")
    assert matrix[kappa, sigma] > 0.5
    assert found.narrowed()["noise_sd"] > 0.8, "results say nothing of inspectors"


def test_no_facts_leave_the_prior(points: fit.Points) -> None:
    found = fit.posterior(points, facts.facts_of(NATIONAL), ())
    assert found.effective == pytest.approx(len(points.rules))
    assert all(left == pytest.approx(1.0, abs=0.05) for left in found.narrowed().values())
    with pytest.raises(ValueError, match="no facts are called"):
        fit.posterior(points, facts.facts_of(NATIONAL), ("tea leaves",))


def test_years_that_differ_count_for_fewer_schools() -> None:
    shares = np.random.default_rng(1).beta(20.0, 10.0, 4000)
    assert facts.concentration(shares.tolist()) == pytest.approx(30.0, rel=0.1)
    with pytest.raises(ValueError, match="all the same"):
        facts.concentration([0.5, 0.5, 0.5])


def test_a_row_is_the_published_distribution() -> None:
    counts, expected = np.array([3.0, 7.0, 0.0, 2.0]), np.array([0.2, 0.5, 0.1, 0.2])
    other = np.array([0.3, 0.3, 0.2, 0.2])
    theory = stats.dirichlet_multinomial.logpmf(counts.astype(int), 9.0 * expected, 12)
    against = stats.dirichlet_multinomial.logpmf(counts.astype(int), 9.0 * other, 12)
    found = facts.row(counts, expected, 9.0) - facts.row(counts, other, 9.0)
    assert found == pytest.approx(theory - against)


def test_the_register_holds_what_was_fitted() -> None:
    """The grading rows fit best given how strength moves: no small change of one of them fits better."""
    known, predict, register = facts.facts_of(NATIONAL), predictor(3000), register_rules(VALUES)
    here = facts.log_likelihood(predict(register), known, ALL)
    for name, step in {"noise_sd": 4.0, "cut_1": 4.0, "cut_2": 2.5, "cut_3": 4.0}.items():
        for sign in (-1.0, 1.0):
            moved = register._replace(**{name: getattr(register, name) + sign * step})
            assert facts.log_likelihood(predict(moved), known, ALL) < here + 0.1, (name, sign)
    # What stood here before the fit, the scatter of an area for an overall grade, fits far worse.
    before = register._replace(noise_sd=5.0, cut_1=16.0, cut_2=30.0, cut_3=65.0)
    assert facts.log_likelihood(predict(before), known, ALL) < here - 40.0
    assert set(ROWS) == set(Rules._fields)
