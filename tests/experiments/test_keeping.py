"""Sequential tests of a limit keep the error that they promise (Wald 1945; Andradóttir & Kim 2010)."""

from __future__ import annotations

import numpy as np
import pytest

from ist_model.experiments.binding import told
from ist_model.experiments.keeping import FIRST_RUNS, Limit, half_width
from ist_model.experiments.target import TargetError, mean, standard

ERROR, REPEATS = 0.05, 400


def wrong(limit, draw, right):
    """How many of the repeats end in anything but the right answer, and the runs they took on average."""
    luck = np.random.default_rng(20261101)
    told = [limit.verdict(draw(luck, 4000), ERROR) for _ in range(REPEATS)]
    return sum(verdict != right for verdict, _ in told), np.mean([runs for _, runs in told])


@pytest.mark.parametrize(("chance", "right"), [(0.93, "keeps"), (0.87, "fails")])
def test_a_chance_at_the_edge_of_its_margin_is_misjudged_as_rarely_as_promised(chance, right):
    limit = Limit(0.9, 0.03, chance=True)
    errors, runs = wrong(limit, lambda luck, n: (luck.random(n) < chance).astype(float), right)
    assert errors <= 32  # binomial, 400 of .05: more than 32 has a chance below .002
    # Wald's expected number of runs, within a fifth: bound over the drift of one run.
    low, high = 0.87, 0.93
    drift = chance * np.log(high / low) + (1 - chance) * np.log((1 - high) / (1 - low))
    assert runs == pytest.approx(np.log(1 / ERROR) / abs(drift), rel=0.2)


@pytest.mark.parametrize(("distance", "right"), [(0.25, "keeps"), (-0.25, "fails")])
@pytest.mark.parametrize("spread", [0.5, 3.0])
def test_a_mean_at_the_edge_of_its_margin_is_misjudged_as_rarely_as_promised(distance, right, spread):
    limit = Limit(10.0, 0.25, chance=False)
    errors, _ = wrong(limit, lambda luck, n: luck.normal(10.0 + distance, spread, n), right)
    assert errors <= 32


def test_a_chance_is_never_settled_by_first_runs_that_happen_to_hold():
    assert Limit(0.9, 0.03, chance=True).verdict(np.ones(FIRST_RUNS), 0.05)[0] == "open"


def test_a_mean_is_open_before_its_spread_is_known_and_once_known_stays():
    limit = Limit(0.0, 1.0, chance=False)
    assert limit.verdict(np.full(FIRST_RUNS - 1, 100.0), 0.05) == ("open", FIRST_RUNS - 1)
    there_and_back = np.array([*np.tile([99.0, 101.0], 15), *np.full(100, -1000.0)])
    assert limit.verdict(there_and_back[:27], 0.05) == ("open", 27)  # 28 by Cochran's rule without skewness
    assert limit.verdict(there_and_back, 0.05) == ("keeps", 28)


@pytest.mark.parametrize(
    ("draw", "limit"),
    [
        pytest.param(
            lambda rng: -(rng.random(4000) < 0.06).astype(float), Limit(-0.02, 0.01, False), id="rare"
        ),
        pytest.param(lambda rng: rng.lognormal(-1.125, 1.5, 4000), Limit(1.1, 0.05, False), id="long tail"),
        pytest.param(lambda rng: -rng.lognormal(-1.125, 1.5, 4000), Limit(-0.9, 0.05, False), id="and down"),
    ],
)
def test_rare_and_skewed_values_are_misjudged_as_rarely_as_promised(draw, limit):
    """Means of -0.06 and 1 below their limits by more than the margin: 2.5 in 100 may be told so."""
    wrong = sum(limit.verdict(draw(np.random.default_rng(seed)), 0.025)[0] == "keeps" for seed in range(400))
    assert wrong <= 16  # 10 expected at most, and two standard errors


def test_values_that_are_all_equal_tell_nothing_before_the_rule_of_three():
    assert Limit(-0.02, 0.01, False).verdict(np.zeros(99), 0.025) == ("open", 99)
    assert Limit(-0.02, 0.01, False).verdict(np.zeros(300), 0.025) == ("keeps", 100)


def test_a_limit_taken_away_is_enough_only_if_the_runs_tell():
    """271 of 300 are above nine in ten, and no more than chance would make them."""
    target = standard(0.7, 0.9, "existing")
    order = np.random.default_rng(0).permutation(300)
    barely, surely = ((order < kept).astype(float) for kept in (271, 297))
    assert told(target, "a limit", barely, 6).verdict == "open"
    assert told(target, "a limit", surely, 6).verdict == "keeps"
    assert told(target, "a limit", 1 - surely, 6).verdict == "fails"


def test_the_triangle_has_the_constants_of_kim_and_nelson():
    # n0 = 20, beta = .05 / 9: eta = ((2 beta)^(-2/19) - 1) / 2, h2 = 2 eta 19; closed at r = h2 S2 / delta2.
    h2 = ((2 * 0.05 / 9) ** (-2 / 19) - 1) * 19
    closed = h2 * 4.0 / 0.5**2
    widths = half_width(np.array([1, int(closed), int(closed) + 1]), 4.0, 0.5, 0.05 / 9)
    assert widths[0] == pytest.approx(0.5 / 2 * (closed - 1))
    assert widths[1] > 0 == widths[2]


@pytest.mark.parametrize(
    ("at", "margin", "chance"), [(0.9, 0.0, True), (0.99, 0.02, True), (np.inf, 1.0, False)]
)
def test_limits_that_cannot_be_tested_are_refused(at, margin, chance):
    with pytest.raises(ValueError, match="margin"):
        Limit(at, margin, chance=chance)


@pytest.mark.parametrize(("share", "confidence"), [(1.5, 0.9), (0.9, 0.0), (-0.1, 0.5), (0.5, float("nan"))])
def test_a_standard_outside_nought_to_one_is_refused(share, confidence):
    with pytest.raises(TargetError, match="between 0 and 1"):
        standard(share, confidence, "existing")


def test_a_run_without_needs_keeps_a_standard_and_a_mean_refuses_it():
    missing = np.array([0.5, np.nan, 0.9])
    assert standard(0.7, 0.9, "existing").values(missing).tolist() == [0.0, 1.0, 1.0]
    with pytest.raises(TargetError, match="exists in none of 3 runs"):
        standard(0.7, 0.9, "existing").values(np.full(3, np.nan))
    with pytest.raises(TargetError, match="does not exist in 1 of 3 runs"):
        mean("wait_mean_weeks_beyond", "at most", 1.0).values(missing)
    with pytest.raises(TargetError, match="wait_mean_weeks_beyond"):
        mean("wait_mean_week_beyond", "at most", 1.0)
