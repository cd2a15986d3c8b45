"""Which help comes late, and when in the year: for every page that tells of waits."""

from __future__ import annotations

import pandas as pd

from ist_model.inputs.calendar import HALF_TERM_NAMES
from ist_model.report import show
from ist_model.report.charts import late
from ist_model.report.charts.late import OFTEN
from ist_model.report.show import Block
from ist_model.report.words.few import told_apart
from ist_model.report.words.levels import sure_to
from ist_model.results.asking import WAITS
from ist_model.results.result import ScenarioResult
from ist_model.results.summary import ratio_interval
from ist_model.results.tally import added_up


def late_help(result: ScenarioResult, standard_weeks: float) -> Block:
    """Heat map of waits by specialism and half-term of the year, the slowest help on top."""
    every = result.series["needs_by_time"]
    frame = every[every["specialism"].isin(told_apart(result))]
    if not (frame["started"] > 0).any():
        return show.notes(["No school of the trust asked for help, so nothing waited."])
    labels = result.names["specialism_labels"]

    def grid(column: str) -> pd.DataFrame:
        table = frame.pivot_table(index="specialism", columns="part_of_year", values=column, dropna=False)
        table = table.reindex(columns=range(len(HALF_TERM_NAMES)))
        return table.set_axis([labels[int(row)] for row in table.index]).set_axis(HALF_TERM_NAMES, axis=1)

    order = added_up(frame, ["specialism"]).sort_values("wait_mean_weeks", ascending=False)
    rows = [labels[int(row)] for row in order["specialism"]]
    waited, raised = grid("wait_mean_weeks").loc[rows], grid("raised").loc[rows].fillna(0.0)
    sure = _sure(frame[frame["raised"] >= OFTEN], result.runs)
    columns_are = "half-term of asking"
    chart = late(waited, raised, standard_weeks=standard_weeks, columns_are=columns_are, sure=sure)
    return show.chart(chart)


def _sure(cells: pd.DataFrame, runs: int) -> str:
    """How far off the averages of cells may be: half the widest of their 95% intervals, in whole weeks."""
    return sure_to((ratio_interval(row, *WAITS, runs) for row in cells.to_dict("records")), "weeks")
