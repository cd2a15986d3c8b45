"""Planned, actual, next: what a trust's own log says was given, beside the plan, and what was decided."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ist_model.inputs.models import School
from ist_model.inputs.support_log import BEYOND, BOUGHT, COLUMNS, LONGEST, Support
from ist_model.report import show
from ist_model.report.cases.view import View
from ist_model.report.show import Block
from ist_model.report.tables import Content
from ist_model.report.words.plain import days
from ist_model.results.log_days import by_giver, by_half_term


def heading(view: View, log: Sequence[Support]) -> Block:
    """What was given so far, and what is open."""
    question = "Is the support that was planned given, and what came of it?"
    if not log:
        return show.question(question) + show.answer(
            [
                "No support has been noted yet.",
                "Put a file support_log.csv beside the trust file: this page then sets what was given beside "
                "the plan. That, not the forecast, is what a trust can show for its work.",
            ]
        )
    open_ones = sum(not each.outcome for each in log)
    given = sum(each.days for each in log)
    told = [
        f"{days(given)} of support in {len(log)} entries, from {_date(log[0])} to {_date(log[-1])}.",
        f"Of {open_ones} the outcome is not yet known." if open_ones else "The outcome of each is known.",
    ]
    return show.question(question) + show.answer(told)


def halves(view: View, log: Sequence[Support]) -> Block:
    """Planned against actual days by half-term."""
    if not log:
        return _format()
    alike = [each for each in log if each.giver != BOUGHT and each.school != BEYOND]
    every, own = (by_half_term(view.result, each) for each in (log, alike))
    given = dict(zip(own["label"], own["actual"], strict=True))
    last = max(place for place, actual in enumerate(every["actual"]) if actual > 0)
    year = str(every["label"].iloc[last]).rpartition(", ")[2]
    cells: list[list[Content]] = []
    for place, row in enumerate(every.to_dict("records")):
        if place > last and not str(row["label"]).endswith(year):
            break
        label, planned = str(row["label"]), "not in the plan’s period"
        if not math.isnan(float(row["planned"])):
            low, high = (f"{float(row[f'planned_{end}']):.0f}" for end in ("low", "high"))
            planned = f"{days(float(row['planned']))} ({low} to {high})"
        like = float(given.get(label, 0.0))
        actual = [days(like), days(float(row["actual"]) - like)] if place <= last else ["not yet"] * 2
        cells.append([label, planned, *actual])
    columns = [
        "Half-term",
        "Planned: mean (8 runs in 10 lie between)",
        "Actual, our leaders in our schools",
        "Besides: bought, or beyond the trust",
    ]
    careful = (
        "The plan counts days that our leaders give our own schools, so only the same days stand beside it. "
        "Half-terms after the last entry of the log are left open."
    )
    caption = "Days of support, planned and actual"
    return show.rows(columns, cells, caption=caption, right=[2, 3]) + show.notes([careful])


def givers(view: View, log: Sequence[Support]) -> Block:
    """Actual days by giver, beside what the post can give in a year."""
    cells: list[list[Content]] = []
    for row in by_giver(view.resolved, log).to_dict("records"):
        most = float(row["allowed"])
        allowed = "no limit" if math.isnan(most) else f"{days(most)} a year"
        cells.append([str(row["giver"]), str(row["school_year"]), allowed, days(float(row["actual"]))])
    if not cells:
        return show.notes(["No post has given support yet."])
    columns = ["Post", "School year", "Can give", "Actual"]
    return show.rows(columns, cells, caption="Days of support by giver", right=[3])


def upcoming(log: Sequence[Support]) -> Block:
    """What is to be followed up: entries without an outcome, oldest first."""
    cells: list[list[Content]] = [[_date(each), each.giver, each.measure] for each in log if not each.outcome]
    if not cells:
        return show.notes(["Nothing waits for its outcome."])
    return show.rows(["Since", "Giver", "Agreed success measure"], cells, caption="Outcome not yet known")


def decisions(view: View, log: Sequence[Support]) -> Block:
    """The log itself, latest first."""
    if not log:
        return show.notes(["The log is empty."])
    called = {s.id: _called(s, view.named) for s in view.resolved.trust.schools} | {
        BEYOND: "beyond the trust"
    }
    areas = {area.id: area.label for area in view.resolved.framework.areas}
    cells: list[list[Content]] = [
        [
            _date(each),
            "bought" if each.giver == BOUGHT else each.giver,
            called[each.school],
            areas[each.area],
            f"{each.days:g}",
            each.measure,
            each.outcome or "not yet known",
        ]
        for each in reversed(log)
    ]
    columns = ["Date", "Giver", "School", "Area", "Days", "Agreed success measure", "Outcome"]
    return show.rows(columns, cells, caption="Decision log, latest first", right=[4])


def _format() -> Block:
    return show.notes(
        [
            f"The file is CSV (UTF-8) with the columns {', '.join(COLUMNS)}: one line a visit or stretch "
            "of support. Posts, schools and areas go by the codes of the trust file and the framework; "
            f"measures and outcomes are free text of up to {LONGEST} characters, without personal data. "
            "The outcome stays empty until it is known."
        ]
    )


def _date(each: Support) -> str:
    return f"{each.date.day} {each.date:%B %Y}"


def _called(school: School, named: bool) -> str:
    return school.name if named else school.label
