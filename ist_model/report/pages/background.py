"""The second half of a scenario's page: every difference with its interval, what was changed and assumed."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from typing import Any

from ist_model.inputs.assumptions import GRADES, Assumption
from ist_model.report import show
from ist_model.report.cases.case import PUPILS, Case
from ist_model.report.parts.answers import WHO
from ist_model.report.show import Block
from ist_model.report.tables import Cell, Content
from ist_model.report.words.changes import changes
from ist_model.report.words.difference import survives_no_effect
from ist_model.report.words.levels import NOT_GIVEN, level
from ist_model.report.words.plain import amount, and_list, counted, in_short, ranged, twentieths, valued
from ist_model.results.discretion import WITHHELD

# In reading order; existing schools first, groups of schools never merged into a difference (MODEL 11.2).
SHOWN = (
    "pupils_attention_existing",
    "none_attention_existing",
    "within_standard_resolved_existing",
    "wait_mean_weeks_existing",
    "wait_p90_weeks_existing",
    "share_unmet_existing",
    "needs_raised_existing",
    "days_delivered_existing",
    "days_delivered_joiners",
    "days_delivered_beyond",
    "within_standard_resolved_beyond",
    "support_days_per_year",
    "utilisation",
    "boards_trust",
    "vacancy_share",
    "cover_gbp_per_year",
    "bought_gbp_per_year",
    "income_gbp_per_year",
    "net_gbp_per_year",
)
_TOTALS = ("days", "needs", "boards")  # units of measures that are summed over the period
# The assumptions that a reader should know before trusting an answer.
FLAGGED = "Assumptions that the model’s authors flag; which carry the answer is measured on its own page"
CARRYING = (
    "support.odds_ratio",
    "support.package_days",
    "strength.lasting_share",
    "role.sle.days_per_year",
    "role.system_leader.days_per_year",
    "role.lead_practitioner.days_per_year",
    "support.preparation_factor",
    "monitoring.need_threshold",
    "monitoring.need_days_per_point",
    "post.deputy.leave_per_year",
    "money.cover_gbp_per_day",
    "service.standard_weeks",
)
_ENDINGS = {
    "stands": "the conclusion stands",
    "shrinks": "the conclusion mostly falls away",
    "rests": "the conclusion falls away",
    "reverses": "the conclusion reverses",
}


def differences(case: Case) -> Block:
    """Table of paired differences with their intervals; for the baseline, of its own numbers."""
    if case.differences is None:
        return _own_numbers(case)
    cells: list[list[Content]] = []
    for measure in SHOWN:
        row = case.differences.get(measure)
        if row is None or _nowhere(row):
            continue
        unit, decimals = str(row["unit"]), int(row["decimals"])
        made = case.difference(measure)
        change = Cell(f"not compared: {row['why_not']}", "unclear")
        if made is not None:
            change = Cell(made.phrase(), made.verdict)
        means = [float(row[f"{who}_mean"]) for who in ("baseline", "scenario")]
        levels = [NOT_GIVEN if _withheld(row, mean) else _alone(mean, unit, decimals) for mean in means]
        cells.append([_called(case, row), *levels, change])
    columns = ["Measure", case.against_headed, "This scenario", "Difference (95% interval)"]
    return show.rows(columns, cells, caption=f"This scenario against {case.against}, run by run")


def _called(case: Case, row: Mapping[str, Any]) -> str:
    """A measure's name; a total says over how many years it is taken."""
    total = f", in {counted(case.resolved.years, 'years')}" if str(row["unit"]) in _TOTALS else ""
    return f"{row['label']}{total}"


def _alone(mean: float, unit: str, decimals: int) -> str:
    """A mean without an interval; chances on one base, so that two of them can be set side by side."""
    return twentieths(mean) if unit == "chance" and math.isfinite(mean) else amount(mean, unit, decimals)


def _nowhere(row: Mapping[str, Any]) -> bool:
    """Whether neither scenario has a measure, and there is nothing to say of it."""
    means = (float(row["baseline_mean"]), float(row["scenario_mean"]))
    return all(math.isnan(mean) and not _withheld(row, mean) for mean in means)


