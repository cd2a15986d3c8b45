"""Roll forecasts and money of schools and centre as arrays (MODEL 3.4, 8); pounds become whole pence here."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ist_model.inputs import calendar
from ist_model.inputs.finance import ASSUMABLE, assumed, figures, forecast
from ist_model.inputs.scenario_models import Resolved
from ist_model.world.centre import MOVED, NOT_KNOWN, Centre
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


def build_centre(resolved: Resolved, values: Mapping[str, float], index: Mapping[str, int]) -> Centre:
    """The centre's money, with the register's values of this draw."""
    written = resolved.trust.centre
    services, reserves = written.services_gbp_per_year, written.reserves_gbp
    moved = [(index[row.school], calendar.tick_of(row.date), pence(row.gbp)) for row in resolved.money_moved]
    steps = resolved.framework.intervention_ladder
    with_steps = [pence(values[f"step.{step.id}.moved_gbp"]) for step in steps]
    return Centre(
        services_pence=NOT_KNOWN if services is None else pence(services),
        reserves_pence=0 if reserves is None else pence(reserves),
        moved=np.sort(np.array(moved, dtype=MOVED), order=("tick", "school", "pence")),
        step_moved_pence=np.array(with_steps, np.int64),
    )
