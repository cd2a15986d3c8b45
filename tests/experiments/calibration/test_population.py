"""Synthetic primaries live and are graded by the model's rules, as theory says of them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from ist_model.experiments.calibration.population import (
    Clock,
    Rules,
    Schools,
    chances,
    regraded,
    schools,
    strengths,
)
from ist_model.inputs.published.tables import Inspections, national
from ist_model.oracles import ornstein_uhlenbeck
from ist_model.science import inspection

RULES = Rules(0.016, 0.6, 1.7, 12.0, 10.0, 30.0, 75.0)
CUTS = np.array(RULES[4:])


@pytest.fixture(scope="module")
def many() -> Schools:
    return schools(20_000, 3)


def clock(years: float) -> Clock:
    """Inspectors who come after so many years, whatever they found."""
    return Clock(np.tile([years - 0.01, years, years + 0.01], (4, 1)), 1.0)


def next_table(**fields: object) -> Inspections:
    """A table of next inspections."""
    whole = national().table("2018-2020").model_dump()
    return Inspections.model_validate(whole | fields)


def test_strength_is_the_process_of_theory(many: Schools) -> None:
    later = strengths(RULES, many, (1.0, 3.0))
    start, m = many.start, 50.0 + RULES.persistence * (many.start - 50.0)
    for column, years in enumerate((1.0, 3.0)):
        weeks = 39.0 * years
        off = later[:, column] - [
            ornstein_uhlenbeck.mean_at(weeks, x, level, RULES.kappa)
            for x, level in zip(start, m, strict=True)
        ]
        inside = (start > 20.0) & (start < 80.0)  # far from where strength is held to 0-100
        variance = ornstein_uhlenbeck.variance_at(weeks, RULES.sigma, RULES.kappa)
        assert off[inside].mean() == pytest.approx(0.0, abs=4.0 * math.sqrt(variance / inside.sum()))
        assert off[inside].var() == pytest.approx(variance, rel=4.0 * math.sqrt(2.0 / inside.sum()))


def test_expected_grades_are_those_that_the_model_draws(many: Schools) -> None:
    expected = chances(many.start, RULES.noise_sd, CUTS)
    one = np.uint64(1)
    drawn = np.array(
        [
            inspection.grade(
                inspection.inspected_strength(x, RULES.noise_sd, one, one, np.uint64(i), one), CUTS
            )
            for i, x in enumerate(many.start)
        ]
    )
    assert expected.sum(axis=1) == pytest.approx(np.ones(many.start.size))
    for grade in range(4):
        found = (drawn == grade) - expected[:, grade]
        assert abs(found.mean()) < 4.0 * found.std() / math.sqrt(many.start.size)


def test_the_next_grade_follows_the_two_normal_law(many: Schools) -> None:
    """Two inspections three years apart see two normal numbers, whose correlation theory gives."""
    years, weeks = 3.0, 117.0
    found = regraded(RULES, many, clock(years), next_table())
    kept = RULES.persistence + (1.0 - RULES.persistence) * math.exp(-RULES.kappa * weeks)
    variance = ornstein_uhlenbeck.variance_at(weeks, RULES.sigma, RULES.kappa)
    noise = RULES.noise_sd**2
    one, other = 225.0 + noise, 225.0 * kept**2 + variance + noise
    both = stats.multivariate_normal([50.0, 50.0], [[one, 225.0 * kept], [225.0 * kept, other]])
    edges = [-1e4, *CUTS, 1e4]
    for i in range(4):
        for j in range(4):
            theory = both.cdf([edges[i + 1], edges[j + 1]], lower_limit=[edges[i], edges[j]])
            assert found[i, j] == pytest.approx(theory, abs=0.008), (i, j)


def test_nobody_is_regraded_where_nobody_is_inspected(many: Schools) -> None:
    held = national().table("2015-2018")
    table = regraded(RULES, many, clock(60.0), held)
    assert table == pytest.approx(np.diag(np.diag(table)), abs=1e-12)
    assert table.sum() == pytest.approx(1.0)


def test_a_grade_held_is_the_next_one_if_inspectors_come_once(many: Schools) -> None:
    """Inspected within the window once, all of them, so both ways of counting must agree."""
    raw = national().table("2015-2018").model_dump() | {"inspected": (), "half_years": ()}
    held = regraded(RULES, many, clock(2.0), Inspections.model_validate(raw))
    following = regraded(RULES, many, clock(2.0), next_table())
    assert held == pytest.approx(following, abs=0.006)


def test_the_same_schools_differ_only_by_rules(many: Schools) -> None:
    one = strengths(RULES, many, (2.0,))
    assert (one == strengths(RULES._replace(cut_1=12.0, noise_sd=3.0), many, (2.0,))).all()
    assert one.tobytes() == strengths(RULES, schools(20_000, 3), (2.0,)).tobytes()
    with pytest.raises(ValueError, match="at least one"):
        schools(0, 1)
