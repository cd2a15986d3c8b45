"""Regret: by how much a scenario falls behind the best one of each draw of the assumptions (MODEL 11.1).

A scenario that is seldom the best may still be the one to choose, if it is never far behind (Savage 1951,
Journal of the American Statistical Association 46:55). In each draw the best is the largest of means over
finitely many runs: it is the largest partly by luck, so regret against it is too large on average. Against
the scenario that was the best in all other runs, taken run by run (leave one out), regret is too small on
average, since that may not be the best. The true mean regret lies between the two; how far they are apart
says whether there are runs enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ist_model.experiments.best import Better, best
from ist_model.results.summary import CONFIDENCE


class Regret(NamedTuple):
    """Regret by scenario, in the measure's unit."""

    table: pd.DataFrame  # one row a scenario, in the order given
    draws: int  # in which every scenario has a value
    clear_draws: int  # of them, those in which one scenario alone is the best beyond chance


def regret(
    values: NDArray[np.float64], names: Sequence[str], better: Better, confidence: float = CONFIDENCE
) -> Regret:
    """Mean, 90th percentile and largest regret over draws, of each scenario.

    Args:
        values: [draws x runs x scenarios], sampled draws alone (without draw 0), the same luck run by run for
            all scenarios. Runs in which a scenario lacks the measure (NaN) are left out for all, of that
            draw.
        names: one a scenario.
        better: which side is better.
        confidence: of each draw's set of scenarios that may be the best.

    Returns:
        `Regret`, whose table has by scenario `mean` (too large on average), `mean_low` (too small on average;
        NaN where a draw has one run alone; chance may put it below 0), `p90` and `largest` (too large, as
        `mean` is), `best_in` (share of draws with the best mean; ties are shared) and `may_be_best_in` (share
        of draws in whose set it is).

    Raises:
        ValueError: if the shape does not fit the names, or no draw has a run with all scenarios.
    """
    if values.ndim != 3 or values.shape[2] != len(names) or len(names) < 2:
        raise ValueError(f"give draws x runs x scenarios, two at least and one a name, not {values.shape}")
    signed = values if better == "higher" else -values
    each = [rows[~np.isnan(rows).any(axis=1)] for rows in signed]
    each = [rows for rows in each if len(rows)]
    if not each:
        raise ValueError("no run of any draw has the measure in every scenario")
    means = np.array([rows.mean(axis=0) for rows in each])
    behind = means.max(axis=1, keepdims=True) - means
    low = np.array([_left_out(rows) for rows in each])
    sets = np.array([best(rows, names, "higher", confidence).table["in_set"] for rows in each])
    first = behind == 0
    table = pd.DataFrame(
        {
            "mean": behind.mean(axis=0),
            "mean_low": low.mean(axis=0),
            "p90": np.percentile(behind, 90, axis=0),
            "largest": behind.max(axis=0),
            "best_in": (first / first.sum(axis=1, keepdims=True)).mean(axis=0),
            "may_be_best_in": sets.mean(axis=0),
        },
        index=pd.Index(names, name="scenario"),
    )
    return Regret(table, len(each), int((sets.sum(axis=1) == 1).sum()))


def _left_out(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Regret of one draw against the scenario that is best in the other runs, averaged over runs."""
    runs = len(rows)
    if runs < 2:
        return np.full(rows.shape[1], np.nan)
    others = rows.sum(axis=0) - rows
    chosen = rows[np.arange(runs), others.argmax(axis=1)]
    return np.asarray(chosen.mean() - rows.mean(axis=0), np.float64)
