"""Schools' roll forecasts and money as arrays (MODEL 3.4, 8); pounds become whole pence here."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ist_model.inputs import calendar
from ist_model.inputs.finance import ASSUMABLE, assumed, figures, forecast
from ist_model.world.schools import Row
from ist_model.world.structs import FINANCE, Span


def pence(pounds: float) -> int:
    """Pounds as whole pence."""
    return round(pounds * 100)


def build_finance(rows: list[Row], values: Mapping[str, float]) -> NDArray[np.void]:
    """FINANCE[S]: staff and money of the first school year, with what the register stands in for."""
    structs = np.zeros(len(rows), FINANCE)
    for struct, row in zip(structs, rows, strict=True):
        school = row.school
        found = figures(school.roll, school.finance, school.reserves_gbp, values)
        missing = assumed(school.finance, school.reserves_gbp)
        struct["classes"], struct["teachers_fte"] = found.classes, found.teachers_fte
        struct["teaching_pence"] = pence(found.teaching_cost_gbp)
        struct["leadership_pence"] = pence(found.leadership_cost_gbp)
        struct["other_staff_pence"] = pence(found.other_staff_cost_gbp)
        struct["other_cost_pence"] = pence(found.other_cost_gbp)
        struct["income_per_pupil_pence"] = pence(found.income_per_pupil_gbp)
        struct["other_income_pence"] = pence(found.other_income_gbp)
        struct["reserves_pence"] = pence(found.reserves_gbp)
        struct["assumed"] = sum(1 << bit for bit, name in enumerate(ASSUMABLE) if name in missing)
    return structs


def build_forecast(rows: list[Row], span: Span) -> NDArray[np.float64]:
    """[S, Y] pupils expected in each school year from the first reported to the one that ends last."""
    first, last = span.start // calendar.YEAR_TICKS, (span.end - 1) // calendar.YEAR_TICKS
    years = last - first + 1
    first_year = calendar.school_year(span.start)
    table = [
        forecast(
            row.school.roll, row.school.roll_forecast, row.school.roll_change_per_year, first_year, years
        )
        for row in rows
    ]
    return np.array(table, np.float64).reshape(len(rows), years)
