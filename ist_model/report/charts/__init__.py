"""Charts: one file each, in the look of `look`; add one by its file and its line in `CHARTS`."""

from __future__ import annotations

from collections.abc import Callable

from ist_model.report.charts.days import days_have_and_need
from ist_model.report.charts.fan import fan
from ist_model.report.charts.forest import forest
from ist_model.report.charts.gap import gap
from ist_model.report.charts.look import Chart
from ist_model.report.charts.utilisation import utilisation
from ist_model.report.charts.waits import waits

__all__ = ["CHARTS", "Chart", "days_have_and_need", "fan", "forest", "gap", "utilisation", "waits"]

CHARTS: dict[str, Callable[..., Chart]] = {
    "fan": fan,
    "gap": gap,
    "days": days_have_and_need,
    "waits": waits,
    "utilisation": utilisation,
    "forest": forest,
}
