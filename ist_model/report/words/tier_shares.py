"""In which share of the runs a school is in which tier, as frames and in words."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ist_model.report.words.plain import and_list, chance
from ist_model.results.result import ScenarioResult

LEAST = 0.025  # share of runs below which a tier is not mentioned


def shares(result: ScenarioResult, school: int) -> pd.DataFrame:
    """Half-terms in order: `label`, and by tier (0, 1 ...) the share of runs, 0 while not in the trust."""
    frame = result.series["tiers"]
    points = frame[["half_term", "label"]].drop_duplicates().sort_values("half_term")
    own = frame[frame["school"] == school].pivot_table(
        index="half_term", columns="tier", values="share", aggfunc="sum"
    )
    tiers = range(len(result.names["tier_labels"]))
    filled = own.reindex(index=points["half_term"], columns=tiers).fillna(0.0)
    return pd.concat([points["label"].reset_index(drop=True), filled.reset_index(drop=True)], axis=1)


def in_words(row: pd.Series, names: Sequence[str]) -> str:
    """A half-term in words: in “Supported” in about 7 in 10 of the runs and in “Targeted” in ..."""
    present = [(float(row[tier]), name) for tier, name in enumerate(names) if float(row[tier]) >= LEAST]
    if not present:
        return "not in the trust"
    if len(present) == 1 and present[0][0] > 1 - LEAST:
        return f"in the tier “{present[0][1]}” in nearly all runs"
    return and_list(f"in “{name}” in {chance(share)} of the runs" for share, name in present)
