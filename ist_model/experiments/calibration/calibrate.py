"""A fit and what is told of it: parameters beside the register's, published shares beside predicted ones."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from scipy import optimize

from ist_model.experiments.calibration import facts as known
from ist_model.experiments.calibration import fit
from ist_model.experiments.calibration.facts import Facts, Predicted
from ist_model.experiments.calibration.fit import Interval, Posterior
from ist_model.experiments.calibration.population import GRADES, Floats, Rules, clock, schools
from ist_model.inputs.published.tables import National

# Parameter: the register's row.
ROWS = {
    "kappa": "strength.kappa_per_week",
    "persistence": "strength.persistence",
    "sigma": "strength.sigma_per_root_week",
    "noise_sd": "grade.legacy_4.noise_sd",
    "cut_1": "grade.legacy_4.cut_1",
    "cut_2": "grade.legacy_4.cut_2",
    "cut_3": "grade.legacy_4.cut_3",
}
_MOVING = 3  # the first parameters: how strength moves; the others: how it is graded
_MOST_TRIES = 400
_DRAWS = 4000
_FEW = 30.0  # effective draws below which a correlation means nothing
_TIED = 0.5  # correlation from which two parameters are said to be tied


class Settings(NamedTuple):
    """How thoroughly a fit searches."""

    schools: int = 3000  # synthetic schools that each set of rules is tried on
    points: int = 512  # sets of rules tried over the prior, and in each round
    rounds: int = 8  # around what fits
    seed: int = 1


class Cell(NamedTuple):
    """A published share and what the fit makes of it."""

    table: str
    before: str
    after: str
    schools: int  # in the row
    published: float
    fitted: Interval  # the share itself, given what is not known of the rules
    another: Interval  # the share in another period of the same rules: years differ

    @property
    def inside(self) -> bool:
        """Whether the published share lies in the interval of a period."""
        return self.another.low <= self.published <= self.another.high


@dataclass(frozen=True)
class Calibration:
    """A posterior with the facts it is held to and the register's own rules."""

    national: National
    facts: Facts
    posterior: Posterior
    register: Rules
    of_register: Predicted
    predict: fit.Predict

    def grading_given_the_rest(self) -> Rules:
        """Inspectors' scatter and cut points that fit best where strength moves as the register says."""
        moving = self.register[:_MOVING]

        def made(at: Floats) -> Rules:
            noise, first, to_second, to_third = at[0], at[1], np.exp(at[2]), np.exp(at[3])
            grading = (np.exp(noise), first, first + to_second, first + to_second + to_third)
            return Rules(*moving, *(float(value) for value in grading))

        def short(at: Floats) -> float:
            return -float(known.log_likelihood(self.predict(made(at)), self.facts, self.posterior.held_to))

        middle = [found.middle for found in self.parameters().values()][_MOVING:]
        begin = [np.log(middle[0]), middle[1], np.log(middle[2] - middle[1]), np.log(middle[3] - middle[2])]
        found = optimize.minimize(
            short,
            np.array(begin),
            method="Nelder-Mead",
            options={"maxfev": _MOST_TRIES, "xatol": 0.01, "fatol": 0.01},
        )
        return made(np.asarray(found.x, np.float64))

    def parameters(self) -> dict[str, Interval]:
        """Median and 95 % interval of each parameter."""
        return {name: self.posterior.interval(self.posterior.values(name)) for name in Rules._fields}

    def tied(self) -> list[tuple[str, str, float]]:
        """Pairs of parameters that the facts cannot tell apart: names and correlation, strongest first.

        None where the fit is worth too few draws to say.
        """
        if self.posterior.effective < _FEW:
            return []
        matrix = self.posterior.correlations()
        pairs = [
            (Rules._fields[i], Rules._fields[j], float(matrix[i, j]))
            for i in range(len(Rules._fields))
            for j in range(i)
            if abs(matrix[i, j]) >= _TIED
        ]
        return sorted(pairs, key=lambda pair: -abs(pair[2]))

    @cached_property
    def cells(self) -> list[Cell]:
        """Every published share of the rows that are fitted and hold schools, with what is predicted."""
        out = []
        said = self.posterior.points.said
        for t, name in enumerate(self.facts.names):
            for before in known.GRADED_ROWS:
                row = self.facts.counts[t, before]
                if row.sum() == 0.0:
                    continue  # two small files may hold no school of a grade
                for after in range(len(GRADES)):
                    share = said.tables[:, t, before, after]
                    published = float(row[after] / row.sum())
                    fitted, another = self.posterior.interval(share), self._another(share, int(row.sum()))
                    out.append(
                        Cell(name, GRADES[before], GRADES[after], int(row.sum()), published, fitted, another)
                    )
        return out

    def _another(self, share: Floats, schools: int) -> Interval:
        """A period's share of so many schools: around each posterior draw's, as wide as years lie apart."""
        drawn = share[self.posterior.draws(_DRAWS, 0)]
        worth = self.facts.concentration
        rng = np.random.default_rng(0)
        period = rng.binomial(schools, rng.beta(worth * drawn, worth * (1.0 - drawn))) / schools
        return Interval(*(float(q) for q in np.quantile(period, (0.5, 0.025, 0.975))))

    def log_likelihoods(self) -> tuple[float, float]:
        """Of the best point found and of the register's values; the first is never far below the second."""
        found = known.log_likelihood(self.posterior.points.said, self.facts, self.posterior.held_to)
        register = known.log_likelihood(self.of_register, self.facts, self.posterior.held_to)
        return float(found.max()), float(register)


def calibrations(
    values: Mapping[str, float],
    national: National,
    fits: Collection[Collection[str]],
    settings: Settings,
) -> list[Calibration]:
    """Fit the rules, once for each collection of facts.

    Args:
        values: the register's central values.
        national: what is known.
        fits: names of tables, `results` and `spread`: what each fit is held to.
        settings: how thoroughly.

    Raises:
        ValueError: if a fit is held to something unknown.
    """
    facts, when = known.facts_of(national), clock(values)
    followed = schools(settings.schools, settings.seed)

    def predict(rules: Rules) -> Predicted:
        return known.predict(rules, followed, when, national)

    register = register_rules(values)
    points = fit.explore(predict, facts, fits, settings.points, settings.rounds, settings.seed)
    return [
        Calibration(
            national, facts, fit.posterior(points, facts, held_to), register, predict(register), predict
        )
        for held_to in fits
    ]


def everything(national: National) -> tuple[str, ...]:
    """Names of all facts."""
    return (*(table.id for table in national.inspections), known.RESULTS, known.SPREAD)


def register_rules(values: Mapping[str, float]) -> Rules:
    """The rules of a register."""
    return Rules(**{name: values[key] for name, key in ROWS.items()})
