"""Who supports whom, for readers: days a year by giver and receiver, and what network it is (MODEL 9)."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from ist_model.inputs.calendar import TERM_TICKS, label_of
from ist_model.report.cases.case import rows_of
from ist_model.report.words import levels
from ist_model.report.words.plain import days, term
from ist_model.results.network import BEYOND, CENTRAL
from ist_model.results.result import ScenarioResult
from ist_model.results.summary import mean_interval, summarise

BOUGHT = "bought"
_SENTENCES = {
    "network_returned": "{} of the days between schools are matched by days that the receiver gives back.",
    "network_matched": "{} are matched at the same school by days from or to any school.",
    "network_links_both_ways": "{} of the links between schools run both ways.",
    "network_top_giver": "The school that gives most in a run gives {} of all the days that schools give.",
    "network_km": "A day between schools crosses {} on average.",
}


def who_to_whom(result: ScenarioResult, named: bool) -> pd.DataFrame:
    """Days a year by giver (rows) and receiver (columns), averaged over runs, with `in all` at both ends.

    Givers are schools, the central team and bought help; receivers schools and what is beyond the trust. Who
    neither gives nor receives is left out.
    """
    frame = _in_words(result, "flows_in_total", named)
    table = frame.assign(days=frame["days"] / result.summary.years).pivot_table(
        index="giver", columns="receiver", values="days", aggfunc="sum", fill_value=0.0
    )
    ordered = [*sorted(_names(result, named).values()), CENTRAL, BOUGHT, BEYOND]
    table = table.reindex(
        index=[name for name in ordered if name in table.index],
        columns=[name for name in ordered if name in table.columns],
    )
    table["in all"] = table.sum(axis=1)
    table.loc["in all"] = table.sum(axis=0)
    return table


def days_of(result: ScenarioResult, end: Literal["given", "received"], who: int) -> str:
    """Days a year that somebody gives or receives, averaged over runs, with the 95% interval of the mean.

    Args:
        result: of a scenario.
        end: which of the two.
        who: a school's index, or a code of `results.flows`.
    """
    frame = result.series["flow_ends"]
    own = frame[(frame["end"] == ("given", "received").index(end)) & (frame["who"] == who)]
    if own.empty:
        return days(0)
    found = mean_interval(own.to_dict("records")[0], "days", result.runs)
    return levels.of_interval(found, "days", result.summary.years)


def sure_to(result: ScenarioResult, series: str) -> str:
    """How far any number of days a year of a series may be off: half the widest of its 95% intervals."""
    rows = result.series[series].to_dict("records")
    return levels.sure_to(
        (mean_interval(row, "days", result.runs) for row in rows), "days", result.summary.years
    )


def sentences(result: ScenarioResult) -> list[str]:
    """What kind of network it is, one sentence a measure that exists."""
    rows = rows_of(summarise(result))
    told = []
    for name, text in _SENTENCES.items():
        row = rows[name]
        if float(row["mean"]) == float(row["mean"]):
            told.append(text.format(levels.of_row(row)))
    return told


def by_term(result: ScenarioResult, named: bool) -> pd.DataFrame:
    """Days by term, giver and receiver, averaged over runs."""
    frame = _in_words(result, "flows", named)
    return frame.assign(term=frame["term"].map(_term))[["term", "giver", "receiver", "days"]]


def _term(number: int) -> str:
    """Name of a term counted from the epoch, for instance "Autumn 2026/27"."""
    return term(label_of(number * TERM_TICKS))


def _in_words(result: ScenarioResult, series: str, named: bool) -> pd.DataFrame:
    """A series of flows with givers and receivers by what they are called."""
    frame, names = result.series[series], _names(result, named)
    outside = frame["bought"].map({True: BOUGHT, False: CENTRAL})
    return frame.assign(
        giver=frame["giver"].map(names).where(frame["giver"] >= 0, outside),
        receiver=frame["receiver"].map(names).where(frame["receiver"] >= 0, BEYOND),
    )


def _names(result: ScenarioResult, named: bool) -> dict[int, str]:
    return dict(enumerate(result.names["schools" if named else "labels"]))
