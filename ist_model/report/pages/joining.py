"""Joining and its timing: how fast the trust can safely grow, and when schools should join."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ist_model.experiments.target import how_often
from ist_model.experiments.target import standard as standard_of
from ist_model.report import show
from ist_model.report.cases.case import PUPILS, Case, rows_of
from ist_model.report.cases.joining import Joining, Plan
from ist_model.report.cases.options import together
from ist_model.report.charts import forest, pace
from ist_model.report.charts.pace import Pace, holds
from ist_model.report.parts.answers import ON_TIME, WHERE, WHO, joiners_told
from ist_model.report.show import Block
from ist_model.report.tables import Cell, Content
from ist_model.report.words.difference import Difference
from ist_model.report.words.levels import chances, level, of_row, within_one
from ist_model.report.words.plain import percent, standard, twentieths
from ist_model.results.short import IN_ALL
from ist_model.results.summary import summarise

UNMET = "share_unmet_existing"


def heading(joining: Joining) -> Block:
    """The fastest pace that clearly keeps the standard, the price for pupils, and the best date."""
    told = [
        f"If nobody joins, {level(joining.nobody, ON_TIME)} of the needs of {WHO} begin within "
        f"{_standard(joining)} in the {joining.nobody.result.runs:,} runs of this page; the line drawn here "
        f"is {percent(joining.least_share)}.",
        *_runs_that_keep(joining),
    ]
    if joining.paces or joining.dates:
        told += _in_full(joining)
    if joining.paces:
        told.append(_fastest(joining))
    if joining.dates:
        told.append(_when(joining))
    if joining.paces or joining.dates:
        told.append(_without(joining))
    else:
        told.append("No scenario of this pack has schools that join, so there is nothing to plan.")
    return show.answer(told)


def _runs_that_keep(joining: Joining) -> list[str]:
    """How many runs reach the line when nobody joins: fewer than the average lets one think."""
    measured = joining.nobody.result.measures[ON_TIME].to_numpy(np.float64)
    if not 0 < joining.least_share < 1 or np.isnan(measured).all():
        return []
    kept = how_often(standard_of(joining.least_share, 0.5, "existing"), measured)
    return [
        f"That is the average: only {twentieths(kept.mean)} runs "
        f"({chances(kept.low, kept.high)}) reach the line. "
        "This page asks it of the average; the page on whether a school should join asks it of most runs, "
        "which is stricter."
    ]


def _in_full(joining: Joining) -> list[str]:
    """What the runs that other pages rest on say of pupils, where this page has fewer."""
    case, full = joining.nobody, joining.in_full
    if full is None:
        return []
    return [
        f"The pupils in a school needing attention are then {level(case, PUPILS)} in these runs; the "
        f"{full.runs:,} runs of the decision paper say {of_row(rows_of(summarise(full))[PUPILS])}."
    ]


def _standard(joining: Joining) -> str:
    return standard(joining.nobody.standard_weeks)


def _row(plan: Plan) -> Pace:
    row = plan.case.summary[ON_TIME]
    share, low, high = (float(row[end]) for end in ("mean", "mean_low", "mean_high"))
    return Pace(plan.name, share, *within_one(share, low, high), plan.case.difference(PUPILS))


def _rows(joining: Joining) -> list[Pace]:
    return [_row(Plan("Nobody joins", joining.nobody)), *(_row(plan) for plan in joining.paces)]


def _fastest(joining: Joining) -> str:
    kept = [row for row in _rows(joining) if holds(row, joining.least_share)]
    line = f"the line of {percent(joining.least_share)} begun within {_standard(joining)}"
    if not kept:
        return f"On average, no pace shown clearly keeps {line}, and neither does nobody joining."
    fastest = kept[-1]
    if fastest.name == "Nobody joins":
        return f"On average, of the paces shown only that nobody joins clearly keeps {line}."
    price = fastest.pupils.phrase() if fastest.pupils and fastest.pupils.known else "not known"
    return (
        f"The fastest pace shown that on average clearly keeps {line}: {fastest.name}; for the pupils "
        f"of {WHO} it means {price} {WHERE}."
    )


def _when(joining: Joining) -> str:
    told = [
        f"{plan.name}, {made.phrase()}"
        for plan in joining.dates
        if (made := plan.case.difference(PUPILS)) is not None
    ]
    name = joining.joining.name if joining.joining else ""
    return f"“{name}”, if it were at these dates, for pupils of {WHO} {WHERE}: {'; '.join(told)}."


def _without(joining: Joining) -> str:
    """What is left for existing schools' pupils if support has no effect (MODEL 4.7)."""
    left = [
        f"{plan.name}, {without.phrase()}"
        for plan in (*joining.paces, *joining.dates)
        if (without := plan.case.difference_at_no_effect(PUPILS)) is not None and without.clear
    ]
    opening = f"The evidence does not rule out that support has no effect: then for the pupils of {WHO}"
    if not left:
        return f"{opening} no pace and no date shown differs clearly from nobody joining."
    return f"{opening} these differ clearly from nobody joining: {'; '.join(left)}."


