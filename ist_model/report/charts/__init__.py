"""Charts: one file each, in the look of `look`; add one by its file and its line in `CHARTS`."""

from __future__ import annotations

from collections.abc import Callable

from ist_model.report.charts.areas import areas
from ist_model.report.charts.asked import asked
from ist_model.report.charts.back_test import Forecast, back_test
from ist_model.report.charts.bars import bars
from ist_model.report.charts.checks import checks
from ist_model.report.charts.cover import cover
from ist_model.report.charts.days import days_have_and_need
from ist_model.report.charts.dumbbell import dumbbell
from ist_model.report.charts.falls import falls
from ist_model.report.charts.fan import fan
from ist_model.report.charts.flows import flows
from ist_model.report.charts.forest import forest
from ist_model.report.charts.frontier import frontier
from ist_model.report.charts.gantt import Bar, gantt
from ist_model.report.charts.gap import gap
from ist_model.report.charts.in_time import in_time
from ist_model.report.charts.late import late
from ist_model.report.charts.lines import lines
from ist_model.report.charts.look import Chart
from ist_model.report.charts.measure import equal_measure
from ist_model.report.charts.pace import pace
from ist_model.report.charts.roles import days_by_role
from ist_model.report.charts.shortfall import shortfall
from ist_model.report.charts.strengths import strengths
from ist_model.report.charts.stretch import stretch
from ist_model.report.charts.tiers import tiers
from ist_model.report.charts.tornado import tornado
from ist_model.report.charts.utilisation import utilisation
from ist_model.report.charts.waits import waits
from ist_model.report.charts.years import Panel, years

__all__ = [
    "CHARTS",
    "Bar",
    "Chart",
    "Forecast",
    "Panel",
    "areas",
    "asked",
    "back_test",
    "bars",
    "checks",
    "cover",
    "days_by_role",
    "days_have_and_need",
    "dumbbell",
    "equal_measure",
    "falls",
    "fan",
    "flows",
    "forest",
    "frontier",
    "gantt",
    "gap",
    "in_time",
    "late",
    "lines",
    "pace",
    "shortfall",
    "strengths",
    "stretch",
    "tiers",
    "tornado",
    "utilisation",
    "waits",
    "years",
]

CHARTS: dict[str, Callable[..., Chart]] = {
    "fan": fan,
    "gap": gap,
    "in_time": in_time,
    "days": days_have_and_need,
    "waits": waits,
    "late": late,
    "utilisation": utilisation,
    "forest": forest,
    "falls": falls,
    "tiers": tiers,
    "strengths": strengths,
    "asked": asked,
    "years": years,
    "flows": flows,
    "equal_measure": equal_measure,
    "gantt": gantt,
    "lines": lines,
    "bars": bars,
    "checks": checks,
    "areas": areas,
    "back_test": back_test,
    "cover": cover,
    "dumbbell": dumbbell,
    "pace": pace,
    "frontier": frontier,
    "roles": days_by_role,
    "shortfall": shortfall,
    "stretch": stretch,
    "tornado": tornado,
}
