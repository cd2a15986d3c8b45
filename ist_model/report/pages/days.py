"""Days we have against days we need: by half-term, by role and by specialism."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from ist_model.report import show
from ist_model.report.cases.case import Case
from ist_model.report.charts import days_by_role, days_have_and_need, shortfall, stretch
from ist_model.report.charts.look import Chart
from ist_model.report.parts.answers import ON_TIME
from ist_model.report.parts.days_sure import HAVE, days_sure
from ist_model.report.show import Block
from ist_model.report.tables import Content
from ist_model.report.words import coarse
from ist_model.report.words.against import titled
from ist_model.report.words.few import few_holders, told_apart
from ist_model.report.words.levels import Rows, level, of_interval, sure_to, with_interval
from ist_model.report.words.plain import and_list, counted, lowered, standard
from ist_model.results.short import BY_ROLE, BY_SPECIALISM, IN_ALL, STRETCH
from ist_model.results.summary import Interval, mean_interval, over_runs_of, ratio_interval, t_interval

_PARTS = {"asked": "asked_days", "given": "received_days", "open": "to_come_days"}
OTHERS = "Other specialisms together"


def heading(case: Case) -> Block:
    """Have, need and what is never given, in three sentences."""
    others = f", others for {_asked(case, 'beyond')}" if case.mean("days_needed_beyond") else ""
    could = roles_that_could(case)
    told = [
        f"Leaders can give {level(case, HAVE)} of support on site; our schools ask for "
        f"{_asked(case, 'trust')}{others}.{_without(case)}",
        f"Yet {level(case, IN_ALL)} that our schools ask for are never given, because days are of the wrong "
        f"kind or at the wrong time: most in {_most(case)}{could and f'; {could} could have given most'}.",
    ]
    if case.mean(IN_ALL) < 0.5:
        told = [told[0], "Hardly a day that our schools ask for is never given."]
    if math.isfinite(case.mean(ON_TIME)):
        within = standard(case.standard_weeks)
        told.append(
            f"Of their needs {level(case, ON_TIME)} begin within {within}: a leader must match, be free, and "
            "have days left of the year’s."
        )
    return show.paper(show.lead(titled(case.resolved)) + show.answer(told))


def _without(case: Case) -> str:
    """What would be asked for if support had no effect (MODEL 4.7)."""
    asked = _asked(case, "trust", case.summary_no_effect) if case.summary_no_effect else ""
    return f" If support had no effect, they would ask for {asked}." if asked else ""


def _asked(case: Case, group: str, summary: Rows | None = None) -> str:
    """Days a year that are asked for, with their interval; of the case's own summary, or another."""
    years = case.resolved.count_needs_for_years
    row = (summary or case.summary)[f"days_needed_{group}"]
    mean, low, high = (float(row[end]) / years for end in ("mean", "mean_low", "mean_high"))
    return with_interval(mean, low, high, "days a year")


def _family(case: Case, family: str) -> list[tuple[str, str]]:
    """Measure and what it is about, of one family."""
    return [
        (name, str(row["label"]).rpartition(": ")[2])
        for name, row in case.summary.items()
        if name.startswith(family)
    ]


def _most(case: Case) -> str:
    ranked = specialisms(case).sort_values("unmet", ascending=False, kind="stable").to_dict("records")
    largest = [row for row in ranked[:3] if row["unmet"] >= 0.5] or ranked[:1]
    return and_list(f"{lowered(str(row['name']))} with {row['unmet_said']}" for row in largest)


def roles_that_could(case: Case) -> str:
    """Roles that could have given at least half of what was never given; for anyone none of few holders.

    Empty where a page for anyone to read has none to name.
    """
    few = few_holders([case.resolved]) if coarse.is_for_anyone() else set()
    found = [words for name, words in _family(case, BY_ROLE) if case.mean(name) >= 0.5 * case.mean(IN_ALL)]
    shown = [words for words in found if words not in few]
    return " or ".join(shown) or ("" if found else "no role we have")


def _by_half_term(case: Case) -> Block:
    """Have and need over all."""
    return show.chart(days_have_and_need(case.result.series["days"], sure=days_sure(case)), half_sheet=True)


def _by_role(case: Case) -> Block:
    """Have, given and asked for by group of roles of five holders or more."""
    frame = case.result.series["days_by_role"]
    if frame.empty:
        return show.notes(["Nobody who can help is in post."])
    frames = {str(role): rows.reset_index(drop=True) for role, rows in frame.groupby("roles", sort=False)}
    rows, runs = case.result.series["days_of_roles"].to_dict("records"), case.result.runs
    used = {str(row["roles"]): _share(row, ("delivered_days", "have_days"), runs) for row in rows}
    totals = [
        mean_interval(row, name, runs)
        for row in rows
        for name in ("have_days", "delivered_days", "could_serve_days")
    ]
    chart = days_by_role(frames, used, sure=sure_to(totals, "days", case.resolved.years))
    return show.chart(chart, half_sheet=True) + show.onscreen(_role_table(case))


def _share(row: Mapping[Any, Any], pair: tuple[str, str], runs: int) -> tuple[float, str]:
    """The quotient of a row's two values, and in words with its interval."""
    found = ratio_interval(row, *pair, runs)
    return found.mean, of_interval(found, "share")