def how_fast(joining: Joining) -> Block:
    """The chart of paces, and its numbers."""
    if not joining.paces or joining.growth is None:
        return show.notes(["No scenario of this pack names schools that might join at another pace."])
    chart = show.chart(pace(_rows(joining), least_share=joining.least_share, standard=_standard(joining)))
    note = f"The schools, and the posts they bring, are those of “{joining.growth.name}”, in its order."
    return chart + _table("Schools that join", joining.nobody, joining.paces) + show.notes([note])


def when(joining: Joining) -> Block:
    """One joining at other dates."""
    known = [
        (plan.name, made)
        for plan in joining.dates
        if (made := plan.case.difference(PUPILS)) is not None and made.known
    ]
    if not known:
        return show.notes(["No scenario of this pack has a joining that could be earlier or later."])
    late = [
        (plan.name, made)
        for plan in joining.dates
        if (made := plan.case.difference(ON_TIME)) is not None and made.known
    ]
    panels: dict[str, list[tuple[str, Difference]]] = {
        f"Pupils of existing schools {WHERE}": known,
        "Their needs begun within the standard, percentage points": late,
    }
    chart = show.chart(
        forest({title: rows for title, rows in panels.items() if rows}, against=joining.nobody.against)
    )
    return chart + _table("First school joins in", joining.nobody, joining.dates)


def _table(first: str, nobody: Case, rows: Sequence[Plan]) -> Block:
    cells: list[list[Content]] = []
    for plan in (Plan("Nobody joins", nobody), *rows):
        case = plan.case
        cells.append(
            [
                plan.name,
                level(case, ON_TIME),
                level(case, PUPILS) if case.alone else _told(case.difference(PUPILS)),
                "–" if case.alone else _told(case.difference_at_no_effect(PUPILS)),
                level(case, UNMET),
                level(case, IN_ALL),
                "–" if case.alone else joiners_told(case),
            ]
        )
    columns = [
        first,
        "Needs of existing schools begun in time",
        "Their pupils in a school needing attention",
        "The same if support has no effect",
        "Their needs never met",
        "Days asked for by all schools and never given",
        "Joiners’ pupils in such a school, against not joining (and if support has no effect)",
    ]
    return show.rows(columns, cells, caption="Averages over runs, with 95% intervals")


def _told(made: Difference | None) -> Content:
    return Cell("not compared", "unclear") if made is None else Cell(made.phrase(), made.verdict)


def made_from(joining: Joining) -> Block:
    """How to read it, and the stamp."""
    every = [joining.nobody, *(plan.case for plan in (*joining.paces, *joining.dates))]
    runs = f"{joining.nobody.result.runs:,}"
    told = [
        f"Each plan was run {runs} times and compared with nobody joining run by run, with the same luck. "
        "The intervals hold what chance leaves open, not doubt about the assumptions. Pages that rest on "
        "another number of runs show somewhat other averages for the same plan; differences are not touched.",
        f"The line of {percent(joining.least_share)} is a parameter of this page, not a standard from "
        "outside: a trust should set its own. Which schools join, and what leaders they bring, can matter "
        "more than how many.",
    ]
    return show.notes(told) + show.stamp(together([case.result for case in every]))
