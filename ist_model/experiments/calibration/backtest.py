"""Grades that primaries held at a later date, forecast from an earlier one and scored (MODEL 4.6).

Forecasts know the grades published by the first date and none after it, but for those that have seen the
answers and say so. Three things are later than a first date of 2015 all the same: the correlations of
results (2016 to 2019); the intervals between inspections, from the register (inspections up to March 2020);
and how many schools a row is worth (shares of 2015/16 to 2022/23). They stand for those of any years.
Beside the model stand two that know nothing of schools: everything stays as it is, and a Markov chain of
the grades of earlier inspections. Scores are proper: the mean logarithm of the chance that was given to
what came about, and Brier's (Gneiting and Raftery 2007, JASA 102:359).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy import linalg

from ist_model.experiments.calibration.calibrate import (
    Calibration,
    Cell,
    Settings,
    calibrations,
    everything,
)
from ist_model.experiments.calibration.facts import GRADED_ROWS, RESULTS, SPREAD, concentration
from ist_model.experiments.calibration.fit import Interval
from ist_model.experiments.calibration.population import Floats
from ist_model.inputs.published.tables import Inspections, National

_DRAWS = 4000
_LEAST_SHARE, _LEAST_WORTH = 1e-6, 0.5
MARKOV, STAYS = "Markov chain of earlier inspections", "everything stays as it is"
MODEL, FITTED = "the model, fitted to what was known before", "the model, fitted to the answers as well"
REGISTER = "the model as it is shipped"
FREQUENCIES = "the answers' own frequencies: nothing can do better"
SEEN = (FITTED, REGISTER, FREQUENCIES, STAYS)  # these have seen the answers, in whole or in part


class Score(NamedTuple):
    """How good a forecast was, a school on average; better is higher for `log`, lower for `brier`."""

    forecast: str
    seen: bool  # whether it, or a part of it, was fitted to the answers
    log: float
    brier: float
    against_markov: Interval  # log score less the Markov chain's, years being as different as they are


@dataclass(frozen=True)
class BackTest:
    """Forecasts of one table, with their scores."""

    table: Inspections
    before: tuple[str, ...]  # what the honest fit was held to
    shares: Mapping[str, Floats]  # by forecast: [4, 4] chance of each later grade
    scores: Sequence[Score]
    cells: Sequence[Cell]  # of the honest fit
    effective: float  # draws that the honest fit is worth

    @property
    def inside(self) -> int:
        """Published shares that lie in the honest forecast's 95 % interval."""
        return sum(cell.inside for cell in self.cells)


class NothingBeforeError(ValueError):
    """No table of inspections ends before the one that is to be forecast."""


def back_test(values: Mapping[str, float], national: National, name: str, settings: Settings) -> BackTest:
    """Forecast a table of grades held from what was published by its first date, and score the forecasts.

    Args:
        values: the register's central values.
        national: what is known, the table among it.
        name: the table's id.
        settings: how thoroughly to fit.

    Raises:
        KeyError: if there is no such table.
        ValueError: if it does not tell grades held, or of no school below outstanding.
        NothingBeforeError: if nothing was published before it.
    """
    table = national.table(name)
    if table.kind != "held":
        raise ValueError(f"{name} tells the next inspection, not which grade schools held at a date")
    if not table.array()[list(GRADED_ROWS)].any():
        raise ValueError(f"{name} tells of no school that was less than outstanding")
    earlier = [each for each in national.inspections if each.to_date <= table.from_date]
    chain = next((each for each in reversed(earlier) if each.mean_years), None)
    if chain is None:
        raise NothingBeforeError(
            f"no table with the outcomes of two inspections ends before {table.from_date}: nothing was known"
        )
    before = (*(each.id for each in earlier), RESULTS, SPREAD)
    honest, whole = calibrations(values, national, [before, everything(national)], settings)
    at = honest.facts.names.index(name)
    observed = table.array()
    shares = {
        MODEL: _mean(honest, at),
        MARKOV: markov(chain, table.years),
        STAYS: stays(observed),
        FITTED: _mean(whole, at),
        REGISTER: np.asarray(honest.of_register.tables[at], np.float64),
        FREQUENCIES: observed / np.maximum(observed.sum(axis=1, keepdims=True), 1.0),
    }
    worth = concentration(tuple(national.improved.years.values()))
    cells = [cell for cell in honest.cells if cell.table == name]
    return BackTest(table, before, shares, scored(observed, shares, worth), cells, honest.posterior.effective)


