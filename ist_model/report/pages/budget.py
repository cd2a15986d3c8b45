"""A school's roll and money, and the sheet to talk over with its head (MODEL 8): ICFP on a page."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from ist_model.report import show
from ist_model.report.charts import Panel, years
from ist_model.report.pages.school import SchoolView
from ist_model.report.show import Block
from ist_model.report.tables import Content
from ist_model.report.words.levels import chances_sure_to
from ist_model.report.words.plain import and_list, chance, money, percent, school_year

CAREFUL = (
    "everything is in prices of the first school year and nothing more is saved; the shaded band holds 8 "
    "runs in 10, which differ in rolls and in support alone."
)
# Figures of the sheet: column, what it is, how it is said.
_RATIOS = (
    ("pupils_per_teacher", "Pupils for each teacher", lambda v: f"{v:.1f}"),
    ("class_size", "Average class, pupils", lambda v: f"{v:.0f}"),
    ("contact_ratio", "Share of teachers’ time spent teaching a class (contact ratio)", percent),
    ("contact_ratio_released", "The same, leaders’ days away taken off", percent),
    ("teacher_cost_gbp", "Average cost of a teacher", money),
    ("teaching_share", "Teaching cost as share of income", percent),
    ("staff_share", "All staff as share of income", percent),
    ("leadership_share", "Leaders’ cost as share of income", percent),
)
_LINES = (
    ("income_gbp", "Income"),
    ("moved_gbp", "Money moved from the trust’s centre"),
    ("support_income_gbp", "Income from support given beyond the trust"),
    ("teaching_gbp", "Teachers and leaders"),
    ("other_staff_gbp", "Other staff"),
    ("other_gbp", "Other running costs"),
    ("top_slice_gbp", "Top slice for central services"),
    ("support_cost_gbp", "Cost of support: cover, travel, bought days, boards"),
    ("balance_gbp", "In-year balance"),
    ("reserves_gbp", "Reserves at the end of the year"),
)


def frame(page: SchoolView) -> pd.DataFrame:
    """The school's years in order."""
    whole = page.view.series("icfp")
    own = whole[whole["school"] == page.index].sort_values("school_year")
    labels = [school_year(int(year)) for year in own["school_year"]]
    return own.assign(year=labels).reset_index(drop=True)


def _figure(own: pd.DataFrame, column: str) -> pd.DataFrame:
    ends = {f"{column}_mean": "mean", f"{column}_p10": "low", f"{column}_p90": "high"}
    return own[["year", *ends]].rename(columns=ends)


def roll_and_budget(page: SchoolView) -> Block:
    """Roll, in-year balance and reserves by school year."""
    own = frame(page)
    if own.empty:
        return show.notes(["The school is in the trust in no school year of the period."])
    panels = [
        Panel("Pupils on roll", "the roll", _figure(own, "pupils"), lambda v: f"{v:,.0f} pupils"),
        Panel(
            "In-year balance, £ thousand", "the in-year balance", _figure(own, "balance_gbp"), money, 1000.0
        ),
        Panel(
            "Reserves at the year’s end, £ thousand",
            "the money in reserve",
            _figure(own, "reserves_gbp"),
            money,
            1000.0,
        ),
    ]
    return show.chart(years(panels, careful=CAREFUL)) + show.notes([assumed(page)])


def assumed(page: SchoolView) -> str:
    """Which of the school's figures the register stands in for."""
    row = page.view.result.schools.set_index("school").loc[page.index]
    stands_in = [name for name in str(row["assumed"]).split(", ") if name]
    if not stands_in:
        return "All figures of the school that this rests on are written in the trust file."
    words = and_list(name.replace("_", " ").replace("gbp", "").strip() for name in stands_in)
    return (
        f"Ranges for primary schools stand in for the school’s own {words}. Put its own into the trust file "
        "before this is used in a conversation."
    )


def account(page: SchoolView) -> Block:
    """Income and expenditure by school year."""
    own = frame(page)
    shown = [(column, words) for column, words in _LINES if own[f"{column}_mean"].abs().max() > 0]
    last = own.iloc[-1]
    cells: list[list[Content]] = [
        [words, *(money(float(value)) for value in own[f"{column}_mean"]), _span(last, column, money)]
        for column, words in shown
    ]
    columns = ["Line", *own["year"], f"8 runs in 10, {last['year']}"]
    caption = "Income and expenditure by school year: mean of all runs, and how far runs differ at the end"
    return show.rows(columns, cells, caption=caption, right=range(1, len(columns)))


