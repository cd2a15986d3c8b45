"""How much of an answer's variance each assumption carries, alone and with others (Sobol' 1993).

Points are those of SALib (Saltelli 2002: rows of A, B, and each with one column of the other). All points of
a row share their luck, and rows share none: so rows are independent, luck included, and a bootstrap over rows
says how sure an index is. Everything is estimated from differences within rows, in which the luck of the row
cancels, as products of means over runs with chance taken out (`luck`). With f at A, B, A with column i of B
(Ai) and B with column i of A (Bi):

    V    = E (f(A) - f(B))² / 2                      and the same of every Ai and Bi, which share no column
    V_i  = -E (f(Ai) - f(A)) (f(Bi) - f(B)) / 2       alone
    T_i  = E [(f(Ai) - f(A))² + (f(Bi) - f(B))²] / 4    alone and with others
    V_ij = E (f(Ai) - f(A)) (f(Bj) - f(B))              two together, beyond each alone

V_i and T_i are the estimators of Azzini, Mara & Rosati (2021, Environmental Modelling & Software 144:105167)
before division; V_ij follows in the same way, since E f(u) f(v) depends on the columns that u and v share
alone. An assumption that does nothing has indices of exactly nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from SALib.sample import sobol
from scipy import stats

from ist_model.experiments.sensitivity.luck import products, squares, variances
from ist_model.experiments.sensitivity.morris import LARGEST_SEED
from ist_model.experiments.sensitivity.question import Floats, Question, UnanswerableError
from ist_model.results.summary import CONFIDENCE

FEWEST_ROWS = 16
RESAMPLES = 1000
_TAIL = 50 - 50 * CONFIDENCE  # percentile at the lower end of an interval
TOO_LITTLE = 0.01  # share of the variance that two carry together: not worth naming


@dataclass(frozen=True)
class Bounds:
    """Estimates with their bootstrap intervals, arrays of one shape."""

    value: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True)
class Pair:
    """Two assumptions whose effects depend on each other.

    Attributes:
        keys: of the two.
        share: of the variance that they carry together beyond each alone, with its interval.
        at_low: what raising the first from its 10th to its 90th percentile does to the answer while the
            second is at its 10th; by least squares over all points, in the answer's unit.
        at_high: the same while the second is at its 90th.
    """

    keys: tuple[str, str]
    share: float
    low: float
    high: float
    at_low: float
    at_high: float


@dataclass(frozen=True)
class Indices:
    """Shares of the variance of the answer's mean over chance.

    Attributes:
        keys: assumptions varied; D of them.
        first: [D] alone.
        total: [D] alone and with others.
        second: [D, D] two together, above the diagonal; NaN elsewhere.
        variance: [1] of the answer between assumptions, in the square of its unit.
        chance_variance: between runs of one point: what one run varies by through luck.
        tied: keys that may carry the most: whose total is not below the largest beyond chance.
        pairs: two assumptions each that clearly act together, the most first.
        rows: that were used.
        missing: rows left out because the answer has no value at one of their points.
        runs: samples of chance of each point.
    """

    keys: tuple[str, ...]
    first: Bounds
    total: Bounds
    second: Bounds
    variance: Bounds
    chance_variance: float
    tied: tuple[str, ...]
    pairs: tuple[Pair, ...]
    rows: int
    missing: int
    runs: int

    @property
    def clear(self) -> bool:
        """Whether the answer varies with these assumptions beyond chance at all."""
        return bool(self.variance.low[0] > 0)

    @property
    def share_of_assumptions(self) -> float:
        """Share of the variance of a single run that these assumptions carry; the rest is chance."""
        total = float(self.variance.value[0]) + self.chance_variance
        return float(self.variance.value[0]) / total if total > 0 else 0.0


def indices(question: Question, keys: Sequence[str], rows: int, runs: int) -> Indices:
    """First, total and second-order indices of these assumptions; all others stay at their central values.

    Args:
        question: what is asked.
        keys: assumptions, of `question.assumptions`; one at least.
        rows: of the sample, a power of 2; it has `rows` x (2 x keys + 2) points.
        runs: samples of chance of each point.

    Raises:
        UnanswerableError: if there are too few rows or runs, or too few have an answer.
    """
    must_do(rows, runs)
    number = len(keys)
    problem = {"num_vars": number, "names": list(keys), "bounds": [[0.0, 1.0]] * number}
    seed = question.scenario.seed % LARGEST_SEED
    points = np.asarray(sobol.sample(problem, rows, calc_second_order=True, seed=seed), np.float64)
    size = 2 * number + 2
    group = np.repeat(np.arange(rows), size)
    answers = question.answers(keys, points, group, runs).reshape(rows, size, runs)
    return estimate(keys, points.reshape(rows, size, number), answers, seed)


def must_do(rows: int, runs: int) -> None:
    """Refuse samples that are too few or not balanced.

    Raises:
        UnanswerableError: naming what would do.
    """
    if rows < FEWEST_ROWS or rows & (rows - 1) or runs < 2:
        raise UnanswerableError(
            f"{rows} samples of {runs} runs will not do.\n"
            "  rule:   a Sobol' sequence is balanced in powers of 2, and luck shows between runs\n"
            f"  remedy: {FEWEST_ROWS}, 32, 64, ... samples and 2 runs at least; 256 and 4 are usual"
        )


def estimate(keys: Sequence[str], points: Floats, answers: Floats, seed: int = 0) -> Indices:
    """The indices from answers at SALib's points.

    Args:
        keys: D of them.
        points: [rows, 2D + 2, D] in SALib's order: A, all Ai, all Bi, B.
        answers: [rows, 2D + 2, runs].
        seed: of the bootstrap.

    Raises:
        UnanswerableError: if the answer has a value in too few rows.
    """
    known = np.asarray(~np.isnan(answers).any(axis=1))
    whole = known.sum(axis=1) >= 2
    if whole.sum() < FEWEST_ROWS:
        raise UnanswerableError(
            "the answer has no value in most runs.\n"
            f"  value:  in {int(whole.sum())} of {len(whole)} samples two runs have one at every point\n"
            "  rule:   differences are taken between runs in which the answer has a value\n"
            "  remedy: name a measure that every run has, or make more runs"
        )
    points, number = points[whole], len(keys)
    counts = known[whole].sum(axis=1).astype(np.float64)
    kept = np.where(known[whole][:, None, :], answers[whole], 0.0)
    a, b = kept[:, :1], kept[:, -1:]
    ai, bi = kept[:, 1 : 1 + number], kept[:, 1 + number : -1]
    crossed = products(ai - a, bi - b, counts)
    ends = (squares(ai - a, counts) + squares(bi - b, counts)) / 4
    apart = np.concatenate([squares(a - b, counts), squares(ai - bi, counts)], axis=1).mean(axis=1) / 2
    rows = len(points)
    weights = np.vstack(
        [np.full(rows, 1.0 / rows), _resampled(rows, np.random.default_rng([seed, rows]))]
    )  # the sample itself, then the bootstrap's
    variance = weights @ apart
    total = weights @ ends
    both = np.einsum("wt,tij->wij", weights, crossed, optimize=True)
    first = -np.diagonal(both, axis1=1, axis2=2) / 2
    together = (both + np.swapaxes(both, 1, 2)) / 2
    largest = int(total[0].argmax())
    behind = np.percentile(total[1:, [largest]] - total[1:], _TAIL, axis=0)
    upper = np.triu_indices(number, 1)
    per = np.where(variance > 0, variance, np.nan)[:, None]  # no share of a variance that does not show
    second = together[:, upper[0], upper[1]] / per
    return Indices(
        keys=tuple(keys),
        first=_bounds(first / per),
        total=_bounds(total / per),
        second=Bounds(*(_square(each, upper, number) for each in vars(_bounds(second)).values())),
        variance=_bounds(variance[:, None]),
        chance_variance=float(variances(np.concatenate([a, b], axis=1), counts).mean()),
        tied=tuple(key for place, key in enumerate(keys) if behind[place] <= 0 and total[0, place] > 0),
        pairs=_pairs(keys, second, upper, points, kept.sum(axis=2) / counts[:, None]),
        rows=rows,
        missing=int((~whole).sum()),
        runs=answers.shape[2],
    )


def _resampled(rows: int, rng: np.random.Generator) -> Floats:
    """[resamples, rows] how much each row counts."""
    drawn = rng.multinomial(rows, np.full(rows, 1.0 / rows), size=RESAMPLES)
    return np.asarray(drawn / rows, np.float64)


def _bounds(values: Floats) -> Bounds:
    """The first of the estimates, with the percentile interval of all others; NaN where it is not known."""
    if np.isnan(values[0]).all():
        return Bounds(values[0], values[0], values[0])
    low, high = np.nanpercentile(values[1:], [_TAIL, 100 - _TAIL], axis=0)
    return Bounds(values[0], low, high)


def _square(values: Floats, upper: tuple[NDArray[np.intp], ...], number: int) -> Floats:
    """[D, D] values of pairs above the diagonal."""
    found = np.full((number, number), np.nan)
    found[upper] = values
    return found


def _pairs(
    keys: Sequence[str],
    second: Floats,
    upper: tuple[NDArray[np.intp], ...],
    points: Floats,
    means: Floats,
) -> tuple[Pair, ...]:
    """Pairs that stand out of chance, all pairs looked at together (Bonferroni), and are worth naming."""
    if not second.size or np.isnan(second[0]).any():
        return ()
    spread = np.nanstd(second[1:], axis=0, ddof=1)
    chance = (1 - CONFIDENCE) / (2 * second.shape[1])
    quantile = float(stats.t.ppf(1 - chance, len(points) - 1))
    bounds = _bounds(second)
    clear = (second[0] > TOO_LITTLE) & (second[0] > quantile * spread) & (bounds.low > 0)
    pairs = []
    for place in np.flatnonzero(clear)[np.argsort(-second[0][clear], kind="stable")]:
        i, j = int(upper[0][place]), int(upper[1][place])
        share, low, high = (float(each[place]) for each in (bounds.value, bounds.low, bounds.high))
        pairs.append(
            Pair((keys[i], keys[j]), share, low, high, *_slopes(points[..., i], points[..., j], means))
        )
    return tuple(pairs)


def _slopes(u: Floats, v: Floats, y: Floats) -> tuple[float, float]:
    """Effect of u from 0.1 to 0.9 at v = 0.1 and at v = 0.9, by least squares within rows (shared luck)."""
    terms = np.stack([u, v, u * v])
    terms, y = terms - terms.mean(axis=2, keepdims=True), y - y.mean(axis=1, keepdims=True)
    (slope, _, bend), *_ = np.linalg.lstsq(terms.reshape(3, -1).T, y.ravel(), rcond=None)
    return float(0.8 * (slope + 0.1 * bend)), float(0.8 * (slope + 0.9 * bend))
