"""What the sentences of pages claim: patterns with a group for each claim, and what the store says of it.

A pattern must be found on every page of its kind unless it says that it may be absent. Between its fixed
words stands nothing but the claim.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pandas as pd
from bs4 import BeautifulSoup

from tests.report.reading.claims import Check, level, paired, plain
from tests.report.reading.passages import Sentence
from tests.report.reading.stored import (
    COST,
    DAYS_UNMET,
    ON_TIME,
    PUPILS,
    UNMET,
    Row,
    Store,
    difference,
    quotient,
    t_row,
)
from tests.report.reading.stored import level as level_of

Checks = list[Check]


def _levels(*measures: str) -> Callable[[Store, str, re.Match[str]], Checks]:
    """Levels of the baseline."""
    return lambda store, page, found: [level(level_of(store.result("baseline"), name)) for name in measures]


def _scenario(page: str) -> str:
    return page.partition("/")[2]


def _waits(store: Store, page: str, _: re.Match[str]) -> Checks:
    result = store.result(_scenario(page))
    return [level(level_of(result, ON_TIME)), level(level_of(result, UNMET))]


def _waits_compared(store: Store, page: str, _: re.Match[str]) -> Checks:
    base, result = store.result("baseline"), store.result(_scenario(page))
    found = difference(base, result, ON_TIME)
    before = plain(level_of(result, ON_TIME)[0] - found[0])
    return [level(level_of(result, ON_TIME)), before, paired(found), level(level_of(result, UNMET))]


def _cost(store: Store, page: str, _: re.Match[str]) -> Checks:
    result = store.result(_scenario(page))
    more = paired(difference(store.result("baseline"), result, COST))
    return [*(level(level_of(result, name)) for name in ("support_days_per_year", COST)), more]


def _alone(store: Store, page: str, _: re.Match[str]) -> Checks:
    base = store.result("baseline")
    pupils = float(np.nanmean(base.measures["pupils_existing"]))
    return [plain(store.resolved("baseline").years), level(level_of(base, PUPILS)), plain(pupils)]


def _of_all(store: Store, page: str, _: re.Match[str]) -> Checks:
    base = store.result("baseline")
    pupils = float(np.nanmean(base.measures["pupils_existing"]))
    return [level(level_of(base, PUPILS)), plain(pupils), plain(store.resolved("baseline").years)]


def _trust_without(store: Store, page: str, _: re.Match[str]) -> Checks:
    return [level(level_of(store.result("baseline", no_effect=True), PUPILS))]


def _days_without(store: Store, page: str, _: re.Match[str]) -> Checks:
    years = store.resolved("baseline").count_needs_for_years
    asked = store.result("baseline", no_effect=True).measures["days_needed_trust"].to_numpy(float)
    return [level(t_row(asked / years, "days a year"))]


def _days(store: Store, page: str, _: re.Match[str]) -> Checks:
    base, years = store.result("baseline"), store.resolved("baseline").count_needs_for_years
    asked = [base.measures[f"days_needed_{who}"].to_numpy(float) / years for who in ("trust", "beyond")]
    can = level(level_of(base, "support_days_per_year"))
    return [can, *(level(t_row(each, "days a year")) for each in asked)]


def _service(store: Store, page: str, _: re.Match[str]) -> Checks:
    return [level(level_of(store.result(_scenario(page)), ON_TIME))]


def _nobody(store: Store, page: str, _: re.Match[str]) -> Checks:
    base = store.resolved("baseline")
    runs = store.parameter("11_joining_and_timing.ipynb", "runs") or base.runs
    return [level(level_of(store.of(base, runs), ON_TIME)), plain(runs)]


def _rows_folded(store: Store, page: str, found: re.Match[str]) -> Checks:
    """How many rows a table has of which a phone shows the first, in the order of the page."""
    markup = (store.pages / f"{page}.html").read_text(encoding="utf-8")
    label = BeautifulSoup(markup, "html.parser").select("label.more")[
        len(re.findall("Show all", found.string[: found.start()]))
    ]
    return [plain(len(label.find_parent("div").select("tbody tr")))]


def _flows(store: Store, page: str, _: re.Match[str]) -> Checks:
    frame, base = store.rows("baseline", "flow_ends"), store.resolved("baseline")
    raw = store.rows("baseline", "flows")

    def a_year(chosen: pd.Series[bool]) -> Check:
        by_run = raw[chosen].groupby("run")["days"].sum().reindex(range(base.runs), fill_value=0.0)
        return level(_in_days(t_row(by_run.to_numpy(float) / base.years, "days")))

    assert not frame.empty
    schools = raw["giver"] >= 0
    central = (raw["giver"] < 0) & ~raw["bought"].astype(bool)
    most = raw[schools].groupby("giver")["days"].sum().idxmax()
    return [a_year(raw["giver"] > -9), a_year(schools), a_year(raw["giver"] == most), a_year(central)]


def _in_days(row: Row) -> Row:
    return (*row[:3], "days")


def _school(store: Store, page: str, _: re.Match[str]) -> Checks:
    base, result = store.resolved("baseline"), store.result("baseline")
    label = _scenario(page).replace("school-", "School ").title()
    own = int(result.schools.loc[result.schools["label"] == label, "school"].iloc[0])

    def by_run(series: str, *columns: str) -> list[np.ndarray]:
        rows = store.rows("baseline", series)
        summed = rows[rows["school"] == own].groupby("run")[list(columns)].sum()
        return [summed.reindex(range(base.runs), fill_value=0.0)[name].to_numpy(float) for name in columns]

    asked, given, bought = by_run("support_by_school", "asked_days", "given_days", "bought_days")
    days = [level(_in_days(t_row(each / base.years, "days"))) for each in (asked, given + bought)]
    return [*days, level(quotient(*by_run("needs_by_school", "within_standard", "resolved"), "share"))]


OPENING: tuple[Sentence, ...] = (
    Sentence(
        r"scenarios/.*",
        r"Help reaches ([^,;]+) of the needs of our existing schools within half a term; (.+?) of them go "
        r"unmet",
        _waits,
        always=False,
    ),
    Sentence(
        r"scenarios/.*",
        r"Help reaches ([^,;]+) of the needs of our existing schools within half a term, against (.+?) by "
        r"today’s plan, (.+?); (.+?) of them go unmet",
        _waits_compared,
        always=False,
    ),
    Sentence(
        r"scenarios/.*",
        r"Leaders can give (.+?) of support, at a net cost of ([^:.]+?)(?:: ([^.]+?)(?: than by [^.]+)?)?\. ",
        _cost,
    ),
    Sentence(
        r"scenarios/(?:baseline|odd-names)",
        r"On average over (.+?), ([^,]+) of the (.+?) in our schools are in a school",
        _alone,
    ),
    Sentence(
        r"scenarios/.*",
        r"on average over the period: (\d+% \(.+?\)|\d+%) (?:in “This scenario”|in “Today’s plan”)",
        _service,
    ),
    Sentence(
        r"trust", r"If nothing changes, (.+?) of ([\d,]+) are, on average over (.+?), in a school", _of_all
    ),
    Sentence(r"trust", r"area needing attention; (.+?) if support had no effect", _trust_without),
    Sentence(r"days", r"If support had no effect, they would ask for (.+?)\. ", _days_without),
    Sentence(
        r"trust",
        r"Leaders can give (.+?); support given costs (.+?), salaries not counted",
        _levels("support_days_per_year", COST),
    ),
    Sentence(
        r"days",
        r"Leaders can give (.+?) of support on site; our schools ask for (.+?), others for (.+?)\. ",
        _days,
    ),
    Sentence(
        r"days", r"Yet (.+?) that our schools ask for are never given", _levels(DAYS_UNMET), always=False
    ),
    Sentence(
        r"leaders",
        r"In the whole trust (.+?) are ready for a headship or a higher post at any time, and (.+?) within a "
        r"year",
        _levels("bench_ready_now", "bench_ready_in_a_year"),
    ),
    Sentence(".*", r"Show all (\d+) rows", _rows_folded, always=False),
    Sentence(r"money", r"Support and boards cost (.+?) after income", _levels(COST)),
    Sentence(
        r"joining",
        r"If nobody joins, (.+?) of the needs of our existing schools begin within half a term in the (.+?) "
        r"runs",
        _nobody,
    ),
    Sentence(
        r"network",
        r"(\S+ days? .*?) of support are given a year on average, inside the trust and beyond it\. "
        r"Our schools give (.+?) of them; .+? gives most, with (.+?)\. The central team, which has no school "
        r"of its own, gives (.+?)\. ",
        _flows,
    ),
    Sentence(
        r"schools/.*",
        r"asks for (.+?) of support a year on average and receives (.+?) of it; (.+?) of its needs begin",
        _school,
    ),
)
