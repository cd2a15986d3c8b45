"""A scenario beside its baseline as a chart names them, and the chart of how soon help begins."""

from __future__ import annotations

from ist_model.report import show
from ist_model.report.cases.case import Case, rows_of
from ist_model.report.charts import in_time
from ist_model.report.parts.answers import ON_TIME, WHO
from ist_model.report.show import Block
from ist_model.report.words.levels import of_row
from ist_model.report.words.plain import standard
from ist_model.results.result import ScenarioResult
from ist_model.results.summary import summarise


def side_by_side(case: Case, called: str = "This scenario") -> dict[str, ScenarioResult]:
    """The scenario and, where they may be set side by side, the baseline, by what a chart calls them."""
    before = {case.against_headed: case.baseline}
    shown = before if case.alone else {called: case.result}
    return shown if case.differences is None else shown | before


def in_time_chart(case: Case, least_share: float, called: str = "This scenario") -> Block:
    """Fan chart of the share of needs begun within the service standard by term, with the line asked for.

    Args:
        case: The scenario.
        least_share: Share of needs that the trust wants begun within the standard (0-1).
        called: What the chart calls it.
    """
    shown = {name: result for name, result in side_by_side(case, called).items() if _asks(result)}
    if not shown or not _asks(case.result):
        return show.notes(["No existing school asked for help, so nothing waited."])
    frames = {name: result.series["in_time"] for name, result in shown.items()}
    averages = {name: of_row(rows_of(summarise(result))[ON_TIME]) for name, result in shown.items()}
    words = standard(case.standard_weeks)
    return show.chart(in_time(frames, averages, least_share=least_share, standard=words, who=WHO))


def _asks(result: ScenarioResult) -> bool:
    return bool(result.series["in_time"]["share_p50"].notna().any())
