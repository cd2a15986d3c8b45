"""What a grade tells of a school's strength years later: against integrals and the model as it runs."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pytest
from inputs.new_trust.conftest import SCENARIOS
from scipy import integrate, stats

from ist_model.experiments.calibration import population
from ist_model.inputs.assumptions import Register
from ist_model.inputs.new_trust import standing
from ist_model.inputs.new_trust.national import national
from ist_model.inputs.validate import validate
from ist_model.inputs.yaml_file import read

VALUES = validate(Register, read(SCENARIOS / "assumptions.yaml")).values()
WORDS = population.GRADES
LEGACY = [VALUES[f"grade.legacy_4.cut_{at}"] for at in (1, 2, 3)]
CARD = [VALUES[f"grade.report_card_2025.cut_{at}"] for at in (1, 2, 3, 4)]


def by_integral(cuts: list[float], noise_sd: float, grade: int, left: float) -> tuple[float, float]:
    """Mean and spread of strength today given a grade, by integrating over strength then (points)."""
    ends = [-np.inf, *cuts, np.inf]
    then = stats.norm(50, 15)

    def chance(x: float) -> float:
        low, high = (stats.norm.cdf((end - x) / noise_sd) for end in (ends[grade], ends[grade + 1]))
        return float(then.pdf(x) * (high - low))

    share, mean, square = (
        integrate.quad(lambda x, power=power: ((x - 50) / 15) ** power * chance(x), -70, 170)[0]
        for power in (0, 1, 2)
    )
    mean, square = mean / share, square / share
    return left * mean, math.sqrt(left**2 * (square - mean**2) + 1 - left**2)


@pytest.mark.parametrize("years", [0.0, 1.5, 6.0])
@pytest.mark.parametrize("grade", range(4))
def test_an_overall_outcome_tells_what_integrals_say(grade: int, years: float) -> None:
    left = 0.6 + 0.4 * math.exp(-0.016 * 39 * years)
    found = standing.from_outcome(WORDS[grade], years, VALUES)
    assert found == pytest.approx(by_integral(LEGACY, 28.0, grade, left), rel=1e-6)


@pytest.mark.parametrize("grade", range(5))
def test_a_grade_of_a_report_card_tells_what_integrals_say(grade: int) -> None:
    found = standing.from_card(list(national().card_grades)[grade], 0.0, VALUES)
    assert found == pytest.approx(by_integral(CARD, 5.0, grade, 1.0), rel=1e-6)


@pytest.mark.parametrize("years", [0.0, 2.0, 5.0])
def test_the_mean_is_that_of_schools_that_live_by_the_compiled_rules(years: float) -> None:
    """Schools are followed by the engines' own functions, each weighed by its chance of the grade."""
    moving = (VALUES[f"strength.{name}"] for name in ("kappa_per_week", "persistence", "sigma_per_root_week"))
    rules = population.Rules(*moving, 28.0, *LEGACY)
    schools = population.schools(20_000, 1)
    weights = population.chances(schools.start, rules.noise_sd, np.array(LEGACY))
    now = population.strengths(rules, schools, (years,))[:, 0]
    for grade, word in enumerate(WORDS):
        weight = weights[:, grade]
        mean = float(np.average(now, weights=weight))
        error = 15 * math.sqrt(float((weight**2).sum())) / float(weight.sum())
        assert 50 + 15 * standing.from_outcome(word, years, VALUES).mean == pytest.approx(
            mean, abs=4 * error + 0.1
        )


def test_a_figure_tells_less_as_years_pass_and_never_more_than_its_signal() -> None:
    a_year = 0.6 + 0.4 * math.exp(-0.624)
    for measure, year_on_year in (("absence", 0.8), ("ks2_expected", 0.57), ("ks2_progress", 0.62)):
        signal = year_on_year / a_year
        found = [standing.from_figure(measure, -1.0, years, VALUES) for years in (0.0, 1.0, 100.0)]
        assert found[0] == pytest.approx((-math.sqrt(signal), math.sqrt(1 - signal)))
        assert found[1].mean == pytest.approx(-math.sqrt(signal) * a_year)
        assert found[2] == pytest.approx((-math.sqrt(signal) * 0.6, math.sqrt(1 - signal * 0.36)))


@pytest.mark.parametrize("measure", ["absence", "ks2_expected", "ks2_progress"])
def test_figures_of_two_years_correlate_as_published(measure: str) -> None:
    """Strength of two years, and a figure of each with the share of signal that is read out of it."""
    signal = standing.from_figure(measure, 1.0, 0.0, VALUES).mean ** 2
    rng = np.random.default_rng(1)
    a_year, n = standing.left_after(1.0, VALUES), 200_000
    then = rng.normal(size=n)
    now = a_year * then + math.sqrt(1 - a_year**2) * rng.normal(size=n)
    one, two = (
        math.sqrt(signal) * strength + math.sqrt(1 - signal) * rng.normal(size=n) for strength in (then, now)
    )
    assert np.corrcoef(one, two)[0, 1] == pytest.approx(national().year_on_year[measure], abs=0.01)


def test_the_mean_of_three_scores_spreads_as_their_correlations_say() -> None:
    among = (0.58, 0.62, 0.73)  # reading, writing, maths progress of primaries in two counties, 2017/18
    assert national().ks2_progress_together_sd == pytest.approx(
        math.sqrt((3 + 2 * sum(among)) / 9), abs=0.005
    )


@pytest.mark.parametrize(
    ("sponsored", "words"), [(True, (1.0, 1.0, 0.5, 0.0)), (False, (0.0, 1.0, 1.0, 1.0))]
)
def test_a_candidate_is_read_by_the_same_law_and_an_unknown_outcome_is_a_mixture(
    sponsored: bool, words: tuple[float, ...]
) -> None:
    start = dt.date(2026, 9, 1)
    date = dt.date(2023, 5, 17)
    years = standing.years_since(date, start, VALUES)
    known = standing.of_candidate("good", date, sponsored, start, VALUES)
    assert known == standing.from_outcome("good", years, VALUES)
    found = standing.of_candidate("unknown", None, sponsored, start, VALUES)
    rng = np.random.default_rng(2)
    weights = np.array(words) * list(national().outcomes.values())
    parts = [standing.from_outcome(word, 1.9, VALUES) for word in WORDS]
    chosen = rng.choice(4, size=400_000, p=weights / weights.sum())
    drawn = rng.normal([parts[i].mean for i in chosen], [parts[i].sd for i in chosen])
    assert found == pytest.approx((drawn.mean(), drawn.std()), abs=0.01)
    assert found.at(0.1) < found.percentile < found.at(0.9)


def test_eight_of_ten_schools_lie_between() -> None:
    assert standing.NATION.between() == (0.1, 0.9)
    low, high = standing.from_outcome("good", 3.0, VALUES).between()
    assert 0.1 < low < 0.13
    assert 0.88 < high < 0.91


def test_years_run_from_the_inspection_and_never_back() -> None:
    start = dt.date(2026, 9, 1)
    assert standing.years_since(dt.date(2022, 9, 1), start, VALUES) == pytest.approx(4.0, abs=0.01)
    assert standing.years_since(dt.date(2027, 9, 1), start, VALUES) == 0.0
    assert standing.years_since(None, start, VALUES) == 1.9
