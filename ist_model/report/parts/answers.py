"""The answer to a scenario's question in a few sentences, and its key numbers (MODEL 11.2: pupils first)."""

from __future__ import annotations

import math

from ist_model.experiments.compare import joined_or_not
from ist_model.report.cases.case import GROWTH, PUPILS, Case
from ist_model.report.tables import Cell
from ist_model.report.words import coarse
from ist_model.report.words.difference import Difference, first_sentence
from ist_model.report.words.levels import Rows, chances, level
from ist_model.report.words.plain import amount, counted, percent, sentence, standard, twentieths
from ist_model.results.result import ScenarioResult

WHO = "our existing schools"
WHERE = "in a school with an area needing attention"
ON_TIME, UNMET, SAFE = "within_standard_resolved_existing", "share_unmet_existing", "none_attention_existing"
COST, DAYS, IN_USE = "net_gbp_per_year", "support_days_per_year", "utilisation"


def three_sentences(case: Case) -> list[str]:
    """The effect on existing schools' pupils; how long they wait for help; what it costs."""
    return [_pupils(case), _waits(case), _cost(case)]


def _pupils(case: Case) -> str:
    if case.why_not:
        return sentence(case.why_not)
    if case.alone:
        return _pupils_alone(case)
    made = case.difference(PUPILS)
    if made is None:
        why = case.why_no_difference(PUPILS)
        return f"The pupils of {WHO} cannot be compared with those of {case.against}: {why}."
    return first_sentence(made, case.difference_at_no_effect(PUPILS), who=WHO, where=WHERE)


def _pupils_alone(case: Case) -> str:
    if not math.isfinite(case.mean(PUPILS)):
        return "There are no schools in this scenario."
    years = counted(case.resolved.years, "school years")
    # The pupils of all schools are a sum of rolls, which a page for anyone to read does not tell.
    whole = "" if coarse.is_for_anyone() else f"of the {case.pupils:,.0f} "
    opening = f"On average over {years}, {level(case, PUPILS)} {whole}in our schools are {WHERE}"
    support = case.difference_at_no_effect(PUPILS)
    if support is None or not support.clear:
        return f"{opening}."
    return (
        f"{opening}; that is {support.change()} ({support.span()}) than if support had no effect, which the "
        "evidence does not rule out."
    )


def _waits(case: Case) -> str:
    share = case.mean(ON_TIME)
    if not math.isfinite(share):
        return "No school asked for help."
    text = f"Help reaches {level(case, ON_TIME)} of the needs of {WHO} within {standard(case.standard_weeks)}"
    made = None if case.alone else case.difference(ON_TIME)
    if made is not None:
        text += f", against {percent(share - made.mean)} by {case.against}, {made.phrase()}"
    return f"{text}; {'hardly any' if case.mean(UNMET) < 0.005 else level(case, UNMET)} of them go unmet."


def _cost(case: Case) -> str:
    text = f"Leaders can give {level(case, DAYS)} of support, at a net cost of {level(case, COST)}"
    made = None if case.alone else case.difference(COST)
    if made is None:
        return f"{text}."
    return f"{text}: {made.phrase()}{f' than by {case.against}' if made.clear else ''}."


def key_numbers(case: Case) -> list[tuple[str, str, str]]:
    """Label, value and note of the numbers a trustee reads first; existing schools' pupils lead."""
    items = [_key(case, PUPILS, f"Pupils of existing schools {WHERE}, on average")]
    if case.grows:
        items.append(_joiners(case))
    items.append(_key(case, ON_TIME, "Needs of existing schools begun within the service standard"))
    items.append(_key(case, SAFE, "Chance that no existing school has an area needing attention at the end"))
    items.append(_key(case, IN_USE, "Places of leaders in use"))
    items.append(_key(case, COST, "Net cost of support a year"))
    return [item for item in items if item[1] != "not known"]


def _key(case: Case, measure: str, label: str) -> tuple[str, str, str]:
    row, mean = case.summary[measure], case.mean(measure)
    unit, decimals = str(row["unit"]), int(row["decimals"])
    made = None if case.alone else case.difference(measure)
    if made is not None and measure == PUPILS:
        ends = f"{coarse.count(mean)}, against {coarse.count(mean - made.mean)} by {case.against}"
        return label, made.change(), f"{made.span()}: {ends}" if made.span() else ends
    value = _alone(mean, unit, decimals)
    if not math.isfinite(mean):
        return label, value, ""
    if made is not None:
        before = _alone(mean - made.mean, unit, decimals)
        return label, value, f"{case.against_headed}: {before}; {made.phrase()}"
    if unit == "chance":
        return label, value, f"95% interval: {chances(float(row['mean_low']), float(row['mean_high']))}"
    if coarse.counts_pupils(unit, decimals):
        return label, value, f"95% interval: {level(case, measure)}"
    bounds = [amount(float(row[end]), unit, decimals) for end in ("p10", "p90")]
    return label, value, f"8 runs in 10 lie between {' and '.join(bounds)}"


def _alone(mean: float, unit: str, decimals: int) -> str:
    """A value without its interval; a chance on the base that its interval and the baseline's have."""
    if unit != "chance" or not math.isfinite(mean):
        return amount(mean, unit, decimals)
    return twentieths(min(1.0, max(0.0, mean)))  # a difference taken off may leave a last bit too much


def joiners_difference(summary: Rows) -> Difference:
    """Joiners' pupils in a school needing attention, less the same had they not joined (MODEL 11.2)."""
    row = summary[GROWTH]
    mean, low, high = (float(row[end]) for end in ("mean", "mean_low", "mean_high"))
    return Difference("", "share", "lower", mean, low, high)


def joiners_told(case: Case) -> Cell:
    """What joining means for joiners' pupils, as assumed and with support having no effect."""
    made = joiners_difference(case.summary)
    told = made.phrase()
    if case.summary_no_effect is not None:
        without = joiners_difference(case.summary_no_effect)
        told += f"; no effect: {without.phrase() if without.clear else without.change()}"
    return Cell(told, made.verdict)


def joiners_in_pupils(case: Case) -> Cell:
    """The same in pupils, beside how many they are, so that it can be set against the schools there are."""
    made = _in_pupils(case.result)
    found, runs = int(case.summary["pupils_joiners"]["in_runs"]), case.result.runs
    told = f"{made.phrase()}, of {case.mean('pupils_joiners'):,.0f}"
    if case.result_no_effect is not None:
        without = _in_pupils(case.result_no_effect)
        told += f"; no effect: {without.phrase() if without.clear else without.change()}"
    return Cell(told + (f"; in {found:,} of {runs:,} runs any join" if found < runs else ""), made.verdict)


def _in_pupils(result: ScenarioResult) -> Difference:
    return Difference("", "pupils", "lower", *joined_or_not(result)[:3])


def _joiners(case: Case) -> tuple[str, str, str]:
    made = joiners_difference(case.summary)
    note = [made.span()] if made.span() else []
    if case.summary_no_effect is not None:
        without = joiners_difference(case.summary_no_effect)
        told = without.phrase() if without.clear else without.change()
        note.append(f"if support has no effect, {told}")
    label = "Share of joiners’ pupils in such a school, against the same joiners had they not joined"
    return label, made.change(), "; ".join(note)
