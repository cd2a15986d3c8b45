"""Forecasts of grades are scored by proper rules, against chains that theory knows."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from ist_model.experiments.calibration.backtest import (
    FREQUENCIES,
    MARKOV,
    MODEL,
    STAYS,
    NothingBeforeError,
    back_test,
    markov,
    scored,
    stays,
)
from ist_model.experiments.calibration.calibrate import Settings
from ist_model.inputs.published.tables import Inspections, national
from ist_model.inputs.resolve import resolve

VALUES = resolve("baseline", Path(__file__).parents[3] / "scenarios").assumptions.values()
QUICK = Settings(schools=200, points=64, rounds=1)


def test_the_chain_of_two_grades_is_the_closed_form() -> None:
    """Good falls at rate a and poor rises at rate b: chance good -> poor a / (a + b) (1 - e^-(a + b) t)."""
    raw = national().table("2012-2015").model_dump()
    raw |= {
        "counts": ((1, 0, 0, 0), (0, 40, 60, 0), (0, 10, 90, 0), (0, 0, 0, 1)),
        "mean_years": (1.0, 2.0, 4.0, 1.0),
    }
    down, up, years = 0.1 / 4.0, 0.6 / 2.0, 3.0
    found = markov(Inspections.model_validate(raw), years)
    gone = 1.0 - math.exp(-(down + up) * years)
    assert found[2, 1] == pytest.approx(down / (down + up) * gone)
    assert found[1, 2] == pytest.approx(up / (down + up) * gone)
    assert found.sum(axis=1) == pytest.approx(np.ones(4))


def test_nothing_scores_better_than_what_came_about() -> None:
    observed = national().table("2015-2018").array()
    truth = observed / observed.sum(axis=1, keepdims=True)
    rng = np.random.default_rng(3)
    shares = {MARKOV: truth, "blurred": 0.9 * truth + 0.025} | {
        str(i): np.array([rng.dirichlet(200.0 * row + 0.5) for row in truth]) for i in range(30)
    }
    scores = {score.forecast: score for score in scored(observed, shares, 40.0)}
    assert max(scores.values(), key=lambda score: score.log).forecast == MARKOV
    assert min(scores.values(), key=lambda score: score.brier).forecast == MARKOV
    # By hand: the first two schools of the first row alone.
    few = np.zeros((4, 4))
    few[0, 0], few[0, 2], few[1, 1], few[2, 2] = 1, 1, 0, 0
    few[1, 1] = few[2, 2] = 1
    given = np.full((4, 4), 0.25)
    (score,) = scored(few, {MARKOV: given}, 40.0)
    assert score.log == pytest.approx(math.log(0.25))
    assert score.brier == pytest.approx(0.75**2 + 3 * 0.25**2)


def test_grades_that_no_school_held_do_not_count() -> None:
    observed = national().table("2015-2018").array()
    observed[0] = 0.0
    truth = np.full((4, 4), 0.25)
    (score,) = scored(observed, {MARKOV: truth}, 40.0)
    assert score.log == pytest.approx(math.log(0.25))


def test_few_schools_leave_a_difference_open() -> None:
    """Ten schools and ten thousand with the same shares: the interval of the ten is the wider."""
    shares = np.array([[0.1, 0.2, 0.6, 0.1]] * 4)
    forecasts = {MARKOV: shares, MODEL: np.array([[0.05, 0.3, 0.6, 0.05]] * 4)}
    few, many = (scored(n * shares, forecasts, 40.0)[1].against_markov for n in (10.0, 10_000.0))
    assert few.middle == pytest.approx(many.middle)
    assert few.high - few.low > 1.5 * (many.high - many.low)


def test_no_change_is_granted_the_share_that_stays() -> None:
    observed = national().table("2015-2018").array()
    found = stays(observed)
    assert found.sum(axis=1) == pytest.approx(np.ones(4))
    stayed = observed[0, 0] + observed[1, 1] + observed[2, 2]
    assert np.diag(found) == pytest.approx(np.full(4, stayed / observed[:3].sum()))


def test_an_honest_forecast_knows_only_what_was_published_before() -> None:
    whole = national()
    unguided = QUICK._replace(rounds=0, points=256)  # a search that no answer can lead
    found = back_test(VALUES, whole, "2015-2018", unguided)
    assert found.before == ("2012-2015", "results", "spread")
    assert {score.forecast for score in found.scores if not score.seen} == {MODEL, MARKOV}
    best = max(found.scores, key=lambda score: score.log)
    assert best.forecast == FREQUENCIES
    scores = {score.forecast: score.log for score in found.scores}
    assert scores[MODEL] > scores[STAYS]
    # Other answers: the honest forecast does not move to the last bit, so it did not look.
    raw = whole.table("2015-2018").model_dump()
    raw["counts"] = (*(tuple(reversed(row)) for row in raw["counts"][:3]), raw["counts"][3])
    other = tuple(Inspections.model_validate(raw) if t.id == "2015-2018" else t for t in whole.inspections)
    again = back_test(VALUES, whole.model_copy(update={"inspections": other}), "2015-2018", unguided)
    assert (again.shares[MODEL] == found.shares[MODEL]).all()


def test_what_cannot_be_forecast_is_refused() -> None:
    with pytest.raises(ValueError, match="tells the next inspection"):
        back_test(VALUES, national(), "2018-2020", QUICK)
    alone = national().model_copy(update={"inspections": (national().table("2015-2018"),)})
    with pytest.raises(NothingBeforeError, match="nothing was known"):
        back_test(VALUES, alone, "2015-2018", QUICK)