def ratios(page: SchoolView) -> Block:
    """The ICFP figures of the first and the last school year, with the range of 8 runs in 10."""
    own = frame(page)
    first, last = own.iloc[0], own.iloc[-1]
    cells: list[list[Content]] = []
    for column, words, say in _RATIOS:
        means = (say(float(each[f"{column}_mean"])) for each in (first, last))
        cells.append([words, *means, _span(last, column, say)])
    columns = ["Figure", str(first["year"]), str(last["year"]), f"8 runs in 10, {last['year']}"]
    return show.rows(columns, cells, caption="Figures of integrated curriculum and financial planning")


def _span(year: pd.Series, column: str, say: Callable[[float], str]) -> str:
    """What 8 runs in 10 lie between in a school year."""
    low, high = (say(float(year[f"{column}_{end}"])) for end in ("p10", "p90"))
    return low if low == high else f"{low} to {high}"


def red_years(page: SchoolView) -> str:
    """In which share of the runs a year's balance is one that the DfE rates red."""
    own = frame(page)
    first, last = own.iloc[0], own.iloc[-1]
    line = page.view.resolved.assumptions.values()["finance.amber_deficit_share"]
    begins, ends = (chance(float(each["balance_red_mean"])) for each in (first, last))
    return (
        f"The year ends with a deficit of more than {percent(line)} of income, which the DfE’s benchmarking "
        f"tool rates red, in {begins} of the runs in {first['year']} and in {ends} in {last['year']} "
        f"(sure to {chances_sure_to(page.view.result.runs)})."
    )


def _course(first: float, last: float) -> str:
    """Where a whole number goes, in words."""
    ends = [f"{value:,.0f}" for value in (first, last)]
    return f"stays at {ends[0]}" if ends[0] == ends[1] else f"goes from {ends[0]} to {ends[1]}"


def questions(page: SchoolView) -> Block:
    """What to talk about, each with the figure that raises it."""
    own = frame(page)
    first, last = own.iloc[0], own.iloc[-1]
    pupils = [float(each["pupils_mean"]) for each in (first, last)]
    balance, cost = (money(float(last[f"{column}_mean"])) for column in ("balance_gbp", "support_cost_gbp"))
    gap = float((own["contact_ratio_mean"] - own["contact_ratio_released_mean"]).mean())
    classes = [float(each["classes_mean"]) for each in (first, last)]
    points = [
        f"Is the roll right? {_counted_in(page)}: it {_course(*pupils)} pupils on average here, with "
        f"{_span(last, 'pupils', '{:,.0f}'.format)} in 8 runs in 10, and the number of classes "
        f"{_course(*classes)}.",
        f"Does the year balance? In {last['year']} it ends at {balance} on average if nothing more is saved, "
        f"but at {_span(last, 'balance_gbp', money)} in 8 runs in 10: the average hides the risk.",
        f"What does support cost the school? In {last['year']} {cost} on average "
        f"({_span(last, 'support_cost_gbp', money)} in 8 runs in 10), leaders’ salaries not counted.",
        "Who teaches while leaders are away? Their days away take "
        f"{'less than 1%' if gap < 0.005 else percent(gap)} of all teachers’ time.",
        "What did last year’s spending change for pupils? The model cannot say: bring your own evidence.",
    ]
    return show.answer([red_years(page), assumed(page)], [("To talk about:", points)])


def _counted_in(page: SchoolView) -> str:
    """Which year's count a roll begins with, and what is assumed of it since."""
    about = page.school
    count = (
        f"It is the count of {about.roll_year}" if about.roll_year else "It is the number in the trust file"
    )
    if about.roll_forecast:
        return f"{count}, then the trust’s forecast"
    change = about.roll_change_per_year
    if not change:
        return f"{count}, with no rise or fall assumed since"
    return f"{count}, taken to {'fall' if change < 0 else 'rise'} by {percent(abs(change))} a year"
