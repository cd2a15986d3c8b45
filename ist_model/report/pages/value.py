"""Value for money for readers: what support costs, what it reaches, the centre's account (MODEL 8)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from ist_model.experiments.outcomes import COST, PUPILS, CostOfOutcome, at_odds_ratio, cost_of_outcome
from ist_model.inputs.assumptions import GRADES
from ist_model.inputs.scenario_models import Resolved
from ist_model.report import show
from ist_model.report.cases.case import stored_or_made
from ist_model.report.cases.held import without_effect
from ist_model.report.cases.view import NO_EFFECT, TAKES_AWAY, View
from ist_model.report.charts import Panel, bars, years
from ist_model.report.show import Block
from ist_model.report.tables import Content
from ist_model.report.words import coarse
from ist_model.report.words.against import titled
from ist_model.report.words.difference import Difference
from ist_model.report.words.levels import level, of_interval
from ist_model.report.words.plain import money, school_year
from ist_model.results.summary import t_interval

KINDS = {
    "cover": "Supply cover for leaders away",
    "travel": "Travel",
    "backfill": "Backfill for secondments",
    "bought": "Days bought",
    "packages": "Packages held by the year",
    "boards": "Cover to prepare Progress Boards",
    "chair": "External chairs of boards",
    "meetings": "Cover for networks’ meetings",
    "steps": "Intervening in schools",
}
# Measures of the schools in reading order (`results.money_rows`).
ICFP = (
    "pupils_per_teacher",
    "class_size",
    "contact_ratio",
    "contact_ratio_released",
    "teacher_cost_gbp",
    "teaching_share",
    "staff_share",
    "leadership_share",
    "balance_red_share",
)
_CENTRE = {
    "top_slice": "Top slice from schools",
    "external_income": "Income from days beyond the trust: the centre’s share",
    "services": "Central services",
    "packages": "Packages held for the whole trust",
    "bought": "Days bought for demand from beyond",
    "steps": "Steps of the intervention ladder",
    "moved": "Money moved to schools",
    "balance": "In-year balance",
    "reserves": "Reserves at the end of the year",
}
_NOT_COUNTED = "Leaders’ salaries are not counted: only what support adds to what is spent anyway."


def heading(view: View) -> Block:
    """The answer in sentences."""
    received = view.summary["cost_gbp_per_day_received"]
    net = level(view, "net_gbp_per_year")
    told = [
        f"Support and boards cost {net} after income from days given beyond the trust: {_spent(view)} are "
        f"spent, and such days earn {level(view, 'income_gbp_per_year')} (each rounded by itself)."
    ]
    if float(received["mean"]) == float(received["mean"]):
        told.append(
            f"A day of support received by our schools costs {_pounds(received)} in cover, travel, bought "
            "days and schools’ packages, no salaries: a partner SLE’s day, all in, is taken to cost "
            f"£{view.resolved.assumptions.values()['supplier.price_gbp_per_day']:,.0f}."
        )
    told.append(_NOT_COUNTED)
    return show.lead(titled(view.resolved)) + show.answer(told)


def _spent(view: View) -> str:
    """What is spent on support and boards, before what is earned."""
    both = ("net_gbp_per_year", "income_gbp_per_year")
    net, income = (view.result.measures[name].to_numpy(float) for name in both)
    return of_interval(t_interval(net + income), "GBP a year")


def _pounds(row: Mapping[str, Any]) -> str:
    """A small amount to £10, with its interval."""
    mean, low, high = (
        f"£{round(float(str(row[end])), -1):,.0f}" for end in ("mean", "mean_low", "mean_high")
    )
    return f"{mean} (± £10)" if low == high == mean else f"{mean} ({low} to {high})"


def costs(view: View) -> Block:
    """What support costs a year, by kind."""
    rows = []
    for kind, words in KINDS.items():
        if kind == "backfill" and coarse.is_for_anyone():
            continue  # it tells the salary of who is away
        row = view.summary[f"{kind}_gbp_per_year"]
        if float(row["mean"]) > 0:
            rows.append((words, *(float(row[end]) for end in ("mean", "p10", "p90"))))
    if not rows:
        return show.notes(["Support costs nothing in this scenario."])
    table = pd.DataFrame(rows, columns=["name", "mean", "low", "high"]).sort_values("mean", ascending=False)
    made = bars(
        table.reset_index(drop=True),
        title="Cost a year, £ thousand",
        what="the largest cost that support adds",
        say=money,
        scale=1000.0,
        unit="GBP a year",
        careful="leaders’ salaries are not counted: only what support adds to what is spent anyway. Prices "
        "are assumed or from published tariffs, not from accounts.",
    )
    return show.chart(made)


def outcome(view: View, range_runs: int) -> Block:
    """What a pupil-year costs, only where the model has one to divide by, over the evidence's whole range."""
    if view.without is None:
        return show.notes([f"{NO_EFFECT} In this scenario support changes nothing: there is no outcome."])
    register = {row.key: row for row in view.resolved.assumptions.assumptions}
    row = register["support.odds_ratio"]
    central = cost_of_outcome(view.result, view.without)
    number = min(range_runs, view.result.runs)
    high = at_high_end(view.resolved)
    most, none = (stored_or_made(each, view.results_dir, number) for each in (high, without_effect(high)))
    best = cost_of_outcome(most, none)
    cells = [
        _outcome_row(f"As assumed: odds ratio {row.value:g} ({view.result.runs:,} runs)", central),
        _outcome_row(f"High end of the evidence: odds ratio {row.high:g} ({most.runs:,} runs)", best),
    ]
    if row.low <= 1:
        cells.insert(
            0, [f"Low end: odds ratio {row.low:g}", "none from packages", "no outcome, so no cost", "–"]
        )
    columns = [
        "Effect of a standard package of support",
        "Pupils in such a school, against no effect (95% interval)",
        "Cost for each pupil-year",
        "95% interval of the cost, luck alone",
    ]
    caption = "Cost of support for each pupil-year out of a school needing attention, existing schools"
    notes = [
        NO_EFFECT,
        "A cost for an outcome can be said only if the outcome comes from support. The odds ratio compares "
        "the chances of a sufficient grade with and without a package; it was taken from studies that do not "
        f"agree (evidence grade {row.grade}: {GRADES[row.grade]}). The interval holds the play of chance "
        f"alone; the rows show what the evidence leaves open. {_NOT_COUNTED}",
        f"The cost is what support and boards cost our existing schools, {level(view, COST)} as assumed, "
        "before any income; what the centre, or a school that joins, bears is not in it.",
        "The evidence is about one package. Here packages in several areas, one after another, are taken to "
        "add up, which no study has shown: take the number of pupils as the most that can be hoped for, and "
        f"the cost for each as the least. {TAKES_AWAY}",
    ]
    return show.notes(notes[:1]) + show.rows(columns, cells, caption=caption) + show.notes(notes[1:])


