"""The rules that the facts allow: a posterior by adaptive importance sampling (MODEL 4.1, 4.6).

Sobol points over the prior, then rounds of points around what fits (multivariate t), each with all that the
rules say of it; together they are one sample of a known mixture (deterministic mixture weights, Owen and
Zhou 2000, JASA 95:135; Cappé and others 2004, JCGS 13:907). What a point says of the facts does not depend
on which facts a fit is held to, so the same points give every fit: on all facts, on those before a date,
without one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special, stats
from scipy.stats import qmc

from ist_model.experiments.calibration.facts import Facts, Predicted, log_likelihood, stacked
from ist_model.experiments.calibration.population import Floats, Rules
from ist_model.science import strength

# Prior: every value between these as likely as any other, on the scale named. Grades begin where these shares
# of schools, as inspectors see them, lie: the prior on them does not depend on how wide inspectors scatter.
PRIOR: dict[str, tuple[float, float, bool]] = {  # lowest, highest, logarithmic
    "kappa": (0.002, 0.06, True),
    "persistence": (0.0, 1.0, False),
    "sigma": (0.5, 4.0, True),
    "noise_sd": (1.0, 40.0, True),
    "outstanding": (0.01, 0.3, True),  # share of schools
    "weak": (0.03, 0.4, True),  # share of schools requiring improvement or worse
    "inadequate": (0.02, 0.5, True),  # share of these that are inadequate
}
_DIMENSIONS = len(PRIOR)
_T_DF = 5
_WIDER = 1.5  # how much wider than the points that fit a round looks, in standard deviations squared
_LEAST_ESS = 60.0  # points that a round must find worth something, else the likelihood is tempered


class Interval(NamedTuple):
    """Median and 95 % interval of a posterior."""

    middle: float
    low: float
    high: float


@dataclass(frozen=True)
class Points:
    """Sets of rules that were tried."""

    at: Floats  # [points, parameters] in the unit cube of the prior
    log_density: Floats  # [points] of the mixture they were drawn from
    rules: tuple[Rules, ...]
    predicted: tuple[Predicted, ...]

    @cached_property
    def said(self) -> Predicted:
        """What all of them say, [points, ...]."""
        return stacked(self.predicted)


@dataclass(frozen=True)
class Posterior:
    """Weights of the points, given facts."""

    points: Points
    held_to: tuple[str, ...]
    weights: Floats  # [points] sum to 1

    @property
    def effective(self) -> float:
        """How many independent draws the points are worth."""
        return float(1.0 / (self.weights**2).sum())

    def values(self, name: str) -> Floats:
        """A parameter of every point, [points]."""
        return np.array([getattr(rules, name) for rules in self.points.rules])

    def interval(self, values: Floats) -> Interval:
        """Median and 95 % interval of anything that every point has, [points]."""
        return Interval(*quantile(values, self.weights, (0.5, 0.025, 0.975)))

    def correlations(self) -> Floats:
        """Of the parameters of `Rules`, those of scale on a logarithmic scale, [7, 7]."""
        columns = [_scaled(name, self.values(name)) for name in Rules._fields]
        covariance = np.cov(np.array(columns), aweights=self.weights)
        sd = np.sqrt(np.diag(covariance))
        return np.asarray(covariance / np.outer(sd, sd), np.float64)

    def narrowed(self) -> dict[str, float]:
        """What is left of the prior's spread of each parameter, on its scale: 1 nothing was learnt."""
        mean = self.weights @ self.points.at
        sd = np.sqrt(self.weights @ (self.points.at - mean) ** 2)
        return dict(zip(PRIOR, (sd * np.sqrt(12.0)).tolist(), strict=True))

    def draws(self, count: int, seed: int) -> NDArray[np.int64]:
        """Numbers of points drawn with their weights, [count]."""
        rng = np.random.default_rng(seed)
        return rng.choice(self.weights.size, count, p=self.weights).astype(np.int64)


Predict = Callable[[Rules], Predicted]
Component = tuple[int, Callable[[Floats], Floats]]  # points drawn, log density


def rules_at(at: Floats) -> Rules:
    """Rules at a point of the unit cube, [parameters]."""
    named = {name: _between(float(u), *PRIOR[name]) for name, u in zip(PRIOR, at, strict=True)}
    wide = float(np.hypot(strength.SPREAD, named["noise_sd"]))
    shares = (named["weak"] * named["inadequate"], named["weak"], 1.0 - named["outstanding"])
    cuts = strength.MIDDLE + wide * special.ndtri(np.array(shares))
    moving = (named["kappa"], named["persistence"], named["sigma"], named["noise_sd"])
    return Rules(*moving, *cuts.tolist())


