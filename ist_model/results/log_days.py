"""Planned against actual: days of the plan beside those that a trust's own log says were given."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from ist_model.inputs.calendar import label_of, tick_of
from ist_model.inputs.posts import allowance_days, serving_roles
from ist_model.inputs.scenario_models import Resolved
from ist_model.inputs.support_log import BOUGHT, Support
from ist_model.results.result import ScenarioResult


def by_half_term(result: ScenarioResult, log: Sequence[Support]) -> pd.DataFrame:
    """Days planned and given by half-term, in order, those before the period of the plan first.

    Columns: label, planned, planned_low, planned_high (mean of runs and where 8 runs in 10 lie; NaN outside
    the period), actual (0 where nothing was noted).
    """
    actual: dict[str, float] = {}
    for each in log:
        label = label_of(tick_of(each.date))
        actual[label] = actual.get(label, 0.0) + each.days
    days = result.series["days"]
    planned = {
        str(row.label): (row.delivered_days_mean, row.delivered_days_p10, row.delivered_days_p90)
        for row in days.itertuples()
    }
    outside = [label for label in actual if label not in planned]
    first = {label_of(tick_of(each.date)): each.date.isoformat() for each in reversed(log)}
    before = [label for label in outside if first[label] < result.summary.start]
    labels = [*before, *planned, *(label for label in outside if label not in before)]
    nothing = (math.nan, math.nan, math.nan)
    rows = [(label, *planned.get(label, nothing), actual.get(label, 0.0)) for label in labels]
    return pd.DataFrame(rows, columns=["label", "planned", "planned_low", "planned_high", "actual"])


def by_giver(resolved: Resolved, log: Sequence[Support]) -> pd.DataFrame:
    """Days given by post and school year, beside the days a year that the post can give.

    Columns: giver, school_year (for instance 2026/27), allowed (NaN: no limit, or bought), actual.
    """
    values, roles = resolved.assumptions.values(), serving_roles(resolved.framework)
    allowed = {post.id: allowance_days(post, values, roles) for post in resolved.trust.posts}
    given: dict[tuple[str, str], float] = {}
    for each in log:
        key = (each.giver, label_of(tick_of(each.date)).split(", ")[1])
        given[key] = given.get(key, 0.0) + each.days
    rows = []
    for (giver, year), days in sorted(given.items(), key=lambda item: (item[0][1], item[0][0])):
        most = None if giver == BOUGHT else allowed[giver]
        rows.append((giver, year, math.nan if most is None else most, days))
    return pd.DataFrame(rows, columns=["giver", "school_year", "allowed", "actual"])
