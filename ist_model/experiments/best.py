"""Which scenario is the best, or tied with the best: multiple comparisons with the best (MODEL 11.1).

Scenarios share their luck, run by run, so their values are correlated, and unequally: one that changes little
moves with the baseline, one with other schools does not. Hsu's procedure (1984, Annals of Statistics 12:1136)
asks for independent samples, that of Nelson & Matejcik (1995, Management Science 41:1935) for differences
that all have one variance. Neither holds. Paired t with Bonferroni's bound (Clark & Yang 1986, Winter
Simulation Conference) allows any correlation and any variances. Of k scenarios it takes k - 1 one-sided
comparisons, those of the true best with each other one, and with them all of Hsu's intervals hold together.
The price is a set somewhat larger than need be. Skewed differences would make its bounds too narrow on one
side, so each is widened for skewness (`skewed`). At the worst that was tried (own luck lognormal with a
coefficient of variation of 1, twentyfold in the wrong scenario) 95 % is 87 % with 20 runs, 93 % with 200.

Scenarios in the set are not shown to be equal, and never ranked: these runs do not tell which is the best.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from ist_model.experiments.skewed import arms
from ist_model.results.summary import CONFIDENCE

Better = Literal["lower", "higher"]


class Best(NamedTuple):
    """The scenarios that may be the best, and how far each is from the best of the others."""

    table: pd.DataFrame  # one row a scenario, in the order given
    names: tuple[str, ...]  # the best or tied with the best, in the order given
    runs: int  # runs in which every scenario has a value
    of: int  # runs in all
    confidence: float  # that the best is in the set, and that all intervals hold

    @property
    def verdict(self) -> str:
        """The set in words."""
        if len(self.names) == 1:
            return f"{self.names[0]} is the best"
        *most, last = self.names
        return f"no clear difference: the best may be any of {', '.join(most)} and {last}"


def best(
    values: NDArray[np.float64], names: Sequence[str], better: Better, confidence: float = CONFIDENCE
) -> Best:
    """The set "best or tied with the best", and each scenario's lead over the best of the others.

    Args:
        values: [runs x scenarios] in the measure's unit, paired by row: runs of one draw, or means of draws.
            Runs in which a scenario lacks the measure (NaN) are left out for all.
        names: one a scenario.
        better: which side is better.
        confidence: joint, of the set and of all intervals.

    Returns:
        `Best`, whose table has by scenario `mean`; `lead` over the best of the others in these runs, counted
        so that more is better, negative behind it; its interval `lead_low` to `lead_high` (Hsu's: it holds 0
        or ends there); `in_set`. With fewer than two runs nothing is told apart: all are in the set and the
        intervals are NaN.

    Raises:
        ValueError: if the shape does not fit the names, or there are fewer than two scenarios.
    """
    if values.ndim != 2 or values.shape[1] != len(names) or len(names) < 2:
        raise ValueError(f"give runs x scenarios, two at least and one a name, not {values.shape}")
    kept = values[~np.isnan(values).any(axis=1)]
    lead, low, high = _leads(kept if better == "higher" else -kept, confidence)
    in_set = [not (row < 0).any() for row in high]
    table = pd.DataFrame(
        {
            "mean": kept.mean(axis=0) if len(kept) else np.nan,
            "lead": lead.min(axis=1),
            "lead_low": np.minimum(low.min(axis=1), 0.0),
            "lead_high": np.maximum(high.min(axis=1), 0.0),
            "in_set": in_set,
        },
        index=pd.Index(names, name="scenario"),
    )
    chosen = tuple(name for name, inside in zip(names, in_set, strict=True) if inside)
    return Best(table, chosen, len(kept), len(values), confidence)


def _leads(values: NDArray[np.float64], confidence: float) -> tuple[NDArray[np.float64], ...]:
    """Mean lead of each scenario over each other one, its lower and its upper bound: [k x k - 1] each."""
    runs, scenarios = values.shape
    unknown = np.full((scenarios, scenarios - 1), np.nan)
    if runs == 0:
        return unknown, unknown, unknown
    others = [[j for j in range(scenarios) if j != i] for i in range(scenarios)]
    paired = np.stack([values[:, [i]] - values[:, others[i]] for i in range(scenarios)], axis=1)
    if runs == 1:
        return paired[0], unknown, unknown
    quantile = float(stats.t.ppf(1.0 - (1.0 - confidence) / (scenarios - 1), runs - 1))
    found = arms(paired, quantile)
    return found.mean, found.mean - found.down, found.mean + found.up
