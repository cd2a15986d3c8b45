"""What an outcome costs, where there is one: a quotient of two means with its interval (MODEL 8, 4.7)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from ist_model.inputs.resolve import extended
from ist_model.inputs.scenario_models import AssumptionChange, Changes, Resolved, Scenario
from ist_model.results.result import ScenarioResult
from ist_model.results.summary import CONFIDENCE, t_interval

COST, PUPILS = "cost_gbp_per_year_existing", "pupils_attention_existing"
ODDS_RATIO = "support.odds_ratio"


class CostOfOutcome(NamedTuple):
    """Pounds for each pupil-year of existing schools that support takes out of a school needing attention.

    `gain` and its ends are in pupil-years a year. `gbp` and its ends are NaN where the gain may be chance:
    there is then no outcome to divide by.
    """

    cost_gbp_per_year: float
    gain: float
    gain_low: float
    gain_high: float
    gbp: float
    low: float
    high: float
    pairs: int


def cost_of_outcome(given: ScenarioResult, without: ScenarioResult) -> CostOfOutcome:
    """Cost of support over what it brings about in the model: the paired difference to no effect.

    Args:
        given: A scenario.
        without: The same runs with support having no effect.
    """
    both = given.measures.index.intersection(without.measures.index)
    cost = given.measures.loc[both, COST].to_numpy(np.float64)
    gain = (without.measures.loc[both, PUPILS] - given.measures.loc[both, PUPILS]).to_numpy(np.float64)
    known = ~(np.isnan(cost) | np.isnan(gain))
    gbp, low, high = quotient(cost[known], gain[known])
    spent, gained = (t_interval(each[known]) for each in (cost, gain))
    return CostOfOutcome(spent.mean, gained.mean, gained.low, gained.high, gbp, low, high, gained.values)


def quotient(
    top: NDArray[np.float64], bottom: NDArray[np.float64], confidence: float = CONFIDENCE
) -> tuple[float, float, float]:
    """Quotient of two means of paired values with Fieller's interval (1954).

    NaN where the interval of the bottom's mean holds zero, or the mean is below it: such a quotient means
    nothing. Values that are all equal give an interval of no width.
    """
    count = len(top)
    if count < 2:
        return (np.nan,) * 3
    a, b = float(top.mean()), float(bottom.mean())
    (saa, sab), (_, sbb) = np.cov(top, bottom) / count
    t = float(stats.t.ppf(0.5 + confidence / 2, count - 1))
    if b <= 0 or b * b <= t * t * sbb:
        return (np.nan,) * 3
    # The ends solve (a - q b)^2 = t^2 (saa - 2 q sab + q^2 sbb).
    square, linear, constant = b * b - t * t * sbb, a * b - t * t * sab, a * a - t * t * saa
    reach = max(0.0, linear * linear - square * constant) ** 0.5
    return a / b, (linear - reach) / square, (linear + reach) / square


def at_odds_ratio(resolved: Resolved, value: float) -> Resolved:
    """The scenario with another effect of support."""
    written = Scenario(
        name=f"{resolved.name} (odds ratio {value:g})"[:200],
        question="What does an outcome cost if support does more, or less?",
        extends=resolved.scenario_id,
        changes=Changes(assumptions={ODDS_RATIO: AssumptionChange(value=value)}),
    )
    return extended(resolved, f"odds-ratio-{value:g}".replace(".", "-"), written)