def _withheld(row: Mapping[str, Any], mean: float) -> bool:
    """Whether a scenario's figure is not there because it would tell of single people."""
    return math.isnan(mean) and str(row["why_not"]) == WITHHELD


def _own_numbers(case: Case) -> Block:
    cells: list[list[Content]] = []
    for measure in SHOWN:
        row = case.summary.get(measure)
        if row is not None and row["withheld"]:
            cells.append([_called(case, row), f"{NOT_GIVEN}: {row['withheld']}"])
        elif row is not None and row["in_runs"]:
            cells.append([_called(case, row), level(case, measure)])
    columns = ["Measure", "Mean of all runs (95% interval)"]
    return show.rows(columns, cells, caption="The numbers of this scenario")


def changed(case: Case) -> Block:
    """What the scenario changes against the baseline."""
    if case.alone:
        if case.resolved.scenario_id == case.resolved_baseline.scenario_id:
            return show.notes([f"This is {case.against}: the other scenarios are compared with it."])
        return show.notes([f"Nothing: it says the same as {case.against}, so every number is the same."])
    rows = changes(case.resolved_baseline, case.resolved, case.school_words(), named=case.named)
    if not rows:
        return show.notes([f"Nothing: this scenario says the same as {case.against} in other words."])
    columns = ["What", case.against_headed, "In this scenario"]
    return show.private(show.rows(columns, rows, caption=f"Changed against {case.against}"))


def assumed(case: Case) -> Block:
    """What if support does nothing, what is fact and what is not, and the weightiest assumptions."""
    resolved = case.resolved
    register = {row.key: row for row in resolved.assumptions.assumptions}
    counts = Counter[str](row.grade for row in register.values())
    graded = and_list(
        f"{counts[grade]} {'is' if counts[grade] == 1 else 'are'} {words}"
        for grade, words in GRADES.items()
        if counts[grade]
    )
    notes = [
        _no_effect(case),
        resolved.trust.about,
        f"Of the model’s {len(register)} numbers, {graded}; each has a row with its source in the register.",
        _labels(case),
    ]
    if resolved.opening is None and resolved.warm_up_weeks > 0:
        weeks = counted(resolved.warm_up_weeks, "school weeks")
        notes.append(
            f"No opening state was given, so {weeks} were run first to make one; they count in no result."
        )
    cells = [_assumption(register[key]) for key in CARRYING if key in register]
    columns = ["Assumption", "Value", "Range", "Evidence"]
    table = show.rows(columns, cells, caption=FLAGGED)
    return show.notes(note for note in notes if note) + table


def _assumption(row: Assumption) -> list[Content]:
    span = ranged(row.low, row.high)
    return [in_short(row.meaning), valued(row.value, row.unit), span, f"{row.grade}: {GRADES[row.grade]}"]


def _no_effect(case: Case) -> str:
    """What is left of the main conclusion if support has no effect (MODEL 4.7)."""
    start = "The measured effect of support between schools is weak and confounded, so no effect is possible."
    if case.resolved.no_effect:
        return f"{start} In this scenario support changes nothing."
    without = case.difference_at_no_effect(PUPILS)
    if without is None or not without.known:
        return start
    if case.alone:
        told = f"the effect assumed here means {without.phrase()} in such a school"
        return f"{start} For the pupils of {WHO} {told}."
    made = case.difference(PUPILS)
    left = "" if made is None else survives_no_effect(made, without)
    ending = "" if not left else f"; {_ENDINGS[left]}"
    return f"{start} If it has none, the difference for the pupils of {WHO} is: {without.phrase()}{ending}."


def _labels(case: Case) -> str:
    words = case.school_words()
    if not case.named:
        return "Schools go by labels here. A trust may make a private copy with names."
    pairs = [f"{school.label} is {words[school.id]}" for school in case.resolved.trust.schools]
    return f"Schools by name, for the trust’s own private use: {'; '.join(pairs)}." if pairs else ""
