"""Joining and its timing: how fast the trust can safely grow, and when schools should join."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ist_model.experiments.pace import first_joining
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
from ist_model.report.words.levels import chances, level, of_row, with_interval, within_one
from ist_model.report.words.plain import and_list, counted, percent, standard, twentieths
from ist_model.results.short import IN_ALL
from ist_model.results.summary import summarise

UNMET = "share_unmet_existing"
DAYS_A_YEAR = 365.25
MOST_NAMED = 2  # schools of a plan that are named beside it


def heading(joining: Joining) -> Block:
    """The fastest pace that clearly keeps the standard, the price for pupils, and the best date."""
    told = [_fastest(joining)] if joining.paces else []
    told += [
        f"If nobody joins, {level(joining.nobody, ON_TIME)} of the needs of {WHO} begin within "
        f"{_standard(joining)} in the {joining.nobody.result.runs:,} runs of this page.",
        *_runs_that_keep(joining),
    ]
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
        f"({chances(kept.low, kept.high)}) reach the line of {percent(joining.least_share)}. "
        "This page asks it of the average; the page on whether a school should join asks it of most runs, "
        "which is stricter."
    ]


def _pupils_of(joining: Joining, case: Case) -> str:
    """Today's pupils in all the runs that other pages rest on, so that every page says the same of them."""
    if joining.in_full is None:
        return level(case, PUPILS)
    return of_row(rows_of(summarise(joining.in_full))[PUPILS])


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
        slowest = _row(joining.paces[0])
        return (
            f"No pace of joining shown clearly keeps {line}, even on average: with {slowest.name}, "
            f"{with_interval(slowest.share, slowest.low, slowest.high, 'share')} begin so soon."
        )
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
        every = [plan.case.difference_at_no_effect(PUPILS) for plan in (*joining.paces, *joining.dates)]
        known = [max(abs(made.low), abs(made.high)) for made in every if made is not None and made.known]
        far = max(known, default=0.0)
        within = f": these runs leave open {far:,.0f} more or fewer" if far >= 0.5 else ""
        return f"{opening} no pace and no date shown differs clearly from nobody joining{within}."
    return f"{opening} these differ clearly from nobody joining: {'; '.join(left)}."


def how_fast(joining: Joining) -> Block:
    """The chart of paces, and its numbers."""
    if not joining.paces or joining.growth is None:
        return show.notes(["No scenario of this pack names schools that might join at another pace."])
    chart = show.chart(pace(_rows(joining), least_share=joining.least_share, standard=_standard(joining)))
    note = f"The schools, and the posts they bring, are those of “{joining.growth.name}”, in its order."
    return chart + _table("Schools that join", joining, joining.paces) + show.notes([note])


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
    table = _table("First school joins in", joining, joining.dates)
    return chart + show.notes([_same_years(joining)]) + table


def _same_years(joining: Joining) -> str:
    """Why a later date looks milder: it has less of the period to weigh on."""
    nobody, last = joining.nobody.resolved, joining.dates[-1]
    joins = first_joining(nobody, last.case.resolved)
    left = nobody.years - (joins - nobody.start).days / DAYS_A_YEAR
    return (
        f"Every date is averaged over the same {counted(nobody.years, 'school years')}, and from {last.name} "
        f"only {counted(round(left), 'years')} of them {'is' if round(left) == 1 else 'are'} left: a later "
        "date looks milder for that alone. It does not show that waiting is safer."
    )


def _named(plan: Plan) -> str:
    """A plan with the schools that join in it, if they are few: other plans have other schools."""
    case = plan.case
    own = case.result.schools
    called = case.result.names["schools" if case.named else "labels"]
    who = [str(called[int(index)]) for index in own.loc[own["group"] == "joiner", "school"]]
    return f"{plan.name} ({and_list(sorted(who))})" if 0 < len(who) <= MOST_NAMED else plan.name


def _table(first: str, joining: Joining, rows: Sequence[Plan]) -> Block:
    cells: list[list[Content]] = []
    for plan in (Plan("Nobody joins", joining.nobody), *rows):
        case = plan.case
        cells.append(
            [
                _named(plan),
                level(case, ON_TIME),
                _pupils_of(joining, case) if case.alone else _told(case.difference(PUPILS)),
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


def _in_full(joining: Joining) -> str:
    """Which number here rests on more runs than the others, and what the others then are."""
    if joining.in_full is None:
        return "Pages that rest on another number of runs show somewhat other averages for the same plan."
    more = rows_of(summarise(joining.in_full))[ON_TIME]
    return (
        f"Only pupils if nobody joins are of the {joining.in_full.runs:,} runs of the decision paper, in "
        f"which {of_row(more)} of needs begin in time."
    )


def made_from(joining: Joining) -> Block:
    """How to read it, and the stamp."""
    every = [joining.nobody, *(plan.case for plan in (*joining.paces, *joining.dates))]
    runs = f"{joining.nobody.result.runs:,}"
    told = [
        f"Each plan was run {runs} times and compared with nobody joining run by run, with the same luck. "
        "The intervals hold what chance leaves open, not doubt about the assumptions. "
        f"{_in_full(joining)}",
        f"The line of {percent(joining.least_share)} is a parameter of this page, not a standard from "
        "outside: a trust should set its own. Which schools join, and what leaders they bring, can matter "
        "more than how many.",
    ]
    return show.notes(told) + show.stamp(together([case.result for case in every]))