def at_high_end(resolved: Resolved) -> Resolved:
    """The scenario with the most effect of support that the evidence leaves open."""
    rows = {row.key: row for row in resolved.assumptions.assumptions}
    return at_odds_ratio(resolved, rows["support.odds_ratio"].high)


def _outcome_row(words: str, found: CostOfOutcome) -> list[Content]:
    fewer = Difference(PUPILS, "pupils", "lower", -found.gain, -found.gain_high, -found.gain_low, 0)
    gain = fewer.phrase()
    if found.gbp != found.gbp:
        return [words, gain, "may be chance, so no cost is given", "–"]
    tens = [f"£{round(each, -1):,.0f}" for each in (found.gbp, found.low, found.high)]
    return [words, gain, tens[0], f"{tens[1]} to {tens[2]}"]


def icfp(view: View) -> Block:
    """Schools' figures together, each with its interval."""
    cells: list[list[Content]] = []
    for name in ICFP:
        row = view.summary[name]
        if float(row["mean"]) == float(row["mean"]):
            cells.append([str(row["label"]), level(view, name)])
    if not cells:
        return show.notes(["There are no schools in this scenario."])
    columns = ["Figure", "Mean of all runs (95% interval)"]
    table = show.rows(columns, cells, caption="All schools of the trust together, over the period")
    assumed = view.result.schools["assumed"].astype(str).str.len() > 0
    stands_in = int(assumed[view.result.schools["group"] != "had it not joined"].sum())
    return table + show.notes(
        [
            "Integrated curriculum and financial planning (ICFP) asks whether staff, classes and money fit "
            "each other. The DfE’s bands for class size and contact ratio were made for secondary schools "
            "and are not used here as ratings.",
            f"For {stands_in} of {len(view.schools)} schools some figures were not found and ranges for "
            "primary schools stand in.",
        ]
    )


def balances(view: View) -> Block:
    """Balance and reserves of schools and centre by year."""
    frame = view.series("centre").sort_values("school_year")
    labels = [school_year(int(year)) for year in frame["school_year"]]

    def panel(column: str, title: str, what: str) -> Panel:
        ends = {f"{column}_mean": "mean", f"{column}_p10": "low", f"{column}_p90": "high"}
        return Panel(title, what, frame[[*ends]].rename(columns=ends).assign(year=labels), money, 1000.0)

    cells: list[list[Content]] = [
        [words, *(money(float(value)) for value in frame[f"{column}_mean"]), _spread(frame, column)]
        for column, words in _CENTRE.items()
        if frame[f"{column}_mean"].abs().max() > 0
    ]
    careful = (
        "central services cost what the trust file says, or else what the top slice brings; reserves that "
        "are not written are counted from nought, so only how they change means anything."
    )
    chart = years(
        [panel("reserves", "Reserves of the centre at the year’s end, £ thousand", "the centre’s reserve")],
        careful=careful,
    )
    columns = ["Line", *labels, "8 runs in 10 lie within"]
    caption = "The account of the trust’s centre by school year, mean of all runs"
    table = show.rows(columns, cells, caption=caption, right=range(1, len(columns)))
    return show.private(show.chart(chart) + table)  # what the centre costs tells its few salaries


def _spread(frame: pd.DataFrame, column: str) -> str:
    """How far 8 runs in 10 lie from the mean at most, in the year in which that is farthest."""
    mean, *ends = (frame[f"{column}_{end}"] for end in ("mean", "p10", "p90"))
    widest = max(float((end - mean).abs().max()) for end in ends)
    return "no spread" if widest == 0 else f"± {money(1000 * math.ceil(widest / 1000))}"


def moved(view: View) -> Block:
    """Money moved from the centre to schools."""
    mean = view.mean("moved_gbp_per_year")
    if not view.resolved.money_moved:
        return show.notes(["No money is moved from the centre to a school in this scenario."])
    return show.notes(
        [
            f"The centre moves {money(mean)} a year to schools. What it takes from one account it puts into "
            "another, so the trust as a whole has neither more nor less."
        ]
    )
