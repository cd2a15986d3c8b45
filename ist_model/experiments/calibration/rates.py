"""Growth and leaving from counts: chances that schools join, hazards that leaders leave (MODEL 7, 10)."""

from __future__ import annotations

import math
from typing import NamedTuple

from scipy import stats

from ist_model.experiments.calibration.fit import Interval
from ist_model.inputs.published.tables import GrowthCount, Retention

_HALF = 0.5  # added to counts for intervals (Jeffreys)
DECIMALS = 3


class GrowthFit(NamedTuple):
    """A row of a growth table with what its counts leave open."""

    counts: GrowthCount
    chances: tuple[Interval, ...]  # that 0, 1, 2, and 3 or more schools join
    mean: float


class HazardFit(NamedTuple):
    """A published share as a hazard."""

    figure: Retention
    per_year: float


def growth_row(counts: GrowthCount) -> GrowthFit:
    """Chances and mean of a size of trust, each chance with its 95 % interval (Jeffreys).

    Raises:
        ValueError: if no year of such a trust was counted, or the parts do not add up.
    """
    years = counts.trust_years
    parts = (counts.none, counts.one, counts.two, counts.more)
    if years == 0:
        raise ValueError(f"no year of a trust with {counts.schools_from} schools or more was counted")
    if sum(parts) != years:
        raise ValueError(f"{sum(parts)} years in parts, but {years} in all")
    chances = []
    for part in parts:
        around = stats.beta(part + _HALF, years - part + _HALF)
        chances.append(Interval(part / years, float(around.ppf(0.025)), float(around.ppf(0.975))))
    return GrowthFit(counts, tuple(chances), counts.added / years)


def as_written(fitted: GrowthFit) -> dict[str, object]:
    """A row as a scenario's `growth.table` has it, rounded to three decimals."""
    sizes: dict[str, object] = {"schools_from": fitted.counts.schools_from}
    if fitted.counts.schools_to is not None:
        sizes["schools_to"] = fitted.counts.schools_to
    chances = [round(chance.middle, DECIMALS) for chance in fitted.chances]
    return sizes | {"chances": chances, "mean": round(fitted.mean, DECIMALS)}


def hazard(figure: Retention) -> HazardFit:
    """The constant hazard per year that gives a published share, of those who stay or of those who leave."""
    staying = figure.share if figure.kind == "still there" else 1.0 - figure.share
    return HazardFit(figure, -math.log(staying) / figure.years)