def _role_table(case: Case) -> Block:
    cells: list[list[Content]] = [[words, level(case, name)] for name, words in _family(case, BY_ROLE)]
    columns = ["Role", "Days never given that it could have given"]
    return show.rows(columns, cells, caption="Roles, with 95% intervals")


def _by_specialism(case: Case) -> Block:
    """What is asked for, given and never given by specialism; and when each is stretched."""
    frame = specialisms(case)
    if not (frame["asked"] > 0).any():
        return show.notes(["No school of the trust asked for help."])
    totals = [each for part in _totals(case).values() for each in part]
    sure = sure_to(totals, "days", case.resolved.count_needs_for_years)
    more = show.chart(_stretch(case)) + _specialism_table(case, frame)
    return show.chart(shortfall(frame, sure=sure), half_sheet=True) + show.onscreen(more)


def _stretch(case: Case) -> Chart:
    """Days asked for as a share of those that could be given, by specialism and half-term."""
    series, runs = case.result.series, case.result.runs
    rows = [over_runs_of(row) for row in series["days_by_specialism"].to_dict("records")]
    shares = [_share(row, STRETCH, runs) for row in rows]
    frame = series["days_by_specialism"][["specialism", "half_term", "label"]]
    on_average = {
        str(row["specialism"]): _share(row, STRETCH, runs)
        for row in series["stretch_of_specialisms"].to_dict("records")
    }
    peak = max((share for share in shares if share[0] == share[0]), default=(0.0, "nothing"))[1]
    return stretch(frame.assign(share=[share for share, _ in shares]), on_average, peak)


def specialisms(case: Case) -> pd.DataFrame:
    """By specialism, days a year that our schools ask for, and what becomes of them.

    For anyone to read, specialisms that fewer than five leaders could serve are one row, as in the grid.
    Columns `name`; `asked`, `given` and `open` (still to be given at the end) and `unmet`, each also in words
    with its interval (`asked_said`, ...); `unmet` with its interval from `low` to `high`.
    """
    keys, totals = case.result.names["specialisms"], _totals(case)
    years = case.resolved.count_needs_for_years
    rows = []
    for at, (name, places) in enumerate(_apart_or_together(case).items()):
        made: dict[str, object] = {"name": name}
        for part in _PARTS:
            total = totals[part][at]
            made |= {part: total.mean / years, f"{part}_said": _said(total, years)}
        measures = [f"{BY_SPECIALISM}{keys[place]}" for place in places]
        unmet = t_interval(case.result.measures[measures].sum(axis=1).to_numpy(float))
        said = level(case, measures[0]) if len(measures) == 1 else of_interval(unmet, "days a year")
        ends = {"unmet": unmet.mean, "low": max(0.0, unmet.low), "high": unmet.high}
        rows.append(made | ends | {"unmet_said": said})
    return pd.DataFrame(rows)


def _apart_or_together(case: Case) -> dict[str, list[int]]:
    """Places of specialisms by the name of their row."""
    labels, apart = case.result.names["specialism_labels"], told_apart(case.result)
    found: dict[str, list[int]] = {}
    for place, label in enumerate(labels):
        found.setdefault(label if place in apart else OTHERS, []).append(place)
    return found


def _totals(case: Case) -> dict[str, list[Interval]]:
    """Days of the period asked for, given and open, each by specialism or by several together."""
    found = case.result.series["days_asked_by_specialism"].set_index("specialism")
    rows = found.reindex(range(len(case.result.names["specialisms"])), fill_value=0.0).to_dict("records")

    def total(places: list[int], column: str) -> Interval:
        each = [mean_interval(rows[place], column, case.result.runs) for place in places]
        mean, low, high = (sum(ends) for ends in list(zip(*each, strict=True))[:3])
        # Widths of intervals add up to the most that the width of a sum can be.
        return Interval(mean, low, high, case.result.runs)

    together = _apart_or_together(case).values()
    return {part: [total(places, column) for places in together] for part, column in _PARTS.items()}


def _said(total: Interval, years: float) -> str:
    """Days a year with their interval; the heading says that they are days."""
    return re.sub(r" days?(?= |$)", "", of_interval(total, "days", years))


def _specialism_table(case: Case, frame: pd.DataFrame) -> Block:
    cells: list[list[Content]] = [
        [
            str(row["name"]),
            *(str(row[f"{part}_said"]) for part in _PARTS),
            str(row["unmet_said"]),
        ]
        for row in frame.to_dict("records")
    ]
    columns = [
        "Specialism",
        "Days a year asked for",
        "Given, by leaders or bought",
        "Still to be given at the end",
        "Never given",
    ]
    caption = "What our schools ask for, by specialism, with 95% intervals"
    return show.rows(columns, cells, caption=caption)


def _made_from(case: Case) -> Block:
    """How the page was made."""
    told = [
        f"Averages over {case.result.runs:,} runs of {counted(case.resolved.years, 'school years')}, each "
        "with other luck. A day on site takes more of a leader’s time: preparation is taken off before, "
        "travel is not. What counts are needs raised in the period, without visits that a package brings.",
    ]
    return show.notes(told)


def parts(case: Case) -> Block:
    """By half-term, by specialism and by role; how it was made; the stamp."""
    body = show.part("By half-term") + _by_half_term(case)
    body += show.part("By specialism") + _by_specialism(case)
    body += show.part("By role") + _by_role(case) + _made_from(case)
    return show.paper(body, columns=True) + show.stamp(case.stamp())
