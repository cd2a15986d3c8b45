"""Days on which schools join: the first of a month after a day, the Septembers of a period (MODEL 10)."""

from __future__ import annotations

import datetime as dt

from ist_model.inputs.scenario_models import Resolved

SEPTEMBER = 9


def next_first(after: dt.date, month: int = SEPTEMBER) -> dt.date:
    """First day of a month, later than a date."""
    year = after.year + ((after.month, after.day) >= (month, 1))
    return dt.date(year, month, 1)


def september_years(base: Resolved) -> tuple[int, ...]:
    """Years whose 1 September lies after the first day reported and before the last."""
    first = next_first(base.start).year
    end = base.start.year + (base.start.month - 1) / 12 + base.years
    return tuple(year for year in range(first, int(end) + 1) if year + (SEPTEMBER - 1) / 12 < end)
