"""Who is to lead each school, term by term, and the cover that the whole trust has for its headships."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import pandas as pd

from ist_model.inputs.calendar import TICKS_PER_WEEK, YEAR_TICKS
from ist_model.report import show
from ist_model.report.cases.case import Case
from ist_model.report.charts import cover
from ist_model.report.parts.planned import heads_over, leaders_by_term, terms
from ist_model.report.show import Block
from ist_model.report.tables import Content
from ist_model.report.words.against import titled
from ist_model.report.words.levels import level
from ist_model.report.words.plain import counted

READY, SOON, GAP, UNCOVERED = "bench_ready_now", "bench_ready_in_a_year", "headship_gap", "uncovered_headship"
INTERIM = "interim_weeks"


def _changing(schools: int) -> str:
    if not schools:
        return "no school changes"
    return f"{counted(schools, 'schools')} {'changes' if schools == 1 else 'change'}"


def heading(case: Case) -> Block:
    """Plan, bench and the chance of a gap, in three sentences; all but the plan trust-wide (MODEL 11.4)."""
    plan = leaders_by_term(case)
    changing = [name for name, told in plan.items() if len({post for post, _ in told if post}) > 1]
    posts = {post for each in plan.values() for post, _ in each if post}
    told = [
        f"{len(plan)} schools are to be led by the holders of {len(posts)} posts; by plan, "
        f"{_changing(len(changing))} from one post to another."
    ]
    if case.summary[READY]["withheld"]:
        told.append(f"Of cover nothing is told: {case.summary[READY]['withheld']}.")
    else:
        told += [
            f"In the whole trust {level(case, READY)} are ready for a headship or a higher post at any time, "
            f"and {level(case, SOON)} within a year{_over_time(case)}.",
            f"The chance that a school is at some time in {counted(case.resolved.years, 'school years')} "
            f"without a head of its own is {level(case, GAP)}; that nobody can lead it, "
            f"{level(case, UNCOVERED)}. That is for {level(case, INTERIM)}{_of_weeks(case)}: the headship is "
            "vacant and somebody, usually a deputy, stands in; a planned interim head counts as a head.",
        ]
    return show.paper(show.lead(titled(case.resolved)) + show.answer(told))


def _over_time(case: Case) -> str:
    """Those ready now in the first and the last September: an average hides whether they become fewer."""
    known = _septembers(case)
    known = known[known["ready_now_mean"].notna()]
    if len(known) < 2:
        return ""
    first, last = (known.iloc[at] for at in (0, -1))
    return (
        f"; each September, 8 runs in 10 in brackets, {_range(first, 'ready_now')} are ready in "
        f"{_year(first)} and {_range(last, 'ready_now')} in {_year(last)}"
    )


def _of_weeks(case: Case) -> str:
    """Of how many school weeks, over the schools there are; empty where schools join."""
    if case.grows:
        return ""
    weeks = YEAR_TICKS / TICKS_PER_WEEK * case.resolved.years * len(leaders_by_term(case))
    return f" of {weeks:,.0f}, all schools together"


def _septembers(case: Case) -> pd.DataFrame:
    frame = case.result.series["leaders"]
    return frame[frame["label"].str.startswith("Autumn 1")]


def _year(row: pd.Series[Any]) -> str:
    return str(row["label"]).split(", ")[1]


def timeline(case: Case) -> Block:
    """Planned leaders by term above the bench."""
    plan, words = leaders_by_term(case), case.school_words()
    if not plan:
        return show.notes(["There are no schools in this scenario."])
    ordered = sorted(plan, key=lambda school: words[school])
    told = {words[school]: plan[school] for school in ordered}
    return show.paper(show.chart(cover(told, case.result.series["leaders"])))


def _by_school(case: Case) -> Block:
    """The plan as a table."""
    plan, words, over, names = leaders_by_term(case), case.school_words(), heads_over(case), terms(case)
    cells: list[list[Content]] = []
    for school in sorted(plan, key=lambda each: words[each]):
        spells, at = [], 0
        for (post, kind), same in groupby(plan[school]):
            spells.append((names[at], f"{post}, {kind}" if post else "not in the trust, or nobody named"))
            at += len(list(same))
        later = "; ".join(f"{who} from {when}" for when, who in spells[1:]) or "no change planned"
        cells.append([words[school].replace(" ", "\u00a0"), spells[0][1], over.get(school, "–"), later])
    columns = ["School", f"Led by in {names[0]}", "Under Partnership Head", "Planned later"]
    return show.rows(columns, cells, caption="Who is to lead each school (posts by code)")


def _bench(case: Case) -> Block:
    """Cover by school year, trust-wide."""
    frame = case.result.series["leaders"]
    if not frame["ready_now_mean"].notna().any():
        return show.notes(["Of cover nothing is told: too few posts stand behind it."])
    starts = _septembers(case)
    cells: list[list[Content]] = [
        [
            _year(row),
            *(_range(row, name) for name in ("ready_now", "ready_in_a_year", "stood_in_for")),
        ]
        for _, row in starts.iterrows()
    ]
    columns = [
        "September of",
        "Ready now",
        "Ready within a year",
        "Schools in which somebody stands in for the head",
    ]
    caption = "Leaders of the whole trust: average, and range of 8 runs in 10"
    return show.rows(columns, cells, caption=caption)


def _range(row: pd.Series[Any], name: str) -> str:
    mean, low, high = (float(row[f"{name}_{end}"]) for end in ("mean", "p10", "p90"))
    if mean != mean:
        return "not given"
    if mean == high == 0:
        return "0"
    return f"{mean:.1f} (" + ("none in 8 runs in 10)" if high < 0.5 else f"{low:.0f} to {high:.0f})")


def _made_from(case: Case) -> Block:
    """What is plan and what forecast, and the stamp."""
    told = [
        "Who leads is what the trust’s file plans. Cover is a forecast for the whole trust, never for "
        "one post or school: leaving is drawn from national rates by kind of post, not known of persons.",
        f"Averages over {case.result.runs:,} runs, each with other luck.",
    ]
    return show.notes(told)


def tables(case: Case) -> Block:
    """The plan and the cover in numbers; what is plan and what forecast; the stamp."""
    body = show.part("The plan, and cover for the trust’s headships") + _by_school(case) + _bench(case)
    return show.paper(body + _made_from(case), columns=True) + show.stamp(case.stamp())