def explore(
    predict: Predict, facts: Facts, fits: Collection[Collection[str]], size: int, rounds: int, seed: int
) -> Points:
    """Points for some fits: over the prior, then around what fits each of them.

    Args:
        predict: what rules say of the facts.
        facts: what is known.
        fits: for each fit, what it is held to.
        size: points of the prior, and of each round of each fit; a power of two is best.
        rounds: rounds around what fits.
        seed: of the points.
    """
    rng = np.random.default_rng(seed)
    with_power = int(np.ceil(np.log2(size)))
    found = _evaluated(qmc.Sobol(_DIMENSIONS, rng=rng).random_base2(with_power), predict)
    components: list[Component] = [(2**with_power, lambda at: np.zeros(len(at)))]
    for _ in range(rounds):
        for held_to in fits:
            mean, shape = _around(_posterior(found, facts, held_to, components))
            around = stats.multivariate_t(mean, shape, df=_T_DF)
            drawn = np.asarray(around.rvs(size, random_state=rng), np.float64).reshape(size, _DIMENSIONS)
            components.append((size, _density(around)))
            inside = drawn[((drawn > 0.0) & (drawn < 1.0)).all(axis=1)]
            found = _joined(found, _evaluated(inside, predict))
    return replace(found, log_density=_mixture(found.at, components))


def posterior(points: Points, facts: Facts, held_to: Collection[str]) -> Posterior:
    """Weights of points given the facts that a fit is held to.

    Raises:
        ValueError: if a name is none of the facts.
    """
    unknown = set(held_to) - {*facts.names, "results", "spread"}
    if unknown:
        raise ValueError(f"no facts are called {sorted(unknown)}")
    log_weights = _log_likelihoods(points, facts, held_to) - points.log_density
    return Posterior(points, tuple(sorted(held_to)), special.softmax(log_weights))


def quantile(values: Floats, weights: Floats, at: Collection[float]) -> list[float]:
    """Quantiles of weighted values."""
    order = np.argsort(values, kind="stable")
    below = np.cumsum(weights[order]) - 0.5 * weights[order]
    return [float(np.interp(q, below, values[order])) for q in at]


def _density(around: Any) -> Callable[[Floats], Floats]:
    return lambda at: np.asarray(around.logpdf(at), np.float64)


def _scaled(name: str, values: Floats) -> Floats:
    return np.log(values) if PRIOR.get(name, (0.0, 0.0, False))[2] else values


def _between(u: float, low: float, high: float, logarithmic: bool) -> float:
    return float(low * (high / low) ** u) if logarithmic else low + u * (high - low)


def _evaluated(at: Floats, predict: Predict) -> Points:
    rules = tuple(rules_at(point) for point in at)
    return Points(at, np.zeros(len(at)), rules, tuple(predict(one) for one in rules))


def _joined(one: Points, other: Points) -> Points:
    return Points(
        np.vstack([one.at, other.at]),
        np.concatenate([one.log_density, other.log_density]),
        one.rules + other.rules,
        one.predicted + other.predicted,
    )


def _mixture(at: Floats, components: list[Component]) -> Floats:
    total = sum(count for count, _ in components)
    logs = [np.log(count / total) + np.reshape(density(at), len(at)) for count, density in components]
    return np.asarray(special.logsumexp(np.array(logs), axis=0), np.float64)


def _log_likelihoods(points: Points, facts: Facts, held_to: Collection[str]) -> Floats:
    return log_likelihood(points.said, facts, held_to)


def _posterior(
    points: Points, facts: Facts, held_to: Collection[str], components: list[Component]
) -> Posterior:
    """Weights of what has been found so far, the likelihood tempered until enough points count."""
    logs = _log_likelihoods(points, facts, held_to)
    density = _mixture(points.at, components)

    def weights(power: float) -> Floats:
        return np.asarray(special.softmax(power * logs - density), np.float64)

    def short_of(power: float) -> float:
        return float(1.0 / (weights(power) ** 2).sum()) - _LEAST_ESS

    if short_of(1.0) >= 0.0:
        power = 1.0
    elif short_of(0.0) <= 0.0:
        power = 0.0
    else:
        power = float(optimize.brentq(short_of, 0.0, 1.0))
    return Posterior(points, tuple(held_to), weights(power))


def _around(found: Posterior) -> tuple[Floats, Floats]:
    mean = found.weights @ found.points.at
    off = found.points.at - mean
    shape = _WIDER * (off * found.weights[:, None]).T @ off + 1e-6 * np.eye(_DIMENSIONS)
    return mean, shape
