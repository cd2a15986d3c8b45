"""The growth table and the pool as arrays (MODEL 10)."""

from __future__ import annotations

import numpy as np

from ist_model.inputs.calendar import half_term_on_or_after
from ist_model.inputs.scenario_models import Resolved
from ist_model.world.growth_table import GROWTH, Growth
from ist_model.world.structs import NEVER, NO_LIMIT, Span


def build_growth(resolved: Resolved, span: Span, index: dict[str, int]) -> Growth:
    """Table, pool (in key order) and period of the joinings that a run draws."""
    growth = resolved.growth
    if growth is None:
        return Growth(np.zeros(0, GROWTH), np.zeros(0, np.int64), span.start, span.start)
    table = np.zeros(len(growth.table), GROWTH)
    for struct, row in zip(table, growth.table, strict=True):
        struct["schools_from"] = row.schools_from
        struct["schools_to"] = NO_LIMIT if row.schools_to is None else row.schools_to
        struct["chances"], struct["mean"] = row.chances, row.mean
    ends = int(NEVER) if growth.ends is None else half_term_on_or_after(growth.ends)
    pool = np.array(sorted(index[name] for name in growth.pool), np.int64)
    return Growth(table, pool, half_term_on_or_after(growth.starts), ends)