def markov(table: Inspections, years: float) -> Floats:
    """Chances of each grade after some years if schools are inspected at a steady rate, [4, 4].

    The chain leaves a grade at the rate of its inspections, one in `mean_years`, for where the table says.
    """
    counts = table.array()
    moves = counts / counts.sum(axis=1, keepdims=True) - np.eye(len(counts))
    rates = moves / np.array(table.mean_years)[:, None]
    return np.asarray(linalg.expm(rates * years), np.float64)


def stays(observed: Floats) -> Floats:
    """Everything stays, with the share that does stay granted from the answers, [4, 4].

    A forecast that gave no chance to change would score minus infinity; this is the best that staying can do.
    Schools that change are spread over the other grades as these are held.
    """
    graded = observed[list(GRADED_ROWS)]
    share = float(sum(graded[i, g] for i, g in enumerate(GRADED_ROWS)) / graded.sum())
    held = observed.sum(axis=1)
    rows = np.tile(held, (len(held), 1))
    np.fill_diagonal(rows, 0.0)
    rows *= (1.0 - share) / rows.sum(axis=1, keepdims=True)
    np.fill_diagonal(rows, share)
    return rows


def scored(observed: Floats, shares: Mapping[str, Floats], worth: float) -> list[Score]:
    """Scores of forecasts for schools of the grades that are fitted; outstanding ones were exempt.

    Args:
        observed: [4, 4] schools by grade before and after.
        shares: by forecast: [4, 4] chance of each grade after.
        worth: schools that a row of a period is worth, for the interval of differences.
    """
    rows = list(GRADED_ROWS)
    schools = observed[rows].sum(axis=1)
    weight = schools / schools.sum()
    happened = observed[rows] / np.maximum(schools, 1.0)[:, None]
    rng = np.random.default_rng(0)
    others = np.array(
        [
            rng.dirichlet(_of_so_many(worth, n) * np.maximum(row, _LEAST_SHARE), _DRAWS)
            for row, n in zip(happened, schools, strict=True)
        ]
    )
    logs = {name: np.log(np.maximum(given[rows], 1e-12)) for name, given in shares.items()}
    out = []
    for name, given in shares.items():
        gain = logs[name] - logs[MARKOV]
        drawn = np.einsum("r,rdg,rg->d", weight, others, gain)
        low, high = np.quantile(drawn, (0.025, 0.975))
        middle = float(weight @ (happened * gain).sum(axis=1))
        log = float(weight @ (happened * logs[name]).sum(axis=1))
        brier = float(
            weight @ ((given[rows] ** 2).sum(axis=1) - 2.0 * (happened * given[rows]).sum(axis=1) + 1.0)
        )
        out.append(Score(name, name in SEEN, log, brier, Interval(middle, float(low), float(high))))
    return out


def _of_so_many(worth: float, schools: float) -> float:
    """Concentration of a share counted over so many schools: years differ, and few schools scatter besides.

    A Dirichlet-multinomial share has the variance p (1 - p) / (c + 1) (1 + c / n), n schools counted.
    """
    return max((worth + 1.0) / (1.0 + worth / max(schools, 1.0)) - 1.0, _LEAST_WORTH)


def _mean(found: Calibration, at: int) -> Floats:
    """The forecast of a posterior: the mean of what its rules say, [4, 4]."""
    tables = found.posterior.points.said.tables[:, at]
    return np.asarray(np.einsum("p,pij->ij", found.posterior.weights, tables), np.float64)
