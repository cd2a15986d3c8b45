"""What is known of England's primaries, and how likely it is if a set of rules holds.

A row of inspections is not as sure as its number of schools: years differ from one another by far more than
chance, since the standard itself moves. So rows are Dirichlet-multinomial, with the concentration that the
spread between published years gives: one period's row tells as much as that number of schools that were
inspected by one unchanging standard.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy import special, stats

from ist_model.experiments.calibration.population import (
    Clock,
    Floats,
    Rules,
    Schools,
    chances,
    regraded,
    strengths,
)
from ist_model.inputs.published.tables import Inspections, National
from ist_model.science import strength

# Outstanding primaries were exempt: who of them was inspected was chosen, which no rule predicts.
GRADED_ROWS = (0, 1, 2)
RESULTS, SPREAD = "results", "spread"
SPREAD_YEARS = (1.0, 3.0)  # after which schools are still as spread out as they were
_LEAST_SHARE = 1e-4
SPREAD_SD = 0.5  # points: how closely that is asked for


class Predicted(NamedTuple):
    """What a set of rules says of the facts; or many, each array with one dimension more in front."""

    tables: Floats  # [tables, 4, 4] share of a grade before that has each grade after
    stock: Floats  # [4] share of schools that inspectors would give each grade
    one_year: float | Floats  # correlation of strength with itself a year on
    two_years: float | Floats
    spread: Floats  # [years of SPREAD_YEARS] spread between schools, points


@dataclass(frozen=True)
class Facts:
    """What a fit is held to."""

    names: tuple[str, ...]  # of the tables
    counts: Floats  # [tables, 4, 4]
    concentration: float  # schools that one row of a period is worth at most
    one_year: float  # correlation of results a year on
    signal: float  # share of a year's results that is a school's own
    signal_sd: float
    two_to_one: float  # correlation two years on, as a share of that a year on: mean over measures
    two_to_one_sd: float  # between measures: which of them strength is most like is not known


def facts_of(national: National) -> Facts:
    """The published facts."""
    ratios = np.array([measure.two_years / measure.one_year for measure in national.results.measures])
    return Facts(
        tuple(table.id for table in national.inspections),
        np.array([table.array() for table in national.inspections]),
        concentration(tuple(national.improved.years.values())),
        national.results.measures[0].one_year,
        national.results.signal,
        national.results.signal_sd,
        float(ratios.mean()),
        float(ratios.std(ddof=1)),
    )


def concentration(shares: Sequence[float]) -> float:
    """How many schools a year's share is worth, from how far shares of different years lie apart.

    The variance of a beta distribution with mean p and concentration c is p (1 - p) / (c + 1). That years are
    large, so that chance alone would hardly move them, makes it a little too cautious and never too sure.

    Raises:
        ValueError: if the shares are all the same.
    """
    given = np.asarray(shares, np.float64)
    variance = float(given.var(ddof=1))
    if variance <= 0.0:
        raise ValueError("shares that are all the same do not tell how far years lie apart")
    mean = float(given.mean())
    return mean * (1.0 - mean) / variance - 1.0


def predict(rules: Rules, followed: Schools, when: Clock, national: National) -> Predicted:
    """What rules say of every fact."""
    tables = {kind: regraded(rules, followed, when, table) for kind, table in _distinct(national).items()}
    later = strengths(rules, followed, (1.0, 2.0, *SPREAD_YEARS))
    one, two = (float(np.corrcoef(followed.start, later[:, k])[0, 1]) for k in (0, 1))
    shares = [_by_row(tables[_same(table)]) for table in national.inspections]
    stock = chances(followed.start, rules.noise_sd, np.array([rules.cut_1, rules.cut_2, rules.cut_3]))
    return Predicted(np.array(shares), stock.mean(axis=0), one, two, later[:, 2:].std(axis=0))


def _same(table: Inspections) -> str:
    """Tables of next inspections are the same to the rules, whatever their dates; grades held are not."""
    return table.id if table.kind == "held" else table.kind


def _distinct(national: National) -> dict[str, Inspections]:
    return {_same(table): table for table in national.inspections}


def _by_row(table: Floats) -> Floats:
    """Shares of each row; none is quite impossible (a hundredth of a percent)."""
    held = np.maximum(table / table.sum(axis=1, keepdims=True), _LEAST_SHARE)
    return np.asarray(held / held.sum(axis=1, keepdims=True), np.float64)


def stacked(predicted: Sequence[Predicted]) -> Predicted:
    """What many sets of rules say, each array with one dimension more in front."""
    return Predicted(*(np.array(each) for each in zip(*predicted, strict=True)))


def log_likelihood(predicted: Predicted, facts: Facts, held_to: Collection[str]) -> Floats:
    """Log likelihood of the facts that a fit is held to: names of tables, `results`, `spread`.

    Returns:
        One number for each set of rules in `predicted`: [sets], or [] for a single one.
    """
    total = np.zeros(np.shape(predicted.one_year))
    for t, (name, table) in enumerate(zip(facts.names, facts.counts, strict=True)):
        if name in held_to:
            for g in GRADED_ROWS:
                total = total + row(table[g], predicted.tables[..., t, g, :], facts.concentration)
    if RESULTS in held_to:
        ratio = np.divide(predicted.two_years, predicted.one_year)
        total = total + stats.norm.logpdf(ratio, facts.two_to_one, facts.two_to_one_sd)
        signal = np.divide(facts.one_year, predicted.one_year)
        total = total + stats.norm.logpdf(signal, facts.signal, facts.signal_sd)
    if SPREAD in held_to:
        total = total + stats.norm.logpdf(predicted.spread, strength.SPREAD, SPREAD_SD).sum(axis=-1)
    return np.asarray(total, np.float64)


def row(counts: Floats, expected: Floats, worth: float) -> Floats:
    """Dirichlet-multinomial log probability of a row, less what does not depend on `expected`, [..., 4]."""
    alpha = worth * expected
    total = special.gammaln(worth) - special.gammaln(counts.sum() + worth)
    parts = special.gammaln(counts + alpha) - special.gammaln(alpha)
    return np.asarray(total + parts.sum(axis=-1), np.float64)
